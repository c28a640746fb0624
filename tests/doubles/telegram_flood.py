"""How fast a bot may send: about 1 message/s a chat with a small burst, 20/min a group, 30/s overall.

Edits count like messages; in a group and overall so do actions ("typing…"). Deleting, reacting and answering a
press are free. The figures are documented [telegram.pace] (core.telegram.org/bots/faq, "My bot is hitting limits").
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.doubles.telegram_refusal import flood


@dataclass(frozen=True)
class Pace:
    """The limits; `chat_burst` messages may come at once. None lifts one."""

    chat_per_second: float | None = 1.0
    chat_burst: int = 4
    group_per_minute: int | None = 20
    overall_per_second: int | None = 30


# A pause is about "the given method with the given input parameters", as is documented [telegram.pace.pause]. That one
# for a kind of message holds back the other kinds too is reported [telegram.pace.kinds]; what is no message is apart.
UNCOUNTED = frozenset({"setMessageReaction", "deleteMessage", "answerCallbackQuery", "sendChatAction"})

NO_LIMITS = Pace(None, 0, None, None)


@dataclass
class _Ban:
    since: float
    until: float


@dataclass
class Flood:
    """Counts what is sent and refuses what is too much.

    A call that was on its way when a ban was spoken, for so many seconds, is refused too but no breach.
    """

    pace: Pace
    now: Callable[[], float] = time.monotonic
    on_its_way_seconds: float = 0.25
    refusals: int = 0
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _overall: deque[float] = field(default_factory=deque)
    _bans: dict[int, _Ban] = field(default_factory=dict)

    def ban(self, chat: int, seconds: float) -> None:
        """Refuse this chat for a while."""
        now = self.now()
        self._bans[chat] = _Ban(now, now + seconds)

    def count(self, chat: int, *, group: bool, action: bool = False) -> None:
        """Count one call. Raises Refused when it is one too many."""
        now = self.now()
        self._obey(chat, now)
        # Nobody is told which limit was met: what one chat hears is a ban of that chat alone.
        waits = [self._overall_wait(now)]
        if group:
            waits.append(self._group_wait(chat, now))
        if not action:
            waits.append(self._chat_wait(chat, now))
        if (seconds := max(waits)) > 0:
            whole = max(1, math.ceil(seconds))
            self.refusals += 1
            self.ban(chat, whole)
            raise flood(whole)
        self._overall.append(now)
        if group:
            self._groups.setdefault(chat, deque()).append(now)
        if not action and self.pace.chat_per_second:
            tokens, _ = self._tokens(chat, now)
            self._chats[chat] = (tokens - 1, now)

    def _obey(self, chat: int, now: float) -> None:
        ban = self._bans.get(chat)
        if ban is None:
            return
        if now >= ban.until:
            del self._bans[chat]
            return
        self.refusals += 1
        late = now - ban.since > self.on_its_way_seconds
        raise flood(max(1, math.ceil(ban.until - now)), breach=late)

    def _overall_wait(self, now: float) -> float:
        return _wait(self._overall, self.pace.overall_per_second, 1.0, now)

    def _group_wait(self, chat: int, now: float) -> float:
        return _wait(self._groups.setdefault(chat, deque()), self.pace.group_per_minute, 60.0, now)

    def _chat_wait(self, chat: int, now: float) -> float:
        if not self.pace.chat_per_second:
            return 0.0
        tokens, rate = self._tokens(chat, now)
        return 0.0 if tokens >= 1 else (1 - tokens) / rate

    def _tokens(self, chat: int, now: float) -> tuple[float, float]:
        rate = self.pace.chat_per_second or 1.0
        tokens, at = self._chats.get(chat, (float(self.pace.chat_burst), now))
        return min(tokens + (now - at) * rate, float(self.pace.chat_burst)), rate


def _wait(times: deque[float], limit: int | None, window: float, now: float) -> float:
    while times and times[0] <= now - window:
        times.popleft()
    if limit is None or len(times) < limit:
        return 0.0
    return times[0] + window - now
