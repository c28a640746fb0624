"""Whether the backend's words ask the person something, so that "yes" and "ok" are an answer to them. Pure."""

import re
from typing import Final

_ENOUGH: Final = 8_000  # the end of the words: a question stands after what was done
_SAID: Final = re.compile(  # code, links and quoted titles are not said to the person
    r"```[^`]*(?:```|\Z)|`[^`\n]*`|https?://\S*|\"[^\"\n]*\"|“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》"
)
_TO_ITS_END: Final = r"(?:(?!\bor\b|还是)[^.,?!。，？！\n]){0,60}[?？]"
_CHANGES: Final = r"(?:changes?|edits?|adjustments?|tweaks?|modifications?|improvements?|help|requests?|questions?)"
_OFFERS_MORE: Final = re.compile(  # asks whether there is another wish: no short word is an answer to it
    r"(?:\b(?:would|do|did) you (?:like|want|need) (?:me )?(?:to )?(?:\w{1,12} )?|\b(?:is|was) there )?"
    rf"\b(?:anything|something) else\b{_TO_ITS_END}"
    r"|(?:\b(?:would|do|did) you (?:like|want|need|have) (?:me )?(?:to )?(?:\w{1,12} )?|\b(?:are|is) there )?"
    rf"\b(?:any|some|more) (?:other |further |more |additional )?{_CHANGES}\b{_TO_ITS_END}"
    rf"|\bwhat(?:'s| is| would you like| do you want| should (?:i|we))\b(?: \w{{1,12}}){{0,4}} next\b{_TO_ITS_END}"
    rf"|(?:您|你)?(?:是否)?还?(?:有|需要|想要?|要)(?:我)?(?:做|进行|再做)?(?:什么|其[他它]|别的|进一步的?){_TO_ITS_END}"
    rf"|(?:接下来|下一步)[^.,?!。，？！\n]{{0,12}}什么{_TO_ITS_END}",
    re.IGNORECASE,
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
_SAY_QUOTED: Final = re.compile(  # an answer to say; 'say "add music"' only suggests a wish
    r"\b(?:say|reply|type|answer|respond)(?: with)?:? ?[\"'“「]"
    r"(?:yes|yep|sure|ok|okay|no|go(?: ahead| on)?|do it|start|begin|continue|proceed|confirm|approve|[a-d1-9])\b"
    r"|(?:回复|说|输入|告诉我)[：:]?[\"“「『](?:是|好|可以|行|同意|没问题|开始|确认|继续|不|[a-d1-9])",
    re.IGNORECASE,
)


def asks(words: str) -> bool:
    """Return whether words of the backend ask for an answer."""
    end = words[-_ENOUGH:]
    return _SAY_QUOTED.search(end) is not None or _ASKS.search(_OFFERS_MORE.sub(" ", _SAID.sub(" ", end))) is not None
