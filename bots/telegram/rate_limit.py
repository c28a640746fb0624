"""Calls to chats within Telegram's limits, which always keep a part of each limit for messages that must arrive.

Progress and chat actions are refused while what is left of a limit is reserved for results, or while something that
was promised waits for it. A result waits in `wait_for_budget`, before its sending is written down, and finds a call
reserved for it when it is sent; so does what was promised, which leaves the results their part.

Limits: Telegram's bots FAQ, "My bot is hitting limits, how do I avoid this?": about one message a second in a chat with
short bursts, 20 a minute in a group, 30 a second in all. Edits count like messages, chat actions count in groups and in
all; reactions, deletions and answers to callback queries do not count. A pause that Telegram asks for after a call
that does not count in the chat is for such calls alone (documented at core.telegram.org/api/errors, 420: it is about
"the given method").
"""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Concatenate, Final, ParamSpec, TypeVar

from telegram.error import ChatMigrated

from bots.telegram.handle import ChatTarget, address_of
from bots.telegram.request import Flooded
from core.engine.clock import Clock
from core.model.chat import Address, NotSent

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Moved = Callable[[Address, Address], Awaitable[None]]

BUDGET_SECONDS: Final = 30.0  # a longer wait is left to the journal: it survives the process and frees the worker
RESERVED_SECONDS: Final = 1.0  # enough to commit an intent before the call; preparing a film may take longer
SENDING_SECONDS: Final = 1.0  # a process that dies while it waits here leaves a message of unknown outcome
_CHATS: Final = 1000


class Level(Enum):
    """How a call counts, and what happens when a limit is reached."""

    UNMETERED = auto()  # does not count; refused only during flood control
    BEST_EFFORT = auto()  # counts; refused at once, also while what is left is reserved for results
    CHAT_ACTION = auto()  # like best effort, but does not count in the chat itself
    PROMISED = auto()  # counts; waits like what must be sent, but leaves the calls that are reserved for results
    MUST_SEND = auto()  # counts; uses the reserved calls, and waits up to `SENDING_SECONDS`


_UNCOUNTED: Final = frozenset({Level.UNMETERED, Level.CHAT_ACTION})


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `seconds`; the last `reserved` of them are for results."""

    calls: int
    seconds: float
    reserved: int


CHAT: Final = Limit(calls=4, seconds=4.2, reserved=2)
GROUP: Final = Limit(calls=19, seconds=61.0, reserved=7)
# Thirty in 1.2 s, in bursts of ten: calls that bunch up on their way by up to 0.2 s are still at most 30 a second.
OVERALL: Final = Limit(calls=10, seconds=0.4, reserved=4)


@dataclass(slots=True)
class Window:
    """When the recent calls under one limit were made, and until when calls that are about to come are reserved.

    `promised` is how many calls wait that were promised: the next free ones are theirs.
    """

    limit: Limit
    made: deque[float] = field(default_factory=deque)
    reserved: deque[float] = field(default_factory=deque)
    promised: int = 0

    def wait(self, now: float, left: int = 0) -> float:
        """Return the seconds until a call may be made that leaves `left` calls for others; 0: now."""
        self._forget(now)
        over = len(self.made) + len(self.reserved) - self.limit.calls + left
        if over < 0:
            return 0.0
        freed = self.made[over] if over < len(self.made) else now  # a reserved call is made now at the earliest
        return freed + self.limit.seconds - now

    def idle(self, now: float) -> bool:
        """Whether it holds nothing that still counts."""
        self._forget(now)
        return not self.made and not self.reserved and not self.promised

    def _forget(self, now: float) -> None:
        while self.made and self.made[0] <= now - self.limit.seconds:
            self.made.popleft()
        while self.reserved and self.reserved[0] <= now:
            self.reserved.popleft()


@dataclass(slots=True)
class Budget:
    """The windows of one chat, that of messages in the chat first, and until when flood control lasts there.

    `flooded_until` is that of messages and holds back all calls, `uncounted_until` only those that do not count there.
    """

    windows: tuple[Window, ...]
    flooded_until: float = float("-inf")
    uncounted_until: float = float("-inf")

    def flooded(self, level: Level) -> float:
        """Return until when calls of this level are refused."""
        return max(self.flooded_until, self.uncounted_until) if level in _UNCOUNTED else self.flooded_until

    def flood(self, level: Level, until: float) -> None:
        """Refuse calls until then: all after a message, only those of its kind after a call that does not count."""
        if level in _UNCOUNTED:
            self.uncounted_until = max(self.uncounted_until, until)
        else:
            self.flooded_until = max(self.flooded_until, until)

    def idle(self, now: float) -> bool:
        """Whether it holds nothing that still counts."""
        flooded = max(self.flooded_until, self.uncounted_until) > now
        return not flooded and all(window.idle(now) for window in self.windows)


class RateLimiter:
    """Makes calls to chats, each within the limits, and learns where a chat has moved.

    Args:
        clock: measures and waits.
        moved: renames an address wherever the core stores it.
        chat: the limit of each chat.
        group: the further limit of each group.
        overall: the limit of all chats together.
    """

    def __init__(
        self, clock: Clock, moved: Moved, *, chat: Limit = CHAT, group: Limit = GROUP, overall: Limit = OVERALL
    ) -> None:
        self._clock = clock
        self._moved = moved
        self._chat = chat
        self._group = group
        self._overall = Window(overall)
        self._sending = 0
        self._budgets: dict[int, Budget] = {}
        self._supergroups: dict[int, int] = {}  # a group → the supergroup that it became

    async def call(
        self,
        level: Level,
        chat: int,
        method: Callable[Concatenate[int, P], Awaitable[T]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call `method` with the chat's id and the arguments, within the limits of `level`.

        Raises:
            NotSent: a limit is reached or flood control is on; `retry_seconds` says for how long.
            ChatMigrated: the group is a supergroup now, and the call may be made to that; the group's messages are not
                there.
            TelegramError: the call failed.
        """
        if chat in self._supergroups:
            raise ChatMigrated(self._supergroups[chat])
        await self._take(level, chat)
        try:
            return await method(chat, *args, **kwargs)
        except ChatMigrated as migrated:
            await self.migrate(chat, migrated.new_chat_id)
            raise
        except Flooded as flood:
            log.info("flood control on chat %d for %.0f s", chat, flood.seconds)
            self._budget(chat).flood(level, self._clock.monotonic() + flood.seconds)
            raise NotSent("flood control", flood.seconds) from flood

    async def wait_for_budget(self, chat: int, at_most: float = BUDGET_SECONDS, level: Level = Level.MUST_SEND) -> None:
        """Wait `at_most` so many seconds until a call may be made, and reserve it for `RESERVED_SECONDS`.

        Raises:
            NotSent: it would take longer, or flood control is on; `retry_seconds` says how long.
        """
        chat = self._supergroups.get(chat, chat)
        await self._wait(chat, at_most, level, lambda: self._sending)  # a result that is being sent goes first
        until = self._clock.monotonic() + RESERVED_SECONDS
        for window in self._windows(chat):
            window.reserved.append(until)

    def current(self, target: ChatTarget) -> ChatTarget:
        """Return a target where its chat is now: a request that runs may still know the group that the chat was."""
        return target.moved_to(self._supergroups.get(target.chat, target.chat))

    async def migrate(self, group: int, supergroup: int) -> None:
        """Move everything of a group to the supergroup that it became (Bot API, Message.migrate_to_chat_id)."""
        if self._supergroups.get(group) != supergroup:
            log.info("group %d is supergroup %d now; NEMOBOT_ALLOW may name either", group, supergroup)
        await self._moved(address_of(group, None), address_of(supergroup, None))
        if len(self._supergroups) >= _CHATS:
            self._supergroups.clear()  # Telegram answers a call to the old id with the new one again
        self._supergroups[group] = supergroup

    async def _take(self, level: Level, chat: int) -> None:
        """Count a call, or refuse it.

        Raises:
            NotSent: the call may not be made now; `retry_seconds` says for how long.
        """
        match level:
            case Level.UNMETERED:
                windows: tuple[Window, ...] = ()
                self._refuse(chat, windows, level, "flood control")
            case Level.BEST_EFFORT | Level.CHAT_ACTION:
                windows = self._windows(chat, chat_action=level is Level.CHAT_ACTION)
                self._refuse(chat, windows, level, "the send budget is used up")
            case Level.PROMISED:
                windows = self._windows(chat)
                self._release(windows)
                await self._wait(chat, SENDING_SECONDS, level, lambda: 0)
            case Level.MUST_SEND:
                windows = self._windows(chat)
                self._release(windows)
                self._sending += 1
                try:
                    await self._wait(chat, SENDING_SECONDS, level, lambda: 0)
                finally:
                    self._sending -= 1
        for window in windows:
            window.made.append(self._clock.monotonic())

    def _refuse(self, chat: int, windows: tuple[Window, ...], level: Level, reason: str) -> None:
        """Raise `NotSent` during flood control, and while a window has only calls left that others are to have."""
        now = self._clock.monotonic()
        waits = (window.wait(now, window.limit.reserved + window.promised) for window in windows)
        wait = max(self._budget(chat).flooded(level) - now, *waits, 0.0)
        if wait > 0:
            raise NotSent(reason, wait)

    async def _wait(self, chat: int, at_most: float, level: Level, ahead: Callable[[], int]) -> None:
        """Return when a call may be made that leaves room for the `ahead` calls that go first."""
        until = self._clock.monotonic() + at_most
        while True:
            now = self._clock.monotonic()
            waits = [(window, window.wait(now, left)) for window, left in self._left(chat, level, ahead())]
            wait = max(self._budget(chat).flooded(level) - now, *(seconds for _, seconds in waits))
            if wait <= 0:
                return
            if now + wait > until:
                raise NotSent("the send budget is used up", wait)
            full = [window for window, seconds in waits if seconds > 0] if level is Level.PROMISED else []
            with _promised(full):
                await self._clock.sleep(wait)

    def _left(self, chat: int, level: Level, ahead: int) -> list[tuple[Window, int]]:
        """Return the windows of a call, each with how many calls it has to leave to others."""
        windows = self._windows(chat)
        if level is Level.PROMISED:
            return [(window, window.limit.reserved) for window in windows]
        return [(window, ahead if window is self._overall else 0) for window in windows]

    def _release(self, windows: tuple[Window, ...]) -> None:
        """Give back the oldest call that is reserved for this chat."""
        now = self._clock.monotonic()
        reserved = next((until for until in windows[1].reserved if until > now), None)
        if reserved is not None:
            for window in windows:
                window.reserved.remove(reserved)

    def _windows(self, chat: int, *, chat_action: bool = False) -> tuple[Window, ...]:
        budget = self._budget(chat)
        return (self._overall, *(budget.windows[1:] if chat_action else budget.windows))

    def _budget(self, chat: int) -> Budget:
        if chat not in self._budgets:
            if len(self._budgets) >= _CHATS:
                now = self._clock.monotonic()
                self._budgets = {one: budget for one, budget in self._budgets.items() if not budget.idle(now)}
            limits = (self._chat,) if chat > 0 else (self._chat, self._group)
            self._budgets[chat] = Budget(tuple(map(Window, limits)))
        return self._budgets[chat]


@contextmanager
def _promised(windows: Sequence[Window]) -> Iterator[None]:
    """Keep the next free call of each window for what was promised, during the block."""
    for window in windows:
        window.promised += 1
    try:
        yield
    finally:
        for window in windows:
            window.promised -= 1
