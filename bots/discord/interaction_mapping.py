"""What people do on Discord by commands, buttons and forms as the core's `Incoming`. Pure.

Where only a person installed the bot, the address is that person's, so that the account is theirs and not a server's
that never invited the bot.
"""

from dataclasses import dataclass
from typing import Final

import discord

from bots.discord.handle import DEFAULT_LIMIT, PERSON, Handle, InteractionReply
from bots.discord.mapping import channel_above, opened_on, roles_of
from bots.discord.permissions import may_react, missing_permissions
from bots.discord.plain_text import names_in_interaction, plain_text
from core.model.actions import (
    Action,
    Cancel,
    ChooseLanguage,
    ChooseSkill,
    ForgetEverything,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SendBroadcast,
    SwitchProject,
    UnknownAction,
)
from core.model.attachments import Attachment
from core.model.chat import Address, Incoming, Sender
from core.model.secret import Secret
from core.words.language import from_locale, language_of

Interaction = discord.Interaction[discord.Client]

PRIVATE_COMMANDS: Final = frozenset(
    {
        "admin",
        "cancel",
        "credits",
        "forget",
        "help",
        "language",
        "login",
        "logout",
        "new",
        "privacy",
        "projects",
        "quota",
        "skill",
        "status",
        "versions",
    }
)
"""Commands that in a server are answered to the asker alone."""

PRIVATE_ACTIONS: Final = (
    Cancel,
    ForgetEverything,
    OneVideoEach,
    ChooseLanguage,
    SwitchProject,
    SameForAnother,
    ChooseSkill,
    OpenUploadPage,
    SendBroadcast,
)
"""Actions of buttons that in a server are answered to whoever pressed alone."""


@dataclass(frozen=True, slots=True)
class InteractionInput:
    """What an interaction brings: words as a message would have them, files, a press, the message it is about.

    `replies`: it works like a reply to that message. `quoted` is what that message says. `files_for` is the request
    whose files were missing. `token` is that of a login.
    """

    text: str = ""
    files: tuple[Attachment, ...] = ()
    action: Action | UnknownAction | None = None
    about: discord.Message | None = None
    replies: bool = False
    quoted: str = ""
    files_for: int | None = None
    token: Secret | None = None


def interaction_text(interaction: Interaction, text: str, *, about: discord.Message | None = None) -> str:
    """Return a text that came with an interaction, or is of the message it is about, as everybody reads it."""
    language = language_of(text, from_locale(locale_of(interaction)) or "en")
    names = names_in_interaction(interaction, about)
    return plain_text(text, names, interaction.created_at.timestamp(), language)


def locale_of(interaction: Interaction) -> str:
    """Return the locale of somebody's Discord client; "": Discord told none."""
    locale: object = interaction.locale.value
    return locale if isinstance(locale, str) else ""


def from_interaction(interaction: Interaction, given: InteractionInput, now: float, *, ephemeral: bool) -> Incoming:
    """Return a command, a press or a submitted modal as the core takes it; `now` is the epoch second it arrived."""
    private, person = is_direct(interaction), interaction.user
    handle = _interaction_handle(interaction, given, now, ephemeral=ephemeral and not private)
    replied = given.about if given.replies else interaction.message if given.action is not None else None
    return Incoming(
        address=address_of(interaction),
        sender=Sender(
            str(person.id),
            person.display_name,
            locale_of(interaction),
            interaction.permissions.manage_guild,
            roles_of(person),
        ),
        key=str(interaction.id),
        at=now,
        private=private,
        text=interaction_text(interaction, given.text, about=given.about),
        attachments=given.files,
        reply_to=str(replied.id) if replied else None,
        action=given.action,
        answered_at=_answered_at(interaction, given, replied),
        opened_on=opened_on(interaction.channel, address_of(interaction)),
        channel=channel_above(interaction.channel),
        quoted=given.quoted,
        files_for=given.files_for,
        wished=given.action is None,
        handle=handle.text(),
        token=given.token,
    )


def _answered_at(interaction: Interaction, given: InteractionInput, answered: discord.Message | None) -> float | None:
    """Return when the message was written that an interaction answers, if the bot wrote it, as every button's."""
    if answered is None or (given.action is None and answered.author != interaction.client.user):
        return None
    return answered.created_at.timestamp()


def address_of(interaction: Interaction) -> Address:
    """Return where an interaction happened."""
    person = f"{PERSON}{interaction.user.id}"
    if is_direct(interaction):
        return Address("discord", person)
    channel = str(interaction.channel_id or 0)
    return Address("discord", str(interaction.guild_id) if _is_member(interaction) else person, channel)


def is_direct(interaction: Interaction) -> bool:
    """Return whether an interaction comes from the direct chat with the bot."""
    return interaction.guild_id is None and not interaction.context.private_channel


def _is_member(interaction: Interaction) -> bool:
    """Return whether the bot is a member of the server where an interaction happened."""
    if interaction.guild_id is None:
        return False
    return interaction.is_guild_integration() or interaction.client.get_guild(interaction.guild_id) is not None


def _interaction_handle(interaction: Interaction, given: InteractionInput, now: float, *, ephemeral: bool) -> Handle:
    direct, member = is_direct(interaction), _is_member(interaction)
    thread = isinstance(interaction.channel, discord.Thread)
    pressed = given.action is not None
    answered = given.about or (interaction.message if pressed else None)
    guild = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id else None
    return Handle(
        channel=interaction.channel_id or 0,
        guild=interaction.guild_id,
        posts=direct or member,
        limit=_file_limit(interaction, guild),
        locale=locale_of(interaction),
        lacks=missing_permissions(interaction.app_permissions, thread=thread) if member else (),
        message=answered.id if answered else None,
        react=given.about is not None and (direct or (member and may_react(interaction.app_permissions))),
        reply=InteractionReply(
            interaction.id,
            interaction.application_id,
            at=now,
            token=interaction.token,
            thinking=not pressed,
            ephemeral=ephemeral,
        ),
    )


def _file_limit(interaction: Interaction, guild: discord.Guild | None) -> int:
    """Return the bytes of a file that the bot may send; what the interaction allows is the person's limit."""
    if is_direct(interaction):
        return min(interaction.filesize_limit, DEFAULT_LIMIT)
    return min(interaction.filesize_limit, guild.filesize_limit) if guild else interaction.filesize_limit
