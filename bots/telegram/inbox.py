"""Updates between Telegram and the core: stored, then acknowledged, then handled chat by chat, each chat in its order.

Telegram's offset acknowledges everything below it, so an update that cannot be handled yet would hold up every other
chat. Therefore each is stored first; polling and the webhook both bring theirs here.

A token of NemoVideo's that somebody typed is taken out of an update before it is stored, and goes along with it in
memory alone: whoever typed one that a crash takes away is asked for it once more.

An update that fails for its own sake is set aside after a few attempts. What the host refuses (a full disk, a locked
database, no file descriptor) is no fault of the update: it is tried for as long as it takes, and `/readyz` says so.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Hashable, Iterable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from tenacity import RetryCallState, stop_after_attempt, stop_never, wait_incrementing

from bots.telegram.albums import Albums
from bots.telegram.health import Health, Subject
from bots.telegram.mapping import BotUser
from bots.telegram.raw import (
    Raw,
    Undecodable,
    chat_of,
    former_chat_of,
    is_group_press,
    is_update,
    without_tokens,
)
from bots.telegram.retries import logged
from bots.telegram.tolerant import pruned
from bots.telegram.updates import Updates
from core.engine.clock import Clock
from core.engine.retries import retry
from core.model import inbox
from core.model.store_unavailable import StoreUnavailable

if TYPE_CHECKING:
    from core.model.secret import Secret

log = logging.getLogger(__name__)

HOST_REFUSALS: Final = (StoreUnavailable, OSError, MemoryError)
HOST_WAIT: Final = wait_incrementing(1.0, 4.0, 30.0)
"""The seconds after each refusal of the host: 1, 5, 9 … 30."""
_ATTEMPTS: Final = 5
_ATTEMPT_SECONDS: Final = 1.0
_NOTE_SECONDS: Final = 0.5  # what was handled is noted together, so that no message waits for a commit of its own
_NOTE_AGAIN_SECONDS: Final = 5.0
_STORING: Final = "storing"


class _Failed(Exception):
    """An update failed for its own sake; the cause says why."""


class Inbox:
    """Stores updates, and has them handled.

    Args:
        store: the rows.
        albums: tells which parts of an album are handled before an update, or that it has to wait for them.
        updates: handles one update.
        health: is told what the host refuses.
        clock: waits.
        scope: names the bot in the rows.
    """

    def __init__(
        self, store: inbox.Inbox, albums: Albums, updates: Updates, health: Health, clock: Clock, *, scope: str
    ) -> None:
        self._store = store
        self._albums = albums
        self._updates = updates
        self._health = health
        self._clock = clock
        self._scope = scope
        self._bot: BotUser | None = None
        self._lock = asyncio.Lock()  # updates are queued in the order in which they are stored
        self._chats: dict[Hashable, deque[Raw | asyncio.Event]] = {}  # an event is set when its turn comes
        self._after: dict[int, asyncio.Event] = {}  # what an update waits for in its turn
        self._tasks: set[asyncio.Task[None]] = set()
        self._handled: set[int] = set()
        self._any_handled = asyncio.Event()
        self._refused: set[Hashable] = set()
        self._tokens: dict[int, Secret] = {}  # those typed in updates that are not handled yet

    async def take(self, updates: Iterable[Any]) -> None:
        """Store updates as Telegram sent them; they may be acknowledged then.

        Raises:
            StoreUnavailable, OSError, MemoryError: none is stored, and Telegram has to deliver them again.
        """
        given = {raw["update_id"]: without_tokens(pruned(raw)) for raw in updates if is_update(raw)}
        if not given:
            return
        bodies = [(number, json.dumps(raw)) for number, (raw, _) in given.items()]
        try:
            async with self._lock:
                added = await self._store.add(self._scope, bodies)
                for number, _ in bodies:
                    if number in added:
                        raw, token = given[number]
                        if token is not None and self._bot is not None:
                            self._tokens[number] = token
                        self._queue(raw)
        except HOST_REFUSALS:
            self._note_refused(_STORING)
            raise
        self._note_accepted(_STORING)

    @asynccontextmanager
    async def handling(self, bot: BotUser) -> AsyncGenerator[None]:
        """Handle updates during the block, those that an earlier process left first."""
        self._start(self._note_handled(), "telegram handled updates")
        try:
            await self._resume(bot)
            yield
        finally:
            await self._stop()

    def rename(self, bot: BotUser) -> None:
        """Handle updates as those of a bot that has another name by now; where some wait, those first."""
        if self._bot is not None:
            self._bot = bot

    async def _resume(self, bot: BotUser) -> None:
        what = "the updates that wait cannot be read"
        await retry(
            lambda: self._queue_waiting(bot),
            on=HOST_REFUSALS,
            wait=HOST_WAIT,
            stop=stop_never,
            clock=self._clock,
            before_sleep=self._refused_and_logged(_STORING, what),
        )
        self._note_accepted(_STORING)

    async def _queue_waiting(self, bot: BotUser) -> None:
        async with self._lock:
            waiting = await self._store.waiting(self._scope)
            self._bot = bot
            for number, body in waiting:
                if number not in self._handled:
                    self._queue(json.loads(body))

    async def _stop(self) -> None:
        self._bot = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._chats.clear()
        self._after.clear()
        self._refused.clear()
        self._tokens.clear()
        try:
            await self._flush()
        except Exception:
            log.exception("it is not noted which updates were handled last; the next start looks at them again")

    def _queue(self, raw: Raw) -> None:
        """Give an update to its chat; while no updates are handled, it waits in the store."""
        if self._bot is None:
            return
        chat, former = chat_of(raw), former_chat_of(raw)
        if former != chat and former in self._chats:  # what was said in the group was said before
            self._after[raw["update_id"]] = said = asyncio.Event()
            self._chats[former].append(said)
        if chat in self._chats:
            self._chats[chat].append(raw)
            return
        self._chats[chat] = deque([raw])
        self._start(self._work(chat, self._bot), f"telegram updates of chat {chat}")

    def _queue_first(self, held: Iterable[tuple[int, str]], raw: Raw) -> None:
        """Let the next updates of a chat be those that were held, and then the one that is handled now again."""
        found = [json.loads(body) for number, body in held if number != raw["update_id"]]
        self._chats[chat_of(raw)].extendleft(reversed([*found, raw]))

    def _start(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, chat: Hashable, bot: BotUser) -> None:
        """Handle the updates of a chat until none is left."""
        waiting = self._chats[chat]
        while waiting:
            raw = waiting.popleft()
            if isinstance(raw, asyncio.Event):
                raw.set()
                continue
            if before := self._after.pop(raw["update_id"], None):
                await before.wait()
            if is_group_press(raw):  # Telegram may have to be asked who administers the group: nobody waits for that
                self._start(self._handle_or_leave(raw, bot), f"telegram press {raw['update_id']}")
            else:
                await self._handle_or_leave(raw, bot)
        del self._chats[chat]

    async def _handle_or_leave(self, raw: Raw, bot: BotUser) -> None:
        try:
            await self._handle(raw, bot)
        except Exception:
            log.exception("update %d was not handled; it is left for the next start", raw["update_id"])
        finally:
            self._tokens.pop(raw["update_id"], None)

    async def _handle(self, raw: Raw, bot: BotUser) -> None:
        """Handle an update, set it aside or let it wait for its album, however long the host refuses it."""
        number = raw["update_id"]
        what = f"update {number} cannot be written down; its chat waits until it can"
        ended = await retry(
            lambda: self._handle_or_set_aside(raw, bot),
            on=HOST_REFUSALS,
            wait=HOST_WAIT,
            stop=stop_never,
            clock=self._clock,
            before_sleep=self._refused_and_logged(number, what),
        )
        self._note_accepted(number)
        if not ended:
            return
        self._handled.add(number)
        self._any_handled.set()
        if "edited_message" in raw:  # handled again after the next edit, an edit would bring back older words
            with suppress(*HOST_REFUSALS):  # it is noted later then
                await self._flush()

    async def _handle_or_set_aside(self, raw: Raw, bot: BotUser) -> bool:
        """Handle an update in a few attempts, else set it aside; False: it waits for its album.

        Raises:
            StoreUnavailable, OSError, MemoryError: the host refuses both.
        """
        number = raw["update_id"]
        try:
            return await retry(
                lambda: self._attempt(raw, bot),
                on=_Failed,
                wait=wait_incrementing(_ATTEMPT_SECONDS, _ATTEMPT_SECONDS),
                stop=stop_after_attempt(_ATTEMPTS),
                clock=self._clock,
                before_sleep=logged(log, logging.ERROR, f"update {number} was not handled"),
            )
        except Undecodable as error:
            log.exception("update %d cannot be decoded; it is set aside", number, exc_info=error.__cause__)
        except _Failed as error:
            attempts = f"update {number} was not handled in {_ATTEMPTS} attempts"
            log.exception("%s; it is set aside", attempts, exc_info=error.__cause__)
        await self._set_aside(raw, bot)
        return True

    async def _set_aside(self, raw: Raw, bot: BotUser) -> None:
        try:
            await self._updates.set_aside(raw, bot)
        except HOST_REFUSALS:
            raise
        except Exception:
            log.exception("update %d was not set aside, or its sender was not told", raw["update_id"])

    async def _attempt(self, raw: Raw, bot: BotUser) -> bool:
        try:
            held = await self._albums.parts_before(raw, bot)
            if held is None:
                return False
            if held:
                self._queue_first(held, raw)
                return False
            await self._updates.receive(raw, bot, self._tokens.get(raw["update_id"]))
        except (*HOST_REFUSALS, Undecodable):
            raise
        except Exception as error:
            raise _Failed("it failed for its own sake") from error
        return True

    async def _note_handled(self) -> None:
        """Note what was handled, a moment later and together."""
        while True:
            await self._any_handled.wait()
            self._any_handled.clear()
            await self._clock.sleep(_NOTE_SECONDS)
            try:
                await self._flush()
            except Exception:
                log.exception("it is not noted yet which updates were handled")
                self._any_handled.set()
                await self._clock.sleep(_NOTE_AGAIN_SECONDS)

    async def _flush(self) -> None:
        numbers = frozenset(self._handled)
        await self._store.handled(self._scope, numbers)
        self._handled -= numbers

    def _refused_and_logged(self, what: Hashable, failure: str) -> Callable[[RetryCallState], None]:
        log_attempt = logged(log, logging.ERROR, failure)

        def before_sleep(state: RetryCallState) -> None:
            self._note_refused(what)
            log_attempt(state)

        return before_sleep

    def _note_refused(self, what: Hashable) -> None:
        self._refused.add(what)
        self._health.degraded(Subject.STORAGE, "messages cannot be written down")

    def _note_accepted(self, what: Hashable) -> None:
        self._refused.discard(what)
        if not self._refused:
            self._health.recovered(Subject.STORAGE)
