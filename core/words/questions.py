"""Whether the backend's words ask the person something, so that "yes" and "ok" are an answer to them. Pure."""

import re
from typing import Final

_ENOUGH: Final = 8_000  # the end of the words: a question stands after what was done
_SAID: Final = re.compile(  # code, links and quoted titles are not said to the person
    r"```[^`]*(?:```|\Z)|`[^`\n]*`|https?://\S*|\"[^\"\n]*\"|“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》"
)
_ASKS: Final = re.compile(
    r"[?？]"
    r"|\b(?:please|kindly) (?:confirm|choose|pick|decide|reply|answer|select|specify)\b"
    r"|\b(?:let me know|tell me) (?:which|whether|what|when|how|where|who|your choice|your preference|once|to (?:start"
    r"|begin|proceed|go ahead|continue))\b"
    r"|\b(?:just )?(?:say|reply|type|answer|respond)(?: with)?\s+(?:yes|ok|okay|no|go|start|continue|confirm)\b"
    r"|\b(?:would you (?:like|prefer)|do you want|shall i|should i|ready when you are|waiting for your)\b"
    r"|吗\s*(?:[。.!！，,)）]|\Z)|是否|要不要|需不需要|可不可以|行不行|好不好|请(?:您|你)?(?:确认|选择|回复|告诉|告知|指定|决定)"
    r"|等(?:待)?(?:您|你)(?:的)?(?:确认|回复|回答|选择)|(?:回复|告诉我|说)(?:“[^“”\n]{1,20}”|「[^「」\n]{1,20}」|好|是|开始|确认|继续)",
    re.IGNORECASE,
)
_SAY_QUOTED: Final = re.compile(
    r"\b(?:say|reply|type|answer|respond)(?: with)?:? ?[\"'“「]|(?:回复|说|输入|告诉我)[：:]?[\"“「『]", re.IGNORECASE
)


def asks(words: str) -> bool:
    """Return whether words of the backend ask for an answer."""
    end = words[-_ENOUGH:]
    return _SAY_QUOTED.search(end) is not None or _ASKS.search(_SAID.sub(" ", end)) is not None
