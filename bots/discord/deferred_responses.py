"""The deferred replies of this process: on their way, waiting for their text, filled, lost, or past their token's end.

A request is committed while its reply is still being deferred, so whoever wants to fill the reply waits here first.
Bounded: the oldest are forgotten, and an interaction that is not known here is looked at on Discord.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

_KEPT: Final = 10_000
_PATIENCE: Final = 10.0  # seconds; Discord's own three are long over then


@dataclass(slots=True)
class Deferred:
    """One reply. `known`: this process deferred it. `filled` is the message's id once it has a text.

    `dead`: Discord does not take the interaction's token any more, whatever it is for.
    """

    known: bool = False
    lost: bool = False
    dead: bool = False
    filled: int | None = None
    follow_ups: int = 0
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


class Replies:
    """What became of each interaction's reply."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Deferred] = OrderedDict()

    def begin(self, interaction: int) -> bool:
        """Say that an interaction is about to be answered; False: it came twice (a resumed gateway repeats events)."""
        if interaction in self._kept:
            return False
        self._keep(interaction, Deferred(known=True))
        return True

    def settle(self, interaction: int, *, lost: bool = False) -> None:
        """Say that Discord took the reply, or that it is lost (too late, answered already)."""
        deferred = self._kept.get(interaction)
        if deferred is not None:
            deferred.lost = lost
            deferred.settled.set()

    def filled(self, interaction: int) -> int | None:
        """Return the id of the reply's message; None: it is not known here."""
        deferred = self._kept.get(interaction)
        return deferred.filled if deferred else None

    def may_follow(self, interaction: int, most: int) -> bool:
        """Count one more follow-up of an interaction, unless it had as many as allowed."""
        deferred = self._of(interaction)
        if deferred.follow_ups >= most:
            return False
        deferred.follow_ups += 1
        return True

    def bury(self, interaction: int) -> None:
        """Say that an interaction's token is not taken any more, so that nobody tries it again."""
        self._of(interaction).dead = True

    def is_dead(self, interaction: int) -> bool:
        """Return whether an interaction's token was refused."""
        deferred = self._kept.get(interaction)
        return deferred is not None and deferred.dead

    @asynccontextmanager
    async def writing(self, interaction: int) -> AsyncGenerator[Deferred]:
        """Have a reply for oneself, once it is settled."""
        deferred = self._of(interaction)
        await self.acknowledged(interaction)
        async with deferred.writing:
            yield deferred

    async def acknowledged(self, interaction: int) -> None:
        """Wait until Discord was told that an interaction arrived: before that its token is good for nothing."""
        deferred = self._of(interaction)
        try:
            await asyncio.wait_for(deferred.settled.wait(), _PATIENCE)
        except TimeoutError:
            deferred.lost = True

    def _of(self, interaction: int) -> Deferred:
        deferred = self._kept.get(interaction)
        if deferred is None:
            deferred = _unknown()
            self._keep(interaction, deferred)
        return deferred

    def _keep(self, interaction: int, deferred: Deferred) -> None:
        self._kept[interaction] = deferred
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _unknown() -> Deferred:
    """Return a reply that another process, or this one in an earlier life, deferred."""
    deferred = Deferred()
    deferred.settled.set()
    return deferred
