"""The file of a message, and the thumbnail of its clip. Pure.

Where Telegram gives no file name one is made up, so that the files of one request can be told apart.
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
"""Type of file → the first part of a made-up name, and the media type where Telegram gives none."""
_SUFFIXES: Final = {"video/mp4": ".mp4", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class MessageFile:
    """The file of a message as the core knows it, and what the answers to the message need of it."""

    attachment: Attachment
    handle: Handle


def file_of(message: Message | ExternalReplyInfo) -> MessageFile | None:
    """Return the file of a message; None: it has none. Stickers, locations and the like are not files."""
    # A GIF comes as an animation and as a document (Bot API, Message.animation): the animation comes first.
    file = (
        message.video
        or message.animation
        or message.video_note
        or message.audio
        or message.voice
        or message.document
        or _largest(message.photo)
    )
    return None if file is None else MessageFile(_attachment(file), _handle(file))


def _attachment(file: File) -> Attachment:
    kind, usual_type = _KINDS[type(file)]
    file_name = None if isinstance(file, VideoNote | Voice | PhotoSize) else file.file_name
    media_type = None if isinstance(file, VideoNote | PhotoSize) else file.mime_type
    name = file_name or f"{kind}-{file.file_unique_id[:8]}{_SUFFIXES.get(usual_type, '')}"
    return Attachment(file.file_id, name, file.file_size, media_type or usual_type)


def _largest(photo: tuple[PhotoSize, ...] | None) -> PhotoSize | None:
    return max(photo or (), key=lambda size: size.width * size.height, default=None)


def _handle(file: File) -> Handle:
    """Return the handle with the clip's thumbnail; only that of a video has the proportions of its film."""
    if isinstance(file, Video | Animation) and file.thumbnail:
        return Handle(preview=file.thumbnail.file_id, width=file.width, height=file.height)
    return Handle()
