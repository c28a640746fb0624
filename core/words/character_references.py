"""HTML's character references and line breaks, which models write into Markdown, as what they stand for. Pure."""

import re
from html import unescape
from typing import Final

_BREAK: Final = re.compile(r"[ \t]{0,8}<br[ ]?/?>[ \t]{0,8}", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def decoded(text: str) -> str:
    """Return the text with "&amp;", "&#39;" and their kind as characters; one without a semicolon is a text of its own.

    In an address "&copy=1" is a parameter, so that `html.unescape` alone would break it.
    """
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def with_line_breaks(text: str) -> str:
    """Return the text with "<br>", which Markdown has for a line break inside a table's cell, as a line break."""
    return _BREAK.sub("\n", text) if "<" in text else text
