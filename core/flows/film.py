"""From a stored draft to the film in the chat.

The render has a lane of its own, so that the next edit need not wait for it. The film is sent as a file where it fits
the platform, and always with its link.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from core import progress
from core.flows.context import RequestContext
from core.flows.render import render
from core.flows.snapshot import timeline
from core.media.errors import BadStatus, Forbidden, MediaError, Truncated
from core.media.source import ByteSource
from core.model.actions import Export, SameForAnother, TryAgain, Undo
from core.model.attachments import Attachment
from core.model.chat import Button, Film, Folded, NotAllowed, Post, Role, TooLarge
from core.model.versions import Version
from core.nemo.errors import Denied, NemoError, PlanRequired
from core.progress import Rendered, progress_of
from core.tokens import TokenError
from core.words.amounts import duration_words, size_words
from core.words.spoilers import SPOILER
from core.words.timeline import line, picture

_LATEST: Final = 20  # requests of a project, among which the clip is looked for
_NO_NAME: Final = re.compile(r"[^\w-]+")


async def make_film(context: RequestContext, version_id: int, *, intro: str = "") -> None:
    """Render a draft and send its film, with `intro` above it.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        RenderFailed, RenderUnfinished: the render did not finish.
        NemoError, TokenError: the backend refused the render, or could not be reached.
    """
    await context.journal.step(progress.RENDER_QUEUED, lambda: _show_queue(context), bool)
    await context.journal.enter(context.project.render_lane)
    version = await context.stores.versions.get(version_id)
    began = await context.journal.step(progress.RENDER_BEGAN, lambda: _now(context), float)
    try:
        rendered = await render(context, version)
    except (PlanRequired, Denied):
        await context.backend.pause_exports(paused=True)
        raise
    await context.journal.step(progress.RENDER_DONE, lambda: _render_done(context, began), bool)
    if rendered.known and not intro:
        intro = context.say("film.same")
    await _send_film(context, version, rendered, [intro] if intro else [])


async def _show_queue(context: RequestContext) -> bool:
    """Show in the status that another film of this project is made first."""
    lane = context.project.render_lane
    waits = context.request.lane != lane and any(
        one.lane == lane for one in await context.stores.requests.open(project=context.project.id)
    )
    if waits:
        await context.status.promise(context.say("queue.render"))
    return waits


async def _now(context: RequestContext) -> float:
    return context.clock.time()


async def _render_done(context: RequestContext, began: float) -> bool:
    context.measure("render", context.clock.time() - began)
    await context.backend.pause_exports(paused=False)
    await context.status.show(context.say("delivering"))
    return True


async def _send_film(context: RequestContext, version: Version, rendered: Rendered, remarks: list[str]) -> None:
    capabilities = context.platform.capabilities(context.request.target)
    link, size = await _reachable(context, rendered.url)
    link_only = Film(
        film_name(context.project.title, version.number),
        key=rendered.rendering.id,
        link=link,
        size=rendered.size or size,
        seconds=rendered.seconds,
        clip=await _clip(context),
        originals=await _originals(context) if capabilities.plays_links else (),
    )
    fits = link_only.size is None or link_only.size <= capabilities.file_bytes
    as_file = fits and capabilities.file_bytes > 0 and not (capabilities.plays_links and link_only.link)
    sent = replace(link_only, open=lambda: _bytes(context, rendered, link_only)) if as_file else link_only
    newest = await context.stores.versions.newest(version.project)
    if newest is not None and newest.id != version.id:
        remarks.append(context.say("film.older", version=version.number))
    # a platform that takes no files at all explains that itself
    explained = fits or capabilities.plays_links or capabilities.file_bytes == 0
    why = "" if explained else "film.link_only"
    post = await _post(context, version, sent, remarks, why)
    if remarks and await _are_apart(context, post):
        # what goes wrong with a film of several messages would repeat them all
        await context.send(progress.FILM_REMARKS, Post(Role.QUIET, "\n\n".join(remarks)))
        remarks = []
        post = await _post(context, version, sent, remarks, why)
    try:
        await context.send(progress.FILM, post)
    except (TooLarge, NotAllowed, MediaError) as refusal:
        await context.send(progress.FILM_LINK, await _post(context, version, link_only, remarks, _why(refusal)))


async def _are_apart(context: RequestContext, post: Post) -> bool:
    """Return whether the remarks about a film are a message of their own: with them it is longer than a caption."""

    async def too_long() -> bool:
        if context.journal.knows(progress.resend(progress.FILM, 0)):
            return False  # an earlier release sent the film with all of it
        limit = context.platform.capabilities(context.request.target).caption_units
        return limit is not None and len(post.text.encode("utf-16-le")) // 2 > limit

    return await context.journal.read(progress.FILM_REMARKS_APART, too_long, bool)


def _why(refusal: TooLarge | NotAllowed | MediaError) -> str:
    """Return the phrase that explains why there is only a link."""
    match refusal:
        case TooLarge():  # larger than the platform's limit after all
            return "film.link_only"
        case NotAllowed():
            return "film.link_not_allowed"
        case _:
            return "film.link_unread"


@asynccontextmanager
async def _bytes(context: RequestContext, rendered: Rendered, film: Film) -> AsyncIterator[ByteSource]:
    """Open the film: from its link, or from the download route when the render came without one."""
    if not film.link:
        try:
            async with context.backend.download(rendered.rendering) as source:
                yield source
        except NemoError as error:
            raise Truncated from error  # a platform expects media errors, and knows none of the backend
        return
    limit = context.platform.capabilities(context.request.target).file_bytes
    async with context.services.fetcher.open(film.link) as fetched, fetched.source(limit) as source:
        yield source


async def _clip(context: RequestContext) -> Attachment | None:
    """Return the first clip of this request that has a thumbnail; None: it brought none."""
    parts = await context.stores.requests.parts(context.request.id)
    return next((file for part in parts for file in part.attachments if file.thumbnail), None)


async def _originals(context: RequestContext) -> tuple[Attachment, ...]:
    """Return the files that arrived with this request, else with the last one before it that brought some."""
    for one in await context.stores.requests.latest(context.project.id, _LATEST):
        if one.id <= context.request.id:
            so_far = await progress_of(context.stores.entries, one.id)
            if so_far.turn_input and (arrived := so_far.arrived(so_far.turn_input.files)):
                return arrived
    return ()


async def _reachable(context: RequestContext, link: str) -> tuple[str, int | None]:
    """Return the link and the film's size in bytes where it is known; "" for a link that cannot be read."""
    if not link:
        return "", None
    try:
        _, size = await context.services.fetcher.prefix(link, 1)
    except (Forbidden, BadStatus):
        return "", None  # the download route still has the film
    except MediaError:
        return link, None  # the user may reach what this process cannot
    return link, size


async def _post(context: RequestContext, version: Version, film: Film, remarks: list[str], why: str) -> Post:
    """Return the message of a film; `why` is the phrase that explains why it is only a link, or ""."""
    language = context.request.language
    facts = [duration_words(film.seconds, language)] if film.seconds else []
    facts += [size_words(film.size, language)] if film.size else []
    ready = " · ".join([context.say("film.ready", name=film.name), *facts])
    more = [context.say(why)] if why and film.link else []
    if film.open is None and not film.link:
        more.append(await _without_link(context))
    shown = await timeline(context, version.id)
    return Post(
        Role.ANSWER,
        "\n\n".join([*remarks, ready, *more]),
        await result_buttons(context),
        film=film,
        picture=picture(shown) if shown.tracks else None,
        folded=Folded("\n\n".join([*remarks, *more]), line(shown, language)),
    )


async def _without_link(context: RequestContext) -> str:
    link = await _browser_link(context)
    return context.say("film.no_address_browser", link=link) if link else context.say("film.no_address_group")


async def result_buttons(context: RequestContext) -> tuple[Button, ...]:
    """Return the buttons under a film; the browser link only where no stranger can use it."""
    buttons = (
        context.button("export_again", Export()),
        context.button("undo", Undo()),
        context.button("try_again", TryAgain(context.request.id)),
        context.button("same_for_another", SameForAnother(context.request.id)),
    )
    link = await _browser_link(context)
    return (*buttons, Button(context.say("button.open_in_browser"), url=link)) if link else buttons


async def _browser_link(context: RequestContext) -> str:
    if context.rules.stand_in or not context.shows_links or await context.backend.shared_account():
        return ""
    try:
        return await context.backend.browser_link()
    except (NemoError, TokenError):
        return ""


def film_name(title: str, number: int) -> str:
    """Return the file name of a film, such as `travel-v3.mp4`; what is made of a spoiler has the mark of one."""
    mark = SPOILER if title.startswith(SPOILER) else ""
    stem = _NO_NAME.sub("-", title.removeprefix(mark).lower()).strip("-_")[:40].strip("-_")
    return f"{mark}{stem or 'video'}-v{number}.mp4"
