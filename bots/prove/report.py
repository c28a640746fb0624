"""What a proof says in the end: one page for people, or the same as JSON."""

import dataclasses
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import metadata, version
from statistics import median
from textwrap import TextWrapper
from typing import Final

from bots.prove.judge import Fault, Kind

GIB: Final = 1024**3
INDENT: Final = 18
NAMED: Final[dict[Kind, str]] = {
    "lost": "lost",
    "billed twice": "billed twice",
    "doubled": "unmarked doubles",
}

_WRAPPED: Final = TextWrapper(width=110, subsequent_indent=" " * INDENT, break_on_hyphens=False, break_long_words=False)


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long something took: how often it was measured, the median and the worst; None: never."""

    times: int
    median: float | None
    worst: float | None

    @classmethod
    def of(cls, measured: Sequence[float]) -> "Seconds":
        """Return the summary of some durations in seconds."""
        if not measured:
            return cls(0, None, None)
        return cls(len(measured), round(median(measured), 1), round(max(measured), 1))

    def __str__(self) -> str:
        return "not measured" if self.median is None else f"median {self.median:.1f} s, worst {self.worst:.1f} s"


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault, and the number by which the log knows its request; None: the bot gave it none. `of` is as in `Fault`."""

    kind: Kind
    what: str
    request: int | None
    of: str = ""

    def __str__(self) -> str:
        where = "without a request number" if self.request is None else f"R{self.request}"
        return f"{self.kind}: {self.what} ({where})"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told.

    Of the `requests`, those that `ended` are judged. `offered` never reached the editor and are offered again, `late`
    are films that took so long that a button asks for them, `marked` are answers that say they may be there twice.
    `ready` is from the start of a process to its readiness, `recovered` from the first start after a kill to the end
    of all that was open at the kill, `undisturbed` from a message to its end where no kill came between. `logs` is
    where the logs were kept.
    """

    seconds: float
    interrupted: bool
    requests: int
    ended: int
    turns: int
    films: int
    offered: int
    late: int
    marked: int
    kills: dict[str, int]
    faults: tuple[Broken, ...]
    ready: Seconds
    recovered: Seconds
    undisturbed: Seconds
    changed: tuple[str, ...]
    left_out: tuple[str, ...]
    versions: dict[str, str]
    machine: str
    logs: str = ""

    @property
    def tried(self) -> bool:
        """Whether there was something to be proven."""
        return bool(self.ended and sum(self.kills.values()))

    def count(self, kind: Kind) -> int:
        """Return how many messages a kind of fault befell; what is about none counts by itself."""
        return len({fault.of or fault.what for fault in self.faults if fault.kind == kind})

    def as_json(self) -> str:
        """Return it as one JSON object."""
        told = dataclasses.asdict(self) | {
            "proven": self.tried and not self.faults and not self.interrupted,
            "lost": self.count("lost"),
            "billed_twice": self.count("billed twice"),
            "unmarked_doubles": self.count("doubled"),
        }
        return json.dumps(told, ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _verdict(self) -> str:
        if self.faults:
            return "something broke."
        if not self.tried:
            return "nothing was tried: no request ended, or nothing was killed. Give it more --minutes."
        if self.interrupted:
            return "stopped before its time; nothing broke until then."
        return "proven. Nothing was lost, billed twice, or said twice without its mark."

    def _lines(self) -> Iterator[str]:
        yield f"nemobot prove: {self._verdict()}"
        yield ""
        for name, said in self._rows():
            yield from _WRAPPED.wrap(f"{name:{INDENT}}{said}")
        if self.faults:
            yield ""
            yield from map(str, self.faults)
            yield ""
            yield f"The logs are in {self.logs}."
            yield f"Please report it, with this page and what they say of these requests: {issues()}"

    def _rows(self) -> Iterator[tuple[str, str]]:
        kills = ", ".join(f"{times} {moment}" for moment, times in self.kills.items() if times)
        yield "time", f"{self.seconds:.0f} s"
        yield "requests", f"{self.requests}, of which {self.ended} ended; {self.turns} turns, {self.films} films"
        yield "kills", f"{sum(self.kills.values())}: {kills}" if kills else "0"
        yield from ((said, str(self.count(kind))) for kind, said in NAMED.items())
        others = {fault.kind for fault in self.faults} - NAMED.keys()
        yield "other faults", str(sum(self.count(kind) for kind in others))
        again = (
            f"{self.marked} answers came again with their mark, {self.offered} wishes that left no trace are offered"
        )
        yield "allowed", f"{again} again, {self.late} films took long and wait for a button"
        yield "start to ready", str(self.ready)
        yield "start to answered", f"{self.recovered} (all that was open at a kill; {self.recovered.times} kills)"
        yield "undisturbed", f"{self.undisturbed} (a message to its end; {self.undisturbed.times} without a kill)"
        yield "settings", f"yours, but {'; '.join(self.changed)}" if self.changed else "yours"
        if self.left_out:
            yield "not used", ", ".join(self.left_out)
        yield "versions", ", ".join(f"{name} {number}" for name, number in self.versions.items())
        yield "machine", self.machine


def broken(faults: Sequence[Fault], numbers: dict[str, int]) -> tuple[Broken, ...]:
    """Return the faults with the numbers of their requests, which are given by the keys of messages."""
    return tuple(Broken(fault.kind, fault.what, numbers.get(fault.of), fault.of) for fault in faults)


def versions(ffmpeg: str) -> dict[str, str]:
    """Return what ran."""
    return {"nemobot": version("nemobot"), "Python": platform.python_version(), "FFmpeg": ffmpeg}


def machine() -> str:
    """Return what it ran on and how busy that was, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, {memory:.1f} GiB"
    return f"{system}, load {os.getloadavg()[0]:.1f}"


def issues() -> str:
    """Return where faults are reported."""
    urls = metadata("nemobot").get_all("Project-URL") or []
    return next((url.partition(", ")[2] for url in urls if url.startswith("Issues,")), "")
