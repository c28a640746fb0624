"""Chats, their people and everything said in them, as the server keeps it.

Topics are documented [telegram.topics], and so is what a chat that moved or shut the bot out answers: documented
[telegram.supergroup, telegram.blocked].
"""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram_files import StoredFile
from tests.doubles.telegram_refusal import Refused, bad_request

# core.telegram.org/bots/api#chat: ids of supergroups and channels are negative and begin with -100
SUPERGROUPS = -1_001_000_000_000
FIRST_MESSAGE = 100  # the same in every chat, so that a client that mixes chats up is caught
GENERAL = 1
MEDIA = ("video", "document", "animation", "audio", "photo", "voice", "video_note")


@dataclass(frozen=True)
class Person:
    """Somebody who writes: a user, another bot, or one of Telegram's own masks."""

    id: int
    name: str
    username: str = ""
    language: str = "en"
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        """Return the User."""
        user: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            user["username"] = self.username
        if self.language and not self.is_bot:
            user["language_code"] = self.language
        return user


# The masks under which anonymous administrators, channels and linked channels' posts appear in a group.
ANONYMOUS = Person(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
CHANNEL_BOT = Person(136817688, "Channel", "Channel_Bot", is_bot=True)
TELEGRAM = Person(777000, "Telegram", "")


@dataclass
class Said:
    """One message with its edits applied."""

    chat: "Chat"
    data: dict[str, Any]
    by_bot: bool
    silent: bool = False
    removed: bool = False
    edits: int = 0
    reactions: list[str] = field(default_factory=list)
    file: StoredFile | None = None
    thumbnail: bool = False
    at: float = field(default_factory=time.monotonic)
    edited_at: float = 0.0  # on the same clock, and when it was edited last
    history: list[str] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The number within its chat."""
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """Text or caption."""
        return str(self.data.get("text", self.data.get("caption", "")))

    @property
    def thread(self) -> int | None:
        """The topic, if it is in one."""
        return self.data.get("message_thread_id") if self.data.get("is_topic_message") else None

    @property
    def reply_to(self) -> int | None:
        """The number of the message it answers, unless that is only the head of its topic."""
        replied = self.data.get("reply_to_message")
        if replied is None or "forum_topic_created" in replied:
            return None
        return int(replied["message_id"])

    @property
    def buttons(self) -> dict[str, str]:
        """What can be pressed: the label, and the data or the address behind it."""
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return {
            button["text"]: button.get("callback_data") or button.get("url") or button.get("web_app", {}).get("url", "")
            for row in rows
            for button in row
        }

    @property
    def medium(self) -> str | None:
        """What kind of file it carries."""
        return next((kind for kind in MEDIA if kind in self.data), None)

    @property
    def film(self) -> StoredFile | None:
        """The video it shows."""
        return self.file if "video" in self.data else None


@dataclass
class Chat:
    """A chat with its members and messages."""

    id: int
    kind: str
    title: str = ""
    person: Person | None = None
    forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Said] = field(default_factory=dict)
    blocked: bool = False
    kicked: bool = False
    migrated_to: int | None = None
    reactions: bool = True
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_MESSAGE))

    @property
    def private(self) -> bool:
        """Whether it is a talk of two."""
        return self.kind == "private"

    @property
    def group(self) -> bool:
        """Whether the limits of groups hold."""
        return self.kind in {"group", "supergroup"}

    def json(self) -> dict[str, Any]:
        """Return the Chat."""
        chat: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.person:
            user = self.person.json()
            chat |= {key: user[key] for key in ("first_name", "username") if key in user}
        else:
            chat["title"] = self.title
        if self.forum:
            chat["is_forum"] = True
        return chat

    def add(self, data: dict[str, Any], *, by_bot: bool, **more: Any) -> Said:
        """Keep a new message; its number, date and chat are put in."""
        number = next(self.numbers)
        data = {"message_id": number, "date": int(time.time()), "chat": self.json(), **data}
        said = self.messages[number] = Said(self, data, by_bot, **more)
        said.history.append(said.text)
        return said

    def find(self, number: int) -> Said | None:
        """Return a message that is still there."""
        said = self.messages.get(number)
        return None if said is None or said.removed else said

    def threaded(self, thread: int | None, reply_to: int | None) -> dict[str, Any]:
        """Return the fields that say where in the chat a message stands, with the server's quirks.

        In a forum a message that answers nobody answers the head of its topic; General has no number; in an ordinary
        supergroup an answer carries the number of the thread it hangs in, which is no topic.
        """
        fields: dict[str, Any] = {}
        replied = self.find(reply_to) if reply_to is not None else None
        if self.forum and thread not in (None, GENERAL):
            fields = {"message_thread_id": thread, "is_topic_message": True}
            replied = replied or self.messages.get(thread or 0)
        elif replied and self.kind == "supergroup" and not self.forum:
            fields["message_thread_id"] = replied.data.get("message_thread_id", replied.id)
        if replied:
            fields["reply_to_message"] = {
                key: value for key, value in replied.data.items() if key != "reply_to_message"
            }
        return fields


class World:
    """Everybody and every chat."""

    def __init__(self, bot: Person) -> None:
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {bot.id: bot}
        self._people = itertools.count(5001)
        self._groups = itertools.count(1)

    def person(self, name: str, *, language: str = "en", username: str = "", is_bot: bool = False) -> Person:
        """Return somebody new."""
        number = next(self._people)
        person = Person(number, name, username or f"{name.lower().replace(' ', '_')}_{number}", language, is_bot)
        self.people[person.id] = person
        return person

    def private(self, person: Person) -> Chat:
        """Return the talk of a person with the bot."""
        if person.id not in self.chats:
            self.chats[person.id] = Chat(person.id, "private", person=person, members={person.id: "member"})
        return self.chats[person.id]

    def group(self, kind: str, title: str, members: tuple[Person, ...], *, forum: bool = False) -> Chat:
        """Return a new group, supergroup or channel; its first member made it."""
        number = next(self._groups)
        chat = Chat(-4000 - number if kind == "group" else SUPERGROUPS - number, kind, title, forum=forum)
        chat.members = {person.id: "member" for person in members}
        if members:
            chat.members[members[0].id] = "creator"
        chat.members[self.bot.id] = "member"
        self.chats[chat.id] = chat
        return chat

    def reachable(self, number: Any) -> Chat:
        """Return the chat that a call is for. Raises Refused."""
        chat = self.chats.get(number) if isinstance(number, int) else None
        if chat is None:
            raise bad_request("chat not found", breach=True)
        if chat.migrated_to is not None:
            what = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, what, {"migrate_to_chat_id": chat.migrated_to})
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.kicked:
            raise Refused(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        return chat
