"""Back to an earlier version, and beginning anew. The editor does both before anything else is done."""

import re
from collections.abc import Iterator

from sandbox.operations.operation import Operation, left_to_the_editor
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_GO_TO = re.compile(r"(?<![a-z])(?:back|return|go) to(?![a-z])|回到|返回|退到|回退", re.IGNORECASE)

_WHICH = pattern(
    r"last(?:\s+(?:one|thing|bit))?|(?:to\s+|like\s+)?(?:how|the\s+way|what)\s+(?:it|that)\s+(?:was|looked|sounded)(?:\s+(?:before|at\s+first))?"
    r"|latest|previous|earlier|prior|before|timeline|draft|changes?|steps?|edits?",
    "[上前]一?[次步个版]|之前|改动|时间线|草稿",
)


def _read(clause: Clause) -> Iterator[Wish]:
    subject = clause.has("MUSIC", "TITLE", "CAPTION", "WATERMARK", "TRANSITION", "FADE")
    fresh = clause.has("RESET") and (clause.has("TIMELINE", "CLIP") or not clause.has("SOUND", "MUSIC", "TITLE"))
    if (fresh and not clause.has("KEEP")) or (clause.has("RESET") and clause.has("TIMELINE")):
        yield Wish("fresh", files=clause.files)
    elif (version := clause.one("version")) is not None and (
        clause.has("UNDO", "CHANGE", "ADD", "KEEP") or _GO_TO.search(clause.text)
    ):
        yield Wish("undo", nth=version)
    elif clause.has("UNDO") and not subject:
        yield Wish("undo")


OPERATION = Operation(
    topic="film",
    ability=Phrase("undo, start over", "撤销、重新开始"),
    example=Phrase("go back to version 2", "回到第2版"),
    reads=_read,
    explains=(_WHICH,),
    generic=True,
    does={"undo": left_to_the_editor, "fresh": left_to_the_editor},
)
