"""Starts the bot as it is, in a process of its own that ends at a point.

`python -m tests.chaos.process POINT COUNT` is one such process. Without arguments it reads an order a line, each a JSON
object, and forks a process for it, so that what takes long in a start, the imports, is done once.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
import tempfile
from pathlib import Path

import certifi

from tests.chaos.points import Point, Points
from tests.chaos.sabotage import SABOTAGE
from tests.chaos.wrapped import wrap

OURS = ("bots.app", "bots.telegram.service", "bots.discord.service")
END = "-----END CERTIFICATE-----\n"  # one is enough: nothing here speaks TLS, and reading all takes long
THEIRS = ("httpcore", "anyio._backends._asyncio")  # what httpx imports when it is first used


def main() -> int:
    if len(sys.argv) == 3:
        return _bot((sys.argv[1], int(sys.argv[2])), Path("trace"))

    with tempfile.NamedTemporaryFile("w", suffix=".pem") as certificates:
        certificates.write(certifi.contents().partition(END)[0] + END)
        certificates.flush()
        os.environ["SSL_CERT_FILE"] = certificates.name
        for module in (*OURS, *THEIRS):  # nine tenths of what a start costs
            importlib.import_module(module)
        return _fork_for_each_order()


def _fork_for_each_order() -> int:
    gc.collect()
    gc.freeze()
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    orders = os.fdopen(os.dup(0), "rb", buffering=0)
    living: set[int] = set()
    _say(ready=True)
    while True:
        readable, _, _ = select.select([orders, woken], [], [])
        if woken in readable:
            os.read(woken, 4096)
            _reap(living)
        if orders in readable:
            line = orders.readline()
            if not line:  # whoever gave the orders is gone
                for left in living:
                    os.kill(left, signal.SIGKILL)
                return 0
            order = json.loads(line)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os._exit(_ordered(order))
            living.add(pid)
            _say(began=pid)


def _reap(living: set[int]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        living.discard(pid)
        _say(ended=pid, status=os.waitstatus_to_exitcode(status))


def _say(**what: object) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - that is how it answers


def _ordered(order: dict) -> int:
    """Become the process of an order: its folder, its environment, its log."""
    os.chdir(order["folder"])
    log = os.open("log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for fd, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(fd, target)
    os.environ.update(order["environment"])
    try:
        if sabotage := order.get("sabotage"):
            SABOTAGE[sabotage]()
        return _bot(order["dies_at"] and tuple(order["dies_at"]), order["trace"] and Path(order["trace"]))
    except SystemExit as left:
        return int(left.code or 0)
    except Exception:  # noqa: BLE001 - a process of its own shows it so
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _bot(dies_at: Point | None, trace: Path | None) -> int:
    """Run the bot; without a trace nothing is wrapped."""
    from bots.cli import main as nemobot

    names = {"TELEGRAM_BOT_TOKEN": "telegram", "DISCORD_BOT_TOKEN": "discord", "NEMOBOT_WEB": "web"}
    platforms = tuple(platform for name, platform in names.items() if os.environ.get(name))
    if trace is not None:
        wrap(Points(os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), dies_at), platforms)
    return nemobot(["run"])


if __name__ == "__main__":
    sys.exit(main())
