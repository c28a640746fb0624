"""What one message asks for, as values: what stands between reading words and changing a timeline."""

from dataclasses import dataclass
from typing import Literal

from sandbox.model.draft import Place
from sandbox.wording.subtitles import Subtitles

# a third of what the wish speaks of, or a half
Part = Literal["", "start", "middle", "end", "first half", "second half"]

# of a wish to undo: to what the last message found, so that it is done once more; and to what was undone last
ANEW, BACK = "anew", "back"


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish, by the name its operation gives it: times in ms, `amount` a ratio; what is not needed stays empty.

    `nth` is the number of a clip, -1 the last one, 0 the middle one, and `more` are the others that were named with
    it; with `others` all are meant but those that are named. `spans` are further stretches that are kept with the
    first. `about` are the words of the text that is meant.
    """

    op: str
    clause: str = ""
    span: tuple[int, int | None] | None = None
    ms: int | None = None
    amount: float | None = None
    text: str = ""
    kind: str = ""
    place: Place | None = None
    end: bool = False
    color: str = ""
    files: tuple[str, ...] = ()
    nth: int | None = None
    part: Part = ""
    more: tuple[int, ...] = ()
    size: tuple[int, int] | None = None
    others: bool = False
    spans: tuple[tuple[int, int | None], ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words, or an exact thing, that nobody explains; the clause that was therefore not acted on; its wish."""

    words: str
    clause: str
    op: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read: wishes in the order they are carried out, and what could not be read, as it was typed."""

    wishes: tuple[Wish, ...]
    missed: tuple[str, ...]
    questions: tuple[str, ...]
    unknown_files: tuple[str, ...]
    script: tuple[str, ...]
    chinese: bool
    forbids: bool = False
    subtitles: tuple[Subtitles, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[str, ...] = ()  # what only tells how things are, beside what was made or asked

    @property
    def open(self) -> int:
        """How many of its clauses nothing was made of."""
        return len(self.missed) + len(self.doubts)

    @property
    def is_question(self) -> bool:
        """Only asked, nothing wished."""
        return bool(self.questions) and not self.wishes
