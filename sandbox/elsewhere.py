"""A change that would be made everywhere though a part was spoken of, and not read: it is asked about instead. Pure."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from sandbox.amendments import ALL_OF_IT, OF_A_CLIP
from sandbox.operations.registry import NEVER
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import LEAVES, Clause
from sandbox.wording.corrections import Said
from sandbox.wording.lexicon import bounded
from sandbox.wording.wishes import Wish

# a part that was named before, which nobody can know alone
_THAT_PART = bounded(
    r"(?<![a-z])(?:that|those)\s+(?:bits?|parts?|sections?|stretch(?:es)?|seconds?|moments?)(?![a-z])"
    r"|那一?(?:小?[段截块]|部分)儿?(?![视影录片素声音])"
)
# a part that is named in words which are not read as a time
_SOME_PART = bounded(
    rf"{_THAT_PART.pattern}|(?<![a-z])(?:first|last|opening|final)\s+(?:few|couple|bit|part)(?![a-z])|(?:开头|最后|[前后])那?几秒"
    r"|(?<![\d.:])\d{1,3}(?:[.:]\d{1,2})?\s*(?:to|till|until|-)\s*\d{1,3}(?:[.:]\d{1,2})?(?![\d.:x%])"
)
# what another sentence spoke of
_THOSE = bounded(r"(?<![a-z])(?:those|these|them)(?![a-z])|它们")
# a text on what was just spoken of
_ON_IT = bounded(
    r"(?<![a-z])(?:on|over|across)\s+(?:it|that)(?![a-z])|(?<![a-z])saying(?![a-z])"
    r"|^\W*(?:在)?(?:那?上[头面边]?|照片上)写"
)
_CHANGES = OF_A_CLIP | {"loop"}
_PLACES = frozenset({"range", "time", "nth", "asset"})


def everywhere(wishes: Sequence[Wish]) -> list[Wish]:
    """The wishes that change all of the film and could change a part of it."""
    return [
        wish
        for wish in wishes
        if wish.op in _CHANGES and wish.nth is None and not (wish.span or wish.part or wish.files or wish.others)
    ]


def unread_part(clause: Clause, found: Sequence[Wish], said: Sequence[Said]) -> Clause | None:
    """The clause that speaks of the part which a change is for, or the clip which a text is for, and was not read.

    `found` are the wishes of the clause, and `said` the clauses before it that it may be about.
    """
    if all(wish.op == "text" for wish in found) and _ON_IT.search(clause.text):
        return said[-1].clause if found and said and _is_unread_clip(said[-1]) else None
    if not everywhere(found) or clause.has("WHOLE") or ALL_OF_IT.search(clause.text):
        return None
    if pointed_at(clause):
        return clause
    without = takewhile(lambda each: all(wish.op in NEVER for wish in each.wishes), reversed(said))
    return next((each.clause for each in without if _is_of_a_part(each.clause)), None)


def _is_unread_clip(about: Said) -> bool:
    """Whether a clause speaks of a clip or a photo, and nothing was made of it."""
    named = any(kind in {"asset", "nth"} for kind, _ in about.clause.marks)
    return not about.wishes and (named or about.clause.has("CLIP", "PHOTO"))


def pointed_at(clause: Clause) -> str:
    """The words of a clause for a part that was named before, as they were typed; "" if it holds none."""
    found = _THAT_PART.search(clause.text)
    return clause.as_typed(found[0]) if found else ""


def points_back(clause: Clause) -> bool:
    """Whether the clause is about what the sentence before it spoke of."""
    return _THOSE.search(clause.text) is not None


def left_alone(clause: Clause, said: Sequence[Said], made: Sequence[Wish]) -> Iterator[Said]:
    """The clauses before whose change is of all the film, where this one says that a part of it stays as it is."""
    if clause.forbids and _is_of_a_part(clause):
        for each in said:
            if any(wish in made for wish in everywhere(each.wishes)):
                yield each


def _is_of_a_part(clause: Clause) -> bool:
    """Whether a clause says something of a part; that it shall not be lost says nothing."""
    if clause.forbids and not LEAVES.search(clause.text):
        return False
    scope = scope_of(clause)
    placed = scope["span"] or scope["part"] or any(kind in _PLACES for kind, _ in clause.marks)
    return bool(placed) or _SOME_PART.search(clause.text) is not None
