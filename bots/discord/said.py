"""What people do on Discord as the core hears it: a message, a command, a press. Pure mapping; calls nothing.

An address is a channel or thread of a server, or a person's direct chat. Where only a person installed the bot, the
address is that person's, so that the account is theirs and not a server's that never invited us.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

import discord

from bots.discord.attached import all_files
from bots.discord.handle import DEFAULT_LIMIT, PERSON, Handle, Reply
from bots.discord.permissions import lacking, may_react
from bots.discord.quoted import came_unseen, needs_it, quoted_files, shows_nothing
from core.model.actions import (
    Action,
    Cancel,
    ChooseLanguage,
    ChooseSkill,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SwitchProject,
    UnknownAction,
)
from core.model.chat import Address, Attachment, Incoming, Sender, Unseen
from core.words.language import from_locale, language_of

Interaction = discord.Interaction[discord.Client]

PRIVATE_COMMANDS: Final = frozenset(
    {"cancel", "credits", "help", "language", "new", "projects", "skill", "status", "versions"}
)
"""Commands that in a server are nobody's business but the asker's."""

PRIVATE_ACTIONS: Final = (
    Cancel,
    OneVideoEach,
    ChooseLanguage,
    SwitchProject,
    SameForAnother,
    ChooseSkill,
    OpenUploadPage,
)
"""What buttons ask for that in a server is nobody's business but the asker's."""

_LONG: Final = 1950  # a text this long was probably split by its sender; Discord's own limit is 2000


@dataclass(frozen=True, slots=True)
class Wish:
    """What an interaction asks for, in the words that a message would use."""

    text: str = ""
    files: tuple[Attachment, ...] = ()
    action: Action | UnknownAction | None = None
    about: discord.Message | None = None


def of_interaction(interaction: Interaction, wish: Wish, now: float, *, ephemeral: bool) -> Incoming:
    """Return a command, a press or a filled form as the core hears it."""
    private, person = is_direct(interaction), interaction.user
    handle = _interaction_handle(interaction, wish, now, ephemeral=ephemeral and not private)
    return Incoming(
        address=address_of(interaction),
        sender=Sender(
            str(person.id), person.display_name, str(interaction.locale), interaction.permissions.manage_guild
        ),
        key=str(interaction.id),
        at=now,
        private=private,
        text=wish.text,
        attachments=wish.files,
        reply_to=str(interaction.message.id) if wish.action is not None and interaction.message else None,
        action=wish.action,
        handle=handle.text(),
    )


def of_message(message: discord.Message, me: discord.ClientUser, *, sees_all: bool = False) -> Incoming | None:
    """Return a message that is meant for the bot as the core hears it; None: it is not. `sees_all`: by the intent.

    Without the message-content intent a message that neither mentions the bot nor is direct has no content. As a reply
    to the bot it is meant for it all the same, and its sender is told that it could not be read.
    """
    if message.author.bot or message.webhook_id or message.type not in _SPOKEN or not _is_addressed(message, me):
        return None
    text = _without_mention(message, me)
    files = all_files(message) or quoted_files(message, me)
    edited = message.edited_at
    heard = Incoming(
        address=_message_address(message),
        sender=_message_sender(message),
        key=str(message.id),
        at=(edited or message.created_at).timestamp(),
        private=message.guild is None,
        text=text or ("" if files else "/help"),
        attachments=files,
        reply_to=_replied(message),
        cut=len(message.content) >= _LONG,
        corrects=edited is not None,
        handle=_message_handle(message).text(),
    )
    if shows_nothing(message) and message.guild is not None:
        return _in_vain(heard, "", Unseen.MESSAGE)
    in_vain = not (files or sees_all) and came_unseen(message, me) and needs_it(text)
    return _in_vain(heard, text, Unseen.REPLIED_TO) if in_vain else heard


def _in_vain(heard: Incoming, text: str, unseen: Unseen) -> Incoming:
    """Return a reply that we were not shown all of; its sender is given the language of its words.

    It is answered once: there is nothing in it to be corrected.
    """
    speech = language_of(text, from_locale(heard.sender.locale) or "en")
    sender = replace(heard.sender, locale=speech)
    return replace(heard, sender=sender, text=text, reply_to=None, unseen=unseen, corrects=False)


def address_of(interaction: Interaction) -> Address:
    """Return where an interaction happened."""
    person = f"{PERSON}{interaction.user.id}"
    if is_direct(interaction):
        return Address("discord", person)
    channel = str(interaction.channel_id or 0)
    return Address("discord", str(interaction.guild_id) if _is_member(interaction) else person, channel)


_SPOKEN: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})


def is_direct(interaction: Interaction) -> bool:
    """Return whether an interaction comes from the direct chat with the bot."""
    return interaction.guild_id is None and not interaction.context.private_channel


def _is_member(interaction: Interaction) -> bool:
    if interaction.guild_id is None:
        return False
    return interaction.is_guild_integration() or interaction.client.get_guild(interaction.guild_id) is not None


def _interaction_handle(interaction: Interaction, wish: Wish, now: float, *, ephemeral: bool) -> Handle:
    direct, member = is_direct(interaction), _is_member(interaction)
    thread = isinstance(interaction.channel, discord.Thread)
    answered = wish.about or (interaction.message if wish.action is not None else None)
    guild = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id else None
    return Handle(
        channel=interaction.channel_id or 0,
        guild=interaction.guild_id,
        posts=direct or member,
        limit=_limit(interaction, guild),
        locale=str(interaction.locale),
        lacks=lacking(interaction.app_permissions, thread=thread) if member else (),
        message=answered.id if answered else None,
        react=wish.about is not None and (direct or (member and may_react(interaction.app_permissions))),
        reply=Reply(
            interaction.id,
            interaction.application_id,
            at=now,
            token=interaction.token,
            thinking=wish.action is None,
            ephemeral=ephemeral,
        ),
    )


def _limit(interaction: Interaction, guild: discord.Guild | None) -> int:
    """Return the bytes of a file that may be sent: what the interaction allows is the person's limit, not the bot's."""
    if is_direct(interaction):
        return min(interaction.filesize_limit, DEFAULT_LIMIT)
    return min(interaction.filesize_limit, guild.filesize_limit) if guild else interaction.filesize_limit


def _is_addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    if message.guild is None or me in message.mentions:
        return True
    own_role = message.guild.self_role
    if own_role is not None and own_role in message.role_mentions:
        return True
    replied = message.reference.resolved if message.reference else None
    return isinstance(replied, discord.Message) and replied.author == me


def _without_mention(message: discord.Message, me: discord.ClientUser) -> str:
    names = [rf"<@!?{me.id}>"]
    if message.guild is not None and message.guild.self_role is not None:
        names.append(rf"<@&{message.guild.self_role.id}>")
    return re.sub(rf"\s*(?:{'|'.join(names)})[ \t]*[,:]?[ \t]*", " ", message.content).strip()


def _replied(message: discord.Message) -> str | None:
    reference = message.reference
    is_reply = reference is not None and message.type is discord.MessageType.reply
    return str(reference.message_id) if reference and is_reply and reference.message_id else None


def _message_address(message: discord.Message) -> Address:
    if message.guild is None:
        return Address("discord", f"{PERSON}{message.author.id}")
    return Address("discord", str(message.guild.id), str(message.channel.id))


def _message_sender(message: discord.Message) -> Sender:
    author, locale = message.author, str(message.guild.preferred_locale) if message.guild else ""
    admin = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    return Sender(str(author.id), author.display_name, locale, admin)


def _message_handle(message: discord.Message) -> Handle:
    guild, channel = message.guild, message.channel
    if guild is None:
        return Handle(channel.id, message=message.id, react=True)
    known = isinstance(channel, discord.abc.GuildChannel | discord.Thread)
    allowed = channel.permissions_for(guild.me) if known else None
    return Handle(
        channel.id,
        guild.id,
        limit=guild.filesize_limit,
        locale=str(guild.preferred_locale),
        lacks=lacking(allowed, thread=isinstance(channel, discord.Thread)) if allowed is not None else (),
        message=message.id,
        react=allowed is None or may_react(allowed),
    )
