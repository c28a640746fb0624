"""The vocabulary by which a whole message is recognised as one wish; data, one file a language.

A message is a wish when it holds one word of every group the wish needs and nothing beside these, the words
the wish may hold and the small words of politeness. One foreign word and it is an edit: that is what makes
"export to 9:16 with a title saying download" an edit without any grammar.
"""

from core.words.triggers.en import FILLERS as FILLERS_EN
from core.words.triggers.en import JOINED
from core.words.triggers.en import RULES as RULES_EN
from core.words.triggers.en import VAGUE as VAGUE_EN
from core.words.triggers.rule import Rule
from core.words.triggers.zh import FILLERS as FILLERS_ZH
from core.words.triggers.zh import RULES as RULES_ZH
from core.words.triggers.zh import VAGUE as VAGUE_ZH

RULES: tuple[Rule, ...] = (*RULES_EN, *RULES_ZH)
VAGUE: tuple[Rule, ...] = (*VAGUE_EN, *VAGUE_ZH)
FILLERS: frozenset[str] = FILLERS_EN | FILLERS_ZH

__all__ = ["FILLERS", "JOINED", "RULES", "VAGUE", "Rule"]
