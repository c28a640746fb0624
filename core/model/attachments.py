"""A file that somebody sent: uploaded to a platform, linked, or read already. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from core.words.captions import ENDINGS, captions_told
from core.words.spoilers import as_spoiler

SCRIPT_ENDINGS: Final = (".txt", ".md")
_LINK, _HELD, _STICKER = "link:", "held:", "sticker:"  # no platform's own refs begin so


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a user sent. `ref` is what the platform needs to find it again, opaque to the core.

    `size` is in bytes and may be unknown; `media_type` is the sender's claim and never trusted. A file that somebody
    only gave the address of has a `link`, and no platform knows it. `renamed`: `name` tells it apart from another file,
    and is not the one behind its address. `of_album`: a reply chose it alone from several that were sent together.
    `thumbnail` is what the platform needs to find a picture of it, opaque to the core like `ref`; "": it has none.
    """

    ref: str
    name: str
    size: int | None = None
    media_type: str = ""
    renamed: bool = False
    of_album: bool = False
    thumbnail: str = ""

    @property
    def is_captions(self) -> bool:
        """Whether the file is one of subtitles."""
        return self.held is not None or (not self.is_sticker and self.name.lower().endswith(ENDINGS))

    @property
    def is_words(self) -> bool:
        """Whether the file holds words, and nothing for a timeline: subtitles, or a script (a .txt or .md file)."""
        is_script = self.link is None and not self.is_sticker and self.name.lower().endswith(SCRIPT_ENDINGS)
        return self.is_captions or is_script

    @classmethod
    def linked(cls, url: str, *, hidden: bool = False) -> "Attachment":
        """Return the file at a link, named after the last part of its path; the name of a hidden one says so."""
        path = url.partition("#")[0].partition("?")[0].rstrip("/")
        name = unquote(path.rpartition("/")[2]) or "clip"
        return cls(_LINK + url, as_spoiler(name) if hidden else name)

    @classmethod
    def holding(cls, name: str, captions: str) -> "Attachment":
        """Return a subtitles file that was read, with its captions as the editor is told of them."""
        return cls(_HELD + captions, name)

    @classmethod
    def sticker(cls, name: str = "") -> "Attachment":
        """Return what stands for a sticker: it is no file, and cannot be opened."""
        return cls(_STICKER, name or "sticker")

    @property
    def is_sticker(self) -> bool:
        """Whether it is a sticker, whatever its name."""
        return self.ref == _STICKER

    @property
    def link(self) -> str | None:
        """The link that leads to the file; None: the platform has it."""
        return self.ref.removeprefix(_LINK) if self.ref.startswith(_LINK) else None

    @property
    def held(self) -> str | None:
        """The captions of a subtitles file that was read; None: it is to be read."""
        return self.ref.removeprefix(_HELD) if self.ref.startswith(_HELD) else None

    @property
    def captions(self) -> tuple[str, ...]:
        """What is said in a subtitles file that was read; empty: it is to be read, or none."""
        return captions_told(self.held) if self.held is not None else ()


def smallest_file(files: Collection[Attachment]) -> int:
    """Return the size in bytes of the smallest file for a timeline; 0: there is none, or one whose size is unknown."""
    return min((file.size or 0 for file in files if not file.is_words), default=0)
