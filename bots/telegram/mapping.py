"""A message or a callback query as the core's `Incoming`, and whether it is for the bot at all. Pure.

In a group the bot acts only on a command, a mention or a reply to it. It never answers a bot, nor a post of a channel
that Telegram itself copies into the channel's group: nobody asked there.
"""

from dataclasses import dataclass, replace
from typing import Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageOriginUser,
    User,
)

from bots.telegram.attachments import file_of, is_withheld, withheld_file
from bots.telegram.handle import Handle, address_of, key_of
from bots.telegram.text import EDIT, MessageText, message_text, quote_text
from core.model.actions import Action, UnknownAction
from core.model.attachments import Attachment
from core.model.chat import Address, Incoming, Sender
from core.words.commands import NAMES
from core.words.follow_up import needs_referenced
from core.words.stickers import points_at_sticker

_COMMANDS: Final = frozenset(
    {*NAMES, "start", "edit", "upload", "stop", "download", "balance", "tracks", "lang", "skills"}
)
_NO_WISH: Final = "/help"  # the bot's name alone, a place on the map: somebody wants to know what it does


@dataclass(frozen=True, slots=True)
class BotUser:
    """The bot's own account: its user id, and its username without the @."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """A message for the core; `referenced` and `referenced_text` are those of the message that it replies to.

    `bare`: it has neither words nor a file of its own.
    """

    incoming: Incoming
    referenced: Attachment | None = None
    referenced_text: str = ""
    bare: bool = False

    @property
    def with_referenced(self) -> Incoming:
        """The message with the file and the text of the message that it replies to.

        Where it is bare and that has no file, the text replied to is what is asked for.
        """
        incoming, file = self.incoming, self.referenced
        if file is not None:
            incoming = replace(incoming, attachments=(*incoming.attachments, file))
        if not self.bare:
            return replace(incoming, quoted=incoming.quoted or self.referenced_text)
        return replace(incoming, text="" if file is not None else self.referenced_text or incoming.text)


def from_message(message: Message, bot: BotUser, *, edited: bool = False, for_bot: bool = False) -> Mapped | None:
    """Return a message for the core; None: it is not for the bot. `for_bot`: another part of its album was."""
    sender = sender_of(message.from_user, message.sender_chat, message.chat)
    written = message_text(message, bot.username, bot.id)
    private = message.chat.type == Chat.PRIVATE
    if sender is None or message.is_automatic_forward:
        return None
    if not private and (_commands_another_bot(written, bot) or not (for_bot or _is_for_bot(message, written, bot))):
        return None
    file = _if_needed(file_of(message), written.text)
    if file and file.is_sticker and not private:
        return None  # a reaction, for it has no words
    referenced = _if_needed(_referenced(message, bot), written.text)
    if file and not (file.is_words or _goes_with(referenced, written.text)):
        referenced = None
    calls = written.mentions_bot or written.command == EDIT
    text, quoted = _words(message, written, calls=calls)
    bare = not (text or file)
    if bare and (calls or (private and message.effective_attachment is not None)):
        text = _NO_WISH
    if not (text or file or referenced):
        return None
    moment = (message.edit_date if edited else None) or message.date
    incoming = Incoming(
        address=address_of_message(message),
        sender=sender,
        key=key_of(message),
        at=moment.timestamp(),
        private=private,
        text=text,
        attachments=(file,) if file else (),
        reply_to=_reply_to(message),
        album=message.media_group_id,
        cut=written.cut,
        corrects=edited,
        quoted=quoted,
        forwarded=message.forward_origin is not None,
        wished=written.command == EDIT,
        may_continue=private and message.reply_to_message is None,
        answered_at=_answered_at(message, bot),
        written_at=message.date.timestamp() if edited else None,
    )
    return Mapped(incoming, referenced, "" if bare and not calls else _referenced_text(message, bot), bare)


def from_callback(query: CallbackQuery, action: Action | UnknownAction, at: float) -> Incoming | None:
    """Return a pressed button for the core; None: the message that it is under is unknown.

    Args:
        query: what Telegram tells of it.
        action: the action that the button stands for.
        at: when it arrived, in seconds since the epoch; Telegram gives no time.
    """
    message = query.message
    if message is None or query.data is None or query.from_user.is_bot:
        return None
    return Incoming(
        address=address_of_message(message) if isinstance(message, Message) else address_of(message.chat.id, None),
        sender=_person(query.from_user),
        key=f"p{query.id}",
        at=at,
        private=message.chat.type == Chat.PRIVATE,
        reply_to=key_of(message),
        action=action,
        answered_at=message.date.timestamp(),  # 0 for one that is too old to be told (Bot API, InaccessibleMessage)
        handle=Handle(message.message_id, group=message.chat.id if message.chat.type == Chat.GROUP else None).text,
    )


def from_added(change: ChatMemberUpdated) -> Incoming | None:
    """Return that somebody added the bot to a group; None: the bot was there already, has left, or it is no group."""
    groups = {Chat.GROUP, Chat.SUPERGROUP}
    was_there, is_there = (_is_member(member) for member in (change.old_chat_member, change.new_chat_member))
    if was_there or not is_there or change.chat.type not in groups:
        return None
    return Incoming(
        address=address_of(change.chat.id, None),
        sender=_person(change.from_user),
        key=f"added.{change.date.timestamp():.0f}",
        at=change.date.timestamp(),
        private=False,
        added=True,
    )


def sender_of(user: User | None, chat: Chat | None, here: Chat) -> Sender | None:
    """Return who wrote; None: a bot.

    An anonymous admin writes as the group, others may write as a channel (Bot API, Message.sender_chat).
    """
    if chat is not None:
        return Sender(str(chat.id), chat.title or chat.username or "", admin=chat.id == here.id)
    return None if user is None or user.is_bot else _person(user)


def address_of_message(message: Message) -> Address:
    """Return the address of a message. Outside topics `message_thread_id` is the id of a chain of replies: ignored.

    Messages of the General topic have no thread id, and an answer there must have none.
    """
    return address_of(message.chat.id, message.message_thread_id if message.is_topic_message else None)


def _person(user: User) -> Sender:
    return Sender(str(user.id), user.full_name, user.language_code or "")


def _words(message: Message, written: MessageText, *, calls: bool) -> tuple[str, str]:
    """Return the words of a message, and what it quotes; `calls`: it calls the bot, perhaps with nothing but that."""
    selected = _selected(message)
    if file_of(message) and _is_anothers(message):  # their caption is material, not a wish
        return "", written.text
    if not written.text and calls:
        return selected, ""
    return written.text, selected


def _is_member(member: ChatMember) -> bool:
    """Whether somebody is in a chat; a restricted member may be outside it (Bot API, ChatMemberRestricted)."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}


def _is_for_bot(message: Message, written: MessageText, bot: BotUser) -> bool:
    """Whether a message in a group is for the bot.

    What is forwarded, or was written by an inline bot, names the bot without its sender having done so.
    """
    if _is_from_bot(message.reply_to_message, bot):
        return True
    if message.forward_origin is not None or message.via_bot is not None:
        return False
    commands = bool(written.command) and (bool(written.command_bot) or written.command in _COMMANDS)
    return commands or written.mentions_bot


def _if_needed(file: Attachment | None, words: str) -> Attachment | None:
    """Return a file, unless it cannot be read and the words ask for nothing that needs it."""
    unreadable = is_withheld(file) or (file is not None and file.is_sticker)
    return None if unreadable and not needs_referenced(words) else file


def _goes_with(referenced: Attachment | None, words: str) -> bool:
    """Whether what is replied to goes with a clip; a script or subtitles go with the clip that they reply to."""
    return referenced is not None and referenced.is_sticker and points_at_sticker(words)


def _is_anothers(message: Message) -> bool:
    """Whether somebody forwards what another person, or nobody knows who, has written."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser):
        return message.from_user is None or origin.sender_user.id != message.from_user.id
    return origin is not None


def _commands_another_bot(written: MessageText, bot: BotUser) -> bool:
    return bool(written.command_bot) and written.command_bot.lower() != bot.username.lower()


def _referenced(message: Message, bot: BotUser) -> Attachment | None:
    """Return the file of the message that is replied to, here or in another chat; never one that the bot sent."""
    if message.reply_to_story is not None:
        return withheld_file()
    if message.external_reply is not None:
        return file_of(message.external_reply)
    replied = message.reply_to_message
    file = None if replied is None or _is_from_bot(replied, bot) else file_of(replied)
    if file is None or replied is None or replied.media_group_id is None:
        return file
    return replace(file, of_album=True)


def _is_from_bot(message: Message | None, bot: BotUser) -> bool:
    """Whether the bot wrote a message; the first one of a topic, to which all others "reply", does not count."""
    if message is None or message.from_user is None or message.forum_topic_created is not None:
        return False
    return message.from_user.id == bot.id


def _reply_to(message: Message) -> str | None:
    """Return the key of the message replied to; everything in a topic "replies" to its first message: ignored."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    return key_of(replied)


def _answered_at(message: Message, bot: BotUser) -> float | None:
    """Return when the message was written that is replied to, if the bot wrote it."""
    replied = message.reply_to_message
    return replied.date.timestamp() if replied is not None and _is_from_bot(replied, bot) else None


def _selected(message: Message) -> str:
    """Return the part that the sender selected in the message that is replied to; "": none (Bot API, TextQuote)."""
    quote = message.quote
    return quote_text(quote, message.reply_to_message) if quote is not None and quote.is_manual else ""


def _referenced_text(message: Message, bot: BotUser) -> str:
    """Return what somebody else than the bot wrote in the message that is replied to, here or in another chat.

    Of a message in another chat Telegram shows only the part that it quotes.
    """
    if message.external_reply is not None:
        return quote_text(message.quote, None) if message.quote is not None else ""
    replied = message.reply_to_message
    if replied is None or _is_from_bot(replied, bot):
        return ""
    return message_text(replied, bot.username, bot.id).text
