"""How much larger or smaller a clause wants letters, or what else lies over the film, to be. Pure."""

from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.marks import MARK

_TOO_BIG = pattern(r"too\s+(?:big|large|huge)", "太大|偏大|过大")
_TOO_SMALL = pattern(r"too\s+(?:small|tiny|little)", "太小|偏小|过小|看不清")
_BIGGER = pattern(
    r"bigger|larger|big|large|huge|giant|enlarge\w*|twice\s+as\s+(?:big|large)|increase\w*|scale\s+up|grow|size\s+up",
    f"放大|加大|调大|变大|改大|弄大|增大|更大|大一?[点些号倍]|大(?=$|了|吧|{MARK})",
)
_SMALLER = pattern(
    r"smaller|small|tiny|shrink\w*|reduc\w+|decrease\w*|scale\s+down|size\s+down",
    f"缩小|调小|变小|改小|弄小|减小|更小|小一?[点些号倍]|小(?=$|了|吧|{MARK})",
)
_MUCH = pattern(r"much|a lot|lots|way|far|really|very|huge|giant|tiny", "很多|得多|非常|大很|多一些")
_BIT = pattern(r"a\s+(?:little\s+)?bit|slightly|a\s+little|a\s+touch|somewhat", "一点点|稍微|略|稍")
# all the words that say it
HOW_LARGE = (_TOO_BIG, _TOO_SMALL, _BIGGER, _SMALLER, _MUCH, _BIT)


def size_of(clause: Clause) -> float | None:
    """How many times as large as it is the clause wants something, or nothing."""
    text = clause.text
    grows = True if _TOO_SMALL.search(text) else False if _TOO_BIG.search(text) else None
    if grows is None:
        grows = True if _BIGGER.search(text) else False if _SMALLER.search(text) else None
    factor, share = clause.one("factor"), clause.one("share")
    if grows is None:
        return None
    if factor == 1:  # 大一倍 is twice as large
        factor = 2
    if factor is not None:
        return float(factor) if grows else 1 / max(0.1, float(factor))
    if share is not None:
        return 1 + float(share) if grows else max(0.1, 1 - float(share))
    step = 1.7 if _MUCH.search(text) else 1.15 if _BIT.search(text) else 1.35
    return step if grows else 1 / step
