"""The spool's folder: bytes in `<ref>.bin`, what is known of them in `<ref>.json`, unfinished files in `<ref>.part`.

Blocking: callers use a thread. It decides nothing; how long a file stays is the spool's business.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from bots.file_upload import prepare_folder

log = logging.getLogger(__name__)

State = Literal["waiting", "claimed", "released"]


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file in the spool, as its JSON holds it.

    `owner` is the chat it was uploaded to, `size` bytes, `touched` the time of its last change of state (epoch
    seconds). `claimed_type` is the media type that the browser says, `found_type` the one that the content shows
    ("": none).
    """

    ref: str
    owner: str
    name: str
    size: int
    claimed_type: str
    found_type: str
    state: State
    touched: float

    @property
    def kind(self) -> str:
        """What a page shows it as: video, audio, image, or file."""
        return self.found_type.partition("/")[0] or "file"


class FileStore:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, ref: str) -> Path:
        """Return the path of a whole file's bytes."""
        return self._folder / f"{ref}.bin"

    def part(self, ref: str) -> Path:
        """Return the path of an unfinished file's bytes."""
        return self._folder / f"{ref}.part"

    def commit(self, file: SpooledFile) -> None:
        """Turn a file's part into the whole file; the description first, so that bytes are never without one.

        Raises:
            OSError: the disk cannot take it.
        """
        self.describe(file)
        self.part(file.ref).replace(self.path(file.ref))

    def describe(self, file: SpooledFile) -> None:
        """Write what is known of a file, whole or not at all.

        Raises:
            OSError: the disk cannot take it.
        """
        draft = self._folder / f"{file.ref}.json.part"
        draft.write_text(json.dumps(asdict(file)), encoding="utf-8")
        draft.replace(self._description(file.ref))

    def delete(self, ref: str) -> None:
        """Delete a file."""
        self.path(ref).unlink(missing_ok=True)
        self._description(ref).unlink(missing_ok=True)

    def load(self) -> list[SpooledFile]:
        """Return the whole files, and delete what an earlier process left unfinished."""
        prepare_folder(self._folder)
        found = [file for description in self._folder.glob("*.json") if (file := self._read(description))]
        known = {file.ref for file in found}
        for stray in self._folder.glob("*.bin"):
            if stray.stem not in known:
                stray.unlink()
        return found

    def _description(self, ref: str) -> Path:
        return self._folder / f"{ref}.json"

    def _read(self, description: Path) -> SpooledFile | None:
        try:
            file = SpooledFile(**json.loads(description.read_text(encoding="utf-8")))
            if self.path(file.ref).stat().st_size == file.size:
                return file
            why = "its bytes are not complete"
        except (OSError, ValueError, TypeError) as error:
            why = type(error).__name__
        log.warning("a file of the spool cannot be read any more (%s) and is deleted", why)
        description.unlink(missing_ok=True)
        return None
