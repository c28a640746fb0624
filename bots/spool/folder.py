"""The spool's folder: whole files in `<ref>.bin`, begun ones in `<ref>.part`, what is known of each in `<ref>.json`.

Blocking: callers use a thread. It decides nothing; how long a file stays is the spool's business. A description is
there before the bytes are, and goes after them, so that a kill leaves no bytes that nobody knows.
"""

import json
import logging
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, Literal

from core.media.sniff import SNIFF_BYTES

log = logging.getLogger(__name__)

State = Literal["begun", "waiting", "claimed", "released"]
_OURS: Final = re.compile(r"(?:page-[0-9]{1,18}-)?[A-Za-z0-9_-]{16,22}(?:\.json)?")


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file in the spool, as its JSON holds it.

    `owner` is whose it is, `size` bytes when whole, `touched` the time of its last byte or change of state (epoch
    seconds). `claimed_type` is the media type that the sender says, `found_type` the one that the content shows
    ("": none). `metadata` is the Upload-Metadata with which it was begun.
    """

    ref: str
    owner: str
    name: str
    size: int
    claimed_type: str
    found_type: str
    state: State
    touched: float
    metadata: str = ""

    @property
    def kind(self) -> str:
        """What a page shows it as: video, audio, image, or file."""
        return self.found_type.partition("/")[0] or "file"

    @property
    def media_type(self) -> str:
        """What its content shows it to be, else what its sender says."""
        return self.found_type or self.claimed_type


class Folder:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, ref: str) -> Path:
        """Return the path of a whole file's bytes."""
        return self._folder / f"{_stem(ref)}.bin"

    def offset(self, file: SpooledFile) -> int:
        """Return how many bytes of a file are here.

        Raises:
            FileNotFoundError: somebody deleted it.
        """
        return (self._part(file.ref) if file.state == "begun" else self.path(file.ref)).stat().st_size

    def free(self, begun: Iterable[SpooledFile]) -> int:
        """Return how many bytes the disk has left when the rest of these files has come."""
        free = shutil.disk_usage(self._folder).free
        for file in begun:
            with suppress(FileNotFoundError):
                free -= file.size - self.offset(file)
        return free

    def begin(self, file: SpooledFile) -> None:
        """Begin a file without a byte.

        Raises:
            OSError: the disk cannot take it.
        """
        self.describe(file)
        part = self._part(file.ref)
        part.touch(mode=0o600)
        os.utime(part, (file.touched, file.touched))

    def open_part(self, ref: str) -> BinaryIO:
        """Open a begun file, to add to its end.

        Raises:
            OSError: it is not there, or the disk fails.
        """
        part = self._part(ref).open("r+b")
        part.seek(0, os.SEEK_END)
        return part

    def head(self, ref: str) -> bytes:
        """Return the first bytes of a begun file, by which its type is known.

        Raises:
            OSError: it cannot be read.
        """
        with self._part(ref).open("rb") as part:
            return part.read(SNIFF_BYTES)

    def touch(self, file: SpooledFile) -> None:
        """Write down when the last byte of a begun file came."""
        with suppress(FileNotFoundError):
            os.utime(self._part(file.ref), (file.touched, file.touched))

    def commit(self, file: SpooledFile) -> None:
        """Turn a begun file into a whole one.

        Raises:
            OSError: the disk cannot take it.
        """
        self.describe(file)
        self._part(file.ref).replace(self.path(file.ref))

    def adopt(self, path: Path, file: SpooledFile) -> None:
        """Take a whole file over from another folder of the same disk.

        Raises:
            OSError: it cannot be moved.
        """
        self.describe(file)
        path.replace(self.path(file.ref))

    def describe(self, file: SpooledFile) -> None:
        """Write what is known of a file, whole or not at all.

        Raises:
            OSError: the disk cannot take it.
        """
        draft = self._folder / f"{_stem(file.ref)}.json.part"
        with draft.open("w", encoding="utf-8") as opened:
            opened.write(json.dumps(asdict(file)))
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(self._description(file.ref))

    def delete(self, ref: str) -> None:
        """Delete a file."""
        for path in (self._part(ref), self.path(ref), self._description(ref)):
            path.unlink(missing_ok=True)

    def load(self) -> list[SpooledFile]:
        """Return the files that an earlier process left, and delete what nobody can go on with.

        What has no name of ours was laid there by somebody else, and is left alone.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = [file for description in self._ours("json") if (file := self._read(description))]
        known = {_stem(file.ref) for file in found}
        for stray in self._ours("bin") + self._ours("part"):
            if stray.stem not in known:
                stray.unlink()
        return found

    def _ours(self, suffix: str) -> list[Path]:
        return [path for path in self._folder.glob(f"*.{suffix}") if _OURS.fullmatch(path.stem) and path.is_file()]

    def _part(self, ref: str) -> Path:
        return self._folder / f"{_stem(ref)}.part"

    def _description(self, ref: str) -> Path:
        return self._folder / f"{_stem(ref)}.json"

    def _read(self, description: Path) -> SpooledFile | None:
        try:
            file = self._checked(SpooledFile(**json.loads(description.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            log.warning("a file of the spool cannot be read any more (%s) and is deleted", type(error).__name__)
            self.delete(description.stem)
            return None
        return file

    def _checked(self, file: SpooledFile) -> SpooledFile:
        """Return a file as its bytes show it: a kill may have come between the description and them.

        Raises:
            OSError: they are not there.
            ValueError: they are not as many as they should be.
        """
        part = self._part(file.ref)
        if file.state == "begun":
            about = part.stat()
            if about.st_size > file.size:
                raise ValueError("more bytes than announced")
            return replace(file, touched=about.st_mtime)
        if part.is_file() and not self.path(file.ref).exists():
            part.replace(self.path(file.ref))
        if self.offset(file) != file.size:
            raise ValueError("its bytes are not complete")
        return file


def _stem(ref: str) -> str:
    return ref.replace(":", "-")  # which some file systems do not take
