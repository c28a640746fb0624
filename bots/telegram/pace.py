"""The send budget of each chat and of the bot as a whole, which always keeps room for a result.

Courtesies (status, notes, reactions, typing) are refused while the room that is left belongs to results; a result
waits for its turn. Limits: Telegram's bots FAQ, "My bot is hitting limits": about one message a second in a chat,
with short bursts, 20 a minute in a group, 30 a second over all. Edits count like messages, chat actions in groups and
over all; reactions, deletions and answers to presses are free.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from core.chat import NotSent
from core.clock import Clock

PATIENCE_SECONDS: Final = 30.0  # a longer wait is the journal's: it outlives the process and frees the worker
_MANY: Final = 1000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `seconds`; the last `kept` of them are for results."""

    calls: int
    seconds: float
    kept: int


CHAT: Final = Limit(calls=4, seconds=4.2, kept=2)
GROUP: Final = Limit(calls=19, seconds=61.0, kept=7)
OVERALL: Final = Limit(calls=28, seconds=1.05, kept=12)


@dataclass(slots=True)
class Window:
    """The calls of the last while under one limit."""

    limit: Limit
    made: deque[float] = field(default_factory=deque)

    def wait(self, now: float, *, courtesy: bool) -> float:
        """Return for how many seconds there is no room; 0: there is."""
        while self.made and self.made[0] <= now - self.limit.seconds:
            self.made.popleft()
        over = len(self.made) - self.limit.calls + (self.limit.kept if courtesy else 0)
        return self.made[over] + self.limit.seconds - now if over >= 0 else 0.0


@dataclass(slots=True)
class Budget:
    """The limits of one chat, that on messages first, and the ban that Telegram may have spoken over it."""

    windows: tuple[Window, ...]
    banned_until: float = float("-inf")

    def idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        old = all(not one.made or one.made[-1] <= now - one.limit.seconds for one in self.windows)
        return old and self.banned_until <= now


class Pace:
    """Who may call now."""

    def __init__(self, clock: Clock, *, chat: Limit = CHAT, group: Limit = GROUP, overall: Limit = OVERALL) -> None:
        self._clock = clock
        self._chat = chat
        self._group = group
        self._overall = Window(overall)
        self._budgets: dict[int, Budget] = {}

    def free(self, chat: int) -> None:
        """Ask whether a call that costs nothing may be made.

        Raises:
            NotSent: the chat is banned; `retry_seconds` says until when.
        """
        wait = self._budget(chat).banned_until - self._clock.monotonic()
        if wait > 0:
            raise NotSent("flood control", wait)

    def courtesy(self, chat: int, *, action: bool = False) -> None:
        """Take room for a call that may as well be left out; `action`: it is a chat action.

        Raises:
            NotSent: there is none now; `retry_seconds` says when.
        """
        windows = self._windows(chat, action=action)
        wait = self._wait(chat, windows, courtesy=True)
        if wait > 0:
            raise NotSent("the send budget is used up", wait)
        self._take(windows)

    async def result(self, chat: int, patience: float = PATIENCE_SECONDS) -> None:
        """Take room for a call that must be made, waiting for it up to `patience` seconds.

        Raises:
            NotSent: it would take longer; `retry_seconds` says how long.
        """
        until = self._clock.monotonic() + patience
        windows = self._windows(chat)
        while (wait := self._wait(chat, windows, courtesy=False)) > 0:
            if self._clock.monotonic() + wait > until:
                raise NotSent("the send budget is used up", wait)
            await self._clock.sleep(wait)
        self._take(windows)

    def ban(self, chat: int, seconds: float) -> None:
        """Remember that Telegram told this chat to be quiet: until then nothing at all is sent there."""
        budget = self._budget(chat)
        budget.banned_until = max(budget.banned_until, self._clock.monotonic() + seconds)

    def _wait(self, chat: int, windows: tuple[Window, ...], *, courtesy: bool) -> float:
        now = self._clock.monotonic()
        waits = [window.wait(now, courtesy=courtesy) for window in windows]
        return max(self._budget(chat).banned_until - now, *waits)

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
