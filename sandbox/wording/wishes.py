"""What one message asks for, as values: the vocabulary between reading words and changing a timeline."""

from dataclasses import dataclass
from typing import Literal, get_args

# Named in the order they are done, whatever order they were typed in: structure, cuts, pace, sound, beat, look.
Op = Literal[
    "undo", "fresh", "create", "put", "only", "append", "slideshow", "move", "reverse", "remove_clip", "replace_clip",
    "keep", "keep_last", "cut", "trim_start", "trim_end", "silence", "speed", "target", "mute", "volume", "bgm_remove",
    "bgm", "bgm_volume", "beat_remove", "beat", "aspect", "resolution", "text_remove", "text", "script",
    "fade_remove", "fade", "transition_remove", "transition", "polish", "export",
]  # fmt: skip
ORDER: dict[str, int] = {op: place for place, op in enumerate(get_args(Op))}


@dataclass(frozen=True, slots=True)
class Wish:
    """One operation: times in ms, `share` and `factor` as ratios; what an operation does not need stays empty."""

    op: Op
    clause: str = ""
    span: tuple[int, int | None] | None = None
    ms: int | None = None
    amount: float | None = None
    text: str = ""
    kind: str = ""
    place: str = ""
    color: str = ""
    files: tuple[str, ...] = ()
    nth: int | None = None
    size: tuple[int, int] | None = None


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

    @property
    def is_question(self) -> bool:
        """Only asked, nothing wished."""
        return bool(self.questions) and not self.wishes
