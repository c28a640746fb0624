"""What both pages with uploads have in common: scripts, the logo, and some sentences in both languages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from core.words.language import Language

STATIC: Final = Path(__file__).parent / "static"

# Not image/*: then Safari on a Mac hands over HEIC, and else a JPEG that it makes of it.
MEDIA: Final = (
    *("video/*", "image/jpeg", "image/png", "image/gif", "image/webp", "audio/*"),
    *(".mkv", ".avi", ".mov"),
)
"""The files that a browser offers to choose; what a file is, its content shows."""

STRINGS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "unit.bytes": "{n} B",
        "unit.kb": "{n} kB",
        "unit.mb": "{n} MB",
        "unit.gb": "{n} GB",
        "upload.sending": "Uploading {name}",
        "upload.lost": "Waiting for the connection…",
        "upload.anew": "What was here of {name} was kept for an hour and is gone, so it is sent from the beginning.",
        "error.empty": "{name} is empty (0 bytes). Choose another file.",
        "error.too_large": "{name} is larger than {limit}. Trim or compress it and send it again.",
        "error.cut": "{name} did not arrive whole. Check your connection and try again.",
        "error.slow": "{name} came too slowly: less than 8 kB a second for a minute, or more than two hours in all. "
        "Try again on a faster connection.",
        "error.full": "There is no room for {name} at the moment. Try again in a few minutes.",
        "error.unreadable": "The page sent something the server could not read. Reload the page.",
        "error.vanished": "{name} cannot be read: it is a folder, or it was moved or changed. Choose it again.",
        "error.busy": "Too many files are on their way at the moment. Try again in a minute.",
    },
    "zh": {
        "unit.bytes": "{n} B",
        "unit.kb": "{n} kB",
        "unit.mb": "{n} MB",
        "unit.gb": "{n} GB",
        "upload.sending": "正在上传 {name}",
        "upload.lost": "等待网络恢复…",
        "upload.anew": "{name} 已传的部分只保留一小时，现已清除，因此从头开始上传。",
        "error.empty": "{name} 是空文件（0 字节），请换一个。",
        "error.too_large": "{name} 超过 {limit}。请剪短或压缩后再发送。",
        "error.cut": "{name} 没有传完。请检查网络后重试。",
        "error.slow": "{name} 传得太慢：一分钟里平均每秒不到 8 kB，或总共超过两小时。请换个更快的网络重试。",
        "error.full": "暂时没有空间存放 {name}。请过几分钟再试。",
        "error.unreadable": "服务器读不懂页面发送的内容，请刷新页面。",
        "error.vanished": "无法读取 {name}：它是文件夹，或已被移动、改动。请重新选择。",
        "error.busy": "现在正在上传的文件太多。请一分钟后再试。",
    },
}
"""Words only: `{name}` is filled in by the page, as text."""
