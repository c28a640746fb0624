"""Pulling the exact things out of a wish before its words are read: quotations, file names, times, sizes, shares.

Each is replaced by one private-use character, so that no rule downstream can mistake 9:16 for a time or split a
title at its comma. Pure; times in ms.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.model.colors import COLORS
from sandbox.wording.files import pull_names, pull_shapes, pull_subtitles
from sandbox.wording.lexicon import bounded
from sandbox.wording.marks import MARK, Literals, always
from sandbox.wording.numbers import EN, EN_WORD, ZH, number, pull_shares

_DIGITS = re.compile(r"\d{1,9}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_UNITS = (
    (re.compile(r"ms|milli|毫"), 1), (re.compile(r"h|小?时"), 3_600_000), (re.compile(r"m|分"), 60_000),
    (re.compile(r"s|秒"), 1000),
)  # fmt: skip

_HALF_MORE = r"(?:\s+(?:and|n)\s+a\s+half)?"
_EN_UNIT = r"(?:hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|sec|s|milliseconds?|ms)"
_EN_UNIT_WORD = r"(?:hours?|hrs?|minutes?|mins?|min|seconds?|secs?|sec|milliseconds?)"
_EN_SPAN = (
    # a number in words stands apart from its unit, and the unit is a word: "as" is not a second
    # and "the 80s" are no time at all
    rf"(?<![a-z\d.])(?!(?<=the )[5-9]0'?s(?![a-z])"
    rf"|[5-9]0'?s\s+(?:look|style|home|vibe|movie|film|filter|effect|tv|vhs))"
    rf"(?:\d+(?:\.\d+)?{_HALF_MORE}[\s-]*(?:more\s+|extra\s+|full\s+|whole\s+)?{_EN_UNIT}|(?:{EN_WORD}){_HALF_MORE}[\s-]+{_EN_UNIT_WORD}{_HALF_MORE})(?![a-z])"
    # "1 minute and 5 seconds" is one time, "2s and 4s" are two
    r"(?:(?<!\ds)(?<!\d\ss)(?<!secs)(?<!sec)(?<!second)(?<!seconds)(?:\s*(?:and\s+)?|(?=\d))\d+\s*(?:seconds?|secs?|s)"
    r"(?![a-z]))?"
)
_ZH_SPAN = (
    rf"第?(?:{ZH}\s*个?\s*(?:小时|分钟|分(?=半|\s*[\d零一二两三四五六七八九十]+\s*秒)|毫秒|秒钟"
    rf"|秒)半?)(?:\s*{ZH}\s*秒钟?)?"
)
_CLOCK = r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:\.(\d{1,3}))?(?!\d|:\d)"
_TO = r"\s*(?:-|–|—|~|～|(?:up\s+)?to|and|until|till?|through|到|至)\s*(?:第|the\s+)?"
_END = r"(?:the\s+)?(?:very\s+)?(?:end|finish|结束|结尾|最后|末尾)"
_ADDRESS = (
    r"(?<![a-z0-9@.])(?:(?:https?://|www\.)[^\s\ue000-\uefff，。；“”]{1,400}"
    r"|[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,3}\.(?:com|net|org|io|be|tv|me|app|dev|cn|de|uk|fr|es|jp)(?![a-z0-9])(?:/[^\s\ue000-\uefff，。；“”]{0,300})?)"
)
_RATIOS = (
    r"(?<![\d:])(9\s*[::比]\s*16|16\s*[::比]\s*9|1\s*[::比]\s*1|4\s*[::比]\s*[53]|3\s*[::比]\s*4"
    r"|21\s*[::比]\s*9)(?![\d:])"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}年\d{1,2}月(?:\d{1,2}[日号])?)"
)
_MEDIA = r"mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac"
MIDDLE = 0  # among the numbers of clips
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1}
_THING = (
    r"(?:one(?:s)?(?! (?:by|after))|clips?|videos?"
    r"|vids?|pics?|recordings?|photos?|pictures?|images?|shots?|segments?|files?)"
)
# what comes after words that stand without quotation marks: where, when, in which colour
_WHERE = (
    r"(?:at|in|on|to|near|over|during|across)\s+(?:(?:the|my|this)\s+)?(?:very\s+)?"
    r"(?:top|bottom|cent(?:er|re)|middle|left|right|upper|lower|corner|start|beginning|opening|end|ending|intro|outro"
    r"|first|last|whole|entire|video|clip|film|screen|picture|frame|it)(?![a-z])"
)
_WHEN = (
    r"(?:at|from|for|until|till|between|after|starting at|starting from)\s+(?:the\s+)?"
    rf"(?:{MARK}|{_CLOCK}|{_EN_SPAN})"
)
# how the letters look
_LETTERING = (
    rf"(?:in|with)\s+(?:an?\s+)?(?:(?:really|very|nice|{'|'.join(COLORS)}|big|large|huge|giant|small|tiny|little|bold|fat|thick)\s+){{1,4}}"
    r"(?:letters?|lettering|text|fonts?|type|writing|print|capitals?|caps)(?![a-z])|in\s+(?:bold|italics?|capitals|caps)(?![a-z])"
)
_TAIL = (
    rf"\s+(?:{_WHERE}|{_WHEN}"
    rf"|from\s\d{{1,3}}\s(?:to|until|till)\s\d{{1,3}}(?![\d:.])|in\s+(?:{'|'.join(COLORS)})(?![a-z])|please(?![a-z])|{_LETTERING})"
)


def pull(
    text: str,
    names: Mapping[str, Sequence[str]],
    right: Callable[[str], str] = str,
    shapes: Mapping[str, str] | None = None,
) -> Literals:
    """Pull all literals; `names` maps an uploaded file's id to the spellings it is known by.

    `right` puts the spelling right of what is neither the name of a file nor a text to be shown; `shapes` tells of the
    clips which are "upright" and which "wide".
    """
    bare = _PRIVATE.sub("", text)
    literals = Literals(bare, bare)
    pull_names(literals, names)
    pull_subtitles(literals)
    literals.fold()
    _pull_quotations(literals)
    literals.take(_ADDRESS, lambda m: ("link", m[0]))
    literals.change(right)
    pull_shapes(literals, shapes or {})
    literals.take(rf"(?<![a-z0-9_./-])[a-z0-9_-][a-z0-9_.-]*\.(?:{_MEDIA})(?![a-z0-9])", lambda m: ("file", m[0]))
    literals.take(r"(?<!\d)(\d{3,4})\s*[x×*]\s*(\d{3,4})(?!\d)", lambda m: ("size", (int(m[1]), int(m[2]))))
    literals.take(_RATIOS, lambda m: ("ratio", tuple(int(n) for n in _DIGITS.findall(m[1]))))
    literals.take(r"(?<![\d.:])([12]\.\d{1,2})\s*[::比]\s*1(?![\d:])", lambda m: ("wide", float(m[1])))
    literals.take(r"(?<!\d)(2160|1440|1080|720|480|360)\s*[pP](?![a-z])", lambda m: ("lines", int(m[1])))
    literals.take(r"(?<![a-z0-9])(4k|uhd|2k|full\s*hd|fhd)(?![a-z0-9])", lambda m: ("lines", _lines(m[1])))
    _pull_tempo(literals)
    _pull_rates(literals)
    _pull_times(literals)
    pull_shares(literals)
    _pull_places(literals)
    return literals


def _pull_tempo(literals: Literals) -> None:
    """Beats a minute, and a tempo by half or by double: "96 BPM", "tempo 96", "96拍", "twice that tempo"."""
    spoken = r"(\d{2,3}(?:\.\d+)?|[一二三四五六七八九十百两零]{2,6})"
    a_minute = r"(?:beats?\s*(?:per|a|/)\s*min(?:ute)?|(?:个)?拍子?(?:[每/]\s*分钟?)?(?![照摄手子卖打脚掌成个得视]))"
    is_ = r"\s*(?:is|of|to|at|=|:|：|should be|must be|was|到|成|为|是|应该是|改[成为]|设为)?\s*"
    bpm, song = r"b\.?\s?p\.?\s?m\.?(?![a-z])", rf"(?:(?:歌曲?|音乐|曲子)的?速度{is_})?"
    literals.take(rf"(?:每分钟|一分钟)\s*{spoken}\s*(?:个)?(?:拍|下)", lambda m: ("bpm", number(m[1])))
    literals.take(rf"{song}(?<![\d.]){spoken}\s*(?:{bpm}|{a_minute})", lambda m: ("bpm", number(m[1])))
    named, unlike = r"(?:tempo|bpm|节奏|节拍|拍速|拍子|曲速)", r"[\d.%％x×:：]|\s*(?:%|percent|seconds?|s\b|秒|倍|p\b)"
    about = r"(?:(?:about|around|at|大概|约)\s*)?"
    literals.take(rf"(?<![a-z]){named}{is_}{about}(\d{{2,3}}(?:\.\d+)?)(?!{unlike})", lambda m: ("bpm", float(m[1])))
    tempo, the = r"(?:tempo|beats?|bpm|rhythm)", r"(?:\s+(?:of|the|that|its|this))*\s+"
    beat = r"(?:节拍|节奏|拍子)(?:应该|要)?(?:是)?"
    literals.take(
        rf"(?<![a-z])(?:(?:half|halve){the}{tempo}|half[\s-]time"
        rf"|{tempo}\s+(?:is\s+|should be\s+)?(?:half(?:\s+(?:as fast|that|of that))?|twice as slow))(?![a-z])"
        rf"|{beat}(?:慢一倍|减半|的?一半)",
        always("tempo_factor", 0.5),
    )
    literals.take(
        rf"(?<![a-z])(?:(?:double|twice){the}{tempo}|double[\s-]time"
        rf"|{tempo}\s+(?:is\s+|should be\s+)?twice(?:\s+(?:as fast|that))?)(?![a-z])"
        rf"|{beat}(?:快一倍|翻倍|加倍|两倍)",
        always("tempo_factor", 2.0),
    )
    literals.take(r"(?<![a-z])(?:first|1st) (?:down)?beat(?![a-z])|第一(?:个)?拍", always("first_beat", 1))


def _pull_rates(literals: Literals) -> None:
    """Frames a second ("24 fps", "每秒60帧", "frame rate to 30"), and the size of a file in bytes ("10 MB", "8兆")."""
    to = r"\s*(?:should be|of|to|at|is|=|:|：|(?:[改设调换降]|设置|提高)?(?:[到为成]|是))?\s*"
    a_second = r"(?:fps|frames?\s*(?:per|a|/|every)\s*sec(?:ond)?s?|帧(?:每秒|/秒)?)"
    literals.take(
        rf"(?:每秒\s*)?(?<![\d.第])(\d{{1,3}}(?:\.\d+)?)\s*{a_second}(?![a-z])", lambda m: ("fps", float(m[1]))
    )
    literals.take(
        rf"(?<![a-z])(?:frame[\s-]?rate|fps|帧率|帧数){to}(\d{{1,3}}(?:\.\d+)?)", lambda m: ("fps", float(m[1]))
    )
    # a bare M is a megabyte only as a capital: "10m" are minutes
    unit = r"([kmg])(?:i?b|bytes?)|((?:kilo|mega|giga)bytes?|megs?|gigs?)|((?-i:[KMG]))|(兆)(?:字节)?|(千字节)|(吉字节)"
    literals.take(rf"(?<![a-z\d.])(\d+(?:\.\d+)?)\s*(?:{unit})(?![a-z])", _bytes)
    literals.take(r"([一二两三四五六七八九十百]{1,5})\s*兆(?:字节)?", lambda m: ("bytes", round(number(m[1]) * 10**6)))


def _bytes(match: re.Match[str]) -> tuple[str, Any]:
    unit = next(each for each in match.groups()[1:] if each)[0].lower()
    return "bytes", round(float(match[1]) * {"k": 10**3, "千": 10**3, "g": 10**9, "吉": 10**9}.get(unit, 10**6))


def _lines(word: str) -> int:
    return {"4k": 2160, "uhd": 2160, "2k": 1440}.get(word.lower(), 1080)


def _pull_quotations(literals: Literals) -> None:
    inner = r"([^\n]{1,300}?)"
    for opening, closing in (("“", "”"), ('"', '"'), ("「", "」"), ("『", "』"), ("《", "》"), ("‘", "’")):
        literals.take(f"{opening}{inner}{closing}", lambda m: ("text", m[1]))
    literals.take(rf"(?<![a-z0-9])'{inner}'(?![a-z])", lambda m: ("text", m[1]))
    # "字幕：你好，2秒到5秒": when it is seen is no part of the words
    when = (
        r"[，,]\s?(?:第|前|后|最后|从|在|from\s|at\s|for\s|the\s)?(?:first\s|last\s)?"
        r"[\d零一二两三四五六七八九十]{1,3}\s?(?:秒|s(?![a-z])|sec|:\d)"
    )
    then = rf"[.,]{_TAIL}"
    no_time = r"(?!\d{1,3}\s?(?:s|秒)?\s?(?:-|–|~|to|到|至)\s?\d)"
    for noun in (
        "title",
        "heading",
        "caption",
        "subtitle",
        "text",
        "watermark",
        "标题",
        "片名",
        "字幕",
        "文字",
        "水印",
        "字",
    ):
        literals.take(
            rf"(?<={noun})\s?[:：][ \t]*{no_time}([^\n\ue000-\uefff]+?)(?=[\n。;；]|{when}|{then}|$)",
            lambda m: ("text", m[1].strip()),
        )
    # "put the date 12 May 2023 in the corner", 写上2024年5月1日
    literals.take(
        rf"(?P<before>(?<![a-z])(?:write|put|add|show|stick)\s+(?:(?:the\s+|a\s+)?date\s*:?\s+)?"
        rf"|(?:[写打加放]上?一?[个行]?(?:日期)?|日期)(?:是|为)?[:：]?\s?)(?P<words>{_DATE})(?![\d/-])",
        _spoken,
    )
    # "片尾加个黑底白字，写 谢谢观看"
    literals.take(
        r"(?:(?<=[，,]写)|(?<=上[头面边]写)|(?<=下[头面边]写))"
        r"[ \u3000:：]{1,3}([^\n\ue000-\uefff。;；，,]{1,60})(?=[\n。;；，,]|$)",
        lambda m: ("text", m[1].strip()),
    )
    # the words end where a moment begins
    literals.take(
        r"(?P<before>(?:人名条|名条)\s?[：:]\s?)(?P<words>[^\n。;；，,]{1,80})"
        r"(?=[，,]\s?(?:第|从)?[\d一二两三四五六七八九十]{1,3}\s?(?:秒|到))",
        _spoken,
    )
    # "名条：林淑芬，社区志工，全程都要"
    literals.take(
        r"(?P<before>(?:人名条|名条)\s?[：:]\s?)(?P<words>[^\n。;；]{1,80}?)(?=[，,]\s?(?:全程|一直|始终|从头))",
        _spoken,
    )
    # "her name, Ella Marsh, at the bottom"
    literals.take(
        r"(?:(?<=^)|(?<=[.,;]\s)|(?<=and\s))(?:his|her|their|my|our|the)\s+names?,\s(?P<words>(?-i:[A-Z])[\w'’-]{1,30}(?:\s(?-i:[A-Z])[\w'’-]{1,30}){0,4})(?:,|(?=[\n.;]|$))",
        _spoken,
    )
    # "name strap for her, Maria Okafor / head baker, 1 to 4 s"
    literals.take(
        r"(?P<before>(?:name\s+(?:tag|banner|strap)|lower[\s-]?third)[^\n,.:;]{0,30}),\s"
        r"(?P<words>(?-i:[A-Z])[^\n,.;:/|]{1,40}(?:\s[/|]\s[^\n,.;:/|]{1,40})?)(?=[\n,.;]|$)",
        _spoken,
    )
    # "name tag from 1s to 5s: Maria Lopez, Head Chef"; a time has no space behind its colon
    literals.take(
        r"(?P<before>(?:name\s+(?:tag|banner|strap)|lower[\s-]?third|人名条|名条)[^\n。;；]{0,60}?(?:：|:\s))"
        r"\s*(?P<words>[^\n。;；.\ue000-\uefff]+?)(?=,?\s(?:from|at|between|for)\s\d|[\n。;；.\ue000-\uefff]|$)",
        _spoken,
    )
    said = r"(?:titled|that says|which says|saying|that reads|reading|写着|写上|名为|叫做|内容[为是]|标题[为是叫])"
    plain = r"(?P<words>(?:[^\n,.;，。；\ue000-\uefff]|\.(?=[a-z]{2})){1,300}?)"  # "Book at example.com"
    ends = rf"(?={_TAIL}|\s*(?:[\n,;，。；\ue000-\uefff]|\.(?![a-z]{{2}})|$))"
    literals.take(rf"(?<![a-z]){said}\s*{plain}{ends}", _spoken)
    literals.take(
        rf"(?P<before>[,，]\s?)(?:it\s)?says?\s(?!at|in|on)(?P<words>(?-i:[A-Z])[^\n,.;，。；\ue000-\uefff]*?){ends}",
        _spoken,
    )
    # "write Summer 2023 in the middle", "put The End on the screen"
    capitals = r"(?P<words>(?-i:[A-Z])[\w'’&-]*(?:\s[\w'’&-]+){0,9}?)"
    a_text = r"(?!(?:the|a|an|some|my|this|title|captions?|subtitles?|text)\s)"
    literals.take(rf"(?<![a-z])(?P<before>write\s){a_text}{capitals}(?={_TAIL})", _spoken)
    literals.take(rf"(?<![a-z]){capitals}(?=\s(?:written|shown|displayed)\s)", _spoken)
    many = r"(?P<words>(?-i:[A-Z])[\w'’]*(?:\s(?-i:[A-Z])[\w'’]*){1,9})"
    # "put JAKE TURNS 7 big in the middle", "then BOOM in the center"
    more = r"(?:\s(?-i:[A-Z0-9][A-Z0-9'’!&?-]*)(?![a-z:.])){0,9}"
    shouted = rf"(?P<words>(?-i:[A-Z]{{3,}}|[A-Z]{{2,}}(?=\s[A-Z0-9])){more}!{{0,3}})"
    literals.take(
        rf"(?<![a-z])(?P<before>(?:put|stick|pop|show|write|add|slap|whack|chuck|throw|splash|bang|bung|plaster|have|with|then|and"
        rf"|(?:big|huge|large|bold)(?:\s(?:{'|'.join(COLORS)}))?|{'|'.join(COLORS)})\s){shouted}"
        rf"(?=\s(?:(?:big|huge|large|small|tiny|bold|in (?:{'|'.join(COLORS)}))\s)?{_WHERE}"
        rf"|\s(?:big\s|up\s){{0,2}}(?:top|across\s(?:it|the)|dead\s(?:cent(?:er|re)|middle))(?![a-z]))",
        _spoken,
    )
    # what stands behind "big red text at the top:"
    literals.take(
        r"(?P<before>(?<![a-z])(?:text|title|caption|words)\s[^\n:,;.\ue000-\uefff]{0,40}:\s)"
        r"(?P<words>(?-i:[A-Z])[^\n,;.\ue000-\uefff]{1,60})(?=[\n,;.]|$)",
        _spoken,
    )
    # "put the words GRAND OPENING across the middle"
    literals.take(rf"(?<![a-z])(?P<before>words?\s){shouted}(?=\s)", _spoken)
    literals.take(rf"(?<![a-z])(?P<words>the\s+end)(?=\s+in\s+(?:{'|'.join(COLORS)})(?![a-z]))", _spoken)
    literals.take(
        rf"(?<![a-z])(?P<before>(?:put|stick|pop|show|write)\s){many}(?=\s(?:on|across|over)\s(?:the\s)?screen)",
        _spoken,
    )


def _spoken(match: re.Match[str]) -> tuple[str, Any] | None:
    return ("text", match["words"].strip()) if match["words"].strip() else None


def _pull_times(literals: Literals) -> None:
    bare = (
        r"第?(?<![a-z\d.:])(\d+(?:\.\d+)?)\s*(?:-|–|~|to|and|到|至)\s*第?(\d+(?:\.\d+)?)\s*(?:seconds?|secs?|s"
        r"|秒钟?)(?![a-z])"
        r"|(?:(?<=second )|(?<=seconds ))(\d{1,5})\s*(?:-|–|to|until|till"
        r"|through)\s*(?:second\s*)?(\d{1,5})(?![\d:.]|\s*(?:%|x|fps))"
    )
    literals.take(bare, lambda m: ("range", (round(float(m[1] or m[3]) * 1000), round(float(m[2] or m[4]) * 1000))))
    _pull_bare_ranges(literals)
    literals.take(
        r"(?<![a-z])(?:from|between)\s+second\s+(\d{1,4})\s+(?:to|and|until|till)\s+(?:second\s+)?(\d{1,4})(?![\d:.])",
        lambda m: ("range", (int(m[1]) * 1000, int(m[2]) * 1000)),
    )
    literals.take(_CLOCK, _clock)
    literals.take(r"(?<![a-z])(?:an?\s+)?(second|minute)\s+or\s+so(?![a-z])", lambda m: ("span", _span(f"1 {m[1]}")))
    literals.take(_EN_SPAN, lambda m: ("span", _span(m[0])))
    literals.take(r"(?<=at |to )(?:the\s+)?second\s+(\d+)(?![\d:])", lambda m: ("span", int(m[1]) * 1000))
    literals.take(r"(?<![a-z\d.])(\d{1,3})(?:st|nd|rd|th)\s+second(?![a-z])", lambda m: ("span", int(m[1]) * 1000))
    literals.take(_ZH_SPAN, lambda m: ("span", _span(m[0])))
    edge = r"(?:(?<=first )|(?<=last )|(?<=final )|(?<=opening )|(?<=closing ))"
    one_second = rf"{edge}(sec(?:ond)?|min(?:ute)?)({_HALF_MORE})(?![a-z]|\s+(?:clip|video|photo|shot))"
    literals.take(one_second, lambda m: ("span", _span(f"1{m[2]} {m[1]}")))
    if any(kind == "span" for kind, _, _ in literals.found):
        literals.take(
            rf"(?<![a-z\d.])({EN})(?=\s+off\s+the\s+(?:front|start|beginning|back|end|tail)(?![a-z]))",
            lambda m: ("span", _span(f"{m[1]} s")),
        )
    if any(kind == "span" for kind, _, _ in literals.found):  # "the first 3 seconds of A and the last 2 of B"
        literals.take(
            rf"{edge}({EN})(?=\s*(?:[,.;]|$|of(?![a-z])|and(?![a-z])))", lambda m: ("span", _span(f"{m[1]} s"))
        )
    # "from 8 up to nine and a half seconds": the unit is said once
    literals.take(rf"(?<![a-z\d:.])(\d{{1,4}}(?:\.\d{{1,2}})?){_TO}({MARK})", lambda m: _from_a_number(literals, m))
    one, start = f"({MARK})", r"(?:the\s+)?(?:start|beginning|开头|开始)"

    def between(match: re.Match[str]) -> tuple[str, Any] | None:
        begin, end = literals.at(match[1]), literals.at(match[2])
        if {begin[0], end[0]} <= {"time", "span"} and begin[1] < end[1]:
            return "range", (begin[1], end[1])
        return None

    def onwards(match: re.Match[str]) -> tuple[str, Any] | None:
        kind, value, _ = literals.at(match[1])
        return ("range", (value, None)) if kind in {"time", "span"} else None

    def until(match: re.Match[str]) -> tuple[str, Any] | None:
        kind, value, _ = literals.at(match[1])
        return ("range", (0, value)) if kind in {"time", "span"} and value > 0 else None

    literals.take(
        rf"(?<![a-z])(?:appear|show|come|start|enter|pop)(?:s|ing)?(?:\s+(?:up|in|on))?\s+(?:at|from)\s+{one}\s*(?:,|and|&|then|,\s*and)\s*"
        rf"(?:leav|go|disappear|vanish|exit|end|stop|gone)(?:es?|s|ing)?(?:\s+(?:away|off|out|again))?\s+(?:at|by|after)\s+{one}",
        between,
    )
    begins, ends = (
        r"(?:start|begin)(?:s|ing)?(?:\s+it)?\s+(?:at|from)",
        r"(?:end|stop|finish)(?:s|ing)?(?:\s+it)?\s+(?:at|by)",
    )
    literals.take(rf"(?<![a-z]){begins}\s+{one}\s*(?:,\s*)?(?:and\s+)?(?:then\s+)?{ends}\s+{one}", between)
    literals.take(rf"从\s*{one}\s*开始[，,]?\s*(?:播放)?(?:到|至|在)\s*{one}\s*(?:结束|停止|为止)?", between)
    literals.take(rf"从\s*{one}\s*(?:显示|出现|持续)\s*(?:到|至)\s*{one}", between)
    literals.take(rf"(?:from\s+|between\s+|从)?{one}{_TO}{one}", between)
    literals.take(rf"(?:from\s+|从)?{one}{_TO}{_END}", onwards)
    literals.take(rf"(?<![a-z])(?:after|past|beyond)\s+(?:the\s+)?{one}(?:\s+mark)?", onwards)
    literals.take(rf"{one}\s*(?:之后|以后|onwards?)", onwards)
    literals.take(rf"(?:from\s+|从)?{start}{_TO}{one}", until)
    literals.take(rf"(?<![a-z])before\s+(?:the\s+)?{one}(?:\s+mark)?", until)
    literals.take(rf"{one}\s*(?:之前|以前)", until)


def _from_a_number(literals: Literals, match: re.Match[str]) -> tuple[str, Any] | None:
    kind, end, _ = literals.at(match[2])
    begin = round(float(match[1]) * 1000)
    return ("range", (begin, end)) if kind == "span" and begin < end else None


def _pull_bare_ranges(literals: Literals) -> None:
    """Seconds without the word, where nothing else can be meant: "keep 0-1, 3-4", "mute between 2 and 4"."""
    to, one = r"\s{0,2}(?:-|–|~|to|till?|until|到|至)\s{0,2}", r"(\d{1,4}(?:\.\d{1,2})?)"
    end = (
        r"(?![\w.:]|\s?(?:%|x(?![a-z])|×|:|times|clips?|videos?|photos?|pictures?|shots?|frames?|fps|bpm|db|lufs|mb"
        r"|percent|degrees?|[倍帧次个张条遍度拍]))"
    )
    cuts = (
        r"cut|chop|snip|trim|remove|delete|drop|lose|keep|only|just|mute|silence|blur|reverse|use|take"
        r"|(?:cut|chop|trim|take)\s(?:out|off)"
    )
    grows = bounded(r"(?:ramp|zoom|volume|speed\w*|opacity|scale|level|size|fps)\W(?:\w{1,6}\W){0,2}$")

    def stretch(match: re.Match[str]) -> tuple[str, Any] | None:
        begin, end = (round(float(each) * 1000) for each in match.groups()[-2:])
        if begin >= end or grows.search(literals.text[max(0, match.start() - 30) : match.start()]):
            return None
        return "range", (begin, end)

    literals.take(rf"(?<![a-z])between\s+{one}\s+(?:and|&)\s+{one}{end}", stretch)
    literals.take(rf"(?<![a-z])from\s+{one}{to}{one}{end}", stretch)
    literals.take(rf"[(（]\s?{one}{to}{one}\s?[)）]", stretch)
    literals.take(rf"(?P<before>(?<![a-z])(?:{cuts})\s+)(?:from\s+)?{one}{to}{one}{end}", stretch)
    literals.take(
        rf"(?P<before>(?:^|[,;]\s?)){one}{to}{one}(?=\s(?:go(?:es)?|plays?|runs?|should|must|at|in)\s)", stretch
    )
    for _ in range(8):  # "3-4 and 6-7" behind one of them
        found = len(literals.found)
        literals.take(rf"(?P<before>{MARK}\s?(?:,|and|&|,\s?and)\s?){one}{to}{one}{end}", stretch)
        if len(literals.found) == found:
            break


def _clock(match: re.Match[str]) -> tuple[str, Any]:
    hours, minutes, seconds, rest = match.groups()
    total = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return "time", total * 1000 + int((rest or "0").ljust(3, "0"))


_LENGTH = bounded(
    rf"({EN}|{ZH})({_HALF_MORE})[\s-]*个?\s*(?:more\s+|extra\s+|full\s+|whole\s+)?({_EN_UNIT}|小时|分钟|分|毫秒|秒钟|秒)(半|\s+(?:and|n)\s+a\s+half|)"
)


def _span(text: str) -> int:
    total = 0.0
    for found in _LENGTH.finditer(text):
        last = next(size for pattern, size in _UNITS if pattern.match(found[3].lower()))
        total += number(found[1]) * last + (last / 2 if found[2] or found[4] else 0)
    return round(min(total, 86_400_000))


def _pull_places(literals: Literals) -> None:
    version = rf"(?<![a-z])(?:version|v)\s*(\d{{1,3}})(?![\w.])|第({ZH})[个]?版本?|版本({ZH})"
    literals.take(version, lambda m: ("version", int(number(m[1] or m[2] or m[3]))))
    ordinal = "|".join(_NTH)
    # "the first and the third clip"
    also = rf"(?=\s*(?:,|and|&)\s+(?:the\s+)?(?:{ordinal}|\d{{1,2}}(?:st|nd|rd|th))\s+{_THING}(?![a-z]))"
    literals.take(rf"(?<![a-z])({ordinal}){also}", lambda m: ("nth", _NTH[m[1].lower()]))
    literals.take(
        rf"(?<![a-z])(?:({ordinal})|(\d{{1,2}})(?:st|nd|rd|th))\s+{_THING}(?![a-z])",
        lambda m: ("nth", _NTH[m[1].lower()] if m[1] else int(m[2])),
    )
    literals.take(rf"(?<![a-z])the\s+middle\s+{_THING}(?![a-z])|(?:中间|当中)那[个条]", always("nth", MIDDLE))
    # a clip by its number alone: "sepia on the second, the first as shot"
    literals.take(
        rf"(?<![a-z])on\s+the\s+({ordinal})(?=\s?(?:[,.;!]|$)|\s+(?:and|but)(?![a-z]))"
        rf"|(?:(?<=^)|(?<=[,.;]\s)|(?<=[,.;]))(?:the\s+)?({ordinal})(?=\s+(?:as|in|stays?|is|normal|untouched|unchanged)(?![a-z]))",
        lambda m: ("nth", _NTH[(m[1] or m[2]).lower()]),
    )
    literals.take(
        rf"(?P<before>(?<![a-z])but\s+(?:for\s+)?the\s+)(?P<which>{ordinal})(?=\s?(?:[,.;!]|$))",
        lambda m: ("nth", _NTH[m["which"].lower()]),
    )
    literals.take(r"(?<=then )(?:the\s+)?(\d)(?:st|nd|rd|th)(?![a-z]|\s*\w)", lambda m: ("nth", int(m[1])))
    listed = r"(?=\s*(?:,\s*)?(?:and\s+)?then(?![a-z]))"
    literals.take(rf"(?<=then )(?:the\s+)?(\d)(?:st|nd|rd|th){listed}", lambda m: ("nth", int(m[1])))
    literals.take(rf"(?<![a-z]){_THING}\s*(?:#|no\.?|number)?\s*(\d{{1,2}})(?![\w.:])", lambda m: ("nth", int(m[1])))
    thing = r"(?:视频|片段|照片|图片|图|素材|镜头|文件)"
    literals.take(rf"第({ZH})(?![帧遍次回])(?:个|段|张|条)?{thing}?", lambda m: ("nth", int(number(m[1]))))
    literals.take(rf"(?<![开片镜人字口])头一(?:个|段|张|条){thing}?", always("nth", 1))
    literals.take(rf"最后一(?:个|段|张|条){thing}?", lambda _: ("nth", -1))
    literals.take(rf"(?<!最)后[面边]?[那这]一?[个段条]{thing}?(?!时|字)", always("nth", -1))
    literals.take(rf"(?<!最)前[面边]?[那这]一?[个段条]{thing}?(?!时|字)", always("nth", 1))
    literals.take(rf"{thing}\s*(\d{{1,2}})(?!\d)", lambda m: ("nth", int(m[1])))
