"""What goes wrong on the way, by chance: what NemoVideo and Telegram answer, and when the process is killed.

Everything that really went wrong is kept with its moment, so that an answer which speaks of trouble can be held
against it.
"""

import asyncio
import dataclasses
import json
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.faults import Answer, answer
from sandbox.server import Running
from tests.chaos.lives import Lives
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_calls import Call

SLOW_SECONDS: Final = 1.0
ENDLESS_SECONDS: Final = 60.0
TIMEOUT_SECONDS: Final = 31.0  # the bot waits 30 s for Telegram
LOOK_SECONDS: Final = 0.005

TOLD, WELL = frozenset({"failed"}), frozenset({"film", "answered"})
OFFERED, FOUND = frozenset({"offered"}), frozenset({"film", "answered", "recovered"})


@dataclass(frozen=True)
class TurnFault:
    """What a turn gets instead of an honest answer; whether it runs, and which outcomes are true for who lived."""

    answer: dict[str, Any]
    runs: bool
    outcomes: frozenset[str]
    asked_again: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether the bot cannot know from the answer what became of the turn."""
        return bool(self.outcomes & {"offered", "recovered"})


def _in_stream(**faults: Any) -> dict[str, Any]:
    return {"faults": faults}


CUTS: Final = ("empty", "early", "late", "no_blank", "mid_event", "mid_character")
TURN_FAULTS: Final[dict[str, TurnFault]] = {
    # no answer to rely on: it is never sent again
    "500": TurnFault({"status": 500}, False, OFFERED),
    "503 HTML": TurnFault({"status": 503, "html": True}, False, OFFERED),
    "dropped": TurnFault({"drop": "before"}, False, OFFERED),
    "502, ran": TurnFault({"status": 502, "html": True, "work": True}, True, FOUND),
    "dropped, ran": TurnFault({"drop": "after"}, True, FOUND),
    **{f"cut {how}": TurnFault(_in_stream(cut=how), True, FOUND) for how in CUTS},
    "endless": TurnFault(_in_stream(lingers=ENDLESS_SECONDS), True, FOUND),
    # an answer, though not a good one
    "slow heartbeats": TurnFault(_in_stream(turn_seconds=SLOW_SECONDS, heartbeat_seconds=0.6), True, WELL),
    "no heartbeats": TurnFault(_in_stream(turn_seconds=SLOW_SECONDS, heartbeat="none"), True, WELL),
    "silent": TurnFault(_in_stream(silent=1.0), True, WELL),
    "stale reads": TurnFault(_in_stream(silent=1.0, stale_reads=2), True, WELL),
    "error event": TurnFault(_in_stream(stream_error="event"), True, WELL),
    "crash": TurnFault(_in_stream(stream_error="crash"), True, WELL),
    # surely refused, and sent again once
    "429": TurnFault({"status": 429}, True, WELL, asked_again=True),
    "429 twice": TurnFault({"status": 429, "times": 2}, False, TOLD, asked_again=True),
    "1001": TurnFault({"json": {"code": 1001, "message": "token expired"}}, True, WELL, asked_again=True),
    "1002": TurnFault({"json": {"code": 1002, "message": "session not found"}}, True, WELL, asked_again=True),
    # refused for good
    "2001": TurnFault({"json": {"code": 2001, "message": "no credits"}}, False, TOLD),
    "402": TurnFault({"status": 402}, False, TOLD),
    "403": TurnFault({"status": 403}, False, TOLD),
}

# Next to be met by whoever makes such a call. A render's says whose it is in its body, which is read for `about`.
CALL_FAULTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "session 503": ("session", {"status": 503}),
    "session dropped": ("session", {"drop": "after"}),
    "state 503": ("state", {"status": 503}),
    "state dropped": ("state", {"drop": "before"}),
    "state slow": ("state", {"delay": 0.7}),
    "upload 503": ("upload", {"status": 503}),
    "upload dropped": ("upload", {"drop": "before"}),
    "upload dropped, taken": ("upload", {"drop": "after"}),
    "upload 429": ("upload", {"status": 429}),
    "render 503": ("render", {"about": "sessionId", "status": 503}),
    "render dropped": ("render", {"about": "sessionId", "drop": "before"}),
    "render dropped, taken": ("render", {"about": "sessionId", "drop": "after"}),
    "render 429": ("render", {"about": "sessionId", "status": 429}),
    "render fails": ("render", {"about": "sessionId", "faults": {"render_fails": True}}),
    "render slow": ("render", {"about": "sessionId", "faults": {"render_seconds": SLOW_SECONDS}}),
    "poll 503": ("poll", {"status": 503}),
    "poll dropped": ("poll", {"drop": "before"}),
    "poll in another form": ("poll", {"faults": {"render_form": 2}}),
    "film 503": ("result", {"status": 503}),
    "film dropped": ("result", {"drop": "before"}),
}

_IN_A_CHAT: Final = ("sendMessage", "sendVideo", "editMessageText", "setMessageReaction", "deleteMessage")
_OTHER: Final = ("getUpdates", "getFile")
PLATFORM_FAULTS: Final[dict[str, tuple[tuple[str, ...], dict[str, Any]]]] = {
    "429": ((*_IN_A_CHAT, "getFile"), {"retry_after": 1}),
    "500": ((*_IN_A_CHAT, *_OTHER), {"status": 500}),
    "502 HTML": ((*_IN_A_CHAT, *_OTHER), {"html": True}),
    "dropped": ((*_IN_A_CHAT, *_OTHER, "answerCallbackQuery"), {"drop": "before"}),
    "dropped, done": ((*_IN_A_CHAT, *_OTHER), {"drop": "after"}),
    "broken off": (("file",), {"drop": "midway"}),
    "timeout": (("sendVideo",), {"delay": TIMEOUT_SECONDS}),
    "timeout, done": (("sendMessage",), {"lag": TIMEOUT_SECONDS}),
}
TIMEOUTS: Final = {"timeout", "timeout, done"}


@dataclass(frozen=True)
class Event:
    """Something that went wrong: when (monotonic seconds), and what.

    Of NemoVideo, `about` is the path and the body of the call; of Telegram, `key` is the message that it answers.
    """

    at: float
    kind: str
    method: str
    chat: int = 0
    key: int = 0
    about: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether the bot cannot know if a message of it was sent."""
        return self.kind != "429" and self.method in {"sendMessage", "sendVideo"}


@dataclass
class Trouble:
    """Makes it, and keeps what came of it. `hurried`: but for Telegram's timeouts, which take half a minute each."""

    running: Running
    double: TelegramDouble
    lives: Lives
    hurried: bool = False
    backend: list[Event] = field(default_factory=list)
    platform: list[Event] = field(default_factory=list)
    deaths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._kinds = [("run_sse", answer(one.answer), kind) for kind, one in TURN_FAULTS.items()]
        self._kinds += [(endpoint, answer(what), kind) for kind, (endpoint, what) in CALL_FAULTS.items()]
        self._watch_backend()
        self._watch_platform()

    def in_turn(self, kind: str, words: str) -> None:
        """Let the turn with these words go wrong."""
        self.running.active_faults.set({"next": {"run_sse": [TURN_FAULTS[kind].answer | {"about": words}]}})

    def in_call(self, kind: str) -> None:
        """Let the next call of a kind go wrong, whoever makes it; one of them waits at a time."""
        endpoint, what = CALL_FAULTS[kind]
        if not self.running.active_faults.waiting(endpoint):
            self.running.active_faults.set({"next": {endpoint: [what]}})

    def in_chat(self, kind: str, method: str, chat: int) -> None:
        """Let the next call of a method go wrong, in this chat if the call has one; one of them waits at a time."""
        at = chat if method in _IN_A_CHAT else None
        if self.hurried and kind in TIMEOUTS:
            return
        if not any(fault.chat == at for fault in self.double._faults.get(method, ())):
            self.double.fault(method, chat=at, **PLATFORM_FAULTS[kind][1])

    async def kill_at_times(self, chance: random.Random, calls: tuple[int, int]) -> None:
        """Kill the process again and again, each time after so many calls of the Bot API and a moment more."""
        while True:
            due = len(self.double.calls) + chance.randint(*calls)
            moment = chance.uniform(0, 0.05)
            while len(self.double.calls) < due:  # noqa: ASYNC110 - the double has no event for it
                await asyncio.sleep(LOOK_SECONDS)
            await asyncio.sleep(moment)
            if self.lives.kill():
                self.deaths.append(time.monotonic())

    def _watch_backend(self) -> None:
        faults = self.running.active_faults
        take = faults.take

        def watched(endpoint: str, said: str = "") -> Answer | None:
            found = take(endpoint, said)
            if found is not None:
                bare = found if endpoint != "run_sse" else dataclasses.replace(found, about="")
                [kind] = [kind for place, one, kind in self._kinds if (place, one) == (endpoint, bare)]
                self.backend.append(Event(time.monotonic(), kind, endpoint, about=said))
            return found

        faults.take = watched

    def _watch_platform(self) -> None:
        take = self.double._fault
        kinds = [(what, kind) for kind, (_, what) in PLATFORM_FAULTS.items()]

        def watched(method: str, chat: int = 0, *, midway: bool = False) -> Any:
            found = take(method, chat, midway=midway)
            if found is not None:
                kind = next(kind for what, kind in kinds if all(getattr(found, name) == what[name] for name in what))
                key = 0 if midway or method == "file" else _answered(self.double.calls[-1])
                self.platform.append(Event(time.monotonic(), kind, method, chat, key))
            return found

        self.double._fault = watched


def _answered(call: Call) -> int:
    """Return the number of the message that a call answers, as it came over the wire; 0: none."""
    told = call.params.get("reply_parameters")
    return int(json.loads(told)["message_id"]) if told else 0


def kinds(events: Iterable[Event]) -> dict[str, int]:
    """Return how often each kind came."""
    counted: dict[str, int] = {}
    for event in events:
        counted[event.kind] = counted.get(event.kind, 0) + 1
    return dict(sorted(counted.items()))
