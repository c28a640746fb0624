"""Choosing the way to send: text or video, one message or several, and without what Telegram refuses.

A post of several messages arrives whole, or its outcome is unknown: after the first one, "not sent" would have the core
send the first ones again without a mark.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import Final, TypeAlias

from telegram import Message
from telegram.error import BadRequest, ChatMigrated, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from bots.telegram.api import NO_PREVIEW, Api
from bots.telegram.chat_actions import ChatActions
from bots.telegram.films import Films, VideoPayload
from bots.telegram.handle import chat_target, key_of, message_id
from bots.telegram.keyboard import ShortNames
from bots.telegram.message import RenderedMessage, render, render_film, render_single, what_is_left
from bots.telegram.rate_limit import Level, RateLimiter
from bots.telegram.refusals import causes, chat_error, stale_file, unchanged
from bots.telegram.request import UploadUnreadable
from bots.telegram.retries import error_of, logged
from core.engine.clock import Clock
from core.model.chat import (
    Arrived,
    ChatError,
    DeliveryUnknown,
    Film,
    Gone,
    NotAllowed,
    NotSent,
    Post,
    Priority,
    Rest,
    Role,
    Target,
    TooLarge,
)

log = logging.getLogger(__name__)

_LEVELS: Final = {
    Priority.RESULT: Level.MUST_SEND,
    Priority.PROMISED: Level.PROMISED,
    Priority.PROGRESS: Level.BEST_EFFORT,
}
_ONE_MESSAGE: Final = frozenset({Role.STATUS, Role.NOTE})
_PROMISED_SECONDS: Final = 90.0  # longer than the minute of a group's limit, so that it waits in line all the time
_LAST_EDIT_SECONDS: Final = 10.0
_REST_ATTEMPTS: Final = 4
_REST_SECONDS: Final = 120.0


_Arrived: TypeAlias = tuple[Message, list["_Part"]]
"""A message that arrived, and what is to be sent behind it, since it became several."""

_Part: TypeAlias = Callable[[], Awaitable[_Arrived]]


class _Several(Exception):
    """A film became several messages, the film being the last: nothing arrived yet."""

    def __init__(self, messages: tuple[RenderedMessage, ...]) -> None:
        super().__init__(len(messages))
        self.messages = messages


class Sender:
    """Sends posts in as many messages as they take, and replaces messages."""

    def __init__(
        self,
        api: Api,
        limiter: RateLimiter,
        films: Films,
        short_names: ShortNames,
        chat_actions: ChatActions,
        clock: Clock,
    ) -> None:
        self._api = api
        self._limiter = limiter
        self._films = films
        self._short_names = short_names
        self._chat_actions = chat_actions
        self._clock = clock

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return when a post may be sent at once; one that is sent by best effort does not wait.

        Raises:
            NotSent: the limit stays reached for long; `retry_seconds` says for how long.
        """
        chat = chat_target(to).chat
        match level := _LEVELS[post.priority]:
            case Level.MUST_SEND:
                await self._limiter.wait_for_budget(chat)
            case Level.PROMISED:
                await self._limiter.wait_for_budget(chat, _PROMISED_SECONDS, level)

    async def send(self, to: Target, post: Post, arrived: Arrived | None = None, rest: Rest | None = None) -> str:
        """Send a post and return the key of its last message; what comes before a refused film is not sent again.

        With `rest`, what is left of it.

        Raises:
            NotSent: nothing arrived.
            DeliveryUnknown: it, or a part of it, may have arrived.
            StorageError: what its buttons stand for cannot be stored.
        """
        await self._short_names.store(post.buttons)
        key = ""
        parts = await self._parts(to, post, rest)
        while parts:
            part = parts.pop(0)
            message, instead = await (self._send_rest(part) if key or rest else part())
            parts = [*instead, *parts]
            key = key_of(message)
            if arrived:
                await arrived(to.address, key, len(parts))
        return key

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message. The last edit of a status, which removes its buttons, waits for the budget.

        Raises:
            NotSent: it is not replaced (`LeftBehind`: it is in the group that the chat was).
            DeliveryUnknown: it may be replaced.
            StorageError: what its buttons stand for cannot be stored.
        """
        await self._short_names.store(post.buttons)
        target, last = self._limiter.current(chat_target(to)), not post.buttons
        number, message = message_id(key, target.chat), render_single(post, target)
        while True:
            if last:
                await self._limiter.wait_for_budget(message.target.chat, _LAST_EDIT_SECONDS)
            level = Level.MUST_SEND if last else _LEVELS[post.priority]
            try:
                await self._limiter.call(
                    level,
                    message.target.chat,
                    self._api.edit_text,
                    number,
                    message.body,
                    message.parse_mode,
                    message.entities,
                    message.keyboard,
                )
            except TelegramError as error:
                if unchanged(error):
                    return
                if isinstance(error, ChatMigrated):
                    raise chat_error(error) from error
                instead = _without_refused(message, error)
                message = instead[0] if len(instead) == 1 else message.shortened()
            else:
                return

    async def _parts(self, to: Target, post: Post, rest: Rest | None) -> list[_Part]:
        """Return the messages of a post as calls that are still to be made, in order."""
        target, film = self._limiter.current(chat_target(to)), post.film
        if film is not None and film.open:
            *before, caption = what_is_left(render_film(post, target), rest)
            texts = [partial(self._send_text, one, Level.MUST_SEND) for one in before]
            return [*texts, partial(self._send_film_or_link, caption, film, alone=not (texts or rest))]
        messages = [render_single(post, target)] if post.role in _ONE_MESSAGE else render(post, target)
        messages = what_is_left(messages, rest)
        return [partial(self._send_text, one, _LEVELS[post.priority]) for one in messages]

    async def _send_rest(self, part: _Part) -> _Arrived:
        """Send a message that belongs to one that has arrived; what was definitely not sent is sent again.

        Raises:
            TooLarge, NotAllowed: it cannot be sent in this form.
            DeliveryUnknown: only the messages before it arrived, as far as is known.
        """
        try:
            sent: _Arrived = await AsyncRetrying(
                retry=retry_if_exception(_may_be_sent_again),
                stop=stop_after_attempt(_REST_ATTEMPTS),
                wait=_wait,
                before_sleep=logged(log, logging.INFO, "a part of a post was not sent"),
                sleep=self._clock.sleep,
                reraise=True,
            )(part)
        except (TooLarge, NotAllowed):
            raise
        except ChatError as error:
            raise DeliveryUnknown("only the beginning of it arrived") from error
        return sent

    async def _send_text(self, message: RenderedMessage, level: Level) -> _Arrived:
        rest: list[RenderedMessage] = []
        while True:
            try:
                sent = await self._limiter.call(
                    level,
                    message.target.chat,
                    self._api.send_message,
                    message.body,
                    link_preview_options=NO_PREVIEW,
                    **message.text_parameters,
                )
            except TelegramError as error:
                message, *more = _without_refused(message, error)
                rest = more or rest
            else:
                return sent, [partial(self._send_text, one, level) for one in rest]

    async def _send_film_or_link(self, caption: RenderedMessage, film: Film, *, alone: bool) -> _Arrived:
        """Send a film; where it cannot be read, or is refused for good, its caption with the link.

        A film that is `alone` and refused for a reason that is known here is left to the core, which explains it.

        Raises:
            TooLarge: it cannot be read, and has no link.
        """
        try:
            return await self._send_film(caption, film), []
        except _Several as several:
            *before, caption = several.messages
            first, *others = [partial(self._send_text, one, Level.MUST_SEND) for one in before]
            sent, rest = await first()
            return sent, [*rest, *others, partial(self._send_film_or_link, caption, film, alone=False)]
        except UploadUnreadable as error:
            if not film.link:
                raise TooLarge("the film cannot be sent") from error
            log.warning("the film %s could not be read; its link is sent: %s", film.name, causes(error))
        except NotSent as refusal:
            left_to_core = isinstance(refusal, Gone) or (alone and isinstance(refusal, TooLarge | NotAllowed))
            if not film.link or left_to_core or refusal.retry_seconds is not None:
                raise
            log.info("Telegram refuses the film %s; its link is sent: %s", film.name, causes(refusal))
        return await self._send_text(caption, Level.MUST_SEND)

    async def _send_film(self, caption: RenderedMessage, film: Film) -> Message:
        """Send a film by its file id while Telegram knows that, else its bytes."""
        if file_id := await self._films.file_id(film):
            try:
                return await self._send_video(caption, lambda: nullcontext(Films.by_file_id(file_id)))
            except NotSent as refusal:
                cause = refusal.__cause__
                if not (isinstance(cause, TelegramError) and stale_file(cause)):
                    raise
                log.info("the file id of %s is not known any more; the film is uploaded: %s", film.name, causes(cause))
                await self._films.forget(film)
        async with self._chat_actions.sending(caption.target):
            message = await self._send_video(caption, lambda: self._films.prepared(film))
        await self._films.remember(film, message)
        return message

    async def _send_video(
        self, caption: RenderedMessage, opened: Callable[[], AbstractAsyncContextManager[VideoPayload]]
    ) -> Message:
        """Send a video; each attempt opens its payload anew, before it counts as a call.

        Raises:
            _Several: Telegram refuses its buttons, and its caption has no room for their links.
        """
        while True:
            try:
                async with opened() as payload:
                    return await self._limiter.call(
                        Level.MUST_SEND,
                        caption.target.chat,
                        self._films.send,
                        payload,
                        caption.body,
                        caption.film_parameters,
                    )
            except TelegramError as error:
                instead = _without_refused(caption, error)
                if len(instead) > 1:
                    raise _Several(instead) from error
                caption = instead[0]


def _without_refused(message: RenderedMessage, error: TelegramError) -> tuple[RenderedMessage, ...]:
    """Return what to send instead of a message: without what Telegram refused, or for where its chat has moved.

    Raises:
        ChatError: nothing can be left out, it failed for another reason, or the outcome is unknown.
        UploadUnreadable: its film could not be read.
    """
    if isinstance(error, UploadUnreadable):
        raise error
    if isinstance(error, ChatMigrated):
        return (message.moved_to(error.new_chat_id),)
    simpler = message.without_refused(error) if isinstance(error, BadRequest) else ()
    if not simpler:
        raise chat_error(error) from error
    log.info("a part of a message was refused; it is sent without: %s", causes(error))
    return simpler


def _may_be_sent_again(error: BaseException) -> bool:
    """Whether nothing arrived and the wait is short: then sending again cannot double anything."""
    return isinstance(error, NotSent) and error.retry_seconds is not None and error.retry_seconds <= _REST_SECONDS


def _wait(state: RetryCallState) -> float:
    error = error_of(state)
    return (error.retry_seconds or 0.0) if isinstance(error, NotSent) else 0.0
