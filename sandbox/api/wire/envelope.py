"""The shapes of answers: the vendor's envelopes, and the odd ones that a fault asks for."""

import json
from http import HTTPStatus
from typing import Any

from aiohttp import web

from sandbox.api.wire.refusal import Refusal
from sandbox.faults import Answer

GATEWAY_PAGE = """<html>
<head><title>{0}</title></head>
<body><center><h1>{0}</h1></center><hr><center>nginx</center></body>
</html>
"""


def json_answer(body: Any, status: int = 200) -> web.Response:
    """JSON with its characters as they are."""
    return web.json_response(body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


def success(data: Any) -> web.Response:
    """`{"code": 0, "data": ...}`."""
    return json_answer({"code": 0, "data": data})


def refused(refusal: Refusal, *, http_codes: bool) -> web.Response:
    """`{"code": n, "message": ...}`."""
    answer = json_answer({"code": refusal.code, "message": refusal.message}, refusal.status(http_codes=http_codes))
    answer.headers.update(refusal.headers)
    return answer


def instead(answer: Answer) -> web.Response:
    """What a fault puts in place of the normal answer."""
    status = answer.status or 200
    if answer.html:
        text, kind = answer.body or GATEWAY_PAGE.format(f"{status} {_phrase(status)}"), "text/html"
    elif answer.body is not None:
        text, kind = answer.body, answer.content_type
    else:
        body = answer.json if answer.json is not None else {"code": status, "message": _phrase(status)}
        text, kind = json.dumps(body, ensure_ascii=False), "application/json"
    return web.Response(text=text, status=status, content_type=kind, headers=answer.headers)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


async def json_object(request: web.Request) -> dict[str, Any]:
    """The request's JSON object, `{}` for an empty body. Raises Refusal 400."""
    raw = await request.read()
    try:
        body = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        raise Refusal(400, "The request body is not JSON") from None
    if not isinstance(body, dict):
        raise Refusal(400, "The request body is not a JSON object")
    return body


def base_url(request: web.Request) -> str:
    """The address the client called, for links that it can call back."""
    return f"{request.scheme}://{request.host}"
