"""Subtitles files (.srt, .vtt, .ass, .ssa) as captions, and the one form in which the editor is told of them. Pure.

An editor takes no such file ("Supported formats" of the NemoVideo skill text), but it reads: its captions go along with
the words of a turn, one a line with its times, what a caption breaks into further lines indented below:

    Captions from talk.srt:
    0:01.000 --> 0:03.500 Hello there,
      how are you?
    1:02:03.000 --> 1:02:05.000 Bye

Only words and times are taken; how a file says they look is not. `pysubs2` reads more formats, but takes the name of a
WebVTT cue and its notes for words of the cue before, and keeps entities.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.words.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENDINGS: Final = (".srt", ".vtt", ".ass", ".ssa")
"""How the names of subtitles files end."""

MOST_CAPTIONS: Final = 1000
MOST_LETTERS: Final = 60_000
"""Of all captions of a file together, with their times."""

LONGEST: Final = 400
"""Letters of one caption."""

_TIME: Final = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_ONE_TIME: Final = re.compile(_TIME)
_TIMES: Final = re.compile(rf"\s*{_TIME}\s*-{{1,3}}>\s*{_TIME}(?![\d:])")
_NUMBER: Final = re.compile(r"\s*\d{1,7}\s*")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{3,20}>|\{\\[^{}\n]{0,200}\}")
_DRAWING: Final = re.compile(r"\{[^{}\n]{0,200}\\p[1-9]")
_TOLD: Final = re.compile(r"[\d:.]{8,14} --> [\d:.]{8,14} ")
_SOUND: Final = re.compile(r"[\[(（【][^\[\]()（）【】\n]*[\])）】]|[♪♫\s]+")
_BEGINNING: Final = 2_000  # letters
_ASS_BREAK: Final = re.compile(r"\\[Nn]")
_ASS_FIELDS: Final = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")


@dataclass(frozen=True, slots=True)
class Caption:
    """Words that are shown from `start` to `end`, both in ms; they may have several lines."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a file in the order of their times. `left_out`: how many it has beside them; `cut`: of these."""

    captions: tuple[Caption, ...]
    left_out: int = 0
    cut: int = 0


def captions_in(text: str) -> Captions | None:
    """Return the captions of a subtitles file; None: there are none in it.

    Left out are those that end before they begin, and those beyond `MOST_CAPTIONS` and `MOST_LETTERS`; a longer one
    than `LONGEST` is cut. One without words is no caption.
    """
    found = list(_dialogue(text) if "[events]" in text.lower() else _blocks(text))
    shown = [Caption(start, end, words) for start, end, written in found if (words := _plain(written))]
    timed = sorted((one for one in shown if one.start < one.end), key=lambda one: (one.start, one.end))
    if not timed:
        return None
    kept: list[Caption] = []
    letters = cut = 0
    for one in timed[:MOST_CAPTIONS]:
        words = one.text[:LONGEST].rstrip()
        letters += len(words) + len("0:00:00.000 --> 0:00:00.000 \n")
        if letters > MOST_LETTERS:
            break
        cut += words != one.text
        kept.append(Caption(one.start, one.end, words))
    return Captions(tuple(kept), len(shown) - len(kept), cut)


def begins_like_subtitles(text: str) -> bool:
    """Return whether a text is that of a subtitles file, whatever the name of its file ends like."""
    lines = [line for line in text[:_BEGINNING].split("\n") if line.strip()]
    if lines and lines[0].strip().lower().startswith(("webvtt", "[script info]")):
        return True
    return any(_TIMES.match(line) for line in lines[:1]) or (
        len(lines) > 1 and _NUMBER.fullmatch(lines[0]) is not None and _TIMES.match(lines[1]) is not None
    )


def as_words(name: str, captions: Iterable[Caption]) -> str:
    """Return captions in the form that the editor is told; `name` is that of their file, in one line."""
    lines = [f"Captions from {name}:"]
    for one in captions:
        first, *more = one.text.split("\n")
        lines.append(f"{_clock(one.start)} --> {_clock(one.end)} {first}")
        lines += [f"  {line}" for line in more]
    return "\n".join(lines)


def captions_told(words: str) -> tuple[str, ...]:
    """Return what is said in captions that `as_words` has put in the editor's form.

    A description of a sound in brackets ("[Music]") says nothing that somebody would hide.
    """
    texts: list[str] = []
    for line in words.split("\n")[1:]:
        if found := _TOLD.match(line):
            texts.append(line[found.end() :])
        elif texts:
            texts[-1] += f"\n{line.removeprefix('  ')}"
    return tuple(text for text in texts if text.strip() and not _SOUND.fullmatch(text.strip()))


def _clock(ms: int) -> str:
    """Return a time as h:mm:ss.mmm, without the hours where there are none."""
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{rest // 1000:02d}.{rest % 1000:03d}"


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Return times and words of SubRip and WebVTT: the lines below those of the times, up to an empty one.

    In SubRip an empty line may be part of a caption: what follows it belongs to it, unless it is the next number.
    """
    named = text.lstrip("\ufeff \n\t").startswith("WEBVTT")
    times: tuple[int, int] | None = None
    words: list[str] = []
    ended = False
    lines = text.split("\n")
    for line, following in zip(lines, _following(lines), strict=True):
        found = _TIMES.match(line)
        if found is not None:
            if times is not None:
                yield (*times, "\n".join(words))
            times, words, ended = (_ms(found.groups()[:4]), _ms(found.groups()[4:])), [], False
        elif not line.strip():
            ended = True
        elif not (ended and named) and not (_NUMBER.fullmatch(line) and _TIMES.match(following)):
            words.append(line)
    if times is not None:
        yield (*times, "\n".join(words))


def _following(lines: list[str]) -> list[str]:
    """Return for each line the next one that is not empty, "" behind the last."""
    following, found = "", []
    for line in reversed(lines):
        found.append(following)
        following = line if line.strip() else following
    return found[::-1]


def _dialogue(text: str) -> Iterator[tuple[int, int, str]]:
    """Return times and words of the dialogue of (Advanced) SubStation Alpha; what is drawn with its tags is none."""
    fields: tuple[str, ...] = _ASS_FIELDS
    inside = False
    for line in text.split("\n"):
        key, _, value = line.strip().partition(":")
        if key.startswith("["):
            inside = key.lower().startswith("[events]")
        elif inside and key.lower() == "format":
            fields = tuple(field.strip().lower() for field in value.split(","))
        elif inside and key.lower() == "dialogue":
            said = dict(zip(fields, value.split(",", len(fields) - 1), strict=False))
            start, end = (_ONE_TIME.fullmatch(said.get(name, "").strip()) for name in ("start", "end"))
            words = said.get("text", "")
            if start and end and not _DRAWING.search(words):
                yield _ms(start.groups()), _ms(end.groups()), _ASS_BREAK.sub("\n", words).replace("\\h", " ")


def _ms(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = groups
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _plain(written: str) -> str:
    """Return the words of a caption without tags, in lines of printable characters."""
    lines = (one_line(line, len(line) + 1) for line in html.unescape(_TAG.sub("", written)).split("\n"))
    return "\n".join(line for line in lines if line)
