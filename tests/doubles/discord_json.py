"""The double's values as Discord writes them in JSON.

The fields are documented [discord.send, discord.channel].
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.doubles.discord_rules import MENTION
from tests.doubles.discord_values import (
    Channel,
    File,
    Guild,
    Interaction,
    Kind,
    Message,
    Permission,
    Person,
    Role,
    snowflake,
)

Sign = Callable[[File], str]


def person(one: Person) -> dict[str, Any]:
    """Return a user."""
    return {
        "id": str(one.id),
        "username": one.name.lower().replace(" ", "."),
        "discriminator": "0",
        "global_name": one.name,
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member(one: Person, permissions: int | None = None) -> dict[str, Any]:
    """Return somebody's membership in a guild, with their permissions where an interaction tells them."""
    said: dict[str, Any] = {
        "user": person(one),
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in one.roles],
        "joined_at": "2024-01-01T00:00:00.000000+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    return said if permissions is None else said | {"permissions": str(permissions)}


def channel(one: Channel) -> dict[str, Any]:
    """Return a channel of any kind."""
    said: dict[str, Any] = {"id": str(one.id), "type": int(one.kind), "flags": 0, "last_message_id": None}
    if one.kind in {Kind.DM, Kind.GROUP_DM}:
        return said | {"recipients": [person(somebody) for somebody in one.people if not somebody.bot]}
    assert one.guild is not None
    said |= {"guild_id": str(one.guild.id), "name": one.name, "parent_id": None, "rate_limit_per_user": 0}
    if one.kind is Kind.THREAD:
        assert one.parent is not None
        return said | {
            "parent_id": str(one.parent.id),
            "owner_id": str(one.guild.owner or one.guild.id),
            "message_count": 0,
            "member_count": 1,
            "thread_metadata": {
                "archived": one.archived,
                "archive_timestamp": "2024-01-01T00:00:00.000000+00:00",
                "auto_archive_duration": 1440,
                "locked": one.locked,
            },
        }
    said |= {"position": 0, "permission_overwrites": [], "nsfw": False, "topic": None}
    if one.kind in {Kind.VOICE, Kind.STAGE}:
        said |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None, "video_quality_mode": 1}
    if one.kind is Kind.FORUM:
        layout = {"default_sort_order": None, "default_forum_layout": 0, "default_reaction_emoji": None}
        said |= {"available_tags": [], "default_auto_archive_duration": 1440} | layout
    return said


def role(one: Role) -> dict[str, Any]:
    """Return a role; that of a bot is managed and names it."""
    said: dict[str, Any] = {
        "id": str(one.id),
        "name": one.name,
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": "0",
        "managed": one.of is not None,
        "mentionable": False,
        "flags": 0,
    }
    return said | {"tags": {"bot_id": str(one.of.id)}} if one.of else said


def guild(one: Guild, channels: list[Channel], bot: Person) -> dict[str, Any]:
    """Return a guild as GUILD_CREATE tells it; what the bot may do stands in its everyone role."""
    rights = channels[0].bot_permissions if channels else 0
    everyone = role(Role("@everyone", id=one.id)) | {"permissions": str(rights)}
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "owner_id": str(one.owner or one.id),
        "premium_tier": one.tier,
        "premium_subscription_count": 0,
        "preferred_locale": one.locale,
        "features": [],
        "roles": [everyone, *(role(entry) for entry in one.roles)],
        "emojis": [],
        "stickers": [],
        "members": [member(bot)],
        "member_count": 2,
        "channels": [_in_guild(entry, bot) for entry in channels if entry.kind is not Kind.THREAD],
        "threads": [channel(entry) for entry in channels if entry.kind is Kind.THREAD],
        "presences": [],
        "voice_states": [],
        "joined_at": "2024-01-01T00:00:00.000000+00:00",
        "large": False,
        "unavailable": False,
    }


def _in_guild(one: Channel, bot: Person) -> dict[str, Any]:
    """Return a guild's channel with an overwrite that says what the bot may do in it."""
    everything = sum(Permission)
    allow, deny = one.bot_permissions & everything, everything & ~one.bot_permissions
    rights = {"id": str(bot.id), "type": 1, "allow": str(allow), "deny": str(deny)}
    return channel(one) | {"permission_overwrites": [rights]}


def file(one: File, sign: Sign) -> dict[str, Any]:
    """Return an attachment with a freshly signed address."""
    url = sign(one)
    said: dict[str, Any] = {
        "id": str(one.id),
        "filename": one.name,
        "size": one.size,
        "url": url,
        "proxy_url": url,
        "content_type": one.media_type,
    }
    return said | {"ephemeral": True} if one.folder == "ephemeral-attachments" else said


def message(one: Message, sign: Sign, application: int) -> dict[str, Any]:
    """Return a message in full, as its author's application or an interaction sees it."""
    said: dict[str, Any] = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": _message_type(one),
        "author": person(one.author),
        "content": one.content,
        "timestamp": _moment(one.at),
        "edited_timestamp": _moment(one.edited_at) if one.edited_at else None,
        "tts": False,
        "mention_everyone": "everyone" in one.pinged,
        "mentions": [_mentioned(somebody, one.channel) for somebody in one.mentions],
        "mention_roles": sorted({key for _, key, _ in MENTION.findall(one.content) if key}),
        "attachments": [file(entry, sign) for entry in one.files],
        "embeds": one.embeds,
        "components": _numbered(one.components),
        "pinned": False,
        "flags": one.flags,
    }
    if one.nonce:
        said["nonce"] = one.nonce
    if one.stickers:
        said["sticker_items"] = [sticker(name) for name in one.stickers]
    if one.poll:
        said["poll"] = one.poll
    if one.by_webhook:
        said |= {"webhook_id": str(application), "application_id": str(application)}
    if one.interaction is not None:
        said["interaction_metadata"] = _metadata(one.interaction)
    if one.reply_to is not None:
        reference = {"type": 0, "message_id": str(one.reply_to.id), "channel_id": str(one.reply_to.channel.id)}
        said["message_reference"] = reference
        said["referenced_message"] = None if one.reply_to.gone else message(one.reply_to, sign, application)
    if one.snapshots:
        said["message_reference"] = {"type": 1, "channel_id": str(one.snapshots[0].channel.id)}
        said["message_snapshots"] = [{"message": _snapshot(entry, sign)} for entry in one.snapshots]
    return said


def sticker(name: str) -> dict[str, Any]:
    """Return a sticker as a message names it: no file, and no address, as is documented [discord.stickers]."""
    return {"id": str(snowflake()), "name": name, "format_type": 1 + len(name) % 4}


def _mentioned(one: Person, channel: Channel) -> dict[str, Any]:
    """Return somebody who is mentioned; in a server with their membership, which names no user again."""
    if channel.guild is None:
        return person(one)
    return person(one) | {"member": {name: value for name, value in member(one).items() if name != "user"}}


def without_content(said: dict[str, Any]) -> dict[str, Any]:
    """Return the message as an application without the message-content intent gets it.

    That of content, embeds, attachments, components and poll, and of no other field, is documented [discord.withheld]:
    stickers stay.
    """
    emptied: dict[str, Any] = said | {"content": "", "attachments": [], "embeds": [], "components": []}
    emptied.pop("poll", None)
    if emptied.get("message_snapshots"):
        emptied["message_snapshots"] = [
            {"message": without_content(one["message"])} for one in said["message_snapshots"]
        ]
    return emptied


def _message_type(one: Message) -> int:
    if one.interaction is not None:
        return 23 if one.interaction.data.get("type") == 3 else 20
    return 19 if one.reply_to is not None else 0


def _snapshot(one: Message, sign: Sign) -> dict[str, Any]:
    """Return a forwarded message.

    Who is mentioned comes as users, without their membership, as is documented [discord.mentions]. That the gateway may
    leave out `mention_roles` is reported [discord.mentions.roles].
    """
    said = message(one, sign, 0)
    kept = ("type", "content", "timestamp", "edited_timestamp", "mention_roles", "attachments", "embeds")
    shown = {name: said[name] for name in (*kept, "components", "flags", "sticker_items") if name in said}
    return shown | {"mentions": [person(somebody) for somebody in one.mentions]}


def _metadata(one: Interaction) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "type": int(one.kind),
        "user": person(one.person),
        "authorizing_integration_owners": owners(one),
    }


def owners(one: Interaction) -> dict[str, str]:
    """Return who installed the application that this interaction is with."""
    if one.installed == "user":
        return {"1": str(one.person.id)}
    return {"0": str(one.channel.guild.id if one.channel.guild else 0)}


def _numbered(components: list[Any]) -> list[Any]:
    """Discord numbers every component that came without an id."""
    count = iter(range(1, 1000))

    def number(part: dict[str, Any]) -> dict[str, Any]:
        said = {name: value for name, value in part.items() if value is not None}
        said["id"] = said.get("id") or next(count)
        if "components" in said:
            said["components"] = [number(entry) for entry in said["components"]]
        return said

    return [number(part) for part in components]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
