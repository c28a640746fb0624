"""Telegram as the walk knows it: what it has got so far, and what it has to take away again."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from bots.ops.live.exchange import FINISH_SECONDS, TRANSFER_SECONDS, Exchange, NoAnswer, Reply, finished
from bots.ops.live.options import Options
from bots.ops.live.probe import Missing, served
from bots.ops.live.shapes import names
from bots.ops.live.verdicts import Verdicts
from bots.settings import Settings

SENTENCE: Final = "nemobot doctor --live: a message to be tried and deleted"
_LONGEST_PAUSE = 30.0


@dataclass
class Telegram:
    """One walk through Telegram; `sent` are the messages that lie in the chat, the first of them `first`."""

    settings: Settings
    options: Options
    exchange: Exchange
    verdicts: Verdicts
    first: int = 0
    file: str = ""
    sent: list[int] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)

    async def ask(self, method: str, *, seconds: float = TRANSFER_SECONDS, form: Any = None, **params: Any) -> Reply:
        """Make one call; a pause that is asked for is made once.

        Raises:
            NoAnswer: there was no answer.
            Missing: the token is refused, or Telegram is in trouble.
        """
        request = {"data": form()} if form else {"json": params}
        reply = await self.exchange.ask(method, "POST", f"{self._base}/{method}", seconds=seconds, **request)
        if (pause := _pause(reply)) is not None:
            await asyncio.sleep(pause)
            request = {"data": form()} if form else {"json": params}
            reply = await self.exchange.ask(method, "POST", f"{self._base}/{method}", seconds=seconds, **request)
        if reply.status == 401:
            raise Missing("the token is refused")
        if served(reply).value is None:
            raise Missing(f"that is no Bot API server (HTTP {reply.status})")
        return reply

    async def send(self, method: str = "sendMessage", *, form: Any = None, **params: Any) -> dict[str, Any]:
        """Send a message to the chat, silently, and return it; it is deleted at the end.

        Raises:
            NoAnswer: there was no answer.
            Missing: no chat was named, or it takes no messages.
        """
        reply = await self.try_to_send(method, form=form, **params)
        if not reply.ok:
            raise Missing(f"the chat took no message (HTTP {reply.status})")
        return result(reply)

    async def try_to_send(self, method: str = "sendMessage", *, form: Any = None, **params: Any) -> Reply:
        """Send a message that may be refused.

        Raises:
            NoAnswer: there was no answer.
            Missing: no chat was named.
        """
        return await finished(
            self._send(method, form, {"chat_id": self.chat(), "disable_notification": True, **params})
        )

    async def _send(self, method: str, form: Any, params: dict[str, Any]) -> Reply:
        try:
            reply = await self.ask(method, form=form, **params)
        except NoAnswer:
            self.stays.append("a message in the Telegram chat perhaps: its sending had no answer")
            raise
        number = result(reply).get("message_id")
        if isinstance(number, int):
            self.sent.append(number)
        return reply

    def chat(self) -> int | str:
        """Return the chat that was named.

        Raises:
            Missing: none was.
        """
        named = self.options.telegram_chat
        if not named:
            raise Missing("--telegram-chat names no chat")
        return int(named) if named.removeprefix("-").isdecimal() else named

    def message(self) -> dict[str, Any]:
        """Return the parameters that name the first message.

        Raises:
            Missing: there is none.
        """
        chat = self.chat()
        if not self.first:
            raise Missing("there is no message in the chat")
        return {"chat_id": chat, "message_id": self.first}

    def file_url(self, path: str) -> str:
        """Return the address of a file, which holds the token."""
        return f"{self.settings.telegram_api_url}/file/bot{self._token}/{path}"

    async def clean_up(self) -> None:
        """Delete the messages."""
        for number in self.sent:
            try:
                async with asyncio.timeout(FINISH_SECONDS):
                    reply = await self.ask("deleteMessage", chat_id=self.chat(), message_id=number)
                    gone = reply.ok
            except (NoAnswer, Missing, TimeoutError):
                gone = False
            if not gone:
                self.stays.append("a message in the Telegram chat, which could not be deleted")
        self.sent.clear()

    @property
    def _token(self) -> str:
        secret = self.settings.telegram_bot_token
        return secret.get_secret_value() if secret else ""

    @property
    def _base(self) -> str:
        return f"{self.settings.telegram_api_url}/bot{self._token}"


def result(reply: Reply) -> dict[str, Any]:
    """Return the object that a call came to, empty where it came to none."""
    found = reply.fields.get("result")
    return found if isinstance(found, dict) else {}


def _pause(reply: Reply) -> int | None:
    """Return the seconds that a refusal asks to wait, if that is a wait to be made."""
    parameters = reply.fields.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) and reply.status == 429 else None
    return seconds if isinstance(seconds, int) and 0 <= seconds <= _LONGEST_PAUSE else None


def told(reply: Reply) -> str:
    """Return the status of an answer, and the names of what it came to."""
    return f"HTTP {reply.status}, {names(reply.fields.get('result') if reply.ok else reply.value)}"
