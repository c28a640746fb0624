"""The Bot API's published schema as a judge of calls and answers: names, required ones, types, limits.

What stands in it is documented [telegram.send, telegram.buttons].
"""

import gzip
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parents[1] / "fixtures/telegram/bot-api-schema.json.gz"
# Counted after the markup is parsed, which is not this module's business.
PARSED = frozenset({"text", "caption"})

_WORDS = {"true": True, "false": False}
_MEASURES: Mapping[str, Callable[[Any], int]] = {
    "characters": lambda value: len(value.encode("utf-16-le")) // 2,
    "bytes": lambda value: len(value.encode()),
    "items": len,
}


class Mismatch(Exception):
    """A value is not of this type."""


@dataclass
class Schema:
    """`read` turns a call's raw parameters into values and names what is wrong with them."""

    methods: Mapping[str, Any]
    types: Mapping[str, Any]

    @classmethod
    def load(cls) -> "Schema":
        """Read the fixture."""
        loaded = json.loads(gzip.decompress(FIXTURE.read_bytes()))
        return cls(loaded["methods"], loaded["types"])

    def read(
        self, method: str, raw: Mapping[str, Any], files: Collection[str] = ()
    ) -> tuple[dict[str, Any], list[str]]:
        """Return the parameters as values, and every breach of the schema; `files` are the names of uploaded parts."""
        known = self.methods[method]["p"]
        values: dict[str, Any] = {}
        problems = [f"unknown parameter {name!r}" for name in raw if name not in known]
        attached = {f"attach://{name}" for name in files}
        for name, (required, kinds, *limits) in known.items():
            if raw.get(name) is None:
                if name in files and "InputFile" in kinds:
                    values[name] = f"attach://{name}"
                elif required:
                    problems.append(f"missing parameter {name!r}")
                continue
            try:
                values[name] = self._one_of(kinds, raw[name], attached)
            except Mismatch as error:
                problems.append(f"{name}: {error}")
                continue
            if name not in PARSED:
                problems += [f"{name}: {breach}" for breach in _breaches(values[name], limits)]
        return values, problems

    def faults(self, kind: str, value: Any) -> list[str]:
        """Return what is wrong with a value of this type, for the double's own answers."""
        try:
            self._as(kind, value, set())
        except Mismatch as error:
            return [str(error)]
        return []

    def _one_of(self, kinds: list[str], raw: Any, attached: Collection[str]) -> Any:
        reasons = []
        for kind in kinds:
            try:
                return self._as(kind, raw, attached)
            except Mismatch as error:
                reasons.append(str(error))
        raise Mismatch(" / ".join(reasons))

    def _as(self, kind: str, raw: Any, attached: Collection[str]) -> Any:
        if kind.startswith("Array of "):
            items = _parsed(raw)
            if not isinstance(items, list):
                raise Mismatch(f"not an array: {_short(raw)}")
            return [self._as(kind.removeprefix("Array of "), item, attached) for item in items]
        if kind == "InputFile":
            if raw not in attached:
                raise Mismatch(f"not an uploaded part: {_short(raw)}")
            return raw
        if kind in _SCALARS:
            return _SCALARS[kind](raw)
        return self._object(kind, _parsed(raw), attached)

    def _object(self, kind: str, raw: Any, attached: Collection[str]) -> Any:
        if kind not in self.types:
            raise Mismatch(f"unknown type {kind}")
        shape = self.types[kind]
        if "s" in shape:
            return self._one_of(list(self._candidates(shape["s"], raw)), raw, attached)
        if not isinstance(raw, dict):
            raise Mismatch(f"not a {kind}: {_short(raw)}")
        if unknown := raw.keys() - shape["f"].keys():
            raise Mismatch(f"{kind} has no {', '.join(sorted(unknown))}")
        made = {}
        for name, (required, kinds, *limits) in shape["f"].items():
            if name not in raw or raw[name] is None:
                if required:
                    raise Mismatch(f"{kind} lacks {name}")
                continue
            try:
                made[name] = self._one_of(kinds, raw[name], attached)
            except Mismatch as error:
                raise Mismatch(f"{kind}.{name}: {error}") from None
            if breaches := _breaches(made[name], limits):
                raise Mismatch(f"{kind}.{name}: {breaches[0]}")
        return made

    def _candidates(self, names: list[str], raw: Any) -> Iterator[str]:
        """Prefer the members of a union whose constant field says so, for a readable reason."""
        fitting = [name for name in names if isinstance(raw, dict) and self._says(name, raw)]
        yield from fitting or names

    def _says(self, name: str, raw: Mapping[str, Any]) -> bool:
        fields = self.types[name].get("f", {})
        constants = {key: more[0]["const"] for key, (_, _, *more) in fields.items() if more and "const" in more[0]}
        return bool(constants) and all(raw.get(key) == value for key, value in constants.items())


def _breaches(value: Any, limits: list[Any]) -> list[str]:
    found = []
    for limit in limits:
        if "const" in limit and value != limit["const"]:
            found.append(f"must be {limit['const']!r}")
        if "u" in limit and isinstance(value, str | list):
            size = _MEASURES[limit["u"]](value)
            if not limit["min"] <= size <= limit["max"]:
                found.append(f"{size} {limit['u']}, allowed are {limit['min']} to {limit['max']}")
    return found


def _parsed(raw: Any) -> Any:
    """Outside a JSON body an object travels as JSON text."""
    if not isinstance(raw, str):
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        raise Mismatch(f"not JSON: {_short(raw)}") from None


def _integer(raw: Any) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"-?\d{1,19}", raw):
        return int(raw)
    raise Mismatch(f"not an integer: {_short(raw)}")


def _boolean(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw in _WORDS:
        return _WORDS[raw]
    raise Mismatch(f"not a boolean: {_short(raw)}")


def _float(raw: Any) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    try:
        return float(str(raw))
    except ValueError:
        raise Mismatch(f"not a number: {_short(raw)}") from None


def _string(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Mismatch(f"not a string: {_short(raw)}")
    return raw


def _true(raw: Any) -> bool:
    if not _boolean(raw):
        raise Mismatch("not true")
    return True


_SCALARS: Mapping[str, Callable[[Any], Any]] = {
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "True": _true,
    "String": _string,
}


def _short(raw: Any) -> str:
    return repr(raw)[:60]
