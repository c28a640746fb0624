"""What wishes for a film are made of, and whether a short message holds nothing of it. Pure.

Asides are without number, what people ask of a film is not: so the vocabulary is that of wishes. It is large, and in
doubt a message is a wish. Only English and Chinese are known: a message of another language is one, too.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from core.words.wishes import en, zh

_MOST_CHARACTERS: Final = 120
_MOST_WORDS: Final = 12
_MOST_HAN: Final = 24
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HAN_WORD: Final = re.compile(
    "|".join(sorted(filter(_HAN.match, zh.WISHED | zh.SHARED | zh.NEUTRAL), key=len, reverse=True))
)
_LATIN_WORD: Final = re.compile(r"[a-z]+(?:['&-][a-z]+)*|\d+")
_OTHER_LETTER: Final = re.compile(r"[^\W\d_a-z\u3400-\u9fff]")
_SMILEY: Final = re.compile(r"(?<!\w)[:;=8x]['-]?[()dp3<>|/\\*o]+(?!\w)|\^_*\^|<3|\b(\d+)/\1\b|\ba\+")
_MARK: Final = re.compile(r"[<>\ufffc@#/\\=+*_:]|\w\.\w")  # of a size, a quotation, a time, a link, a form
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
_LAUGH: Final = re.compile(
    r"(?:a?(?:ha|he|hi|ho|ja|je|xa)){2,}h?|lo+l+z*|lmf?ao+|rofl|xd+|k{2,}|w{3,}|[uaeo]*h+|h*m+|a+w+"
)
_MASHED: Final = re.compile(
    r"(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|zxcv|xcvb|cvbn|vbnm)[a-z]{0,12}"
)  # of a keyboard's rows
_ENDINGS: Final = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"), ("'s", "")),
    *(("er", ""), ("r", ""), ("ier", "y"), ("est", ""), ("ly", ""), ("y", "")),
)
_DOUBLED: Final = re.compile(r"([a-z])\1(?:ed|ing|er|est|y)?$")
_LONG_ENOUGH: Final = 6  # letters of a misspelt word; shorter ones are like too many others
_ALIKE: Final = 0.84  # one letter of seven is wrong, or one is missing or stands elsewhere
_WISHED: Final = en.WISHED | zh.WISHED
_KNOWN: Final = _WISHED | en.SHARED | en.ENGLISH
_LONG_WORDS: Final = tuple(word for word in en.WISHED if len(word) >= _LONG_ENOUGH - 1)


def holds_no_wish(words: str) -> bool:
    """Return whether a short message holds nothing that a wish is made of.

    False: it may be a wish, or it is longer than an aside, or of a language that is not known here.

    Args:
        words: the message in lower case and simplified characters, its quotations, links and sizes replaced by marks.
    """
    words = _SMILEY.sub(" ", words).strip()
    if len(words) > _MOST_CHARACTERS or _MARK.search(words) or _OTHER_LETTER.search(words):
        return False
    latin, han = _LATIN_WORD.findall(words), len(_HAN.findall(words))
    if len(latin) > _MOST_WORDS or han > _MOST_HAN or (latin and not han and not _is_english(latin)):
        return False
    account = not en.ACCOUNT.isdisjoint(latin)
    said = words
    for phrase in en.NEUTRAL:
        said = phrase.sub(" ", said)
    latin, chinese = _LATIN_WORD.findall(said), _HAN_WORD.findall(said)
    said = _HAN_WORD.sub(lambda found: " " if found[0] in zh.NEUTRAL else found[0], said)
    talk = any(sentence.search(words) for sentence in (*en.TALK, *zh.TALK))
    if talk and account:
        return True
    if any(map(_is_wished, latin)) or not zh.WISHED.isdisjoint(chinese):
        return False
    if any(phrase.search(said) for phrase in (*en.WISHED_PHRASES, *zh.WISHED_PHRASES)):
        return False
    return talk or not (any(map(_is_shared, latin)) or not zh.SHARED.isdisjoint(chinese))


def names_a_wish(words: str) -> bool:
    """Return whether a message has a word that only wishes have, whatever else it is about."""
    latin = (word for word in _LATIN_WORD.findall(words) if word not in en.ACCOUNT)
    return any(map(_is_wished, latin)) or not zh.WISHED.isdisjoint(_HAN_WORD.findall(words))


def _is_english(words: list[str]) -> bool:
    known = any(
        not en.ENGLISH.isdisjoint(_plain(word)) or _LAUGH.fullmatch(word) or _MASHED.fullmatch(word) for word in words
    )
    return known and en.FOREIGN.isdisjoint(words)


def _is_wished(word: str) -> bool:
    """Whether a word, or the one that it is misspelt from, is one that only wishes have."""
    if not _WISHED.isdisjoint(_plain(word)):
        return True
    if len(word) < _LONG_ENOUGH or not _KNOWN.isdisjoint(_plain(word)):
        return False
    return bool(get_close_matches(word, [one for one in _LONG_WORDS if one[0] == word[0]], n=1, cutoff=_ALIKE))


def _is_shared(word: str) -> bool:
    return word.isdecimal() or not en.SHARED.isdisjoint(_plain(word))


def _plain(word: str) -> Iterator[str]:
    """Return a word as it is known, else the forms that it may be known in: without its ending, and not drawn out."""
    if word in _KNOWN:
        yield word
        return
    for form in dict.fromkeys((word, _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word))):
        yield form
        yield from (form[: -len(end)] + instead for end, instead in _ENDINGS if form.endswith(end))
        if doubled := _DOUBLED.search(form):
            yield form[: doubled.start() + 1]
