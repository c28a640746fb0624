"""What the sandbox's agent says: that it is a sandbox, and hints at buttons that its user does not have. Pure.

The live backend assumes a screen ("click Export", "preview in timeline"), so a client must be tried against that.
Nothing here asks to drag: a client answers that with an edit, which would be an edit nobody wanted.
"""

import hashlib
import re
from typing import Final

DISCLAIMER: Final = {
    "en": "This is the local sandbox: a rule-based editor, not the NemoVideo AI.",
    "zh": "这里是本地沙盒：按规则剪辑，不是 NemoVideo AI。",
}
SCREEN: Final = {
    "en": (
        "Click Export to save it.",
        "You can preview it in the Timeline panel.",
        "Open the Audio panel to see the details.",
        "Preview in timeline, then click the Export button.",
    ),
    "zh": (
        "点击导出按钮即可保存。",
        "可以在时间线面板中预览。",
        "打开音频面板可以查看详情。",
        "在时间线中预览后，点击导出。",
    ),
}
TEMPORARY_ISSUE: Final = "I encountered a temporary issue. Please try again."
WONT_DO: Final = "I could not carry out that edit."
THOUGHT: Final = "The user wants an edit; the timeline tool can do it."

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def language(text: str) -> str:
    """The language of the agent's own words: "zh" or "en"."""
    return "zh" if _HAN.search(text) else "en"


def draw(*of: object) -> float:
    """A number in [0, 1), the same for the same arguments in every process."""
    digest = hashlib.blake2b("/".join(map(str, of)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def reply(said: str, *, first: bool, screen: float, seed: tuple[object, ...]) -> str:
    """The agent's words: what was done, sometimes a screen nobody has, and who speaks (first time only)."""
    spoken = language(said)
    words = [said]
    if draw(*seed, "screen") < screen:
        lines = SCREEN[spoken]
        words.append(lines[int(draw(*seed, "line") * len(lines))])
    answer = ("" if spoken == "zh" else " ").join(words)
    return f"{answer}\n\n{DISCLAIMER[spoken]}" if first else answer
