"""Numbers as people write them, English and Chinese, and what they are shares or multiples of. Pure."""

import re
from typing import Any

from sandbox.wording.marks import Literals, always

_DECIMAL = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_EN_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40,
    "forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "seventy-five": 75, "eighty": 80, "ninety": 90,
    "hundred": 100, "a hundred": 100, "one hundred": 100, "half a": 0.5, "half": 0.5,
}  # fmt: skip
_PARTS_OF_ONE = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
EN_WORD = "|".join(sorted(_EN_NUMBERS, key=len, reverse=True))
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
EN = rf"(?:\d+(?:\.\d+)?|{EN_WORD})"
# bounded, since a run of digits may begin anywhere between Chinese words
ZH = r"(?:\d{1,9}(?:\.\d{1,9})?|[零一二两三四五六七八九十百半]{1,9})"


def number(text: str) -> float:
    """A number in digits, English or Chinese words; 0 if it is none."""
    text = text.strip().lower()
    if _DECIMAL.fullmatch(text):
        return float(text)
    if text in _EN_NUMBERS:
        return float(_EN_NUMBERS[text])
    return _zh_number(text)


def _zh_number(text: str) -> float:
    if text == "半":
        return 0.5
    total, digit = 0, 0
    for mark in text:
        if mark in _ZH_DIGITS:
            digit = _ZH_DIGITS[mark]
        elif mark in "十百":
            total += (digit or 1) * (10 if mark == "十" else 100)
            digit = 0
    return float(total + digit) + (0.5 if text.endswith("半") else 0)


def _spoken_share(match: re.Match[str]) -> tuple[str, Any]:
    return "share", ((number(match[1]) if match[1] else 0) + number(match[2])) / 100


def pull_shares(literals: Literals) -> None:
    """Shares ("30%", "a quarter"), multiples ("twice", "2x") and paces ("2倍速")."""
    literals.take(r"(?<![a-z\d.])(\d+(?:\.\d+)?)\s*(?:%|%|percent|per\s+cent)", lambda m: ("share", float(m[1]) / 100))
    literals.take(rf"(?<![a-z])(?:({_TENS})[\s-]+)?({EN_WORD})\s+per\s?cent(?![a-z])", _spoken_share)
    literals.take(rf"百分之({ZH})", lambda m: ("share", number(m[1]) / 100))
    literals.take(r"(?<![a-z\d.])(\d+(?:\.\d+)?)\s*(?:x|×|times)(?![a-z0-9])", lambda m: ("factor", float(m[1])))
    # twice as loud is 大一倍, once more than it is
    literals.take(
        rf"(?<=[大快高响长多强提升])(?<!放大)(?<!调大)(?<!加大)(?<!加快)(?<!调快)({ZH})\s*倍",
        lambda m: ("factor", number(m[1]) + 1 if number(m[1]) >= 1 else 1.5),
    )
    literals.take(r"(?<=加速)一\s*倍", always("factor", 2.0))
    literals.take(r"(?:(?<=[小慢低轻短少弱])|(?<=减速))一\s*倍", always("factor", 0.5))
    literals.take(r"(?<![合组])([一二两三四五六七八九])成(?![为功了本员立个])", lambda m: ("share", number(m[1]) / 10))
    literals.take(rf"({ZH})\s*倍(速?)", lambda m: ("pace" if m[2] else "factor", number(m[1])))
    literals.take(
        r"(?<=to )an?\s+(half|third|quarter|fifth|tenth)(?![a-z]|\s+(?:of\s+the\s+)?(?:width|screen|picture))",
        lambda m: ("share", _PARTS_OF_ONE[m[1].lower()]),
    )
    literals.take(rf"(?<![上下左右])({ZH})分之({ZH})", lambda m: ("share", number(m[2]) / max(1.0, number(m[1]))))
    literals.take(r"(?<![a-z0-9])x(\d+(?:\.\d+)?)(?![a-z0-9])", lambda m: ("factor", float(m[1])))
    # the word stays, for it says that there shall be less
    literals.take(r"(?P<before>(?<![a-z])halve[sd]?)(?![a-z])", always("share", 0.5))
    words = "two|three|four|five|six|eight|ten"
    literals.take(rf"(?<![a-z])({words})\s+times(?![a-z])", lambda m: ("factor", number(m[1])))
    literals.take(r"(?<![a-z])(?:twice|double|doubled)(?![a-z])", lambda _: ("factor", 2.0))
    literals.take(r"(?<![a-z])half(?:\s+(?:the|its|of))*(?=\s+(?:speed|as))", lambda _: ("factor", 0.5))
    literals.take(
        r"(?<![a-z])(?<!first )(?<!1st )(?<!second )(?<!2nd )(?<!last )(?<!latter )(?<!other )"
        r"(?<!top )(?<!bottom )(?<!left )(?<!right )(?<!upper )(?<!lower )half(?![a-z])|减半|一半",
        lambda _: ("share", 0.5),
    )
