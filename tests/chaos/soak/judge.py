"""What must be true in the end, seen from outside: by the people, by NemoVideo, and by whoever caused the trouble.

* Every message and press is answered, with a film where one was asked for, or in words that say why not.
* No turn is accepted more often than there are gates for it, and every film that was made is delivered.
* An answer comes twice only where the second carries the mark, and never a third time.
* What an answer says of trouble is true: a death, or a fault of a server, that it can speak of has happened.
* A turn that NemoVideo spoiled is answered as that kind of spoiling has to be, unless something else came upon it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from bots.prove.judge import CANCEL, CHANGED, MARK, OURS, PARKED, RETRY, role_of
from core.words.phrases import say
from core.words.phrases.en import PHRASES
from tests.chaos.backend import number_of
from tests.chaos.soak.people import Asked
from tests.chaos.soak.trouble import TURN_FAULTS, WELL, Event
from tests.doubles.telegram_chats import Said

UNDO_WORDS: Final = say("en", "ask.undo")
BATCH: Final = PHRASES["batch.words"].partition("{")[0]
QUOTED: Final = say("en", "ask.quoted", words="", quoted="").strip()
TRUE_FAILURES: Final = tuple(
    key
    for key in PHRASES
    if key.startswith(("error.", "turn.failed"))
    or key in {"recovered.unknown", "press.withdrawn", "album.late", "send_clip"}
    if key not in {"error.ours", "error.parked", "error.not_delivered"}
)
UNCONFIRMED: Final = ("stage.unconfirmed", "stage.undelivered")
WITHOUT_FILM: Final = ("error.render_unfinished", "error.unavailable", "error.parked", *UNCONFIRMED)
"""What people are told when a film may have been made that they were not sent."""
_LINK: Final = re.compile(r"/render-result/([\w.-]+?)\.mp4")
_KEYS: Final = re.compile(r"[\w-]+")  # of sessions and renders, in a path or a body
_ELSEWHERE: Final = {
    "run_sse",
    "getUpdates",
    "answerCallbackQuery",
}  # a turn's own faults, and what no answer waits for
_LOSING: Final = {"1001", "1002"}  # a new account knows nothing of the session of the one before
_FIELD: Final = re.compile(r"\\{\w+\\}")
_LATE_SECONDS: Final = 0.5  # an answer may be given up so long after the trouble
_LONGEST_SECONDS: Final = 60.0


@dataclass
class Seen:
    """Everything that was seen. `turns` are session and words of each accepted turn, `renders` id, number, session."""

    asked: list[Asked]
    shown: dict[int, list[Said]]
    turns: list[tuple[str, str]]
    renders: list[tuple[str, str, str]]
    gates: Counter[str]
    undos: Counter[int]
    deaths: list[float]
    backend: list[Event]
    platform: list[Event]
    broken: list[str] = field(default_factory=list)
    lived: bool = False


@dataclass
class Verdict:
    """What is wrong, each a sentence, and how everything ended."""

    lost: list[str] = field(default_factory=list)
    billed_twice: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    held_against_fault: Counter[str] = field(default_factory=Counter)
    marked: int = 0

    @property
    def faults(self) -> list[str]:
        """All that is wrong."""
        return [*self.broken, *self.lost, *self.billed_twice, *self.doubled, *self.untrue]


def judge(seen: Seen) -> Verdict:
    """Hold what was seen against what must be true."""
    turns = [(session, _unquoted(words)) for session, words in seen.turns]
    return _Judge(replace(seen, turns=turns)).verdict()


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_FIELD.sub(".+?", re.escape(PHRASES[key])), re.DOTALL)


def says(text: str, keys: Iterable[str]) -> bool:
    """Return whether a text has one of these phrases in it."""
    return any(_pattern(key).search(text) for key in keys)


class _Judge:
    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._ids = {number: render for render, number, _ in seen.renders}
        self._chat_of = self._chats()
        self._verdict = Verdict(broken=list(seen.broken))

    def verdict(self) -> Verdict:
        for asked in self._seen.asked:
            self._judge(asked)
        self._bills()
        self._films()
        self._doubles()
        self._left()
        return self._verdict

    # one request

    def _judge(self, asked: Asked) -> None:
        verdict, answers = self._verdict, self._answers(asked)
        text, buttons = "\n".join(one.text for one in answers), {label for one in answers for label in one.buttons}
        outcome = self._outcome(asked, answers, text, buttons)
        verdict.outcomes[outcome] += 1
        what = f"{asked.said!r} (chat {asked.chat}, message {asked.key}, fault {asked.fault or 'none'})"
        if outcome == "none":
            verdict.lost.append(f"no answer to {what}")
        elif outcome == "no film":
            verdict.lost.append(f"no film for {what}: {text!r}")
        elif outcome == "ours":
            verdict.untrue.append(f"given up by a bug: {what}: {text!r}")
        elif not self._shares_answers(asked):  # else nobody can say whose they are
            verdict.untrue += [f"{untruth}: {what}: {text!r}" for untruth in self._untruths(asked, answers, outcome)]

    def _answers(self, asked: Asked) -> list[Said]:
        shown = self._seen.shown[asked.chat]
        own = [one for one in shown if one.reply_to == asked.key and (not asked.press or one.at >= asked.at)]
        if any(_is_answer(one) for one in own):
            return own
        joined = [one for one in shown if one.reply_to == asked.may_join and _told_at(one) >= asked.at]
        if asked.wishes and not self._ran(asked):  # only the words themselves tell that they were read there
            joined = [one for one in joined if any(wish in one.text for wish in asked.wishes)]
        return joined or own

    def _shares_answers(self, asked: Asked) -> bool:
        """Return whether its answers are another's too: of a button under the same message, or of what it joined."""
        others = [one for one in self._seen.asked if one.chat == asked.chat and one is not asked]
        if asked.may_join and not asked.wishes and not any(one.reply_to == asked.key for one in self._answers(asked)):
            return True
        joined = (one for other in others if other.may_join == asked.key for one in self._answers(other))
        return any(one.key == asked.key for one in others) or any(one.reply_to == asked.key for one in joined)

    def _outcome(self, asked: Asked, shown: list[Said], text: str, buttons: set[str]) -> str:
        answers = [one for one in shown if _is_answer(one)]
        films = {film for one in answers if (film := self._film(one))}
        told = self._told(text, buttons)
        found = (
            (told == "ours", "ours"),
            (_refused_at_once(asked), "answered"),
            (asked.cancelled, "cancelled"),
            (len(films) >= max(1, self._films_due(asked)), "recovered" if CHANGED in text else "film"),
            (bool(told), told),
            (bool(answers) and not (asked.films and self._ran(asked)), "answered"),
            (self._may_be_untold(asked), "unconfirmed"),
            (bool(answers), "no film"),
        )
        return next((outcome for true, outcome in found if true), "none")

    def _may_be_untold(self, asked: Asked) -> bool:
        """Return whether Telegram lost so much that nothing is left to be seen: an answer, its repetition, a status."""
        lost, sends = len(self._lost_sends(asked)), 3 if asked.wishes else 2
        return lost + len(self._deaths(asked)) >= sends and lost >= sends - 1

    def _told(self, text: str, buttons: set[str]) -> str:
        """Return how a request ended that has not what was asked for."""
        if OURS in text:
            return "ours"
        if PARKED in text:
            return "parked"
        if any(label.startswith(RETRY) for label in buttons):
            return "offered"
        if says(text, TRUE_FAILURES):
            return "failed"
        return "unconfirmed" if says(text, UNCONFIRMED) else ""

    def _film(self, said: Said) -> str:
        """Return the id of the render that a message shows or links to."""
        if said.film:
            return self._ids.get(number_of(said.film.head or said.film.data or b""), "")
        found = _LINK.search(str({name: value for name, value in said.data.items() if name != "reply_to_message"}))
        return found[1] if found else ""

    def _films_due(self, asked: Asked) -> int:
        """Return how many films there must be: an album that came in pieces is one edit, and its other part a clip."""
        split = any(wish in words and words.startswith(BATCH) for _, words in self._seen.turns for wish in asked.wishes)
        return asked.films if split else min(asked.films, 1)

    def _ran(self, asked: Asked) -> int:
        return sum(any(wish in words for wish in asked.wishes) for _, words in self._seen.turns)

    # what an answer may say of trouble

    def _untruths(self, asked: Asked, answers: list[Said], outcome: str) -> Iterator[str]:
        text = "\n".join(one.text for one in answers)
        interrupted = CHANGED in text or any(RETRY in one.buttons for one in answers)
        deaths = self._deaths(asked)
        met = "" if asked.cancelled else self._met(asked)
        fault = TURN_FAULTS.get(met)
        again = asked.press is not None or any(self._seen.gates[wish] > 1 for wish in asked.wishes)
        if interrupted and not deaths and not again and not (fault and fault.is_doubtful):
            yield "nothing was interrupted"
        lost = self._lost_sends(asked)
        if MARK in text and not deaths and not lost:
            yield "nothing was in doubt that is marked"
        if outcome == "unconfirmed" and len(deaths) + len(lost) < 2:
            yield "nothing was twice in doubt"
        if outcome == "failed" and not (deaths or fault or again or self._troubled(asked) or self._lost_before(asked)):
            yield "nothing failed"
        if outcome == "parked" and len(deaths) < 3:
            yield f"set aside after {len(deaths)} deaths"
        if outcome in {"film", "answered", "recovered"} and asked.wishes and not self._ran(asked):
            yield "said to be done, and never asked"
        if fault and not again and asked.films == 1:
            self._verdict.held_against_fault[met] += 1
            true = fault.outcomes.union(
                ("offered", "recovered") if deaths else (),
                ("parked",) if len(deaths) >= 3 else (),
                ("failed", "unconfirmed") if self._troubled(asked) else (),
                WELL if deaths and fault.asked_again else (),
            )
            ran, alone = bool(self._ran(asked)), not deaths and not self._troubled(asked)
            if (
                outcome not in true
                or (ran and not fault.runs and not fault.asked_again)
                or (alone and ran != fault.runs)
            ):
                yield f"after this fault it ended as {outcome}, and ran {self._ran(asked)} times"

    def _lost_before(self, asked: Asked) -> bool:
        """Return whether the project of this chat may be lost with its session or its account, which was told."""
        earlier = (one for one in self._seen.asked if one.chat == asked.chat and one.at < asked.at)
        return any(self._met(one) in _LOSING for one in earlier)

    def _during(self, asked: Asked) -> tuple[float, float]:
        answers = [_told_at(one) for one in self._answers(asked)]
        return asked.at, max(answers) + _LATE_SECONDS if answers else asked.at + _LONGEST_SECONDS

    def _deaths(self, asked: Asked) -> list[float]:
        begin, end = self._during(asked)
        return [one for one in self._seen.deaths if begin - _LATE_SECONDS < one < end]

    def _met(self, asked: Asked) -> str:
        """Return the fault that its turn met, of whatever wish that it quotes; "": none."""
        for event in self._seen.backend:
            if event.method == "run_sse" and any(wish in _unquoted(event.about) for wish in asked.wishes):
                return event.kind
        return ""

    def _events(self, asked: Asked) -> list[Event]:
        """Return what went wrong in this chat meanwhile, but for its turn, or wherever that is not known."""
        begin, end = self._during(asked)
        events = [event for event in (*self._seen.backend, *self._seen.platform) if event.method not in _ELSEWHERE]
        mine = {0, asked.chat}
        return [one for one in events if begin - _LATE_SECONDS < one.at < end and self._chat(one) in mine]

    def _chat(self, event: Event) -> int:
        """Return the chat in which something went wrong; 0: that is not known."""
        return event.chat or next((self._chat_of[key] for key in _KEYS.findall(event.about) if key in self._chat_of), 0)

    def _troubled(self, asked: Asked) -> bool:
        return bool(self._events(asked))

    def _lost_sends(self, asked: Asked) -> list[Event]:
        """Return the answers to it of which the bot could not know whether they were sent."""
        at = (asked.chat, asked.key)
        return [event for event in self._seen.platform if event.is_unknown and (event.chat, event.key) == at]

    def _chats(self) -> dict[str, int]:
        """Return the chat of each session and of each render, as the words of its turns tell."""
        chat_of_wish = {wish: asked.chat for asked in self._seen.asked for wish in asked.wishes}
        found: dict[str, int] = {}
        for session, words in self._seen.turns:
            wish = next((wish for wish in chat_of_wish if wish in words), None)
            if wish is not None:
                found[session] = chat_of_wish[wish]
        return found | {render: found[session] for render, _, session in self._seen.renders if session in found}

    # all together

    def _bills(self) -> None:
        for wish, gates in self._seen.gates.items():
            ran = sum(wish in words for _, words in self._seen.turns)
            if ran > gates:
                self._verdict.billed_twice.append(f"{wish!r} was accepted {ran} times, by {gates} gates")
        undone = Counter(self._chat_of.get(session, 0) for session, words in self._seen.turns if words == UNDO_WORDS)
        for chat, ran in undone.items():
            if chat and ran > self._seen.undos[chat]:
                self._verdict.billed_twice.append(
                    f"chat {chat} undid {ran} times, asked {self._seen.undos[chat]} times"
                )

    def _films(self) -> None:
        delivered = {_request_in(self._film(one)) for shown in self._seen.shown.values() for one in shown}
        kept = Counter(one.chat for one in self._seen.asked if one.cancelled)
        for chat, shown in self._seen.shown.items():
            kept[chat] += sum(says(one.text, WITHOUT_FILM) for one in shown)
        for render, _, session in self._seen.renders:
            chat = self._chat_of.get(session, 0)
            if _request_in(render) in delivered:  # a render that got lost is submitted anew
                continue
            if kept[chat] > 0:
                kept[chat] -= 1
                continue
            self._verdict.lost.append(f"the film {render} of chat {chat} was made and not delivered")

    def _doubles(self) -> None:
        # two buttons under one message may bring the same film
        asked = Counter((one.chat, one.key) for one in self._seen.asked if not _refused_at_once(one))
        for chat, shown in self._seen.shown.items():
            answers = [one for one in shown if _is_answer(one)]
            self._verdict.marked += sum(MARK in one.text for one in answers)
            found = Counter((one.reply_to, one.text.replace(MARK, "").strip(), MARK in one.text) for one in answers)
            found.update((one.reply_to, self._film(one), MARK in one.text) for one in answers if self._film(one))
            for (key, what, marked), times in found.items():
                if times > max(1, asked[chat, key or 0]):
                    how = "marked" if marked else "unmarked"
                    self._verdict.doubled.append(f"{times} times {how} (chat {chat}, message {key}): {what!r}")

    def _left(self) -> None:
        left = [
            one
            for shown in self._seen.shown.values()
            for one in shown
            if (role := role_of(one.text, one.buttons)) == "note" or (role == "status" and CANCEL in one.buttons)
        ]
        allowed = len(self._seen.deaths) + sum(event.method != "getUpdates" for event in self._seen.platform)
        if len(left) > allowed:
            self._verdict.untrue += [f"goes on saying that it works: {one.text!r}" for one in left]


def _unquoted(words: str) -> str:
    """Return the words of a turn without another's that it quotes."""
    return words.partition(QUOTED)[0]


def _request_in(render: str) -> str:
    """Return the request for which a render was submitted, as its id says."""
    return render.rpartition("_")[2]


def _refused_at_once(asked: Asked) -> bool:
    """Return whether a press was answered by a line over the chat, and did nothing."""
    return asked.press is not None and bool(asked.press.answer.get("text"))


def _told_at(said: Said) -> float:
    """Return when a message said what it says: a status is sent at the beginning, and edited until the end."""
    return said.at if _is_answer(said) else max(said.at, said.edited_at)


def _is_answer(said: Said) -> bool:
    return role_of(said.text, said.buttons) == "answer"
