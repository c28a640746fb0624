"""The captions of subtitles files as the words of a turn bring them, taken out of these. Pure.

Captions from talk.srt:
0:01.000 --> 0:03.500 Hello there,
  how are you?
1:02:03.000 --> 1:02:05.000 Bye
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.model.bounds import LONGEST_TEXT, MOST_CAPTIONS
from sandbox.wording.lexicon import VERBS, tags_of
from sandbox.wording.traditional import simplified

_HEAD = re.compile(r"^Captions from (?P<name>[^\n]{1,200}):\s*$")
_TIME = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})\.(\d{3})"
_CLOCK = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_LINE = re.compile(rf"^{_TIME} --> {_TIME} (?P<words>.+)$")
_MORE = re.compile(r"^  (?P<words>\S.*)$")


@dataclass(frozen=True, slots=True)
class Subtitles:
    """A subtitles file: its name, and for each caption from when to when (ms) which words are shown."""

    name: str
    captions: tuple[tuple[int, int, str], ...]


def split_subtitles(text: str) -> tuple[str, tuple[Subtitles, ...]]:
    """The words without the captions, and the files that these are from."""
    rest: list[str] = []
    files: list[tuple[str, list[tuple[int, int, str]]]] = []
    inside = False
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        head = _HEAD.match(line)
        if head is not None and _LINE.match(following):
            files.append((head["name"], []))
            inside = True
        elif inside and (found := _LINE.match(line)):
            files[-1][1].append((_ms(found.groups()[:4]), _ms(found.groups()[4:8]), found["words"]))
        elif inside and (more := _MORE.match(line)) and files[-1][1]:
            begin, end, words = files[-1][1][-1]
            files[-1][1][-1] = begin, end, f"{words}\n{more['words']}"
        else:
            inside = inside and not line.strip()
            rest.append(line)
    return "\n".join(rest).strip(), tuple(Subtitles(name, _shown(captions)) for name, captions in files)


_BETWEEN = r"\s{0,3}(?:-{1,2}>?|–|—|~|to|到|至)\s{0,3}"
_ROW = re.compile(
    r"(?:captions?|subtitles?|text|字幕|台词|文字|字)\s{0,3}[:：]\s{0,3}(?P<row>(?:\d[^\n]{3,800}))", re.IGNORECASE
)
_ITEM = re.compile(
    r"(?:^|[,，;；]\s{0,3})(?:(?P<clock>\d{1,2}:\d{2})|(?P<seconds>[0-5]?\d)\s?(?:seconds?|secs?|s|秒))(?!\s?[-–—~到至])\s{0,3}[:：]?\s{0,3}",
    re.IGNORECASE,
)
_SECONDS = r"(?:seconds?|secs?|s|秒)"
_MOMENT = r"\d{1,2}:\d{2}|\d{1,3}"
# captions with from when to when, in one row or in a line each: "captions please: 0-3 hello, 3-6 bye"
_STRETCHES = re.compile(
    rf"(?:captions?|subtitles?|text|字幕|台词|文字|字)(?:\s(?:please|pls|plz))?\s{{0,3}}[:：]?\s{{0,3}}"
    rf"(?P<row>(?:[-*•]\s)?(?:from\s|从|第)?(?:{_MOMENT})\s?{_SECONDS}?\s?(?:-|–|~|to|到|至)[^\n]{{3,800}}(?:\n(?:[-*•]\s)?(?:from\s|从|第)?\d[^\n]{{1,400}}){{0,60}})",
    re.IGNORECASE,
)
# "0 to 3 s good morning; 3 to 6 s off we go; after that home"
_STRETCH = re.compile(
    rf"(?:^|[,，;；\n]\s{{0,3}})(?:[-*•]\s)?(?:from\s|从|第)?(?P<begin>{_MOMENT})\s?{_SECONDS}?\s?(?:-|–|~|to|到|至)\s?第?(?P<end>{_MOMENT})"
    rf"(?:\s?{_SECONDS}(?![a-z])\s{{0,3}}[:：]?\s{{0,3}}|\s{{0,3}}[:：]\s{{1,3}}|\s{{1,3}}(?=[^\d\s]))",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"[,，;；]\s{0,3}(?:往后|之后|以后|后面|然后|剩下的?|(?:and\s)?(?:then|after\s(?:that|it)|the\srest))(?:都|一直|全)?(?:是|:|：)?\s{1,3}",
    re.IGNORECASE,
)
# a caption as a subtitles file has it: its number, its times, and its words in the lines below
_RAW = re.compile(
    rf"^(?:\d{{1,4}}[ \t]{{0,9}}\n)?(?P<times>{_CLOCK} --> {_CLOCK})[^\n]{{0,80}}\n(?P<words>(?:[^\n]{{1,200}}(?:\n"
    rf"|$)){{1,6}})",
    re.MULTILINE,
)
# a line that asks for one of these is no caption
_ASKS = (VERBS - {"ADD"}) | {"MUTE", "SPEED", "FADE", "VOLUME"}
_TYPED = re.compile(
    rf"^\s{{0,9}}(?:[-*•]\s{{1,3}}|\d{{1,3}}[.)]\s{{1,3}})?[\[(]?{_CLOCK}(?:{_BETWEEN}{_CLOCK})?[\])]?\s{{0,3}}[:：,，-]?\s{{1,9}}(?P<words>\S.{{0,400}})$"
)


def split_typed(text: str) -> tuple[str, tuple[tuple[int, int | None, str], ...]]:
    """The words without lines that begin with a time ("0:00-0:02 Hello"), and these as captions.

    A caption without an end lasts until the next one, the last one (None) as long as the film. One such line alone
    is no list, and neither are lines that each ask for something, unless they are called captions.
    """
    lines = _in_lines(_RAW.sub(_in_a_line, text)).split("\n")
    found = [_TYPED.match(line) for line in lines]
    if sum(each is not None for each in found) < 2:
        return text, ()
    rest = "\n".join(line for line, each in zip(lines, found, strict=True) if each is None).strip()
    asked = all(tags_of(simplified(each["words"])) & _ASKS for each in found if each is not None)
    if asked and "CAPTION" not in tags_of(simplified(rest)):
        return text, ()
    timed = sorted((_at(each, 1), _at(each, 5), each["words"].strip(' "“”')) for each in found if each is not None)
    starts = [begin for begin, _, _ in timed[1:]]
    ends = [end or following for (_, end, _), following in zip(timed, [*starts, 0], strict=True)]
    shown = ((begin or 0, end or None, words) for (begin, _, words), end in zip(timed, ends, strict=True))
    return rest, tuple(each for each in shown if each[1] is None or each[0] < each[1])[:MOST_CAPTIONS]


def _in_a_line(found: re.Match[str]) -> str:
    return f"{found['times']} {' '.join(found['words'].split())}\n"


def _in_lines(text: str) -> str:
    """The text with captions that stand in one row ("captions: 0:00 hello, 0:03 bye") in a line each."""
    listed = _STRETCHES.search(text)
    if listed is not None and _follow_each_other(stretches := list(_STRETCH.finditer(listed["row"]))):
        row = _STRETCH.sub(lambda item: f"\n{_minutes(item['begin'])}-{_minutes(item['end'])} ", listed["row"])
        row = _ONWARDS.sub(lambda _: f"\n{_minutes(stretches[-1]['end'])} ", row)
        return text[: listed.start("row")] + row + text[listed.end("row") :]
    head = _ROW.search(text)
    if head is None or len(_ITEM.findall(head["row"])) < 2:
        return text
    row = _ITEM.sub(lambda item: f"\n{item['clock'] or '0:' + item['seconds'].zfill(2)} ", head["row"])
    return text[: head.start("row")] + row + text[head.end("row") :]


def _follow_each_other(stretches: Sequence[re.Match[str]]) -> bool:
    """Whether there are several, each with a length and none before the one that it is said behind."""
    ends = [0, *(_seconds(each["end"]) for each in stretches)]
    begins = [_seconds(each["begin"]) for each in stretches]
    forward = all(end <= begin for end, begin in zip(ends, begins, strict=False))
    return len(stretches) > 1 and forward and all(begin < end for begin, end in zip(begins, ends[1:], strict=True))


def _seconds(moment: str) -> int:
    minutes, _, seconds = moment.rpartition(":")
    return int(minutes or 0) * 60 + int(seconds)


def _minutes(moment: str) -> str:
    seconds = _seconds(moment)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _at(found: re.Match[str], group: int) -> int:
    """The ms of the clock that is in four groups from that one on; 0 where there is none."""
    hours, minutes, seconds, fraction = (found[number] for number in range(group, group + 4))
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _shown(captions: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    timed = sorted(each for each in captions if each[0] < each[1])
    return tuple((begin, end, words[:LONGEST_TEXT]) for begin, end, words in timed[:MOST_CAPTIONS])


def _ms(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (int(each or 0) for each in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
