"""A SKILL.md read as a persona: its name and version for the attribution headers, its greeting, examples, tips.

Five are bundled, named after the skills of the NemoVideo catalogue; any other file with front matter may be given by
its path. Nothing that a skill says is ever run: its body is only read for texts to show.

SkillError lists everything that is wrong with a file, for the operator.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import Final

import yaml

from core.words.clean import one_line
from core.words.language import Language

_BUNDLED: Final = Path(__file__).with_name("skills_bundled")
_LARGEST_BYTES: Final = 256 * 1024
_HEADER_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
_FRONT: Final = re.compile(r"\ufeff?\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n(.*))?\Z", re.DOTALL)
_FORMATS: Final = ("mp4", "mov", "avi", "webm")


class SkillError(Exception):
    """A skill cannot be used; `problems` lists every reason."""

    def __init__(self, where: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{where}: {'; '.join(problems)}")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Skill:
    """A persona. A text that the file has in one language only is used for both."""

    name: str
    version: str
    headlines: Mapping[Language, str]
    greeting: Mapping[Language, str]
    examples: Mapping[Language, tuple[str, ...]]
    tips: Mapping[Language, tuple[str, ...]]
    tip_examples: Mapping[Language, str]
    typical_time: Mapping[Language, str]
    short_clip_line: Mapping[Language, str]
    formats: tuple[str, ...]


@cache
def _all() -> tuple[Skill, ...]:
    return tuple(_read(path) for path in sorted(_BUNDLED.glob("*/SKILL.md")))


def bundled() -> dict[str, Skill]:
    """The skills that come with the bot, by name."""
    return {skill.name: skill for skill in _all()}


def load(name_or_path: str) -> Skill:
    """A bundled skill by its name, or the SKILL.md at a path (or in a folder).

    Raises:
        SkillError: no such skill, or a file that cannot be used.
    """
    if name_or_path in (known := bundled()):
        return known[name_or_path]
    path = Path(name_or_path).expanduser()
    return _read(path / "SKILL.md" if path.is_dir() else path)


def platform(source: str | None, path: str | None) -> str:
    """The X-Skill-Platform header: `SKILL_SOURCE`, else what the install path tells (NemoVideo skill text)."""
    named = one_line(source or "", 100)
    if _HEADER_SAFE.fullmatch(named):
        return named
    parts = PurePath((path or "").replace("\\", "/")).parts
    if ".clawhub" in parts:
        return "clawhub"
    if ".cursor" in parts and parts[parts.index(".cursor") + 1 : parts.index(".cursor") + 2] == ("skills",):
        return "cursor"
    return "unknown"


def _read(path: Path) -> Skill:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise SkillError(path.name, (f"larger than {_LARGEST_BYTES // 1024} kB",))
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        names = ", ".join(sorted(one.parent.name for one in _BUNDLED.glob("*/SKILL.md")))
        problem = f"cannot be read ({type(error).__name__}); bundled skills: {names}"
        raise SkillError(one_line(str(path), 200), (problem,)) from error
    return parse(text, where=path.name)


def parse(text: str, *, where: str = "SKILL.md") -> Skill:
    """The skill of a file's text; `where` names it in the error.

    Raises:
        SkillError: no front matter, front matter that is no mapping, or no usable name or version.
    """
    found = _FRONT.match(text)
    if found is None:
        raise SkillError(where, ("no front matter between two lines of ---",))
    try:
        front = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SkillError(where, ("front matter is not YAML",)) from error
    if not isinstance(front, dict):
        raise SkillError(where, ("front matter is not a mapping",))
    return _SkillReader(front, found[2] or "", where).skill()


@dataclass(frozen=True, slots=True)
class _SkillReader:
    """Reads each field from the front matter, else from the body, else leaves its default."""

    front: dict[object, object]
    body: str
    where: str

    def skill(self) -> Skill:
        name, version = self._header("name"), self._header("version")
        problems = [*self._unsafe("name", name), *self._unsafe("version", version), *self._wrong_types()]
        if problems:
            raise SkillError(self.where, tuple(problems))
        examples = self._list("examples") or self._try_saying()
        tip = self._text("tip_example") or (_found(r'try ["“](.+?)["”]', self.body) or next(iter(examples), ""))
        return Skill(
            name=name,
            version=version,
            headlines=self._both("headline", self._text("headline") or self._heading(name)),
            greeting=self._both("greeting", self._text("greeting") or self._greeting()),
            examples=self._lists("examples", examples),
            tips=self._lists("tips", self._list("tips")),
            tip_examples=self._both("tip_example", tip),
            typical_time=self._both("typical_time", self._text("typical_time") or self._typical()),
            short_clip_line=self._both("short_clip", self._text("short_clip") or self._short_clip()),
            formats=tuple(one.lower().lstrip(".") for one in self._list("formats")) or _FORMATS,
        )

    def _header(self, key: str) -> str:
        value = self.front.get(key)
        return str(value).strip() if isinstance(value, str | int | float) else ""

    def _unsafe(self, key: str, value: str) -> list[str]:
        if not value:
            return [f"{key} is missing"]
        return [] if _HEADER_SAFE.fullmatch(value) else [f"{key} cannot be sent as a header"]

    def _wrong_types(self) -> list[str]:
        wrong = []
        for prefix, holder in (("", self.front), ("zh.", self._zh())):
            wrong += [
                f"{prefix}{key} is not text"
                for key in ("headline", "greeting", "tip_example", "typical_time", "short_clip")
                if not isinstance(holder.get(key, ""), str)
            ]
            wrong += [
                f"{prefix}{key} is not a list of texts"
                for key in ("examples", "tips", "formats")
                if not _texts(holder.get(key, []))
            ]
        if not isinstance(self.front.get("zh", {}), dict):
            wrong.append("zh is not a mapping")
        return wrong

    def _zh(self) -> dict[object, object]:
        block = self.front.get("zh")
        return block if isinstance(block, dict) else {}

    def _text(self, key: str) -> str:
        return " ".join(str(self.front.get(key, "")).split())

    def _list(self, key: str, holder: dict[object, object] | None = None) -> tuple[str, ...]:
        value = (self.front if holder is None else holder).get(key)
        return tuple(one_line(str(one), 300) for one in value) if isinstance(value, list) else ()

    def _both(self, key: str, english: str) -> Mapping[Language, str]:
        chinese = " ".join(str(self._zh().get(key, "")).split())
        return {"en": english or chinese, "zh": chinese or english}

    def _lists(self, key: str, english: tuple[str, ...]) -> Mapping[Language, tuple[str, ...]]:
        chinese = self._list(key, self._zh())
        return {"en": english or chinese, "zh": chinese or english}

    def _heading(self, name: str) -> str:
        return _found(r"^#[ \t]+(.+)$", self.body) or self._text("description") or name

    def _greeting(self) -> str:
        start = r"^(?:#+[ \t]*)?getting started[ \t]*\n+(?:>[ \t]*)?((?!\W*try saying)\S.*)$"
        return _found(start, self.body) or _found(r"^>[ \t]*(\S.*)$", self.body)

    def _try_saying(self) -> tuple[str, ...]:
        block = re.search(r"try saying:?\W*?\n((?:[ \t]*[-*][ \t]+.*\n?)+)", self.body, re.IGNORECASE)
        lines = block[1].splitlines() if block else []
        return tuple(one_line(line.strip().lstrip("-* ").strip("\"“”' "), 300) for line in lines)

    def _typical(self) -> str:
        return _found(r"\b(?:in roughly|in about|about|takes) (\d+-\d+ (?:seconds|minutes))", self.body)

    def _short_clip(self) -> str:
        line = _found(r"^(.*\bshorter (?:clips|videos)\b.*)$", self.body)
        advice = re.sub(r"^[^:—]*(?::|—)\s*", "", line) if line else ""
        return advice[:1].upper() + advice[1:]


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
    return one_line(found[1].strip("*_ "), 300) if found else ""
