"""Logging as text or JSON, with a filter that redacts secrets.

Secrets have types that mask them; the filter catches what gets past those. It checks every message, argument and
traceback before it is written. It must never raise, and never let a line pass unchecked.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, TextIO
from urllib.parse import quote

from core.engine.current_request import current_reference

HIDDEN = "***"
_TEXT = "%(asctime)s %(levelname)-7s %(name)s [%(request)s] %(message)s"

# What a line may carry beside its text: those of a request's stages do.
FACTS = ("platform", "stage", "seconds")

_PATTERNS = (
    re.compile(r"(?i)(nmv_[a-z]{2,8}_|clm_)[\w.-]+"),
    re.compile(r"(?i)(\bBearer\s+)[\w.~+/=:-]{4,}"),
    re.compile(r"(?i)(Basic\s+)[\w+/=-]{16,}"),
    re.compile(r"(nemobot_chat=)[\w-]+"),  # the cookie of a web chat
    re.compile(r"(?i)(bot)?(?<!\d)\d{5,}(?::|%3A)[\w-]{20,}"),  # Telegram bot token
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
    """Redacts known secrets, and whatever has the form of one, in the record itself, for all handlers."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        spellings = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        longest_first = sorted(spellings, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._traceback = logging.Formatter()

    def clean(self, text: str) -> str:
        """Return the text with every secret replaced."""
        text = self._known.sub(HIDDEN, text)
        for pattern in _PATTERNS:
            text = pattern.sub(lambda found: f"{found[1] or ''}{HIDDEN}", text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the record; every record passes."""
        record.msg = self.clean(_message(record))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._traceback.formatException(record.exc_info)
        record.exc_info = None  # else another formatter would print it again, without redaction
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        record.request = self.clean(str(getattr(record, "request", "") or current_reference() or "-"))
        return True


class JsonFormat(logging.Formatter):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, without empty fields."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request", "-").removeprefix("-"),
            **{name: getattr(record, name, "") for name in FACTS},
            "exception": record.exc_text or "",
            "stack": record.stack_info or "",
        }
        return json.dumps({name: value for name, value in fields.items() if value != ""}, ensure_ascii=False)


def configure(form: Literal["text", "json"], secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Log from INFO up to `stream` (standard error by default), redacted; replaces an earlier configuration."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Redactor(secrets))
    handler.setFormatter(JsonFormat() if form == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for library in ("httpx", "httpcore", "aiohttp.access"):  # they log each call with its whole URL
        logging.getLogger(library).setLevel(logging.WARNING)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - logging itself would print the arguments without redaction
        return f"{record.msg} (its arguments do not fit)"
