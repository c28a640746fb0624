"""The send budget of each chat and of the bot as a whole, which always keeps room for a result.

Courtesies (status, notes, typing) are refused while the room that is left belongs to results. A result waits for its
turn in `room`, before anybody writes down that it is being sent, and finds its place held when it is.

Limits: Telegram's bots FAQ, "My bot is hitting limits": about one message a second in a chat, with short bursts, 20 a
minute in a group, 30 a second over all. Edits count like messages, chat actions in groups and over all; reactions,
deletions and answers to presses are free.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core.engine.clock import Clock
from core.model.chat import NotSent

ROOM_SECONDS: Final = 30.0  # a longer wait is the journal's: it outlives the process and frees the worker
HELD_SECONDS: Final = 1.0  # between room and call an intent is committed; a film may take longer and asks anew
SENDING_SECONDS: Final = 1.0  # whoever waits here and dies leaves a message of which nobody knows
_MANY: Final = 1000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `seconds`; the last `kept` of them are for results."""

    calls: int
    seconds: float
    kept: int


CHAT: Final = Limit(calls=4, seconds=4.2, kept=2)
GROUP: Final = Limit(calls=19, seconds=61.0, kept=7)
# Thirty in 1.2 s, in bursts of ten: calls that bunch up on their way by up to 0.2 s are still no more than 30 a second.
OVERALL: Final = Limit(calls=10, seconds=0.4, kept=4)


@dataclass(slots=True)
class Window:
    """The calls of the last while under one limit, and until when places are held for calls that are about to come."""

    limit: Limit
    made: deque[float] = field(default_factory=deque)
    held: deque[float] = field(default_factory=deque)

    def wait(self, now: float, kept: int = 0) -> float:
        """Return for how many seconds there is no room besides the last `kept` calls; 0: there is."""
        self._forget(now)
        over = len(self.made) + len(self.held) - self.limit.calls + kept
        if over < 0:
            return 0.0
        freed = self.made[over] if over < len(self.made) else now  # what is held will be called at the soonest now
        return freed + self.limit.seconds - now

    def idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        self._forget(now)
        return not self.made and not self.held

    def _forget(self, now: float) -> None:
        while self.made and self.made[0] <= now - self.limit.seconds:
            self.made.popleft()
        while self.held and self.held[0] <= now:
            self.held.popleft()


@dataclass(slots=True)
class Budget:
    """The limits of one chat, that on messages first, and the ban that Telegram may have spoken over it."""

    windows: tuple[Window, ...]
    banned_until: float = float("-inf")

    def idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        return self.banned_until <= now and all(window.idle(now) for window in self.windows)


class Pace:
    """Who may call now."""

    def __init__(self, clock: Clock, *, chat: Limit = CHAT, group: Limit = GROUP, overall: Limit = OVERALL) -> None:
        self._clock = clock
        self._chat = chat
        self._group = group
        self._overall = Window(overall)
        self._sending = 0
        self._budgets: dict[int, Budget] = {}

    def free(self, chat: int) -> None:
        """Ask whether a call that costs nothing may be made.

        Raises:
            NotSent: the chat is banned; `retry_seconds` says until when.
        """
        wait = self._ban(chat, self._clock.monotonic())
        if wait > 0:
            raise NotSent("flood control", wait)

    def courtesy(self, chat: int, *, action: bool = False) -> None:
        """Take room for a call that may as well be left out; `action`: it is a chat action.

        Raises:
            NotSent: there is none now; `retry_seconds` says when.
        """
        windows = self._windows(chat, action=action)
        now = self._clock.monotonic()
        wait = max(self._ban(chat, now), *(window.wait(now, window.limit.kept) for window in windows))
        if wait > 0:
            raise NotSent("the send budget is used up", wait)
        self._take(windows)

    async def room(self, chat: int, patience: float = ROOM_SECONDS) -> None:
        """Wait up to `patience` seconds for room for a result, and hold it for a moment.

        Raises:
            NotSent: it would take longer; `retry_seconds` says how long.
        """
        await self._wait(chat, patience, lambda: self._sending)  # whoever is sending already goes first
        until = self._clock.monotonic() + HELD_SECONDS
        for window in self._windows(chat):
            window.held.append(until)

    async def result(self, chat: int) -> None:
        """Take the room that is held, or any, for a call that must be made.

        Raises:
            NotSent: there is none for more than a second; `retry_seconds` says for how long.
        """
        self._let_go(chat)
        self._sending += 1
        try:
            await self._wait(chat, SENDING_SECONDS, lambda: 0)
        finally:
            self._sending -= 1
        self._take(self._windows(chat))

    def ban(self, chat: int, seconds: float) -> None:
        """Remember that Telegram told this chat to be quiet: until then nothing at all is sent there."""
        budget = self._budget(chat)
        budget.banned_until = max(budget.banned_until, self._clock.monotonic() + seconds)

    async def _wait(self, chat: int, patience: float, ahead: Callable[[], int]) -> None:
        """Return when there is room besides what the calls `ahead` take."""
        until = self._clock.monotonic() + patience
        while True:
            now = self._clock.monotonic()
            waits = [window.wait(now) for window in self._budget(chat).windows]
            wait = max(self._ban(chat, now), self._overall.wait(now, ahead()), *waits)
            if wait <= 0:
                return
            if now + wait > until:
                raise NotSent("the send budget is used up", wait)
            await self._clock.sleep(wait)

    def _let_go(self, chat: int) -> None:
        """Give the place back that was held longest for this chat."""
        windows, now = self._windows(chat), self._clock.monotonic()
        held = next((until for until in windows[1].held if until > now), None)
        if held is not None:
            for window in windows:
                window.held.remove(held)

    def _ban(self, chat: int, now: float) -> float:
        return self._budget(chat).banned_until - now

    def _take(self, windows: tuple[Window, ...]) -> None:
        for window in windows:
            window.made.append(self._clock.monotonic())

    def _windows(self, chat: int, *, action: bool = False) -> tuple[Window, ...]:
        budget = self._budget(chat)
        return (self._overall, *(budget.windows[1:] if action else budget.windows))

    def _budget(self, chat: int) -> Budget:
        if chat not in self._budgets:
            if len(self._budgets) >= _MANY:
                now = self._clock.monotonic()
                self._budgets = {one: budget for one, budget in self._budgets.items() if not budget.idle(now)}
            limits = (self._chat,) if chat > 0 else (self._chat, self._group)
            self._budgets[chat] = Budget(tuple(map(Window, limits)))
        return self._budgets[chat]
