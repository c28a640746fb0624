"""The value inside an HTTP answer, in every documented envelope. Pure; any bytes give a value or a `NemoError`.

`{code, message, data}`, `{success, data, error}`, `{detail}` and the bare value are all in use
(NemoVideo skill text, "Error Handling" and its render examples). HTTP status and body code are both checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.nemo import json_access
from core.nemo.errors import Garbled, NemoError, Route, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

_FINE = frozenset({"0", "ok", "success"})
_WORDS = ("message", "msg", "error", "detail", "reason")


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer that was read to its end."""

    status: int
    body: bytes
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """The value inside an answer, the text of the whole body, and the keys under which the value stands in it."""

    value: Any
    text: str
    path: tuple[str, ...]

    @property
    def fields(self) -> Mapping[str, Any]:
        """Return the value's fields; none if it is no object."""
        return json_access.mapping(self.value)


def payload(answer: Answer, route: Route = Route.OTHER) -> Payload:
    """Return what the answer holds.

    Raises:
        NemoError: the answer is a refusal or a failure, by status or by body.
        Garbled: it is neither that nor JSON.
    """
    try:
        text = answer.body.decode("utf-8-sig")
        body = json_access.parse(text)
    except (UnicodeDecodeError, Garbled):
        raise failure(answer, None, route) or Garbled(status=answer.status) from None
    if error := failure(answer, body, route):
        raise error
    if isinstance(body, dict) and body.get("data") is not None and not isinstance(body["data"], str):
        return Payload(body["data"], text, ("data",))
    return Payload(body, text, ())


def failure(answer: Answer, body: Any, route: Route = Route.OTHER) -> NemoError | None:
    """Return the error an answer stands for, or None when it stands for a success."""
    fields = json_access.mapping(body)
    if answer.status < 200 or 300 <= answer.status < 400:
        return Garbled(status=answer.status)
    if answer.status < 400 and not _refuses(fields):
        return None
    return refusal(answer.status, _code(fields), route=route, retry_after=answer.retry_after, reason=reason(fields))


def reason(fields: Mapping[str, Any]) -> str:
    """Return the message of an error body, "" if it has none."""
    for name in _WORDS:
        value = fields.get(name)
        found = json_access.text(value) or json_access.first_text(json_access.mapping(value), *_WORDS)
        if found:
            return found
    return ""


def _refuses(fields: Mapping[str, Any]) -> bool:
    if (code := fields.get("code")) is not None:
        return str(_code(fields) if _code(fields) is not None else code).lower() not in _FINE
    if (success := fields.get("success")) is not None:
        return success is False
    # A failed render says `error` beside its `status`: that is a value, not a refusal.
    return any(fields.get(name) for name in ("error", "detail")) and not fields.keys() & {"data", "status"}


def _code(fields: Mapping[str, Any]) -> int | None:
    for place in (fields, json_access.mapping(fields.get("error"))):
        code = json_access.number(place.get("code"))
        if code is not None and code.is_integer():
            return int(code)
    return None
