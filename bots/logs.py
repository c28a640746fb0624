"""Standard logging as text or JSON, behind a filter that hides secrets.

Secrets are masked by their types first; the filter is there for what gets past that. It sees every message, argument
and traceback before any handler writes it. It must never raise, and never let a line pass unchecked.
"""

import contextvars
import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, TextIO
from urllib.parse import quote

HIDDEN = "***"
_TEXT = "%(asctime)s %(levelname)-7s %(name)s [%(request)s] %(message)s"

# Set by whoever works on a request; every line written meanwhile, by any library, then names it.
current_request: contextvars.ContextVar[str] = contextvars.ContextVar("current_request", default="")

_SHAPES = (
    re.compile(r"(?i)(nmv_usr_|clm_)[\w-]+"),
    re.compile(r"(?i)(\bBearer\s+)[\w.~+/=:-]{4,}"),
    re.compile(r"(?i)(Basic\s+)[\w+/=-]{16,}"),
    re.compile(r"(nemobot_chat=)[\w-]+"),  # the cookie of a web chat
    re.compile(r"(?i)(bot)?\d{5,}(?::|%3A)[\w-]{20,}"),  # Telegram bot token
    re.compile(r"(?i)(/bot)\d+(?::|%3A)[^/\s'\"]+"),  # the same in a path, whatever its length
    re.compile(r"()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),  # Discord bot token
    re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.~%-]+"),  # Discord interaction token
    re.compile(r"()\baW50ZXJhY3Rpb24[\w-]{20,}"),  # the same by itself: base64 of "interaction…"
    re.compile(r"(/up/)[\w-]{36}"),  # the link of an upload page
    re.compile(r"(\w://[^/\s:@'\"]*:)[^/\s@'\"]+(?=@)"),  # a password in an address
    re.compile(
        r"(?i)([?&](?:x-(?:amz|goog)-[\w-]+|signature|sig|policy|key-pair-id|expires|awsaccesskeyid|googleaccessid"
        r"|(?:access_|auth_)?token|api_?key|secret|password|ct|bind|ex|is|hm)=)[^&\s'\"<>#)\]]+"
    ),
)


class Redactor(logging.Filter):
    """Hides the known secrets and whatever looks like one, in place, so that later handlers see the clean line too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        spellings = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        longest_first = sorted(spellings, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._traceback = logging.Formatter()

    def clean(self, text: str) -> str:
        """Return the text with every secret replaced."""
        text = self._known.sub(HIDDEN, text)
        for shape in _SHAPES:
            text = shape.sub(lambda found: f"{found[1] or ''}{HIDDEN}", text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record itself; every record passes."""
        record.msg = self.clean(_message(record))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._traceback.formatException(record.exc_info)
        record.exc_info = None  # another formatter would print it again, uncleaned
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        record.request = self.clean(str(getattr(record, "request", "") or current_request.get() or "-"))
        return True


class JsonFormat(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object; what is empty is left out."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request", "-").removeprefix("-"),
            "exception": record.exc_text or "",
            "stack": record.stack_info or "",
        }
        return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


def configure(form: Literal["text", "json"], secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Send everything from INFO up to `stream` (standard error), once, redacted; replaces what was set up before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Redactor(secrets))
    handler.setFormatter(JsonFormat() if form == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for chatty in ("httpx", "httpcore", "aiohttp.access"):  # a line a call, with its whole URL
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - logging itself would print the arguments, uncleaned, and go on
        return f"{record.msg} (its arguments do not fit)"
