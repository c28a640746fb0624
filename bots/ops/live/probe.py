"""A probe: one small try at a service, and the beliefs that it can decide."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from bots.ops.live.exchange import NoAnswer, Reply
from bots.ops.live.verdicts import Verdicts

C = TypeVar("C")

CLIP: Final = Path(__file__).parents[2] / "web" / "static" / "sample.mp4"
"""The clip that is sent: the demo's sample, 12 seconds, which sandbox/sample.py draws; nobody's film."""

_TOO_MANY: Final = 429


class Missing(Exception):
    """What a probe needs is not there; the text says what, in our words."""


@dataclass(frozen=True, slots=True)
class Probe(Generic[C]):
    """`run` tries something in a context of the service, and gives verdicts on some of `beliefs`."""

    run: Callable[[C], Awaitable[None]]
    beliefs: tuple[str, ...]


async def run_probes(context: C, probes: Iterable[Probe[C]], verdicts: Verdicts) -> None:
    """Run one probe after the other; what one cannot see does not keep the next from looking."""
    for probe in probes:
        why = "nothing was seen of it"
        try:
            await probe.run(context)
        except (NoAnswer, Missing) as reason:
            why = str(reason)
        verdicts.unseen(why, *probe.beliefs)


def served(reply: Reply) -> Reply:
    """Return a reply that says something about what was asked.

    Raises:
        Missing: there is no such route here, the server is in trouble, or it was asked too much.
    """
    if reply.routeless:
        raise Missing(f"there is no such route here (HTTP {reply.status})")
    if reply.status >= 500 or reply.status == _TOO_MANY:
        raise Missing(f"HTTP {reply.status}")
    return reply
