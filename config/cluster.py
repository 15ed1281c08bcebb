"""Makes, starts, finds and stops the embedded PostgreSQL of one data folder.

Unix socket only, SCRAM passwords kept in `keys/`, two roles. Whoever needs the database holds it with `use()`; the last
one to leave stops it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from config.postgres import Account, PostgresError, find_binaries, folder_for_all, server_account
from config.postmaster import Cluster, becomes_ready, initialise, make_roles, path_mark, start, stop

LOOKED_AFTER_SECONDS = 1.0
TRIED_AGAIN_SECONDS = 10.0
Say = Callable[[str], None]


def locate(data: Path, *, account: Account | None = None, say: Say = print, throw_away: bool = False) -> Cluster:
    """The cluster of a data folder, made or not. Its place is chosen once and written down in `cluster.json`."""
    account = account or server_account()
    data = data.resolve()
    make_folder(data)
    note = data / "cluster.json"
    if note.exists():
        home = (data / json.loads(note.read_text())["home"]).resolve()
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        return Cluster(data, home, throw_away)
    home = data
    if not account.can("x", data):
        home = folder_for_all() / path_mark(data)
        say(f"The database lives in {home}, because its user ({account.name}) cannot reach {data}.")
    home.mkdir(mode=0o711, exist_ok=True)
    note.write_text(json.dumps({"home": "." if home == data else str(home)}) + "\n")
    return Cluster(data, home, throw_away)


def ensure(data: Path, *, say: Say = print, throw_away: bool = False) -> Cluster:
    """Make the cluster when there is none, start it when it does not run, and return it ready to be connected to.

    Raises PostgresError with a plain sentence. Of two launchers at the same time one works, the other waits.
    """
    try:
        account = server_account()
        cluster = locate(data, account=account, say=say, throw_away=throw_away)
        with _locked(cluster.data / "cluster.lock"):
            is_ours = False
            for attempt in ("first", "second", "last"):
                if cluster.pid() is None:
                    binaries = find_binaries(account)
                    if not cluster.folder.exists():
                        initialise(cluster, binaries, account)
                    start(cluster, binaries, account)
                    is_ours = True
                # A server that was killed this moment still looks alive when we come, and is gone when we knock.
                if _is_ready(cluster, last=attempt == "last", is_ours=is_ours):
                    break
            make_roles(cluster)
    except OSError as error:
        raise PostgresError(_in_plain_words(error)) from error
    return cluster


def _is_ready(cluster: Cluster, *, last: bool, is_ours: bool) -> bool:
    """As `becomes_ready`; a server that we started and that nobody can use does not stay behind."""
    try:
        return becomes_ready(cluster, last=last)
    except PostgresError:
        if is_ours:
            with contextlib.suppress(PostgresError):
                stop(cluster)
        raise


@contextlib.contextmanager
def use(data: Path, *, say: Say = print) -> Iterator[Cluster]:
    """Hold the running cluster of a data folder. The last one out stops it, unless `cluster start` keeps it up."""
    try:
        make_folder(data)
        holders = (data / "cluster.users").open("a")
    except OSError as error:
        raise PostgresError(_in_plain_words(error)) from error
    with holders:
        fcntl.flock(holders, fcntl.LOCK_SH)
        cluster = ensure(data, say=say)
        try:
            yield cluster
        finally:
            if not (data / "cluster.stay").exists():
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    stop(cluster)


@contextlib.contextmanager
def kept_alive(data: Path, *, say: Say = print) -> Iterator[None]:
    """Start the server again when it ends while this is held: killed for want of memory, or gone with a full disk."""
    there, ended = locate(data, say=say), threading.Event()

    def watch() -> None:
        while not ended.wait(LOOKED_AFTER_SECONDS):
            if there.pid() is None:
                try:
                    ensure(data, say=say)
                    say("The database had ended; it runs again.")
                except PostgresError as error:
                    say(str(error))
                    ended.wait(TRIED_AGAIN_SECONDS)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def start_and_keep(data: Path, *, say: Say = print) -> Cluster:
    """Start the server and let it run until `japacar cluster stop`, whoever comes and goes."""
    there = ensure(data, say=say)
    (data / "cluster.stay").touch()
    return there


def drop_unused(data: Path) -> None:
    """Drop the cluster of a data folder. Raises PostgresError when another command holds it."""
    make_folder(data)
    with (data / "cluster.users").open("a") as holders:
        try:
            fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PostgresError(f"Another command uses the database of {data}; stop it first.") from None
        drop(locate(data))


@contextlib.contextmanager
def throw_away(*, say: Say = print, copy_of: Path | None = None) -> Iterator[Cluster]:
    """A cluster of its own in a temporary folder, gone at the end: for tests. `copy_of`: the data folder of a stopped one."""
    base = Path(tempfile.gettempdir())
    if not server_account().can("x", base):
        base = folder_for_all()
    data = Path(tempfile.mkdtemp(prefix="japacar-test-", dir=base))
    data.chmod(0o711)
    cluster = None
    try:
        if copy_of is not None:
            subprocess.run(["cp", "--archive", f"{copy_of}/.", str(data)], check=True)
        cluster = ensure(data, say=say, throw_away=True)
        yield cluster
    finally:
        if cluster is not None:
            stop(cluster)
            shutil.rmtree(cluster.sockets, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


def drop(cluster: Cluster) -> None:
    """Stop the server and delete its data; the passwords stay."""
    stop(cluster)
    shutil.rmtree(cluster.folder, ignore_errors=True)
    shutil.rmtree(cluster.sockets, ignore_errors=True)
    if cluster.home != cluster.data:
        shutil.rmtree(cluster.home, ignore_errors=True)
        (cluster.data / "cluster.json").unlink(missing_ok=True)


def make_folder(data: Path) -> None:
    """The data folder: private, but passable for the server's user when that is not ourselves."""
    if data.is_dir():
        return
    try:
        data.mkdir(parents=True)
        data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except FileExistsError:
        # A file stands there, or a second launcher was quicker.
        if not data.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(data)) from None


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Only one launcher works on a data folder; the kernel frees the lock when its holder dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _in_plain_words(error: OSError) -> str:
    """What to do about the usual troubles of a disk."""
    where = error.filename or "the data folder"
    known = {
        errno.ENOSPC: f"The disk of {where} is full.",
        errno.EDQUOT: f"The quota of the disk of {where} is used up.",
        errno.EROFS: f"{where} is on a disk that can only be read. Set JAPACAR_DATA to a folder that can be written.",
        errno.EACCES: f"{where} may not be written by this user. Set JAPACAR_DATA to a folder that can be.",
        errno.EPERM: f"{where} may not be changed by this user. Set JAPACAR_DATA to a folder of your own.",
        errno.ENOTDIR: f"{where} is a file where a folder is needed. Set JAPACAR_DATA to a folder.",
        errno.EIO: f"The disk of {where} reports a fault.",
    }
    return known.get(error.errno or 0, f"{where}: {error.strerror or error}.")
