"""Nonces for the messages that go into channels. Discord posts one nonce once, and answers a repetition with the first.

So a message that the core repeats, because its outcome is unknown, is posted once. Only such a message gets the same
nonce again. It is remembered until it is repeated, for as long as Discord itself knows the nonce (Discord developer
documentation, "Create Message", `enforce_nonce`).
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bots.discord.message import RenderedMessage
from core.engine.clock import Clock
from core.model.chat import DeliveryUnknown

_KNOWN_SECONDS: Final = 120.0  # "in the past few minutes", says the documentation named above


@dataclass(frozen=True, slots=True)
class _Unconfirmed:
    """A message whose outcome is unknown: its nonce, channel and reference, its content, when to forget it."""

    nonce: int
    place: tuple[int, int | None]
    message: RenderedMessage
    until: float

    def is_repeated_by(self, place: tuple[int, int | None], message: RenderedMessage) -> bool:
        """Return whether a message repeats this one, perhaps with the core's mark behind its text."""
        before = self.message
        same = (place, message.buttons, message.loud) == (self.place, before.buttons, before.loud)
        return same and message.text.startswith(before.text)


class Nonces:
    """Gives each message its nonce."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._unconfirmed: list[_Unconfirmed] = []

    @contextmanager
    def nonce(self, place: tuple[int, int | None], message: RenderedMessage, fixed: int | None = None) -> Iterator[int]:
        """Give the nonce of a message while the block sends it; `place` is the channel and what is replied to.

        `fixed`: that is the nonce of every message that is this one, whatever it says.
        A repetition whose outcome is unknown too is not remembered: nobody sends a third.
        """
        if fixed is not None:
            yield fixed
            return
        now = self._clock.monotonic()
        self._unconfirmed = [one for one in self._unconfirmed if one.until > now]
        before = next((one for one in self._unconfirmed if one.is_repeated_by(place, message)), None)
        if before is not None:
            self._unconfirmed.remove(before)
        nonce = before.nonce if before else secrets.randbits(63)
        try:
            yield nonce
        except DeliveryUnknown:
            if before is None:
                self._unconfirmed.append(_Unconfirmed(nonce, place, message, now + _KNOWN_SECONDS))
            raise
