"""What must be true in the end, seen from outside: by whoever asked, and by NemoVideo.

* Every message is answered; one that asked for an edit has its result, is offered again, or was cancelled.
* No turn is accepted twice, and every film that was made is delivered, or can be had by a button where it took long.
* An answer comes twice only where the second carries the mark, and never a third time.
* Nothing goes on saying that it works; but a message that nobody can find again may, one a death.
* Nobody who lived, or stopped in order, says to have been interrupted.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from core.words.phrases import say

MARK: Final = say("en", "recovered.mark")
RETRY: Final = say("en", "button.retry")
CHECK_AGAIN: Final = say("en", "button.check_again")
CHANGED: Final = say("en", "recovered.changed")
STAGES: Final = tuple(
    say("en", key, **dict.fromkeys(("elapsed", "count"), "\n")).partition("\n")[0]
    for key in ("stage.done", "stage.undelivered", "stage.unconfirmed", "stage.failed")
)
CANCELLED: Final = say("en", "stage.cancelled")
CANCEL: Final = say("en", "button.cancel")
OURS: Final = say("en", "error.ours", reference="\n").partition("\n")[0]
PARKED: Final = say("en", "error.parked", reference="\n").partition("\n")[0]
ANSWERS: Final = frozenset({"answer", "quiet"})

Kind = Literal["lost", "given up", "billed twice", "doubled", "left behind", "untrue", "broken"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of a person.

    `turn`: part of the words of the turn that it has to bring, if any. `turns`: so many of them; `fewer` are enough
    where nothing says that there are so many. `after`: its film is due only if these turns ran. `refusal`: how an
    answer begins that refuses it, after which nothing may have run.
    """

    key: str
    words: str
    turn: str = ""
    film: bool = False
    turns: int = 1
    fewer: bool = False
    after: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot that is there in the end: which message it answers, and the id of the render it shows."""

    of: str
    role: str
    text: str
    film: str = ""
    buttons: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether it says that it may be there twice."""
        return MARK in self.text

    @property
    def unmarked(self) -> str:
        """Its text without that."""
        return self.text.replace(MARK, "").strip()


@dataclass(slots=True)
class Outside:
    """Everything that was seen; `turns` are the words that NemoVideo accepted, `films` the renders it completed.

    `lived`: the process was never killed. `left_allowed`: how many messages may go on saying that they are worked on.
    """

    asked: list[Asked]
    shown: list[Shown]
    turns: list[str]
    films: set[str]
    cancelled: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    lived: bool = False
    left_allowed: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be; `of` is the key of the message that it is about, where there is one."""

    kind: Kind
    what: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


def role_of(text: str, buttons: Container[str]) -> str:
    """Return what kind of message it is, where the platform does not say so."""
    if text.startswith("⏳"):
        return "note"
    return "status" if CANCEL in buttons or text.startswith(STAGES) or text == CANCELLED else "answer"


def faults(outside: Outside) -> list[Fault]:
    """Return everything that is not as it must be."""
    rules: Iterable[Callable[[Outside], Iterable[Fault]]] = (_answered, _turns, _films, _doubles, _left, _lived)
    broken = [Fault("broken", what) for what in outside.broken]
    return [*broken, *(fault for rule in rules for fault in rule(outside))]


def answers_to(outside: Outside, key: str) -> list[Shown]:
    """Return what answers a message."""
    return [one for one in outside.shown if one.of == key and one.role in ANSWERS]


def _answered(outside: Outside) -> Iterable[Fault]:
    for asked in outside.asked:
        answers = answers_to(outside, asked.key)
        if not answers and asked.key not in outside.cancelled:
            yield Fault("lost", f"{asked.words!r} has no answer", asked.key)
        for one in answers:
            if OURS in one.text or PARKED in one.text:
                yield Fault("given up", f"{asked.words!r} was answered {one.text!r}", asked.key)


def _turns(outside: Outside) -> Iterable[Fault]:
    for words, times in Counter(outside.turns).items():
        if times > 1:
            of = next((one.key for one in outside.asked if one.turn and one.turn in words), "")
            yield Fault("billed twice", f"{words!r} was accepted {times} times", of)
    for asked in outside.asked:
        if not asked.turn:
            continue
        ran = sum(asked.turn in words for words in outside.turns)
        if ran > asked.turns:
            yield Fault("billed twice", f"{asked.turn!r} is in {ran} turns", asked.key)
        answers = answers_to(outside, asked.key)
        offered = any(RETRY in one.buttons for one in answers)
        refused = bool(asked.refusal) and any(asked.refusal in one.text for one in answers)
        if refused and ran:
            yield Fault("untrue", f"{asked.words!r} was refused, and ran", asked.key)
        if asked.key in outside.cancelled or offered or refused:
            continue
        promised = say("en", "batch.each", count=asked.turns)
        enough = 1 if asked.fewer and not any(promised in one.text for one in outside.shown) else asked.turns
        due = all(any(turn in words for words in outside.turns) for turn in asked.after)
        if ran < enough:
            what = f"{asked.words!r} was asked {ran} times and not {enough}, and is not offered again"
            yield Fault("lost", what, asked.key)
        elif asked.film and due and not any(one.film or CHECK_AGAIN in one.buttons for one in answers):
            yield Fault("lost", f"{asked.words!r} has no film", asked.key)


def _films(outside: Outside) -> Iterable[Fault]:
    delivered = {one.film for one in outside.shown}
    to_be_had = outside.cancelled or any(CHECK_AGAIN in one.buttons for one in outside.shown)
    for film in sorted(outside.films - delivered):
        if not to_be_had:
            yield Fault("lost", f"the film {film} was made and not delivered")


def _doubles(outside: Outside) -> Iterable[Fault]:
    messages = Counter((one.of, one.role, one.unmarked, one.marked) for one in outside.shown if one.role in ANSWERS)
    for (of, role, text, marked), times in messages.items():
        if times > 1:
            how = "marked as recovered" if marked else "without the mark"
            yield Fault("doubled", f"{role} {text!r} is there {times} times {how}", of)
    films = Counter((one.of, one.film, one.marked) for one in outside.shown if one.film)
    for (of, film, marked), times in films.items():
        if times > 1:
            yield Fault("doubled", f"the film {film} is there {times} times, marked: {marked}", of)


def _left(outside: Outside) -> Iterable[Fault]:
    left = [one for one in outside.shown if one.role == "note" or (one.role == "status" and CANCEL in one.buttons)]
    if len(left) > outside.left_allowed:
        yield from (Fault("left behind", repr(one.text), one.of) for one in left)


def _lived(outside: Outside) -> Iterable[Fault]:
    for one in outside.shown:
        if outside.lived and (one.marked or RETRY in one.buttons or CHANGED in one.text):
            yield Fault("untrue", f"nothing was interrupted, but {one.text!r} says so", one.of)
