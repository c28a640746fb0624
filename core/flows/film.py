"""From a kept draft to the film in the chat: rendered in a lane of its own, then delivered.

The next wish need not wait for a render. The film comes as a file where it fits, always with its link.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from core.chat import Button, Film, Post, Role, TooLarge
from core.flows.case import Case
from core.flows.render import Rendered, render
from core.media.errors import BadStatus, Forbidden, MediaError, Truncated
from core.media.source import ByteSource
from core.nemo.errors import Denied, NemoError, PlanRequired
from core.tokens import TokenError
from core.versions import Version
from core.words.amounts import duration_words, size_words


async def film(case: Case, version_id: int, *, note: str = "") -> None:
    """Render a draft and deliver its film, with `note` above it.

    Raises:
        RenderFailed, RenderUnfinished: it did not come to an end.
        NemoError: the backend refused it, or could not be asked.
    """
    await case.journal.step("film.line", lambda: _tell_line(case), bool)
    await case.journal.enter(case.project.render_lane)
    version = await case.house.versions.get(version_id)
    began = await case.journal.step("film.began", lambda: _now(case), float)
    try:
        rendered = await render(case, "film", version)
    except (PlanRequired, Denied):
        await case.backend.pause_exports(paused=True)
        raise
    await case.journal.step("film.done", lambda: _remember(case, began), bool)
    if rendered.known and not note:
        note = case.say("film.same")
    await _deliver(case, version, rendered, [note] if note else [])


async def _tell_line(case: Case) -> bool:
    """Say that another film of this project is made first."""
    lane = case.project.render_lane
    waits = case.request.lane != lane and any(
        one.lane == lane for one in await case.house.requests.open(project=case.project.id)
    )
    if waits:
        await case.status.show(case.say("queue.render"))
    return waits


async def _now(case: Case) -> float:
    return case.house.clock.time()


async def _remember(case: Case, began: float) -> bool:
    case.measured.append(("render", case.house.clock.time() - began))
    await case.backend.pause_exports(paused=False)
    await case.status.show(case.say("delivering"))
    return True


async def _deliver(case: Case, version: Version, rendered: Rendered, notes: list[str]) -> None:
    manners = case.platform.manners(case.request.target)
    link, size = await _reachable(case, rendered.url)
    link_only = Film(
        film_name(case.project.title, version.number),
        key=rendered.rendering.id,
        link=link,
        size=rendered.size or size,
        seconds=rendered.seconds,
    )
    fits = link_only.size is None or link_only.size <= manners.file_bytes
    carried = fits and manners.file_bytes > 0 and not (manners.plays_links and link_only.link)
    whole = replace(link_only, open=lambda: _bytes(case, rendered, link_only)) if carried else link_only
    newest = await case.house.versions.newest(version.project)
    if newest is not None and newest.id != version.id:
        notes.append(case.say("film.older", version=version.number))
    silent = fits or manners.plays_links or manners.file_bytes == 0  # where no file may go, the platform says why
    why = "" if silent else "film.link_only"
    try:
        await case.deliver("film.sent", await _post(case, whole, notes, why))
    except TooLarge:  # it does not fit after all
        await case.deliver("film.link", await _post(case, link_only, notes, "film.link_only"))
    except MediaError:
        await case.deliver("film.link", await _post(case, link_only, notes, "film.link_unread"))


@asynccontextmanager
async def _bytes(case: Case, rendered: Rendered, film: Film) -> AsyncIterator[ByteSource]:
    """Open the film: from its link, or from the download route when the render came without one."""
    if not film.link:
        try:
            async with case.backend.download(rendered.rendering) as source:
                yield source
        except NemoError as error:
            raise Truncated from error  # a platform knows bytes, and nothing of the backend
        return
    limit = case.platform.manners(case.request.target).file_bytes
    async with case.house.fetcher.open(film.link) as fetched, fetched.source(limit) as source:
        yield source


async def _reachable(case: Case, link: str) -> tuple[str, int | None]:
    """Return the link, and the film's size where it says so; a link that leads nowhere is as good as none."""
    if not link:
        return "", None
    try:
        _, size = await case.house.fetcher.prefix(link, 1)
    except (Forbidden, BadStatus):
        return "", None  # the download route has the film all the same
    except MediaError:
        return link, None  # who reads it may reach what we cannot
    return link, size


async def _post(case: Case, film: Film, notes: list[str], why: str) -> Post:
    """Return the message of a film; `why` is the phrase that says why only its link is there, where that is said."""
    language = case.request.language
    facts = [duration_words(film.seconds, language)] if film.seconds else []
    facts += [size_words(film.size, language)] if film.size else []
    text = [*notes, " · ".join([case.say("film.ready", name=film.name), *facts])]
    if why and film.link:
        text.append(case.say(why))
    if film.open is None and not film.link:
        text.append(await _without_address(case))
    return Post(Role.ANSWER, "\n\n".join(text), await result_buttons(case), film=film)


async def _without_address(case: Case) -> str:
    link = await _browser_link(case)
    return case.say("film.no_address_browser", link=link) if link else case.say("film.no_address_group")


async def result_buttons(case: Case) -> tuple[Button, ...]:
    """Return the buttons under a film; the browser link only where it belongs to the reader alone."""
    buttons = (
        case.button("export_again", "export"),
        case.button("undo", "undo"),
        case.button("try_again", f"again:{case.request.id}"),
        case.button("same_for_another", f"same:{case.request.id}"),
    )
    link = await _browser_link(case)
    return (*buttons, Button(case.say("button.open_in_browser"), url=link)) if link else buttons


async def _browser_link(case: Case) -> str:
    if not case.request.private or await case.backend.shared_account():
        return ""
    try:
        return await case.backend.browser_link()
    except (NemoError, TokenError):
        return ""


def film_name(title: str, number: int) -> str:
    """Return a telling name: `travel-v3.mp4`."""
    stem = re.sub(r"[^\w-]+", "-", title.lower()).strip("-_")[:40].strip("-_")
    return f"{stem or 'video'}-v{number}.mp4"
