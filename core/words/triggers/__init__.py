"""The vocabulary that tells what a message asks for; data, one file a language.

A rule matches a message that has a word of each group in `needs` and otherwise only words of `needs`, of `may` and
fillers ("please", "can you"). One word more, and the message is an edit: so "export to 9:16 with a title saying
download" is an edit, without any grammar.

`ASIDES` (thanks, "wait", "show me") and `ANSWERS` ("yes please") have no fillers: "I want" before "a nice video" makes
an edit of it. `ANSWERS` are no wish of their own: after a question they are its answer. `AGREES` are
the yes to a question of our own.
"""

from core.words.triggers.en import AGREES as AGREES_EN
from core.words.triggers.en import ANSWERS as ANSWERS_EN
from core.words.triggers.en import ASIDES as ASIDES_EN
from core.words.triggers.en import FILLERS as FILLERS_EN
from core.words.triggers.en import JOINED
from core.words.triggers.en import RULES as RULES_EN
from core.words.triggers.en import VAGUE as VAGUE_EN
from core.words.triggers.rule import Rule
from core.words.triggers.zh import AGREES as AGREES_ZH
from core.words.triggers.zh import ANSWERS as ANSWERS_ZH
from core.words.triggers.zh import ASIDES as ASIDES_ZH
from core.words.triggers.zh import FILLERS as FILLERS_ZH
from core.words.triggers.zh import RULES as RULES_ZH
from core.words.triggers.zh import VAGUE as VAGUE_ZH

RULES: tuple[Rule, ...] = (*RULES_EN, *RULES_ZH)
VAGUE: tuple[Rule, ...] = (*VAGUE_EN, *VAGUE_ZH)
FILLERS: frozenset[str] = FILLERS_EN | FILLERS_ZH
ASIDES: tuple[Rule, ...] = (*ASIDES_EN, *ASIDES_ZH)
ANSWERS: tuple[Rule, ...] = (*ANSWERS_EN, *ANSWERS_ZH)
AGREES: tuple[Rule, ...] = (*AGREES_EN, *AGREES_ZH)

__all__ = ["AGREES", "ANSWERS", "ASIDES", "FILLERS", "JOINED", "RULES", "VAGUE", "Rule"]
