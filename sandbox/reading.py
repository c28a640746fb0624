"""From words to wishes: every clause is offered to the readers of all operations.

A clause may wish several things. Operations with words of their own are asked first, and take these words away.
Something is removed only where the clause says so in a verb; a clause nobody understands is kept as it was typed, to
be quoted back. Pure and total: any text gives a reading.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from sandbox.accounting import left_out, says_something, unread
from sandbox.amendments import CHANGED, EXCEPT, amended, narrowed, of_the_same_clip
from sandbox.coverage import unexplained
from sandbox.elsewhere import everywhere, left_alone, pointed_at, points_back, unread_part
from sandbox.model.bounds import MOST_READ
from sandbox.operations.registry import OF_WISH, OPERATIONS, ORDER
from sandbox.references import referring, with_its_place
from sandbox.settled import VAGUE, in_order, settled, with_subtitles
from sandbox.wording.clauses import Clause, clauses, is_chinese, names_of, sentences, split_script
from sandbox.wording.corrections import TAKEN_BACK, UNDO_THE, Said, corrected, said_before, without_no
from sandbox.wording.lexicon import VERBS, bounded, tags_of
from sandbox.wording.literals import pull
from sandbox.wording.marks import MARK, MARKS, Literals
from sandbox.wording.remarks import is_of_the_film, is_remark, narrows, tells
from sandbox.wording.spelling import corrected_spelling
from sandbox.wording.subtitles import split_subtitles, split_typed
from sandbox.wording.wishes import Doubt, Reading, Wish

_LATIN = re.compile("[a-z]", re.IGNORECASE)
# the order in which operations with words of their own are asked
_ASKED = sorted(OPERATIONS, key=lambda each: not each.first)
# a verb that cuts, and nothing else
_CUT_ALONE = bounded(
    r"^\W*(?:(?:so|just|please|pls)\s+)?(?:cut|snip|chop|lose|trim|drop|bin|remove|delete|ditch)\s+(?:it|that|this|them|those|these)(?:\s+(?:out|off|bit|part|please))?\W*$"
    rf"|^\W*(?:please\s+)?(?:cut|remove|delete|lose|get\s+rid\s+of|take\s+out|snip)\s+(?:out\s+)?(?:just\s+)?(?:that|this|the)\s+(?:one\s+|whole\s+)?(?:second|bit|part|moment|{MARK})(?:\s+out)?\W*$"
    rf"|^\W*(?:请|帮我)?(?:把)?(?:去掉|剪掉|删掉)(?:[那这](?:一?[段个]|{MARK}|几?秒))\W*$"
    r"|^\W*(?:请|帮我|给我)?(?:把?[它这那]一?[段个里]?)?(?:都|全|统统)?(?:给我)?(?:掐掉|掐了|剪掉|剪了|删掉|删了|去掉|去了|切掉|裁掉|不要了?)吧?\W*$"
    r"|^\W*(?:(?:so|please)\s+)?(?:can|could)\s+(?:that|this|those|they)(?:\s+(?:bit|part))?\s+(?:go|come\s+out)\W*$"
)
_JUST = bounded(r"(?<![a-z])just(?![a-z])")
_OWN = bounded("原|人声|视频|片段|素材|音频|说话")
_WHOLE = [each.phrase for each in OPERATIONS if each.phrase is not None]


def read(text: str, files: Mapping[str, str], shapes: Mapping[str, str] | None = None) -> Reading:
    """Read a message; `files` maps the ids of the uploaded files to their names.

    `shapes` tells which of the clips are "upright" and which "wide", so that "the vertical one" is one of them.

    Of a message that is longer than `MOST_READ` letters the rest is not read, and is quoted as not understood. What is
    not understood as it was typed is read again with the slips in its spelling put right.
    """
    as_typed = _read(text, files, shapes or {}, right=str)
    if not as_typed.open or corrected_spelling(text) == text:
        return as_typed
    again = _read(text, files, shapes or {}, right=corrected_spelling)
    return again if again.open < as_typed.open else as_typed


def _read(text: str, files: Mapping[str, str], shapes: Mapping[str, str], *, right: Callable[[str], str]) -> Reading:
    words, subtitles = split_subtitles(text)
    words, typed = split_typed(words)
    words, beyond = _at_most(words)
    head, script = split_script(words)
    literals = pull(head, names_of(files), right, shapes)
    questions: list[str] = []
    message = _Message(literals)
    for sentence, asks in sentences(literals):
        if asks:
            questions.append(literals.as_typed(sentence).strip())
            continue
        for number, clause in enumerate(clauses(sentence, literals, _WHOLE)):
            message.take(clause, first=not number)
    missed = message.not_understood()
    if beyond:
        missed.append(f"{beyond[:_QUOTED]}…")
    wishes = with_subtitles(settled(message.wishes, script), subtitles, script, typed)
    missed += message.left_out(wishes)
    # a Chinese title in an English sentence does not make it Chinese
    bare = literals.text if _LATIN.search(literals.text) else words
    return Reading(
        tuple(in_order(wishes, ORDER)),
        tuple(missed),
        tuple(questions),
        tuple(value for kind, value, _ in literals.found if kind == "file"),
        script,
        is_chinese(bare),
        message.forbids,
        subtitles,
        tuple(message.doubts),
        tuple(message.remarks()),
    )


class _Message:
    """What was made of a message so far, clause by clause."""

    def __init__(self, literals: Literals) -> None:
        self.wishes: list[Wish] = []
        self.doubts: list[Doubt] = []
        self.forbids = False
        self._literals = literals
        self._missed: list[Clause] = []
        self._said: list[Said] = []
        self._sentence = 0  # how many clauses were said before this sentence

    def not_understood(self) -> list[str]:
        """The clauses that nobody understood; those that only tell how things are need not be, beside a wish."""
        return [clause.typed for clause in self._missed if not self._is_beside(clause)]

    def remarks(self) -> list[str]:
        """The clauses that only tell how things are, beside a wish."""
        return [clause.typed for clause in self._missed if self._is_beside(clause)]

    def _is_beside(self, clause: Clause) -> bool:
        return bool(self.wishes or self.doubts) and is_remark(clause)

    def left_out(self, wishes: Sequence[Wish]) -> list[str]:
        """The clauses whose wish is neither among those that are carried out nor told; all once."""
        return list(dict.fromkeys(left_out(self._said, wishes, self.doubts)))

    def take(self, clause: Clause, *, first: bool) -> None:
        """Make of one more clause what there is to be made of it, and of those before it what it says of them.

        `first` is the first one of a sentence.
        """
        if TAKEN_BACK.match(clause.text) and any(each.wishes for each in self._said):
            self._take_back()
            return
        if gone := self._undone(clause):
            self._leave_out(gone)
            return
        before = list(self.wishes)
        own = clause.tags & VERBS - clause.carried
        reason = not (first or own) and is_remark(clause) and self._is_reason(clause)
        clause, found = (clause, []) if reason else self._read(clause)
        if not first and self._said:
            found = [of_the_same_clip(wish, clause, self._said[-1].wishes) for wish in found]
        if words := unexplained(clause, found) or unread(clause, found, self._literals):
            self.wishes = before
            self._not_acted_on(clause, found, words, narrow=narrows(clause, same_sentence=not first))
            found = []
        elif place := self._unread_part(clause, found, first=first):
            self.doubts += self._of_a_part(place, clause, found)
            found = [wish for wish in found if wish not in (everywhere(found) or found)]
        elif not found and (about := self._narrowed(clause, first=first) or self._restricted(clause, first=first)):
            self._not_acted_on(clause, about, clause.text, narrow=True)
        elif not found and says_something(clause):
            self._missed.append(clause)
        elif (
            found
            and self._said
            and narrows(clause, same_sentence=not first)
            and all(wish.op == "impossible" for wish in found)
        ):
            # "put the song on it, but without the singing": the whole song is not what was asked for
            self._leave_out(self._said[-1].wishes)
        self._is_put_right(clause, found)
        for each in list(left_alone(clause, self._said, self.wishes)):
            self.doubts += self._of_a_part(clause, each.clause, each.wishes)
            self._leave_out(everywhere(each.wishes))
        self.wishes += found
        self.forbids = self.forbids or clause.forbids
        self._said.append(Said(clause, tuple(found)))

    def _take_back(self) -> None:
        """Leave out what was wished last: "wait, undo that"."""
        self._leave_out(said_before(self._said).wishes)

    def _undone(self, clause: Clause) -> list[Wish]:
        """What was wished in this message and is now named to be left out: "join them … no, undo the join"."""
        found = UNDO_THE.match(clause.text)
        if found is None or not self.wishes or any(wish.op in _TAKEN_OFF for wish in _wishes_of(clause, [], ())):
            return []  # "undo the zoom" takes it off whatever zoomed
        named = replace(
            clause, text=found[1] or found[2], tags=tags_of(MARKS.sub(" ", found[1] or found[2])), carried=frozenset()
        )
        ops = {wish.op for wish in _wishes_of(named, [], ())}
        return [wish for wish in self.wishes if wish.op in ops]

    def _leave_out(self, gone: Sequence[Wish]) -> None:
        self.wishes = [wish for wish in self.wishes if wish not in gone]
        left = (replace(each, wishes=tuple(wish for wish in each.wishes if wish not in gone)) for each in self._said)
        self._said = list(left)

    def _read(self, clause: Clause) -> tuple[Clause, list[Wish]]:
        """What a clause wishes; where it only completes one that was not understood, that one with it."""
        said = self._said
        found = _wishes_of(clause.heard(), self.wishes, said) or _wishes_of(clause, self.wishes, said)
        if (again := referring(clause, said)) and (there := _wishes_of(again, self.wishes, said)):
            self._is_met(said[-1].clause)
            if any(wish.op == "mute" for wish in there):  # "0:02 to 0:04 is too loud, mute that"
                quieter = [wish for wish in said[-1].wishes if wish.op == "volume"]
                self.wishes = [wish for wish in self.wishes if wish not in quieter]
            # the stretch is where that shall be, and not what is kept
            return clause, [wish for wish in there if not found or wish.op != "keep"]
        if cut := self._cut_out(clause):
            return clause, cut
        if self._is_doubted() and (whole := with_its_place(clause, said[-1].clause)):
            there = _wishes_of(whole, self.wishes, said)
            if there and not unexplained(whole, there):
                self._is_met(said[-1].clause)
                return whole, there
        if self.wishes and is_remark(clause) and all(wish.op == "impossible" for wish in found):
            return clause, []  # "cut the pauses, I stutter a lot" asks for nothing that I cannot do
        return clause, [] if _is_when_of_what_was_missed(clause, found, said) else found

    def _cut_out(self, clause: Clause) -> list[Wish]:
        """The cuts of what was complained about, where this clause is no more than the verb for it."""
        about = _complained_of(clause, self._said)
        cuts = [wish for each in about for wish in _cut_out(clause, each.clause, self.wishes)]
        for each in about if cuts else ():
            self._is_met(each.clause)
            self.wishes = [wish for wish in self.wishes if wish not in each.wishes]
            self._said[self._said.index(each)] = replace(each, wishes=tuple(cuts))
        return cuts

    def _unread_part(self, clause: Clause, found: Sequence[Wish], *, first: bool) -> Clause | None:
        """The clause with the part of the film which a change is for, where nobody read it."""
        if first:
            self._sentence = len(self._said)
        if points_back(clause):
            self._sentence = 0  # this sentence goes on with what was said before
        return unread_part(clause, found, self._said[self._sentence :])

    def _of_a_part(self, place: Clause, clause: Clause, wishes: Sequence[Wish]) -> list[Doubt]:
        """That a change is not made, since nobody knows where that is."""
        self._is_met(place)
        op = (everywhere(wishes) or wishes)[0].op
        if place is clause:
            return [Doubt(pointed_at(clause), clause.typed, op)]
        return [Doubt(place.typed, f"{place.typed}, {clause.typed}", op)]

    def _is_doubted(self) -> bool:
        """Whether the last clause holds words that nobody explained."""
        return bool(self.doubts and self._said) and self.doubts[-1].clause == self._said[-1].clause.typed

    def _is_reason(self, remark: Clause) -> bool:
        """Whether it is only why the clause before was said, which asks in vain or cuts out what is complained of."""
        ops = {wish.op for wish in self._said[-1].wishes} if self._said else set()
        about = {"impossible"} if is_of_the_film(remark) else {"impossible", "cut", "trim_start", "trim_end"}
        return self._is_doubted() or bool(ops & about)

    def _is_put_right(self, clause: Clause, found: Sequence[Wish]) -> None:
        """Forget the words that nobody explained where this clause says it anew: "grey except… no, just all grey"."""
        if found and self._is_doubted() and without_no(clause, self._said) is not None:
            self._is_met(self._said[-1].clause)

    def _is_met(self, clause: Clause) -> None:
        """Take back that a clause was not understood."""
        self._missed = [each for each in self._missed if each.typed != clause.typed]
        self.doubts = [each for each in self.doubts if each.clause != clause.typed]

    def _narrowed(self, clause: Clause, *, first: bool) -> tuple[Wish, ...]:
        """The wishes of the clause before, where this one says of them what nobody explains: "…, but only the sky"."""
        about = self._said[-1].wishes if self._said else ()
        own = clause.tags & VERBS - clause.carried - {"KEEP"}
        forbids_more = clause.forbids and not _BUT_NOT.search(clause.text)
        if (
            not about
            or own
            or forbids_more
            or not narrows(clause, same_sentence=not first)
            or not unexplained(clause, about)
        ):
            return ()
        return about

    def _restricted(self, clause: Clause, *, first: bool) -> tuple[Wish, ...]:
        """The wishes of the clause before, where this one names a clip or a time for them, and nobody knows how."""
        about = self._said[-1].wishes if self._said else ()
        somewhere = any(kind in _RESTRICTING for kind, _ in clause.marks)
        if first or clause.forbids or not somewhere or clause.tags & VERBS - clause.carried or tells(clause):
            return ()
        return about if says_something(clause) else ()

    def _not_acted_on(self, clause: Clause, wishes: Sequence[Wish], words: str, *, narrow: bool) -> None:
        """Leave out what a clause would have been taken for, and what was said before it where it narrows that."""
        about_before = any(wish.clause in {each.clause for each in self.wishes} for wish in wishes)
        if is_remark(clause) and not about_before:  # "…, what matters is on the left" is more than a remark
            self._missed.append(clause)
            return
        typed = clause.typed
        if self._said and narrow and (about := self._said[-1].wishes):
            self.wishes = [wish for wish in self.wishes if wish not in about]
            typed, wishes = f"{self._said[-1].clause.typed}, {typed}", about
        words = self._literals.as_typed(words).replace(" & ", " and ").strip()
        self.doubts.append(Doubt(words, typed, wishes[0].op))


_TAKEN_OFF = frozenset(op for op in ORDER if op.endswith("_remove"))
_BUT_NOT = bounded(r"^\W*(?:but\s+|and\s+)?not(?![a-z])")
# what says of a wish where or when it holds
_RESTRICTING = frozenset({"asset", "nth", "range", "time"})
_NUMBER_ALONE = bounded(rf"^\W*{MARKS.pattern}\W*$")
_LONGEST_WORD = 100
_QUOTED = 60  # letters of what is beyond that


def _at_most(words: str) -> tuple[str, str]:
    """What is read of the words, and what is beyond that; no word is cut in two."""
    if len(words) <= MOST_READ:
        return words, ""
    space = words.rfind(" ", MOST_READ - _LONGEST_WORD, MOST_READ + 1)
    end = space if space > 0 else MOST_READ
    return words[:end], words[end:].strip()


# "both of these": not the last of them alone
_ALL_OF_THEM = bounded(r"(?<![a-z])(?:both|all|them|those|these|they)(?![a-z])|[都全统]")


def _complained_of(clause: Clause, said: Sequence[Said]) -> list[Said]:
    """The clauses before, the last one first, that each tell of one stretch which a verb alone may cut out."""
    about = [each for each in reversed(said) if each.wishes or each.clause.marks or each.clause.forbids]
    meant = about if _ALL_OF_THEM.search(clause.text) else about[:1]
    return list(takewhile(_tells_of_a_stretch, meant)) if _CUT_ALONE.match(clause.text) else []


def _tells_of_a_stretch(about: Said) -> bool:
    stretches = sum(kind in {"range", "span", "time"} for kind, _ in about.clause.marks)
    own = about.clause.tags & VERBS - about.clause.carried
    return stretches == 1 and not about.clause.forbids and not (own and not tells(about.clause))


def _cut_out(clause: Clause, about: Clause, before: Sequence[Wish]) -> list[Wish]:
    """The cut that a verb alone asks for, of a stretch that was complained about: "the first second shakes, cut it"."""
    when = about.text[: max(place.end() for place in MARKS.finditer(about.text))]
    whole = replace(clause, text=f"{when} {_JUST.sub(' ', MARKS.sub(' ', clause.text))}", marks=about.marks)
    whole = replace(whole, tags=tags_of(MARKS.sub(" ", whole.text)))
    return [wish for wish in _wishes_of(whole, list(before), ()) if wish.op in {"cut", "trim_start", "trim_end"}]


def _is_when_of_what_was_missed(clause: Clause, found: Sequence[Wish], said: Sequence[Said]) -> bool:
    """Whether a stretch by itself tells when something shall be that was not understood, and not what is kept."""
    alone = _NUMBER_ALONE.match(clause.text) is not None and all(wish.op == "keep" for wish in found)
    about = said[-1] if said else None
    return bool(about and found and alone and not about.wishes and not about.clause.forbids) and says_something(
        about.clause  # type: ignore[union-attr]
    )


def _wishes_of(clause: Clause, before: list[Wish], said: Sequence[Said]) -> list[Wish]:
    if clause.forbids:
        return []
    if (whole := _instead(clause, before, said)) is None:
        whole = narrowed(clause, before)
    if whole is not None:
        return whole
    found, rest = _by_their_own_words(clause)
    special = bool(found) and not rest.has("TRIM", "JOIN", "CREATE")
    for each in OPERATIONS:
        if each.phrase is None and not (special and each.generic):
            found += each.reads(rest)
    found = _definite(found, before)
    # "add music, volume 35 %": the volume is the music's
    if before and before[-1].op == "bgm":
        found = [
            replace(wish, op="bgm_volume") if wish.op == "volume" and not _of_the_clips(clause) else wish
            for wish in found
        ]
    if (whole := amended(clause, before, found)) is not None:
        return whole
    if not found and not (before and _NUMBER_ALONE.match(clause.text) and "CHANGE" not in clause.carried):
        found = [wish for each in OPERATIONS for wish in each.falls_back(clause)][:1]
    more, others = clause.every("nth")[1:], EXCEPT.search(clause.text) is not None
    return [
        replace(
            wish,
            clause=clause.folded,
            more=wish.more or (more if wish.nth is not None else ()),
            others=others
            and (wish.nth is not None or bool(wish.files) or (wish.span is not None and wish.op in CHANGED)),
        )
        for wish in found
    ]


def _instead(clause: Clause, before: list[Wish], said: Sequence[Said]) -> list[Wish] | None:
    """What is wished by a clause that takes something back, or stands behind a "no", instead of what was wished before.

    None where it takes nothing back, or wishes nothing.
    """
    if (whole := corrected(clause, said)) is not None:
        again = _wishes_of(whole, before, ())
        if _are_of_one_topic(again, said_before(said).wishes):
            before[:] = [wish for wish in before if wish not in said_before(said).wishes]
            return again
    bare = without_no(clause, said)
    last = next((each.wishes for each in reversed(said) if each.wishes), ())
    rest = [wish for wish in before if wish not in last]
    again = _wishes_of(bare[0], rest, ()) if bare is not None else []
    if bare is None or not again:
        return None
    certain = bare[1] and _are_of_one_topic(again, last)
    gone = [wish for wish in last if certain or any(_is_another(each, wish) for each in again)]
    before[:] = [wish for wish in before if wish not in gone]
    return again if gone or bare[0].text != clause.text else None


def _is_another(wish: Wish, before: Wish) -> bool:
    """Whether it says again what the one before it said; contrast is said besides brightness."""
    return wish.op == before.op and (wish.op != "adjust" or wish.kind == before.kind)


def _definite(found: list[Wish], before: Sequence[Wish]) -> list[Wish]:
    """Without a polish beside what is definite, "nice and big" wishes none; the words of a card are no further text."""
    carded = {wish.text for wish in found if wish.op == "card"}
    found = [wish for wish in found if wish.op != "text" or wish.text not in carded]
    if {wish.op for wish in (*found, *before)} <= VAGUE:
        return found
    return [wish for wish in found if wish.op not in {"polish", "polish_ask"}]


def _are_of_one_topic(again: Sequence[Wish], before: Sequence[Wish]) -> bool:
    """Whether some wishes can be what others were to be: a cut is no other way to put one clip before another."""
    return bool({OF_WISH[wish.op].topic for wish in again} & {OF_WISH[wish.op].topic for wish in before})


def _of_the_clips(clause: Clause) -> bool:
    """Whether it is the clips' own sound that is spoken of, behind a wish for music."""
    # 声音 is any sound, as "the volume" is
    return clause.has("SOUND") and (not is_chinese(clause.text) or _OWN.search(clause.text) is not None)


def _by_their_own_words(clause: Clause) -> tuple[list[Wish], Clause]:
    """What operations with words of their own find, and the clause without these words."""
    found: list[Wish] = []
    for each in _ASKED:
        match = each.phrase.search(clause.text) if each.phrase is not None else None
        if match is not None and (wishes := list(each.reads(clause))):
            if each.exclusive:
                return wishes, replace(clause, text="", tags=frozenset(), marks=())
            found += wishes
            clause = clause.less(match)
    return found, clause
