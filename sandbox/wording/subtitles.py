"""The captions of subtitles files as the words of a turn bring them, taken out of these. Pure.

Captions from talk.srt:
0:01.000 --> 0:03.500 Hello there,
  how are you?
1:02:03.000 --> 1:02:05.000 Bye
"""

import re
from dataclasses import dataclass

from sandbox.model.bounds import LONGEST_TEXT, MOST_CAPTIONS

_HEAD = re.compile(r"^Captions from (?P<name>[^\n]{1,200}):\s*$")
_TIME = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})\.(\d{3})"
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


def _shown(captions: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    timed = sorted(each for each in captions if each[0] < each[1])
    return tuple((begin, end, words[:LONGEST_TEXT]) for begin, end, words in timed[:MOST_CAPTIONS])


def _ms(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (int(each or 0) for each in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
