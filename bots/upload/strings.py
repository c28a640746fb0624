"""Every sentence of the upload page, in both languages. Words only: `{name}` is filled in by the page, as text."""

from collections.abc import Mapping
from typing import Final

from bots.spool.site import STRINGS as SHARED
from core.words.language import Language

_EN: Final = {
    "title": "Upload your clip",
    "lead": "One file of up to {limit}. The finished video comes back to the chat where you asked.",
    "words": "Your words",
    "words.none": "When the file has arrived, tell me in the chat what you would like.",
    "choose": "Choose a file",
    "drop": "or drop it anywhere on this page",
    "formats": "Video, pictures or sound: {formats}. Subtitles: .srt, .vtt, .ass",
    "progress": "{percent} % · {sent} of {size}",
    "stay": "Keep this page open until it is done. If the connection breaks, it goes on by itself.",
    "begun": "{percent} % of {name} is here already. Choose it once more, and the rest follows.",
    "cancel": "Cancel",
    "cancelled": "Cancelled. Nothing was sent to the chat.",
    "again": "Try again",
    "done": "It has arrived",
    "done.body": "You can close this page. I have begun, and I will answer in your chat.",
    "close": "Back to the chat",
    "language": "中文",
    "shut": "This page is closed",
    "error.unknown": "This link is not complete, or it was not made by this bot. Open it from the chat again.",
    "error.expired": "This link was good for an hour. Send the clip in the chat once more, and you get a new one.",
    "error.used": "This link has done its work: the file has arrived, and it goes on in your chat.",
    "error.taken": "Your words went with the file that you sent in the chat, so this link is closed. "
    "For another clip, ask in the chat.",
    "error.forged": "This link opens only inside Telegram. Open it with the button in the chat.",
    "error.stale": "This page has been open for too long. Close it and open it from the chat again.",
    "error.refused": "I'm not set up for this chat any more. Ask the person who runs me.",
    "error.not_yours": "This link belongs to the person who asked. Send the bot your own clip, and you get yours.",
    "error.alien": "{name} can't be used here. Send video, pictures or sound ({formats}), or subtitles "
    "with their times (.srt, .vtt, .ass).",
    "error.replaced": "{name} stopped here, because another upload was begun by the same link, perhaps in another tab.",
    "error.later": "Something went wrong on my side. Try again in a minute; the link still works.",
}
_ZH: Final = {
    "title": "上传你的素材",
    "lead": "一个文件，最大 {limit}。成片会发回你提出要求的那个聊天。",
    "words": "你的要求",
    "words.none": "文件到达后，请在聊天里告诉我你想怎么剪。",
    "choose": "选择文件",
    "drop": "或把文件拖到本页任意位置",
    "formats": "视频、图片或音频：{formats}；字幕：.srt、.vtt、.ass",
    "progress": "{percent}% · 已传 {sent}，共 {size}",
    "stay": "上传完成前请不要关闭本页。如果网络中断，恢复后会自动续传。",
    "begun": "{name} 已经收到 {percent}%。请再选一次这个文件，会接着传完剩下的部分。",
    "cancel": "取消",
    "cancelled": "已取消，没有向聊天发送任何内容。",
    "again": "重试",
    "done": "文件已收到",
    "done.body": "可以关闭本页了。我已经开始处理，会在聊天里回复你。",
    "close": "回到聊天",
    "language": "English",
    "shut": "本页已关闭",
    "error.unknown": "链接不完整，或不是这个机器人生成的。请从聊天里重新打开。",
    "error.expired": "链接的有效期是一小时，现在已过期。请在聊天里再发一次素材，就会得到新链接。",
    "error.used": "这个链接已经用过：文件已收到，请回到聊天继续。",
    "error.taken": "你的要求已经用在聊天里发来的那个文件上，所以这个链接关闭了。要处理别的素材，请在聊天里再说一次。",
    "error.forged": "这个链接只能在 Telegram 里打开。请点聊天里的按钮。",
    "error.stale": "本页打开太久了。请关闭后从聊天里重新打开。",
    "error.refused": "这个聊天不再开通。请联系运营我的人。",
    "error.not_yours": "这个链接属于提出要求的人。请把你自己的素材发给机器人，就会得到你的链接。",
    "error.alien": "{name} 用不了。请发送视频、图片或音频（{formats}），或带时间的字幕文件（.srt、.vtt、.ass）。",
    "error.replaced": "{name} 已在这里停止：同一个链接又开始了另一次上传，可能在另一个标签页里。",
    "error.later": "我这边出了点问题。请一分钟后再试，链接仍然有效。",
}

STRINGS: Final[Mapping[Language, Mapping[str, str]]] = {"en": {**SHARED["en"], **_EN}, "zh": {**SHARED["zh"], **_ZH}}
