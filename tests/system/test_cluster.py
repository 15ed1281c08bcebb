"""The embedded database: it survives being killed, is shared by launchers, and gives the application few rights."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import cluster
from config.postgres import PostgresError


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose cluster is stopped and removed at the end, wherever it came to live."""
    folder = tmp_path / "data"
    yield folder
    if folder.is_dir():
        there = cluster.locate(folder, say=_silent)
        cluster.drop(there)


def test_committed_rows_survive_a_killed_server(data: Path) -> None:
    first = cluster.ensure(data, say=_silent)
    with psycopg.connect(first.owner_url) as connection:
        connection.execute("CREATE TABLE car AS SELECT n FROM generate_series(1, 1800) AS n")
    pid = first.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    again = cluster.ensure(data, say=_silent)

    with psycopg.connect(again.owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM car").fetchone() == (1800,)
    assert again.pid() != pid


def test_a_server_that_was_killed_runs_again_while_it_is_looked_after(data: Path) -> None:
    there = cluster.ensure(data, say=_silent)
    killed = there.pid()
    assert killed is not None
    said: list[str] = []

    with cluster.kept_alive(data, say=said.append):
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while not said and time.monotonic() < deadline:
            time.sleep(0.05)

    assert said == ["The database had ended; it runs again."]
    assert there.pid() not in (None, killed)


def test_a_left_over_process_id_of_another_program_does_not_stop_the_start(data: Path) -> None:
    first = cluster.ensure(data, say=_silent)
    cluster.stop(first)
    (first.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{first.folder}\n1\n5432\n{first.sockets}\n\n")

    cluster.ensure(data, say=_silent)

    assert _answers(first.application_url)


def test_a_left_over_process_id_of_another_server_is_not_taken_for_ours(data: Path, tmp_path: Path) -> None:
    """A copied data folder, or a number that came back: the other server is neither waited for nor stopped."""
    first = cluster.ensure(data, say=_silent)
    cluster.stop(first)
    other = cluster.ensure(tmp_path / "other", say=_silent)
    try:
        note = (other.folder / "postmaster.pid").read_text()
        (first.folder / "postmaster.pid").write_text(note)
        assert first.pid() is None

        cluster.ensure(data, say=_silent)
        assert _answers(first.application_url)
        assert first.pid() != other.pid()
        cluster.stop(first)
        assert _answers(other.application_url)
    finally:
        cluster.drop(other)


def test_two_launchers_at_once_share_one_server(data: Path) -> None:
    script = "import sys, pathlib; from config import cluster; print(cluster.ensure(pathlib.Path(sys.argv[1])).pid())"
    order = [sys.executable, "-c", script, str(data)]
    launchers = [subprocess.Popen(order, stdout=subprocess.PIPE, text=True, cwd=_root()) for _ in range(2)]

    answers = [launcher.communicate(timeout=90)[0].splitlines()[-1] for launcher in launchers]

    assert answers[0] == answers[1] == str(cluster.locate(data, say=_silent).pid())


def test_the_last_holder_stops_the_server(data: Path) -> None:
    with cluster.use(data, say=_silent) as first:
        with cluster.use(data, say=_silent):
            pass
        assert first.pid() is not None

    assert first.pid() is None


def test_the_application_cannot_change_the_shape_of_the_database(data: Path) -> None:
    there = cluster.ensure(data, say=_silent)
    with psycopg.connect(there.owner_url) as connection:
        connection.execute("CREATE TABLE car (n integer)")

    with psycopg.connect(there.application_url, autocommit=True) as connection:
        for forbidden in ("CREATE TABLE mine (n integer)", "DROP TABLE car", "SELECT n FROM car", "CREATE ROLE other"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
        assert connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() == (False,)


def test_nobody_gets_in_without_the_password(data: Path) -> None:
    there = cluster.ensure(data, say=_silent)

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(there.superuser_url.replace(":" + there.superuser_url.split(":")[2].split("@")[0], ":guessed"))

    keys = list((data / "keys").iterdir())
    assert keys
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    assert (data / "keys").stat().st_mode & 0o777 == 0o700


def test_a_long_folder_name_with_spaces_still_gets_a_socket(tmp_path: Path) -> None:
    data = tmp_path / ("a folder with a rather long name " * 4).strip()
    there = cluster.ensure(data, say=_silent)
    try:
        assert _answers(there.application_url)
    finally:
        cluster.drop(there)


def test_lost_keys_are_said_in_plain_words_and_leave_no_server_behind(data: Path) -> None:
    there = cluster.ensure(data, say=_silent)
    cluster.stop(there)
    (data / "keys" / "database-postgres").unlink()

    with pytest.raises(PostgresError, match="keys and database are of different origin"):
        cluster.ensure(data, say=_silent)
    assert there.pid() is None


def test_a_lost_password_of_a_role_is_made_anew(data: Path) -> None:
    cluster.ensure(data, say=_silent)
    (data / "keys" / "database-japacar_app").unlink()

    assert _answers(cluster.ensure(data, say=_silent).application_url)


def test_a_file_in_place_of_the_data_folder_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(PostgresError, match="a file where a folder is needed"):
        cluster.ensure(tmp_path / "data", say=_silent)


def _answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def _silent(_: str) -> None:
    """Where the database lives is of no interest here."""


def _root() -> Path:
    return Path(__file__).resolve().parents[2]
