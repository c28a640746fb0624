"""Calls off the wire, files on it, and the ways in which both can break.

That an upload above the limit is refused is documented [telegram.files.sent].
"""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import BodyPartReader, web

from tests.doubles.telegram_calls import Call, Upload
from tests.doubles.telegram_files import CHUNK, StoredFile
from tests.doubles.telegram_refusal import Refused

KEPT_BYTES = 256 * 1024


@dataclass
class Fault:
    """What one of the next calls of a method gets instead of its honest answer.

    `drop` closes the connection before or after the work, or midway through a file; `delay` seconds pass before the
    work, `lag` after it. `chat` narrows it to one chat.
    """

    status: int = 0
    description: str = "Internal Server Error"
    retry_after: int | None = None
    drop: Literal["", "before", "after", "midway"] = ""
    delay: float = 0.0
    lag: float = 0.0
    times: int = 1
    chat: int | None = None
    html: bool = False


async def read_call(request: web.Request, method: str, upload_bytes: int) -> Call:
    """Return a call's parameters as they came, and its files read to the end and counted. Raises Refused."""
    raw: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        raw |= await request.json()
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, raw, uploads, upload_bytes)
    elif request.content_type == "application/x-www-form-urlencoded":
        raw |= await request.post()
    elif request.can_read_body:
        raise Refused(400, f"Bad Request: a body of type {request.content_type}", breach=True)
    return Call(method, raw, uploads)


async def _read_parts(request: web.Request, raw: dict[str, Any], uploads: dict[str, Upload], upload_bytes: int) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise Refused(400, "Bad Request: a part without a name", breach=True)
        if part.filename is None:
            raw[part.name] = await part.text()
        else:
            uploads[part.name] = await _swallow(part, upload_bytes)


async def _swallow(part: BodyPartReader, limit: int) -> Upload:
    """Read a file to its end, keeping no more than a picture's worth of it."""
    size, head, digest = 0, b"", hashlib.sha256()
    while chunk := await part.read_chunk(CHUNK):
        size += len(chunk)
        digest.update(chunk)
        if len(head) < KEPT_BYTES:
            head += chunk[: KEPT_BYTES - len(head)]
        if size > limit:
            raise Refused(413, "Request Entity Too Large", breach=True)
    media_type = part.headers.get("Content-Type", "")
    return Upload(part.filename or "", media_type, size, head, digest.hexdigest())


async def stream(request: web.Request, file: StoredFile, fault: Fault | None) -> web.StreamResponse:
    """Send a file, or as much of it as the fault lets through."""
    if fault and fault.drop == "before":
        return cut(request)
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    response.content_length = file.size
    await response.prepare(request)
    sent = 0
    for chunk in file.chunks():
        if fault and fault.drop == "midway" and sent >= file.size // 2:
            return cut(request)
        await response.write(chunk)
        sent += len(chunk)
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
    await response.write_eof()
    return response


def cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
