"""The beat of a piece of music as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tempo:
    """Beats a minute, and the moment of the first beat in ms: from 0 to less than a beat."""

    bpm: float
    first_ms: float = 0.0
