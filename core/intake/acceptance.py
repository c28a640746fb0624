"""The one transaction that accepts a message as a request and uses up what belongs to it.

After the commit the engine is notified. The reaction and the place in the queue follow in the background.
"""

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import Final

from core.engine.clock import deadline
from core.engine.current_request import working_on
from core.engine.dispatch import Reservation
from core.intake.assembly import Whole, page_of, part_of, wait_seconds
from core.intake.routing import Route, lane
from core.model.access import Place
from core.model.actions import SendWords
from core.model.attachments import smallest_file
from core.model.chat import ChatError, Incoming
from core.model.limits import Charge, Kind
from core.model.preferences import scope_of
from core.model.projects import NewProject, Project
from core.model.requests import LIMIT_REPLIES, Flow, NewRequest
from core.outbox.request_log import log_stage
from core.outbox.status import log_not_sent
from core.services import Services
from core.words.intents import Wish
from core.words.language import Language, from_locale, language_of, writes_kanji

log = logging.getLogger(__name__)

_CLOSE_SECONDS: Final = 3.0
_KINDS: Final = {Flow.EDIT: Kind.WORK, Flow.EXPORT: Kind.EXPORT}


class Acceptance:
    """Makes a request of a message and its route."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stores = services.stores
        self.acknowledgements: set[asyncio.Task[None]] = set()

    async def accept(self, whole: Whole, route: Route, project: Project | NewProject | None = None) -> bool:
        """Commit a request and notify the engine; False: there was nothing to accept, as `Requests.accept` says.

        Raises:
            CodeGone: the pairing code is not good any more; nothing was accepted.
            Banned: an admin banned the sender or the place meanwhile; nothing was accepted.
            LimitReached: a limit allows no more now; nothing was accepted.
            WordsGone: the pending words are not stored any more; nothing was accepted.
            PressRefused: the button was pressed before or withdrawn; nothing was accepted.
            StorageError: nothing was accepted.
        """
        incoming, dispatcher, now = whole.incoming, self._services.dispatcher, self._services.clock.time()
        waits = 0.0
        if route.flow is Flow.EDIT or incoming.added:
            waits = wait_seconds(incoming, route.meaning, self._services.delays)
        new = NewRequest(
            flow=route.flow,
            address=incoming.address,
            sender=incoming.sender,
            private=incoming.private,
            handle=incoming.handle,
            lane=lane(route, incoming, project),
            language=await self._language(incoming, route),
            meaning=route.meaning,
            part=part_of(incoming),
            action=route.action,
            reply=route.reply,
            words_from=whole.words_from,
            project=project.id if isinstance(project, Project) else project,
            reply_to=incoming.reply_to,
            joins_until=now + waits,
            press=whole.press,
            used=whole.used,
            charge=await self._charge(whole, route, project),
            channel=incoming.channel,
            token=incoming.token if _tries_token(incoming, route) else None,
            entries=await self._entries(incoming, route),
        )
        own_lane = "" if isinstance(project, NewProject) else new.lane
        async with dispatcher.reserve(own_lane, new.address.person(new.sender.id)) as reserved:
            number = await self._stores.requests.accept(replace(new, begun=reserved is not None), now)
            if number is None:
                return False
            log_stage("accepted", number, incoming.address.platform, self._services.clock.time() - now)
            self._services.measures.accepted(incoming.address.platform)
            await self._notify(number, own_lane, reserved)
        if route.flow is not Flow.ANSWER:
            self._acknowledge_soon(number)
        return True

    async def close(self) -> None:
        """Wait a moment for the acknowledgements that are running, and end those that wait for a send budget."""
        with contextlib.suppress(TimeoutError):
            async with deadline(_CLOSE_SECONDS, clock=self._services.clock):
                await asyncio.gather(*self.acknowledgements, return_exceptions=True)
        await asyncio.gather(*self.acknowledgements, return_exceptions=True)  # cancelled by now

    async def _entries(self, incoming: Incoming, route: Route) -> tuple[str, ...]:
        """Return the entries by which work is refused to a banned person in the transaction that accepts it.

        Else what was admitted just before a ban would begin after what was open then had been cancelled.
        """
        if route.flow is Flow.ANSWER:
            return ()
        return await self._services.ban_entries(Place.of(incoming), incoming.sender)

    async def _charge(self, whole: Whole, route: Route, project: Project | NewProject | None) -> Charge | None:
        """Return what a message counts as; None: it takes nothing, so that it is not limited, or no limit holds."""
        limits = await self._services.limits_for(whole.incoming.address, whole.incoming.sender)
        if limits is None:
            return None
        if route.reply in LIMIT_REPLIES.values():
            return Charge(limits, Kind.REFUSAL)
        kind = Kind.EXPORT if _tries_token(whole.incoming, route) else _KINDS.get(route.flow)
        if kind is None:
            return None
        # of an album and of the upload page each file is looked at by itself, later
        alone = not whole.incoming.album and page_of(whole.incoming) is None
        file_bytes = smallest_file(whole.incoming.attachments) if alone else 0
        account = ""
        if limits.credits_per_day:
            account = await self._services.tokens.shared_by_all(project)
        return Charge(limits, kind, account, whole.replaces, file_bytes)

    async def _notify(self, number: int, lane: str, reserved: Reservation | None) -> None:
        """Tell the engine of a request that is committed, whatever happens: it would wait for the next start.

        `lane` is its lane; "": that of the project which began with it.
        """
        dispatcher = self._services.dispatcher
        try:
            lane = lane or (await self._stores.requests.get(number)).lane
        except Exception:
            log.warning("the lane of R%d could not be read; the engine looks for it", number, exc_info=True)
        finally:
            if lane:
                if reserved is not None:
                    reserved.take(number, lane)
                dispatcher.notify(lane)
            else:
                dispatcher.wake(number)

    async def _language(self, incoming: Incoming, route: Route) -> Language:
        """Return the language that the sender chose, else that of the text where it is clear, else the platform's.

        What stands behind /admin is of no language.
        """
        scope = scope_of(incoming.address, incoming.sender.id)
        if chosen := from_locale(await self._stores.preferences.get(scope, "language")):
            return chosen
        said = incoming.text if incoming.action is None or isinstance(incoming.action, SendWords) else ""
        if route.meaning is not None and route.meaning.wish is Wish.ADMIN:
            said = ""
        locale = incoming.sender.locale
        return language_of(said, from_locale(locale) or "en", kanji=writes_kanji(locale))

    def _acknowledge_soon(self, number: int) -> None:
        async def guarded() -> None:
            with working_on(number):
                try:
                    await self._acknowledge(number)
                except Exception:
                    log.exception("R%d was not acknowledged", number)

        task = asyncio.create_task(guarded(), name=f"acknowledgement of R{number}")
        self.acknowledgements.add(task)
        task.add_done_callback(self.acknowledgements.discard)

    async def _acknowledge(self, number: int) -> None:
        """React to the message, and show a waiting request its place in the queue."""
        request = await self._stores.requests.get(number)
        platform = self._services.platforms.get(request.address.platform)
        if platform is None:
            return  # a file of the upload page, for a chat on a platform that is not served now
        try:
            await platform.react(request.target, "seen")
        except ChatError as error:
            log_not_sent(number, "its message could not be marked", error)
        await self._services.queue_positions.show(request)


def _tries_token(incoming: Incoming, route: Route) -> bool:
    """Return whether a message is a login whose token is tried at NemoVideo."""
    return incoming.token is not None and route.meaning is not None and route.meaning.wish is Wish.LOGIN
