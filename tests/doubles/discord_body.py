"""What a request to the double carries: JSON, or a form of JSON and files, judged by Discord's document.

That files above a limit are refused is documented [discord.limit].
"""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.doubles.discord_errors import INVALID_FORM, Refused
from tests.doubles.discord_schema import request_problems
from tests.doubles.discord_world import Upload

REQUEST_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON of a request and its files."""

    payload: Any
    uploads: tuple[Upload, ...] = field(default=(), repr=False)


async def read(request: web.Request, route: str) -> Body:
    """Read a request's body; `route` as Discord's document writes it.

    Raises:
        Refused: 50109 for what is not JSON, 40005 for too much, 50035 for what the document does not allow.
    """
    body = (
        await _form(request) if request.content_type.startswith("multipart/") else Body(_decoded(await request.text()))
    )
    if problems := request_problems(request.method.lower(), route, body.payload):
        raise Refused(INVALID_FORM, problems)
    return body


def answer(said: object, status: int = 200) -> web.Response:
    """Answer with JSON; without a charset, since discord.py takes only the bare content type for JSON."""
    return web.Response(body=json.dumps(said).encode(), status=status, content_type="application/json")


async def _form(request: web.Request) -> Body:
    payload: Any = {}
    uploads: dict[int, Upload] = {}
    total = 0
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        total += len(content)
        if total > REQUEST_BYTES:
            raise Refused(40005)
        if part.name == "payload_json":
            payload = _decoded(content.decode())
        elif part.name and part.name.startswith("files["):
            media_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[int(part.name[6:-1])] = (part.filename or "unknown", media_type, content)
    return Body(payload, tuple(uploads[at] for at in sorted(uploads)))


def _decoded(text: str) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        raise Refused(50109) from None
