"""What can be set, section by section: the one source of the settings page and of `.env.example`.

A section's docstring is its title. A setting's docstring says why somebody would change it, in Markdown whose links
lead from the folder docs/; `make docs` writes both files from it.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bots import setting_types
from bots.setting_types import Unset

SENTENCE = "sentence"  # the type of the errors below whose message is a whole sentence


class Section(BaseModel):
    """Settings that stand together; an attribute is its variable's name in small letters."""

    model_config = ConfigDict(use_attribute_docstrings=True, defer_build=True)  # a section is never used alone


class Editor(Section):
    """The editor."""

    # Names, addresses and defaults: NemoVideo skill text, protocol sheet section 1.
    nemo_token: setting_types.SecretWord | None = None
    """Your NemoVideo token: one account for all; without it each chat gets an anonymous starter token."""

    nemo_api_url: setting_types.WebAddress = "https://mega-api-prod.nemovideo.ai"
    """Where the API is."""

    nemo_web_url: setting_types.WebAddress = "https://nemovideo.com"
    """Where people register and open their projects."""

    nemo_client_id: setting_types.ClientId | None = None
    """Without `NEMO_TOKEN`: one client id, so one anonymous account, for every chat; 8 to 64 characters, such as a
    UUID."""

    skill_source: Annotated[setting_types.Text | None, Unset("found out")] = None
    """What the attribution header `X-Skill-Platform` says."""

    nemobot_skill: setting_types.Text = "ai-video-editing-with-music"
    """A bundled skill's name, or the path of any SKILL.md."""

    nemobot_auto_export: setting_types.Switch = True
    """An edit goes on to the film by itself; 0 leaves an Export button."""


class Telegram(Section):
    """Telegram."""

    telegram_bot_token: setting_types.SecretWord | None = None
    """From @BotFather."""

    telegram_api_url: setting_types.WebAddress = "https://api.telegram.org"
    """A self-hosted Bot API server lifts 20 MB to 2 GB; `TELEGRAM_API_ID` and `TELEGRAM_API_HASH` are that server's."""

    telegram_local_mode: setting_types.Switch = False
    """That server runs with `--local`."""

    telegram_local_dir: setting_types.Folder | None = None
    """The folder of its files, which must have the same path here as there."""

    telegram_webhook_url: setting_types.WebAddress | None = None
    """The webhook's full public address; without it updates are polled for."""

    telegram_webhook_secret: Annotated[setting_types.WebhookSecret | None, Unset("made")] = None
    """What tells the webhook that an update is from Telegram: 8 to 256 letters, digits, - or _."""


class Discord(Section):
    """Discord."""

    discord_bot_token: setting_types.SecretWord | None = None
    """From the Developer Portal."""

    discord_api_url: setting_types.WebAddress = "https://discord.com/api/v10"
    """An API proxy."""

    discord_gateway_url: Annotated[setting_types.SocketAddress | None, Unset("Discord's")] = None
    """A gateway of your own, such as `wss://gateway.example`."""

    discord_cdn_url: Annotated[setting_types.WebAddress | None, Unset("Discord's")] = None
    """A CDN of your own."""

    discord_guild_ids: setting_types.Ids = ()
    """The only servers that get the commands, a list of their numbers; for trying things out."""

    discord_message_content: setting_types.Switch = False
    """Ask for the privileged message-content intent; nothing here needs it."""

    discord_shard_ids: Annotated[setting_types.Ids, Unset("all")] = ()
    """The shards of this process, a list counted from 0; needs `DISCORD_SHARD_COUNT`."""

    discord_shard_count: Annotated[setting_types.Count | None, Unset("found out")] = Field(None, validate_default=True)
    """The number of shards in all."""

    @field_validator("discord_shard_count")
    @classmethod
    def _enough_shards(cls, count: int | None, others: ValidationInfo) -> int | None:
        ids = others.data.get("discord_shard_ids", ()) if others.data.get("discord_bot_token") else ()
        problem = ""
        if ids and count is None:
            problem = "DISCORD_SHARD_IDS needs DISCORD_SHARD_COUNT, the number of shards in all: set both or neither."
        elif count is not None and any(one >= count for one in ids):
            problem = "DISCORD_SHARD_IDS must be below DISCORD_SHARD_COUNT: shards are counted from 0."
        elif len(set(ids)) < len(ids):
            problem = "DISCORD_SHARD_IDS names a shard twice: name each one once."
        if problem:
            raise PydanticCustomError(SENTENCE, problem)
        return count


class Kept(Section):
    """What is kept."""

    nemobot_data_dir: setting_types.Folder = Path("data")
    """The folder of everything that is kept."""

    database_url: setting_types.Database = SecretStr("sqlite:///nemobot.db")
    """A relative file lies in the data folder, `sqlite:////full/path.db` anywhere."""

    nemobot_keep_days: setting_types.Days = 90
    """How many days what has come to its end is kept, 1 to 36500: see
    [What is stored, and for how long](operations.md#what-is-stored-and-for-how-long)."""

    nemobot_stale_hours: setting_types.Hours = 168.0
    """After a long outage, an answer that is later than so many hours after its request is not sent, but told when its
    asker writes again. After a day it says when it was asked for."""

    nemobot_secret_key: setting_types.SecretKey | None = None
    """Encrypts at rest what opens something, such as tokens and links: see
    [Encryption at rest](operations.md#encryption-at-rest). At least 16 characters, such as `openssl rand -hex 32`
    gives. Keep it: what was encrypted with another counts as lost."""

    nemobot_secret_key_old: setting_types.SecretKey | None = None
    """The key before it, for one start: what it encrypted is encrypted anew."""

    @field_validator("database_url")
    @classmethod
    def _one_process(cls, url: SecretStr) -> SecretStr:
        if not url.get_secret_value().startswith("sqlite:"):
            raise PydanticCustomError(
                SENTENCE,
                "DATABASE_URL names a PostgreSQL database, which this version cannot use yet: "
                "leave it unset, or write sqlite:///nemobot.db.",
            )
        return url


class Http(Section):
    """HTTP."""

    nemobot_http_host: setting_types.Text = "127.0.0.1"
    """Where `/healthz`, `/readyz`, the webhook, the upload page and, in `demo`, the web chat listen; 0.0.0.0 in a
    container."""

    nemobot_http_port: setting_types.Port = 8080
    """Its port; 0 takes any free one."""

    nemobot_public_url: setting_types.WebAddress | None = None
    """The address under which others reach it; with it there is an [upload page](upload-page.md) for clips that are too
    large for a chat."""

    nemobot_web: setting_types.Switch = False
    """The web chat beside the bots, for this machine only."""

    nemobot_web_port: setting_types.Port = 8081
    """Its port on 127.0.0.1."""

    nemobot_proxy: setting_types.Proxy | None = None
    """An HTTP proxy for everything that goes out; loopback never uses it."""

    @field_validator("nemobot_web_port")
    @classmethod
    def _two_listeners(cls, port: int, others: ValidationInfo) -> int:
        if port and others.data.get("nemobot_web") and port == others.data.get("nemobot_http_port"):
            raise PydanticCustomError(
                SENTENCE, "NEMOBOT_WEB_PORT and NEMOBOT_HTTP_PORT are the same: give each a port of its own."
            )
        return port


class Waits(Section):
    """Waits, in seconds."""

    nemobot_still_working_seconds: setting_types.Seconds = 120.0
    """Between two "⏳ Still working..."."""

    nemobot_render_poll_seconds: setting_types.Seconds = 30.0
    """Between two looks at a render."""

    nemobot_turn_timeout_seconds: setting_types.Seconds = 900.0
    """The longest a turn may take."""

    nemobot_silence_timeout_seconds: setting_types.Seconds = 600.0
    """After this long without a word the user is told."""

    nemobot_recovery_seconds: setting_types.Waits = (30.0, 60.0, 60.0, 60.0, 60.0)
    """Gaps between looks after a turn whose end nobody saw; the last goes on."""

    nemobot_silent_edit_seconds: setting_types.Waits = (3.0, 3.0, 3.0)
    """Gaps between looks after an edit that seems to have changed nothing."""

    nemobot_retry_429_seconds: setting_types.Seconds = 30.0
    """Before a call refused as too many is made once more."""

    nemobot_join_seconds: setting_types.Seconds = 2.5
    """A clip and words sent within it are one request; words alone in a Telegram chat wait a second of it at most, for
    a clip that is forwarded or sent at once after them."""

    nemobot_discord_token_seconds: setting_types.Seconds = 840.0
    """How long a Discord interaction is answered in place."""

    nemobot_shutdown_grace_seconds: setting_types.Seconds = 25.0
    """What is under way may take this long to end at a stop."""


class Access(Section):
    """Who, and how much."""

    nemobot_allow: Annotated[setting_types.AllowList, Unset("everybody")] = ()
    """Who may use the bot, a list, such as `telegram,discord:112233` (a platform, a server), `telegram:-1001234567890`
    (a chat) or `discord:@4242` (a person): see [Who, and where](operations.md#who-and-where)."""

    nemobot_admins: Annotated[setting_types.Admins, Unset("nobody")] = ()
    """Who looks after it: people (`telegram:@4242`), roles (`discord:role:778899`) or `web`, a list; they need not
    stand in `NEMOBOT_ALLOW`, and no limit below holds for them."""

    nemobot_places: Annotated[setting_types.Places, Unset("all open")] = ()
    """What holds in a place, a list of `place=open`, `place=admins` or `place=closed`: see
    [Who, and where](operations.md#who-and-where)."""

    nemobot_requests_per_minute: setting_types.Limit = 20
    """Requests of a person in a minute; what is above is answered once and dropped. Here and below 0 is no limit: see
    [How much](operations.md#how-much)."""

    nemobot_requests_at_once: setting_types.Limit = 10
    """Open requests of a person."""

    nemobot_requests_per_day: setting_types.Limit = 0
    """Requests of a person in 24 hours."""

    nemobot_chat_requests_per_day: setting_types.Limit = 0
    """Requests of a chat in 24 hours, all its people, topics and threads together."""

    nemobot_upload_mb_per_day: setting_types.Limit = 0
    """What a person uploads in 24 hours, in MiB."""

    nemobot_credits_per_day: setting_types.Limit = 0
    """Credits that all chats together spend in 24 hours from the account of `NEMO_TOKEN` (or `NEMO_CLIENT_ID`)."""


class Rest(Section):
    """Sizes, and the rest."""

    nemobot_max_file_mb: setting_types.Count = 500
    """The largest file taken, in MiB."""

    nemobot_concurrency: setting_types.Count = 200
    """Uploads and turns in progress at once; of one sender at most 10, or a quarter where there are fewer than 40.
    Polls, films and answers on their way do not count."""

    nemobot_spool_mb: setting_types.Count = 4096
    """Disk for what no chat holds: web chat and upload page together, films on their way to Discord; MiB for each.
    256 MiB of the disk are left free."""

    nemobot_log_format: Annotated[Literal["text", "json"], setting_types.Rule("text or json")] = "text"
    """`text` or `json`."""

    nemobot_alert_chat: setting_types.AlertChat | None = None
    """The chat that is told what stops people from being served: `telegram:-1001234567890`, `telegram:@4242` (a person
    who has started the bot), `discord:SERVER:CHANNEL` or `discord:@112233`; see [Alerts](operations.md#alerts)."""

    nemobot_ffmpeg: Annotated[setting_types.Text | None, Unset("found out")] = None
    """FFmpeg for the sandbox, and for the preview picture of a film on Telegram. Found out is the one on the PATH, else
    the one that is installed with the sandbox; `nemobot doctor` shows which."""
