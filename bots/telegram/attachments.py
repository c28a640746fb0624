"""The files of a message, and the picture of its clip. Pure.

A name is made up where Telegram gives none, so that files of one request can be told apart.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from telegram import (
    Animation,
    Audio,
    Document,
    ExternalReplyInfo,
    Message,
    PhotoSize,
    Video,
    VideoNote,
    Voice,
)

from bots.telegram.handle import Handle
from core.model.chat import Attachment

File: TypeAlias = Video | Animation | VideoNote | Audio | Voice | Document | PhotoSize

_KINDS: Final[dict[type[File], tuple[str, str]]] = {
    Video: ("video", "video/mp4"),
    Animation: ("animation", "video/mp4"),
    VideoNote: ("note", "video/mp4"),
    Audio: ("audio", "audio/mpeg"),
    Voice: ("voice", "audio/ogg"),
    Document: ("file", ""),
    PhotoSize: ("photo", "image/jpeg"),
}
"""What to call a file that has no name, and what it is when Telegram does not say."""
_ENDINGS: Final = {"video/mp4": ".mp4", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a message as the core names it, and what its answers need to know of it."""

    attachment: Attachment
    handle: Handle


def found(message: Message | ExternalReplyInfo) -> Found | None:
    """Return the file of a message; None: it has none. Stickers, places and the like are no files."""
    # A GIF is an animation and a document at once: the animation is what it is.
    file = (
        message.video
        or message.animation
        or message.video_note
        or message.audio
        or message.voice
        or message.document
        or _largest(message.photo)
    )
    return None if file is None else Found(_attachment(file), _handle(file))


def _attachment(file: File) -> Attachment:
    kind, claimed = _KINDS[type(file)]
    given = None if isinstance(file, VideoNote | Voice | PhotoSize) else file.file_name
    stated = None if isinstance(file, VideoNote | PhotoSize) else file.mime_type
    name = given or f"{kind}-{file.file_unique_id[:8]}{_ENDINGS.get(claimed, '')}"
    return Attachment(file.file_id, name, file.file_size, stated or claimed)


def _largest(photo: tuple[PhotoSize, ...] | None) -> PhotoSize | None:
    return max(photo or (), key=lambda size: size.width * size.height, default=None)


def _handle(file: File) -> Handle:
    """Return the clip's own picture; only a video's has the proportions of a film made of it."""
    if isinstance(file, Video | Animation) and file.thumbnail:
        return Handle(preview=file.thumbnail.file_id, width=file.width, height=file.height)
    return Handle()
