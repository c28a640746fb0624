"""Whether several files are to become one video each, or one video together. Pure.

Words of joining win, and in doubt it is one video: a batch that was not meant is charged for each file.
"""

import re
from typing import Final

_FILE: Final = r"(?:video|clip|file|photo|picture|image|one)"
_FILM: Final = r"(?:video|film|movie|clip|file|reel|mp4|edit|vlog|piece|sequence|timeline|output)"
_WHOLE_FILM: Final = r"(?:video|film|movie|reel|vlog|mp4)"
_FILE_ZH: Final = r"(?:视频|素材|片段|文件|原片|照片|图片|短片|片子)"
_FILM_ZH: Final = r"(?:视频|短片|片子|成片|成品|作品|电影|预告片|vlog|mp4|文件)"
_JOINED: Final = re.compile(
    r"\b(?:merg(?:e|es|ed|ing)|combin(?:e|es|ed|ing)|join(?:s|ed|ing)?|stitch(?:es|ed|ing)?|splic(?:e|ed|ing)"
    r"|concat(?:enate[ds]?|enating)?|compil(?:e|ed|ing|ation)|montage|mash-?up|collage|supercut|slide ?show"
    r"|highlights? reel|together|back[ -]to[ -]back|one after (?:another|the other)|side by side|split ?screen"
    r"|picture[ -]in[ -]picture|all[ -]in[ -]one)\b"
    r"|\b(?:assemble|fuse|connect) (?:them|these|those|all|everything|the (?:clips|videos|files))\b"
    r"|合[并成为在到]|拼(?!音|写)|串[联起成在到]|连[接成在到起]|接[起成在到]|[放弄凑]在?一起|混剪|集锦|合集|一起|组合|整合|汇总|蒙太奇|分屏"
    r"|同屏|并排|画中画|同一[个条部支段](?:视频|短片|片子|文件)"
)
_NOT: Final = r"\b(?:don't|dont|do not|not|never|no|without|instead of|rather than)"
_NOT_ZH: Final = r"(?:不要|不用|不需要|不必|不|别|无需|勿)[把将它们先都]{0,3}"
_NOT_JOINED: Final = re.compile(
    rf"{_NOT}(?: \w{{1,12}}){{0,3}} (?:{_JOINED.pattern})|{_NOT_ZH}(?:{_JOINED.pattern})(?:[在到成]?一[起个条])?"
    rf"|{_NOT} (?:just |only |in |into |as )?(?:a single|one)(?: {_FILM})?(?=\W|$)"
)
_STAY_APART: Final = re.compile(  # such words, where they say it of the files
    rf"{_NOT}(?: \w{{1,12}})? (?:merge|combine|join|stitch|put)(?:ing)?(?: (?:them|these|those|anything"
    r"|the (?:clips|videos|files|films)))?(?: (?:together|up|into one))?\s?(?=[.,;:!?]|$)|\bnot together\b"
    rf"|{_NOT_ZH}(?:合并|合成|合在|合到|拼接|拼在|拼成|拼|剪在|放在)(?:一起|起来|{_FILE_ZH}|成?一[个条支])?(?=\W|$)"
)
_ONE_EACH: Final = re.compile(  # one film of one file
    rf"\b(?:one|1|an?|single) (?:[\w-]{{1,12}} )?{_FILM} (?:each|per|(?:for|from|out of|of) (?:each|every|one))\b"
    r"|\b(?:videos|films|reels|edits|outputs|mp4s),? one (?:each|per|(?:for|from|out of) (?:each|every))\b"
    rf"|\b(?:one|1) {_FILE}\W{{1,4}}(?:one|1) {_FILM}"
    rf"|\b(?:each|every) (?:of them |{_FILE} )?(?:should |must )?(?:be |become )?(?:turned |made )?"
    r"(?:in|into|as|to) (?:a|an|one|its own)\b"
    rf"|一[个段条部支]{_FILE_ZH}[就单独]{{0,3}}[做出剪弄变对]?[成应]?一[个段条部支]"
    rf"|(?:每一?[个段条部支](?:{_FILE_ZH})?|分别|各自?|逐个|逐一|单独|分开)[都单独各自分别就要也]{{0,4}}"
    r"(?:做|剪|弄|出|制作|剪辑|生成|导出|变|处理)?[成出为]?一[个段条部支]"
)
_INTO_ONE: Final = re.compile(
    r"\b(?:in|into|to|as) (?:just |only )?(?:a single|one)(?! (?:each|per|side|corner|half|end|of|by|at"
    r"|second|minute|hour|word|line|colou?r|beat|shot|frame)\b)"
    rf"|\b(?:one|a single|1) (?:(?!each\b|per\b|for\b|of\b)[\w-]{{1,12}} ){{0,2}}?{_WHOLE_FILM}\b|\ba single {_FILM}\b"
    r"|\bmake (?:it|them|these|those|everything|all) (?:all )?one\b|\bone out of\b"
    r"|[成为出做剪弄](?:一|1)[个段条部支](?=\W|$|[吧就了啊呀的加配再然])"
    rf"|[成为出做剪弄](?:一|1)[个段条部支][^，。；,.;]{{0,8}}?{_FILM_ZH}|[在到进](?:一|1)[个段条部支]{_FILM_ZH}"
)
_IN_ITS_TURN: Final = re.compile(  # words or pictures that come one by one, or on both sides, inside a film
    r"\b(?:appear|show(?:s|n|ing)? up|pop|reveal|fade|slide|fly|type|highlight|animat|spoken|light)\w*"
    r"|\b(?:words?|letters?|lines?|titles|bullets?|stickers|emojis?)\b"
    r"|出现|显示|弹出|浮现|蹦出|飞入|飞进|淡入|高亮|亮起|打字|左右|两[边侧]|上下|前后|开头和结尾|片头和?片尾|头尾|首尾"
)
_SEPARATE: Final = re.compile(
    rf"\b(?:one (?:{_FILM} )?(?:each|per)|an? {_FILM} (?:each|per|for (?:each|every)))\b"
    rf"|\b(?:each|every) (?:{_FILE} )?(?:as|into) (?:its|their) own\b|\bon (?:its|their) own\b"
    r"|\b(?:as|into) separate\b|\b(?:separate|individual) (?:videos|films|outputs|files|reels|clips|edits|ones)\b"
    r"|\b(?:keep|leave|make|edit|export) (?:them|these|those|everything) (?:all )?(?:separate|apart)\b"
    r"|\bbatch\b(?! of (?!videos|clips|files|films|reels|photos|pictures|images))"
    r"|各自|单独(?:处理|剪|导出|成片|做|出|一|加|配|弄)|批量|各[出做剪]|分开(?=做|剪|弄|导|出|处理|来|加|成|\W|$)"
    r"|每[个段条部支](?:视频|片段|素材|文件)?(?:都|就)?(?:单独|各(?![取选截挑抽提留拿用])|出一|一[个条部支段份])"
)
_IN_TURN: Final = re.compile(
    r"\bseparately\b(?! (?:colou?red|timed|styled|animated))|\bindividually\b|\bone by one\b|\bone at a time\b"
    r"|分别(?!在|是|为|位于|放)|逐[个一条支段]|一个个|一([个段条支])一\1"
)
_EACH: Final = re.compile(
    r"(?<!between )(?<!after )(?<!before )(?<!beneath )(?<!seconds )(?<!second )(?<!secs )(?<!sec )(?<!s )"
    r"\beach(?: (?:one|of|video|clip|file|individually|separately|as|into|with|gets?|should|to|its|in|$)"
    r"|\s?(?=[.,;:!?\n]|$))"
    r"|(?<!between )(?<!after )(?<!before )\b(?:every|each) (?:video|clip|file)\b"
    r"|每个(?:视频|片段|文件|素材|都|单独|各|加|配|做|剪|导出|\s?:)(?!之间|间|开头|结尾)"
    r"|每一?[段条部支](?:视频|素材|片段)?(?!之间|间)(?=都|单独|各|分|加|做|剪|导|出|\s?:|,|，|$)"
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
    joining = _NOT_JOINED.sub(" ", words)
    return _JOINED.search(joining) is not None or _INTO_ONE.search(_ONE_EACH.sub(" ", joining)) is not None


def each(words: str) -> bool:
    """Return whether words ask for one video for each file; `words` are as for `together`."""
    if together(words):
        return False
    if any(pattern.search(words) for pattern in (_SEPARATE, _STAY_APART, _ONE_EACH)):
        return True
    if _IN_TURN.search(words) and not _IN_ITS_TURN.search(words):
        return True
    return _EACH.search(words) is not None and not (_OF_SEVERAL.search(words) or _PART_OF_EACH.search(words))
