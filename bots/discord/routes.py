"""The routes by which a message of ours reaches Discord, each a few calls of the library.

A route raises `RouteClosed` when it is closed for good. Which route is tried when is the sender's decision.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import async_context

from bots.discord.deferred_responses import DeferredResponse, DeferredResponses
from bots.discord.films import SpooledFilm
from bots.discord.handle import DEFAULT_LIMIT, InteractionReply
from bots.discord.interaction_session import InteractionSession
from bots.discord.message import RenderedMessage
from bots.discord.nonces import Nonces
from bots.discord.outgoing import Outgoing, without_film
from bots.discord.refusals import (
    FOLLOW_UPS_USED,
    MISSING_PERMISSION,
    REPLY_FORBIDDEN,
    TOKEN_EXPIRED,
    MessageRefused,
    RouteClosed,
    as_chat_errors,
)
from core.engine.clock import Clock
from core.model.chat import DeliveryUnknown, NotSent, Role, TooLarge

log = logging.getLogger(__name__)

DIRECT_KEY: Final = "dm."
"""Begins the key of a message that went to a direct chat instead: `dm.<channel>.<message>`. Keys are stored."""

_MAX_FOLLOW_UPS: Final = 5
"""Where only a person installed the bot (Discord developer documentation, "Create Followup Message")."""

_REPETITION_SECONDS: Final = 5.0
_MISSING: Final[Any] = discord.utils.MISSING


class InteractionRoute:
    """The interaction's own token: valid for fifteen minutes, also where the bot is no member.

    Source: Discord developer documentation, "Receiving and Responding to Interactions", "Followup Messages".
    """

    def __init__(
        self,
        client: discord.Client,
        reply: InteractionReply,
        session: InteractionSession,
        deferred: DeferredResponses,
        clock: Clock,
    ) -> None:
        self._reply = reply
        self._deferred = deferred
        self._clock = clock
        # `Interaction.followup` is made like this; only an application's webhook may send ephemeral messages
        data: Any = {"id": reply.application, "type": discord.WebhookType.application.value, "token": reply.token}
        self._webhook = discord.Webhook.from_state(data, client._connection)  # noqa: SLF001 - no public way after a restart
        self._webhook.session = session.opened()

    async def fill(self, outgoing: Outgoing) -> str:
        """Give the deferred response its text, unless it has one.

        Raises:
            RouteClosed: it has a text already, or is lost.
            MessageRefused: not with this text; it still waits for one.
            NotSent: Discord refuses it now, or for another reason.
            DeliveryUnknown: it may have its text.
        """
        message, film = outgoing.message, outgoing.film
        async with self._deferred.exclusive(self._reply.interaction) as response:
            if response.lost or await self._is_filled(response):
                raise RouteClosed("the deferred response is filled or lost")
            files = [film.file()] if film else _MISSING
            try:
                with (
                    self._calling(),
                    handle_message_parameters(
                        content=message.text,
                        attachments=files,
                        view=message.view(),
                        allowed_mentions=message.allowed_mentions,
                    ) as params,
                ):
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
            except RouteClosed as closed:
                response.lost = not isinstance(closed, MessageRefused)
                raise
            response.filled = int(data["id"])
            return str(response.filled)

    async def follow_up(self, outgoing: Outgoing) -> str:
        """Post one more message about the interaction, in one attempt.

        Where follow-ups are few, the last one is kept for an answer.

        Raises:
            RouteClosed: the token has expired, no follow-up is left, or it would be seen by others.
            MessageRefused: Discord takes no message like this one here.
            NotSent: Discord refuses it now, or for another reason.
            DeliveryUnknown: Discord failed; it may have arrived.
        """
        interaction, role = self._reply.interaction, outgoing.post.role
        await self._deferred.wait_acknowledged(interaction)
        if self._deferred.is_expired(interaction):  # by another message, a moment ago
            raise RouteClosed("the interaction's token has expired", TOKEN_EXPIRED)
        if outgoing.ephemeral and self._reply.thinking and not self._reply.ephemeral:
            async with self._deferred.exclusive(interaction) as response:
                if not await self._is_filled(response):
                    raise RouteClosed("the first follow-up would fill the response, which everybody sees")
        most = _MAX_FOLLOW_UPS if role is Role.ANSWER else _MAX_FOLLOW_UPS - 1
        if not outgoing.handle.posts and not self._deferred.count_follow_up(interaction, most):
            raise RouteClosed("no follow-up is left", FOLLOW_UPS_USED)
        try:
            return await self._post(outgoing)
        except NotSent:
            if not outgoing.handle.posts:
                self._deferred.return_follow_up(interaction)
            raise
        except DeliveryUnknown as error:
            if role in {Role.ANSWER, Role.QUIET}:
                # the core repeats it as soon as it hears of it, and once only: a moment later is likelier to succeed
                log.warning("a follow-up may have arrived (%s): repeated in %.0f s", error, _REPETITION_SECONDS)
                await self._clock.sleep(_REPETITION_SECONDS)
            raise

    async def edit(self, key: int, message: RenderedMessage) -> None:
        """Replace a message of this interaction.

        Raises:
            ChatError: it could not be done.
        """
        with self._calling():
            await self._webhook.edit_message(
                key, content=message.text, view=message.view(), allowed_mentions=message.allowed_mentions
            )

    async def remove(self, key: int) -> None:
        """Delete a message of this interaction.

        Raises:
            ChatError: it could not be done.
        """
        with self._calling():
            await self._webhook.delete_message(key)

    async def _post(self, outgoing: Outgoing) -> str:
        message, film = outgoing.addressed, outgoing.film
        with self._calling():
            posted = await self._webhook.send(
                message.text,
                wait=True,
                ephemeral=outgoing.ephemeral,
                file=film.file() if film else _MISSING,
                view=message.view() or _MISSING,
                allowed_mentions=message.allowed_mentions,
                silent=not message.loud,
            )
        return str(posted.id)

    async def _is_filled(self, response: DeferredResponse) -> bool:
        """Return whether a response has its text. One that this process did not defer is looked up on Discord."""
        if not (response.known or response.filled or response.lost):
            with self._calling():
                data = await async_context.get().get_original_interaction_response(
                    self._reply.application,
                    self._reply.token,
                    session=self._webhook.session,
                    proxy=self._webhook.proxy,
                    proxy_auth=self._webhook.proxy_auth,
                )
            thinking = discord.MessageFlags._from_value(data.get("flags", 0)).loading  # noqa: SLF001 - raw data, no message
            response.filled = None if thinking else int(data["id"])
        return response.filled is not None

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """Raise chat errors, and note a token that Discord refuses."""
        try:
            with as_chat_errors():
                yield
        except RouteClosed as closed:
            if closed.code == TOKEN_EXPIRED:
                self._deferred.expire(self._reply.interaction)
            raise


class ChannelRoute:
    """The bot's own token: it never expires, but the bot has to be a member there and may be forbidden to post."""

    def __init__(self, client: discord.Client, channel: int, guild: int | None, nonces: Nonces) -> None:
        self.id = channel
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

    async def edit(self, key: int, message: RenderedMessage) -> None:
        """Replace a message of ours.

        Raises:
            ChatError: it could not be done.
        """
        with as_chat_errors():
            await self._channel.get_partial_message(key).edit(
                content=message.text, view=message.view(), allowed_mentions=message.allowed_mentions
            )

    async def remove(self, key: int) -> None:
        """Delete a message of ours.

        Raises:
            ChatError: it could not be done.
        """
        with as_chat_errors():
            await self._channel.get_partial_message(key).delete()

    def _message_reference(self, message: int | None) -> Any:
        """Return what is replied to; None is a value of the library's here, though its types deny it."""
        if message is None:
            return None
        return discord.MessageReference(
            message_id=message, channel_id=self.id, guild_id=self._channel.guild_id, fail_if_not_exists=False
        )


class DirectRoute:
    """The asker's direct chat with the bot."""

    def __init__(self, client: discord.Client, person: int, nonces: Nonces) -> None:
        self._client = client
        self._person = person
        self._nonces = nonces

    async def channel(self) -> ChannelRoute:
        """Return the direct chat, opened if need be.

        Raises:
            ChatError: this person takes no direct messages from the bot.
        """
        with as_chat_errors():
            chat = await self._client.create_dm(discord.Object(self._person))
        return ChannelRoute(self._client, chat.id, None, self._nonces)

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
