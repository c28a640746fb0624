"""Runs one program that never outlives who started it: `python -m bots.prove.keeper PROGRAM ARGUMENT…`.

It says the program's process id in a line and ends as the program does. Its standard input, which it never needs, ends
with whoever holds the other end, however that one ends: then the program and all that it started are killed.

Imports nothing of ours, and is never imported.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading


def _main(*command: str) -> int:
    os.setsid()  # a group of its own, which is killed as one and which no Ctrl-C of a terminal reaches
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)  # noqa: S603 - its caller's
    threading.Thread(target=_end_with_input, daemon=True).start()
    with contextlib.suppress(BrokenPipeError):  # whoever started it is gone, and waits for this line no more
        print(process.pid, flush=True)  # noqa: T201 - that is how it is told
    code = process.wait()
    return code if code >= 0 else 128 - code  # as a shell tells a signal


def _end_with_input() -> None:
    with contextlib.suppress(OSError):  # broken off, which is an end too
        while os.read(0, 4096):
            pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
