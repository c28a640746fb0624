"""The routes by an interaction's own token: its deferred response, and follow-ups.

A route raises `RouteClosed` when it is closed for good. Which route is tried when is the sender's decision.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import discord
from discord.http import Route, handle_message_parameters
from discord.webhook.async_ import async_context

from bots.discord.calls import Calls
from bots.discord.deferred_responses import DeferredResponse, DeferredResponses
from bots.discord.handle import InteractionReply
from bots.discord.interaction_session import InteractionSession
from bots.discord.message import RenderedMessage
from bots.discord.outgoing import Outgoing
from bots.discord.refusals import (
    FOLLOW_UPS_USED,
    TOKEN_EXPIRED,
    MessageRefused,
    RouteClosed,
    as_chat_errors,
)
from core.engine.clock import Clock
from core.model.chat import DeliveryUnknown, NotSent, Role

log = logging.getLogger(__name__)

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
        calls: Calls,
        clock: Clock,
    ) -> None:
        self._client = client
        self._calls = calls
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

    async def edit(self, key: int, message: RenderedMessage, max_wait_seconds: float) -> None:
        """Replace a message of this interaction.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be replaced.
        """
        with self._calling():
            await self._calls.call(
                self._client, self._to("PATCH", key), message.replacement(), max_wait_seconds=max_wait_seconds
            )

    async def remove(self, key: int, max_wait_seconds: float) -> None:
        """Delete a message of this interaction.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be deleted.
        """
        with self._calling():
            await self._calls.call(self._client, self._to("DELETE", key), max_wait_seconds=max_wait_seconds)

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

    def _to(self, method: str, key: int) -> Route:
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
        return Route(method, path, webhook_id=self._reply.application, webhook_token=self._reply.token, message_id=key)

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
