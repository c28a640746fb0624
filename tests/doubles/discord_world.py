"""The double's Discord as a place: what exists, who may see it, and what happens when something is posted.

What is refused to whom is documented [discord.rights], what is shown to whom is documented [discord.withheld].
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.doubles import discord_json as shapes
from tests.doubles.discord_cdn import Cdn
from tests.doubles.discord_errors import Problem, Refused, Violation, invalid
from tests.doubles.discord_gateway import Gateway, Session
from tests.doubles.discord_rules import MENTION, pinged
from tests.doubles.discord_values import (
    Channel,
    File,
    Guild,
    Interaction,
    Kind,
    Message,
    Permission,
    Person,
)

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
Upload = tuple[str, str, bytes]  # name, media type, content


@dataclass(eq=False)
class World:
    """Everything there is. `answer_seconds` and `token_seconds` are the life of an interaction and of its token."""

    gateway: Gateway
    cdn: Cdn
    token: str
    answer_seconds: float = 3.0
    token_seconds: float = 900.0
    bot: Person = field(default_factory=lambda: Person("Nemobot", bot=True))
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)  # by token
    commands: dict[int | None, list[dict[str, Any]]] = field(default_factory=dict)  # by guild, None: everywhere
    syncs: list[int | None] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    typing: list[int] = field(default_factory=list)
    resume_url: str = ""

    def __post_init__(self) -> None:
        self.people[self.bot.id] = self.bot

    @property
    def application(self) -> int:
        """The application's id, which is its bot's."""
        return self.bot.id

    def channel(self, key: str | int, *, needs: int = Permission.VIEW_CHANNEL) -> Channel:
        """Return a channel that the bot is in, with these rights.

        Raises:
            Refused: 10003, 50001 or 50013.
        """
        found = self.channels.get(int(key))
        if found is None or found.gone:
            raise Refused(10003)
        if not found.bot_is_here:
            raise Refused(50001)
        if found.kind is not Kind.DM:
            if not found.bot_permissions & Permission.VIEW_CHANNEL:
                raise Refused(50001)
            if needs & ~found.bot_permissions:
                raise Refused(50013)
        return found

    def direct(self, person: Person) -> Channel:
        """Return the direct channel of this person and the bot, which exists from its first use on."""
        for one in self.channels.values():
            if one.kind is Kind.DM and set(one.people) == {person, self.bot}:
                return one
        return self.add(Channel(Kind.DM, people=(person, self.bot)))

    def add(self, channel: Channel) -> Channel:
        """Let there be this channel."""
        self.channels[channel.id] = channel
        return channel

    def message(self, channel: Channel, key: str | int) -> Message:
        """Return a message that everybody in the channel sees.

        Raises:
            Refused: 10008.
        """
        found = self.messages.get(int(key))
        if found is None or found.gone or found.ephemeral or found.channel is not channel:
            raise Refused(10008)
        return found

    def said(self, message: Message) -> dict[str, Any]:
        """Return the message in full."""
        return shapes.message(message, self.cdn.sign, self.application)

    def said_to(self, message: Message, intents: int) -> dict[str, Any]:
        """Return the message as an application with these intents gets it."""
        said = self.said(message)
        if not self._open_to(message, intents):
            said = shapes.without_content(said)
        quoted = message.reply_to
        if quoted is not None and said.get("referenced_message") and not self._open_to(quoted, intents):
            said["referenced_message"] = shapes.without_content(said["referenced_message"])
        return said

    def _open_to(self, message: Message, intents: int) -> bool:
        own, mentioned = message.author is self.bot, self.bot in message.mentions
        return bool(intents & CONTENT) or own or mentioned or message.channel.kind is Kind.DM

    def moderate(self, channel: Channel, content: str | None) -> None:
        """Check a text of the bot's with the server's AutoMod.

        The code is documented [discord.moderated]. That edits of a bot's message are refused so, and new messages, is
        reported [discord.moderated.edit]. That answers to interactions are too is guessed [discord.moderated.answer];
        of those of people who installed the bot for themselves it is reported [discord.moderated.installed] that
        Discord shows them to the asker alone instead.

        Raises:
            Refused: 200000.
        """
        said = (content or "").lower()
        if channel.guild is not None and any(word in said for word in channel.guild.blocked):
            raise Refused(200000)

    async def post(self, message: Message, allowed: dict[str, Any] | None = None, *, rings: bool = True) -> Message:
        """Put a message into its channel and tell the gateway."""
        self.messages[message.id] = message
        message.contents.append(message.content)
        self._settle(message)
        if rings:
            replied = message.reply_to.author.id if message.reply_to else None
            message.pinged = pinged(message.content, allowed, replied)
        for file in message.files:
            file.channel = message.channel.id
            self.cdn.keep(file)
        if not message.ephemeral:
            await self._tell("MESSAGE_CREATE", message)
        return message

    async def change(self, message: Message, body: dict[str, Any], uploads: Sequence[Upload], limit: int) -> Message:
        """Edit a message; an edit makes no sound, whomever it names.

        Raises:
            Refused: 50006 when nothing would be left.
        """
        kept = _kept(message, body)
        added = self.files(body, uploads, limit, message.channel, known={str(file.id) for file in message.files})
        content = message.content if "content" not in body else body["content"] or ""
        components = message.components if "components" not in body else body["components"] or []
        embeds = message.embeds if "embeds" not in body else body["embeds"] or []
        if not (content or components or embeds or kept or added):
            raise Refused(50006)
        message.content, message.components, message.embeds = content, components, embeds
        message.files = [*kept, *added]
        thought = bool(message.flags & 1 << 7)
        message.flags = (message.flags & ~(1 << 7)) | (body.get("flags") or 0)
        message.edited_at = message.edited_at if thought else time.time()
        message.contents.append(content)
        self._settle(message)
        for file in added:
            self.cdn.keep(file)
        if not message.ephemeral:
            await self._tell("MESSAGE_UPDATE", message)
        return message

    async def tell_update(self, message: Message) -> None:
        """Tell the gateway that a message changed."""
        await self._tell("MESSAGE_UPDATE", message)

    async def delete(self, message: Message) -> None:
        """Take a message and its files away."""
        message.gone = True
        for file in message.files:
            file.gone = True
        guild = message.channel.guild
        said = {"id": str(message.id), "channel_id": str(message.channel.id)}
        said |= {"guild_id": str(guild.id)} if guild else {}
        if not message.ephemeral:
            wanted = GUILD_MESSAGES if guild else DIRECT_MESSAGES
            await self.gateway.tell(
                "MESSAGE_DELETE", lambda intents: said if intents & wanted else None, guild.id if guild else None
            )

    def files(
        self, body: dict[str, Any], uploads: Sequence[Upload], limit: int, channel: Channel, known: Iterable[str] = ()
    ) -> list[File]:
        """Return the uploaded files of a body, each named by its attachment entry where there is one.

        Raises:
            Refused: 40005 for a file above `limit` bytes, 50035 for an entry without its file.
        """
        if any(len(content) > limit for _, _, content in uploads):
            raise Refused(40005)
        entries = [one for one in body.get("attachments") or () if str(one["id"]) not in set(known)]
        if any(int(one["id"]) >= len(uploads) for one in entries):
            raise invalid(["attachments"], "ATTACHMENT_NOT_FOUND", "names a file that is not in the request")
        names = {int(one["id"]): one.get("filename") for one in entries}
        return [
            File(names.get(at) or name, content, media_type, channel=channel.id)
            for at, (name, media_type, content) in enumerate(uploads)
        ]

    def _settle(self, message: Message) -> None:
        """Work out who is mentioned, which is not who is rung."""
        found = {user for user, _, _ in MENTION.findall(message.content) if user}
        named = [person for key in sorted(found) if (person := self.people.get(int(key)))]
        if message.reply_to is not None and message.reply_to.author not in named and not message.silent:
            named.append(message.reply_to.author)
        message.mentions = named

    async def _tell(self, event: str, message: Message) -> None:
        guild = message.channel.guild
        wanted = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        blind = guild is not None and not message.channel.bot_permissions & Permission.VIEW_CHANNEL
        if not message.channel.bot_is_here or blind:
            return

        def heed_cancel(intents: int) -> dict[str, Any] | None:
            if not intents & wanted:
                return None
            said = self.said_to(message, intents)
            if guild is not None:
                said |= {"guild_id": str(guild.id), "member": shapes.member(message.author)}
            return said

        await self.gateway.tell(event, heed_cancel, guild.id if guild else None)

    def ready(self, session: Session) -> dict[str, Any]:
        """Return READY for a session."""
        return {
            "v": 10,
            "user": shapes.person(self.bot) | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(one.id), "unavailable": True} for one in self._guilds_of(session)],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.resume_url,
            "shard": list(session.shard),
            "application": {"id": str(self.application), "flags": 0},
            "private_channels": [],
        }

    def arrived(self, session: Session) -> list[tuple[str, dict[str, Any]]]:
        """Return what follows READY: the guilds, for those who asked to hear of guilds."""
        if not session.intents & GUILDS:
            return []
        return [("GUILD_CREATE", self.guild_said(one)) for one in self._guilds_of(session)]

    def guild_said(self, guild: Guild) -> dict[str, Any]:
        """Return a guild in full."""
        channels = [one for one in self.channels.values() if one.guild is guild and not one.gone]
        return shapes.guild(guild, channels, self.bot)

    def _guilds_of(self, session: Session) -> list[Guild]:
        index, count = session.shard
        return [one for one in self.guilds.values() if one.member and (one.id >> 22) % count == index]

    def blame(self, method: str, path: str, code: int, problems: Sequence[Problem]) -> None:
        """Write down a mistake of the bot's."""
        self.violations.append(Violation(method, path, code, tuple(map(str, problems))))


def _kept(message: Message, body: dict[str, Any]) -> list[File]:
    if body.get("attachments") is None:
        return message.files if "attachments" not in body else []
    wanted = {str(one["id"]) for one in body["attachments"]}
    return [file for file in message.files if str(file.id) in wanted]
