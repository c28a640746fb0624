"""A message that goes on with the one before: "a bit louder" behind a song, "no, the other way", "too much".

What the last message was about is what "it" is. What puts it right is read as the end of that message, which is then
carried out once more on what it had found. A message that says all of it by itself is left alone. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.amendments import OF_A_CLIP
from sandbox.model.bounds import MOST_READ
from sandbox.model.draft import Asked
from sandbox.operations.registry import OF_WISH
from sandbox.reading import read
from sandbox.turned_round import halved, once_more, turned_round
from sandbox.wording.clauses import is_chinese, names_of
from sandbox.wording.follow_ups import (
    ALSO,
    ALSO_HAN,
    ALSO_TOO,
    BACK_AGAIN,
    BARE_NUMBER,
    CORRECTS,
    ENOUGH,
    HAPPY,
    IT,
    LEADS,
    LEADS_HAN,
    MORE,
    NAMES_A_SOUND,
    NAMES_OWN_SOUND,
    OTHER_WAY,
    QUOTED,
    SAID_OF_SOUND,
    STOPS_IT,
    TAKES_IT_OFF,
    TEXT_HAN,
    TOO_MUCH,
    UNDOES,
)
from sandbox.wording.lexicon import VERBS, tags_of
from sandbox.wording.literals import pull
from sandbox.wording.traditional import simplified
from sandbox.wording.wishes import ANEW, BACK, Reading, Wish

_MUSIC = frozenset({"bgm", "bgm_volume", "bgm_offset", "duck"})
_OWN_SOUND = frozenset({"mute", "volume", "denoise", "loudness", "voice"})
_TEXT = frozenset({"text", "text_change"})
_SOUNDING = frozenset({"volume", "volume_ask", "fade"})
_OF_IT = {
    "music": frozenset({"bgm_volume", "bgm_offset", "bgm_remove", "fade"}),
    "text": frozenset({"text_remove"}),
}
_NOUNS = {"music": ("the music", "音乐"), "text": ("the text", "文字")}
_PUT_HAN = re.compile("^放[到在]?")
_PUT = re.compile(r"(?<![a-z])(?:put|place|stick)\s+(?=the\s+text)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """The uploaded files as `read` wants them: their names, and the shapes of the clips."""

    names: Mapping[str, str]
    shapes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a message finds: what was asked last, the clips in their order, and what of the film can be heard."""

    asked: Asked | None
    sources: Sequence[str]
    plays: bool  # music
    sounds: bool  # the clips


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what it goes on with: its reading, and what the next message may go on with."""

    reading: Reading
    words: str
    it: str = ""
    about: str = ""
    base: int | None = None
    content: bool = False  # nothing is wished: it is good as it is

    def asked(self, found: int) -> Asked:
        """What is kept of it with the version that it made; `found` is the number of the one before."""
        return Asked(self.words[:MOST_READ], found if self.base is None else self.base, self.it, self.about)


def heard(text: str, situation: Situation | None, files: Files) -> Heard:
    """Read a message, with what was asked before it where it speaks of that."""
    if situation is None:
        return _by_itself(read(text, files.names, files.shapes), text)
    if ENOUGH.match(text):
        return Heard(Reading((), (), (), (), (), is_chinese(text)), text, content=True)
    text = HAPPY.sub("", text)
    alone = _by_itself(read(text, files.names, files.shapes), text)
    ways = _FollowUp(text, alone.reading, situation, files)
    return next((found for found in ways.readings() if found is not None), alone)


def _by_itself(reading: Reading, words: str) -> Heard:
    texts = [wish for wish in reading.wishes if wish.op in _TEXT]
    about = (texts[0].about if texts[0].op == "text_change" else texts[0].text) if len(texts) == 1 else ""
    return Heard(reading, words, _thing(reading.wishes), about)


def _thing(wishes: Sequence[Wish]) -> str:
    """What the wishes are about, where that is one thing which "it" may be."""
    ops = {wish.op for wish in wishes}
    music = bool(ops & _MUSIC) or any(wish.op == "fade" and wish.text == "music" for wish in wishes)
    if music and ops & (_TEXT | _OWN_SOUND):
        return ""
    return "music" if music else "text" if ops & _TEXT else ""


@dataclass(frozen=True, slots=True)
class _FollowUp:
    text: str
    alone: Reading
    situation: Situation
    files: Files

    def readings(self) -> Iterator[Heard | None]:
        """All that the message may be besides what it is by itself, the surest first."""
        yield self._of_the_sound()
        yield self._stopped()
        yield self._put_back()
        if self.situation.asked is None:
            return
        yield self._also(self.situation.asked)
        yield self._in_other_measure(self.situation.asked)
        if self._is_understood() and not CORRECTS.match(self.text):
            return
        yield self._put_right(self.situation.asked) if CORRECTS.match(self.text) else None
        if self._is_understood():
            return
        yield self._of_it(self.situation.asked)
        yield self._taken_off(self.situation.asked)
        yield self._put_right(self.situation.asked)

    def _is_understood(self) -> bool:
        definite = [wish for wish in self.alone.wishes if wish.op != "put"]
        return not self.alone.open and (bool(definite) or bool(self.alone.questions) or self.alone.forbids)

    def _says_what(self) -> bool:
        """Whether it says what shall be done, and not only "no, from 6 to 11 s"."""
        return bool(tags_of(LEADS.sub("", simplified(self.text))) & VERBS)

    def _of_the_sound(self) -> Heard | None:
        """How loud it shall be, of what was last spoken of; where that is open, a question."""
        wishes = self.alone.wishes
        bare = all(
            wish.op in _SOUNDING and not (wish.files or wish.nth is not None or wish.text or wish.others)
            for wish in wishes
        )
        if not (wishes and bare and self.situation.plays) or NAMES_OWN_SOUND.search(self.text):
            return None
        asked = self.situation.asked
        fades = any(wish.op == "fade" for wish in wishes)
        about_music = asked is not None and asked.it == "music"
        if fades:  # a film that fades takes its music along
            sure = about_music and (IT.search(self.text) or SAID_OF_SOUND.search(self.text))
            return Heard(replace(self.alone, wishes=_of_the_music(wishes)), self.text, "music") if sure else None
        if (about_music and not NAMES_A_SOUND.search(self.text)) or not self.situation.sounds:
            return Heard(replace(self.alone, wishes=_of_the_music(wishes)), self.text, "music")
        if asked and not asked.it and _are_of_own_sound(self._chain(asked).wishes):
            return None
        return Heard(replace(self.alone, wishes=(Wish("which_sound", kind=wishes[0].kind),), missed=()), self.text)

    def _named(self, it: str) -> Heard | None:
        """The message with the thing by its name, where all of it is understood then and is about that thing."""
        for words in _with_its_name(self.text, it):
            reading = read(words, self.files.names, self.files.shapes)
            if reading.wishes and not reading.open and all(self._is_sure(wish, it) for wish in reading.wishes):
                return Heard(reading, words, it)
        return None

    def _stopped(self) -> Heard | None:
        """Music that was spoken of, and shall end earlier: "stop it at 0:15" is not said of a film."""
        asked = self.situation.asked
        return self._named("music") if asked and asked.it == "music" and STOPS_IT.match(self.text) else None

    def _is_sure(self, wish: Wish, it: str) -> bool:
        """Whether the wish says what shall become of the thing, and its name alone does not make it a wish."""
        if wish.op == "bgm":
            return bool(wish.span or wish.ms) or (bool(wish.kind) and IT.search(self.text) is not None)
        if wish.op == "text_change" and wish.text:
            return QUOTED.search(self.text) is not None
        if wish.op == "text_change":
            return bool(wish.color or wish.place or wish.amount or wish.nth or wish.ms or wish.span)
        return wish.op in _OF_IT[it]

    def _of_it(self, asked: Asked) -> Heard | None:
        found = self._named(asked.it) if asked.it else None
        if found is None or asked.it != "text":
            return found
        wishes = tuple(_of_that_text(wish, asked.about) for wish in found.reading.wishes)
        return replace(found, reading=replace(found.reading, wishes=wishes), about=asked.about)

    def _put_back(self) -> Heard | None:
        if UNDOES.match(self.text):
            return Heard(_of(self.alone, (Wish("undo"),)), "")
        return Heard(_of(self.alone, (Wish("undo", kind=BACK),)), "") if BACK_AGAIN.match(self.text) else None

    def _taken_off(self, asked: Asked) -> Heard | None:
        """What the last message made, where nothing else is to be taken off."""
        off = TAKES_IT_OFF.match(self.text) is not None and not asked.it
        return Heard(_of(self.alone, (Wish("undo"),)), "") if off else None

    def _also(self, asked: Asked) -> Heard | None:
        """The last message for another clip too."""
        literals = pull(self.text, names_of(self.files.names), str, self.files.shapes)
        found = ALSO.match(literals.text) or ALSO_TOO.match(literals.text) or ALSO_HAN.match(literals.text)
        if found is None:
            return None
        named = literals.within(found["named"] or "")
        wishes = [_for_another(wish, named, self.situation.sources) for wish in self._chain(asked).wishes]
        if not wishes or None in wishes:
            return None
        return Heard(_of(self.alone, [wish for wish in wishes if wish]), "")

    def _in_other_measure(self, asked: Asked) -> Heard | None:
        """The last message with half as much of it, once more, or the other way."""
        before = self._chain(asked)
        if MORE.match(self.text):
            wishes = once_more(before.wishes)
            return Heard(_of(self.alone, wishes), asked.words, asked.it, asked.about) if wishes else None
        if not (TOO_MUCH.match(self.text) or OTHER_WAY.match(self.text)):
            return None
        again = self._chain(asked, self.text)
        return self._anew(again, asked) if again.wishes != before.wishes else None

    def _put_right(self, asked: Asked) -> Heard | None:
        """The message as the end of the last one."""
        before = self._chain(asked)
        for words in dict.fromkeys((self.text, BARE_NUMBER.sub(r"\1 s", self.text))):
            again = self._chain(asked, words)
            gone, more = _difference(before.wishes, again.wishes)
            if again.open > before.open or not (gone or more) or (more and not gone and self._is_understood()):
                continue
            if self._is_understood() and self._says_what() and not _are_alike(self.alone.wishes, gone):
                continue
            return self._anew(again, asked)
        return None

    def _anew(self, again: Reading, asked: Asked) -> Heard:
        wishes = tuple(wish for wish in again.wishes if wish.op not in {"undo", "export"})
        reading = _of(self.alone, (Wish("undo", kind=ANEW), *wishes)) if wishes else _of(self.alone, (Wish("undo"),))
        known = _by_itself(again, "")
        return Heard(reading, f"{asked.words}\n{self.text}", known.it, known.about, base=asked.base)

    def _chain(self, asked: Asked, more: str = "") -> Reading:
        """What was asked, with all that was said to put it right, and one line more."""
        lines = [*asked.words.split("\n"), *filter(None, (more,))]
        measures = [line for line in lines[1:] if TOO_MUCH.match(line) or OTHER_WAY.match(line)]
        reading = read("\n".join(each for each in lines if each not in measures), self.files.names, self.files.shapes)
        for line in measures:
            change = halved if TOO_MUCH.match(line) else turned_round
            reading = replace(reading, wishes=change(reading.wishes))
        return replace(reading, wishes=_of_the_music(reading.wishes)) if asked.it == "music" else reading


def _of(alone: Reading, wishes: Sequence[Wish]) -> Reading:
    return replace(alone, wishes=tuple(wishes), missed=(), doubts=(), remarks=(), questions=())


def _for_another(wish: Wish, named: Sequence[tuple[str, Any]], sources: Sequence[str]) -> Wish | None:
    """The wish for the clip that is named, or for the other one of two; None where that is not certain."""
    numbers = {"trim_start": 1, "trim_end": len(sources)}
    was = wish.files or tuple(sources[nth - 1 : nth] if (nth := wish.nth or numbers.get(wish.op)) and nth > 0 else ())
    if wish.op not in OF_A_CLIP | {"trim_start", "trim_end"} or wish.more or wish.others or len(was) != 1:
        return None
    if not named:
        rest = [source for source in sources if source not in was]
        return replace(wish, files=(rest[0],), nth=None) if len(rest) == 1 and len(sources) == 2 else None
    kind, value = named[0]
    if kind == "asset" and value in sources:
        return replace(wish, files=(value,), nth=None)
    return replace(wish, files=(), nth=value) if kind == "nth" else None


def _of_the_music(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """How loud something shall be, or that it fades, said of the music."""
    louder = (replace(wish, op="bgm_volume") if wish.op == "volume" else wish for wish in wishes)
    return tuple(replace(wish, text="music") if wish.op == "fade" and not wish.text else wish for wish in louder)


def _are_of_own_sound(wishes: Sequence[Wish]) -> bool:
    """Whether the wishes were about the clips' own sound, and about no music."""
    ops = {wish.op for wish in wishes}
    return bool(ops & _OWN_SOUND) and not ops & _MUSIC


def _with_its_name(text: str, it: str) -> Iterator[str]:
    """The words with the name of the thing where "it" stands, or in front of them."""
    english, chinese = _NOUNS[it]
    if is_chinese(text):
        bare = LEADS_HAN.sub("", text)
        bare = TEXT_HAN.sub("", bare) if it == "text" else bare
        yield f"{chinese}{_PUT_HAN.sub('移到', bare).removesuffix('去')}"
        yield f"{chinese}{bare}"
        yield f"把{chinese}{bare}"
        return
    bare = LEADS.sub("", text)
    if IT.search(bare):
        named = IT.sub(english, bare)
        yield _PUT.sub("move ", named).replace(" at the ", " to the ") if it == "text" and _PUT.search(named) else named
        yield BARE_NUMBER.sub(r"\1 s", named)
        return
    yield f"make {english} {bare}"
    yield f"{english} {bare}"


def _of_that_text(wish: Wish, about: str) -> Wish:
    """The change of the text that was spoken of, and of no other that is there."""
    if wish.about or not about:
        return wish
    return replace(wish, text=about) if wish.op == "text_remove" else replace(wish, about=about)


def _difference(before: Sequence[Wish], after: Sequence[Wish]) -> tuple[list[Wish], list[Wish]]:
    one, other = (Counter(replace(wish, clause="") for wish in wishes) for wishes in (before, after))
    return list((one - other).elements()), list((other - one).elements())


def _are_alike(wishes: Sequence[Wish], gone: Sequence[Wish]) -> bool:
    """Whether all of the wishes are of the same operations as those that they would take the place of."""
    return bool(gone) and {id(OF_WISH[wish.op]) for wish in wishes} <= {id(OF_WISH[wish.op]) for wish in gone}
