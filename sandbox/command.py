"""The command line of the sandbox: every fault is an option, and it says in one line where it listens."""

import argparse
import asyncio
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

from sandbox.api.state.store import InUse
from sandbox.editor import NoFFmpeg, ffmpeg_exe
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.server import start

PORT = 8090
REGISTERED_CREDITS = 25_000
DAY_SECONDS = 24 * 3600.0


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted; the exit code is 0, or 1 when it could not start."""
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        ffmpeg_exe()
        asyncio.run(_serve(args))
    except (NoFFmpeg, InUse, OSError, ValueError) as error:
        logging.getLogger("sandbox").error("cannot start: %s", error)  # noqa: TRY400 - a sentence, not a traceback
        return 1
    return 0


async def _serve(args: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            loop.add_signal_handler(number, stopped.set)
    running = await start(
        args.data,
        args.host,
        args.port,
        faults=Faults(**{each.name: getattr(args, each.name) for each in fields(Faults)}),
        quality=args.quality,
        seed=args.seed,
        control=args.control,
        any_host=args.any_host,
        link_from=args.link_from,
        limits=Limits(
            upload_bytes=args.max_mb * 1024 * 1024,
            credits=args.credits,
            edit_cost=args.edit_cost,
            one_token_a_client={"on": True, "off": False}[args.token_limit],
            tokens_per_ip=args.ip_cap,
            kept_seconds=args.keep_days * DAY_SECONDS,
            kept_bytes=args.keep_mb * 1024 * 1024,
        ),
        tokens=dict.fromkeys(args.token, REGISTERED_CREDITS),
    )
    print(f"sandbox: {running.url}", flush=True)  # noqa: T201 - whoever started it waits for this line
    try:
        await stopped.wait()
    finally:
        await running.stop()


def _parser() -> argparse.ArgumentParser:
    documented = Limits()
    parser = argparse.ArgumentParser(
        prog="nemobot sandbox", description="A local stand-in for the NemoVideo service that really edits, by rules."
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=int, default=PORT, help="port to listen on, 0 for any (%(default)s)")
    add("--any-host", action="store_true", help="serve other machines too: whoever reaches it may use it")
    add("--data", type=Path, default=Path("data/sandbox"), help="folder of everything kept (%(default)s)")
    add("--quality", choices=("high", "fast"), default="high", help="of the films (%(default)s)")
    add("--seed", type=int, default=0, help="what chance depends on (%(default)s)")
    add("--control", action="store_true", help="mount /_sandbox/faults, /_sandbox/log and /_sandbox/ledger for tests")
    add("--token", action="append", default=[], help="a registered account's token; may be repeated")
    add("--token-limit", choices=("on", "off"), default="on", help="one token a client every 7 days (%(default)s)")
    add("--ip-cap", type=int, default=documented.tokens_per_ip, help="tokens an address every 7 days, 0 for any number")
    add("--credits", type=int, default=documented.credits, help="of a starter token (%(default)s)")
    add("--edit-cost", type=int, default=documented.edit_cost, help="credits an edit costs (%(default)s)")
    add("--max-mb", type=int, default=documented.upload_bytes // 1024**2, help="largest upload in MB (%(default)s)")
    add("--keep-days", type=float, default=7.0, help="uploads and films that nobody used for so long go (%(default)s)")
    add("--keep-mb", type=int, default=documented.kept_bytes // 1024**2, help="of both together, in MB (%(default)s)")
    add("--link-from", type=Path, action="append", default=[], help="folder of files that an upload may be a link to")
    _add_faults(parser.add_argument_group("faults"))
    return parser


def _add_faults(group: "argparse._ArgumentGroup") -> None:
    hints = get_type_hints(Faults, include_extras=True)
    for each in fields(Faults):
        kind, meaning = get_args(hints[each.name])
        option, text = f"--{each.name.replace('_', '-')}", f"{meaning} (%(default)s)"
        if kind is bool:
            group.add_argument(option, action=argparse.BooleanOptionalAction, default=each.default, help=text)
        elif get_origin(kind) is Literal:
            choices = get_args(kind)
            group.add_argument(option, type=type(choices[0]), choices=choices, default=each.default, help=text)
        else:
            group.add_argument(option, type=kind, default=each.default, help=text)
