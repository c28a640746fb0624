"""The files of a message as the core's attachments, and the reference by which each is found again.

Pure. A signed URL of the CDN is valid for about a day (Discord developer documentation, "Signed Attachment CDN
URLs"). Channel and message are kept, so that a fresh one can be asked for.
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

_EDITABLE: Final = tuple(f".{name}" for name in FORMATS)


@dataclass(frozen=True, slots=True)
class FileRef:
    """Where a file is. Without a message (a slash command's own file) no fresh URL can be had.

    The field names are stored with each request, so they do not change between releases.
    """

    url: str
    id: int
    channel: int | None = None
    message: int | None = None


def attachments(files: Iterable[discord.Attachment], message: discord.Message | None = None) -> tuple[Attachment, ...]:
    """Return the files of a message or of a command."""
    channel, number = (message.channel.id, message.id) if message else (None, None)
    return tuple(
        Attachment(
            to_json(FileRef(file.url, file.id, channel, number), FileRef), file.filename, file.size, _media_type(file)
        )
        for file in files
    )


def message_attachments(message: discord.Message) -> tuple[Attachment, ...]:
    """Return the files of a message and of the messages forwarded in it."""
    return attachments(files_of(message), message)


def files_of(message: discord.Message) -> list[discord.Attachment]:
    """Return the library's files of a message and of the messages forwarded in it."""
    return [*message.attachments, *(file for snapshot in message.message_snapshots for file in snapshot.attachments)]


def media_links(message: discord.Message) -> tuple[str, ...]:
    """Return the links of a message, and of those forwarded in it, whose path ends like an editable file."""
    texts = (message.content, *(snapshot.content for snapshot in message.message_snapshots))
    found = (link.url for text in texts for link in links(text))
    return tuple(dict.fromkeys(url for url in found if urlsplit(url).path.lower().endswith(_EDITABLE)))


def ref_of(file: Attachment) -> FileRef | None:
    """Return the reference of an attachment; None: it is none of ours."""
    try:
        return from_json(file.ref, FileRef)
    except ValueError:
        return None


def expires_at(url: str) -> float:
    """Return the epoch second at which a signed URL expires: `ex`, hexadecimal. An unsigned one never does."""
    signed = parse_qs(urlsplit(url).query).get("ex", [""])[0]
    try:
        return float(int(signed, 16))
    except ValueError:
        return float("inf")


def _media_type(file: discord.Attachment) -> str:
    """Return the media type as the sender's client claims it."""
    return (file.content_type or "").partition(";")[0].strip()
