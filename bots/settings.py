"""Every setting by its name, read once from the environment and an optional `.env` file.

A value is never shown: a problem names the setting and says how to fix it, and a secret is a `SecretStr`.
"""

import difflib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self, get_type_hints
from urllib.parse import unquote, urlsplit

from dotenv.parser import Binding, parse_stream
from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bots import setting_types
from bots.errors import CannotStart
from bots.setting_sections import SENTENCE, Access, Discord, Editor, Http, Kept, Rest, Section, Telegram, Waits
from core.model.access_entries import DIRECT, GROUPS, Policy, policies_in
from core.model.secret import Secret

PREFIXES = ("NEMO_", "NEMOBOT_", "TELEGRAM_", "DISCORD_")
# A `.env` that is shared with a self-hosted Bot API server holds that server's names too.
BOT_API_SERVER_NAMES = frozenset({"TELEGRAM_API_ID", "TELEGRAM_API_HASH"})

UNBOUNDED = "everybody may use the bot, and spend the credits of NEMO_TOKEN without a limit"
UNBOUNDED_MEND = (
    "set NEMOBOT_CREDITS_PER_DAY, NEMOBOT_REQUESTS_PER_DAY or NEMOBOT_CHAT_REQUESTS_PER_DAY, "
    "or say in NEMOBOT_ALLOW who may"
)


class SettingsError(CannotStart):
    """The settings cannot be used; `problems` holds all of them."""


# pydantic takes the fields of the last base first: so the sections stand here from the last to the first.
class Settings(Rest, Access, Waits, Http, Kept, Discord, Telegram, Editor, BaseSettings):
    """Every setting; an attribute is its variable's name in small letters. Unset optional ones are None.

    Raises:
        SettingsError: from `load` only. Creating an instance directly raises pydantic's error, which may quote values.
    """

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, env_ignore_empty=True, str_strip_whitespace=True, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _unquoted(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Take the quotes off that a shell or `.env` would: `docker run --env-file` passes them on (Docker manual)."""
        bare = {name: _without_quotes(value) for name, value in values.items()}
        return {name: value for name, value in bare.items() if value != ""}  # as good as unset

    @classmethod
    def load(cls, env_file: Path | None = Path(".env")) -> Self:
        """Read the environment, then `env_file` for settings that it does not have; the file may be missing.

        Raises:
            SettingsError: values or names are wrong.
        """
        # A line that cannot be read is reported below; without this the parser would log it too.
        logging.getLogger("dotenv.main").setLevel(logging.CRITICAL)
        readable, problems = _read_env_file(env_file)
        options: dict[str, Any] = {"_env_file": readable, "_env_file_encoding": "utf-8-sig"}
        try:
            settings = cls(**options)
        except ValidationError as error:
            problems += _sentences(error)
        if problems:
            raise SettingsError(*problems) from None  # the cause holds the values
        return settings

    @property
    def platforms(self) -> tuple[str, ...]:
        """The names of the configured platforms."""
        configured = (self.telegram_bot_token is not None, self.discord_bot_token is not None, self.nemobot_web)
        return tuple(name for name, on in zip(setting_types.PLATFORMS, configured, strict=True) if on)

    @property
    def shut_out(self) -> tuple[str, ...]:
        """The configured platforms on which `nemobot_allow` admits nobody."""
        admitted = {entry.partition(":")[0] for entry in self.nemobot_allow}
        return tuple(name for name in self.platforms if admitted and name not in admitted)

    @property
    def unbounded(self) -> bool:
        """Whether everybody on a platform may spend the credits of `nemo_token` without a limit of the day."""
        limits = (self.nemobot_requests_per_day, self.nemobot_chat_requests_per_day, self.nemobot_credits_per_day)
        public = [name for name in self.platforms if name != "web" and self._is_open_to_all(name)]
        return self.nemo_token is not None and bool(public) and not any(limits)

    def _is_open_to_all(self, platform: str) -> bool:
        """Whether everybody may use the bot in the direct chats of a platform, or in its groups."""
        policies = policies_in(self.nemobot_places)
        for kind in (f"{platform}:{DIRECT}", f"{platform}:{GROUPS}"):
            policy = policies.get(kind, policies.get(platform, Policy.OPEN))
            admitted = not self.nemobot_allow or not {platform, kind}.isdisjoint(self.nemobot_allow)
            if admitted and policy is Policy.OPEN:
                return True
        return False

    @property
    def database_path(self) -> Path:
        """The SQLite file; a relative path is in the data folder."""
        return self.nemobot_data_dir / self.database_url.get_secret_value().partition(":///")[2]

    def secrets(self) -> tuple[str, ...]:
        """Return the text of every secret, for the redaction of logs only."""
        held = (getattr(self, name) for name in type(self).model_fields)
        texts = (value.get_secret_value() for value in held if isinstance(value, SecretStr))
        return tuple(
            secret for text in texts for secret in _secrets_in(text) if len(secret) >= setting_types.SHORTEST_SECRET
        )


def _without_quotes(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else value


def revealed(value: SecretStr | None) -> str | None:
    """Return the text of a secret."""
    return value.get_secret_value() if value else None


def masked(value: SecretStr | None) -> Secret | None:
    """Return a secret as the core's masked type."""
    text = revealed(value)
    return Secret(text) if text else None


def sections() -> tuple[type[Section], ...]:
    """Return the sections of the settings, in their order."""
    bases = reversed(Settings.__bases__)
    return tuple(base for base in bases if issubclass(base, Section))


def known_names() -> tuple[str, ...]:
    """Return the names of all settings, in the order of their declaration."""
    return tuple(name.upper() for name in Settings.model_fields)


def unknown_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each name that has one of our prefixes and is no setting."""
    known = known_names()
    ours = (name for name in names if name.upper().startswith(PREFIXES))
    unknown = sorted(name for name in ours if name.upper() not in BOT_API_SERVER_NAMES.union(known))
    return tuple(f"{name} is not a setting; the nearest is {_nearest(name, known)}." for name in unknown)


def _nearest(name: str, known: tuple[str, ...]) -> str:
    return difflib.get_close_matches(name.upper(), known, n=1, cutoff=0)[0]


def _read_env_file(env_file: Path | None) -> tuple[Path | None, list[str]]:
    """Return the file if it can be read, and the problems of its names and lines."""
    if env_file is None or not env_file.exists():
        return None, []
    try:
        with env_file.open(encoding="utf-8-sig") as lines:
            bindings = tuple(parse_stream(lines))
    except (OSError, UnicodeDecodeError):
        return None, [f"{env_file} cannot be read: make it a UTF-8 text file that this user may read."]
    return env_file, [*_broken_lines(env_file, bindings), *unknown_names(line.key for line in bindings if line.key)]


def _broken_lines(env_file: Path, bindings: Iterable[Binding]) -> Iterator[str]:
    for line in bindings:
        if line.error or (line.key and line.value is None):
            yield f"{env_file}, line {line.original.line}, cannot be understood: write it as NAME=value."


def _sentences(error: ValidationError) -> list[str]:
    """Return a sentence for each wrong setting, without its value."""
    hints = get_type_hints(Settings, include_extras=True)
    sentences: dict[str, str] = {}
    for found in error.errors(include_url=False, include_input=False, include_context=False):
        name = str(found["loc"][0])
        rule = f"{name.upper()} must be {setting_types.rule_of(hints[name])}."
        sentences.setdefault(name, found["msg"] if found["type"] == SENTENCE else rule)
    return list(sentences.values())


def _secrets_in(text: str) -> tuple[str, ...]:
    """Return the texts to redact for a secret: for a URL only its password, as written and decoded."""
    if "://" not in text:
        return (text,)
    password = urlsplit(text).password or ""
    return (password, unquote(password))
