"""The door in: seen before? joins a waiting request? what is meant? admitted? whose project? which lane?

When `receive` returns, the receipt is committed; only then may a platform acknowledge. What is shown at once (the
mark on the message, the place in line) comes after the commit and beside it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from core.intake.admission import admitted
from core.intake.permission import may_press
from core.intake.routing import Route, internal_reply, of_action, of_words
from core.model.actions import Cancel, TryAgain, number_of
from core.model.chat import Address, Attachment, ChatError, Incoming, Unseen
from core.model.front_door import FrontDoor
from core.model.messages import Origin
from core.model.preferences import scope_of
from core.model.projects import Project
from core.model.requests import Flow, InternalReply, NewRequest, Part, Request, WordsFrom
from core.outbox.request_log import log_stage
from core.outbox.status import log_not_sent
from core.progress import progress_of
from core.services import Services
from core.upload.link import request_of
from core.upload.state import LinkState
from core.words.follow_up import expects_follow_up
from core.words.intents import Meaning, Wish, meaning
from core.words.language import Language, from_locale, language_of

log = logging.getLogger(__name__)

SHOWN_PROJECTS = (
    25  # Discord shows at most so many choices of an option (developer documentation, "Application Commands")
)
_UNSEEN = {
    Unseen.REPLIED_TO: InternalReply.UNSEEN_REPLIED_TO,
    Unseen.MESSAGE: InternalReply.UNSEEN_MESSAGE,
}


class Intake(FrontDoor):
    """Turns what platforms hand in into requests."""

    def __init__(self, services: Services, allow: Collection[str] = ()) -> None:
        self._services = services
        self._stores = services.stores
        self._allow = allow
        self._doors: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._beside: set[asyncio.Task[None]] = set()

    async def receive(self, incoming: Incoming) -> None:
        """Commit a message; whatever is received twice is handled once."""
        door = self._doors.setdefault(incoming.address, asyncio.Lock())
        async with door:
            await self._receive(incoming)

    async def may_press(self, incoming: Incoming) -> bool:
        """Keep `FrontDoor.may_press`."""
        return await may_press(self._stores.messages, self._stores.requests, incoming)

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Keep `FrontDoor.origin`."""
        return await self._stores.messages.origin(address, key)

    async def projects(self, address: Address, sender: str) -> Sequence[tuple[int, str]]:
        """Keep `FrontDoor.projects`."""
        found = await self._stores.projects.latest(address, sender, SHOWN_PROJECTS)
        return [(project.number, project.title or "…") for project in found]

    async def close(self) -> None:
        """Let what runs beside come to its end."""
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def _receive(self, incoming: Incoming) -> None:
        if await self._stores.requests.seen(incoming.address, incoming.key):
            if incoming.corrects:
                await self._correct(incoming)
            return
        if not admitted(self._allow, incoming.address, incoming.sender) and not self._invited(incoming):
            if await self._stores.first_times.first(scope_of(incoming.address, incoming.sender.id), "refused"):
                await self._accept(incoming, internal_reply(InternalReply.REFUSED), None)
            return
        if await self._stores.pending.has_undelivered(incoming.address, incoming.sender.id):
            aside = replace(incoming, key=f"{incoming.key}#owed", attachments=())
            await self._accept(aside, internal_reply(InternalReply.UNDELIVERED), None)
        if incoming.unseen is not None:
            await self._accept(incoming, internal_reply(_UNSEEN[incoming.unseen]), None)
            return
        if incoming.action is None and any(request_of(file) is not None for file in incoming.attachments):
            await self._from_page(incoming)
            return
        if incoming.action is None and await self._join(incoming):
            return
        await self._route(incoming)

    async def _route(self, incoming: Incoming) -> None:
        """Give a message that stands by itself its route and its project."""
        if incoming.action is not None:
            allowed = await self.may_press(incoming)
            route = of_action(incoming.action) if allowed else internal_reply(InternalReply.NOT_YOURS)
        else:
            files = bool(incoming.attachments)
            means = meaning(incoming.text, has_media=files)
            route = of_words(means, has_files=files)
            if route.fresh:
                incoming = replace(incoming, text=means.argument)
            if not files and await self._cancels_anothers(incoming, means):
                route = replace(route, reply=InternalReply.CANCEL_NOT_YOURS)
        if isinstance(route.action, TryAgain):
            await self._again(incoming, route, route.action.request)
            return
        if route.flow is Flow.ANSWER:
            await self._accept(incoming, route, await self._replied(incoming))
            return
        incoming, route = await self._with_kept_words(incoming, route)
        await self._accept(incoming, route, await self._project(incoming, fresh=route.fresh))

    async def _cancels_anothers(self, incoming: Incoming, means: Meaning) -> bool:
        """Return whether words would cancel what their sender's button could not."""
        if means.wish is not Wish.CANCEL:
            return False
        return not await self.may_press(replace(incoming, action=Cancel(number_of(means.argument))))

    def _invited(self, incoming: Incoming) -> bool:
        """Return whether somebody comes for the upload page of a request that was admitted elsewhere."""
        page, (command, _, argument) = self._services.upload_page, incoming.text.partition(" ")
        return page is not None and command == "/start" and page.invited(argument.strip()) is not None

    async def _from_page(self, incoming: Incoming) -> None:
        """Accept a file of the upload page as a request of its own, if nothing else took its words meanwhile."""
        services, number = self._services, request_of(incoming.attachments[0])
        seen = await services.upload_links.visit(number or 0)
        if seen.state is not LinkState.OPEN or seen.key != incoming.key:
            return
        await self._stores.pending.take(incoming.address, incoming.sender.id, services.clock.time(), request=number)
        route = of_words(meaning(incoming.text, has_media=True), has_files=True)
        words_from = WordsFrom.PENDING if incoming.text else WordsFrom.TYPED
        asked_on = seen.request.project
        project = (
            await self._stores.projects.get(asked_on) if asked_on else await self._project(incoming, fresh=route.fresh)
        )
        await self._accept(incoming, replace(route, words_from=words_from), project)

    async def _with_kept_words(self, incoming: Incoming, route: Route) -> tuple[Incoming, Route]:
        """Give a clip without words those that wait for one."""
        if not incoming.attachments or incoming.text.strip():
            return incoming, route
        pending = await self._stores.pending.take(incoming.address, incoming.sender.id, self._services.clock.time())
        if pending is None:
            return incoming, route
        if pending.request is not None:
            await self._services.upload_links.words_went(pending.request)
        route = replace(route, words_from=WordsFrom.PENDING, fresh=route.fresh or pending.fresh)
        return replace(incoming, text=pending.words), route

    async def _again(self, incoming: Incoming, route: Route, number: int) -> None:
        """Accept the words of an earlier request anew, on its project, with the files that never arrived."""
        project: Project | None = None
        with contextlib.suppress(LookupError):
            earlier = await self._stores.requests.get(number)
            if earlier.reply is InternalReply.UNSEEN_REPLIED_TO:
                await self._alone(incoming, earlier)
                return
            project = await self._stores.projects.get(earlier.project or 0)
        if project is None or earlier.meaning is None:
            await self._accept(incoming, internal_reply(InternalReply.OLD_BUTTON), None)
            return
        files = await self._never_arrived(earlier)
        again = replace(incoming, text=earlier.words, attachments=files)
        await self._accept(again, replace(route, meaning=earlier.meaning), project)

    async def _alone(self, incoming: Incoming, earlier: Request) -> None:
        """Take words that waited for what they reply to as if they had just been said by themselves."""
        services = self._services
        await self._stores.pending.take(incoming.address, incoming.sender.id, services.clock.time())
        await self._route(replace(incoming, text=earlier.words, action=None, reply_to=None))

    async def _never_arrived(self, earlier: Request) -> tuple[Attachment, ...]:
        if (await progress_of(self._stores.entries, earlier.id)).uploaded:
            return ()
        parts = await self._stores.requests.parts(earlier.id)
        return tuple(file for part in parts for file in part.attachments if not file.is_script)

    async def _project(self, incoming: Incoming, *, fresh: bool) -> Project:
        person = "" if incoming.private else incoming.sender.id
        project = None if fresh else await self._replied(incoming)
        if project is None and not fresh:
            project = await self._stores.projects.current(incoming.address, person)
        return project or await self._stores.projects.start(
            incoming.address,
            person,
            private=incoming.private,
            skill=await self._services.skill_at(incoming.address),
            now=self._services.clock.time(),
        )

    async def _replied(self, incoming: Incoming) -> Project | None:
        """Return the project of the message that is replied to, whoever replies."""
        if incoming.reply_to is None:
            return None
        origin = await self._stores.messages.origin(incoming.address, incoming.reply_to)
        if origin is None or origin.project is None:
            return None
        return await self._stores.projects.get(origin.project)

    async def _join(self, incoming: Incoming) -> bool:
        """Add a message to the request it belongs to; False: it stands by itself."""
        services = self._services
        waiting = await self._stores.requests.joinable(incoming.address, incoming.sender.id, incoming.reply_to)
        now = services.clock.time()
        if waiting is None or incoming.text.lstrip().startswith("/"):
            return False
        parts = await self._stores.requests.parts(waiting.id)
        late = now > waiting.joins_until
        if late or not belongs(parts, incoming):
            return False
        limit = waiting.accepted_at + services.delays.album if incoming.album else float("inf")
        until = min(now + services.delays.join, limit)
        words = "\n\n".join([part.text for part in parts if part.text] + [incoming.text])
        files = bool(incoming.attachments) or any(part.attachments for part in parts)
        return await self._stores.requests.join(
            waiting.id, _part(incoming), meaning(words, has_media=files), max(until, waiting.joins_until), now
        )

    async def _correct(self, incoming: Incoming) -> None:
        """Replace the words of a message that was edited before its turn began; later, say how to ask."""
        means = meaning(incoming.text, has_media=bool(incoming.attachments))
        if await self._stores.requests.correct(incoming.address, incoming.key, incoming.text, means) is None:
            edited = replace(incoming, key=f"{incoming.key}#edited.{incoming.at:.0f}", attachments=())
            if not await self._stores.requests.seen(edited.address, edited.key):
                await self._accept(edited, internal_reply(InternalReply.TOO_LATE), None)

    async def _accept(self, incoming: Incoming, route: Route, project: Project | None) -> None:
        now = self._services.clock.time()
        new = NewRequest(
            flow=route.flow,
            address=incoming.address,
            sender=incoming.sender,
            private=incoming.private,
            handle=incoming.handle,
            lane=lane(route, incoming, project),
            language=await self._language(incoming),
            meaning=route.meaning,
            part=_part(incoming),
            project=project.id if project else None,
            action=route.action,
            reply=route.reply,
            words_from=route.words_from,
            reply_to=incoming.reply_to,
            joins_until=now + self._waits(incoming, route),
        )
        new = replace(new, begun=self._services.dispatcher.would_begin(new.lane))
        number = await self._stores.requests.accept(new, now)
        if number is None:
            return
        log_stage("accepted", number, incoming.address.platform, self._services.clock.time() - now)
        self._services.dispatcher.notify(new.lane, number if new.begun else None)
        if route.flow is not Flow.ANSWER:
            self._aside(lambda: self._courtesies(number), f"courtesies {number}")

    def _waits(self, incoming: Incoming, route: Route) -> float:
        """Return for how many seconds more parts may come."""
        if route.flow is not Flow.EDIT or incoming.action is not None:
            return 0.0
        if incoming.album or incoming.cut or (incoming.attachments and not incoming.text.strip()):
            return self._services.delays.join
        if not incoming.attachments and expects_follow_up(incoming.text):
            return self._services.delays.join
        return 0.0

    async def _language(self, incoming: Incoming) -> Language:
        """`/language` if set, else the message's own when plain, else the platform's."""
        scope = scope_of(incoming.address, incoming.sender.id)
        if chosen := from_locale(await self._stores.preferences.get(scope, "language")):
            return chosen
        return language_of(
            incoming.text if incoming.action is None else "", from_locale(incoming.sender.locale) or "en"
        )

    async def _courtesies(self, number: int) -> None:
        request = await self._stores.requests.get(number)
        try:
            await self._services.platforms[request.address.platform].react(request.target, "seen")
        except ChatError as error:
            log_not_sent(number, "its message could not be marked", error)
        await self._services.queue_positions.tell(request)

    def _aside(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        async def guarded() -> None:
            try:
                await work()
            except Exception:
                log.exception("%s failed", name)

        task = asyncio.create_task(guarded(), name=name)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def lane(route: Route, incoming: Incoming, project: Project | None) -> str:
    """Return the queue of a message: beside everything, behind its project's turns, or behind its renders only."""
    if route.flow is Flow.ANSWER or project is None:
        return f"now:{incoming.address}:{incoming.key}"
    means = route.meaning
    if means is not None and means.wish is Wish.EXPORT and means.version is not None:
        return project.render_lane
    return project.lane


def belongs(parts: tuple[Part, ...], incoming: Incoming) -> bool:
    """Return whether a message goes on with a request made of these parts; two complete wishes are two requests."""
    files = [file for part in parts for file in part.attachments]
    words = any(part.text.strip() for part in parts)
    if incoming.album and incoming.album in {part.album for part in parts}:
        return True
    if incoming.attachments and all(file.is_script for file in incoming.attachments):
        return True
    if incoming.attachments:
        return not incoming.text.strip() and not files and words
    if parts[-1].cut:
        return True
    return bool(files) and not words and _is_wish(incoming.text)


def _is_wish(text: str) -> bool:
    return of_words(meaning(text), has_files=False).flow is not Flow.ANSWER


def _part(incoming: Incoming) -> Part:
    return Part(incoming.key, incoming.text, incoming.attachments, incoming.at, incoming.album, incoming.cut)
