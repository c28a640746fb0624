"""Posts on their way out: words as messages, films as video messages, edits in place.

Results take the room in the send budget that was waited for; what is a courtesy is refused when there is none.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Message
from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.calls import Calls
from bots.telegram.chat_actions import Actions
from bots.telegram.films import Films, Reel
from bots.telegram.formatting import CAPTION_UNITS, TEXT_UNITS
from bots.telegram.handle import Handle, Place
from bots.telegram.message import NO_PREVIEW, Letter, captioned, letters, single
from bots.telegram.refusals import stale_file, unchanged
from bots.telegram.request import Unread
from bots.telegram.tries import in_turn, tried
from core.engine.clock import Clock
from core.model.chat import Film, NotSent, Post, Role, Target, TooLarge

log = logging.getLogger(__name__)

_LAST_EDIT_PATIENCE_SECONDS: Final = 10.0
_COURTESIES: Final = frozenset({Role.STATUS, Role.NOTE})


class PostOffice:
    """Sends posts in as many messages as they take."""

    def __init__(self, api: Api, calls: Calls, films: Films, actions: Actions, clock: Clock) -> None:
        self._api = api
        self._calls = calls
        self._films = films
        self._actions = actions
        self._clock = clock

    async def room(self, post: Post, place: Place) -> None:
        """Return when a post may go out at once; one that is a courtesy never waits.

        Raises:
            NotSent: there is no room for long; `retry_seconds` says for how long.
        """
        if post.role not in _COURTESIES:
            await self._calls.room(place.chat)

    async def words(self, post: Post, place: Place) -> Message:
        """Send a post without its film's bytes.

        Raises:
            ChatError: it did not arrive, or nobody knows.
        """
        made = [single(post, place)] if post.role in _COURTESIES else letters(post, place)
        return await in_turn([self._worded(letter, post.role) for letter in made], self._clock)

    async def film(self, to: Target, place: Place, post: Post, film: Film) -> Message:
        """Send a post with its film as a video; one that cannot be read on its way is sent as its link.

        Raises:
            ChatError: it did not arrive, or nobody knows.
        """
        *before, caption = captioned(post, place, CAPTION_UNITS)

        async def shown() -> Message:
            return await self._shown(to, caption, film)

        try:
            return await in_turn([*(self._worded(letter, post.role) for letter in before), shown], self._clock)
        except Unread:
            log.warning("the film %s could not be read on its way; its link is sent", film.name)
            if not film.link:
                raise TooLarge("the film cannot be carried") from None
        return await self.words(post, place)

    async def edit(self, post: Post, place: Place, message: int) -> None:
        """Replace a message. The last edit of a status, which takes its buttons away, waits for room.

        Raises:
            ChatError: it is not replaced, or nobody knows.
        """

        async def once(one: Letter) -> None:
            try:
                await self._edited(one, message, last=not post.buttons)
            except TelegramError as error:
                if not unchanged(error):
                    raise

        await tried(single(post, place), TEXT_UNITS, once)

    async def _edited(self, letter: Letter, message: int, *, last: bool) -> None:
        async def call(chat: int) -> object:
            return await self._api.edit_message_text(
                letter.text,
                chat,
                message,
                parse_mode=letter.parse_mode,
                reply_markup=letter.keyboard,
                link_preview_options=NO_PREVIEW,
            )

        if last:
            await self._calls.room(letter.place.chat, _LAST_EDIT_PATIENCE_SECONDS)
            await self._calls.result(letter.place.chat, call)
        else:
            await self._calls.courtesy(letter.place.chat, call)

    def _worded(self, letter: Letter, role: Role) -> Callable[[], Awaitable[Message]]:
        """Return a message of words as something still to be done."""
        call = self._calls.courtesy if role in _COURTESIES else self._calls.result

        async def once(one: Letter) -> Message:
            return await call(
                one.place.chat,
                lambda chat: self._api.send_message(chat, one.text, link_preview_options=NO_PREVIEW, **one.envelope),
            )

        return lambda: tried(letter, TEXT_UNITS, once)

    async def _shown(self, to: Target, letter: Letter, film: Film) -> Message:
        """Send a film by its file id while Telegram knows it, else its bytes."""
        file_id = await self._films.known(film)
        if file_id:
            try:
                return await tried(letter, CAPTION_UNITS, lambda one: self._reel(one, Films.again(file_id)))
            except NotSent as refusal:
                cause = refusal.__cause__
                if not (isinstance(cause, TelegramError) and stale_file(cause)):
                    raise
                await self._films.forget(film)

        async def upload(one: Letter) -> Message:
            async with self._films.wound(film, Handle.of(to.handle), to.address) as reel:
                return await self._reel(one, reel)

        async with self._actions.sending(letter.place):
            message = await tried(letter, CAPTION_UNITS, upload)
        await self._films.sent(film, message)
        return message

    async def _reel(self, letter: Letter, reel: Reel) -> Message:
        return await self._calls.result(
            letter.place.chat, lambda chat: self._films.send(chat, reel, letter.text, letter.envelope)
        )
