"""The door in: seen before? joins a waiting request? what is meant? admitted? whose project? which lane?

When `receive` returns, the receipt is committed; only then may a platform acknowledge. What is shown at once (the
mark on the message, the place in line) comes after the commit and beside it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from weakref import WeakValueDictionary

from core.admission import admitted
from core.chat import UNSEEN, Address, Attachment, ChatError, Incoming
from core.codec import from_json
from core.flows.case import House
from core.flows.gather import is_script
from core.flows.material import Arrived
from core.flows.scope import of_place, skill_here
from core.flows.upload_page import Standing, visit, words_went
from core.lobby import tell_place
from core.presses import may_press
from core.projects import Project
from core.requests import Flow, NewRequest, Part, Request
from core.routing import KEPT, Road, aside, of_press, of_words
from core.status import missed
from core.upload_page import request_of
from core.words.follow_up import expects_follow_up
from core.words.intents import Wish, meaning
from core.words.language import Language, from_locale, language_of

log = logging.getLogger(__name__)


class Intake:
    """Turns what platforms hand in into requests."""

    def __init__(self, house: House, allow: Collection[str] = ()) -> None:
        self._house = house
        self._allow = allow
        self._doors: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._beside: set[asyncio.Task[None]] = set()

    async def receive(self, incoming: Incoming) -> None:
        """Commit a message; whatever is received twice is handled once."""
        door = self._doors.setdefault(incoming.address, asyncio.Lock())
        async with door:
            await self._receive(incoming)

    async def close(self) -> None:
        """Let what runs beside come to its end."""
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def _receive(self, incoming: Incoming) -> None:
        house = self._house
        if await house.requests.seen(incoming.address, incoming.key):
            if incoming.corrects:
                await self._correct(incoming)
            return
        if not admitted(self._allow, incoming.address, incoming.sender) and not self._invited(incoming):
            if await house.preferences.first(of_place(incoming.address, incoming.sender.id), "refused"):
                await self._accept(incoming, aside("refused"), None)
            return
        if await house.kept.owes(incoming.address, incoming.sender.id):
            await self._accept(replace(incoming, key=f"{incoming.key}#owed", attachments=()), aside("owed"), None)
        if incoming.press is None and any(request_of(file) is not None for file in incoming.attachments):
            await self._from_page(incoming)
            return
        if incoming.press is None and await self._join(incoming):
            return
        await self._route(incoming)

    async def _route(self, incoming: Incoming) -> None:
        """Give a message that stands by itself its road and its project."""
        if incoming.press is not None:
            road = of_press(incoming.press) if await self._may_press(incoming) else aside("not_yours")
        else:
            files = bool(incoming.attachments)
            road = of_words(meaning(incoming.text, has_media=files), has_files=files)
            if road.fresh:
                incoming = replace(incoming, text=road.meaning.argument)
            if road.meaning.wish is Wish.CANCEL:
                road = await self._cancel(incoming, road)
        if road.again is not None:
            await self._again(incoming, road)
            return
        if road.flow is Flow.ANSWER:
            await self._accept(incoming, road, await self._replied(incoming))
            return
        incoming, road = await self._with_kept_words(incoming, road)
        await self._accept(incoming, road, await self._project(incoming, fresh=road.fresh))

    async def _may_press(self, incoming: Incoming) -> bool:
        return await may_press(self._house.messages, self._house.requests, incoming)

    async def _cancel(self, incoming: Incoming, road: Road) -> Road:
        """Let a cancel in words do what its button would, for whoever may press that."""
        press = f"{Wish.CANCEL}:{road.meaning.argument}"
        return replace(road, press=press) if await self._may_press(replace(incoming, press=press)) else road

    def _invited(self, incoming: Incoming) -> bool:
        """Return whether somebody comes for the upload page of a request that was admitted elsewhere."""
        page, (command, _, argument) = self._house.upload_desk.page, incoming.text.partition(" ")
        return page is not None and command == "/start" and page.invited(argument.strip()) is not None

    async def _from_page(self, incoming: Incoming) -> None:
        """Accept a file of the upload page as a request of its own, if nothing else took its words meanwhile."""
        house, number = self._house, request_of(incoming.attachments[0])
        seen = await visit(house, number or 0)
        if seen.standing is not Standing.OPEN or seen.key != incoming.key:
            return
        await house.kept.take_words(incoming.address, incoming.sender.id, house.clock.time(), request=number)
        road = of_words(meaning(incoming.text, has_media=True), has_files=True)
        asked_on = seen.request.project
        project = await house.projects.get(asked_on) if asked_on else await self._project(incoming, fresh=road.fresh)
        await self._accept(incoming, replace(road, press=KEPT if incoming.text else ""), project)

    async def _with_kept_words(self, incoming: Incoming, road: Road) -> tuple[Incoming, Road]:
        """Give a clip without words those that wait for one."""
        if not incoming.attachments or incoming.text.strip():
            return incoming, road
        kept = await self._house.kept.take_words(incoming.address, incoming.sender.id, self._house.clock.time())
        if kept is None:
            return incoming, road
        if kept.request is not None:
            await words_went(self._house, kept.request)
        return replace(incoming, text=kept.words), replace(road, press=KEPT, fresh=road.fresh or kept.fresh)

    async def _again(self, incoming: Incoming, road: Road) -> None:
        """Accept the words of an earlier request anew, on its project, with the files that never arrived."""
        house = self._house
        try:
            earlier = await house.requests.get(road.again or 0)
            if earlier.press == UNSEEN:
                await self._alone(incoming, earlier)
                return
            project = await house.projects.get(earlier.project or 0)
        except LookupError:
            await self._accept(incoming, aside("old"), None)
            return
        files = await self._never_arrived(earlier)
        again = replace(incoming, text=earlier.words, attachments=files)
        await self._accept(again, replace(road, meaning=earlier.meaning), project)

    async def _alone(self, incoming: Incoming, earlier: Request) -> None:
        """Take words that waited for what they reply to as if they had just been said by themselves."""
        house = self._house
        await house.kept.take_words(incoming.address, incoming.sender.id, house.clock.time())
        await self._route(replace(incoming, text=earlier.words, press=None, reply_to=None))

    async def _never_arrived(self, earlier: Request) -> tuple[Attachment, ...]:
        written = await self._house.entries.load(earlier.id)
        arrived = [
            from_json(text, Arrived) for name, text in written.items() if name.startswith("upload") and text is not None
        ]
        if any(not one.refused for one in arrived):
            return ()
        parts = await self._house.requests.parts(earlier.id)
        return tuple(file for part in parts for file in part.attachments if not is_script(file))

    async def _project(self, incoming: Incoming, *, fresh: bool) -> Project:
        person = "" if incoming.private else incoming.sender.id
        project = None if fresh else await self._replied(incoming)
        if project is None and not fresh:
            project = await self._house.projects.current(incoming.address, person)
        return project or await self._house.projects.start(
            incoming.address,
            person,
            private=incoming.private,
            skill=await skill_here(self._house, incoming.address),
            now=self._house.clock.time(),
        )

    async def _replied(self, incoming: Incoming) -> Project | None:
        """Return the project of the message that is replied to, whoever replies."""
        if incoming.reply_to is None:
            return None
        origin = await self._house.messages.origin(incoming.address, incoming.reply_to)
        if origin is None or origin.project is None:
            return None
        return await self._house.projects.get(origin.project)

    async def _join(self, incoming: Incoming) -> bool:
        """Add a message to the request it belongs to; False: it stands by itself."""
        house = self._house
        waiting = await house.requests.joinable(incoming.address, incoming.sender.id, incoming.reply_to)
        now = house.clock.time()
        if waiting is None or incoming.text.lstrip().startswith("/"):
            return False
        parts = await house.requests.parts(waiting.id)
        late = now > waiting.joins_until
        if late or not belongs(parts, incoming):
            return False
        limit = waiting.accepted_at + house.patience.album if incoming.album else float("inf")
        until = min(now + house.patience.join, limit)
        words = "\n\n".join([part.text for part in parts if part.text] + [incoming.text])
        files = bool(incoming.attachments) or any(part.attachments for part in parts)
        return await house.requests.join(
            waiting.id, _part(incoming), meaning(words, has_media=files), max(until, waiting.joins_until), now
        )

    async def _correct(self, incoming: Incoming) -> None:
        """Replace the words of a message that was edited before its turn began; later, say how to ask."""
        house = self._house
        means = meaning(incoming.text, has_media=bool(incoming.attachments))
        if await house.requests.correct(incoming.address, incoming.key, incoming.text, means) is None:
            edited = replace(incoming, key=f"{incoming.key}#edited.{incoming.at:.0f}", attachments=())
            if not await house.requests.seen(edited.address, edited.key):
                await self._accept(edited, aside("late"), None)

    async def _accept(self, incoming: Incoming, road: Road, project: Project | None) -> None:
        now = self._house.clock.time()
        new = NewRequest(
            flow=road.flow,
            address=incoming.address,
            sender=incoming.sender,
            private=incoming.private,
            handle=incoming.handle,
            lane=lane(road, incoming, project),
            language=await self._language(incoming),
            meaning=road.meaning,
            part=_part(incoming),
            project=project.id if project else None,
            press=road.press,
            reply_to=incoming.reply_to,
            joins_until=now + self._waits(incoming, road),
        )
        new = replace(new, begun=self._house.dispatcher.would_begin(new.lane))
        number = await self._house.requests.accept(new, now)
        if number is None:
            return
        self._house.dispatcher.called(new.lane, number if new.begun else None)
        if road.flow is not Flow.ANSWER:
            self._aside(lambda: self._courtesies(number), f"courtesies {number}")

    def _waits(self, incoming: Incoming, road: Road) -> float:
        """Return for how many seconds more parts may come."""
        if road.flow is not Flow.EDIT or incoming.press is not None:
            return 0.0
        if incoming.album or incoming.cut or (incoming.attachments and not incoming.text.strip()):
            return self._house.patience.join
        if not incoming.attachments and expects_follow_up(incoming.text):
            return self._house.patience.join
        return 0.0

    async def _language(self, incoming: Incoming) -> Language:
        """`/language` if set, else the message's own when plain, else the platform's."""
        scope = of_place(incoming.address, incoming.sender.id)
        if chosen := from_locale(await self._house.preferences.get(scope, "language")):
            return chosen
        return language_of(incoming.text if incoming.press is None else "", from_locale(incoming.sender.locale) or "en")

    async def _courtesies(self, number: int) -> None:
        request = await self._house.requests.get(number)
        try:
            await self._house.platforms[request.address.platform].mark(request.target, "seen")
        except ChatError as error:
            missed(number, "its message could not be marked", error)
        await tell_place(self._house, request)

    def _aside(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        async def guarded() -> None:
            try:
                await work()
            except Exception:
                log.exception("%s failed", name)

        task = asyncio.create_task(guarded(), name=name)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def lane(road: Road, incoming: Incoming, project: Project | None) -> str:
    """Return the queue of a message: beside everything, behind its project's turns, or behind its renders only."""
    if road.flow is Flow.ANSWER or project is None:
        return f"now:{incoming.address}:{incoming.key}"
    if road.meaning.wish is Wish.EXPORT and road.meaning.version is not None:
        return project.render_lane
    return project.lane


def belongs(parts: tuple[Part, ...], incoming: Incoming) -> bool:
    """Return whether a message goes on with a request made of these parts; two complete wishes are two requests."""
    files = [file for part in parts for file in part.attachments]
    words = any(part.text.strip() for part in parts)
    if incoming.album and incoming.album in {part.album for part in parts}:
        return True
    if incoming.attachments and all(is_script(file) for file in incoming.attachments):
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
