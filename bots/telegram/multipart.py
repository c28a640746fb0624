"""A Bot API call with files as multipart/form-data: streamed, its exact length known before the first byte.

It holds several fields and files; `core.media.multipart` encodes a single file, for NemoVideo.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.media.source import ByteSource, exactly

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping

_ESCAPES: Final = str.maketrans(
    {'"': "%22", "\r": "%0D", "\n": "%0A", "\0": ""}
)  # HTML standard, "Multipart form data"
_PIECE_BYTES: Final = 1 << 16


class SourceFailed(Exception):
    """A file to send could not be read to its end; the server has not received a complete form.

    `reason` is the error of whoever read the file: the HTTP library drops `__cause__` on the way.
    """

    def __init__(self, reason: Exception) -> None:
        super().__init__(type(reason).__name__)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a form: the name of its field, its file name, its media type and its bytes."""

    field: str
    filename: str
    media_type: str
    content: bytes | ByteSource

    @property
    def length(self) -> int:
        """The size of the file in bytes."""
        return self.content.length if isinstance(self.content, ByteSource) else len(self.content)


class Form:
    """Fields and files, encoded. `length` is in bytes. The bytes can be read once."""

    def __init__(self, fields: Mapping[str, str], files: Iterable[FilePart]) -> None:
        boundary = f"nemobot-{secrets.token_hex(16)}"
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._start = b"".join(_field(boundary, name, value) for name, value in fields.items())
        self._files = [(_head(boundary, part), part) for part in files]
        self._end = f"--{boundary}--\r\n".encode()
        framed = sum(len(head) + part.length + len(b"\r\n") for head, part in self._files)
        self.length = len(self._start) + framed + len(self._end)

    async def chunks(self) -> AsyncGenerator[bytes]:
        """Yield the bytes of the form.

        Raises:
            SourceFailed: a file is shorter or longer than its stated length, or cannot be read.
        """
        yield self._start
        for head, part in self._files:
            yield head
            async for chunk in _content(part):
                yield chunk
            yield b"\r\n"
        yield self._end


async def _content(part: FilePart) -> AsyncGenerator[bytes]:
    """Yield a file's bytes in small pieces: a large piece would be copied whole into the socket's buffer."""
    if isinstance(part.content, bytes):
        yield part.content
        return
    source = aiter(exactly(part.content.length, part.content.chunks))
    while True:
        try:
            chunk = await anext(source)
        except StopAsyncIteration:
            return
        except Exception as error:
            raise SourceFailed(error) from error
        for at in range(0, len(chunk), _PIECE_BYTES):
            yield chunk[at : at + _PIECE_BYTES]


def _field(boundary: str, name: str, value: str) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name.translate(_ESCAPES)}"\r\n\r\n'
    return f"{head}{value}\r\n".encode(errors="replace")


def _head(boundary: str, part: FilePart) -> bytes:
    field, filename = part.field.translate(_ESCAPES), part.filename.translate(_ESCAPES)
    disposition = f'Content-Disposition: form-data; name="{field}"; filename="{filename}"'
    return f"--{boundary}\r\n{disposition}\r\nContent-Type: {part.media_type}\r\n\r\n".encode(errors="replace")
