"""NemoVideo's answers as values. Pure; any answer gives a value or a `NemoError`.

Versions of the NemoVideo skill text name fields differently. All names are read; the first that holds a value wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.media.errors import Forbidden
from core.media.urls import fetchable, origin
from core.model.secret import Secret
from core.nemo import json_access
from core.nemo.draft import Draft, digest, raw_value
from core.nemo.envelope import Answer, Payload, payload, reason
from core.nemo.errors import Garbled, NemoError, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Answer",
    "Claim",
    "Credits",
    "Draft",
    "MediaInfo",
    "Render",
    "Session",
    "State",
    "Token",
    "Uploaded",
    "acknowledge",
    "claim",
    "credits_left",
    "refused_stream",
    "render",
    "render_id",
    "session",
    "state",
    "token",
    "uploads",
]

_DONE = frozenset({"completed", "complete", "succeeded", "success", "done", "finished"})
_FAILED = frozenset({"failed", "failure", "error", "cancelled", "canceled"})
_MILLISECONDS_FROM = 1e11  # an epoch in seconds reaches this in the year 5138


@dataclass(frozen=True, slots=True)
class Token:
    """A free starter token; `expires_at` in epoch seconds."""

    token: Secret
    user_id: str | None = None
    bind_id: str | None = None
    expires_at: float | None = None
    credits: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session and its task; ids are texts, for a float cannot hold their 19 digits."""

    task_id: str
    session_id: str
    user_id: str | None = None
    bind_id: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A token for the browser link, valid for `expires_in` seconds; it gives no access to the API."""

    token: Secret
    expires_in: float | None = None


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that arrived."""

    name: str
    kind: str
    url: str
    duration_seconds: float | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """An account's credits; what is missing or negative counts as none."""

    available: int
    frozen: int
    total: int


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """A file in the session; `size` in bytes."""

    name: str
    size: int | None
    url: str


@dataclass(frozen=True, slots=True)
class State:
    """The state of a session; two states with the same fingerprint have the same content."""

    draft: Draft | None
    media: tuple[MediaInfo, ...]
    fingerprint: str
    media_count: int
    user_id: str | None = None
    bind_id: str | None = None
    task_name: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Render:
    """An export job; `progress` in percent, `size` in bytes, `duration` in seconds."""

    id: str | None
    status: str
    progress: float | None = None
    url: str | None = None
    error: str | None = None
    size: int | None = None
    duration: float | None = None

    @property
    def done(self) -> bool:
        """Whether the film is ready, even if no URL came with it."""
        return self.status in _DONE

    @property
    def failed(self) -> bool:
        """Whether it ended without a film."""
        return self.status in _FAILED

    @property
    def pending(self) -> bool:
        """Whether to go on polling; an unknown status counts as pending."""
        return not (self.done or self.failed)


def token(answer: Answer) -> Token:
    """Return the minted token.

    Raises:
        NemoError: the answer refuses, or holds none.
    """
    fields = payload(answer, Route.TOKEN).fields
    return Token(
        token=Secret(_required(fields, "token")),
        user_id=json_access.first_text(fields, "user_id"),
        bind_id=json_access.first_text(fields, "bind_id"),
        expires_at=_epoch(fields.get("expires_at")),
        credits=_count(fields, "credits"),
    )


def session(answer: Answer) -> Session:
    """Return the created session.

    Raises:
        NemoError: the answer refuses, or holds none.
    """
    fields = payload(answer).fields
    return Session(
        task_id=json_access.first_text(fields, "task_id") or "",
        session_id=_required(fields, "session_id"),
        user_id=json_access.first_text(fields, "user_id"),
        bind_id=json_access.first_text(fields, "bind_id"),
    )


def claim(answer: Answer) -> Claim:
    """Return the token of the browser link.

    Raises:
        NemoError: the answer refuses, or holds none.
    """
    fields = payload(answer).fields
    return Claim(Secret(_required(fields, "claim_token")), json_access.number(fields.get("expires_in")))


def uploads(answer: Answer) -> tuple[Uploaded, ...]:
    """Return the files the server says it has taken, at least one.

    Raises:
        NemoError: the answer refuses, or names no file.
    """
    found = payload(answer, Route.SESSION)
    listed = found.fields.get("files") or found.fields.get("uploaded_files") or found.value
    files = tuple(_uploaded(item) for item in json_access.items(listed) if isinstance(item, dict))
    if not files:
        raise Garbled(status=answer.status)
    return files


def credits_left(answer: Answer) -> Credits:
    """Return the balance.

    Raises:
        NemoError: the answer refuses, or is no object.
    """
    found = payload(answer)
    if not isinstance(found.value, dict):
        raise Garbled(status=answer.status)
    available = _count(found.fields, "available") or 0
    frozen = _count(found.fields, "frozen") or 0
    total = _count(found.fields, "total")
    return Credits(available, frozen, available + frozen if total is None else total)


def state(answer: Answer) -> State:
    """Return the session's state, with the exact text of its draft.

    Raises:
        NemoError: the answer refuses, or is no object.
    """
    found = payload(answer, Route.SESSION)
    if not isinstance(found.value, dict):
        raise Garbled(status=answer.status)
    nested = isinstance(found.fields.get("state"), dict)
    inner = found.fields["state"] if nested else found.fields
    shown = json_access.items(inner.get("video_infos"))
    draft = _draft(found, inner, ("state",) if nested else ())
    beside = {name: inner.get(name) or None for name in ("video_infos", "generated_media", "canvas_config")}
    return State(
        draft=draft,
        media=tuple(_media(item) for item in shown),
        fingerprint=digest({"draft": draft and draft.digest, **beside}),
        media_count=len(shown),
        user_id=_either(found.fields, inner, "user_id"),
        bind_id=_either(found.fields, inner, "bind_id"),
        task_name=_either(found.fields, inner, "task_name"),
        language=_either(found.fields, inner, "language"),
    )


def render_id(answer: Answer, sent: str) -> str:
    """Return the id of a submitted render: the one that was sent, unless the answer names another.

    Raises:
        NemoError: the answer refuses.
    """
    fields = payload(answer, Route.SUBMIT).fields
    return json_access.first_text(fields, "id", "render_id", "taskId", "task_id") or sent


def render(answer: Answer) -> Render:
    """Return how far a render is; one that failed is a value, not an error.

    Raises:
        NemoError: the poll itself is refused, or the answer names no status.
    """
    fields = _render_fields(answer)
    output = json_access.mapping(fields.get("output"))
    progress = json_access.number(fields.get("progress"))
    return Render(
        id=json_access.first_text(fields, "id", "render_id", "taskId"),
        status=_required(fields, "status").lower(),
        progress=None if progress is None else min(max(progress, 0.0), 100.0),
        url=_link(output, "url") or _link(fields, "outputUrl", "output_url", "url"),
        error=json_access.text(fields.get("error")) or reason(json_access.mapping(fields.get("error"))) or None,
        size=_count(output, "size") or _count(fields, "size"),
        duration=json_access.first_number(output, "duration") or json_access.first_number(fields, "duration"),
    )


def acknowledge(answer: Answer, route: Route) -> None:
    """Check that the answer is a success; an empty body is one.

    Raises:
        NemoError: the answer refuses.
    """
    if answer.body.strip() or not 200 <= answer.status < 300:
        payload(answer, route)


def refused_stream(answer: Answer) -> NemoError:
    """Return the error for an answer that came in place of the event stream."""
    try:
        payload(answer, Route.SESSION)
    except NemoError as error:
        return error
    return Garbled(status=answer.status)


def _render_fields(answer: Answer) -> Mapping[str, Any]:
    try:
        return payload(answer, Route.RENDER).fields
    except NemoError:
        body = _object(answer)
        for fields in (json_access.mapping(body.get("data")), body):
            if answer.status < 300 and (json_access.text(fields.get("status")) or "").lower() in _FAILED:
                return {"error": body.get("error") or body.get("message"), **fields}
        raise


def _object(answer: Answer) -> Mapping[str, Any]:
    try:
        return json_access.mapping(json_access.parse(answer.body.decode("utf-8-sig")))
    except (UnicodeDecodeError, Garbled):
        return {}


def _draft(found: Payload, inner: Mapping[str, Any], place: tuple[str, ...]) -> Draft | None:
    return Draft(raw_value(found.text, (*found.path, *place, "draft"))) if inner.get("draft") else None


def _uploaded(item: Mapping[str, Any]) -> Uploaded:
    seconds = json_access.first_number(item, "duration", "duration_seconds")
    return Uploaded(
        name=json_access.first_text(item, "filename", "name", "file_name") or "",
        kind=json_access.first_text(item, "file_type", "type", "kind") or "",
        url=json_access.first_text(item, "cdn_url", "url", "file_url") or "",
        duration_seconds=seconds if seconds is not None and seconds >= 0 else None,
        width=_count(item, "width"),
        height=_count(item, "height"),
    )


def _media(item: Any) -> MediaInfo:
    fields = json_access.mapping(item)
    url = json_access.first_text(fields, "cdn_url", "url", "file_url") or json_access.text(item) or ""
    name = json_access.first_text(fields, "filename", "name", "file_name", "title")
    return MediaInfo(name or url.partition("?")[0].rpartition("/")[2], _count(fields, "size", "file_size"), url)


def _required(fields: Mapping[str, Any], name: str) -> str:
    found = json_access.first_text(fields, name)
    if found is None:
        raise Garbled(reason=f"no {name}")
    return found


def _either(outer: Mapping[str, Any], inner: Mapping[str, Any], name: str) -> str | None:
    return json_access.first_text(outer, name) or json_access.first_text(inner, name)


def _link(fields: Mapping[str, Any], *names: str) -> str | None:
    """Return a link that may be fetched; any other counts as missing, and the film is downloaded through the API."""
    found = json_access.first_text(fields, *names)
    try:
        return fetchable(found, frozenset({origin(found)})) if found else None
    except Forbidden:
        return None


def _count(fields: Mapping[str, Any], *names: str) -> int | None:
    found = json_access.first_number(fields, *names)
    return None if found is None else max(0, int(found))


def _epoch(value: Any) -> float | None:
    stamp = json_access.number(value)
    if stamp is not None:
        return stamp / 1000 if stamp > _MILLISECONDS_FROM else stamp
    try:
        moment = datetime.fromisoformat(json_access.text(value) or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
