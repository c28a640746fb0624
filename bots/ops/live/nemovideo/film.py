"""The film: an export refused, made, cancelled, polled, read by its address and by the download route."""

import asyncio
import time
from typing import Any

from bots.ops.live.exchange import TRANSFER_SECONDS, NoAnswer, Reply, finished
from bots.ops.live.nemovideo.api import NemoVideo, data
from bots.ops.live.probe import Missing, Probe, served
from bots.ops.live.shapes import names, shape
from core.media.errors import Forbidden
from core.media.sniff import SNIFF_BYTES, file_type
from core.media.urls import fetchable, origin
from core.nemo import calls, wire
from core.nemo.errors import NemoError

POLL_SECONDS = 600.0  # a render is waited for so long at most
_SHORT_SECONDS = 300.0
_STATUSES = frozenset({"pending", "processing", "completed", "failed"})


async def _without_headers(api: NemoVideo) -> None:
    bare = {"Authorization": api.headers()["Authorization"]}
    render = api.new_render()
    reply = served(await _submitted(api, "export without attribution", render, bare))
    api.verdicts.judge("nemovideo.render.headers", str(reply), holds=402 in {reply.status, reply.fields.get("code")})
    if not _accepted(reply):
        api.open_renders.remove(render)


async def _render(api: NemoVideo) -> None:
    render = api.new_render()
    reply = served(await _submitted(api, "export", render))
    plan = {reply.status, reply.fields.get("code")} & {402, 403}
    if api.starter and (plan or _accepted(reply)):
        api.verdicts.judge("nemovideo.render.plan", str(reply), holds=not plan)
    if not _accepted(reply):
        api.open_renders.remove(render)
        raise Missing(f"the export was refused ({reply})")
    api.render = render
    named = reply.fields.get("success") is True and data(reply).get("id") == render
    api.verdicts.judge("nemovideo.render", f"{names(reply.value)}, in data {names(data(reply))}", holds=named)
    again = served(await _submitted(api, "export, the same id", render))
    api.verdicts.judge("nemovideo.render.twice", str(again), holds=not _accepted(again))


async def _cancel(api: NemoVideo) -> None:
    _rendered(api)
    render = api.new_render()
    if not _accepted(served(await _submitted(api, "export to be cancelled", render))):
        api.open_renders.remove(render)
        raise Missing("a second export was refused")
    reply = served(await api.ask("cancel", calls.cancel(render)))
    if reply.status == 409:
        api.open_renders.remove(render)
        raise Missing("it was made before it could be cancelled")
    api.verdicts.judge("nemovideo.render.cancel", str(reply), holds=reply.ok)
    if reply.ok:
        api.open_renders.remove(render)
        status = _status(served(await api.ask("poll, cancelled", calls.poll(render))))
        api.verdicts.judge("nemovideo.render.cancelled", f"status {shape(status)}", holds=status == "cancelled")


async def _poll(api: NemoVideo) -> None:
    render, began, statuses = _rendered(api), time.monotonic(), list[Any]()
    while True:
        reply = served(await api.ask("poll", calls.poll(render)))
        try:
            found = wire.render(wire.Answer(reply.status, reply.body))
        except NemoError:
            raise Missing(f"a poll was refused ({reply})") from None
        if (status := _status(reply)) not in statuses:
            statuses.append(status)
        seconds = time.monotonic() - began
        if not found.pending:
            break
        if seconds > POLL_SECONDS:
            raise Missing(f"the film was not made in {POLL_SECONDS:.0f} s")
        await asyncio.sleep(api.settings.nemobot_render_poll_seconds)
    api.open_renders.remove(render)
    told = ", ".join(str(shape(status)) for status in statuses)
    api.verdicts.judge("nemovideo.render.status", told, holds=set(statuses) <= _STATUSES)
    if not found.done:
        raise Missing("the export failed")
    output = reply.fields.get("output")
    link = output.get("url") if isinstance(output, dict) else None
    seen = f"{names(reply.value)}; in data {names(data(reply))}; in output {names(output)}"
    api.verdicts.judge("nemovideo.render.poll", seen, holds="status" in reply.fields and isinstance(link, str))
    api.verdicts.judge("nemovideo.render.time", f"{seconds:.0f} s", holds=seconds <= _SHORT_SECONDS)
    if found.url:
        api.link = found.url
        api.private.append(found.url)


async def _free(api: NemoVideo) -> None:
    _rendered(api)
    if "after the turn" not in api.balances:
        raise Missing("the balance could not be read before the export")
    spent = api.balances["after the turn"] - await api.available("after the export")
    api.verdicts.judge("nemovideo.render.free", f"{spent} credits", holds=spent <= 0)


async def _link(api: NemoVideo) -> None:
    if not api.link:
        raise Missing("no poll told the address of a film")
    try:
        address = fetchable(api.link, frozenset({origin(api.link)}))
    except Forbidden:
        raise Missing("the film's address is none that may be fetched") from None
    status, head, length = await _read(api, "film by its address", address, {})
    api.verdicts.judge("nemovideo.film.link", f"HTTP {status}", holds=status == 200)
    if status == 200:
        _judge_film(api, head)
        api.film_bytes = length


async def _download(api: NemoVideo) -> None:
    call = calls.download(_rendered(api))
    status, head, length = await _read(api, "film by the download route", api.url(call), api.headers())
    if status in {404, 405} and not api.link:
        raise Missing(f"there is no such route here (HTTP {status})")
    if status == 200:
        _judge_film(api, head)
    same = status == 200 and length == (api.film_bytes if api.film_bytes is not None else length)
    api.verdicts.judge("nemovideo.film.download", f"HTTP {status}, {length} bytes", holds=same)


def _judge_film(api: NemoVideo, head: bytes) -> None:
    found = file_type(head)
    is_mp4 = found is not None and found.extension == "mp4"
    api.verdicts.judge("nemovideo.film", f"a file of type {found.extension if found else 'unknown'}", holds=is_mp4)


async def _read(api: NemoVideo, name: str, url: str, headers: dict[str, str]) -> tuple[int, bytes, int]:
    """Return the status of a film's answer, its first bytes and its length; redirects are followed.

    Raises:
        NoAnswer: there was none, or it broke off.
    """
    head, length = b"", 0
    opened = api.exchange.opened(
        name, "GET", url, seconds=TRANSFER_SECONDS, headers=headers, allow_redirects=True, max_redirects=5
    )
    try:
        async with asyncio.timeout(TRANSFER_SECONDS), opened as response:
            async for chunk in response.content.iter_any():
                length += len(chunk)
                head += chunk[: max(0, SNIFF_BYTES - len(head))]
    except TimeoutError:
        raise NoAnswer(f"it did not arrive in {TRANSFER_SECONDS:.0f} s") from None
    api.exchange.steps[-1]["bytes"] = length
    return response.status, head, length


async def _submitted(api: NemoVideo, name: str, render: str, headers: dict[str, str] | None = None) -> Reply:
    """Submit the draft under this id.

    Raises:
        Missing: there is no draft.
    """
    if api.draft is None:
        api.open_renders.remove(render)
        raise Missing("the turn left no timeline to be exported")
    call = calls.submit(render, api.in_session(), api.draft)
    if headers is None:
        return await finished(api.ask(name, call))
    headers = {**headers, **call.headers}
    return await finished(api.exchange.ask(name, call.method, api.url(call), headers=headers, data=call.body))


def _rendered(api: NemoVideo) -> str:
    if not api.render:
        raise Missing("no export was accepted")
    return api.render


def _accepted(reply: Reply) -> bool:
    return reply.ok and reply.fields.get("success") is not False and reply.fields.get("code") in {None, 0}


def _status(reply: Reply) -> Any:
    return reply.fields.get("status", data(reply).get("status"))


FILM = (
    Probe(_without_headers, ("nemovideo.render.headers",)),
    Probe(_render, ("nemovideo.render.plan", "nemovideo.render", "nemovideo.render.twice")),
    Probe(_cancel, ("nemovideo.render.cancel", "nemovideo.render.cancelled")),
    Probe(_poll, ("nemovideo.render.poll", "nemovideo.render.status", "nemovideo.render.time")),
    Probe(_free, ("nemovideo.render.free",)),
    Probe(_link, ("nemovideo.film.link", "nemovideo.film")),
    Probe(_download, ("nemovideo.film.download",)),
)
