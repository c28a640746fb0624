"""Whether the words of a message need another one: a clip or a script still to come, or the message replied to."""

import re
from typing import Final

from core.words.han import simplified
from core.words.intents import Wish, meaning
from core.words.links import links

_POINTER: Final = re.compile(
    r"\b(?:this|these|my|the (?:attached|following)|here(?:'s| is| are)|below|attached|following)\b"
    r"|这|我的|附件|如下|下面|以下|发给你|发你",
    re.IGNORECASE,
)
_MATERIAL: Final = re.compile(
    r"\b(?:clips?|videos?|footage|files?|photos?|pictures?|images?|songs?|tracks?|recordings?|scripts?|texts?|lyrics"
    r"|captions?|subtitles?|lines?|stickers?)\b"
    r"|视频|片段|素材|文件|照片|图片|歌|音频|录音|脚本|文案|台词|字幕|文稿|歌词|贴纸|贴图|表情",
    re.IGNORECASE,
)


_NEW_FILM: Final = re.compile(
    r"\b(?:create|generate|produce|make (?:me |us )?an?)\b|生成|制作"
    r"|[做来](?:一?[个段条部支]|成)(?:视频|短片|片子|影片)"
)


def asks_for_new_film(text: str) -> bool:
    """Return whether words ask for a film to be made where there may be no clip."""
    return _NEW_FILM.search(simplified(text).lower()) is not None


def expects_follow_up(text: str) -> bool:
    """Return whether the words point at a file or a text that may follow them.

    Only a guess, and cheap when wrong: it decides whether the words wait a moment for a second message.
    """
    text = simplified(text)
    return text.rstrip().endswith((":", "：")) or bool(_POINTER.search(text) and _MATERIAL.search(text))


def needs_referenced(words: str) -> bool:
    """Return whether these words, which bring no file, ask for an edit of the message that they are said about."""
    means = meaning(words)
    edits = means.wish is Wish.EDIT or (means.wish is Wish.NEW and bool(means.argument))
    return not words or (edits and not links(words))
