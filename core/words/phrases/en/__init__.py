"""English, in parts by what the person is doing; a key stands in one part only."""

from typing import Final

from core.words.phrases.en.accounts import ACCOUNTS
from core.words.phrases.en.admin import ADMIN
from core.words.phrases.en.commands import COMMANDS
from core.words.phrases.en.errors import ERRORS
from core.words.phrases.en.limits import LIMITS
from core.words.phrases.en.privacy import PRIVACY
from core.words.phrases.en.requests import REQUESTS

PARTS: Final = (REQUESTS, ERRORS, LIMITS, PRIVACY, ACCOUNTS, COMMANDS, ADMIN)
PHRASES: Final[dict[str, str]] = {key: sentence for part in PARTS for key, sentence in part.items()}
