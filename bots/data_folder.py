"""The folder of everything that is kept, and of the temporary files; no other user may read it."""

import contextlib
import logging
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bots.errors import CannotStart

log = logging.getLogger(__name__)

_TEMPORARY = "tmp"


@contextlib.contextmanager
def data_folder(folder: Path) -> Iterator[None]:
    """Make the folder if there is none, and let the temporary files of this process lie in it for the block.

    The system's own folder for them may be memory, or small: a film of a gigabyte waits in one for its upload.

    Raises:
        CannotStart: it cannot be made or written.
    """
    temporary = folder / _TEMPORARY
    try:
        # not by `parents=True`, which gives the mode to the last one only
        for one in (*reversed(folder.parents), folder, temporary):
            one.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"{folder} cannot be written ({error.strerror}): set NEMOBOT_DATA_DIR to a folder that can."
        ) from error
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        log.warning("other users can read %s: chmod 700 %s", folder, folder)
    before, tempfile.tempdir = tempfile.tempdir, str(temporary.absolute())
    try:
        yield
    finally:
        tempfile.tempdir = before
