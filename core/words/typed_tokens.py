"""NemoVideo tokens in what people type: found, and replaced by a mask before anything is stored. Pure.

A token begins with `nmv_` and its kind, as in `nmv_usr_` (NemoVideo skill text); that one may be a JWT is guessed. It
is known also as it comes out of a page, of Markdown or of a URL: with letters of no width in it, an escaped or a quoted
underscore. Behind /login whatever stands there is taken for one. The mask has as many UTF-16 units as what it replaces,
so that offsets into the text stay right.
"""

import re
from dataclasses import dataclass
from typing import Final

MASK: Final = "█"
MASKED_LOGIN: Final = f"/login {MASK * 4}"
"""The words of a login as they are stored."""

_GAP: Final = r"[\u00ad\u200b-\u200f\u2060\ufeff]"
_BAR: Final = r"(?:\\?_|%5f)"
_LETTER: Final = rf"(?:[\w-]|\\[_-]|%5f|{_GAP})"
_PREFIX: Final = "nmv_"
_TOKEN: Final = re.compile(
    rf"n{_GAP}*m{_GAP}*v{_GAP}*{_BAR}(?:[a-z]|{_GAP}){{2,16}}{_BAR}{_LETTER}{{4,}}(?:\.{_LETTER}{{8,}})*",
    re.IGNORECASE | re.ASCII,
)
_QUOTED_BAR: Final = re.compile("%5f", re.IGNORECASE)
_ESCAPES: Final = re.compile(rf"{_GAP}|\\(?=[_-])")
_LOGIN: Final = re.compile(r"(\s*/login(?:@\w{1,64})?\s+)(\S.*)", re.IGNORECASE | re.DOTALL)
_MASKED_TOKEN: Final = f"{_PREFIX}{MASK}"
_ONLY: Final = re.compile(rf"[\W_]{{0,9}}(?:nmv_)?{MASK}+[\W_]{{0,9}}")
_SEEN: Final = re.compile(r"\S")
_AROUND: Final = "`'\"“”‘’<>[](){}|*,;"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text in which each token is masked, and the first of them; "": it has none."""

    text: str
    token: str = ""

    def __repr__(self) -> str:
        """Without the token."""
        return f"Typed({self.text!r})"


def take_token(text: str) -> Typed:
    """Return a text without its tokens, and the first one of them."""
    login = _LOGIN.fullmatch(text)
    if login is None:
        found = _TOKEN.search(text)
        return Typed(masked(text), _meant(found[0])) if found else Typed(text)
    command, rest = login.groups()
    if set("".join(rest.split())) <= {MASK}:
        return Typed(text)
    found = _TOKEN.search(rest)
    token = _meant(found[0] if found else rest.strip().strip(_AROUND))
    return Typed(command + _SEEN.sub(_mask, rest), token)


def masked(text: str) -> str:
    """Return a text in which each token is masked."""
    return _TOKEN.sub(lambda found: _PREFIX + MASK * (len(found[0]) - len(_PREFIX)), text)


def holds_mask(text: str) -> bool:
    """Return whether a token was taken out of a text."""
    login = _LOGIN.fullmatch(text)
    return _MASKED_TOKEN in text.lower() or (login is not None and MASK in login[2])


def is_login(text: str) -> bool:
    """Return whether a text is a login: the command, or a token and nothing else, which is masked."""
    login = _LOGIN.fullmatch(text)
    return login is not None or (holds_mask(text) and _ONLY.fullmatch(text.strip()) is not None)


def _meant(typed: str) -> str:
    """Return a token as NemoVideo gave it."""
    return _QUOTED_BAR.sub("_", _ESCAPES.sub("", typed))


def _mask(character: re.Match[str]) -> str:
    return MASK * (1 + (ord(character[0]) > 0xFFFF))
