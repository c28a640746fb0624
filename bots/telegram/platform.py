"""Telegram as a chat platform: the outward half. It needs no updates, so any process can answer.

Results notify, and wait in `room` before they are sent; status, notes, marks and typing are left out when it is full.
"""

import logging
from contextlib import AbstractAsyncContextManager
from typing import Final

from telegram import ReactionTypeEmoji
from telegram.error import BadRequest, TelegramError

from bots.telegram.api import Api
from bots.telegram.callback_data import Presses
from bots.telegram.calls import Calls
from bots.telegram.chat_actions import Actions
from bots.telegram.files import Files
from bots.telegram.films import Films
from bots.telegram.handle import NAME, number, place_of
from bots.telegram.refusals import chat_error, in_our_words
from bots.telegram.sender import PostOffice
from core.engine.clock import Clock
from core.media.source import ByteSource
from core.model.chat import Address, Attachment, Capabilities, ChatError, NotSent, Post, Reaction, Role, Target

log = logging.getLogger(__name__)

CLOUD_UPLOAD_BYTES: Final = 50_000_000  # Bot API, "Sending files": 50 MB; a form around it counts too
LOCAL_UPLOAD_BYTES: Final = 2_000_000_000
_PRIVATE_EDIT_SECONDS: Final = 2.0
_GROUP_EDIT_SECONDS: Final = 6.0

# Bots may react with a fixed set of emoji only, and ✅ is none of them (Bot API, ReactionTypeEmoji).
REACTIONS: Final[dict[Reaction, str]] = {"seen": "👀", "done": "🎉", "failed": "😢"}


class TelegramPlatform:
    """Posts, edits, marks and opens files."""

    name = NAME

    def __init__(
        self, api: Api, calls: Calls, files: Files, films: Films, presses: Presses, clock: Clock, *, local: bool = False
    ) -> None:
        self._api = api
        self._calls = calls
        self._files = files
        self._films = films
        self._presses = presses
        self._actions = Actions(api, calls, clock)
        self._office = PostOffice(api, calls, films, self._actions, clock)
        self._file_bytes = LOCAL_UPLOAD_BYTES if local else CLOUD_UPLOAD_BYTES
        self._username = ""
        self._notes: dict[tuple[Address, str | None], str] = {}  # the note that stands, of each asked message

    def capabilities(self, to: Target) -> Capabilities:
        """Return what fits here; edits in a group are slow, since twenty calls a minute are all there is."""
        return Capabilities(
            file_bytes=self._file_bytes,
            edit_seconds=_PRIVATE_EDIT_SECONDS if to.private else _GROUP_EDIT_SECONDS,
            incoming_bytes=self._files.most,
            mini_apps=to.private,
            direct_link=f"https://t.me/{self._username}?start=" if self._username else "",
        )

    def named(self, username: str) -> None:
        """Take the bot's own name, without which nobody can be led to its direct chat."""
        self._username = username

    async def send(self, to: Target, post: Post) -> str:
        """Post a message, in several when it is long, and return the key of the last.

        Raises:
            NotSent: nothing arrived.
            Unsure: it, or a part of it, may have arrived.
        """
        place = place_of(to)
        await self._presses.keep(post.buttons)
        if post.film is not None and (post.film.open or await self._films.known(post.film)):
            message = await self._office.film(to, place, post, post.film)
        else:
            message = await self._office.words(post, place)
        key = str(message.message_id)
        if post.role is Role.STATUS and post.buttons:
            await self._actions.typing(place)
        if post.role is Role.NOTE:
            await self._replace_note(to, key)
        return key

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return when the send budget has room for a result, which is held for a second.

        Raises:
            NotSent: there is none for long; `retry_seconds` says for how long.
        """
        await self._office.room(post, place_of(to))

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message of ours; the last edit of a status, which takes its buttons away, waits for room.

        Raises:
            NotSent: not now (`retry_seconds`), or never.
            Unsure: it may be replaced.
        """
        place = place_of(to)
        await self._presses.keep(post.buttons)
        await self._office.edit(post, place, _own(key))
        if post.role is Role.STATUS and post.buttons:
            await self._actions.typing(place)

    async def remove(self, to: Target, key: str) -> None:
        """Take a message of ours away.

        Raises:
            NotSent: there is none, or it is too old.
            Unsure: it may be gone.
        """
        if self._notes.get((to.address, to.reply_to)) == key:
            del self._notes[to.address, to.reply_to]
        message = _own(key)
        with in_our_words():
            await self._calls.free(place_of(to).chat, lambda chat: self._api.delete_message(chat, message))

    async def react(self, to: Target, reaction: Reaction) -> None:
        """React to the message that `to` answers; a chat that does not allow the reaction goes without.

        Raises:
            ChatError: it could not be done.
        """
        message = number(to.reply_to)
        if message is None:
            return  # a press: the message under it is ours
        shown = [ReactionTypeEmoji(REACTIONS[reaction])]
        try:
            await self._calls.free(place_of(to).chat, lambda chat: self._api.set_message_reaction(chat, message, shown))
        except BadRequest as refusal:
            log.debug("a reaction was refused: %s", refusal.message)
        except TelegramError as error:
            raise chat_error(error) from error

    async def public_url(self, file: Attachment) -> str | None:
        """Return None: a file's address holds the bot's token."""
        del file
        return None

    def open(self, file: Attachment) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file that somebody sent.

        Raises:
            NotSent: Telegram does not give it out.
        """
        return self._files.open(file)

    async def release(self, file: Attachment) -> None:
        """Let a server of one's own drop the file from its disk."""
        await self._files.release(file)

    async def _replace_note(self, to: Target, key: str) -> None:
        before = self._notes.get((to.address, to.reply_to))
        self._notes[to.address, to.reply_to] = key
        if before is None:
            return
        try:
            await self._calls.free(place_of(to).chat, lambda chat: self._api.delete_message(chat, int(before)))
        except (ChatError, TelegramError) as error:
            log.info("a note stays where it was: %s", type(error).__name__)


def _own(key: str) -> int:
    """Return the number of a message of ours.

    Raises:
        NotSent: the key names none.
    """
    if (message := number(key)) is None:
        raise NotSent("no such message")
    return message
