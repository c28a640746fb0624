"""What Telegram's server finds in a text, whoever wrote it: links, mentions, hashtags and the like.

It is documented [telegram.found] in td, MessageEntity.cpp (find_entities and what it calls), and in
test/message_entities.cpp, which the tests of this file are taken from. Of the ends of hosts in English
letters only some are known here.
"""

import re
from collections.abc import Iterator

# letters of any script, pictures and full-width marks belong to a host (is_url_unicode_symbol)
_SYMBOL = r"[^\x00-\xbf\s\u2000-\u200b\u200e\u200f\u2016-\u206f]"
_HOST = re.compile(rf"(?:[A-Za-z0-9_.~-]|{_SYMBOL})+")
_PORT = re.compile(r":0*([1-9]\d{0,4})(?!\d)")
_PATH = re.compile(rf"[/?#](?:[\x21\x23-\x3b\x3d\x3f-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf]|{_SYMBOL})*")
_USER = re.compile(r"(?:[^\x00-\x20\x7f-\xa0«»/\[\]{}()'`<>\"@\u2000-\u206f]|[\u200c\u200d])+@$")
_SCHEME = re.compile(r"(?:https?|ftp|tonsite)://$", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}",
    re.IGNORECASE,
)
_BYTE = re.compile(r"25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d")
_ENGLISH_ENDS = "com org net example me io jp tk uk md mov zip ai app sh py rs co online site info studio video film"
_OTHER_ENDS = (
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
_ENDS = frozenset(f"{_ENGLISH_ENDS} {_OTHER_ENDS}".split())
# a hashtag has no numbers but decimal ones (is_hashtag_letter)
_NUMBER = (
    r"\xb2\xb3\xb9\xbc-\xbe\u2070-\u209c\u2150-\u2189\u2460-\u24ff\u2776-\u2793\u3220-\u3249\u3251-\u325f\u3280-\u32bf"
)
_TAG = rf"(?:[^\W{_NUMBER}]|[\u200c\xb7])"
_OTHERS = (
    # letters of any script beside a command or a name make it none (match_bot_commands, match_mentions)
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?+(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@(?:[A-Za-z0-9_]{4,32}|(?i:gif|nft|pic|ufc|vid))(?!\w)")),
    ("url", re.compile(r"(?i:tg|ton)://[A-Za-z0-9_-]{1,253}(?:[/?#][^\s<>\"«»]*)?")),
    ("hashtag", re.compile(rf"(?<!{_TAG})#(?=[\d_\u200c\xb7]*[^\W\d_]){_TAG}{{1,256}}(?:@[A-Za-z0-9_]{{3,32}})?(?!#)")),
    ("cashtag", re.compile(rf"(?<!{_TAG})(?<!\$)\$(?:1INCH|[A-Z]{{1,8}}+)(?:@[A-Za-z0-9_]{{3,32}})?(?!{_TAG}|\$)")),
    ("phone_number", re.compile(r"(?<!\w)\+\d[\d() -]{6,}\d")),  # guessed [telegram.found.phone]
)


def found_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the kind of everything that is found, and where it stands in characters; some of it may overlap."""
    for kind, pattern in _OTHERS:
        yield from ((kind, *one.span()) for one in pattern.finditer(text))
    yield from _links(text)


def _links(text: str) -> Iterator[tuple[str, int, int]]:
    """Links and e-mail addresses (match_urls, fix_url)."""
    for found in _HOST.finditer(text):
        start, host = found.start(), found[0].rstrip(".")
        end = start + len(host)
        if "." not in host:
            continue
        if (port := _PORT.match(text, end)) and int(port[1]) <= 65535:
            end = port.end()
        if path := _PATH.match(text, end):
            end = start + len(text[start : path.end()].rstrip(".:;,('?!`"))
        before, scheme, user = text[:start], _SCHEME.search(text[:start]), _USER.search(text[:start])
        if scheme is not None:
            start = scheme.start()
        elif user is not None:
            start = user.start()
        elif before and (before[-1].isalnum() or before[-1] in "_/#@"):
            continue
        if _EMAIL.fullmatch(text[start:end]):
            yield "email", start, end
        elif _is_host(host, any_end=scheme is not None):
            yield "url", start, end


def _is_host(host: str, *, any_end: bool) -> bool:
    *parts, end = host.split(".")
    if any(not part or len(part.encode()) >= 64 or part.endswith("-") for part in (*parts, end)):
        return False
    if len(parts) == 3 and all(_BYTE.fullmatch(part) for part in (*parts, end)):
        return True
    if len(end) <= 1 or "_" in parts[-1] or all(part.isascii() and part.isdigit() for part in (*parts, end)):
        return False
    if end.startswith("xn--"):
        return end[4:].isascii() and end[4:].isalnum() and len(end) > 5
    return not {"_", "-"} & set(end) and (any_end or _is_known(end))


def _is_known(end: str) -> bool:
    lower = end.lower()
    titled = lower != end and lower[1:] == end[1:]  # "end.The next sentence"
    return not titled and lower in _ENDS
