"""What people do in Telegram: write, send clips, reply, edit, press; each deed reaches the bot as an update."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.doubles.telegram_chats import ANONYMOUS, CHANNEL_BOT, TELEGRAM, Chat, Person, Said, World
from tests.doubles.telegram_files import JPEG, Shelf, StoredFile
from tests.doubles.telegram_inbox import Inbox
from tests.doubles.telegram_text import noticed

VIDEO = {"width": 640, "height": 360, "duration": 10}
MEDIA_TYPES = {
    "video": ("clip.mp4", "video/mp4", VIDEO),
    "animation": ("fun.mp4", "video/mp4", VIDEO),
    "video_note": ("", "", {"length": 240, "duration": 5}),
    "audio": ("song.mp3", "audio/mpeg", {"duration": 30}),
    "voice": ("", "audio/ogg", {"duration": 4}),
    "live_photo": ("", "video/mp4", VIDEO | {"duration": 2}),
    "document": ("clip.mov", "video/quicktime", {}),
}


RIGHTS = """
can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories
"""


@dataclass(frozen=True)
class Clip:
    """A file to send: its kind, and its bytes or how many they are."""

    kind: str = "video"
    name: str | None = None
    size: int | None = None
    data: bytes | None = None
    media_type: str | None = None
    known_size: bool = True
    thumbnail: bool = True


@dataclass(frozen=True)
class Press:
    """A button that somebody pressed; `answer` fills as the bot answers it."""

    id: str
    data: str
    answer: dict[str, Any]


class Crowd:
    """Turns deeds into messages and updates."""

    def __init__(self, world: World, shelf: Shelf, inbox: Inbox) -> None:
        self.world = world
        self.shelf = shelf
        self.inbox = inbox
        self.privacy = True  # BotFather's default
        self.commands: dict[tuple[str, str], list[Any]] = {}  # by scope and language, as setMyCommands set them
        self.presses: dict[str, Press] = {}
        self._numbers = itertools.count(1)

    def number(self) -> str:
        """Return a new id for an album or a press."""
        return str(4_000_000_000_000_000_000 + next(self._numbers))

    def deliver(self, kind: str, said: Said) -> None:
        """Hand a message to the bot, if it may see it."""
        if self._visible(said):
            self.inbox.push(kind, dict(said.data), chat=said.chat.id)

    def media(self, clip: Clip) -> tuple[str, Any, StoredFile]:
        """Return a clip's field of a message and the file behind it."""
        if clip.kind == "photo":
            file = self.shelf.add("photo", name="", media_type="image/jpeg", size=clip.size, data=clip.data or JPEG)
            sizes = [{"width": 90, "height": 51}, {"width": 1280, "height": 720}]
            return "photo", [{**_ids(file), **size} for size in sizes], file
        name, media_type, facts = MEDIA_TYPES[clip.kind]
        file = self.shelf.add(
            clip.kind,
            name=clip.name if clip.name is not None else name,
            media_type=clip.media_type if clip.media_type is not None else media_type,
            size=clip.size,
            data=clip.data,
        )
        value = {**_ids(file, size=clip.known_size), **facts}
        if file.name:
            value["file_name"] = file.name
        if file.media_type:
            value["mime_type"] = file.media_type
        if clip.thumbnail and clip.kind in {"video", "animation", "document"}:
            small = self.shelf.add("thumbnail", name="", media_type="image/jpeg", data=JPEG)
            value["thumbnail"] = {**_ids(small), "width": 8, "height": 8}
        return clip.kind, value, file

    def _visible(self, said: Said) -> bool:
        """Whether the bot is shown a message.

        In a group with privacy mode it is shown, and nothing else:

        * commands that name it, answers to its own messages, service messages; whoever administers the group is shown
          everything, as is documented [telegram.privacy]
        * a bare command of its own menu, as is reported [telegram.privacy.menu]; that it counts only at the beginning
          of what is written is guessed [telegram.privacy.begin]

        That it is not shown mentions, in whatever form, is reported [telegram.privacy.mentions] from 2016 to 2026; only
        BotFather's own sentence says otherwise.
        """
        chat, data, bot = said.chat, said.data, self.world.bot
        if not chat.group or not self.privacy or chat.members.get(bot.id) == "administrator":
            return True
        replied = data.get("reply_to_message", {})
        if replied.get("from", {}).get("id") == bot.id and "forum_topic_created" not in replied:
            return True
        if not said.text and not said.medium:
            return True
        for entity in data.get("entities") or data.get("caption_entities") or []:
            if entity["type"] == "bot_command" and entity["offset"] == 0:
                command, _, named = said.text[1 : entity["length"]].partition("@")
                return named.lower() == bot.username.lower() if named else command.lower() in self._menu()
        return False

    def _menu(self) -> set[str]:
        """The commands that are shown in groups."""
        menus = (menu for (scope, _), menu in self.commands.items() if scope != "all_private_chats")
        return {one["command"] for menu in menus for one in menu}


@dataclass(frozen=True)
class Place:
    """A chat, or one topic of it, with the deeds people can do there."""

    crowd: Crowd
    chat: Chat
    thread: int | None = None

    @property
    def shown(self) -> list[Said]:
        """What is on the screen now: edits applied, deleted messages gone."""
        return [said for said in self.chat.messages.values() if not said.removed and self._here(said)]

    @property
    def answers(self) -> list[Said]:
        """What the bot shows here now."""
        return [said for said in self.shown if said.by_bot]

    @property
    def loud(self) -> list[Said]:
        """What the bot said here with a sound."""
        return [said for said in self.chat.messages.values() if said.by_bot and not said.silent and self._here(said)]

    @property
    def films(self) -> list[Said]:
        """The videos that the bot shows here now."""
        return [said for said in self.answers if said.film]

    def says(self, who: Person, text: str, *, reply_to: Said | None = None, **more: Any) -> Said:
        """Write something; `links` hides addresses under words, `as_chat` writes as a channel or this group."""
        return self._say(who, {"text": text}, reply_to, **more)

    def sends(
        self, who: Person, clip: Clip | None = None, caption: str = "", *, reply_to: Said | None = None, **more: Any
    ) -> Said:
        """Send a clip with or without a caption."""
        field, value, file = self.crowd.media(clip or Clip())
        words = {"caption": caption} if caption else {}
        still: dict[str, Any] = {}
        if field == "live_photo":  # as Message.animation does: guessed [telegram.updates.live]
            _, photo, _ = self.crowd.media(Clip("photo"))
            still = {"photo": photo}
        return self._say(who, {field: value, **still, **words}, reply_to, file=file, **more)

    def sends_withheld(self, who: Person, caption: str = "", *, kind: str = "paid_media", **more: Any) -> Said:
        """Send what bots are not given: `paid_media` that nobody has paid for, or a `story`."""
        story = {"chat": {"id": -1001, "type": "channel", "title": "C"}, "id": 1}
        preview = {"star_count": 5, "paid_media": [{"type": "preview", "width": 640, "height": 360, "duration": 9}]}
        words = {"caption": caption} if caption else {}
        return self._say(who, {kind: preview if kind == "paid_media" else story, **words}, None, **more)

    def sticks(self, who: Person, *, reply_to: Said | None = None, kind: str = "static", **more: Any) -> Said:
        """Send a sticker: `static`, `animated` (a .tgs file) or a `video` (WEBM).

        That it never has words is documented [telegram.updates.sticker].
        """
        kinds = {"is_animated": kind == "animated", "is_video": kind == "video"}
        file = self.crowd.shelf.add("sticker", name="", media_type="", data=b"RIFF")
        shown = {"type": "regular", "width": 512, "height": 512, "emoji": "😀", "set_name": "Cats"}
        return self._say(who, {"sticker": {**_ids(file), **shown, **kinds}}, reply_to, file=file, **more)

    def album(self, who: Person, clips: list[Clip], captions: list[str] | None = None) -> list[Said]:
        """Send several clips at once."""
        group = self.crowd.number()
        captions = [*(captions or []), *[""] * len(clips)]
        return [
            self.sends(who, clip, caption, extra={"media_group_id": group})
            for clip, caption in zip(clips, captions, strict=False)
        ]

    def forwards(self, who: Person, clip: Clip | None = None, text: str = "", *, comment: str = "") -> Said:
        """Forward what somebody else has sent, with a comment.

        That clients send the comment first, as a message of its own, and what is forwarded at once after it is reported
        [telegram.updates.comment].
        """
        if comment:
            self.says(who, comment)
        origin = {"type": "hidden_user", "date": int(time.time()), "sender_user_name": "Somebody else"}
        extra = {"forward_origin": origin}
        return self.sends(who, clip, text, extra=extra) if clip else self.says(who, text, extra=extra)

    def copies(self, channel: "Place", caption: str) -> Said:
        """Let a post with a clip arrive in this group, which its channel is linked to; nobody here wrote it."""
        post = channel.sends(TELEGRAM, Clip(), caption)
        origin = {"type": "channel", "date": post.data["date"], "chat": channel.chat.json(), "message_id": post.id}
        masked = {"sender_chat": channel.chat.json(), "is_automatic_forward": True, "forward_origin": origin}
        return self.sends(TELEGRAM, Clip(), caption, extra=masked)

    def edits(self, said: Said, text: str) -> None:
        """Change what was written."""
        field = "caption" if said.medium else "text"
        kept = {key: value for key, value in said.data.items() if not key.endswith("entities")}
        said.data = {**kept, field: text, "edit_date": int(time.time()), **_entities(field, text, {})}
        self.crowd.deliver("edited_channel_post" if self.chat.kind == "channel" else "edited_message", said)

    def reported_as_edited(self, said: Said) -> None:
        """Report a message as edited that nobody edited.

        Of the first reaction and of the preview of a link it is reported [telegram.updates.edited]: the update is an
        `edited_message` with the text as it was, and without `edit_date` unless the message was edited before.
        """
        self.crowd.deliver("edited_message", said)

    def presses(self, who: Person, said: Said, label: str, *, accessible: bool = True) -> Press:
        """Press the first button whose label holds these words.

        Of a message that is not `accessible` the bot is told only chat and number, and not its topic, as is documented
        [telegram.updates.old]; that old ones are is reported [telegram.updates.reach].
        """
        held = next((data for name, data in said.buttons.items() if label in name), None)
        assert held is not None, f"no button {label!r} among {list(said.buttons)}"
        press = Press(self.crowd.number(), held, {})
        self.crowd.presses[press.id] = press
        shown = said.data if accessible else {"chat": self.chat.json(), "message_id": said.id, "date": 0}
        query = {"id": press.id, "from": who.json(), "message": shown, "chat_instance": "1", "data": held}
        self.crowd.inbox.push("callback_query", query, chat=self.chat.id)
        return press

    def topic(self, name: str, who: Person | None = None) -> "Place":
        """Open a topic in a forum."""
        maker = who or self.crowd.world.bot
        head = self.chat.add(
            {
                "from": maker.json(),
                "forum_topic_created": {"name": name, "icon_color": 7322096},
                "is_topic_message": True,
            },
            by_bot=False,
        )
        head.data["message_thread_id"] = head.id
        self.chat.topics[head.id] = name
        self.crowd.deliver("message", head)
        return Place(self.crowd, self.chat, head.id)

    def deletes_topic(self) -> None:
        """Delete this topic with everything in it."""
        self.chat.topics.pop(self.thread or 0)
        for said in self.shown:
            said.removed = True

    def upgrades(self, *, told: bool = True) -> "Place":
        """Turn a basic group into a supergroup, as Telegram does by itself; not `told`: its updates are lost."""
        old = self.chat
        new = self.crowd.world.group("supergroup", old.title, ())
        new.members = dict(old.members)
        old.migrated_to = new.id
        if told:
            for update in self.updates_of_upgrade():
                update()
        return Place(self.crowd, new)

    def updates_of_upgrade(self) -> tuple[Callable[[], None], Callable[[], None], Callable[[], None]]:
        """Return what tells the bot that this group became a supergroup, each a call.

        That both chats tell it is documented [telegram.supergroup]. That the supergroup shows the bot as one that was
        added, and in which order they come, is guessed [telegram.supergroup.added].
        """
        old, new = self.chat, self.crowd.world.chats[self.chat.migrated_to or 0]
        maker = next(person for number, person in self.crowd.world.people.items() if number in old.members)

        def added() -> None:
            new.members[self.crowd.world.bot.id] = "left"
            Place(self.crowd, new).changes_bot(maker, "member")

        def tells(chat: Chat, **content: int) -> None:
            self.crowd.deliver("message", chat.add({"from": maker.json(), **content}, by_bot=False))

        return partial(tells, old, migrate_to_chat_id=new.id), partial(tells, new, migrate_from_chat_id=old.id), added

    def changes_bot(self, who: Person, status: str) -> None:
        """Block, kick, promote or readmit the bot: `kicked`, `member`, `administrator`, `left`."""
        old = self.chat.members.get(self.crowd.world.bot.id, "member")
        self.chat.members[self.crowd.world.bot.id] = status
        out = status in {"kicked", "left"}
        if self.chat.private:
            self.chat.blocked = out
        else:
            self.chat.kicked = out
        bot = self.crowd.world.bot.json()
        change = {
            "chat": self.chat.json(),
            "from": who.json(),
            "date": int(time.time()),
            "old_chat_member": member(bot, old),
            "new_chat_member": member(bot, status),
        }
        self.crowd.inbox.push("my_chat_member", change, chat=self.chat.id)

    def adds_bot(self, who: Person) -> None:
        """Add the bot to this group, as if it had not been there."""
        self.chat.members[self.crowd.world.bot.id] = "left"
        self.changes_bot(who, "member")
        joined = {"from": who.json(), "new_chat_members": [self.crowd.world.bot.json()]}
        self.crowd.deliver("message", self.chat.add(joined, by_bot=False))

    def _here(self, said: Said) -> bool:
        return not self.chat.forum or said.thread == self.thread

    def _say(
        self,
        who: Person,
        content: dict[str, Any],
        reply_to: Said | None,
        *,
        links: dict[str, str] | None = None,
        as_chat: Chat | None = None,
        extra: dict[str, Any] | None = None,
        file: StoredFile | None = None,
    ) -> Said:
        author: dict[str, Any] = {"from": who.json()}
        if self.chat.kind == "channel":
            author = {"sender_chat": self.chat.json()}
        elif as_chat is not None:
            mask = ANONYMOUS if as_chat is self.chat else CHANNEL_BOT
            author = {"from": mask.json(), "sender_chat": as_chat.json()}
        field = "text" if "text" in content else "caption"
        place = self.chat.threaded(self.thread, reply_to.id if reply_to else None)
        data = {**author, **place, **content, **_entities(field, content.get(field, ""), links or {}), **(extra or {})}
        said = self.chat.add(data, by_bot=False, file=file)
        self.crowd.deliver("channel_post" if self.chat.kind == "channel" else "message", said)
        return said


def member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Return the ChatMember of this status."""
    made: dict[str, Any] = {"user": user, "status": status}
    if status == "creator":
        made["is_anonymous"] = False
    elif status == "kicked":
        made["until_date"] = 0
    elif status == "administrator":
        made |= dict.fromkeys(RIGHTS.split(), False)
    return made


def _entities(field: str, text: str, links: dict[str, str]) -> dict[str, Any]:
    found = noticed(text, links)
    return {"entities" if field == "text" else "caption_entities": found} if found else {}


def _ids(file: StoredFile, *, size: bool = True) -> dict[str, Any]:
    ids: dict[str, Any] = {"file_id": file.id, "file_unique_id": file.unique}
    return {**ids, "file_size": file.size} if size else ids
