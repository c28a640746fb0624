"""Brighter, darker, more or less contrast, colour, warmth and sharpness: a step each time it is said."""

import re
from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.fade import BETWEEN, EDGES
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import COLOR_WORDS
from sandbox.wording.wishes import Wish

_COLORS = r"(?:the\s+|its\s+)?(?:colou?rs?|saturation|vibrancy|vibrance)"
_MAKE = r"(?:make|turn)\s+(?:it|this|the (?:video|picture|clip|film))\s+(?:look\s+)?(?:(?:very|really|quite|a bit)\s+)?"
_TONES = r"(?:tones?|colou?rs?|look)"
_MORE = (
    r"(?:more|increase|boost|raise|higher|(?<!warm )(?<!warming )(?<!cool )up|turn up|enhance|intensify|stronger"
    r"|punch up|add)"
)
_LESS = r"(?:less|reduce|decrease|lower|down|turn down|weaker|tone down|soften)"
# what is said, which effect it changes, and in which direction
_WORDS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "bright",
        -1,
        pattern(
            rf"{_MAKE}dark|dark(?:er|en(?:s|ed|ing)?)|(?<!was )(?<!is )(?<!so )(?<!too )(?<!very )dim(?:mer|med"
            rf"|ming)?|less\s+bright(?:ness)?|too bright"
            r"|over-?exposed"
            rf"|{_LESS}\s+(?:the\s+)?(?:brightness|exposure)|(?:brightness|exposure)\s+(?:a\s+(?:bit"
            r"|little)\s+)?down",
            r"(?:画面|视频|亮度)?(?:变|调|弄|更|再)?(?<!太)暗(?:一点|点|一些|些)?|降低亮度|亮度(?:调低|降低|低一?点)"
            r"|太亮|过曝|减亮",
        ),
    ),
    (
        "bright",
        1,
        pattern(
            rf"{_MAKE}bright|bright(?:er|en(?:s|ed|ing)?)|lighten(?:s|ed|ing)?|lighter|too d(?:ark|im)"
            rf"|under-?exposed|lift(?:ed)?\s+(?:it|this|that|the (?:picture|image|shadows|blacks))"
            r"|more light"
            rf"|{_MORE}\s+(?:the\s+)?(?:brightness|exposure|light)|(?:brightness|exposure)(?:\s+up)?",
            r"(?:亮度|曝光)(?:调高|提高|增加|加大|调大|高一?点)?|太暗|提亮|增亮"
            r"|(?:画面|视频)?(?:变|调|弄|更|再|提)?亮(?:一点|点|一些|些)?",
        ),
    ),
    (
        "contrast",
        -1,
        pattern(
            rf"(?:less|{_LESS})\s+(?:the\s+)?contrast|contrast\s+down|flatter|softer contrast",
            "(?:降低|减少|减小|弱化)对比度?|对比度?(?:调低|降低|低一?点|小一?点)",
        ),
    ),
    (
        "contrast",
        1,
        pattern(rf"(?:{_MORE}\s+)?(?:the\s+)?contrast(?:ier|y)?(?:\s+up)?", "对比度?(?:更强|更高|高一?点)?|反差"),
    ),
    (
        "vivid",
        -1,
        pattern(
            rf"desaturat\w*|{_LESS}\s+{_COLORS}|less\s+(?:saturated|vivid|vibrant|colou?rful)|saturation\s+down"
            r"|mute(?:d)?\s+(?:the\s+)?colou?rs?|wash(?:ed)?\s+out\s+colou?rs"
            r"|colou?rs?\s+(?:less|too)\s+(?:saturated|vivid|strong|bright|intense)",
            "(?:降低|减少|减小)饱和度?|饱和度?(?:调低|降低|低一?点)|[颜色]色彩?(?:淡|浅)一?点|褪色",
        ),
    ),
    (
        "vivid",
        1,
        pattern(
            rf"(?:more|some|extra|a\s+bit\s+of)?\s*(?:punch|oomph|zing)\s+(?:to|for)\s+{_COLORS}|{_COLORS}\s+(?:some\s+|a\s+bit\s+|a\s+little\s+)?(?:more\s+)?(?:punch|oomph|zing)"
            rf"|make\s+(?:it|them|'?em|everything|this|the (?:picture|video))\s+pop"
            rf"|{_COLORS}\s+(?:should\s+|must\s+)?(?:really\s+|to\s+)?(?:pop|stand out|shine|vivid|vibrant|brighter"
            rf"|richer"
            r"|stronger"
            r"|punchier"
            r"|up)(?:\s+(?:more|up|out))?"
            r"|(?:more\s+|extra\s+|super\s+|very\s+)?(?:vivid|vibrant|colou?rful|saturated|punch(?:y"
            r"|ier))(?:\s+colou?rs?)?"
            rf"|{_MORE}\s+{_COLORS}|saturat(?:e|ion)|(?:richer|brighter|bold(?:er)?)\s+colou?rs?|vibrance",
            r"(?:颜色|色彩|画面)?(?:变得|变|弄|调)?(?:更|再)?(?:加)?(?:鲜艳|鲜明|鲜亮|艳丽|浓郁|饱和|饱满)"
            r"(?:一点|一些|点|些)?|(?:提高|增加|加大|增强)饱和度?|饱和度",
        ),
    ),
    (
        "warm",
        -1,
        pattern(
            rf"cool(?:er)?\s+{_TONES}|cooler|cool it down|cold(?:er)?(?:\s+{_TONES})?|blu(?:er|e?ish)|less\s+warm"
            r"|too (?:warm|yellow)",
            "冷色调?|(?:色调|颜色|画面)?(?:更|偏|变|调)?冷(?:一点|点|一些|些)|偏蓝|太黄|太暖",
        ),
    ),
    (
        "warm",
        1,
        pattern(
            rf"warm(?:er|th|en|ed|ing)?(?:\s+(?:{_TONES}|it up|up))?|golden\s+(?:tones?|light|glow)"
            rf"|sunn(?:y|ier)\s+{_TONES}|too (?:cold|blue|cool)|less\s+(?:cold|cool|blue)",
            "暖色调?|(?:色调|颜色|画面)?(?:更|偏|变|调)?暖(?:一点|点|一些|些)?|偏黄|太冷|太蓝",
        ),
    ),
    (
        "sharp",
        1,
        pattern(
            r"sharp(?:er|en(?:s|ed|ing)?|ness)?|crisp(?:er)?|clearer\s+(?:picture|image|video)"
            r"|(?:less|too)\s+(?:blurry|soft)",
            "锐化|锐利|(?:画面|图像|视频)?(?:更)?清晰(?:一点|一些|度)?|太模糊",
        ),
    ),
)
# how the picture looks, which nobody says of one that shall look so: what is wished is the contrary
_REMEDIES: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("warm", 1, pattern(r"cold|blue|bluish", "冷|蓝")),
    ("warm", -1, pattern(r"yellow|yellowish|orange", "黄")),
    ("bright", 1, pattern(r"dark|dim|gloomy", "暗|黑")),
    ("bright", -1, pattern(r"bright|over-?exposed", "亮|曝")),
    ("vivid", 1, pattern(r"dull|washed[\s-]out|faded|pale|gr[ae]y", "淡|灰")),
    ("sharp", 1, pattern(r"blurr?y|out\s+of\s+focus", "糊|模糊|虚")),
    ("contrast", 1, pattern(r"flat", "平")),
    ("contrast", -1, pattern(r"harsh", "硬")),
)
_DEGREE = (
    r"(?:an?\s+)?(?:bit|little|touch|tad|kind of|kinda|sort of|rather|quite|pretty|really|very|so|super|all|still)"
)
_SUBJECT = r"(?:it|this|that|everything|pictures?|videos?|clips?|films?|footage|image|colou?rs?|whole thing)"
_SEEMS = (
    rf"(?:{_SUBJECT}\s*(?:is|'s|’s|s|are|was|were|looks|looked|seems|came out|turned out|feels)(?:\s+looking)?"
    r"|colou?rs\s+(?:look|seem)|looks|looking|seems"
    # "the hall was so dim"
    r"|(?:the|my|our)\s+(?!music|sound|audio|voice|song|volume)[a-z]+\s+(?:is|was|are|were|looks|looked)"
    r"(?=\s+(?:so|too|way|very|really|pretty|quite|a bit|kind of|kinda)(?![a-z])))"
)
_FLAWS = "|".join(f"(?:{words.pattern})" for _, _, words in _REMEDIES)
_COMPLAINT = re.compile(
    bounded(rf"(?<![a-z])(?<!make )(?<!making ){_SEEMS}\s+(?:{_DEGREE}\s+){{0,3}}").pattern
    + rf"(?P<flaw>{_FLAWS})(?:\s{{1,9}}and\s{{1,9}}(?:{_FLAWS}))?"
    rf"|(?:有(?:一?点|些)儿?(?:偏|发)?|(?:偏|发)(?=\S了))(?P<flaw_zh>{_FLAWS})(?![一些点])",
    re.IGNORECASE,
)
_WANTED = pattern("make|want|need|should|until|so that|sure|let|if", "要|让|调|弄|变|想")
_ANY = re.compile(
    "|".join(f"(?:{each})" for each in (_COMPLAINT.pattern, *(words.pattern for _, _, words in _WORDS))), re.IGNORECASE
)
_LITTLE = pattern(r"(?:a\s+)?(?:bit|little|touch|tad|slight(?:ly)?|somewhat|subtl[ey])", "稍微|略微|轻微|些许|少许")
_MUCH = pattern(
    r"much|a lot|lots|way|very|really|super|far|significantly|extremely", "非常|很|大幅|特别|极|多很多|得多"
)
_HEARD = pattern(r"volume|loud\w*|quiet\w*", "音量|声音|大声|小声")
_RESET = pattern(r"normal|original|reset|default|back to", "正常|原来|恢复|还原|复原")

_SAID: dict[tuple[str, int], Phrase] = {
    ("bright", 1): Phrase("Made the picture brighter.", "画面已调亮。"),
    ("bright", -1): Phrase("Made the picture darker.", "画面已调暗。"),
    ("contrast", 1): Phrase("Raised the contrast.", "已提高对比度。"),
    ("contrast", -1): Phrase("Lowered the contrast.", "已降低对比度。"),
    ("vivid", 1): Phrase("Made the colours more vivid.", "颜色已调得更鲜艳。"),
    ("vivid", -1): Phrase("Made the colours less vivid.", "颜色已调淡。"),
    ("warm", 1): Phrase("Made the colours warmer.", "色调已调暖。"),
    ("warm", -1): Phrase("Made the colours cooler.", "色调已调冷。"),
    ("sharp", 1): Phrase("Sharpened the picture.", "画面已锐化。"),
}
_UNDONE = Phrase("Took that adjustment back.", "已还原该调整。")


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("MUSIC", "SOUND", "TITLE", "CAPTION", "WATERMARK") or _HEARD.search(clause.text):
        return
    scope = scope_of(clause)
    share = clause.one("share")
    seen: set[str] = set()
    text = BETWEEN.sub(" ", EDGES.sub(" ", clause.text))
    complaint = None if _WANTED.search(text) else _COMPLAINT.search(text)
    if complaint is not None:
        text = f"{text[: complaint.start()]} {text[complaint.end() :]}"
    for name, sign, words in (*_remedy(complaint), *_WORDS):
        if name in seen or not (words is None or words.search(text)):
            continue
        seen.add(name)
        if _RESET.search(clause.text):
            yield Wish("adjust_reset", kind=name, **scope)
            continue
        step = (
            share
            if share is not None
            else 0.25
            if _LITTLE.search(clause.text)
            else 0.9
            if _MUCH.search(clause.text)
            else 0.5
        )
        yield Wish("adjust", kind=name, amount=sign * min(1.0, step), **scope)


def says_how_much(words: str) -> bool:
    """Whether the words of a clause name a degree, such as "a bit" or "a lot"."""
    return bool(_LITTLE.search(words) or _MUCH.search(words))


def _remedy(complaint: re.Match[str] | None) -> Iterator[tuple[str, int, None]]:
    """What is done about how the picture is said to look."""
    if complaint is not None:
        flaw = complaint["flaw"] or complaint["flaw_zh"]
        yield next((name, sign, None) for name, sign, words in _REMEDIES if words.search(flaw))


def _do(context: EditContext, wish: Wish) -> None:
    step = wish.amount or 0.0
    if context.adjust(wish, wish.kind, step):
        context.did("adjust_picture", _SAID[wish.kind, 1 if step > 0 else -1])


def _reset(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, wish.kind):
        context.did("adjust_picture", _UNDONE)


def _bright(effect: Effect, _: Frame) -> str:
    return f"eq=gamma={2 ** (0.9 * effect.amount):.3f}:brightness={0.06 * effect.amount:.3f}"


def _contrast(effect: Effect, _: Frame) -> str:
    return f"eq=contrast={1 + 0.4 * effect.amount:.3f}"


def _vivid(effect: Effect, _: Frame) -> str:
    return f"eq=saturation={1 + (0.9 if effect.amount > 0 else 0.8) * effect.amount:.3f}"


def _warm(effect: Effect, _: Frame) -> str:
    kelvin = 6500 - 2400 * effect.amount if effect.amount > 0 else 6500 - 5000 * effect.amount
    return f"colortemperature=temperature={kelvin:.0f}:pl=0.6"


def _sharp(effect: Effect, _: Frame) -> str:
    return f"unsharp=7:7:{3 * effect.amount:.2f}"


OPERATION = Operation(
    topic="picture",
    ability=Phrase(
        "brighter, darker, contrast, vivid, warmer, cooler, sharper", "调亮、调暗、对比度、鲜艳、暖色、冷色、锐化"
    ),
    example=Phrase("make the colours pop", "让颜色更鲜艳"),
    phrase=_ANY,
    reads=_read,
    explains=(
        COLOR_WORDS,
        _LITTLE,
        _MUCH,
        pattern("faded|washed", "[灰]|饱和度|亮度|对比度"),
        *(words for _, _, words in _WORDS),
    ),
    does={"adjust_reset": _reset, "adjust": _do},
    draws={"bright": _bright, "contrast": _contrast, "vivid": _vivid, "warm": _warm, "sharp": _sharp},
)
