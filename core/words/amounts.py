"""Sizes and durations as text."""

from typing import Final

from core.words.language import Language
from core.words.phrases import say

_KIB: Final = 1024
_UNITS: Final = ("B", "KB", "MB", "GB")


def size_words(size: int, language: Language) -> str:
    """Return a number of bytes as text; "500 MB" is 500 × 1024² bytes, as in the settings."""
    power = next((power for power in (1, 2, 3) if size < _KIB ** (power + 1)), 3) if size >= _KIB else 0
    value = max(0, size) / _KIB**power
    figure = f"{value:.1f}".removesuffix(".0") if power and value < 10 else f"{value:.0f}"
    return say(language, "amount.size", value=figure, unit=_UNITS[power])


def duration_words(seconds: float, language: Language) -> str:
    """Return a duration as text, of one second at least: "40 s", "2 min 5 s", "1 h 3 min", "6 days"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return say(language, "amount.seconds", seconds=whole)
    if whole < 3600:
        return _two(language, "minutes", whole // 60, "seconds", whole % 60)
    if whole < 86_400:
        return _two(language, "hours", whole // 3600, "minutes", whole % 3600 // 60)
    return days_words(whole / 86_400, language)


def about_words(seconds: float, language: Language) -> str:
    """Return an estimated duration, rounded, as text: "about 40 s", "about 3 min"."""
    whole = max(1, round(seconds))
    if whole >= 90:
        whole = round(whole / 60) * 60
    elif whole > 10:
        whole = round(whole / 5) * 5
    return say(language, "amount.about", amount=duration_words(whole, language))


def days_words(days: float, language: Language) -> str:
    """Return a number of days, rounded up, as text: "1 day", "6 days"."""
    whole = max(1, -int(-days // 1))
    return say(language, "amount.day" if whole == 1 else "amount.days", days=whole)


def _two(language: Language, big: str, much: int, small: str, little: int) -> str:
    first = say(language, f"amount.{big}", **{big: much})
    return f"{first} {say(language, f'amount.{small}', **{small: little})}" if little else first
