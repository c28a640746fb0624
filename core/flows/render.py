"""Rendering a draft: submitted under an id of ours, polled until it ends, and submitted a second time if it fails.

A draft that was rendered before is not rendered again: its earlier render is polled, which also gives a fresh link.
"""

from contextlib import suppress
from dataclasses import replace

from core import progress
from core.backend import TRANSPORT
from core.flows.connect import session_lost
from core.flows.context import RequestContext
from core.model.versions import Version
from core.nemo.draft import Draft
from core.nemo.errors import DuplicateRender, NemoError, Rejected, RenderUnknown, SessionGone
from core.progress import Rendered, Rendering
from core.tokens import TokenError

POLLS_FACTOR = 3  # polls without an answer are not counted, up to this many times the limit in all


class RenderFailed(Exception):
    """The render failed twice."""


class RenderUnfinished(Exception):
    """The render of this version did not end within the polls. Exporting the version again goes on polling it."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


async def render(context: RequestContext, version: Version) -> Rendered:
    """Return the finished render of a draft.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        RenderFailed: it failed twice.
        RenderUnfinished: it did not end within the polls.
        NemoError, TokenError: it was refused (PlanRequired, Denied), or the backend could not be reached.
    """
    earlier = await context.journal.step(progress.RENDER_KNOWN, lambda: _earlier(context, version), Rendering)
    if earlier.id:
        now = await _poll_until_over(context, progress.RENDER_KNOWN_POLL, earlier, version, at_once=True)
        if now.done:
            return replace(now, known=True)
    for attempt in (1, 2):
        rendering = await _submit(context, attempt, version)
        now = await _poll_until_over(context, progress.polls(attempt), rendering, version, at_once=False)
        if now.done:
            return now
    await context.stores.versions.save_render(version.id, "", 0)
    raise RenderFailed


async def stop_render(context: RequestContext) -> None:
    """Ask the backend once to stop the last render of a cancelled request; a refusal is ignored.

    Raises:
        StorageError: the account of the render cannot be read.
    """
    begun = [context.journal.outcome(progress.submit(attempt), Rendering) for attempt in (2, 1)]
    if rendering := next((one for one in begun if one is not None), None):
        with suppress(NemoError, TokenError):
            await context.backend.cancel_render(rendering)


async def _earlier(context: RequestContext, version: Version) -> Rendering:
    """Return the earlier render of a draft, with an empty id where there is none or another size is asked for."""
    now = await context.stores.versions.get(version.id)
    return Rendering("" if _other_size(context) else now.render_id, now.render_account or 0)


def _other_size(context: RequestContext) -> bool:
    return context.meaning.resolution not in {None, "1080p"}


async def _submit(context: RequestContext, attempt: int, version: Version) -> Rendering:
    """Submit a render under an id that is recorded first: after a crash it is polled, and not submitted again."""
    render_id = await context.journal.step(progress.render_number(attempt), lambda: _new_id(context), str)

    async def submit() -> Rendering:
        rendering = await _post(context, render_id, Draft(version.draft))
        context.log_stage("rendering")
        context.services.measures.rendering()
        return rendering

    async def send() -> Rendering:
        usual = await _usual(context)
        first = "rendering.usual" if usual else "rendering.start"  # not two guesses beside each other
        await context.status.show(context.say("retrying" if attempt > 1 else first), usual=usual)
        try:
            return await submit()
        except TRANSPORT:
            return await find(0)

    async def find(_: int) -> Rendering:
        return await context.backend.repeated(poll_first)

    async def poll_first() -> Rendering:
        submitted = await context.backend.rendering(render_id)
        try:
            await context.backend.poll(submitted)
        except (RenderUnknown, Rejected):
            return await submit()
        return submitted

    rendering = await context.journal.effect(progress.submit(attempt), send, find, Rendering, undone=(NemoError,))
    if not _other_size(context):
        await context.stores.versions.save_render(version.id, rendering.id, rendering.account)
    return rendering


async def _post(context: RequestContext, render_id: str, draft: Draft) -> Rendering:
    resolution = context.meaning.resolution
    try:
        return await context.backend.submit(render_id, draft, resolution)
    except SessionGone:  # the draft is part of the call, so any session of the account will do
        await session_lost(context)
        await context.backend.create_session(context.api_language)
        return await context.backend.submit(render_id, draft, resolution)
    except DuplicateRender:
        return await context.backend.rendering(render_id)


async def _new_id(context: RequestContext) -> str:
    return f"render_{int(context.clock.time() * 1000)}_{context.request.id}"


async def _usual(context: RequestContext) -> float | None:
    usual = await context.stores.timings.usual("render")
    return usual[0] if usual else None


async def _poll_until_over(
    context: RequestContext, series: str, rendering: Rendering, version: Version, *, at_once: bool
) -> Rendered:
    polls = context.delays.render_polls
    answered = 0
    for poll in range(POLLS_FACTOR * polls):
        if poll or not at_once:
            await context.journal.sleep(progress.poll_wait(series, poll), context.delays.render_poll)
        now = await context.journal.read(progress.poll(series, poll), lambda: _poll(context, rendering), Rendered)
        if now.over:
            return now
        answered += now.heard
        if answered == polls:
            break
    raise RenderUnfinished(version.number)


async def _poll(context: RequestContext, rendering: Rendering) -> Rendered:
    try:
        now = await context.backend.poll(rendering)
    except RenderUnknown:
        return Rendered(rendering, over=True)
    except TRANSPORT:
        return Rendered(rendering, heard=False)
    if now.progress is not None and not now.done:
        share = min(max(now.progress / 100, 0.0), 1.0)
        await context.status.show(context.say("rendering", percent=int(share * 100)), progress=share)
    return Rendered(rendering, now.done, now.done or now.failed, now.url or "", now.duration, now.size)
