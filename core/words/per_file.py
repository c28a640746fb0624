"""Whether several files are to become one video each, or one video together. Pure.

Words of joining win, and in doubt it is one video: a batch that was not meant is charged for each file.
"""

import re
from typing import Final

_FILE: Final = r"(?:video|clip|file|photo|picture|image|one)"
_FILM: Final = r"(?:video|film|movie|clip|file|reel|mp4|edit|vlog|piece|sequence|timeline|output)"
_JOINED: Final = re.compile(
    r"\b(?:merg(?:e|es|ed|ing)|combin(?:e|es|ed|ing)|join(?:s|ed|ing)?|stitch(?:es|ed|ing)?|splic(?:e|ed|ing)"
    r"|concat(?:enate[ds]?|enating)?|compil(?:e|ed|ing|ation)|montage|mash-?up|collage|supercut|slide ?show"
    r"|highlights? reel|together|back[ -]to[ -]back|one after (?:another|the other)|side by side|split ?screen"
    r"|picture[ -]in[ -]picture)\b"
    r"|合[并成为在到]|拼(?!音|写)|串[联起成在到]|连[接成在到]|接[起成在到]|混剪|集锦|合集|一起|组合|整合|汇总|蒙太奇|分屏|同屏|并排"
    r"|画中画"
)
_NOT_JOINED: Final = re.compile(
    r"\b(?:don't|dont|do not|not|never|no|without|instead of|rather than)(?: \w{1,12})? "
    rf"(?:{_JOINED.pattern})"
    rf"|(?:不要|不用|不需要|不必|不|别|无需|勿)[把将它们先都]{{0,3}}(?:{_JOINED.pattern})(?:[在到]?一起)?"
)
_ONE_FILM: Final = re.compile(
    rf"\b(?:in|into|to|as|make|create|produce|export|want|get|for) (?:just |only )?(?:a )?(?:single|one|1)\b"
    rf"(?!(?: \w{{1,12}})?(?: {_FILM})? (?:each|per|for (?:each|every))\b)"
    r"|[成出做剪](?:一|1)[个条部支段]|同一[个条部支段]"
)
_SEPARATE: Final = re.compile(
    r"\bseparately\b|\bindividually\b|\bone by one\b|\bone at a time\b|\bbatch\b"
    rf"|\bone (?:{_FILM} )?(?:each|per|for (?:each|every))\b|\ba {_FILM} (?:each|per|for (?:each|every))\b"
    rf"|\b(?:each|every) (?:{_FILE} )?(?:as|into) (?:its|their) own\b"
    r"|\b(?:as|into) separate\b|\bseparate (?:videos|films|outputs|files)\b"
    r"|分别(?!在|是|为|位于|放)|各自|逐个|逐一|一个一个|一个个|单独(?:处理|剪|导出|成片|做|出|一)|批量|各(?:出|做|剪)?一"
    r"|每[个段条部](?:视频|片段|素材|文件)?(?:都|就)?(?:单独|各(?![取选截挑抽提留拿用])|出一|一[个条部支段份])"
)
_EACH: Final = re.compile(
    r"(?<!between )(?<!after )(?<!before )(?<!beneath )(?<!seconds )(?<!second )(?<!secs )(?<!sec )(?<!s )"
    r"\beach(?: (?:one|of|video|clip|file|individually|separately|as|into|with|gets?|should|to|its|in|$)"
    r"|\s?(?=[.,;:!?\n]|$))"
    r"|(?<!between )(?<!after )(?<!before )\b(?:every|each) (?:video|clip|file)\b"
    r"|每个(?:视频|片段|文件|素材|都|单独|各|加|配|做|剪|导出|\s?:)(?!之间|间|开头|结尾)"
    r"|每一?[段条部](?:视频|素材|片段)?(?!之间|间)(?=都|单独|各|分|加|做|剪|导|出|\s?:|,|，|$)"
)
# What only a film of several clips has: a form, an order, transitions, a whole length.
_OF_SEVERAL: Final = re.compile(
    r"\b(?:make|create|produce|build|edit|cut|want|need|it's|for) (?:me |us )?an? (?:[\w-]{1,20} ){0,3}?"
    r"(?:video|film|movie|reel|vlog|trailer|teaser|story|recap|edit|short|tiktok)\b"
    r"(?! (?:each|per|for (?:each|every))\b)"
    r"|\b(?:turn|make|edit|cut|put) (?:these|those|them|all|everything)(?: \w{1,12}){0,2} into an? "
    r"|\b(?:transitions?|cross-?fades?|dissolves?|countdown|sequence|chronological|order|sort|rank|arrange)\b"
    r"|\bbetween them\b"
    r"|\b(?:in total|total(?: length)? (?:of )?\d|one (?:song|track|soundtrack)(?! (?:each|per|for (?:each|every))\b))"
    r"|\b(?:the|over|through) (?:whole|entire) (?:thing|video|film|movie|edit)\b|\bthe (?:film|movie|reel|vlog)\b"
    r"|\b(?:use|include|using|including) (?:each|every)\b"
    r"|\b(?:each|every) (?:clip|video|file|one) (?:(?:is|be|should be|for|lasts?|about) ){0,2}\d{1,4}(?:\.\d)? ?s"
    r"|转场|叠化|过渡|倒计时|顺序|排序|排列|总共|一共|总长|[一同]首[歌曲]|都用上|都要用"
    r"|[，,。；;\n ](?:最后|然后|再)?[做剪制生][成作]?[^，。；,;]{0,8}(?:视频|短片|片子|vlog|预告片)(?=吧|\W|$)"
)
_PART_OF_EACH: Final = re.compile(
    r"\b(?:seconds?|secs?|minutes?|moments?|parts?|bits?|highlights?|scenes?|shots?|frames?|half|best|s)"
    r" (?:of|from|in|out of) (?:each|every)\b"
    r"|\b(?:of|from|out of) (?:each|every) (?:video|clip|file|one)\b"
    r"|从每|每一?[个段条部](?:视频|片段|素材|文件)?[里中的]{0,2}(?:前|后|各|只|都)?(?:取|截|选|挑|抽|提|拿|用)"
)


def together(words: str) -> bool:
    """Return whether words ask to join files; `words` are in lower case and simplified characters."""
    return _JOINED.search(_NOT_JOINED.sub(" ", words)) is not None


def each(words: str) -> bool:
    """Return whether words ask for one video for each file; `words` are as for `together`."""
    if together(words):
        return False
    if _SEPARATE.search(words):
        return True
    for_one_film = (_ONE_FILM, _OF_SEVERAL, _PART_OF_EACH)
    return _EACH.search(words) is not None and not any(pattern.search(words) for pattern in for_one_film)
