"""Which route a message takes, and the next one when that is closed.

A deferred response that still «thinks» is filled first: without a text it is lost after fifteen minutes. Then the
bot's own token posts in the channel; then come a follow-up by the interaction's token, and the asker's direct chat.
Where moderation refuses a message, the place is told at least why nothing stands there.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

import discord
from discord.http import Route as Call

from bots.discord.calls import Calls
from bots.discord.channel_routes import DIRECT_KEY, ChannelRoute, DirectChats, DirectRoute
from bots.discord.deferred_responses import DeferredResponses
from bots.discord.handle import Handle, InteractionReply, handle_of
from bots.discord.message import RenderedMessage
from bots.discord.nonces import Nonces
from bots.discord.outgoing import SENDING_SECONDS, Outgoing, instead_of, with_reason
from bots.discord.refusals import MODERATED, UNREACHABLE_CHANNEL, RouteClosed, as_chat_errors
from bots.discord.routes import InteractionRoute
from core.engine.clock import Clock
from core.model.chat import ChatError, Gone, NotSent, Priority, Role, Target, TextRefused

log = logging.getLogger(__name__)

_DEFERRED: Final = "deferred response"
_DIRECT: Final = "direct chat"
_BUDGET_SECONDS: Final = 30.0  # a longer wait is left to the journal: it survives the process and frees the worker
_MAX_WAIT_SECONDS: Final = 10.0  # for what nobody repeats: the last edit of a status, the removal of a note
_SENT_DIRECTLY: Final = frozenset({Role.ANSWER, Role.QUIET})

Route = Callable[[Outgoing], Awaitable[str]]
Editing = Callable[[InteractionRoute | ChannelRoute, int], Awaitable[None]]


class _Option(NamedTuple):
    """A route by its name, and the call that it makes; None: that is not known before."""

    name: str
    send: Route
    call: Call | None


class Sender:
    """Sends, edits and deletes messages. `token_seconds` is how long an interaction's token is relied on."""

    def __init__(
        self,
        deferred: DeferredResponses,
        calls: Calls,
        clock: Clock,
        *,
        token_seconds: float,
    ) -> None:
        self._deferred = deferred
        self._calls = calls
        self._clock = clock
        self._token_seconds = token_seconds
        self._nonces = Nonces(clock)
        self._direct_chats = DirectChats(calls)

    async def send(self, outgoing: Outgoing) -> str:
        """Send one message by the first route that is open, and return its key.

        Raises:
            TooLarge: Discord does not take the film here.
            Gone: the channel is not there for the bot any more.
            NotSent: no route is open, or not now.
            DeliveryUnknown: it may have arrived.
        """
        refusals: list[RouteClosed] = []
        routes = self._routes(outgoing)
        explained = False
        for name, route, _ in routes:
            try:
                return await route(with_reason(outgoing, [closed.code for closed in refusals]))
            except RouteClosed as closed:
                _log_closed(outgoing.to, name, closed)
                refusals.append(closed)
            if name == _DEFERRED and refusals[-1].code in MODERATED and outgoing.post.role in _SENT_DIRECTLY:
                explained = await _explain(outgoing, [route])
        if outgoing.post.role is Role.ANSWER and not explained and any(one.code in MODERATED for one in refusals):
            await _explain(outgoing, [one.send for one in routes if one.name != _DIRECT])
        last = refusals[-1] if refusals else None
        if last and last.code in UNREACHABLE_CHANNEL:
            raise Gone(str(last)) from last
        raise _not_sent(last) from last

    async def wait_for_budget(self, outgoing: Outgoing) -> None:
        """Wait until there is room for a message by the first route that may be open, and keep it for a second.

        A status may be new or an edit, so it waits for both. Progress waits for nothing.

        Raises:
            NotSent: there is none for long; `retry_seconds` says when there may be.
        """
        if outgoing.post.priority is Priority.PROGRESS:
            return
        reply = outgoing.handle.reply
        filled = reply is not None and self._deferred.filled(reply.interaction) is not None
        options = [one for one in self._routes(outgoing) if not (filled and one.name == _DEFERRED)]
        calls = [one.call for one in options[:1] if one.call]
        if outgoing.post.role is Role.STATUS:
            calls += [one.editing for one in self._known_routes_to(outgoing.client, outgoing.handle)[:1]]
        with as_chat_errors():
            await self._calls.wait_for_room(calls, outgoing.post.priority, _BUDGET_SECONDS)

    async def edit(
        self, client: discord.Client, to: Target, key: str, message: RenderedMessage, priority: Priority
    ) -> None:
        """Replace a message of ours. The last edit of a status, which removes its buttons, waits for its turn.

        Raises:
            NotSent: not now (`retry_seconds`); or it is not there, or cannot be reached any more.
            DeliveryUnknown: it may be replaced.
        """
        routes = await self._routes_to(client, to, key)
        seconds = SENDING_SECONDS[priority] if message.buttons else _MAX_WAIT_SECONDS
        rank = priority if message.buttons else Priority.RESULT
        await _on_first(to, routes, lambda route, number: route.edit(number, message, rank, seconds))

    async def remove(self, client: discord.Client, to: Target, key: str) -> None:
        """Delete a message of ours.

        Raises:
            NotSent: it is not there, or cannot be reached any more.
            DeliveryUnknown: it may be deleted.
        """
        routes = await self._routes_to(client, to, key)
        routes.reverse()  # what is deleted is a note, and those are posted in the channel
        await _on_first(to, routes, lambda route, number: route.remove(number, _MAX_WAIT_SECONDS))

    def _routes(self, outgoing: Outgoing) -> list[_Option]:
        """Return the routes that a message may take, the first to be tried first."""
        client, handle, post = outgoing.client, outgoing.handle, outgoing.post
        reply = self._usable_reply(handle)
        interaction = self._interaction(client, reply) if reply else None
        routes: list[_Option] = []
        if interaction and reply and reply.thinking and reply.ephemeral == outgoing.ephemeral:
            routes.append(_Option(_DEFERRED, interaction.fill, interaction.filling))
        if handle.posts and handle.channel and not outgoing.ephemeral:
            channel = ChannelRoute(client, handle.channel, handle.guild, self._nonces, self._calls)
            send = partial(channel.send, reference=self._reference(handle))
            routes.append(_Option("channel", send, channel.sending))
        if interaction:
            routes.append(_Option("follow-up", interaction.follow_up, interaction.sending))
        offer = post.role is Role.QUIET and post.ephemeral  # is not worth a direct message that nobody asked for
        if (post.role in _SENT_DIRECTLY and not offer) or not handle.channel:
            direct = DirectRoute(client, int(outgoing.to.asker), self._direct_chats, self._nonces, self._calls)
            routes.append(_Option(_DIRECT, direct.send, None))
        return routes

    async def _routes_to(
        self, client: discord.Client, to: Target, key: str
    ) -> list[tuple[InteractionRoute | ChannelRoute, int]]:
        """Return the routes to a message of ours, each with its id; an interaction's own by its token first."""
        if key.startswith(DIRECT_KEY):
            _, chat, number = key.split(".")
            return [(ChannelRoute(client, int(chat), None, self._nonces, self._calls), int(number))]
        handle = handle_of(to)
        routes = self._known_routes_to(client, handle)
        if not handle.channel:
            chats = DirectRoute(client, int(to.asker), self._direct_chats, self._nonces, self._calls)
            routes.append(await chats.channel())
        return [(route, int(key)) for route in routes]

    def _known_routes_to(self, client: discord.Client, handle: Handle) -> list[InteractionRoute | ChannelRoute]:
        """Return the routes to messages of ours in a place whose channel is known."""
        reply = self._usable_reply(handle)
        routes: list[InteractionRoute | ChannelRoute] = []
        if reply and (reply.thinking or reply.ephemeral or not handle.posts):
            routes.append(self._interaction(client, reply))
        if handle.channel and handle.posts:
            routes.append(ChannelRoute(client, handle.channel, handle.guild, self._nonces, self._calls))
        return routes

    def _usable_reply(self, handle: Handle) -> InteractionReply | None:
        """Return the interaction whose token may be used; its age stands in the handle, so a restart knows it too."""
        reply = handle.reply
        if reply is None or self._clock.time() - reply.at >= self._token_seconds:
            return None
        return None if self._deferred.is_expired(reply.interaction) else reply

    def _interaction(self, client: discord.Client, reply: InteractionReply) -> InteractionRoute:
        return InteractionRoute(client, reply, self._deferred, self._calls, self._clock)

    def _reference(self, handle: Handle) -> int | None:
        """Return the message that is replied to; a reply needs the permission to read it."""
        message = handle.message
        if message is None and handle.reply is not None:
            message = self._deferred.filled(handle.reply.interaction)
        return None if "read_message_history" in handle.lacks else message


async def _on_first(to: Target, routes: Sequence[tuple[InteractionRoute | ChannelRoute, int]], change: Editing) -> None:
    """Change a message of ours by the first route that reaches it."""
    last: RouteClosed | None = None
    for route, number in routes:
        try:
            await change(route, number)
        except RouteClosed as closed:
            _log_closed(to, type(route).__name__, closed)
            last = closed
        else:
            return
    raise _not_sent(last) from last


def _not_sent(last: RouteClosed | None) -> NotSent:
    """Return the error of a message that no route takes; `last` says why the last one does not."""
    if last is None:
        return NotSent("no route is open")
    return TextRefused(str(last)) if last.code in MODERATED else NotSent(str(last))


async def _explain(outgoing: Outgoing, routes: Sequence[Route]) -> bool:
    """Say in the place itself that moderation refuses the message there, by the first route that takes it."""
    for route in routes:
        try:
            await route(instead_of(outgoing))
        except ChatError as error:
            log.info("%s: it was not said there why a message is missing: %s", outgoing.to.address, error)
        else:
            return True
    return False


def _log_closed(to: Target, route: str, closed: RouteClosed) -> None:
    """Log why a route was not taken; what Discord was not asked for is no news."""
    level = logging.INFO if closed.code else logging.DEBUG
    log.log(level, "%s: the route by %s is closed: %s", to.address, route, closed)
