"""The routes by the bot's own token: into a channel, and into the asker's direct chat.

A route raises `RouteClosed` when it is closed for good. Which route is tried when is the sender's decision.
"""

import logging
from typing import Any, Final

import discord
from discord.http import Route

from bots.discord.calls import Calls
from bots.discord.films import SpooledFilm
from bots.discord.handle import DEFAULT_LIMIT
from bots.discord.message import RenderedMessage
from bots.discord.nonces import Nonces
from bots.discord.outgoing import Outgoing, without_film
from bots.discord.refusals import MISSING_PERMISSION, REPLY_FORBIDDEN, MessageRefused, RouteClosed, as_chat_errors
from core.model.chat import TooLarge

log = logging.getLogger(__name__)

DIRECT_KEY: Final = "dm."
"""Begins the key of a message that went to a direct chat instead: `dm.<channel>.<message>`. Keys are stored."""

_MISSING: Final[Any] = discord.utils.MISSING


class ChannelRoute:
    """The bot's own token: it never expires, but the bot has to be a member there and may be forbidden to post."""

    def __init__(self, client: discord.Client, channel: int, guild: int | None, nonces: Nonces, calls: Calls) -> None:
        self.id = channel
        self._client = client
        self._calls = calls
        self._channel = client.get_partial_messageable(channel, guild_id=guild)
        self._nonces = nonces

    async def send(self, outgoing: Outgoing, *, reference: int | None) -> str:
        """Post a message as a reply and with its film; without either where Discord forbids just that.

        `reference` is the message that is replied to.

        Raises:
            RouteClosed: the bot may not post here.
            MessageRefused: Discord takes no message like this one here.
            NotSent: Discord refuses it now, or for another reason.
            DeliveryUnknown: it may have arrived; repeated within two minutes it is posted once.
        """
        while True:
            try:
                return await self.post(outgoing.addressed, outgoing.film, reference=reference)
            except RouteClosed as closed:
                film = outgoing.post.film
                if closed.code == REPLY_FORBIDDEN and reference is not None:
                    log.info("channel %d takes no reply (%s): posted without a reference", self.id, closed)
                    reference = None
                elif closed.code == MISSING_PERMISSION and outgoing.film and film and film.link:
                    log.info("channel %d refuses a message with a file (%s): posted with its link", self.id, closed)
                    outgoing = without_film(outgoing)
                else:
                    raise

    async def post(self, message: RenderedMessage, film: SpooledFilm | None, *, reference: int | None = None) -> str:
        """Post a message under a nonce, in one attempt, and return its id.

        Raises:
            ChatError: it could not be done.
        """
        with self._nonces.nonce((self.id, reference), message) as nonce, as_chat_errors():
            posted = await self._channel.send(
                message.text,
                file=film.file() if film else _MISSING,
                view=message.view() or _MISSING,
                reference=self._message_reference(reference),
                nonce=nonce,
                allowed_mentions=message.allowed_mentions,
                silent=not message.loud,
            )
        return str(posted.id)

    async def edit(self, key: int, message: RenderedMessage, max_wait_seconds: float) -> None:
        """Replace a message of ours.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be replaced.
        """
        with as_chat_errors():
            await self._calls.call(
                self._client, self._to("PATCH", key), message.replacement(), max_wait_seconds=max_wait_seconds
            )

    async def remove(self, key: int, max_wait_seconds: float) -> None:
        """Delete a message of ours.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be deleted.
        """
        with as_chat_errors():
            await self._calls.call(self._client, self._to("DELETE", key), max_wait_seconds=max_wait_seconds)

    def _to(self, method: str, key: int) -> Route:
        path = "/channels/{channel_id}/messages/{message_id}"
        return Route(method, path, channel_id=self.id, message_id=key)

    def _message_reference(self, message: int | None) -> Any:
        """Return what is replied to; None is a value of the library's here, though its types deny it."""
        if message is None:
            return None
        return discord.MessageReference(
            message_id=message, channel_id=self.id, guild_id=self._channel.guild_id, fail_if_not_exists=False
        )


class DirectRoute:
    """The asker's direct chat with the bot."""

    def __init__(self, client: discord.Client, person: int, nonces: Nonces, calls: Calls) -> None:
        self._client = client
        self._calls = calls
        self._person = person
        self._nonces = nonces

    async def channel(self) -> ChannelRoute:
        """Return the direct chat, opened if need be.

        Raises:
            ChatError: this person takes no direct messages from the bot.
        """
        with as_chat_errors():
            chat = await self._client.create_dm(discord.Object(self._person))
        return ChannelRoute(self._client, chat.id, None, self._nonces, self._calls)

    async def send(self, outgoing: Outgoing) -> str:
        """Post a message; its actions belong to the place the request came from, so it has them only there.

        A film that Discord refuses here is left out where it has a link, since no other route is left.

        Raises:
            TooLarge: the film is over the limit of a direct chat.
            RouteClosed: this person takes no direct messages from the bot.
            MessageRefused: Discord takes no message like this one here.
            NotSent: Discord refuses it now, or for another reason.
            DeliveryUnknown: it may have arrived; repeated within two minutes it is posted once.
        """
        at_home = outgoing.to.private or not outgoing.handle.channel
        if outgoing.film and outgoing.film.size > DEFAULT_LIMIT:
            raise TooLarge("the film is too large for a direct chat")
        chat = await self.channel()
        message = outgoing.message if at_home else outgoing.message.without_actions()
        try:
            key = await chat.post(message, outgoing.film)
        except MessageRefused as refused:
            film = outgoing.post.film
            if not (outgoing.film and film and film.link):
                raise
            log.info("the direct chat %d refuses the film (%s): posted with its link", chat.id, refused)
            key = await chat.post(message, None)
        return key if at_home else f"{DIRECT_KEY}{chat.id}.{key}"
