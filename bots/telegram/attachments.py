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
    LivePhoto,
    Message,
    PaidMediaInfo,
    PaidMediaLivePhoto,
    PaidMediaPhoto,
    PaidMediaVideo,
    PhotoSize,
    Video,
    VideoNote,
    Voice,
)

from core.engine.codec import from_json, to_json
from core.model.attachments import Attachment
from core.words.spoilers import as_spoiler

File: TypeAlias = Video | Animation | VideoNote | Audio | Voice | Document | LivePhoto | PhotoSize

WITHHELD: Final = "withheld"
"""The `ref` of a file that Telegram does not give to bots."""

_KINDS: Final[dict[type[File], tuple[str, str]]] = {
    Video: ("video", "video/mp4"),
    Animation: ("animation", "video/mp4"),
    VideoNote: ("note", "video/mp4"),
    Audio: ("audio", "audio/mpeg"),
    Voice: ("voice", "audio/ogg"),
    Document: ("file", ""),
    LivePhoto: ("live-photo", "video/mp4"),
    PhotoSize: ("photo", "image/jpeg"),
}
"""Type of file → the first part of a made-up name, and the media type where Telegram gives none."""
_WITHHELD_NAME: Final = "file"
_SUFFIXES: Final = {"video/mp4": ".mp4", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The picture of a clip: its file id, and the clip's width and height in pixels.

    Field names stand in stored rows.
    """

    file_id: str
    width: int
    height: int

    @classmethod
    def of(cls, clip: Attachment | None) -> "Thumbnail | None":
        """Return the thumbnail of a clip; None: it has none, or another release wrote it and it cannot be read."""
        try:
            return from_json(clip.thumbnail, cls) if clip and clip.thumbnail else None
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """The text that the core stores."""
        return to_json(self, Thumbnail)


def file_of(message: Message | ExternalReplyInfo) -> Attachment | None:
    """Return the file of a message; None: it has none. Locations and the like are not files.

    A sticker stands for itself. What Telegram does not give to bots is a file that cannot be opened.
    """
    # A GIF comes as a document too, a live photo as a photo (Bot API, Message.animation and .live_photo).
    file = (
        message.video
        or message.animation
        or message.video_note
        or message.audio
        or message.voice
        or message.document
        or message.live_photo
        or _largest(message.photo)
        or _paid(message.paid_media)
    )
    if file is not None:
        return _attachment(file, hidden=bool(message.has_media_spoiler))
    if message.sticker is not None:
        return Attachment.sticker()
    return withheld_file() if _holds_withheld(message) else None


def withheld_file() -> Attachment:
    """Return what stands for a file that Telegram does not give to bots."""
    return Attachment(WITHHELD, _WITHHELD_NAME)


def is_withheld(file: Attachment | None) -> bool:
    """Whether this is a file that Telegram does not give to bots."""
    return file is not None and file.ref == WITHHELD


def _holds_withheld(message: Message | ExternalReplyInfo) -> bool:
    """Whether a message without a known file holds one: only what has a file has a caption."""
    captioned = isinstance(message, Message) and message.caption is not None
    return captioned or message.story is not None or message.paid_media is not None


def _paid(media: PaidMediaInfo | None) -> File | None:
    """Return the first file of paid media that is given to the bot; a preview is none (Bot API, PaidMediaPreview)."""
    for one in media.paid_media if media is not None else ():
        match one:
            case PaidMediaVideo(video=video):
                return video
            case PaidMediaLivePhoto(live_photo=live_photo):
                return live_photo
            case PaidMediaPhoto(photo=photo):
                return _largest(photo)
            case _:
                continue
    return None


def _attachment(file: File, *, hidden: bool) -> Attachment:
    """Return a file; the name of one that is hidden until somebody opens it says so (`core.words.spoilers.SPOILER`)."""
    kind, usual_type = _KINDS[type(file)]
    file_name = None if isinstance(file, VideoNote | Voice | LivePhoto | PhotoSize) else file.file_name
    media_type = None if isinstance(file, VideoNote | PhotoSize) else file.mime_type
    name = file_name or f"{kind}-{file.file_unique_id[:8]}{_SUFFIXES.get(usual_type, '')}"
    return Attachment(
        file.file_id,
        as_spoiler(name) if hidden else name,
        file.file_size,
        media_type or usual_type,
        thumbnail=_thumbnail(file),
    )


def _largest(photo: tuple[PhotoSize, ...] | None) -> PhotoSize | None:
    return max(photo or (), key=lambda size: size.width * size.height, default=None)


def _thumbnail(file: File) -> str:
    """Return the thumbnail of a clip as text; only that of a video has the proportions of its film."""
    if isinstance(file, Video | Animation) and file.thumbnail:
        return Thumbnail(file.thumbnail.file_id, file.width, file.height).text
    return ""
