"""What stands between quotation marks: words that are meant as they are. Pure."""

import re
from typing import Final

# No alternative can go beyond the next mark of its own kind, so that any text is read in linear time. An apostrophe
# inside a word closes nothing.
QUOTED: Final = re.compile(
    r"(?<!\d)\"(?:[^\"\n]|\n(?!\s*\n))*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|‹[^‹›]*›|＂[^＂\n]*＂|「[^「」]*」|『[^『』]*』|《[^《》\n]*》"
    r"|(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))*'(?!\w)|‘(?:[^‘’\n]|(?<=\w)’(?=\w))*’(?!\w)"
)
"""One quotation with its marks."""
