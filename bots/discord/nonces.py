"""Names for the messages that go into channels: Discord posts one name once, and shows the first to whoever repeats it.

So a message that the core repeats, because nobody knows whether it arrived, stands there once. Only such a message
gets a name again; it is remembered until its repetition, for as long as Discord itself would know the name.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bots.discord.message import Letter
from core.engine.clock import Clock
from core.model.chat import Unsure

_KNOWN_SECONDS: Final = 120.0  # «in the past few minutes» (Discord developer documentation, "Create Message")


@dataclass(frozen=True, slots=True)
class _Lost:
    """A message that may have arrived: its name, where it went, what it said, and until when to look out for it."""

    nonce: int
    place: tuple[int, int | None]
    letter: Letter
    until: float

    def is_said_again(self, place: tuple[int, int | None], letter: Letter) -> bool:
        """Return whether a message is this one, perhaps with the core's mark behind its words."""
        before = self.letter
        same = (place, letter.buttons, letter.loud) == (self.place, before.buttons, before.loud)
        return same and letter.text.startswith(before.text)


class Nonces:
    """Gives each message its name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lost: list[_Lost] = []

    @contextmanager
    def name(self, place: tuple[int, int | None], letter: Letter) -> Iterator[int]:
        """Return the name of a message to a channel, as an answer to a message, while it is sent.

        A repetition whose outcome is unknown too is not looked out for: nobody sends a third.
        """
        now = self._clock.monotonic()
        self._lost = [one for one in self._lost if one.until > now]
        before = next((one for one in self._lost if one.is_said_again(place, letter)), None)
        if before is not None:
            self._lost.remove(before)
        nonce = before.nonce if before else secrets.randbits(63)
        try:
            yield nonce
        except Unsure:
            if before is None:
                self._lost.append(_Lost(nonce, place, letter, now + _KNOWN_SECONDS))
            raise
