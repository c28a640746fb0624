"""HTML's character references, which models write into Markdown, as the characters that they stand for. Pure."""

import re
from html import unescape
from typing import Final

_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def decoded(text: str) -> str:
    """Return the text with "&amp;", "&#39;" and their kind as characters; one without a semicolon is a text of its own.

    In an address "&copy=1" is a parameter, so that `html.unescape` alone would break it.
    """
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text
