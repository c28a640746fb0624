"""The routes by the bot's own token: into a channel, and into the asker's direct chat.

A route raises `RouteClosed` when it is closed for good. Which route is tried when is the sender's decision.
"""

import logging
from dataclasses import replace
from typing import Final

import discord
from discord.http import Route, handle_message_parameters

from bots.discord.calls import Calls
from bots.discord.handle import DEFAULT_LIMIT, PERSON
from bots.discord.message import RenderedMessage
from bots.discord.nonces import Nonces
from bots.discord.outgoing import Outgoing, without_film
from bots.discord.refusals import MISSING_PERMISSION, REPLY_FORBIDDEN, MessageRefused, RouteClosed, as_chat_errors
from core.model.chat import Address, Priority, Target, TooLarge

log = logging.getLogger(__name__)

DIRECT_KEY: Final = "dm."
"""Begins the key of a message that went to a direct chat instead: `dm.<channel>.<message>`. Release 0.1 stored it."""

_REPEAT_SECONDS: Final = 10.0  # what Discord failed to answer is repeated so long: the nonce keeps it from doubling
_MAX_CHATS: Final = 1000


def placed(to: Target, key: str) -> tuple[Address, str]:
    """Return where the message of a key that a route returned stands: its address, and its key there."""
    if not key.startswith(DIRECT_KEY):
        return to.address, key
    return Address(to.address.platform, f"{PERSON}{to.asker}"), key.rpartition(".")[2]


class ChannelRoute:
    """The bot's own token: it never expires, but the bot has to be a member there and may be forbidden to post."""

    def __init__(self, client: discord.Client, channel: int, guild: int | None, nonces: Nonces, calls: Calls) -> None:
        self.id = channel
        self._client = client
        self._calls = calls
        self._guild = guild
        self._nonces = nonces

    @property
    def sending(self) -> Route:
        """The route of a new message."""
        return Route("POST", "/channels/{channel_id}/messages", channel_id=self.id)

    @property
    def editing(self) -> Route:
        """The route of an edit."""
        return self._to("PATCH", 0)

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
                return await self.post(outgoing, outgoing.addressed, reference=reference)
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

    async def post(self, outgoing: Outgoing, message: RenderedMessage, *, reference: int | None = None) -> str:
        """Post a message with the film of what is outgoing, under a nonce, and return its id.

        Raises:
            ChatError: it could not be done.
        """
        film = outgoing.film.file() if outgoing.film else None
        with (
            self._nonces.nonce((self.id, reference), message, outgoing.nonce) as nonce,
            as_chat_errors(),
            message.creation(film, nonce=nonce, reference=self._message_reference(reference)) as body,
        ):
            posted = await self._calls.call(
                self._client,
                self.sending,
                body,
                priority=outgoing.post.priority,
                max_wait_seconds=outgoing.max_wait_seconds,
                repeat_seconds=_REPEAT_SECONDS,
            )
        return str(posted["id"])

    async def edit(self, key: int, message: RenderedMessage, priority: Priority, max_wait_seconds: float) -> None:
        """Replace a message of ours.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be replaced.
        """
        with as_chat_errors():
            await self._calls.call(
                self._client,
                self._to("PATCH", key),
                message.replacement(),
                priority=priority,
                max_wait_seconds=max_wait_seconds,
                repeat_seconds=max_wait_seconds,
            )

    async def remove(self, key: int, max_wait_seconds: float) -> None:
        """Delete a message of ours.

        Raises:
            NotSent: not now, or not at all.
            DeliveryUnknown: it may be deleted.
        """
        with as_chat_errors():
            await self._calls.call(
                self._client,
                self._to("DELETE", key),
                max_wait_seconds=max_wait_seconds,
                repeat_seconds=max_wait_seconds,
            )

    def _to(self, method: str, key: int) -> Route:
        path = "/channels/{channel_id}/messages/{message_id}"
        return Route(method, path, channel_id=self.id, message_id=key)

    def _message_reference(self, message: int | None) -> discord.MessageReference | None:
        if message is None:
            return None
        return discord.MessageReference(
            message_id=message, channel_id=self.id, guild_id=self._guild, fail_if_not_exists=False
        )


class DirectChats:
    """The direct chats with people, by person. Each is opened once: opening many of them quickly is refused."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._channels: dict[int, int] = {}

    async def channel(self, client: discord.Client, person: int, max_wait_seconds: float = 0.0) -> int:
        """Return the channel of a direct chat, opened if need be.

        Raises:
            ChatError: this person takes no direct messages from the bot, or not now.
        """
        if person not in self._channels:
            with as_chat_errors(), handle_message_parameters() as body:
                opened = await self._calls.call(
                    client,
                    Route("POST", "/users/@me/channels"),
                    body._replace(payload={"recipient_id": str(person)}),
                    priority=Priority.RESULT,
                    max_wait_seconds=max_wait_seconds,
                    repeat_seconds=_REPEAT_SECONDS,
                )
            if len(self._channels) >= _MAX_CHATS:
                self._channels.clear()
            self._channels[person] = int(opened["id"])
        return self._channels[person]


class DirectRoute:
    """The asker's direct chat with the bot."""

    def __init__(self, client: discord.Client, person: int, chats: DirectChats, nonces: Nonces, calls: Calls) -> None:
        self._client = client
        self._calls = calls
        self._person = person
        self._chats = chats
        self._nonces = nonces

    async def channel(self, max_wait_seconds: float = 0.0) -> ChannelRoute:
        """Return the direct chat, opened if need be.

        Raises:
            ChatError: this person takes no direct messages from the bot, or not now.
        """
        chat = await self._chats.channel(self._client, self._person, max_wait_seconds)
        return ChannelRoute(self._client, chat, None, self._nonces, self._calls)

    async def send(self, outgoing: Outgoing) -> str:
        """Post a message, and return its key; where the request came from another place, with `DIRECT_KEY`.

        A film that Discord refuses here is left out where it has a link, since no other route is left.

        Raises:
            TooLarge: the film is over the limit of a direct chat.
            RouteClosed: this person takes no direct messages from the bot.
            MessageRefused: Discord takes no message like this one here.
            NotSent: Discord refuses it now, or for another reason.
            DeliveryUnknown: it may have arrived; repeated within two minutes it is posted once.
        """
        at_home = outgoing.to.private
        if outgoing.film and outgoing.film.size > DEFAULT_LIMIT:
            raise TooLarge("the film is too large for a direct chat")
        chat = await self.channel(outgoing.max_wait_seconds)
        message = outgoing.message if at_home else outgoing.message.elsewhere()
        try:
            key = await chat.post(outgoing, message)
        except MessageRefused as refused:
            film = outgoing.post.film
            if not (outgoing.film and film and film.link):
                raise
            log.info("the direct chat %d refuses the film (%s): posted with its link", chat.id, refused)
            key = await chat.post(replace(outgoing, film=None), message)
        return key if at_home else f"{DIRECT_KEY}{chat.id}.{key}"
