"""A draft becomes a finished render: submitted once under a number of ours, polled to its end, tried again once.

A draft that was rendered before is not rendered again: its old number is asked, which also gives a fresh link.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

from core.backend import TRANSPORT, Rendering
from core.flows.case import Case
from core.flows.connect import session_lost
from core.nemo.draft import Draft
from core.nemo.errors import DuplicateRender, NemoError, Rejected, RenderUnknown, SessionGone
from core.tokens import TokenError
from core.versions import Version

UNHEARD = 3  # a backend that is away may cost this many times the polls of one that answers


class RenderFailed(Exception):
    """The render failed, and so did the second one."""


class RenderUnfinished(Exception):
    """The polls ran out before the render of this version ended. Its number is kept: asking again goes on with it."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@dataclass(frozen=True, slots=True)
class Rendered:
    """A render at one poll. `seconds` is the film's length, `size` in bytes; both may be unknown.

    `known`: it was made by an earlier request. `heard`: the poll was answered.
    """

    rendering: Rendering
    done: bool = False
    over: bool = False
    url: str = ""
    seconds: float | None = None
    size: int | None = None
    known: bool = False
    heard: bool = True


async def render(case: Case, name: str, version: Version) -> Rendered:
    """Return the finished render of a draft.

    Raises:
        RenderFailed: twice.
        RenderUnfinished: not in time.
        NemoError: it was refused (PlanRequired, Denied), or the backend could not be asked.
    """
    known = await case.journal.step(f"{name}.known", lambda: _known(case, version), Rendering)
    if known.id:
        now = await _poll_until_over(case, f"{name}.again", known, version, at_once=True)
        if now.done:
            return replace(now, known=True)
    for attempt in (1, 2):
        rendering = await _submit(case, f"{name}.submit{attempt}", version, retry=attempt == 2)
        now = await _poll_until_over(case, f"{name}.poll{attempt}", rendering, version, at_once=False)
        if now.done:
            return now
    await case.house.versions.filmed(version.id, "", 0)
    raise RenderFailed


async def stop(case: Case) -> None:
    """Ask once to stop the render that a cancelled request began last; a refusal changes nothing."""
    begun = [case.journal.outcome(f"film.submit{attempt}", Rendering) for attempt in (2, 1)]
    if rendering := next((one for one in begun if one is not None), None):
        with suppress(NemoError, TokenError):
            await case.backend.cancel_render(rendering)


async def _known(case: Case, version: Version) -> Rendering:
    """Return the draft's earlier render; one in a size of its own is made anew each time."""
    now = await case.house.versions.get(version.id)
    return Rendering("" if _of_own_size(case) else now.render_id, now.render_account or 0)


def _of_own_size(case: Case) -> bool:
    return case.request.meaning.resolution not in {None, "1080p"}


async def _submit(case: Case, name: str, version: Version, *, retry: bool) -> Rendering:
    """Submit under a number that is written down first, so that after a crash it is asked for and not made anew."""
    number = await case.journal.step(f"{name}.number", lambda: _number(case), str)
    draft, resolution = Draft(version.draft), case.request.meaning.resolution

    async def submit() -> Rendering:
        try:
            return await case.backend.submit(number, draft, resolution)
        except SessionGone:  # the draft itself travels with the render: any session of the account will do
            await session_lost(case)
            await case.backend.create_session(case.api_language)
            return await case.backend.submit(number, draft, resolution)
        except DuplicateRender:
            return await case.backend.rendering(number)

    async def send() -> Rendering:
        await case.status.show(case.say("retrying" if retry else "rendering.start"), usual=await _usual(case))
        try:
            return await submit()
        except TRANSPORT:
            return await look_first(0)

    async def look_first(_: int) -> Rendering:
        mine = await case.backend.rendering(number)
        try:
            await case.backend.poll(mine)
        except (RenderUnknown, Rejected):
            return await submit()
        return mine

    rendering = await case.journal.effect(name, send, look_first, Rendering, undone=(NemoError,))
    if not _of_own_size(case):
        await case.house.versions.filmed(version.id, rendering.id, rendering.account)
    return rendering


async def _number(case: Case) -> str:
    return f"render_{int(case.house.clock.time() * 1000)}_{case.request.id}"


async def _usual(case: Case) -> float | None:
    usual = await case.house.timings.usual("render")
    return usual[0] if usual else None


async def _poll_until_over(case: Case, name: str, rendering: Rendering, version: Version, *, at_once: bool) -> Rendered:
    polls = case.house.patience.render_polls
    heard = 0
    for poll in range(UNHEARD * polls):
        if poll or not at_once:
            await case.journal.sleep(f"{name}.{poll}.wait", case.house.patience.render_poll)
        now = await case.journal.read(f"{name}.{poll}", lambda: _poll(case, rendering), Rendered)
        if now.over:
            return now
        heard += now.heard
        if heard == polls:
            break
    raise RenderUnfinished(version.number)


async def _poll(case: Case, rendering: Rendering) -> Rendered:
    try:
        now = await case.backend.poll(rendering)
    except RenderUnknown:
        return Rendered(rendering, over=True)
    except TRANSPORT:
        return Rendered(rendering, heard=False)  # a poll without an answer says nothing of the render
    if now.progress is not None and not now.done:
        share = min(max(now.progress / 100, 0.0), 1.0)
        await case.status.show(case.say("rendering", percent=int(share * 100)), progress=share)
    return Rendered(rendering, now.done, now.done or now.failed, now.url or "", now.duration, now.size)
