"""The command `japacar`: one entry for everything that a person or a program asks of the house.

Each command imports what it needs when it runs, so `japacar --help` answers at once and a broken room
breaks only its own command.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator

from config.environment import WrongSetting

Run = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 well done, 1 it found something wrong, 2 it could not work and said why."""
    words = sys.argv[1:] if arguments is None else arguments
    # Django's own commands have options of their own, which argparse must not read.
    is_manage = words[:1] == ["manage"]
    options = (
        argparse.Namespace(run=_manage, rest=words[1:]) if is_manage else _parser().parse_args(words or ["--help"])
    )
    from config.postgres import PostgresError

    try:
        return int(options.run(options) or 0)
    except PostgresError as error:
        print(error, file=sys.stderr)
    except WrongSetting as error:
        print(error.code, file=sys.stderr)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    except BrokenPipeError:
        # Whoever read the answer has seen enough (`| head`); nothing more can be said to him.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="japacar", description="Used vehicles from Japan, sold end to end.")
    commands = parser.add_subparsers(title="commands", metavar="command", required=True)

    def add(name: str, run: Run, words: str, *, for_programs: bool = False) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        if for_programs:
            command.add_argument("--json", action="store_true", help="answer in JSON, for a program")
        return command

    demo = add("demo", _demo, "make everything, load the demo's data and run the whole site")
    demo.add_argument("--fresh", action="store_true", help="drop database, files and mail first")
    add("serve", _serve, "run the web process on HOST and PORT")
    add("worker", _worker, "run the worker of all jobs and of the schedule")
    migrate = add("migrate", _migrate, "bring the database up to date and set the application's rights")
    migrate.add_argument("--quiet", action="store_true", help="say nothing but faults")
    add("doctor", _doctor, "say what is configured, what is a stand-in and what is wrong", for_programs=True)
    add("invariants", _room("config.invariants"), "prove event chains and states", for_programs=True)
    keys = add("rotate-keys", _rotate_keys, "seal everything again under the current key", for_programs=True)
    keys.add_argument("--new-key", metavar="ID", help="change nothing; print a fresh key as a line for the key file")
    bench = add(
        "bench",
        _bench,
        "measure pages, certificates, lists of cars, what the time of sign-ins tells, or a flood of them",
        for_programs=True,
    )
    bench.add_argument("what", choices=["pages", "certificates", "sign-in", "flood", "import"], help="what to measure")
    bench.add_argument("--each", type=int, default=1, help="certificates: so many specimens of every form (default 1)")
    bench.add_argument("--attempts", type=int, help="sign-in: so many for each kind of address (default 500)")
    read = add("read-certificate", _read_certificate, "read a vehicle certificate", for_programs=True)
    read.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="the viewer app's file, a picture, a PDF, or a folder of them; - for the standard input",
    )
    stock = add("import-stock", _import_stock, "take a dealer's list over", for_programs=True)
    stock.add_argument("file", metavar="FILE", help="CSV or .xlsx")
    stock.add_argument("--dealer", required=True, metavar="SLUG", help="whose stock it is")
    stock.add_argument("--dry-run", action="store_true", help="say what each row would do; change nothing")
    stock.add_argument("--preset", metavar="NAME", help="columns that the dealer kept under this name")
    stock.add_argument("--new-models", action="store_true", help="add models that nobody has listed yet")
    stock.add_argument("--publish", action="store_true", help="put new cars on sale that have everything")
    backup = add(
        "backup", _backup, "write database and files to a folder; the keys are not included", for_programs=True
    )
    backup.add_argument("folder", nargs="?", help="where to (default: backups/ in the data folder)")
    message_files = add("messages", _messages, "gather the texts of every room into its message files")
    message_files.add_argument("--check", action="store_true", help="change nothing; fail when one is missing or wrong")
    cluster = add("cluster", _cluster, "the embedded database: start and keep it, or ask", for_programs=True)
    cluster.add_argument("order", nargs="?", choices=["start", "status", "stop"], default="start")
    add("load-demo", _load_demo, "fill an empty database with the demo's data")
    add("manage", _manage, "pass everything after it to Django's own commands")
    return parser


def _room(module: str) -> Run:
    """A command that lives in a module of its own, `main(options)`, and needs Django and the database."""

    def run(options: argparse.Namespace) -> int:
        with _django():
            return int(importlib.import_module(module).main(options) or 0)

    return run


class _django:  # noqa: N801 - read as a phrase: `with _django():`
    """The environment prepared, the database running, Django set up."""

    def __enter__(self) -> None:
        from config import local

        local.prepare_environment(local.data_folder())
        self.database = local.database(local.data_folder())
        self.database.__enter__()
        import django

        django.setup()

    def __exit__(self, *error: object) -> None:
        self.database.__exit__(None, None, None)


def _bench(options: argparse.Namespace) -> int:
    if options.what == "certificates":
        return _without_database("japacar.certificates.bench", options)
    if options.what in ("sign-in", "flood", "import"):
        # Each on a database of its own.
        return int(importlib.import_module(f"config.bench_{options.what.replace('-', '_')}").main(options))
    return _room("config.bench")(options)


def _read_certificate(options: argparse.Namespace) -> int:
    return _without_database("japacar.certificates.command", options)


def _import_stock(options: argparse.Namespace) -> int:
    with _django(), _own_language():
        return int(importlib.import_module("japacar.vehicles.bulk.command").main(options))


@contextlib.contextmanager
def _own_language() -> Iterator[None]:
    """Sentences in the language of whoever typed the command. The texts may never have been compiled here."""
    from django.utils import translation

    from config import messages
    from config.environment import language

    if language() != "en":
        messages.compile_changed()
    with translation.override(language()):
        yield


def _without_database(module: str, options: argparse.Namespace) -> int:
    """Django for its texts only: no database is started or asked."""
    from config import local

    local.prepare_environment(local.data_folder())
    import django

    django.setup()
    with _own_language():
        return int(importlib.import_module(module).main(options))


def _demo(options: argparse.Namespace) -> int:
    from config import demo

    return demo.main(options)


def _serve(options: argparse.Namespace) -> int:
    from config import local, processes

    host, port = local.address()
    os.environ.setdefault("JAPACAR_BASE_URL", f"http://localhost:{port}")
    return _supervised("The web process", processes.web_command(host, port))


def _worker(options: argparse.Namespace) -> int:
    from config import processes

    return _supervised("The worker", processes.worker_command())


def _supervised(name: str, command: list[str]) -> int:
    """With an outside database we become the process; with the embedded one we watch it and hold the database."""
    from config import local, messages, processes

    data = local.data_folder()
    local.prepare_environment(data)
    messages.compile_changed()
    if os.environ.get("DATABASE_URL"):
        os.chdir(processes.ROOT)
        os.execve(command[0], command, processes.django_environment())  # noqa: S606
    with local.database(data):
        os.environ.pop("DATABASE_OWNER_URL", None)
        supervisor = processes.Supervisor()
        supervisor.add(processes.Child(name, command, processes.django_environment()))
        return supervisor.run()


def _migrate(options: argparse.Namespace) -> int:
    from config import local, migrate

    local.prepare_environment(local.data_folder())
    with local.database(local.data_folder()):
        return migrate.main(quiet=options.quiet)


def _load_demo(options: argparse.Namespace) -> int:
    with _django():
        importlib.import_module("japacar.demo.load").load_demo(fresh=False)
    return 0


def _manage(options: argparse.Namespace) -> int:
    with _django():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["japacar manage", *options.rest])
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from config import doctor

    return doctor.main(options)


def _rotate_keys(options: argparse.Namespace) -> int:
    if options.new_key is not None:
        from japacar.kernel.ciphers import BadKeyRing, KeyRing, new_key_line

        try:
            KeyRing.from_lines(line := new_key_line(options.new_key))
        except BadKeyRing as error:
            print(error, file=sys.stderr)
            return 2
        print(line)
        return 0
    return _room("config.keys")(options)


def _backup(options: argparse.Namespace) -> int:
    from config import backup

    return backup.main(options)


def _messages(options: argparse.Namespace) -> int:
    from config import messages

    return messages.main(options)


def _cluster(options: argparse.Namespace) -> int:
    """`eval "$(bin/japacar cluster)"` makes a shell use the embedded database."""
    from config import cluster, local, postmaster

    data = local.data_folder()
    there = cluster.start_and_keep(data, say=_aside) if options.order == "start" else cluster.locate(data, say=_aside)
    if options.order == "stop":
        (data / "cluster.stay").unlink(missing_ok=True)
        postmaster.stop(there)
    is_running = there.pid() is not None
    if options.json:
        urls = {"DATABASE_URL": there.application_url, "DATABASE_OWNER_URL": there.owner_url} if is_running else {}
        print(json.dumps({"running": is_running, "pid": there.pid(), "folder": str(there.folder), **urls}))
    elif options.order == "start":
        print(f"export DATABASE_URL='{there.application_url}'\nexport DATABASE_OWNER_URL='{there.owner_url}'")
    else:
        print(f"The database in {there.folder} {'runs' if is_running else 'does not run'}.")
    return 0 if is_running or options.order == "stop" else 1


def _aside(words: str) -> None:
    """To the error stream: what is printed on the other one is read by a shell or a program."""
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
