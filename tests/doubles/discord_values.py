"""What there is on the double's Discord: people, guilds, channels, files, messages, interactions.

Plain values; who may do what with them is decided elsewhere. The sizes of what may be attached are documented
[discord.limit], and so are the bits of permissions: documented [discord.rights].
"""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

DISCORD_EPOCH_MS = 1_420_070_400_000
MIB = 1024 * 1024
TIER_BYTES = {0: 10 * MIB, 1: 10 * MIB, 2: 50 * MIB, 3: 100 * MIB}

_sequence = itertools.count()


def snowflake(shard: tuple[int, int] | None = None) -> int:
    """Return a fresh id; with (shard, count) one that belongs to this shard."""
    ms = int(time.time() * 1000) - DISCORD_EPOCH_MS
    if shard:
        ms += (shard[0] - ms) % shard[1]
    return (ms << 22) | (next(_sequence) & 0x3FFFFF)


class Permission(IntEnum):
    """The bits a bot of this kind needs (Discord's documentation, "Permissions")."""

    ADMINISTRATOR = 1 << 3
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MANAGE_GUILD = 1 << 5
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


_RULING = (
    Permission.ADMINISTRATOR
    | Permission.MANAGE_THREADS
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_GUILD
    | Permission.MENTION_EVERYONE
)
ORDINARY = sum(Permission) & ~_RULING
# What an interaction's app_permissions say where the bot is no member, and in direct and group messages besides
# (Discord's documentation, "Interaction structure"; discord-api-docs issue 5316).
FOREIGN = Permission.ATTACH_FILES | Permission.EMBED_LINKS
PRIVATE = FOREIGN | Permission.MENTION_EVERYONE


class Kind(IntEnum):
    """Channel types."""

    TEXT = 0
    DM = 1
    VOICE = 2
    GROUP_DM = 3
    THREAD = 11
    STAGE = 13
    FORUM = 15


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with an account; `upload_bytes` is what their own Discord client lets them attach.

    `nick` is what they are called in servers, `roles` are the ids of the roles that they have there.
    """

    name: str
    nick: str | None = None
    locale: str = "en-US"
    bot: bool = False
    upload_bytes: int = TIER_BYTES[0]
    takes_dms: bool = True
    permissions: int = ORDINARY
    roles: list[int] = field(default_factory=list)
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        """The text that mentions them."""
        return f"<@{self.id}>"


@dataclass(eq=False, slots=True)
class Role:
    """A role of a server; `of` is the bot that it was made for."""

    name: str
    of: Person | None = None
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        """The text that mentions whoever has it."""
        return f"<@&{self.id}>"


@dataclass(eq=False, slots=True)
class Guild:
    """A server; `member` says whether the bot has been added to it, `blocked` are the words that its AutoMod blocks.

    `left` are the people who are not in it any more, by id.
    """

    name: str
    tier: int = 0
    member: bool = True
    locale: str = "en-US"
    roles: list[Role] = field(default_factory=list)
    blocked: tuple[str, ...] = ()
    left: set[int] = field(default_factory=set)
    id: int = field(default_factory=snowflake)
    owner: int = 0

    @property
    def upload_bytes(self) -> int:
        """What a bot may attach here."""
        return TIER_BYTES[self.tier]


@dataclass(eq=False, slots=True)
class Channel:
    """A text channel, thread, DM or group DM, and what the bot may do in it."""

    kind: Kind
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    people: tuple[Person, ...] = ()
    bot_permissions: int = ORDINARY
    gone: bool = False
    archived: bool = False
    locked: bool = False
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        """The text that points to it."""
        return f"<#{self.id}>"

    @property
    def bot_is_here(self) -> bool:
        """Whether the bot itself, not only its interactions, can write here."""
        if self.kind is Kind.DM:
            return any(person.bot for person in self.people)
        return self.guild is not None and self.guild.member

    @property
    def app_permissions(self) -> int:
        """What an interaction here says that the application may do."""
        if self.guild is None:
            return PRIVATE | (Permission.USE_EXTERNAL_EMOJIS if self.bot_is_here else 0)
        return self.bot_permissions if self.bot_is_here else FOREIGN

    @property
    def upload_bytes(self) -> int:
        """What may be attached to a message of the bot's."""
        return self.guild.upload_bytes if self.guild else TIER_BYTES[0]


@dataclass(eq=False, slots=True)
class File:
    """A file on the CDN. `size` may be claimed larger than `data`: zeros follow then."""

    name: str
    data: bytes = field(repr=False)
    media_type: str = "video/mp4"
    size: int = 0
    folder: str = "attachments"
    channel: int = 0
    gone: bool = False
    id: int = field(default_factory=snowflake)

    def __post_init__(self) -> None:
        self.size = self.size or len(self.data)


@dataclass(eq=False, slots=True)
class Message:
    """A message as the people in the channel see it now, and how it came to be so."""

    channel: Channel
    author: Person
    content: str = ""
    components: list[Any] = field(default_factory=list)
    embeds: list[Any] = field(default_factory=list)
    poll: dict[str, Any] | None = None
    stickers: list[str] = field(default_factory=list)  # their names
    files: list[File] = field(default_factory=list)
    flags: int = 0
    reply_to: "Message | None" = None
    snapshots: list["Message"] = field(default_factory=list)
    interaction: "Interaction | None" = None
    mentions: list[Person] = field(default_factory=list)
    pinged: set[str] = field(default_factory=set)  # user ids, role ids, "everyone": whose client made a sound
    reactions: dict[str, set[int]] = field(default_factory=dict)
    nonce: str = ""
    gone: bool = False
    by_webhook: bool = False
    contents: list[str] = field(default_factory=list)  # every text it ever had, the newest last
    edited_at: float | None = None
    at: float = field(default_factory=time.time)
    id: int = field(default_factory=snowflake)

    @property
    def ephemeral(self) -> bool:
        """Whether only the person of its interaction sees it."""
        return bool(self.flags & 1 << 6)

    @property
    def thinking(self) -> bool:
        """Whether it still says "… is thinking"."""
        return bool(self.flags & 1 << 7)

    @property
    def silent(self) -> bool:
        """Whether it was sent without a notification."""
        return bool(self.flags & 1 << 12)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Every button, in order."""
        return [part for row in self.components for part in row.get("components", ()) if part.get("type") == 2]


class Ask(IntEnum):
    """Interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(eq=False, slots=True)
class Interaction:
    """Something a person did with the bot, and what the bot answered. Times are monotonic seconds."""

    kind: Ask
    person: Person
    channel: Channel
    data: dict[str, Any]
    token: str
    installed: str = "guild"  # or "user"
    message: Message | None = None
    sent_at: float = field(default_factory=time.monotonic)
    answer: int | None = None  # the callback type
    answered_after: float | None = None  # seconds
    modal: dict[str, Any] | None = None
    choices: list[Any] | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    id: int = field(default_factory=snowflake)
