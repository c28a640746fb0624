"""Discord as a chat platform, outward only: which way each message goes, and the next one when that is shut.

A reply that still «thinks» is filled first: left alone it is lost after fifteen minutes. After that the bot's own
token speaks in the channel, else in a direct chat, else the core keeps the answer for the next visit.
"""

import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Final

import discord

from bots.discord.deferred_responses import Deferred, Replies
from bots.discord.files import Downloads
from bots.discord.films import Carrier
from bots.discord.handle import DEFAULT_LIMIT, Handle, Reply, handle_of
from bots.discord.interaction_session import HookSession
from bots.discord.message import edited, letters
from bots.discord.nonces import Nonces
from bots.discord.outgoing import Errand, explained, without_film
from bots.discord.permissions import SPEAKING
from bots.discord.refusals import DEAD, NO_CHANNEL, NO_MORE, NO_PERMISSION, NO_REPLY, Shut
from bots.discord.rest_client import Line
from bots.discord.routes import Channel, Hook, direct
from core.engine.clock import Clock
from core.media.source import ByteSource
from core.model.chat import (
    Address,
    Attachment,
    Capabilities,
    ChatError,
    Gone,
    NotSent,
    Post,
    Reaction,
    Role,
    Target,
    TooLarge,
    Unsure,
)

_EDIT_SECONDS: Final = 2.0
_MENTION_ROOM: Final = 30  # characters of «<@id> » and of the space behind it
_MOST_ATTACHED: Final = 500 * 1024 * 1024  # bytes, with the dearest subscription; the bot reads all there is
_REACTIONS: Final[dict[Reaction, str]] = {"seen": "👀", "done": "✅", "failed": "⚠️"}
_FOLLOW_UPS: Final = 5
"""Where only a person installed the bot (Discord developer documentation, "Create Followup Message")."""

_BREATH_SECONDS: Final = 5.0
_NOTES_KEPT: Final = 1000
_DIRECT: Final = "dm."  # begins the key of a message that went to a direct chat instead


Way = Callable[[Errand], Awaitable[str]]


class DiscordPlatform:
    """The outward half of Discord. `token_seconds` is how long an interaction's token is relied on."""

    name = "discord"

    def __init__(
        self,
        line: Line,
        replies: Replies,
        carrier: Carrier,
        downloads: Downloads,
        session: HookSession,
        clock: Clock,
        *,
        token_seconds: float,
    ) -> None:
        self._line = line
        self._replies = replies
        self._carrier = carrier
        self._downloads = downloads
        self._session = session
        self._nonces = Nonces(clock)
        self._clock = clock
        self._token_seconds = token_seconds
        self._notes: OrderedDict[tuple[Address, str | None], str] = (
            OrderedDict()
        )  # the note that stands, of each request

    def capabilities(self, to: Target) -> Capabilities:
        """Return what this place allows; notes are edits where follow-ups are few or only the asker sees them.

        What somebody may attach is theirs and told of commands only: the most that anybody may is no limit of ours.
        """
        handle = handle_of(to)
        files = 0 if "attach_files" in handle.lacks else handle.limit
        silenced = bool(handle.reply and handle.reply.ephemeral) or not set(SPEAKING).isdisjoint(handle.lacks)
        return Capabilities(
            file_bytes=files,
            edit_seconds=_EDIT_SECONDS,
            notes=handle.posts and not silenced,
            incoming_bytes=_MOST_ATTACHED,
            ephemeral=True,
        )

    async def send(self, to: Target, post: Post) -> str:
        """Post a message by the first way that is open; a long one as several, the last of which has the key.

        A note takes the place of the note before it.

        Raises:
            TooLarge: Discord does not take the film here.
            NotSent: no way is open, or not now.
            Unsure: it may have arrived.
        """
        handle = handle_of(to)
        client = await self._line.client()
        *before, last = letters(post, _MENTION_ROOM)
        async with self._carrier.ready(post.film, self.capabilities(to).file_bytes) as film:
            errands = [Errand(client, to, handle, post, letter) for letter in before]
            key = await self._in_turn([*errands, Errand(client, to, handle, post, last, film)])
        if post.role is Role.NOTE:
            await self._replace_note(to, key)
        return key

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return at once: Discord tells of its limits when it answers, and the library keeps them as it sends."""

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message of ours; its buttons are replaced too.

        Raises:
            NotSent: it is not there, or cannot be reached any more.
            Unsure: it may be replaced.
        """
        letter = edited(post)
        ways = await self._reaching(await self._line.client(), to, key)
        await _first(ways, lambda way, number: way.edit(number, letter))

    async def remove(self, to: Target, key: str) -> None:
        """Take a message of ours away.

        Raises:
            NotSent: it is not there, or cannot be reached any more.
        """
        if self._notes.get((to.address, to.reply_to)) == key:
            del self._notes[to.address, to.reply_to]
        ways = await self._reaching(await self._line.client(), to, key)
        ways.reverse()  # what is removed is a note, and those are the channel's
        await _first(ways, lambda way, number: way.remove(number))

    async def react(self, to: Target, reaction: Reaction) -> None:
        """React to the message that is answered, where that is allowed; the later reaction replaces the earlier.

        Raises:
            ChatError: it could not be done.
        """
        handle = handle_of(to)
        if handle.message is None or not handle.react:
            return
        client = await self._line.client()
        channel = Channel(client, handle.channel, handle.guild)
        await channel.mark(handle.message, _REACTIONS[reaction])
        if reaction != "seen":
            await channel.unmark(handle.message, _REACTIONS["seen"])

    async def public_url(self, file: Attachment) -> str | None:
        """Return the signed address of a file, a fresh one where it has expired."""
        return await self._downloads.address(file)

    def open(self, file: Attachment) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file that somebody sent.

        Raises:
            NotSent: Discord does not give it out.
        """
        return self._downloads.open(file)

    async def release(self, file: Attachment) -> None:
        """Do nothing: Discord keeps its files."""

    async def _replace_note(self, to: Target, key: str) -> None:
        place = (to.address, to.reply_to)
        before = self._notes.pop(place, None)
        if before is not None:
            with contextlib.suppress(ChatError):  # somebody else took it away: it is gone either way
                await self.remove(to, before)
        self._notes[place] = key
        while len(self._notes) > _NOTES_KEPT:
            self._notes.popitem(last=False)

    async def _in_turn(self, errands: Sequence[Errand]) -> str:
        """Send messages that belong together and return the key of the last."""
        key = ""
        for errand in errands:
            try:
                key = await self._out(errand)
            except TooLarge:
                raise
            except NotSent as refused:
                if key:
                    raise Unsure("part of it arrived") from refused
                raise
        return key

    async def _out(self, errand: Errand) -> str:
        """Send one message by the first way that is open, and say why when that was not the channel."""
        refused: list[Shut] = []
        for way in self._ways(errand):
            try:
                return await way(explained(errand, [shut.code for shut in refused]))
            except Shut as shut:
                refused.append(shut)
        last = refused[-1] if refused else None
        if last and last.code in NO_CHANNEL:
            raise Gone(str(last)) from last
        raise NotSent(str(last or "no way is open")) from last

    def _ways(self, errand: Errand) -> list[Way]:
        """Return the ways of a message, the first to be tried first."""
        handle, role = errand.handle, errand.post.role
        live = handle.reply if self._live(handle) else None
        ways: list[Way] = []
        if live and live.thinking and live.ephemeral == errand.hidden:
            ways.append(partial(self._fill, live))
        if handle.posts and handle.channel and not errand.hidden:
            ways.append(self._into_channel)
        if live:
            ways.append(partial(self._follow, live))
        aside = role is Role.QUIET and errand.post.ephemeral  # worth no direct message that nobody asked for
        if (role in {Role.ANSWER, Role.QUIET} and not aside) or not handle.channel:
            ways.append(self._directly)
        return ways

    def _live(self, handle: Handle) -> bool:
        """Return whether the interaction's token may be used; its age stands in the handle, so every life knows it."""
        reply = handle.reply
        young = reply is not None and self._clock.time() - reply.at < self._token_seconds
        return reply is not None and young and not self._replies.is_dead(reply.interaction)

    def _hook(self, client: discord.Client, reply: Reply) -> Hook:
        return Hook(client, reply, self._session, partial(self._replies.bury, reply.interaction))

    async def _fill(self, reply: Reply, errand: Errand) -> str:
        """Give the reply its text, unless it has one."""
        hook = self._hook(errand.client, reply)
        async with self._replies.writing(reply.interaction) as deferred:
            if deferred.lost or await self._filled(deferred, hook):
                raise Shut(0, 0)
            try:
                deferred.filled = await hook.fill(errand.letter, errand.film)
            except Shut:
                deferred.lost = True
                raise
            return str(deferred.filled)

    async def _into_channel(self, errand: Errand) -> str:
        """Post with the bot's own token: as a reply and with the film, unless just that is what Discord forbids."""
        channel = Channel(errand.client, errand.handle.channel, errand.handle.guild)
        answers = self._answered(errand.handle)
        while True:
            letter = errand.addressed
            try:
                with self._nonces.name((channel.id, answers), letter) as nonce:
                    return await channel.send(letter, errand.film, answers, nonce)
            except Shut as shut:
                if shut.code == NO_REPLY and answers is not None:
                    answers = None
                elif shut.code == NO_PERMISSION and errand.film and errand.post.film and errand.post.film.link:
                    errand = without_film(errand)
                else:
                    raise

    def _answered(self, handle: Handle) -> int | None:
        """Return the message that is replied to; a reply needs to read it."""
        answers = handle.message
        if answers is None and handle.reply is not None:
            answers = self._replies.filled(handle.reply.interaction)
        return None if "read_message_history" in handle.lacks else answers

    async def _follow(self, reply: Reply, errand: Errand) -> str:
        """Send one more message about the interaction; where follow-ups are few the last is kept for an answer."""
        await self._replies.acknowledged(reply.interaction)
        if self._replies.is_dead(reply.interaction):  # as was found out a moment ago
            raise Shut(401, DEAD)
        most = _FOLLOW_UPS if errand.post.role is Role.ANSWER else _FOLLOW_UPS - 1
        hook = self._hook(errand.client, reply)
        if errand.hidden and reply.thinking and not reply.ephemeral:
            async with self._replies.writing(reply.interaction) as deferred:
                if not await self._filled(deferred, hook):
                    raise Shut(0, 0)  # it would fill the reply, which everybody sees
        if not errand.handle.posts and not self._replies.may_follow(reply.interaction, most):
            raise Shut(400, NO_MORE)
        try:
            return await hook.follow(errand.addressed, errand.film, ephemeral=errand.hidden)
        except Unsure:
            if errand.post.role in {Role.ANSWER, Role.QUIET}:
                await self._clock.sleep(_BREATH_SECONDS)  # the core sends it again at once, and for the last time
            raise

    async def _directly(self, errand: Errand) -> str:
        """Send to the asker's direct chat. Buttons belong to the place the request came from and stay away."""
        at_home = errand.to.private or not errand.handle.channel
        if errand.film and errand.film.size > DEFAULT_LIMIT:
            raise TooLarge("the film is too large for a direct chat")
        chat = await direct(errand.client, int(errand.to.asker))
        letter = errand.letter if at_home else errand.letter.without_presses()
        with self._nonces.name((chat.id, None), letter) as nonce:
            key = await chat.send(letter, errand.film, None, nonce)
        return key if at_home else f"{_DIRECT}{chat.id}.{key}"

    @staticmethod
    async def _filled(deferred: Deferred, hook: Hook) -> bool:
        """Return whether a reply has its text; one that this process knows nothing of is looked at."""
        if not (deferred.known or deferred.filled or deferred.lost):
            deferred.filled = await hook.filled()
        return deferred.filled is not None

    async def _reaching(self, client: discord.Client, to: Target, key: str) -> list[tuple[Hook | Channel, int]]:
        """Return the ways to a message of ours; an interaction's own messages are reached by its token first."""
        handle, reply = handle_of(to), handle_of(to).reply
        if key.startswith(_DIRECT):
            _, chat, number = key.split(".")
            return [(Channel(client, int(chat), None), int(number))]
        ways: list[Hook | Channel] = []
        if reply and self._live(handle) and (reply.thinking or reply.ephemeral or not handle.posts):
            ways.append(self._hook(client, reply))
        if handle.channel and handle.posts:
            ways.append(Channel(client, handle.channel, handle.guild))
        elif not handle.channel:
            ways.append(await direct(client, int(to.asker)))
        return [(way, int(key)) for way in ways]


async def _first(
    ways: Sequence[tuple[Hook | Channel, int]], do: Callable[[Hook | Channel, int], Awaitable[None]]
) -> None:
    """Do something to a message of ours by the first way that reaches it."""
    refused: Shut | None = None
    for way, number in ways:
        try:
            await do(way, number)
        except Shut as shut:
            refused = shut
        else:
            return
    raise NotSent(str(refused or "no way is open")) from refused
