"""The routes by an interaction's own token: its deferred response, and follow-ups.

A route raises `RouteClosed` when it is closed for good. Which route is tried when is the sender's decision.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import discord
from discord.http import Route

from bots.discord.calls import Calls
from bots.discord.deferred_responses import DeferredResponse, DeferredResponses
from bots.discord.handle import InteractionReply
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
from core.model.chat import DeliveryUnknown, NotSent, Priority, Role

log = logging.getLogger(__name__)

_MAX_FOLLOW_UPS: Final = 5
"""Where only a person installed the bot (Discord developer documentation, "Create Followup Message")."""

_REPEAT_SECONDS: Final = 10.0  # for so long an edit, which may be repeated, is
_REPETITION_SECONDS: Final = 5.0


class InteractionRoute:
    """The interaction's own token: valid for fifteen minutes, also where the bot is no member.

    Source: Discord developer documentation, "Receiving and Responding to Interactions", "Followup Messages".
    """

    def __init__(
        self,
        client: discord.Client,
        reply: InteractionReply,
        deferred: DeferredResponses,
        calls: Calls,
        clock: Clock,
    ) -> None:
        self._client = client
        self._calls = calls
        self._reply = reply
        self._deferred = deferred
        self._clock = clock

    @property
    def filling(self) -> Route:
        """The route of the deferred response."""
        return self._route("PATCH", "/messages/@original")

    @property
    def sending(self) -> Route:
        """The route of a follow-up; with `wait` it is answered with the message."""
        return self._route("POST", "?wait=true")

    @property
    def editing(self) -> Route:
        """The route of an edit."""
        return self._to("PATCH", 0)

    async def fill(self, outgoing: Outgoing) -> str:
        """Give the deferred response its text, unless it has one; the status of a process before this goes on in it.

        Raises:
            RouteClosed: it has a text already, or is lost.
            MessageRefused: not with this text; it still waits for one.
            NotSent: Discord refuses it now, or for another reason.
            DeliveryUnknown: it may have its text.
        """
        message, film = outgoing.message, outgoing.film
        async with self._deferred.exclusive(self._reply.interaction) as response:
            if response.lost or (await self._is_filled(response) and not _is_status_of(response, outgoing)):
                raise RouteClosed("the deferred response is filled or lost")
            try:
                with self._calling(), message.replacement(film.file() if film else None) as body:
                    data = await self._calls.call(
                        self._client,
                        self.filling,
                        body,
                        priority=outgoing.post.priority,
                        max_wait_seconds=outgoing.max_wait_seconds,
                        repeat_seconds=_REPEAT_SECONDS,
                    )
            except RouteClosed as closed:
                response.lost = not isinstance(closed, MessageRefused)
                raise
            response.filled, response.buttons = int(data["id"]), frozenset()
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

    async def edit(self, key: int, message: RenderedMessage, priority: Priority, max_wait_seconds: float) -> None:
        """Replace a message of this interaction.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be replaced.
        """
        with self._calling():
            await self._calls.call(
                self._client,
                self._to("PATCH", key),
                message.replacement(),
                priority=priority,
                max_wait_seconds=max_wait_seconds,
                repeat_seconds=max_wait_seconds,
            )

    async def remove(self, key: int, max_wait_seconds: float) -> None:
        """Delete a message of this interaction.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be deleted.
        """
        with self._calling():
            await self._calls.call(
                self._client,
                self._to("DELETE", key),
                max_wait_seconds=max_wait_seconds,
                repeat_seconds=max_wait_seconds,
            )

    async def _post(self, outgoing: Outgoing) -> str:
        film = outgoing.film.file() if outgoing.film else None
        with self._calling(), outgoing.addressed.creation(film, ephemeral=outgoing.ephemeral) as body:
            posted = await self._calls.call(
                self._client,
                self.sending,
                body,
                priority=outgoing.post.priority,
                max_wait_seconds=outgoing.max_wait_seconds,
            )
        return str(posted["id"])

    async def _is_filled(self, response: DeferredResponse) -> bool:
        """Return whether a response has its text. One that this process may not have deferred is looked up on Discord.

        Raises:
            RouteClosed: there is none.
            ChatError: it cannot be looked up now.
        """
        if not (response.known or response.filled or response.lost):
            try:
                with self._calling():
                    data = await self._calls.call(
                        self._client,
                        self._route("GET", "/messages/@original"),
                        priority=Priority.RESULT,
                        max_wait_seconds=_REPEAT_SECONDS,
                        repeat_seconds=_REPEAT_SECONDS,
                    )
            except RouteClosed:
                response.lost = True
                raise
            thinking = discord.MessageFlags._from_value(data.get("flags", 0)).loading  # noqa: SLF001 - raw data, no message
            response.filled = None if thinking else int(data["id"])
            rows = data.get("components") or ()
            response.buttons = frozenset(
                part.get("custom_id") or "" for row in rows for part in row.get("components") or ()
            )
        return response.filled is not None

    def _to(self, method: str, key: int) -> Route:
        return self._route(method, "/messages/{message_id}", key)

    def _route(self, method: str, rest: str, message: int = 0) -> Route:
        path = "/webhooks/{webhook_id}/{webhook_token}" + rest
        owner, token = self._reply.application, self._reply.token
        return Route(method, path, webhook_id=owner, webhook_token=token, message_id=message)

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


def _is_status_of(response: DeferredResponse, outgoing: Outgoing) -> bool:
    """Return whether a response shows the status of the same request: it can be cancelled by the same button."""
    return outgoing.post.role is Role.STATUS and not response.buttons.isdisjoint(outgoing.message.custom_ids)
