"""The catalogue of everything a person reads: one dict of sentences a language, the same keys in each.

It holds words only. A sentence that is missing or badly filled is a mistake of ours, found by a test; at run
time the person still gets the sentence, never a traceback.
"""

import string
from collections.abc import Mapping
from typing import Final

from core.words.language import Language
from core.words.phrases.en import PHRASES as EN
from core.words.phrases.zh import PHRASES as ZH

CATALOGUE: Final[Mapping[Language, Mapping[str, str]]] = {"en": EN, "zh": ZH}


class _SafeFormatter(string.Formatter):
    """`str.format` without its doors: no attributes, no indexes, and a missing value leaves its name."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        del args
        return kwargs.get(field_name, f"{{{field_name}}}"), field_name


_FORMATTER: Final = _SafeFormatter()


def say(language: Language, key: str, /, **values: object) -> str:
    """The sentence of that key, with `{name}` replaced by the value of that name.

    Values are put in as they are: they are never read as a format, whatever braces they hold.

    Raises:
        KeyError: no such sentence.
    """
    sentence = CATALOGUE[language][key]
    return _FORMATTER.vformat(sentence, (), values) if "{" in sentence else sentence
