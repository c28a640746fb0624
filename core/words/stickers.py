"""Whether words are about a sticker that came with them: else it is a reaction, or stands there for fun. Pure."""

import re
from typing import Final

from core.words.han import simplified

_NAMED: Final = re.compile(
    r"\b(?:stickers?|emotes?|(?:this|that|the|these|those) (?:emojis?|smileys?))\b|贴纸|贴图|表情包?", re.IGNORECASE
)
_ELSE: Final = (
    r"clips?|videos?|films?|movies?|footage|recordings?|songs?|tracks?|music|voice|audio|sounds?|texts?|titles?"
    r"|captions?|subtitles?|words?|lines?|scenes?|parts?|moments?|shots?|cuts?|scripts?|times?|ways?|styles?|links?"
)
# "put this in the corner", "use that as the logo": what is shown, and named as nothing else
_POINTED: Final = re.compile(
    r"\b(?:add|put|place|use|insert|overlay|stick|show|include|paste|animate|throw|drop|have|want)\s+(?:in\s+|on\s+)?"
    rf"(?:(?:this|that|these|those)\b(?!\s+(?:\w+\s+)?(?:{_ELSE})\b)|(?:it|them)\b)"
    r"|\b(?:this|that|these|those)\s+(?:\w+\s+)?(?:pictures?|images?|pics?|logos?|gifs?|icons?|animations?|characters?)\b"
    r"|\b(?:with|of|from)\s+(?:this|that|these|those)\s*[.!?]*$",
    re.IGNORECASE,
)
_POINTED_ZH: Final = re.compile(
    r"(?:[把将用加放贴插给]|添加|使用)[^，。！？,.!?]{0,4}(?:[这那](?![段首]|[个些条部]?(?:视频|片段|影片|素材|短片|镜头|歌|音乐|字幕|标题|文案))|它)"
    r"|[这那](?:个|些|张|只)?(?:图|图片|图标|动图|标志)"
)


def points_at_sticker(words: str) -> bool:
    """Return whether words name a sticker, or point at something shown with them that they call nothing else."""
    folded = simplified(words)
    return any(pattern.search(folded) for pattern in (_NAMED, _POINTED, _POINTED_ZH))
