"""What people write on Discord as the core's `Incoming`. Pure.

An address is a channel or thread of a server, or a person's direct chat. What they do otherwise, by commands, buttons
and forms, is in `bots.discord.interaction_mapping`.
"""

from dataclasses import dataclass, field, replace
from typing import Final

import discord

from bots.discord.attachments import attachments, stickers
from bots.discord.handle import PERSON, Handle
from bots.discord.material import Material, forwarded_text, material_of
from bots.discord.media import media_of, own_media
from bots.discord.permissions import may_react, missing_permissions
from bots.discord.plain_text import names_in_message, plain_text
from bots.discord.referenced import is_empty, referenced_message, referenced_was_emptied
from core.model.chat import Address, Incoming, Sender, Unseen
from core.words.follow_up import needs_referenced
from core.words.language import from_locale, language_of
from core.words.stickers import points_at_sticker

_PROBABLY_CUT: Final = 1950  # characters; Discord's own limit is 2000, and people split a long text just below it
_PEOPLES: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})


@dataclass(frozen=True, slots=True)
class Mapped:
    """A message for the core; `referenced` is what the message offers that it replies to.

    `bare`: it has neither words nor a file of its own.
    """

    incoming: Incoming
    referenced: Material = field(default_factory=Material)
    bare: bool = False

    @property
    def with_referenced(self) -> Incoming:
        """The message with the files and the text of the one that it replies to.

        Where it is bare and that has no file, the text replied to is what is asked for.
        """
        incoming, files, text = self.incoming, self.referenced.all_files, self.referenced.text
        if incoming.unseen is not None or incoming.is_reaction:
            return incoming
        if self.bare and not files:
            return replace(incoming, text=text or incoming.text)
        words = "" if self.bare else incoming.text
        quoted = "\n\n".join(part for part in (text, incoming.quoted) if part)
        # a script, subtitles or a sticker are for the clip there
        if all(file.is_words or file.is_sticker for file in incoming.attachments):
            incoming = replace(incoming, attachments=(*incoming.attachments, *files))
        return replace(incoming, text=words, quoted=quoted)


def is_for_bot(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return whether a person's message is meant for the bot: direct, a mention of it or of its role, a reply to it.

    In a server that the library does not know (any more) nothing is.
    """
    if message.author.bot or message.webhook_id or message.type not in _PEOPLES:
        return False
    if message.guild is None:
        return isinstance(message.channel, discord.DMChannel)
    if stickers(message) and not (message.content or media_of(message)):
        return False  # a reaction, also to the bot's own message, where Discord mentions the bot by itself
    if me in message.mentions:
        return True
    own_role = message.guild.self_role
    if own_role is not None and own_role in message.role_mentions:
        return True
    replied = message.reference.resolved if message.reference else None
    return isinstance(replied, discord.Message) and replied.author == me


def from_message(message: discord.Message, me: discord.ClientUser, *, sees_all: bool = False) -> Mapped:
    """Return a message that is meant for the bot as the core takes it.

    `sees_all`: the message-content intent is granted. Without it a message that neither mentions the bot nor is direct
    has no content. As a reply to the bot it is meant for it all the same, and its sender is told that it could not be
    read.
    """
    media, text = own_media(message, _as_read(message.content, message, me))
    forwarded = _as_read(forwarded_text(message), message, me)
    files = attachments(media, message)
    if not (text or files) or points_at_sticker(text):
        files = (*files, *stickers(message))
    continues = len(message.content) >= _PROBABLY_CUT
    if forwarded and not (text or files):  # it is what is asked for; its sender's own words are the next message
        text, forwarded, continues = forwarded, "", True
    referenced = _referenced(message, me, text)
    bare = not (text or files)
    edited = message.edited_at
    incoming = Incoming(
        address=_message_address(message),
        sender=_message_sender(message),
        key=str(message.id),
        at=(edited or message.created_at).timestamp(),
        private=message.guild is None,
        text="/help" if bare else text,
        attachments=files,
        reply_to=_reply_to(message),
        answered_at=_answered_at(message, me),
        written_at=None if edited is None else message.created_at.timestamp(),
        cut=continues,
        corrects=edited is not None,
        opened_on=opened_on(message.channel, _message_address(message)),
        channel=channel_above(message.channel),
        quoted=forwarded,
        forwarded=bool(message.message_snapshots),
        handle=_message_handle(message).text(),
    )
    if is_empty(message) and message.guild is not None:
        incoming = _not_shown(incoming, "", Unseen.MESSAGE)
    elif not (files or sees_all) and referenced_was_emptied(message, me) and needs_referenced(text):
        incoming = _not_shown(incoming, text, Unseen.REPLIED_TO)
    return Mapped(incoming, referenced, bare)


def _referenced(message: discord.Message, me: discord.ClientUser, words: str) -> Material:
    """Return what the message offers that is replied to; nothing where it is the bot's own.

    Its stickers are what is asked for where it shows nothing else, or where `words` are about them.
    """
    replied = referenced_message(message, me)
    if replied is None:
        return Material()
    material = material_of(replied, lambda text: _as_read(text, message, me))
    files = tuple(file for file in material.files if not file.is_sticker)
    shows_more = bool(files or material.links or material.text)
    if points_at_sticker(words) if shows_more else needs_referenced(words):
        files = (*files, *stickers(replied))
    return replace(material, files=files)


def _not_shown(incoming: Incoming, text: str, unseen: Unseen) -> Incoming:
    """Return a message of which Discord did not show the bot everything; it is answered once and never corrected.

    Its sender gets the language of the words.
    """
    language = language_of(text, from_locale(incoming.sender.locale) or "en")
    sender = replace(incoming.sender, locale=language)
    return replace(incoming, sender=sender, text=text, reply_to=None, unseen=unseen, corrects=False)


def _as_read(content: str, message: discord.Message, me: discord.ClientUser) -> str:
    """Return a text of a message as everybody reads it."""
    locale = str(message.guild.preferred_locale) if message.guild else ""
    language = language_of(content, from_locale(locale) or "en")
    return plain_text(content, names_in_message(message, me), message.created_at.timestamp(), language)


def _reply_to(message: discord.Message) -> str | None:
    reference = message.reference
    is_reply = reference is not None and message.type is discord.MessageType.reply
    return str(reference.message_id) if reference and is_reply and reference.message_id else None


def _answered_at(message: discord.Message, me: discord.ClientUser) -> float | None:
    """Return when the message was written that is replied to, if the bot wrote it."""
    replied = message.reference.resolved if message.reference and _reply_to(message) else None
    return replied.created_at.timestamp() if isinstance(replied, discord.Message) and replied.author == me else None


def opened_on(channel: object, here: Address) -> tuple[Address, str] | None:
    """Return the message that a thread may have been opened on.

    It has the same number as the thread, and is in the channel above it (Discord developer documentation, "Start Thread
    from Message"). A thread that was opened on no message has a number of its own.
    """
    if not isinstance(channel, discord.Thread):
        return None
    return replace(here, thread=str(channel.parent_id)), str(channel.id)


def channel_above(channel: object) -> str:
    """Return the channel that a thread belongs to; "": it is no thread."""
    return str(channel.parent_id) if isinstance(channel, discord.Thread) else ""


def roles_of(person: discord.abc.User) -> tuple[str, ...]:
    """Return the roles of a member of a server, without the one that everybody there has.

    Events bring them with their author or user (Discord developer documentation, "Message Create", "Interaction
    Object": `member`). In a server that the bot is no member of, the library knows no roles.
    """
    if not isinstance(person, discord.Member):
        return ()
    return tuple(str(role.id) for role in person.roles if not role.is_default())


def _message_address(message: discord.Message) -> Address:
    if message.guild is None:
        return Address("discord", f"{PERSON}{message.author.id}")
    return Address("discord", str(message.guild.id), str(message.channel.id))


def _message_sender(message: discord.Message) -> Sender:
    author, locale = message.author, str(message.guild.preferred_locale) if message.guild else ""
    admin = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    return Sender(str(author.id), author.display_name, locale, admin, roles_of(author))


def _message_handle(message: discord.Message) -> Handle:
    guild, channel = message.guild, message.channel
    if guild is None:
        return Handle(channel.id, message=message.id, react=True)
    known = isinstance(channel, discord.abc.GuildChannel | discord.Thread)
    me: discord.Member | None = guild.me  # None in a server of which Discord did not tell everything
    allowed = channel.permissions_for(me) if known and me else None
    thread = isinstance(channel, discord.Thread)
    return Handle(
        channel.id,
        guild.id,
        limit=guild.filesize_limit,
        locale=str(guild.preferred_locale),
        lacks=missing_permissions(allowed, thread=thread) if allowed is not None else (),
        message=message.id,
        react=allowed is None or may_react(allowed),
    )
