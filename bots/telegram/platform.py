"""Telegram as a chat platform: the outward half. It needs no updates, so any process can answer.

Results notify, and wait in `wait_for_budget` before they are sent, as does what was promised. Progress and chat actions
are left out while the send budget is used up.
"""

import logging
from contextlib import AbstractAsyncContextManager
from typing import Final

from telegram import ReactionTypeEmoji
from telegram.error import BadRequest

from bots.telegram.api import Api
from bots.telegram.chat_actions import ChatActions
from bots.telegram.files import Files
from bots.telegram.formatting import CAPTION_UNITS
from bots.telegram.handle import NAME, chat_target, message_id, number_in
from bots.telegram.rate_limit import Level, RateLimiter
from bots.telegram.refusals import as_chat_errors, causes
from bots.telegram.sender import Sender
from core.media.source import ByteSource
from core.model.attachments import Attachment
from core.model.chat import Arrived, Capabilities, ChatPlatform, Post, Reaction, Rest, Role, Target

log = logging.getLogger(__name__)

CLOUD_UPLOAD_BYTES: Final = 50_000_000  # Bot API, "Sending files": 50 MB, the multipart form around the file included
LOCAL_UPLOAD_BYTES: Final = 2_000_000_000  # Bot API, "Using a Local Bot API Server"
_PRIVATE_EDIT_SECONDS: Final = 2.0
_GROUP_EDIT_SECONDS: Final = 6.0  # twenty calls a minute in a group, edits among them

# Bots may react only with the emoji of a fixed list, and ✅ is not in it (Bot API, ReactionTypeEmoji).
REACTIONS: Final[dict[Reaction, str]] = {"seen": "👀", "done": "🎉", "failed": "😢"}


class TelegramPlatform(ChatPlatform):
    """Sends, edits and removes messages, reacts to messages, and opens files.

    Args:
        api: the calls.
        limiter: makes calls within Telegram's limits.
        sender: sends and edits.
        files: reads files.
        chat_actions: shows "typing…".
        local: whether the server is the operator's own, in local mode.
    """

    name = NAME

    def __init__(
        self,
        api: Api,
        limiter: RateLimiter,
        sender: Sender,
        files: Files,
        chat_actions: ChatActions,
        *,
        local: bool = False,
    ) -> None:
        self._api = api
        self._limiter = limiter
        self._sender = sender
        self._files = files
        self._chat_actions = chat_actions
        self._file_bytes = LOCAL_UPLOAD_BYTES if local else CLOUD_UPLOAD_BYTES
        self._username = ""

    def set_username(self, username: str) -> None:
        """Set the bot's own username: it stands in the link to its direct chat, and in commands of groups."""
        self._username = username

    def capabilities(self, to: Target) -> Capabilities:
        """Keep `ChatPlatform.capabilities`."""
        return Capabilities(
            file_bytes=self._file_bytes,
            edit_seconds=_PRIVATE_EDIT_SECONDS if to.private else _GROUP_EDIT_SECONDS,
            incoming_bytes=self._files.max_bytes,
            mini_apps=to.private,
            direct_link=f"https://t.me/{self._username}?start=" if self._username else "",
            command_name=self._username,
            caption_units=CAPTION_UNITS,
        )

    async def send(self, to: Target, post: Post, arrived: Arrived | None = None, rest: Rest | None = None) -> str:
        """Send a post, in several messages when it is long, and return the key of the last; with `rest` what is left.

        Raises:
            NotSent: nothing arrived.
            DeliveryUnknown: it, or a part of it, may have arrived.
            StorageError: what its buttons stand for cannot be stored.
        """
        key = await self._sender.send(to, post, arrived, rest)
        await self._show_typing(to, post)
        return key

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Keep `ChatPlatform.wait_for_budget`; a call is reserved for a second."""
        await self._sender.wait_for_budget(to, post)

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message of ours.

        Raises:
            NotSent: not now (`retry_seconds`), or never.
            DeliveryUnknown: it may be replaced.
            StorageError: what its buttons stand for cannot be stored.
        """
        await self._sender.edit(to, key, post)
        await self._show_typing(to, post)

    async def remove(self, to: Target, key: str) -> None:
        """Delete a message of ours, or one that somebody wrote in a private chat or where the bot may delete others'.

        Raises:
            NotSent: it does not exist, is too old (Bot API, deleteMessage: 48 hours), or may not be deleted.
            DeliveryUnknown: it may be deleted.
        """
        with as_chat_errors():
            chat = self._limiter.current(chat_target(to)).chat
            await self._limiter.call(Level.UNMETERED, chat, self._api.delete_message, message_id(key, chat))

    async def react(self, to: Target, reaction: Reaction) -> None:
        """React to the message that `to` answers; in a chat that does not allow the reaction, do nothing.

        Raises:
            ChatError: it could not be done.
        """
        chat = self._limiter.current(chat_target(to)).chat
        message = number_in(to.reply_to, chat)
        if message is None:
            return  # a pressed button: the message it is under is ours; or the message stayed in the group
        shown = [ReactionTypeEmoji(REACTIONS[reaction])]
        with as_chat_errors():
            try:
                await self._limiter.call(Level.UNMETERED, chat, self._api.set_message_reaction, message, shown)
            except BadRequest as refusal:
                log.debug("a reaction was refused: %s", causes(refusal))

    async def public_url(self, file: Attachment) -> str | None:
        """Return None: the URL of a file contains the bot's token."""
        del file
        return None

    def open(self, file: Attachment) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file that somebody sent.

        Raises:
            NotSent: Telegram refuses it or cannot be reached (`TooLarge`: it is too large).
        """
        return self._files.open(file)

    async def delete_files(self, to: Target, *, before: float) -> None:
        """Delete nothing: files are streamed through, and what a server of files stores goes with its request."""

    async def release(self, file: Attachment) -> None:
        """Let a server of one's own drop the file from its disk."""
        await self._files.release(file)

    async def _show_typing(self, to: Target, post: Post) -> None:
        """Show "typing…" for as long as a status message has its buttons: something is worked on."""
        if post.role is Role.STATUS and post.buttons:
            await self._chat_actions.typing(self._limiter.current(chat_target(to)))
