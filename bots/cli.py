"""The command line of `nemobot`: reads its arguments, sets up settings and logs, and stops cleanly on a signal.

The code of a command is imported when it is called, so that `--help` stays quick.
"""
# ruff: noqa: PLC0415, T201 - imports are late on purpose, and a command prints

import argparse
import asyncio
import logging
import math
import os
import runpy
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bots import logs
from bots.errors import CannotStart

if TYPE_CHECKING:
    from bots.settings import Settings

log = logging.getLogger(__name__)

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130  # the exit codes of Unix commands
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_ABOUT = "Edit video by chatting: Telegram, Discord and a local web chat in front of the NemoVideo AI editor."
_MORE = "Settings come from the environment and from .env in the working folder; .env.example names them all."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrongly called or wrongly set up."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["sandbox"]:
        return _sandbox(words[1:])  # it parses its own arguments
    parser = _parser()
    chosen = parser.parse_args(words)
    if chosen.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USE
    logs.configure("text", ())  # until the secrets are known, they are redacted by their form
    try:
        return _COMMANDS[chosen.command](chosen)
    except CannotStart as stop:
        print(*stop.problems, sep="\n", file=sys.stderr)
        return WRONG_USE
    except Exception:
        log.critical("nemobot stopped because of a bug; please report it", exc_info=True)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("nemobot", description=_ABOUT, epilog=_MORE)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("run", help="serve every configured platform")
    demo = commands.add_parser("demo", help="try it here: a local backend and a web chat, no account, no token")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    commands.add_parser("sandbox", help="only the local backend; see nemobot sandbox --help")
    _add_doctor(commands.add_parser("doctor", help="check everything in order, each with its mend"))
    prove = commands.add_parser("prove", help="kill the bot here again and again, and report what that broke")
    prove.add_argument("--minutes", type=_minutes, default=5.0, metavar="N", help="for how long (%(default)g)")
    prove.add_argument("--json", action="store_true", help="one JSON object, for a program")
    migrate = commands.add_parser("migrate", help="bring the database to this release (run does so too)")
    migrate.add_argument("--check", action="store_true", help="only say what it would do; 0: it can, 1: it cannot")
    backup = commands.add_parser("backup", help="copy the database, also while nemobot runs")
    backup.add_argument("--to", type=Path, metavar="PATH", help="a file or a folder; else beside the database")
    restore = commands.add_parser("restore", help="put a copy in the place of the database, which is kept aside")
    restore.add_argument("copy", type=Path, metavar="PATH", help="a file that backup made, or the folder of it")
    return parser


def _add_doctor(doctor: argparse.ArgumentParser) -> None:
    doctor.add_argument("--json", action="store_true", help="one JSON object, for a program")
    live = doctor.add_argument_group("trying the real services, which costs something; it asks before")
    services = ("nemovideo", "telegram", "discord")
    about = "try what is believed of all that are configured, or of these"
    live.add_argument("--live", nargs="*", choices=services, metavar="SERVICE", help=about)
    live.add_argument("--yes", action="store_true", help="do not ask")
    live.add_argument("--telegram-chat", metavar="ID", help="where messages may be sent, edited and deleted")
    live.add_argument("--discord-channel", metavar="ID", help="the same on Discord")
    live.add_argument("--clip-url", metavar="URL", help="a film that NemoVideo may fetch; else NEMOBOT_PUBLIC_URL")
    live.add_argument("--press-seconds", type=float, metavar="N", help="how long a press is waited for (60; 0: not)")
    live.add_argument("--report", type=Path, metavar="PATH", help="where the report goes (live-report.json)")


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes < math.inf:
        raise argparse.ArgumentTypeError("a number above 0 is needed")
    return minutes


class _Version(argparse.Action):
    """Prints the version, which is looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"nemobot {version('nemobot')}")
        parser.exit()


def _run(_: argparse.Namespace) -> int:
    settings = _settings()
    from bots.app import run

    return _until_stopped(run(settings))


def _demo(chosen: argparse.Namespace) -> int:
    settings = _settings()
    from bots.app import demo

    return _until_stopped(demo(settings, open_browser=not chosen.no_browser))


def _doctor(chosen: argparse.Namespace) -> int:
    if chosen.live is not None:
        return _live(chosen)
    from bots.ops.doctor import run_checks

    return _until_stopped(run_checks(Path(".env"), print, as_json=chosen.json))


def _live(chosen: argparse.Namespace) -> int:
    """Try the real services, once the operator has read what it costs and agrees.

    Raises:
        CannotStart: it cannot be tried so, or nobody agrees.
    """
    settings = _settings()
    from bots.ops.live import walk
    from bots.ops.live.options import Options

    given = ("telegram_chat", "discord_channel", "clip_url", "press_seconds", "report")
    named = {name: value for name in given if (value := getattr(chosen, name)) is not None}
    options = Options(tuple(chosen.live), **named)
    services = walk.chosen(settings, options)
    print(*walk.costs(settings, options, services), sep="\n", file=sys.stderr, flush=True)
    if not chosen.yes:
        _agree()

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    trying = walk.walk(settings, options, services, print, say, as_object=chosen.json)
    return _until_stopped(trying, stopped=INTERRUPTED)


def _agree() -> None:
    """Ask whether to go on.

    Raises:
        CannotStart: the answer is no, or there is nobody to ask.
    """
    if not sys.stdin.isatty():
        raise CannotStart("Nothing was tried: nobody is there to be asked; --yes goes on without.")
    try:
        print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip().lower()
    except KeyboardInterrupt:
        answer = ""
    if answer not in {"y", "yes"}:
        raise CannotStart("Nothing was tried.")


def _prove(chosen: argparse.Namespace) -> int:
    settings = _settings()
    from bots.prove.proof import prove

    def show(line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def write(report: str) -> None:
        show("")
        print(report, flush=True)

    proof = prove(settings, chosen.minutes, write, show, as_json=chosen.json)
    return _until_stopped(proof, stopped=INTERRUPTED)


def _migrate(chosen: argparse.Namespace) -> int:
    settings = _settings()
    from bots.ops.maintenance import check_migration, migrate

    if chosen.check:
        try:
            print(*check_migration(settings.database_path), sep="\n")
        except CannotStart as cannot:
            print(*cannot.problems, sep="\n", file=sys.stderr)
            return FAILED
        return DONE
    applied = migrate(settings.database_path)
    print("\n".join(f"applied {name}" for name in applied) or "Nothing to do: the database is at this release.")
    return DONE


def _backup(chosen: argparse.Namespace) -> int:
    settings = _settings()
    from bots.ops.maintenance import backup, of_later_release

    path = settings.database_path
    copy = backup(path, chosen.to or path.with_name(f"{path.name}.backup"))
    print(f"Copied to {copy}")
    if later := of_later_release(copy):
        print(later, file=sys.stderr)
    return DONE


def _restore(chosen: argparse.Namespace) -> int:
    settings = _settings()
    from bots.ops.maintenance import restore

    before = restore(chosen.copy, settings.database_path)
    print(f"{settings.database_path} is {chosen.copy} now.")
    if before is not None:
        print(f"The database that was there is kept as {before}; delete it when you do not need it any more.")
    return DONE


def _sandbox(arguments: Sequence[str]) -> int:
    """Run the sandbox in this process, as the separate program that it is."""
    sys.argv[1:] = arguments
    try:
        runpy.run_module("sandbox", run_name="__main__", alter_sys=True)
    except ModuleNotFoundError as missing:
        mend = "pip install 'nemobot[sandbox]'; an image with it is what docker build --target demo makes"
        print(f"The sandbox needs {missing.name}: {mend}.", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return DONE
    return DONE


def _settings() -> "Settings":
    """Read the settings and set up the log; warn of unknown names under our prefixes.

    Raises:
        SettingsError: they are not usable.
    """
    from bots.settings import Settings, unknown_names

    settings = Settings.load()
    logs.configure(settings.nemobot_log_format, settings.secrets())
    if unknown := unknown_names(os.environ):
        log.warning("in the environment: %s", " ".join(unknown))
    return settings


def _until_stopped(work: Coroutine[Any, Any, int], *, stopped: int = DONE) -> int:
    """Run `work` until it ends, or until Ctrl-C or SIGTERM cancels it; a second signal ends the process at once.

    Args:
        work: gives the exit code.
        stopped: the exit code of work that was stopped.
    """

    async def run_until_signal() -> int:
        signalled = False
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio.run made one

        def stop() -> None:
            nonlocal signalled
            signalled = True
            log.info("stopping; a second signal ends it at once")
            for one in _STOP_SIGNALS:
                loop.remove_signal_handler(one)
                signal.signal(one, signal.SIG_DFL)
            task.cancel()

        for one in _STOP_SIGNALS:
            loop.add_signal_handler(one, stop)
        try:
            return await work
        except asyncio.CancelledError:
            if not signalled:
                raise
            return stopped

    return asyncio.run(run_until_signal())


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "demo": _demo,
    "doctor": _doctor,
    "prove": _prove,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
}


if __name__ == "__main__":
    sys.exit(main())
