"""What happens to an incoming message, in order: admission, assembly, routing, and one transaction that accepts it.

When `receive` returns, the receipt is committed; only then may the platform be acknowledged. Nothing is used up or
deleted before that commit, so that a message which is received again after a crash finds the same rows.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from weakref import WeakValueDictionary

from core.flows.gather import uploaded_beside
from core.intake.acceptance import Acceptance
from core.intake.admission import Admission
from core.intake.assembly import Assembly, Whole, left_to_page, part_of
from core.intake.corrections import edit_key, of_caption, received
from core.intake.dialogue import doubted, routed_in_dialogue
from core.intake.permission import may_press
from core.intake.routing import Route, internal_reply, of_message
from core.intake.tokens import is_spilled, remove_refused, without_tokens
from core.media.names import safe_name
from core.model.access import Place, place_entries, told_entries
from core.model.access_rules import Banned
from core.model.actions import Cancel, SendWords, number_of
from core.model.chat import Address, Incoming, Unseen
from core.model.first_times import ADDED, HOUR_SECONDS
from core.model.front_door import FrontDoor
from core.model.limits import DAY_SECONDS, Limit, LimitReached
from core.model.logins import own_account
from core.model.messages import Origin
from core.model.pairing import CodeGone, Judgement, fingerprint_in
from core.model.pending import WordsGone
from core.model.preferences import scope_of
from core.model.presses import ButtonWithdrawn, DoneBefore, PressedBefore, PressRefused, press_of
from core.model.projects import NewProject, Project
from core.model.requests import LIMIT_REPLIES, Flow, InternalReply, Outcome, Request, UsedUp
from core.model.titles import shown_titles
from core.services import Services
from core.words.intents import Wish, is_about_no_file
from core.words.spoilers import without_hidden
from core.words.typed_tokens import holds_mask

log = logging.getLogger(__name__)

SHOWN_PROJECTS: Final = 25  # Discord shows so many choices of an option (documentation, "Application Commands")
_REFUSED: Final = "refused"
_UNSEEN: Final = {
    Unseen.REPLIED_TO: InternalReply.UNSEEN_REPLIED_TO,
    Unseen.MESSAGE: InternalReply.UNSEEN_MESSAGE,
    Unseen.UNREADABLE: InternalReply.UNREADABLE,
}


_WITHOUT_EFFECT: Final = {Outcome.FAILED, Outcome.CANCELLED, Outcome.PARKED}
_PRESS_REFUSED: Final = {
    DoneBefore: InternalReply.SENT_BEFORE,
    PressedBefore: InternalReply.PRESSED_BEFORE,
    ButtonWithdrawn: InternalReply.BUTTON_WITHDRAWN,
}


class Intake(FrontDoor):
    """Makes requests of the messages that adapters receive."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stores = services.stores
        self._admission = Admission(services)
        self._assembly = Assembly(services)
        self._acceptance = Acceptance(services)
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, incoming: Incoming) -> bool:
        """Implement `FrontDoor.receive`; the messages of one address are handled one at a time."""
        incoming = await self._at_current_address(without_tokens(incoming))
        if incoming.action is None and is_about_no_file(incoming.text):
            incoming = replace(incoming, attachments=())
        async with self._lock(incoming.address):
            return await self._receive(incoming)

    async def close_project(self, project: Project) -> None:
        """Implement `FrontDoor.close_project`, between two messages: none is taken for the project after it."""
        async with self._lock(project.address):
            going_on = await self._stores.projects.close(project.id, self._services.clock.time())
        for request in going_on:
            self._services.dispatcher.wake(request)

    def _lock(self, address: Address) -> asyncio.Lock:
        return self._locks.setdefault(address, asyncio.Lock())

    async def may_press(self, incoming: Incoming) -> bool:
        """Implement `FrontDoor.may_press`."""
        incoming = await self._at_current_address(incoming)
        allowed = await may_press(self._stores.messages, self._stores.requests, incoming)
        return allowed and not await self._is_anothers(incoming, await self._replied(incoming))

    async def refused_press(self, incoming: Incoming) -> bool:
        """Implement `FrontDoor.refused_press`."""
        incoming = await self._at_current_address(incoming)
        press = press_of(incoming)
        if press is None or press.once:
            return False
        address, sender, now = incoming.address, incoming.sender.id, self._services.clock.time()
        return await self._stores.requests.refuse_press(address, sender, part_of(incoming), press, now)

    async def address_of(self, address: Address, key: str) -> Address | None:
        """Implement `FrontDoor.address_of`."""
        return await self._stores.messages.address_of(await self._stores.addresses.current(address), key)

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Implement `FrontDoor.origin`."""
        origin = await self._stores.messages.origin(await self._stores.addresses.current(address), key)
        if origin is None or origin.request is None:
            return origin
        return replace(origin, lost=await self._is_lost(await self._stores.requests.get(origin.request)))

    async def _is_lost(self, request: Request) -> bool:
        """Return whether the files of a request never reached its project, nor did when it was tried again."""
        if request.outcome not in _WITHOUT_EFFECT or await self._services.upload_links.arrived(request):
            return False
        parts = await self._stores.requests.parts(request.id)
        names = {safe_name(file.name) for part in parts for file in part.attachments}
        return bool(names) and names.isdisjoint(await uploaded_beside(self._stores, request))

    async def projects(self, address: Address, sender: str) -> Sequence[tuple[int, str]]:
        """Implement `FrontDoor.projects`."""
        found = await self._stores.projects.latest(address, sender, SHOWN_PROJECTS)
        titles = await shown_titles(self._stores.requests, found)
        return [(project.number, without_hidden(titles[project.id]) or "…") for project in found]

    async def close(self) -> None:
        """Wait for what runs in the background."""
        await self._acceptance.close()

    async def _receive(self, incoming: Incoming) -> bool:
        if (refusal := await self._admission.refusal(incoming)) is not None:
            # a bot that is added to a group is asked for nothing that could be refused
            return incoming.added or await self._refuse_or_pair(incoming, refusal)
        if incoming.added:
            greeted_once = Whole(incoming, used=UsedUp(first_here=ADDED))
            await self._acceptance.accept(greeted_once, internal_reply(InternalReply.ADDED))
        elif await self._stores.requests.seen(incoming.address, incoming.key):
            if incoming.corrects:
                await self._correct(incoming)
        elif self._is_not_kept(incoming.written_at):  # it may have been received, and is no new wish
            await self._say_too_late(incoming)
        else:
            await self._tell_undelivered(incoming)
            if (reply := await self._reply_to(incoming)) is not None:
                await self._acceptance.accept(Whole(incoming), internal_reply(reply), await self._replied(incoming))
            elif not await self._assembly.join(incoming):
                return await self._take(incoming)
        return True

    async def _at_current_address(self, incoming: Incoming) -> Incoming:
        """Return a message as one of the chat's present address: an old button still names the former one."""
        return replace(incoming, address=await self._stores.addresses.current(incoming.address))

    async def _refuse_or_pair(self, incoming: Incoming, reply: InternalReply) -> bool:
        """Refuse a message, unless it is a pairing code; False: it is dropped. A code is looked at in a direct chat."""
        words_alone = incoming.private and incoming.action is None and not incoming.attachments
        code = fingerprint_in(incoming.text) if words_alone and reply is InternalReply.REFUSED else None
        if code is None:
            return await self._refuse(incoming, reply)
        person, now = incoming.address.person(incoming.sender.id), self._services.clock.time()
        match await self._stores.pairing.judge(code, person, now):
            case Judgement.GOOD:
                used, answer = UsedUp(code=code), InternalReply.PAIRED
            case Judgement.WRONG:
                used, answer = UsedUp(wrong_code=True), InternalReply.WRONG_CODE
            case Judgement.LOCKED | Judgement.NONE:
                return await self._refuse(incoming, reply)
        log.info("%s typed a pairing code: %s", person, answer)
        try:
            return await self._acceptance.accept(Whole(incoming, used=used), internal_reply(answer))
        except CodeGone:  # somebody else used it meanwhile
            return await self._refuse(incoming, reply)

    async def _refuse(self, incoming: Incoming, reply: InternalReply) -> bool:
        """Tell a sender who is not admitted so, once an hour at most; False: that was told.

        A file of the upload page is left to the page, its link open.
        """
        await remove_refused(self._services, incoming)
        scope = scope_of(incoming.address, incoming.sender.id)
        if await self._stores.first_times.happened(scope, _REFUSED, within=HOUR_SECONDS):
            self._services.measures.dropped(incoming.address.platform, "not_allowed")
            return False
        incoming = left_to_page(incoming)
        place = Place.of(incoming)
        if reply is InternalReply.REFUSED:
            log.info("refused; NEMOBOT_ALLOW may name one of %s", ", ".join(told_entries(place, incoming.sender)))
        elif reply is InternalReply.BANNED:
            log.info("%s is refused: an admin banned them", incoming.address.person(incoming.sender.id))
        else:
            person, where = incoming.address.person(incoming.sender.id), ", ".join(place_entries(place))
            log.info("%s is refused by NEMOBOT_PLACES, which names one of %s", person, where)
        told_rarely = Whole(incoming, used=UsedUp(first_in_hour=_REFUSED))
        return await self._acceptance.accept(told_rarely, internal_reply(reply))

    async def _correct(self, incoming: Incoming) -> None:
        """Change the words of a request that has not begun; a caption added to a bare clip is a request of its own."""
        incoming = await of_caption(self._services, incoming)
        earlier = await received(self._services, incoming)
        if earlier and earlier.says(incoming):
            return
        if await self._assembly.correct(earlier.with_kept_words(incoming) if earlier else incoming):
            return
        if earlier and (caption := earlier.added_caption(incoming)):
            await self._take(caption, replaces=None if earlier.request.words else earlier.request.id)
        else:
            await self._say_too_late(incoming)

    async def _say_too_late(self, incoming: Incoming) -> None:
        """Tell the sender of an edit that comes too late how to ask for a change; each edit is answered once."""
        edited = replace(incoming, key=edit_key(incoming), attachments=())
        await self._acceptance.accept(Whole(edited), internal_reply(InternalReply.TOO_LATE))

    async def _tell_undelivered(self, incoming: Incoming) -> None:
        """Accept a request that sends the answers which could not be delivered earlier."""
        if not await self._stores.pending.has_undelivered(
            incoming.address, incoming.sender.id, private=incoming.private
        ):
            return
        notice = replace(incoming, key=f"{incoming.key}#undelivered", attachments=())
        handed_over = Whole(notice, used=UsedUp(undelivered=True))
        await self._acceptance.accept(handed_over, internal_reply(InternalReply.UNDELIVERED))

    async def _reply_to(self, incoming: Incoming) -> InternalReply | None:
        """Return the answer to a message that cannot be worked on; None: it can."""
        if incoming.unseen is not None and not holds_mask(incoming.text):
            return _UNSEEN[incoming.unseen]
        if is_spilled(incoming):
            return InternalReply.SPILLED
        allowed = incoming.action is None or await self.may_press(incoming)
        return None if allowed else InternalReply.NOT_YOURS

    def _is_not_kept(self, moment: float | None) -> bool:
        """Return whether what was said at an epoch second may be deleted by now; None: nothing was."""
        if moment is None:
            return False
        return moment < self._services.steady.earliest() - self._services.rules.keep_days * DAY_SECONDS

    async def _ended(self, incoming: Incoming) -> InternalReply | None:
        """Return the answer to what is asked under a message whose project is not kept any more; None: it is."""
        if incoming.reply_to is None:
            return None
        origin = await self._stores.messages.origin(incoming.address, incoming.reply_to)
        if origin is not None:
            return InternalReply.FORGOTTEN if origin.forgotten and not incoming.attachments else None
        return InternalReply.PROJECT_ENDED if self._is_not_kept(incoming.answered_at) else None

    async def _take(self, incoming: Incoming, *, replaces: int | None = None) -> bool:
        """Accept a message with what belongs to it; a press that does nothing is answered. False: it is dropped.

        `replaces` is as in `core.model.limits.Charge`.
        """
        press = press_of(incoming)
        while (whole := await self._assembly.whole(incoming)) is not None:
            try:
                await self._route(replace(whole, press=press, replaces=whole.replaces or replaces))
            except WordsGone:
                continue  # they were used meanwhile: read again what belongs to the message
            except PressRefused as refusal:
                ended = await self._ended(incoming) if isinstance(refusal, ButtonWithdrawn) else None
                reply = internal_reply(ended or _PRESS_REFUSED[type(refusal)])
                await self._acceptance.accept(Whole(incoming), reply, await self._replied(incoming))
            except Banned:
                return await self._refuse(incoming, InternalReply.BANNED)
            except LimitReached as refusal:
                return await self._refuse_by(refusal, incoming)
            return True
        return True

    async def _refuse_by(self, refusal: LimitReached, incoming: Incoming) -> bool:
        """Tell a sender that a limit allows no more now; False: as that is said once in a minute, it was said."""
        await remove_refused(self._services, incoming)
        limit, person = refusal.used.limit, incoming.address.person(incoming.sender.id)
        reply = internal_reply(LIMIT_REPLIES[limit])
        told = await self._acceptance.accept(Whole(left_to_page(incoming)), reply, await self._replied(incoming))
        if told:
            log.info("%s has reached the limit %s of %d", person, limit, refusal.used.most)
        if told and limit is Limit.PER_MINUTE:
            log.warning("%s asks more than %d times a minute: the rest of it is dropped", person, refusal.used.most)
        if not told:
            self._services.measures.dropped(incoming.address.platform, "limit")
        return told

    async def _route(self, whole: Whole) -> None:
        route = of_message(whole.incoming, whole.meaning)
        if await self._cancels_anothers(whole.incoming, route):
            route = replace(route, reply=InternalReply.CANCEL_NOT_YOURS)
        if route.is_about_project and (ended := await self._ended(whole.incoming)) is not None:
            route = internal_reply(ended)
        if route.depends_on_dialogue:
            about = await self._replied(whole.incoming) or await self._current(whole.incoming)
            now = self._services.clock.time()
            means = route.meaning
            route = await routed_in_dialogue(self._stores, route, about, whole.incoming, now)
            if means is not None and means.agrees and route.flow is not Flow.EDIT:
                in_doubt = await doubted(self._stores, whole.incoming, now)
                if in_doubt is not None:
                    yes = SendWords(in_doubt.id)
                    await self._take(replace(whole.incoming, action=yes, reply_to=in_doubt.key))
                    return
        if route.fresh and route.meaning is not None:  # the words behind /new
            whole = replace(whole, incoming=replace(whole.incoming, text=route.meaning.argument))
        if self._services.drain.on and route.flow is not Flow.ANSWER:  # nothing of it is kept, and nothing used up
            whole, route = Whole(left_to_page(whole.incoming)), internal_reply(InternalReply.DRAINING)
        project = await self._project(whole, route)
        if isinstance(project, Project) and await self._is_anothers(whole.incoming, project):
            project = None  # an answer about something else tells nothing of it
            if route.flow is not Flow.ANSWER or route.is_about_project:
                whole, route = Whole(whole.incoming), internal_reply(InternalReply.ANOTHERS_LOGIN)
        await self._acceptance.accept(whole, route, project)

    async def _is_anothers(self, incoming: Incoming, project: Project | None) -> bool:
        """Return whether a project runs on the own account of another person, whom alone it obeys."""
        if incoming.private or project is None or project.account is None or project.sender == incoming.sender.id:
            return False
        owner = (await self._stores.accounts.get(project.account)).person
        return owner not in {"", incoming.address.person(incoming.sender.id)}

    async def _cancels_anothers(self, incoming: Incoming, route: Route) -> bool:
        """Return whether words would cancel a request that the sender's button could not cancel."""
        if incoming.action is not None or route.meaning is None or route.meaning.wish is not Wish.CANCEL:
            return False
        return not await self.may_press(replace(incoming, action=Cancel(number_of(route.meaning.argument))))

    async def _project(self, whole: Whole, route: Route) -> Project | NewProject | None:
        """Return the project that a message works on or is about; None: an answer about no project."""
        incoming, projects = whole.incoming, self._stores.projects
        if whole.project is not None and not (joined := await projects.get(whole.project)).closed:
            return joined
        fresh = whole.fresh or route.fresh
        project = None if fresh else await self._replied(incoming) or await self._opened_on(incoming)
        in_doubt = route.reply is InternalReply.IN_DOUBT
        if (route.flow is Flow.ANSWER and not in_doubt) or project is not None:
            return project
        current = None if fresh else await self._current(incoming)
        if current is not None or in_doubt:
            return current
        person = "" if incoming.private else incoming.sender.id
        skill = await self._services.skill_at(incoming.address)
        account = await own_account(self._stores.logins, incoming.address, incoming.sender)
        return NewProject(person, incoming.private, skill, account)

    async def _current(self, incoming: Incoming) -> Project | None:
        """Return the sender's current project here; None: there is none."""
        return await self._stores.projects.current(incoming.address, "" if incoming.private else incoming.sender.id)

    async def _replied(self, incoming: Incoming) -> Project | None:
        """Return the project of the message that is replied to, also if another person replies."""
        return await self._project_at(incoming.address, incoming.reply_to) if incoming.reply_to is not None else None

    async def _opened_on(self, incoming: Incoming) -> Project | None:
        """Return the project of the message that a thread was opened on, until its sender begins another one there."""
        if incoming.opened_on is None:
            return None
        person = "" if incoming.private else incoming.sender.id
        if await self._stores.projects.current(incoming.address, person) is not None:
            return None
        return await self._project_at(*incoming.opened_on)

    async def _project_at(self, address: Address, key: str) -> Project | None:
        """Return the project that a message belongs to; None: it is of none that is known."""
        origin = await self._stores.messages.origin(address, key)
        if origin is None or origin.project is None:
            return None
        project = await self._stores.projects.get(origin.project)
        return None if project.closed else project
