"""Giving the room of deleted rows back to the disk, in steps so short that requests do not wait for them.

SQLite uses the pages of deleted rows again, and a database that stays as busy as it was needs no more. Where much more
was deleted than comes in, whole pages are moved from the end of the file into the gaps, and the file becomes shorter.
That needs `auto_vacuum`, which a database of an earlier release gets when it is opened, by one rewrite of the file.
"""

import logging
import shutil
from pathlib import Path
from typing import Final

from storage.database import Database
from storage.errors import StorageError

log = logging.getLogger(__name__)

_INCREMENTAL: Final = 2  # SQLite documentation, "pragma auto_vacuum"
_STEP_PAGES: Final = 64
_LEAST_PAGES: Final = 1_024  # a file that is smaller is not worth it
_GIVEN_BACK: Final = 4  # one page in so many is free: then they are given back
_LEFT: Final = 16  # one in so many stays free, for what comes next
_ROOM: Final = 3  # a rewrite needs the file once more, and once more in the write-ahead log


async def make_releasable(database: Database, path: Path) -> None:
    """Let a database of an earlier release give pages back: rewrite it once, if the disk has the room.

    It takes about a second for each 100 MB, before anything is served. Killed meanwhile it is as it was.
    """
    if await _count(database, "auto_vacuum") == _INCREMENTAL:
        return
    size = await _count(database, "page_count") * await _count(database, "page_size")
    if shutil.disk_usage(path.parent).free < _ROOM * size:
        log.info("%s is not rewritten to give free pages back: the disk has no room for a copy of it", path)
        return
    try:
        await database.all("vacuum")
        await database.all("pragma wal_checkpoint(truncate)")
    except StorageError as error:
        log.info("%s could not be rewritten to give free pages back; the next start tries again (%s)", path, error)


async def release_free_pages(database: Database) -> int:
    """Give free pages back if there are many, and return how many bytes the file lost.

    Raises:
        StorageError: some were not given back.
    """
    pages, free = await _count(database, "page_count"), await _count(database, "freelist_count")
    releasable = await _count(database, "auto_vacuum") == _INCREMENTAL
    if not releasable or pages < _LEAST_PAGES or free < pages / _GIVEN_BACK:
        return 0
    wanted = left = free - (pages - free) // _LEFT
    while left > 0:
        await database.release(min(left, _STEP_PAGES))
        left -= _STEP_PAGES
    await database.all("pragma wal_checkpoint(passive)")  # the file itself becomes shorter only now
    return wanted * await _count(database, "page_size")


async def _count(database: Database, pragma: str) -> int:
    (row,) = await database.all(f"pragma {pragma}")
    return int(row[pragma])
