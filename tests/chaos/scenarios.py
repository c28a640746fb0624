"""What people do, each scenario to its end whatever dies meanwhile. The same on every platform, as far as it can it."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bots.prove.judge import CANCEL, Asked
from core.words.phrases import say

MUSIC, VERTICAL = "add upbeat music", "make it vertical 9:16"
EACH = "add music to each clip separately"
CALM = "add calm music, but don't export yet"


class Person(Protocol):
    """Somebody in a chat with the bot."""

    cancelled: set[str]

    async def say(self, text: str, *names: str, **brings: Any) -> Asked:
        """Send words and clips of these names; `brings` is what `Asked` says of it."""
        ...

    async def ended(self, asked: Asked) -> None:
        """Wait until a request is marked as ended."""
        ...

    async def working(self, asked: Asked) -> None:
        """Wait until its status says that the agent works, or it has ended."""
        ...

    async def press(self, asked: Asked, label: str) -> None:
        """Press a button of this label at an answer to a request as soon as there is one, unless it ends before."""
        ...


async def film(person: Person) -> None:
    """A clip with a wish."""
    await person.say(MUSIC, "beach.mp4", turn=MUSIC, film=True)


async def export(person: Person) -> None:
    """A wish that shall not be exported, then the export."""
    await person.ended(await person.say(CALM, "beach.mp4", turn=CALM))
    await person.say("/export")


async def undo(person: Person) -> None:
    """Two wishes, and a step back, which leaves something only if both were done."""
    await person.ended(await person.say(MUSIC, "beach.mp4", turn=MUSIC, film=True))
    await person.ended(await person.say(VERTICAL, turn=VERTICAL, film=True))
    await person.say("/undo", turn=say("en", "ask.undo"), film=True, after=(MUSIC, VERTICAL))


async def batch(person: Person) -> None:
    """Two clips, a film of each."""
    await person.say(EACH, "one.mp4", "two.mp4", turn=EACH, turns=2, film=True)


async def cancel(person: Person) -> None:
    """A turn that is cancelled while it runs."""
    asked = await person.say("add sad music", "beach.mp4", turn="add sad music", film=True)
    person.cancelled.add(asked.key)
    await person.working(asked)
    await person.say("/cancel")


async def clip_then_words(person: Person) -> None:
    """A clip alone, then what to do with it; in the meantime a question and another wish."""
    await person.ended(await person.say("", "beach.mp4"))
    await person.say(MUSIC, turn=MUSIC, film=True)
    await person.say("/status")
    await person.say(VERTICAL, turn=VERTICAL, film=True)


async def kept_words(person: Person) -> None:
    """A paper that cannot be edited, whose words are kept; then the clip that they are used with."""
    await person.ended(await person.say(MUSIC, "report.pdf"))
    await person.say("", "beach.mp4", turn=MUSIC, film=True)


async def refused_turn(person: Person) -> None:
    """A wish for which there are no credits."""
    await person.say(MUSIC, "beach.mp4", refusal=say("en", "error.no_credits_anonymous", link="\n").partition("\n")[0])


async def refused_wish(person: Person) -> None:
    """One wish more than a person may have open at once."""
    await person.working(await person.say(MUSIC, "beach.mp4", turn=MUSIC, film=True))
    await person.say(VERTICAL, turn=VERTICAL, film=True, refusal=say("en", "limit.at_once", most=1))


async def press_each(person: Person) -> None:
    """Two clips, and the button for a film of each while the turn for both begins."""
    asked = await person.say("add music", "one.mp4", "two.mp4", turn="add music", turns=2, fewer=True, film=True)
    await person.press(asked, say("en", "button.one_video_each"))


async def press_cancel(person: Person) -> None:
    """The button that cancels, while the turn begins."""
    asked = await person.say("add sad music", "beach.mp4", turn="add sad music", film=True)
    person.cancelled.add(asked.key)
    await person.press(asked, CANCEL)


Scenario = Callable[[Any], Awaitable[None]]
_ALL = (film, export, undo, batch, cancel, clip_then_words)
_WINDOWS = (kept_words, refused_turn, refused_wish, press_each, press_cancel)
SCENARIOS: dict[str, Scenario] = {one.__name__: one for one in (*_ALL, *_WINDOWS)}

_NO_CREDITS = {"json": {"code": 2001, "message": "insufficient credits"}, "times": 9}
_SLOW_UPLOAD = {"delay": 0.5, "times": 9}
BACKENDS: dict[str, dict[str, object]] = {
    "cancel": {"turn_seconds": 0.4},
    "refused_turn": {"next": {"run_sse": [_NO_CREDITS]}},
    "refused_wish": {"turn_seconds": 0.4},
    "press_each": {"next": {"upload": [_SLOW_UPLOAD]}},
    "press_cancel": {"next": {"upload": [_SLOW_UPLOAD]}},
}
"""How the backend differs where it has to refuse, or where something has to happen meanwhile."""
_ALBUM = {"NEMOBOT_JOIN_SECONDS": "1.5"}  # its parts come one by one, also where a machine is busy
SETTINGS = {"refused_wish": {"NEMOBOT_REQUESTS_AT_ONCE": "1"}, "batch": _ALBUM, "press_each": _ALBUM}

QUICK = {
    "NEMOBOT_JOIN_SECONDS": "0.3",  # longer than a start takes
    "NEMOBOT_RECOVERY_SECONDS": "0.05",
    "NEMOBOT_RENDER_POLL_SECONDS": "0.05",
    "NEMOBOT_SILENT_EDIT_SECONDS": "0.02",
    "NEMOBOT_RETRY_429_SECONDS": "0.1",
    "NEMOBOT_TURN_TIMEOUT_SECONDS": "4",  # a turn takes milliseconds, but not on a busy machine
    "NEMOBOT_SHUTDOWN_GRACE_SECONDS": "2",
    "NEMOBOT_REQUESTS_PER_MINUTE": "0",
    "NEMOBOT_REQUESTS_AT_ONCE": "0",
}
