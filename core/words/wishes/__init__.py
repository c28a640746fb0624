"""What wishes for a film are made of, and whether a short message holds nothing of it. Pure.

Asides are without number, what people ask of a film is not: so the vocabulary is that of wishes. A word of it alone,
an order and a complaint with it are wishes; a sentence whose subject is a person only mentions it. A tap sends what was
taken for an aside, and nothing takes a turn back. Only English and Chinese are known: a message of another language is
a wish.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from core.words.wishes import en, life, zh

_MOST_CHARACTERS: Final = 160
_MOST_WORDS: Final = 20
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
_FEW: Final = 3  # a sentence of talk with more words for each one of a wish only mentions it
_FEWER: Final = 4  # any sentence, with more for each one that wishes and talk have both
_ALIKE: Final = 0.84  # one letter of seven is wrong, or one is missing or stands elsewhere
_WISHED: Final = en.WISHED | zh.WISHED
_KNOWN: Final = _WISHED | en.SHARED | en.ENGLISH
_LONG_WORDS: Final = tuple(word for word in en.WISHED if len(word) >= _LONG_ENOUGH - 1)


def holds_no_wish(words: str) -> bool:
    """Return whether a short message holds nothing that a wish is made of.

    What tells of somebody's life is left out; in what remains, words of films are a wish unless they only stand in a
    sentence about people. False also: it is longer than an aside, or of a language that is not known here.

    Args:
        words: the message in lower case and simplified characters, its quotations, links and sizes replaced by marks.
    """
    words = _SMILEY.sub(" ", words).strip()
    if len(words) > _MOST_CHARACTERS or _MARK.search(words) or _OTHER_LETTER.search(words):
        return False
    latin, han = _LATIN_WORD.findall(words), len(_HAN.findall(words))
    if len(latin) > _MOST_WORDS or han > _MOST_HAN or (latin and not han and not _is_english(latin)):
        return False
    if _is_talk(words) and not en.ACCOUNT.isdisjoint(latin):
        return True
    clauses = [clause.strip() for clause in life.CLAUSE_ENDS.split(words)]
    left = [clause for clause in clauses if not _tells(clause)]
    told = len(left) < len(clauses)
    said = ". ".join(left)
    return _only_mentions(said, talk=_is_talk(said if told else words), told=told)


def _is_talk(words: str) -> bool:
    return any(sentence.search(words) for sentence in (*en.TALK, *zh.TALK))


def _only_mentions(said: str, *, talk: bool, told: bool) -> bool:
    """Whether words ask for nothing, though they may name things of a film.

    Args:
        said: the clauses of a message that do not tell of somebody's life.
        talk: a sentence of them is one of talk.
        told: the message had other clauses.
    """
    for phrase in en.NEUTRAL:
        said = phrase.sub(" ", said)
    latin, chinese = _LATIN_WORD.findall(said), _HAN_WORD.findall(said)
    said = _HAN_WORD.sub(lambda found: " " if found[0] in zh.NEUTRAL else found[0], said)
    if life.ORDER.search(said) or not en.WISHED.isdisjoint(life.FIRST_WORDS.findall(said)):
        return False
    asks = life.ASKING.search(said) is not None
    states = not asks and life.STATING.search(life.BESIDE.sub(" ", said)) is not None
    wished = sum(map(_is_wished, latin)) + sum(word in zh.WISHED for word in chinese)
    wished += any(phrase.search(said) for phrase in (*en.WISHED_PHRASES, *zh.WISHED_PHRASES))
    if wished:
        longest = max(len(_LATIN_WORD.findall(clause)) for clause in said.split(". "))
        return not _has_change(said) and (states or (talk and not asks and longest > _FEW * wished))
    shared = sum(map(_is_shared, latin)) + sum(word in zh.SHARED for word in chinese)
    return not shared or talk or states or (not asks and told) or (not asks and len(latin) > _FEWER * shared + 1)


def _tells(clause: str) -> bool:
    """Whether a clause tells of somebody's life and asks for no change."""
    if not any(pattern.search(clause) for pattern in life.TELLING) or life.CHANGE.search(clause):
        return False
    return not _has_change(clause)


def _has_change(words: str) -> bool:
    return any(not en.CHANGED.isdisjoint(_plain(word)) for word in _LATIN_WORD.findall(words))


def names_a_wish(words: str) -> bool:
    """Return whether a message has a word that only wishes have, whatever else it is about."""
    for phrase in en.NEUTRAL:
        words = phrase.sub(" ", words)
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
