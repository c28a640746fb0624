"""What Telegram makes live in a text, whoever wrote it: mentions, links, hashtags and the like. Pure.

Documented: td, MessageEntity.cpp, find_entities with what it calls, and test/message_entities.cpp. More may be found
here than there, and nothing less.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.words.commands import IN_GROUPS

_COMMANDS: Final = frozenset({*IN_GROUPS, "start"})  # which our own sentences name so that they can be pressed
_MARKS: Final = re.compile(r"[@.#$+:/]")
# what stands in a host beside the letters of English: all but blanks and most of General Punctuation
_SYMBOL: Final = r"[^\x00-\xbf\s\u2000-\u200b\u200e\u200f\u2016-\u206f]"
# numbers that are letters of a word, and not of a hashtag: "①#lofi" is one
_NUMBER: Final = (
    r"[\xb2\xb3\xb9\xbc-\xbe\u2070-\u209c\u2150-\u2189\u2460-\u24ff"
    r"\u2776-\u2793\u3220-\u3249\u3251-\u325f\u3280-\u32bf]"
)
_BEFORE_TAG: Final = rf"(?:(?<!\w)|(?<={_NUMBER}))"
_AFTER_TAG: Final = rf"(?:(?!\w)|(?={_NUMBER}))"
_TAG_LETTER: Final = r"[\w\u200c\xb7\u0d80-\u0dff]"
# The ends of hosts in other letters: a list of td's (is_common_tld), for a full stop without a blank behind it is no
# host ("好了.再来"). Any English word after a dot is taken for one: ".md" and ".mov" are some.
_ENDS: Final = (
    "vermögensberater vermögensberatung ελ ευ бг бел дети ею католик ком мкд мон москва онлайн орг рус рф сайт "
    "срб укр қаз հայ ישראל קום ابوظبي ارامكو الاردن البحرين الجزائر السعودية العليان المغرب امارات ایران بارت "
    "بازار بيتك بھارت تونس سودان سورية شبكة عراق عرب عمان فلسطين قطر كاثوليك كوم مصر مليسيا موريتانيا موقع "
    "همراه پاکستان ڀارت कॉम नेट भारत भारतम् भारोत संगठन বাংলা ভারত ভাৰত ਭਾਰਤ ભારત ଭାରତ இந்தியா இலங்கை "
    "சிங்கப்பூர் భారత్ ಭಾರತ ഭാരതം ලංකා คอม ไทย ລາວ გე みんな アマゾン クラウド グーグル コム ストア セール "
    "ファッション ポイント 世界 中信 中国 中國 中文网 亚马逊 企业 佛山 信息 健康 八卦 公司 公益 台湾 台灣 商城 "
    "商店 商标 嘉里 嘉里大酒店 在线 大拿 天主教 娱乐 家電 广东 微博 慈善 我爱你 手机 招聘 政务 政府 新加坡 "
    "新闻 时尚 書籍 机构 淡马锡 游戏 澳門 点看 移动 组织机构 网址 网店 网站 网络 联通 谷歌 购物 通販 集团 "
    "電訊盈科 飞利浦 食品 餐厅 香格里拉 香港 닷넷 닷컴 삼성 한국"
)
_FOUND: Final = re.compile(
    r"(?<![A-Za-z0-9_])@[A-Za-z0-9_]{3,64}"  # a mention
    r"|(?:(?<![A-Za-z0-9+.-])[A-Za-z0-9][A-Za-z0-9+.-]{0,31}|(?i:tg|ton|tonsite))"
    r"://[^\s<>\"'，。；：！？、）】》」』]{1,2000}"
    r"|(?<![A-Za-z0-9_~.-])(?:[A-Za-z0-9_.+~-]{1,128}@)?"  # a host, or the whole of an e-mail address
    r"[A-Za-z0-9_~-]{1,128}(?:\.[A-Za-z0-9_~-]{1,128}){0,32}\.(?:xn--[A-Za-z0-9]{2,59}|[A-Za-z]{2,63})(?![A-Za-z0-9_])"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"'，。；：！？、）】》」』]{0,2000})?"
    r"|(?<![\w.@+-])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)"  # an IPv4 address
    # the end of a host of other letters or of pictures; where it begins, no text without blanks tells
    rf"|(?P<spread>(?<={_SYMBOL})(?:\.[A-Za-z0-9_~-]{{1,128}}){{0,32}}\.(?:xn--[A-Za-z0-9]{{2,59}}|[A-Za-z]{{2,63}})"
    rf"(?![A-Za-z0-9_])|(?<=[A-Za-z0-9_~-]|{_SYMBOL})\.(?i:{'|'.join(_ENDS.split())})(?!\w))"
    rf"|{_BEFORE_TAG}\#(?=[\d_\u200c\xb7]{{0,255}}[^\W\d_]){_TAG_LETTER}{{1,256}}"  # a hashtag
    rf"|{_BEFORE_TAG}\$(?:1INCH|[A-Z]{{1,8}}){_AFTER_TAG}"  # a cashtag
    r"|(?<!\w)\+\d[\d() -]{5,30}\d"  # a telephone number
    r"|(?<![\w.,+-])(?P<card>\d(?:[ -]{0,3}\d){12,18})(?![\w-])"  # a number of a bank card
    r"|(?<![\w/<>])/(?P<command>[A-Za-z0-9_]{1,64})(?:@[A-Za-z0-9_]{1,32})?(?![\w/<>])"
)


@dataclass(frozen=True, slots=True)
class Autolink:
    """What Telegram would find from `start` to before `end`; `breaks` are places at which a word joiner ends it.

    `spread`: it begins nowhere that could be told, but before `start`.
    """

    start: int
    end: int
    breaks: tuple[int, ...]
    spread: bool


def autolinks(text: str) -> Iterator[Autolink]:
    """Return what Telegram would make live in a text, in order; the commands that our own sentences name are left."""
    for found in _FOUND.finditer(text):
        if (found["command"] or "").lower() in _COMMANDS or (found["card"] and not _is_card(found["card"])):
            continue
        start, end = found.span()
        breaks = tuple(start + mark.end() for mark in _MARKS.finditer(found[0]))
        yield Autolink(start, end, breaks or (start + 1,), found["spread"] is not None)


def _is_card(number: str) -> bool:
    """Whether the last digit of a card's number is right, by the algorithm of Luhn."""
    digits = [int(digit) for digit in reversed(number) if digit.isdecimal()]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0
