"""What became of each interaction's deferred response: on its way, waiting for its text, filled, lost, or expired.

A request is committed while its interaction is still being deferred, so whoever wants to fill the response waits here
first. Bounded: the oldest are forgotten. An interaction that is not known here is looked up on Discord.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

log = logging.getLogger(__name__)

_MAX_KEPT: Final = 10_000
_ACKNOWLEDGE_SECONDS: Final = 10.0  # the three seconds that Discord gives are long over then


@dataclass(slots=True)
class DeferredResponse:
    """One response. `known`: this process knows whether it has a text. `filled` is the message's id once it has one.

    `buttons` are the names of its buttons, where another process filled it. `lost`: it never gets a text. `expired`:
    Discord takes the interaction's token for nothing any more.
    """

    known: bool = False
    lost: bool = False
    expired: bool = False
    filled: int | None = None
    buttons: frozenset[str] = frozenset()
    follow_ups: int = 0
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


class DeferredResponses:
    """The deferred responses of this process, by their interaction's id."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, DeferredResponse] = OrderedDict()

    def begin(self, interaction: int) -> bool:
        """Note that an interaction is being deferred; False: it came twice (a resumed gateway repeats events)."""
        if interaction in self._kept:
            return False
        self._keep(interaction, DeferredResponse(known=True))
        return True

    def acknowledge(self, interaction: int, *, lost: bool = False, known: bool = True) -> None:
        """Note that Discord took the deferral; `lost`: it did not; not `known`: perhaps, or somebody else's."""
        response = self._kept.get(interaction)
        if response is not None:
            response.lost, response.known = lost, known
            response.acknowledged.set()

    def filled(self, interaction: int) -> int | None:
        """Return the id of the response's message; None: it is not known here."""
        response = self._kept.get(interaction)
        return response.filled if response else None

    def count_follow_up(self, interaction: int, most: int) -> bool:
        """Count one more follow-up of an interaction; False: it had `most` already."""
        response = self._of(interaction)
        if response.follow_ups >= most:
            return False
        response.follow_ups += 1
        return True

    def return_follow_up(self, interaction: int) -> None:
        """Take back the count of a follow-up that Discord refused."""
        self._of(interaction).follow_ups -= 1

    def expire(self, interaction: int) -> None:
        """Note that Discord refused an interaction's token, so that it is not tried again."""
        self._of(interaction).expired = True

    def is_expired(self, interaction: int) -> bool:
        """Return whether an interaction's token was refused."""
        response = self._kept.get(interaction)
        return response is not None and response.expired

    @asynccontextmanager
    async def exclusive(self, interaction: int) -> AsyncGenerator[DeferredResponse]:
        """Hold a response that is acknowledged; one holder at a time."""
        response = self._of(interaction)
        await self.wait_acknowledged(interaction)
        async with response.writing:
            yield response

    async def wait_acknowledged(self, interaction: int) -> None:
        """Wait until Discord has taken the deferral: before that the interaction's token does not work."""
        response = self._of(interaction)
        try:
            async with asyncio.timeout(_ACKNOWLEDGE_SECONDS):
                await response.acknowledged.wait()
        except TimeoutError:
            log.warning("interaction D%d was not acknowledged within %.0f s", interaction, _ACKNOWLEDGE_SECONDS)
            response.lost = True

    def _of(self, interaction: int) -> DeferredResponse:
        response = self._kept.get(interaction)
        if response is None:
            response = _unknown()
            self._keep(interaction, response)
        return response

    def _keep(self, interaction: int, response: DeferredResponse) -> None:
        self._kept[interaction] = response
        while len(self._kept) > _MAX_KEPT:
            self._kept.popitem(last=False)


def _unknown() -> DeferredResponse:
    """Return a response that another process, or this one before a restart, deferred."""
    response = DeferredResponse()
    response.acknowledged.set()
    return response
