"""The files of a message as the core's attachments, and the reference by which each is found again.

Pure. A signed address lives about a day; channel and message are kept, so that a fresh one can be asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

import discord

from core.engine.codec import from_json, to_json
from core.media.sniff import FORMATS
from core.model.chat import Attachment
from core.words.links import links

SOON: Final = 60.0  # seconds that an address must still live to be given to anybody
_EDITABLE: Final = tuple(f".{name}" for name in FORMATS)


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a file is. Without a message (a slash command's own file) there is no fresh address."""

    url: str
    id: int
    channel: int | None = None
    message: int | None = None


def attached(files: Iterable[discord.Attachment], message: discord.Message | None = None) -> tuple[Attachment, ...]:
    """Return the files of a message or of a command."""
    channel, number = (message.channel.id, message.id) if message else (None, None)
    return tuple(
        Attachment(to_json(Ref(file.url, file.id, channel, number), Ref), file.filename, file.size, _claimed(file))
        for file in files
    )


def all_files(message: discord.Message) -> tuple[Attachment, ...]:
    """Return the files of a message and of those forwarded in it."""
    forwarded = (file for snapshot in message.message_snapshots for file in snapshot.attachments)
    return attached([*message.attachments, *forwarded], message)


def media_links(message: discord.Message) -> tuple[str, ...]:
    """Return the links of a message, and of those forwarded in it, that end like a file which can be edited."""
    texts = (message.content, *(snapshot.content for snapshot in message.message_snapshots))
    found = (link.url for text in texts for link in links(text))
    return tuple(dict.fromkeys(url for url in found if urlsplit(url).path.lower().endswith(_EDITABLE)))


def ref_of(file: Attachment) -> Ref | None:
    """Return what a reference says; None: it is none of ours."""
    try:
        return from_json(file.ref, Ref)
    except ValueError:
        return None


def expires(url: str) -> float:
    """Return the epoch second at which a signed address stops working: `ex`, hexadecimal; unsigned ones never do."""
    signed = parse_qs(urlsplit(url).query).get("ex", [""])[0]
    try:
        return float(int(signed, 16))
    except ValueError:
        return float("inf")


def _claimed(file: discord.Attachment) -> str:
    return (file.content_type or "").partition(";")[0].strip()
