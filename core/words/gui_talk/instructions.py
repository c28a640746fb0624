"""What a clause asks for, once it has been recognised as a screen instruction."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class InstructionKind(StrEnum):
    """What the backend sends the person to do on a screen, by what we do instead; the last two lead to nothing."""

    EXPORT = "export"
    DESCRIBE = "describe"
    SUMMARY = "summary"
    CREDITS = "credits"
    ASK_EDIT = "ask_edit"
    UPLOAD = "upload"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One screen instruction; `edit` is the edit in words for ASK_EDIT, else empty."""

    kind: InstructionKind
    edit: str = ""

    @property
    def actionable(self) -> bool:
        """Whether something is to be done."""
        return self.kind not in {InstructionKind.UPLOAD, InstructionKind.NOTHING}


_DRAG: Final = re.compile(r"\b(?:drag|pull|slide|drop|move)\b|拖|滑动|移动", re.IGNORECASE)
_KEYWORDS: Final[tuple[tuple[InstructionKind, re.Pattern[str]], ...]] = (
    (
        InstructionKind.UPLOAD,
        re.compile(
            r"\b(?:upload|import|drop ?zone|drop area|browse|add media|media library"
            r"|from your (?:computer|device|phone|desktop))\b|上传|导入|素材库|媒体库",
            re.IGNORECASE,
        ),
    ),
    (
        InstructionKind.CREDITS,
        re.compile(
            r"\b(?:billing|credits?|balance|subscription|pricing|account|top[- ]?up|plans?)\b"
            r"|账单|余额|积分|账户|账号|充值|套餐|订阅",
            re.IGNORECASE,
        ),
    ),
    (InstructionKind.SUMMARY, re.compile(r"\b(?:preview|play|watch|playback|player)\b|预览|播放|观看", re.IGNORECASE)),
    (
        InstructionKind.EXPORT,
        re.compile(
            r"\b(?:export|download|render|save (?:it|this|the (?:video|film|file)|your)|save button)\b|导出|下载"
            r"|保存",
            re.IGNORECASE,
        ),
    ),
    (
        InstructionKind.SUMMARY,
        re.compile(
            r"\b(?:see|view|check|find|look|review)\b.{0,200}\btimeline\b|(?:查看|看到|看).{0,100}(?:时间线|时间轴)"
            r"|(?:时间线|时间轴).{0,100}(?:查看|看)",
            re.IGNORECASE,
        ),
    ),
)
_MARKS: Final = re.compile(r"[*_`#]+")
_OPENING: Final = re.compile(r"^[^\w\"“「《]+")
_LEAD: Final = re.compile(
    r"^(?:(?:and|or|then|so|now|next|first|also|alternatively|please|simply|just|feel free to|go ahead and|you|can"
    r"|could|"
    r"may|should|need to|have to|must|will|try|want to|easily|always)\b[,\s]*)+"
    r"|^(?:请|您|你|可以|可|也|还|现在|接下来|然后|接着|再|并|或者|或|只需要|只需|直接|随时|先|最后|手动|自行|需要)+",
    re.IGNORECASE,
)
_SLIDER: Final = re.compile(
    r"^(?:drag|move|pull|slide) (?:the )?(.{1,100}?) slider(?: (?:down|up|left|right))?(?: to (.+))?$", re.IGNORECASE
)
_DRAG_SOME: Final = re.compile(r"drag(?: and drop)? (?:an?|any|some)\b", re.IGNORECASE)
_DRAGGED: Final = re.compile(r"^(?:drag(?:[ -]and[ -]drop)?|pull|slide|drop)\b", re.IGNORECASE)
_DRAGGED_ZH: Final = re.compile(r"拖[拽动放]?|滑动")
_FROM_PANEL: Final = re.compile(
    r"(?<!\s)\s++from (?:the |your )?[\w ]{0,24}?(?:panel|tab|library|menu|sidebar|toolbar)\b|从[^，。]{0,10}(?:面板"
    r"|素材库|菜单|侧边栏)(?:中|里)?",
    re.IGNORECASE,
)


def classify(clause: str) -> Instruction:
    """Return what a clause asks for: its first keyword decides; a drag without one is an edit."""
    words = _OPENING.sub("", _MARKS.sub("", clause)).strip(" \t,，;；.。!！")
    first = min(
        ((found.start(), kind) for kind, pattern in _KEYWORDS if (found := pattern.search(words))),
        default=None,
        key=lambda one: one[0],
    )
    if _DRAG.search(words) and (first is None or first[1] not in {InstructionKind.UPLOAD, InstructionKind.SUMMARY}):
        return Instruction(InstructionKind.ASK_EDIT, _edit(words))
    return Instruction(first[1] if first else InstructionKind.DESCRIBE)


def _edit(words: str) -> str:
    """The hand's movement as an edit in words: "Drag the clip to the start" asks to move it there."""
    words = _LEAD.sub("", words)
    without = _FROM_PANEL.sub("", words)
    if found := _SLIDER.match(without):
        words = f"Set the {found[1]} to {found[2]}" if found[2] else f"Adjust the {found[1]}"
    else:
        brought = "Add" if without != words and _DRAG_SOME.match(words) else "Move"
        words = _DRAGGED.sub(brought, without)
        words = _DRAGGED_ZH.sub("移动", words)
    return words[:1].upper() + words[1:]
