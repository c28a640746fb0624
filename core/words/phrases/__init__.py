"""The message catalogue: everything a person reads, one dictionary a language, the same keys in each.

Tests find missing keys and placeholders. At run time a missing value leaves its placeholder in the sentence, so that
the person gets an answer and not a traceback.
"""

import string
from collections.abc import Mapping
from typing import Final

from core.words.language import Language
from core.words.phrases.en import PHRASES as EN
from core.words.phrases.zh import PHRASES as ZH

CATALOGUE: Final[Mapping[Language, Mapping[str, str]]] = {"en": EN, "zh": ZH}


class _SafeFormatter(string.Formatter):
    """`str.format` without access to attributes and items; a missing value leaves its placeholder."""

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        del args
        return kwargs.get(field_name, f"{{{field_name}}}"), field_name


_FORMATTER: Final = _SafeFormatter()


def say(language: Language, key: str, /, **values: object) -> str:
    """Return the sentence of that key, with each `{name}` replaced by the value of that name.

    Values are inserted unchanged; braces in them mean nothing.

    Raises:
        KeyError: there is no such key.
    """
    sentence = CATALOGUE[language][key]
    return _FORMATTER.vformat(sentence, (), values) if "{" in sentence else sentence
