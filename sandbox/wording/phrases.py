"""What the agent says, English and Simplified Chinese side by side: the sentences that several operations share.

What only one operation says stands in its own file. Nothing claims more than was done.
"""

from typing import NamedTuple


class Phrase(NamedTuple):
    """One sentence, or a part of one, in both languages, with the same {places} to be filled in."""

    english: str
    chinese: str

    def filled(self, *, chinese: bool, **values: object) -> str:
        """The sentence in one of the languages."""
        return (self.chinese if chinese else self.english).format(**values)


NO_SUCH_CLIP = Phrase("There is no such clip on the timeline.", "时间线上没有这个片段。")
NOT_LAST = Phrase("That would leave nothing on the timeline, so I kept it.", "这样时间线就空了，所以没有删除。")
OUT_OF_FILM = Phrase(
    "{asked} is outside the film, which is {length} long; nothing was cut.",
    "{asked} 超出了影片范围（全长 {length}），没有剪切。",
)
OUTSIDE = Phrase(
    "{asked} is outside the film, which is {length} long; I left it as it was.",
    "{asked} 超出了影片范围（全长 {length}），没有改动。",
)
TOO_MANY = Phrase(
    "That would make more than {most} shots, more than this sandbox renders; I left it as it was.",
    "这样会超过 {most} 个镜头，沙盒渲染不了，所以没有改动。",
)
APPENDED = Phrase("Added {names} at the end; the film is {length} now.", "已把 {names} 接在末尾，现在全长 {length}。")
NO_BGM = Phrase("There is no background music to change.", "现在没有背景音乐。")
UNTITLED = Phrase("Untitled film", "未命名影片")


def seconds(ms: float, *, chinese: bool = False) -> str:
    """A length as people write it: 7.6 s, 12 s, 2:05."""
    if ms >= 60_000:
        return f"{int(ms // 60_000)}:{int(ms // 1000 % 60):02d}"
    return f"{ms / 1000:.1f}".removesuffix(".0") + (" 秒" if chinese else " s")


def percent(share: float) -> str:
    """A share as 35%."""
    return f"{share * 100:.0f}%"
