"""Discord as the walk knows it: what it has got so far, and what it has to take away again."""

import asyncio
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bots.ops.live.exchange import FINISH_SECONDS, TRANSFER_SECONDS, Exchange, NoAnswer, Reply, finished
from bots.ops.live.options import Options
from bots.ops.live.probe import Missing, served
from bots.ops.live.verdicts import Verdicts
from bots.settings import Settings

SENTENCE: Final = "nemobot doctor --live: a message to be tried and deleted"
_LONGEST_PAUSE = 30.0
_TRIES = 4

Form = Callable[[], aiohttp.FormData]


@dataclass
class Discord:
    """One walk through Discord; `sent` are the messages that lie in the channel, the first of them `first`.

    `answered` is the token of the interaction that was answered.
    """

    settings: Settings
    options: Options
    exchange: Exchange
    verdicts: Verdicts
    say: Callable[[str], object]
    application: str = ""
    flags: int = 0
    gateway: str = ""
    tier: int | None = None
    first: str = ""
    answered: str = ""
    sent: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)

    async def ask(
        self, name: str, method: str, path: str, *, form: Form | None = None, body: Any = None, by_token: bool = True
    ) -> Reply:
        """Make one call; a pause that is asked for is made.

        Raises:
            NoAnswer: there was no answer.
            Missing: the token is refused, or Discord is in trouble.
        """
        headers = {"Authorization": f"Bot {self._token}"} if by_token else {}
        headers["User-Agent"] = "DiscordBot (https://github.com/nemovideo/nemobot, 1)"
        for _ in range(_TRIES):
            request = {"data": form()} if form else {"json": body} if body is not None else {}
            url = f"{self.settings.discord_api_url}{path}"
            reply = await self.exchange.ask(name, method, url, seconds=TRANSFER_SECONDS, headers=headers, **request)
            pause = reply.fields.get("retry_after") if reply.status == 429 else None
            if not isinstance(pause, int | float) or not 0 <= pause <= _LONGEST_PAUSE:
                break
            await asyncio.sleep(pause)
        if reply.status == 401 and by_token:
            raise Missing("the token is refused")
        return served(reply)

    async def send(self, name: str, *, form: Form | None = None, **body: Any) -> Reply:
        """Send a message to the channel, silently; it is deleted at the end.

        Raises:
            NoAnswer: there was no answer.
            Missing: no channel was named.
        """
        return await finished(self._send(name, form, body))

    async def _send(self, name: str, form: Form | None, body: dict[str, Any]) -> Reply:
        quiet = {"flags": 1 << 12, "allowed_mentions": {"parse": []}}
        try:
            reply = await self.ask(name, "POST", f"{self.channel()}/messages", form=form, body={**quiet, **body})
        except NoAnswer:
            self.stays.append("a message in the Discord channel perhaps: its sending had no answer")
            raise
        number = reply.fields.get("id")
        if reply.ok and isinstance(number, str) and number not in self.sent:
            self.sent.append(number)
        return reply

    def channel(self) -> str:
        """Return the path of the channel that was named.

        Raises:
            Missing: none was.
        """
        named = self.options.discord_channel
        if not named:
            raise Missing("--discord-channel names no channel")
        return f"/channels/{named}"

    def message(self) -> str:
        """Return the path of the first message.

        Raises:
            Missing: there is none.
        """
        channel = self.channel()
        if not self.first:
            raise Missing("there is no message in the channel")
        return f"{channel}/messages/{self.first}"

    def original(self, token: str) -> str:
        """Return the path of the answer to an interaction."""
        return f"/webhooks/{self.application}/{token}/messages/@original"

    async def clean_up(self) -> None:
        """Delete the messages, and the answer to a press."""
        if self.answered and not await self._deleted(self.original(self.answered), by_token=False):
            self.stays.append("the answer to the press, which only who pressed can see")
        for number in self.sent:
            if not await self._deleted(f"{self.channel()}/messages/{number}", by_token=True):
                self.stays.append("a message in the Discord channel, which could not be deleted")
        self.sent.clear()

    async def _deleted(self, path: str, *, by_token: bool) -> bool:
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                reply = await self.ask("delete at the end", "DELETE", path, by_token=by_token)
        except (NoAnswer, Missing, TimeoutError):
            return False
        return reply.ok or reply.status == 404

    @property
    def _token(self) -> str:
        secret = self.settings.discord_bot_token
        return secret.get_secret_value() if secret else ""


def with_file(payload: dict[str, Any], name: str, media_type: str, content: bytes) -> Form:
    """Return a form of a message and its file, to be made anew for each try."""

    def form() -> aiohttp.FormData:
        made = aiohttp.FormData()
        made.add_field("payload_json", json.dumps(payload), content_type="application/json")
        made.add_field("files[0]", io.BytesIO(content), filename=name, content_type=media_type)
        return made

    return form


def told(reply: Reply) -> str:
    """Return a refusal's status and code, or the status of a success."""
    return str(reply) if not reply.ok else f"HTTP {reply.status}"


def permitted(reply: Reply) -> Reply:
    """Return a reply that says something about what was asked.

    Raises:
        Missing: the bot may not do that in this channel.
    """
    if reply.status == 403:
        raise Missing(f"the bot may not do that in this channel ({told(reply)})")
    return reply
