"""The files of a message as the core's attachments, and the reference by which each is found again.

Pure. A signed URL of the CDN is valid for about a day (Discord developer documentation, "Signed Attachment CDN
URLs"). Channel and message are kept, so that a fresh one can be asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import discord

from bots.discord.media import Media
from core.engine.codec import from_json, to_json
from core.model.attachments import Attachment


@dataclass(frozen=True, slots=True)
class FileRef:
    """Where a file is. Without a message (a slash command's own file) no fresh URL can be had.

    `id` is that of the attachment; 0: it is a file of an embed or a gallery that was never attached.

    The field names are stored with each request, so they do not change between releases.
    """

    url: str
    id: int
    channel: int | None = None
    message: int | None = None


def attachments(media: Iterable[Media], message: discord.Message | None = None) -> tuple[Attachment, ...]:
    """Return media of a message or of a command as files; what Discord does not keep is fetched as any link is."""
    channel, number = (message.channel.id, message.id) if message else (None, None)
    return tuple(
        Attachment(to_json(FileRef(one.url, one.id, channel, number), FileRef), one.name, one.size, one.media_type)
        if one.url
        else Attachment.linked(one.link)
        for one in media
    )


def stickers(message: discord.Message) -> tuple[Attachment, ...]:
    """Return what stands for the stickers of a message and of the messages forwarded in it."""
    shown: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    return tuple(Attachment.sticker(sticker.name) for one in shown for sticker in one.stickers)


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
