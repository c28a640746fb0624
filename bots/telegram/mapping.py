"""From a message or a press to what the core hears of it; also whether it is meant for the bot at all. Pure.

In a group the bot acts only when it is commanded, mentioned or replied to. It never answers a bot.
"""

from dataclasses import dataclass, replace
from typing import Final

from telegram import CallbackQuery, Chat, Message, User

from bots.telegram.attachments import Found, found
from bots.telegram.place import Handle, address
from bots.telegram.wording import Wording, wording
from core.model.actions import pressed as wanted
from core.model.chat import Address, Incoming, Sender
from core.words.commands import NAMES

_COMMANDS: Final = frozenset(
    {*NAMES, "start", "edit", "upload", "stop", "download", "balance", "tracks", "lang", "skills"}
)
_ASKED_FOR_NOTHING: Final = "/help"  # the bot's name alone, a sticker: somebody wants to know what it does


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the core may hear it; `quoted` is the file of the message that it replies to."""

    incoming: Incoming
    quoted: Found | None = None

    @property
    def with_quoted(self) -> Incoming:
        """The message with the file that it points at."""
        if self.quoted is None:
            return self.incoming
        handle = self.incoming.handle or self.quoted.handle.text
        return replace(self.incoming, attachments=(self.quoted.attachment,), handle=handle)


def heard(message: Message, me: Me, *, edited: bool = False, meant: bool = False) -> Heard | None:
    """Return what the core hears of a message; None: it is not for it. `meant`: an album's other part called us."""
    sender = sender_of(message.from_user, message.sender_chat, message.chat)
    said = wording(message, me.username)
    if sender is None or _of_another_bot(said, me):
        return None
    private = message.chat.type == Chat.PRIVATE
    if not (private or meant or addressed(message, said, me)):
        return None
    file = found(message)
    quoted = None if file else _quoted(message, me)
    text = said.text or ("" if file or quoted else _nothing_said(message, private=private, said=said))
    if not (text or file or quoted):
        return None
    moment = (message.edit_date if edited else None) or message.date
    incoming = Incoming(
        address=place(message),
        sender=sender,
        key=str(message.message_id),
        at=moment.timestamp(),
        private=private,
        text=text,
        attachments=(file.attachment,) if file else (),
        reply_to=_reply_to(message),
        album=message.media_group_id,
        cut=said.cut,
        corrects=edited,
        handle=file.handle.text if file else "",
    )
    return Heard(incoming, quoted)


def addressed(message: Message, said: Wording, me: Me) -> bool:
    """Whether a message in a group is meant for the bot."""
    commanded = bool(said.command) and (bool(said.of) or said.command in _COMMANDS)
    return commanded or said.called or _is_ours(message.reply_to_message, me)


def pressed(query: CallbackQuery) -> Incoming | None:
    """Return what the core hears of a press; None: the button's message is not ours to know."""
    message = query.message
    if message is None or query.data is None or query.from_user.is_bot:
        return None
    key = str(message.message_id)
    return Incoming(
        address=place(message) if isinstance(message, Message) else address(message.chat.id, None),
        sender=_person(query.from_user),
        key=f"p{query.id}",
        at=0.0,  # a press has no time of its own; intake gives it one
        private=message.chat.type == Chat.PRIVATE,
        reply_to=key,
        action=wanted(query.data),
        handle=Handle(reply=message.message_id).text,
    )


def sender_of(user: User | None, chat: Chat | None, here: Chat) -> Sender | None:
    """Return who wrote; None: a bot. An anonymous admin writes as the group itself, others perhaps as a channel."""
    if chat is not None:
        return Sender(str(chat.id), chat.title or chat.username or "", admin=chat.id == here.id)
    return None if user is None or user.is_bot else _person(user)


def place(message: Message) -> Address:
    """Return a message's address. Only a topic's number counts: elsewhere it names a chain of replies.

    Messages of the General topic carry none, and none may be given when answering there.
    """
    return address(message.chat.id, message.message_thread_id if message.is_topic_message else None)


def _person(user: User) -> Sender:
    return Sender(str(user.id), user.full_name, user.language_code or "")


def _of_another_bot(said: Wording, me: Me) -> bool:
    return bool(said.of) and said.of.lower() != me.username.lower()


def _quoted(message: Message, me: Me) -> Found | None:
    """Return the file of the message that is replied to, here or in another chat; never one of ours."""
    if message.external_reply is not None:
        return found(message.external_reply)
    replied = message.reply_to_message
    return None if replied is None or _is_ours(replied, me) else found(replied)


def _is_ours(message: Message | None, me: Me) -> bool:
    """Whether we wrote it; the first message of a topic, to which all of it «replies», is nobody's."""
    if message is None or message.from_user is None or message.forum_topic_created is not None:
        return False
    return message.from_user.id == me.id


def _reply_to(message: Message) -> str | None:
    """Return what is replied to; a topic's first message is «replied to» by everything in it."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    return str(replied.message_id)


def _nothing_said(message: Message, *, private: bool, said: Wording) -> str:
    """Return what somebody means who sends no words and no file: service messages mean nothing."""
    spoken = said.called or (private and message.effective_attachment is not None)
    return _ASKED_FOR_NOTHING if spoken else ""
