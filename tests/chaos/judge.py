"""What must be true in the end, seen from outside: by whoever asked, and by NemoVideo.

* Every message is answered; one that asked for an edit has its result, is offered again, or was cancelled.
* No turn is accepted twice, and every film that was made is delivered.
* An answer comes twice only where the second carries the mark, and never a third time.
* Nothing goes on saying that it works; but a message that nobody can find again may, one a death.
* Nobody who lived, or stopped in order, says to have been interrupted.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from core.words.phrases import say

MARK = say("en", "recovered.mark")
RETRY = say("en", "button.retry")
CHANGED = say("en", "recovered.changed")
STAGES = tuple(
    say("en", key, **dict.fromkeys(("elapsed", "count"), "\n")).partition("\n")[0]
    for key in ("stage.done", "stage.undelivered", "stage.unconfirmed", "stage.failed")
)
CANCELLED = say("en", "stage.cancelled")
CANCEL = say("en", "button.cancel")
OURS = say("en", "error.ours", reference="\n").partition("\n")[0]
PARKED = say("en", "error.parked", reference="\n").partition("\n")[0]


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Shown:
    """A message of the bot that is there in the end: which message it answers, and the id of the render it shows."""

    of: str
    role: str
    text: str
    film: str = ""
    buttons: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        return MARK in self.text

    @property
    def unmarked(self) -> str:
        return self.text.replace(MARK, "").strip()


@dataclass
class Outside:
    """Everything that was seen."""

    asked: list[Asked]
    shown: list[Shown]
    turns: list[str]
    films: set[str]
    cancelled: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    lived: bool = False
    left_allowed: int = 0


def role_of(text: str, buttons: Container[str]) -> str:
    """What kind of message it is, where the platform does not say so."""
    if text.startswith("⏳"):
        return "note"
    return "status" if CANCEL in buttons or text.startswith(STAGES) or text == CANCELLED else "answer"


def faults(outside: Outside) -> list[str]:
    """Return a sentence for everything that is not as it must be."""
    rules: Iterable[Callable[[Outside], Iterable[str]]] = (_answered, _turns, _films, _doubles, _left, _lived)
    return [*outside.broken, *(fault for rule in rules for fault in rule(outside))]


def _answers(outside: Outside, key: str) -> list[Shown]:
    return [one for one in outside.shown if one.of == key and one.role in {"answer", "quiet"}]


def _answered(outside: Outside) -> Iterable[str]:
    for asked in outside.asked:
        answers = _answers(outside, asked.key)
        if not answers and asked.key not in outside.cancelled:
            yield f"lost: {asked.words!r} has no answer"
        for one in answers:
            if OURS in one.text or PARKED in one.text:
                yield f"given up: {asked.words!r} was answered {one.text!r}"


def _turns(outside: Outside) -> Iterable[str]:
    for words, times in Counter(outside.turns).items():
        if times > 1:
            yield f"billed twice: {words!r} was accepted {times} times"
    for asked in outside.asked:
        if not asked.turn:
            continue
        ran = sum(asked.turn in words for words in outside.turns)
        if ran > asked.turns:
            yield f"billed twice: {asked.turn!r} is in {ran} turns"
        answers = _answers(outside, asked.key)
        offered = any(RETRY in one.buttons for one in answers)
        refused = bool(asked.refusal) and any(asked.refusal in one.text for one in answers)
        if refused and ran:
            yield f"untrue: {asked.words!r} was refused, and ran"
        if asked.key in outside.cancelled or offered or refused:
            continue
        promised = say("en", "batch.each", count=asked.turns)
        enough = 1 if asked.fewer and not any(promised in one.text for one in outside.shown) else asked.turns
        due = all(any(turn in words for words in outside.turns) for turn in asked.after)
        if ran < enough:
            yield f"lost: {asked.words!r} was asked {ran} times and not {enough}, and is not offered again"
        elif asked.film and due and not any(one.film for one in answers):
            yield f"lost: {asked.words!r} has no film"


def _films(outside: Outside) -> Iterable[str]:
    delivered = {one.film for one in outside.shown}
    for film in sorted(outside.films - delivered):
        if not outside.cancelled:
            yield f"lost: the film {film} was made and not delivered"


def _doubles(outside: Outside) -> Iterable[str]:
    messages = Counter((one.of, one.role, one.unmarked, one.marked) for one in outside.shown if one.role in ROLES)
    for (_, role, text, marked), times in messages.items():
        if times > 1:
            how = "marked as recovered" if marked else "without the mark"
            yield f"doubled: {role} {text!r} is there {times} times {how}"
    films = Counter((one.of, one.film, one.marked) for one in outside.shown if one.film)
    for (_, film, marked), times in films.items():
        if times > 1:
            yield f"doubled: the film {film} is there {times} times, marked: {marked}"


ROLES = {"answer", "quiet"}


def _left(outside: Outside) -> Iterable[str]:
    left = [one for one in outside.shown if one.role == "note" or (one.role == "status" and CANCEL in one.buttons)]
    if len(left) > outside.left_allowed:
        yield from (f"left behind: {one.text!r}" for one in left)


def _lived(outside: Outside) -> Iterable[str]:
    for one in outside.shown:
        if outside.lived and (one.marked or RETRY in one.buttons or CHANGED in one.text):
            yield f"untrue: nothing was interrupted, but {one.text!r} says so"
