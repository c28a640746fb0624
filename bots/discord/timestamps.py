"""A moment as Discord writes it out for a reader. Pure.

Each reader sees their own time zone (Discord developer documentation, "Message Formatting", "Timestamp Styles"). Nobody
tells the bot whose, so it is UTC and said so.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from core.words.amounts import duration_words
from core.words.language import Language
from core.words.phrases import say

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RELATIVE: Final = "R"
_DEFAULT: Final = "f"
_WEEKDAYS: Final = "一二三四五六日"
_STYLES: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "t": "{0:%H:%M} UTC",
        "T": "{0:%H:%M:%S} UTC",
        "d": "{0:%d/%m}/{0.year}",
        "D": "{0.day} {0:%B} {0.year}",
        "f": "{0.day} {0:%B} {0.year} {0:%H:%M} UTC",
        "F": "{0:%A}, {0.day} {0:%B} {0.year} {0:%H:%M} UTC",
        "s": "{0:%d/%m}/{0.year} {0:%H:%M} UTC",
        "S": "{0:%d/%m}/{0.year} {0:%H:%M:%S} UTC",
    },
    "zh": {
        "t": "{0:%H:%M} UTC",
        "T": "{0:%H:%M:%S} UTC",
        "d": "{0.year}/{0.month}/{0.day}",
        "D": "{0.year}年{0.month}月{0.day}日",
        "f": "{0.year}年{0.month}月{0.day}日 {0:%H:%M} UTC",
        "F": "{0.year}年{0.month}月{0.day}日星期{1} {0:%H:%M} UTC",
        "s": "{0.year}/{0.month}/{0.day} {0:%H:%M} UTC",
        "S": "{0.year}/{0.month}/{0.day} {0:%H:%M:%S} UTC",
    },
}


def moment_words(seconds: int, style: str, now: float, language: Language) -> str | None:
    """Return a moment in a style of Discord's; both times are epoch seconds. None: no calendar holds it."""
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    if style == _RELATIVE:
        amount = duration_words(abs(seconds - now), language)
        return say(language, "discord.time.ago" if seconds <= now else "discord.time.in", amount=amount)
    styles = _STYLES[language]
    return styles.get(style, styles[_DEFAULT]).format(moment, _WEEKDAYS[moment.weekday()])
