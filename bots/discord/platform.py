"""Discord as a chat platform, outward only: it needs no gateway, so that a worker without one can answer.

It renders posts and keeps films on disk while they are sent; by which route a message goes is the sender's decision.
"""

import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Final

import discord
from discord.http import Route

from bots.discord.calls import Calls
from bots.discord.channel_routes import placed
from bots.discord.files import Files
from bots.discord.films import FilmSpool
from bots.discord.handle import Handle, handle_of
from bots.discord.message import render, render_single
from bots.discord.outgoing import Outgoing
from bots.discord.permissions import SPEAKING
from bots.discord.refusals import as_chat_errors
from bots.discord.rest_client import RestClient
from bots.discord.sender import Sender
from core.media.source import ByteSource
from core.model.attachments import Attachment
from core.model.chat import (
    Arrived,
    Capabilities,
    ChatError,
    DeliveryUnknown,
    NotSent,
    Post,
    Reaction,
    Rest,
    Target,
    TooLarge,
)

log = logging.getLogger(__name__)

_REACTION_SECONDS: Final = 5.0  # as long as a reaction waits for its turn; they come one in a quarter of a second
_EDIT_SECONDS: Final = 2.0
_RESERVED_CHARACTERS: Final = 330  # for «<@id> » and for a note above the text (`bots.discord.outgoing`)
_MAX_ATTACHMENT_BYTES: Final = 500 * 1024 * 1024  # with the largest subscription; the bot reads whatever was sent
_REACTIONS: Final[dict[Reaction, str]] = {"seen": "👀", "done": "✅", "failed": "⚠️"}


class DiscordPlatform:
    """The outward half of Discord."""

    name = "discord"

    def __init__(self, rest_client: RestClient, calls: Calls, sender: Sender, films: FilmSpool, files: Files) -> None:
        self._rest_client = rest_client
        self._calls = calls
        self._sender = sender
        self._films = films
        self._files = files

    def capabilities(self, to: Target) -> Capabilities:
        """Return what this place allows; notes are edits where follow-ups are few or only the asker sees them.

        The largest file that a person may attach depends on the person, and only a command tells it. So the largest
        that anybody may attach is named.
        """
        handle = handle_of(to)
        files = 0 if "attach_files" in handle.lacks else handle.limit
        silenced = bool(handle.reply and handle.reply.ephemeral) or not set(SPEAKING).isdisjoint(handle.lacks)
        return Capabilities(
            file_bytes=files,
            edit_seconds=_EDIT_SECONDS,
            notes=handle.posts and not silenced,
            incoming_bytes=_MAX_ATTACHMENT_BYTES,
            ephemeral=True,
            forms=True,
            masks_tokens=handle.reply is not None,  # what is filled into a form or typed behind a command is no message
        )

    async def send(self, to: Target, post: Post, arrived: Arrived | None = None, rest: Rest | None = None) -> str:
        """Post a message; a long one as several, the last of which has the key; with `rest` what is left of it.

        Raises:
            TooLarge: Discord does not take the film here.
            NotSent: no route is open, or not now.
            DeliveryUnknown: it may have arrived, or a part of it.
            MediaError: the film cannot be read.
        """
        handle = handle_of(to)
        client = await self._rest_client.client()
        messages = render(post, _RESERVED_CHARACTERS)
        before = min(rest.arrived, len(messages) - 1) if rest else 0
        name = messages[0].text if len(messages) > 1 else ""
        key = ""
        async with self._films.spooled(post.film, self.capabilities(to).file_bytes) as film:
            for number, message in enumerate(messages[before:], before):
                left = len(messages) - number - 1
                shown = message.marked(rest.mark) if rest and number == before else message
                part = Outgoing(client, to, handle, post, shown, film=None if left else film)
                try:
                    key = await self._sender.send(replace(part, continues=bool(number), part=(name, number)))
                except TooLarge:
                    raise
                except NotSent as error:
                    if number:
                        raise DeliveryUnknown("a part of it arrived") from error
                    raise
                address, key = placed(to, key)
                if arrived:
                    await arrived(address, key, left)
        return key

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Keep `ChatPlatform.wait_for_budget`; the room is kept for a second."""
        client = await self._rest_client.client()
        await self._sender.wait_for_budget(Outgoing(client, to, handle_of(to), post, render_single(post)))

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message of ours; its buttons are replaced too.

        Raises:
            NotSent: not now (`retry_seconds`); or it is not there, or cannot be reached any more.
            DeliveryUnknown: it may be replaced.
        """
        client = await self._rest_client.client()
        await self._sender.edit(client, to, key, render_single(post), post.priority)

    async def remove(self, to: Target, key: str) -> None:
        """Delete a message of ours, or in a server one of somebody else's, with the permission to manage messages.

        Raises:
            NotSent: it is not there, cannot be reached any more, or may not be deleted.
            DeliveryUnknown: it may be deleted.
        """
        await self._sender.remove(await self._rest_client.client(), to, key)

    async def react(self, to: Target, reaction: Reaction) -> None:
        """React to the message that is answered, where that is allowed; a later reaction replaces «seen».

        Whoever wrote a message that is seen is shown «typing» until the first answer; a command shows «thinking».

        Raises:
            ChatError: it could not be done.
        """
        handle = handle_of(to)
        if reaction == "seen" and handle.reply is None:
            await self._show_typing(handle)
        if handle.message is None or not handle.react:
            return
        client = await self._rest_client.client()
        with as_chat_errors():
            await self._call_briefly(client, _own_reaction("PUT", handle, reaction))
            if reaction != "seen":
                await self._call_briefly(client, _own_reaction("DELETE", handle, "seen"))

    async def _call_briefly(self, client: discord.Client, route: Route) -> None:
        await self._calls.call(client, route, max_wait_seconds=_REACTION_SECONDS, repeat_seconds=_REACTION_SECONDS)

    async def _show_typing(self, handle: Handle) -> None:
        """Show «typing» until a message comes, for ten seconds at most (Discord documentation, "Typing Indicator")."""
        if not handle.channel or not set(SPEAKING).isdisjoint(handle.lacks):
            return
        try:
            client = await self._rest_client.client()
            with as_chat_errors():
                await self._calls.call(
                    client, Route("POST", "/channels/{channel_id}/typing", channel_id=handle.channel)
                )
        except ChatError as error:
            log.debug("channel %d was not shown that an answer comes: %s", handle.channel, error)

    async def public_url(self, file: Attachment) -> str | None:
        """Return the signed URL of a file, a fresh one where it has expired; None: there is none any more.

        Raises:
            DeliveryUnknown: the connection broke while a fresh one was asked for.
        """
        return await self._files.public_url(file)

    def open(self, file: Attachment) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file that somebody sent.

        Raises:
            NotSent: Discord does not give it out.
        """
        return self._files.open(file)

    async def delete_files(self, to: Target, *, before: float) -> None:
        """Delete nothing: files are streamed through, and what a server of files stores goes with its request."""

    async def release(self, file: Attachment) -> None:
        """Do nothing: Discord keeps its files."""


def _own_reaction(method: str, handle: Handle, reaction: Reaction) -> Route:
    path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"
    return Route(method, path, channel_id=handle.channel, message_id=handle.message, emoji=_REACTIONS[reaction])
