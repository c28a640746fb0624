"""What people do in their chats, by chance: a wish, a correction, a press, and what else they find to say.

Every wish has words of its own, so that the backend's log tells whose turn is whose.
"""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from bots.prove.judge import RETRY, role_of
from core.words.phrases import say
from tests.chaos.files import CLIP
from tests.chaos.soak.trouble import CALL_FAULTS, PLATFORM_FAULTS, TURN_FAULTS, Trouble
from tests.chaos.telegram import ENDED
from tests.doubles.telegram import Clip, Person, Place, Press
from tests.doubles.telegram_chats import Said

WISHES: Final = ("add upbeat music", "make it vertical 9:16", "add calm piano music", "cut the silences")
QUESTIONS: Final = ("/status", "/help", "/versions", "/projects", "/credits", "/privacy", "thanks!")
TRY_AGAIN, UNDO = say("en", "button.try_again"), say("en", "button.undo")
SAME, CANCEL = say("en", "button.same_for_another"), say("en", "button.cancel")
EXPORTS: Final = tuple(say("en", f"button.{name}") for name in ("export", "export_again", "check_again"))
AGAIN: Final = (RETRY, TRY_AGAIN)
TURN_SHARE, CALL_SHARE, PLATFORM_SHARE = 0.3, 0.25, 0.25  # of all wishes
PATIENCE_SECONDS: Final = 40.0  # then people say something else
LOOK_SECONDS: Final = 0.03


@dataclass
class Asked:
    """A message or a press of a person, and what it may bring.

    `key` is the number of the message that its answers reply to, `wishes` the words of which one has to be in an
    accepted turn, and `films` how many films that brings; `fault` is what waits for the turn; `may_join` is the
    message before it whose request it may join: words a clip without words, such a clip the words before it.
    """

    chat: int
    key: int
    said: str
    at: float
    wishes: tuple[str, ...] = ()
    films: int = 0
    fault: str = ""
    press: Press | None = None
    cancelled: bool = False
    may_join: int = 0


@dataclass
class Somebody:
    """One person in a direct chat with the bot. `gates`: how many turns may be accepted, by the words of each."""

    place: Place
    person: Person
    trouble: Trouble
    chance: random.Random
    number: int
    asked: list[Asked] = field(default_factory=list)
    gates: Counter[str] = field(default_factory=Counter)
    undos: int = 0
    _faults: dict[str, str] = field(default_factory=dict)
    _pressed: set[tuple[int, str]] = field(default_factory=set)

    async def live(self, requests: int) -> None:
        """Ask for so much."""
        deeds = {
            self._clip_with_wish: 28,
            self._bare_wish: 14,
            self._clip_then_wish: 8,
            self._no_film_yet: 8,
            self._two_wishes: 5,
            self._correction: 5,
            self._cancel: 6,
            self._reply: 8,
            self._album: 3,
            self._film_of_each: 3,
            self._press_something: 16,
            self._same_for_another: 3,
            self._question: 10,
            self._new_project: 2,
        }
        while len(self.asked) < requests:
            [deed] = self.chance.choices(list(deeds), list(deeds.values()))
            await deed()
            if self.asked and self.chance.random() < 0.7:
                await self._ended(self.asked[-1])
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    @property
    def chat(self) -> int:
        return self.place.chat.id

    # what they do

    async def _clip_with_wish(self) -> None:
        self._sends(self._wish())

    async def _bare_wish(self) -> None:
        self._says(self._wish())

    async def _clip_then_wish(self) -> None:
        clip = self._sends()
        await self._ended(clip)
        self._says(self._wish())

    async def _no_film_yet(self) -> None:
        wish = self._wish()
        asked = self._says(wish, f"{wish}, but don't export yet", films=0)
        await self._ended(asked)
        if self.chance.random() < 0.6:
            self._commands("/export")

    async def _two_wishes(self) -> None:
        self._says(self._wish())
        await asyncio.sleep(self.chance.uniform(0, 0.2))
        self._says(self._wish())

    async def _correction(self) -> None:
        first, second = self._wish(), self._wish(in_trouble=False)
        asked = self._says(first)
        await asyncio.sleep(self.chance.choice((0.0, 0.02, 0.3)))
        asked.wishes = (first, second)
        self.place.edits(self.place.chat.messages[asked.key], second)

    async def _cancel(self) -> None:
        asked = self._sends(self._wish())
        await asyncio.sleep(self.chance.uniform(0, 1.0))
        status = next((one for one in self._answers(asked.key) if CANCEL in one.buttons), None)
        for one in self.asked:  # which of them are open only the bot knows
            one.cancelled = one.cancelled or not self._has_ended(one)
        if status is not None and self.chance.random() < 0.5:
            self._presses(status, CANCEL)
        else:
            self._commands("/cancel")

    async def _reply(self) -> None:
        found = [one for one in self.place.shown if one.film or (not one.by_bot and one.medium)]
        self._says(self._wish(), reply_to=self.chance.choice(found) if found else None)

    async def _album(self) -> None:
        self._sends_album(self._wish())

    async def _film_of_each(self) -> None:
        wish = self._wish()
        self.gates[wish] += 1
        self._sends_album(wish, f"{wish}, for each clip separately", films=2)

    async def _press_something(self) -> None:
        found = [
            (said, label)
            for said in self.place.answers[-12:]
            for label in said.buttons
            if label in EXPORTS or label == UNDO or (label in AGAIN and self._wishes_of(said))
            if (said.id, label) not in self._pressed
        ]
        if not found:
            await self._question()
            return
        said, label = self.chance.choice(found)
        wishes = self._wishes_of(said) if label in AGAIN else ()
        self.gates.update(wishes)
        self.undos += label == UNDO
        self._presses(said, label, wishes)
        if self.chance.random() < 0.2:
            await asyncio.sleep(self.chance.uniform(0, 0.1))
            self._presses(said, label)

    async def _same_for_another(self) -> None:
        found = [one for one in self.place.films if SAME in one.buttons and self._wishes_of(one)]
        found = [one for one in found if (one.id, SAME) not in self._pressed]
        if not found:
            await self._clip_with_wish()
            return
        film = self.chance.choice(found)
        await self._ended(self._presses(film, SAME))
        self.gates.update(self._wishes_of(film))
        self._sends()

    async def _question(self) -> None:
        self._commands(self.chance.choice(QUESTIONS))

    async def _new_project(self) -> None:
        self._commands("/new")

    # how they do it

    def _wish(self, *, in_trouble: bool = True) -> str:
        """Return words that nobody had before, with what may go wrong on their way."""
        number = f"{self.number:03d}{len(self.gates):03d}"
        words = f"{self.chance.choice(WISHES)}, take {number}"
        self.gates[words] = 1
        if in_trouble and self.chance.random() < TURN_SHARE:
            self._faults[words] = self.chance.choice(list(TURN_FAULTS))
            self.trouble.in_turn(self._faults[words], words)
        if self.chance.random() < CALL_SHARE:
            self.trouble.in_call(self.chance.choice(list(CALL_FAULTS)))
        if self.chance.random() < PLATFORM_SHARE:
            kind = self.chance.choice(list(PLATFORM_FAULTS))
            self.trouble.in_chat(kind, self.chance.choice(PLATFORM_FAULTS[kind][0]), self.chat)
        return words

    def _says(self, wish: str, text: str = "", *, films: int = 1, reply_to: Said | None = None) -> Asked:
        asked = self._asked(self.place.says(self.person, text or wish, reply_to=reply_to), (wish,), films)
        asked.may_join = next((said.id for said in self._before(asked) if said.medium and not said.text), 0)
        return asked

    def _commands(self, text: str) -> Asked:
        return self._asked(self.place.says(self.person, text))

    def _sends(self, wish: str = "") -> Asked:
        said = self.place.sends(self.person, self._clip(1), wish)
        asked = self._asked(said, (wish,) if wish else (), films=1 if wish else 0)
        if not wish:
            asked.may_join = next((said.id for said in self._before(asked)), 0)
        return asked

    def _sends_album(self, wish: str, text: str = "", *, films: int = 1) -> Asked:
        said = self.place.album(self.person, [self._clip(1), self._clip(2)], [text or wish])
        return self._asked(said[0], (wish,), films)

    def _clip(self, number: int) -> Clip:
        return Clip(name=f"clip{len(self.asked)}-{number}.mp4", data=CLIP)

    def _presses(self, under: Said, label: str, wishes: tuple[str, ...] = ()) -> Asked:
        self._pressed.add((under.id, label))
        press = self.place.presses(self.person, under, label)
        self.asked.append(Asked(self.chat, under.id, f"[{label}]", time.monotonic(), wishes, press=press))
        return self.asked[-1]

    def _asked(self, said: Said, wishes: tuple[str, ...] = (), films: int = 0) -> Asked:
        fault = next((self._faults[wish] for wish in wishes if wish in self._faults), "")
        self.asked.append(Asked(self.chat, said.id, said.text, said.at, wishes, films, fault))
        return self.asked[-1]

    # what they see

    def _before(self, asked: Asked) -> list[Said]:
        """Return what the person sent before this, the newest first."""
        own = [said for said in self.place.chat.messages.values() if said.id < asked.key and not said.by_bot]
        return own[::-1]

    def _answers(self, key: int) -> list[Said]:
        return [one for one in self.place.answers if one.reply_to == key]

    def _wishes_of(self, said: Said) -> tuple[str, ...]:
        """Return the wish that a message of the bot answers, if one was written there, and in one way."""
        asked = next((one for one in self.asked if one.key == said.reply_to and not one.press), None)
        return asked.wishes if asked is not None and len(asked.wishes) == 1 else ()

    def _has_ended(self, asked: Asked) -> bool:
        answers = [one for one in self._answers(asked.key) if role_of(one.text, one.buttons) == "answer"]
        if asked.press is not None:
            refused = bool(asked.press.answer.get("text"))
            return refused or any(one.at > asked.at for one in answers)
        marked = ENDED.intersection(self.place.chat.messages[asked.key].reactions)
        return bool(marked) or (bool(answers) and not asked.wishes)

    async def _ended(self, asked: Asked) -> None:
        """Wait for the end of what was asked, but not for long."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._has_ended(asked) and time.monotonic() < end:  # noqa: ASYNC110 - the double has no event for it
            await asyncio.sleep(LOOK_SECONDS)
