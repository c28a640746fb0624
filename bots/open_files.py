"""How many files and connections this process may have open, and what is said when they are used up."""

import os
import resource
from importlib import import_module
from pathlib import Path
from typing import Final

from core.model.host_unavailable import MORE_FILES

_ENOUGH: Final = 65_536
_LEFT: Final = 32  # with fewer left, the next upload or page may be refused
_LAZY: Final = ("anyio._backends._asyncio", "encodings.idna", "encodings.utf_16_le", "sniffio")
_OPEN: Final = Path("/dev/fd")


def prepare() -> None:
    """Let this process open as many files as the system allows it, up to 65,536: the usual limit is 1,024.

    What libraries import when they first need it is imported now: later, that may be the file too much.
    """
    for name in _LAZY:
        import_module(name)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


async def check_open_files() -> str | None:
    """Return None while more files may be opened, else a sentence that says how; a check of `/readyz`."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        left = limit - len(os.listdir(_OPEN))  # noqa: PTH208 - one list, and no object for each
    except OSError:  # it takes one itself
        left = 0
    if limit == resource.RLIM_INFINITY or left >= _LEFT:
        return None
    return f"nearly all of the {limit} files and connections that may be open are in use: {MORE_FILES}"
