"""The ways by which a message of ours gets onto Discord, each a handful of calls of the library.

A way raises `Shut` when it is closed for good. It decides nothing: which way is tried when is the platform's business.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import async_context

from bots.discord.films import Carried
from bots.discord.handle import Reply
from bots.discord.interaction_session import HookSession
from bots.discord.message import Letter
from bots.discord.refusals import DEAD, Shut, calling

_MISSING: Final[Any] = discord.utils.MISSING


class Hook:
    """The interaction's own token: good for fifteen minutes, also where the bot is no member.

    `refused` is called when Discord says that the token is over.
    """

    def __init__(self, client: discord.Client, reply: Reply, session: HookSession, refused: Callable[[], None]) -> None:
        self._reply = reply
        self._refused = refused
        # `Interaction.followup` is made like this; only an application's webhook may send ephemeral messages
        data: Any = {"id": reply.application, "type": discord.WebhookType.application.value, "token": reply.token}
        self._webhook = discord.Webhook.from_state(data, client._connection)  # noqa: SLF001 - no public way after a restart
        self._webhook.session = session.opened()

    async def fill(self, letter: Letter, film: Carried | None) -> int:
        """Give the deferred reply its text; a follow-up in its stead would be an accident of Discord's."""
        with self._calling():
            files = [film.file()] if film else _MISSING
            with handle_message_parameters(
                content=letter.text, attachments=files, view=letter.view(), allowed_mentions=letter.mentions
            ) as params:
                data = await async_context.get().edit_original_interaction_response(
                    self._reply.application,
                    self._reply.token,
                    session=self._webhook.session,
                    proxy=self._webhook.proxy,
                    proxy_auth=self._webhook.proxy_auth,
                    payload=params.payload,
                    multipart=params.multipart,
                    files=params.files,
                )
        return int(data["id"])

    async def filled(self) -> int | None:
        """Return the id of the reply's message if it has a text already; None: it still «thinks»."""
        with self._calling():
            data = await async_context.get().get_original_interaction_response(
                self._reply.application,
                self._reply.token,
                session=self._webhook.session,
                proxy=self._webhook.proxy,
                proxy_auth=self._webhook.proxy_auth,
            )
        thinking = discord.MessageFlags._from_value(data.get("flags", 0)).loading  # noqa: SLF001 - raw data, no message
        return None if thinking else int(data["id"])

    async def follow(self, letter: Letter, film: Carried | None, *, ephemeral: bool) -> str:
        """Post one more message about the interaction, in one attempt.

        Raises:
            Unsure: Discord failed; it may have arrived.
        """
        with self._calling():
            message = await self._webhook.send(
                letter.text,
                wait=True,
                ephemeral=ephemeral,
                file=film.file() if film else _MISSING,
                view=letter.view() or _MISSING,
                allowed_mentions=letter.mentions,
                silent=not letter.loud,
            )
        return str(message.id)

    async def edit(self, key: int, letter: Letter) -> None:
        """Replace a message of this interaction."""
        with self._calling():
            await self._webhook.edit_message(
                key, content=letter.text, view=letter.view(), allowed_mentions=letter.mentions
            )

    async def remove(self, key: int) -> None:
        """Take a message of this interaction away."""
        with self._calling():
            await self._webhook.delete_message(key)

    @contextmanager
    def _calling(self) -> Iterator[None]:
        try:
            with calling():
                yield
        except Shut as shut:
            if shut.code == DEAD:
                self._refused()
            raise


class Channel:
    """The bot's own token: it never expires, but the bot must be there and may be forbidden to post."""

    def __init__(self, client: discord.Client, channel: int, guild: int | None) -> None:
        self.id = channel
        self._client = client
        self._channel = client.get_partial_messageable(channel, guild_id=guild)

    async def send(self, letter: Letter, film: Carried | None, answers: int | None, nonce: int) -> str:
        """Post a message, as a reply where there is something to reply to; the same `nonce` is posted once."""
        with calling():
            message = await self._channel.send(
                letter.text,
                file=film.file() if film else _MISSING,
                view=letter.view() or _MISSING,
                reference=self._reference(answers),
                nonce=nonce,
                allowed_mentions=letter.mentions,
                silent=not letter.loud,
            )
        return str(message.id)

    async def edit(self, key: int, letter: Letter) -> None:
        """Replace a message of ours."""
        with calling():
            await self._channel.get_partial_message(key).edit(
                content=letter.text, view=letter.view(), allowed_mentions=letter.mentions
            )

    async def remove(self, key: int) -> None:
        """Take a message of ours away."""
        with calling():
            await self._channel.get_partial_message(key).delete()

    async def mark(self, key: int, emoji: str) -> None:
        """Put a reaction under a message."""
        with calling():
            await self._channel.get_partial_message(key).add_reaction(emoji)

    async def unmark(self, key: int, emoji: str) -> None:
        """Take a reaction of ours away."""
        with calling():
            await self._client.http.remove_own_reaction(self.id, key, emoji)

    async def message(self, key: int) -> discord.Message:
        """Read a message."""
        with calling():
            return await self._channel.fetch_message(key)

    def _reference(self, answers: int | None) -> Any:
        """Return what is replied to; None is a value of the library's here, though its types deny it."""
        if answers is None:
            return None
        return discord.MessageReference(
            message_id=answers,
            channel_id=self._channel.id,
            guild_id=self._channel.guild_id,
            fail_if_not_exists=False,
        )


async def direct(client: discord.Client, person: int) -> Channel:
    """Return the direct chat with somebody.

    Raises:
        ChatError: they take no messages from the bot.
    """
    with calling():
        chat = await client.create_dm(discord.Object(person))
    return Channel(client, chat.id, None)
