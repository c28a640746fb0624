"""What lies on disk: each clip once, and uploads and films no longer than they are used and there is room.

Blocking: callers use a thread. What is not known of a file here is asked of the disk, so that a kill leaves nothing to
be mended: its age is the time of its last change or use, and files of one content are hard links.
"""

import filecmp
import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from sandbox.limits import Limits

logger = logging.getLogger(__name__)

IN_USE_SECONDS = 3600.0  # so long nothing is removed for want of room
_LINK = ".link"


class Disk:
    """`folders` hold what may go; `link_from` are folders of other programs that may have the same files already."""

    def __init__(
        self,
        folders: Sequence[Path],
        limits: Limits,
        *,
        link_from: Sequence[Path] = (),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folders = folders
        self._limits = limits
        self._link_from = link_from
        self._now = now

    def sweep(self) -> None:
        """Remove what nobody used for long, and then the oldest until everything is within the budget."""
        found = sorted(_files(self._folders))
        left: dict[int, int] = {}  # bytes by inode: a linked file takes its room once
        for touched, path, inode, size in found:
            if self._now() - touched > self._limits.kept_seconds:
                _remove(path, "unused for too long")
            else:
                left[inode] = size
        for touched, path, inode, _ in found:
            if sum(left.values()) <= self._limits.kept_bytes or self._now() - touched <= IN_USE_SECONDS:
                return
            if inode in left:
                _remove(path, "no room")
                if not any(other == inode and each.exists() for _, each, other, _ in found):
                    del left[inode]

    def touch(self, paths: Iterable[Path]) -> None:
        """Note that these files are used now."""
        for path in paths:
            with suppress(FileNotFoundError):
                os.utime(path, (self._now(), self._now()))

    def share(self, path: Path, same: Iterable[Path]) -> None:
        """Let a new file take no room of its own where another has its content.

        `same` are files of ours with the same hash: one that is gone comes back as a link to this.
        """
        same = tuple(same)
        if kept := next((known for known in same if known.exists()), None):
            _link(kept, path)
        for gone in same:
            if not gone.exists():
                _link(path, gone)
        size = path.stat().st_size
        for folder in self._link_from:
            for other in folder.glob("*.bin"):
                if _alike(other, path, size):
                    _link(other, path)
                    return


def _files(folders: Iterable[Path]) -> Iterable[tuple[float, Path, int, int]]:
    for folder in folders:
        for path in folder.iterdir():
            with suppress(FileNotFoundError):
                about = path.stat()
                yield about.st_mtime, path, about.st_ino, about.st_size


def _remove(path: Path, why: str) -> None:
    logger.info("%s/%s is removed: %s", path.parent.name, path.name, why)
    path.unlink(missing_ok=True)


def _alike(other: Path, path: Path, size: int) -> bool:
    try:
        about = other.stat()
        return about.st_size == size and about.st_ino != path.stat().st_ino and filecmp.cmp(other, path, shallow=False)
    except OSError:
        return False  # it went meanwhile, or is not ours to read


def _link(source: Path, path: Path) -> None:
    """Put a link to `source` in the place of `path`; where the disk makes none, the copy stays."""
    fresh = path.with_suffix(_LINK)
    try:
        os.link(source, fresh)
        fresh.replace(path)
    except OSError as error:
        logger.info("a file keeps its own room on the disk: %s", error.strerror)
        fresh.unlink(missing_ok=True)
