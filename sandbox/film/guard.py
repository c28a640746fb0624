"""Runs one program that never outlives who started it: `python -I -S guard.py BYTES PROGRAM ARGUMENT…`.

FFmpeg goes on when its standard input ends, so this small process reads it instead: an input that ends, as that of a
killed sandbox does, ends the program. A parent-death signal does the same should this process itself be killed
(Linux). The program may have BYTES of memory of its own where the kernel counts that (Linux too); a request for more
is refused by it.

Imports nothing of ours, and is never imported.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial

_PR_SET_PDEATHSIG = 1  # prctl(2)


def _main(most_bytes: str, *command: str) -> int:
    prepare = _preparation(int(most_bytes)) if sys.platform == "linux" else None
    # this process has one thread at this moment, so what runs between fork and exec meets no lock that is held
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=prepare)  # noqa: S603, PLW1509
    threading.Thread(target=_end_with_input, args=(process,), daemon=True).start()
    code = process.wait()
    return code if code >= 0 else 128 - code  # as a shell tells a signal


def _preparation(most_bytes: int) -> Callable[[], None]:
    return partial(_bind, ctypes.CDLL(None).prctl, os.getpid(), most_bytes)


def _bind(prctl: Callable[[int, int], int], parent: int, most_bytes: int) -> None:
    import resource  # noqa: PLC0415 - there is none on Windows

    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before it could be told
        os._exit(1)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))


def _end_with_input(process: "subprocess.Popen[bytes]") -> None:
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass  # broken off, which is an end too
    process.kill()


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
