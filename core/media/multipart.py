"""One file framed as multipart/form-data, streamed, with the exact length known before the first byte.

httpx's own multipart encoding reads the file on the event loop and, for a source without a file descriptor, sends no
length. Without the right length a server could take a truncated file for a whole one.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.media.source import exactly

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from core.media.source import ByteSource

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})  # HTML standard, "Multipart form data"


@dataclass(frozen=True, slots=True)
class MultipartBody:
    """A request body: `content_type` and `length` in bytes for its headers, `chunks` to be read once."""

    content_type: str
    length: int
    chunks: AsyncIterator[bytes]


def multipart_body(
    name: str, filename: str, media_type: str, source: ByteSource, boundary: str | None = None
) -> MultipartBody:
    """Return a form of one file field around a source.

    Args:
        name: the field's name.
        filename: the file's name, sent in UTF-8.
        media_type: its type; an invalid one is sent as application/octet-stream.
        source: its bytes. Reading the body raises `Truncated` or `Overlong` when their length is wrong.
        boundary: the separator of the parts; random by default.
    """
    boundary = boundary or f"nemobot-{secrets.token_hex(16)}"
    if not _MEDIA_TYPE.fullmatch(media_type):
        media_type = "application/octet-stream"
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="{_quoted(name)}"; filename="{_quoted(filename)}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    ).encode(errors="replace")
    tail = f"\r\n--{boundary}--\r\n".encode()
    return MultipartBody(
        content_type=f"multipart/form-data; boundary={boundary}",
        length=len(head) + source.length + len(tail),
        chunks=_body(head, source, tail),
    )


def _quoted(text: str) -> str:
    return text.translate(_ESCAPES).replace("\0", "")


async def _body(head: bytes, source: ByteSource, tail: bytes) -> AsyncGenerator[bytes]:
    yield head
    async for chunk in exactly(source.length, source.chunks):
        yield chunk
    yield tail
