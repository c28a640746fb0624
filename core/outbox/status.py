"""The status message that is edited while a request is worked on, and the still-working message every two minutes.

A platform's refusal is logged and never stops the work; one for good mutes the status, one of a text skips that text.
What users were promised to be told waits for the send budget; all other progress is left out while that is used up,
the first message of a status unless room comes in a moment.

A status may appear twice after a crash. A result must not, so
`core.outbox.delivery` sends it. Methods that write the key of a new status raise `StorageError`.
"""

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Sequence

from core.engine.clock import Clock
from core.model.actions import Cancel
from core.model.chat import Button, ChatError, ChatPlatform, LeftBehind, NotSent, Post, Role, Target, TextRefused
from core.model.requests import Request, Requests
from core.outbox.status_board import StatusBoard
from core.words.amounts import about_words, duration_words
from core.words.phrases import say
from core.words.repeated_spoilers import hide
from core.words.spoilers import SPOILER

log = logging.getLogger(__name__)

_SENT_UNKNOWN = 2  # statuses of unknown outcome, after which none is sent any more
_PROMISE_SECONDS = 30.0  # for so long the work waits until there is room for what was promised


class Status:
    """The status message of one request: sent once, then edited as often as the platform allows."""

    def __init__(
        self, platform: ChatPlatform, request: Request, board: StatusBoard, requests: Requests, clock: Clock
    ) -> None:
        self._platform = platform
        self._target: Target = request.target
        self._request = request.id
        self._language = request.language
        self._batch = request.parent is not None
        self._project = request.project
        self._board = board
        self._requests = requests
        self._clock = clock
        self._began = clock.monotonic()
        self._edited = float("-inf")
        self._text = ""
        self._usual: float | None = None
        self._progress: float | None = None
        self._shown: Post | None = None
        self._finished = False
        self._refused: str | None = None  # the text that the platform refused for what it says
        self._offered: Button | None = None

    def offer(self, button: Button | None) -> None:
        """Show one more button from the next edit on; None: remove it."""
        self._offered = button

    async def show(self, text: str, *, progress: float | None = None, usual: float | None = None) -> None:
        """Show a stage; `progress` is from 0 to 1, `usual` how many seconds the stage usually takes."""
        self._text, self._progress, self._usual = text, progress, usual
        self._began = self._clock.monotonic()
        await self._send_or_edit()

    async def promise(self, text: str) -> bool:
        """Show what the user was promised to be told; False: the send budget stays used up for long."""

        async def said() -> str:
            return text

        until = self._clock.monotonic() + _PROMISE_SECONDS
        while True:
            try:
                await self.promise_newest(said)
            except NotSent as refusal:
                wait = refusal.retry_seconds or 0.0
                if self._clock.monotonic() + wait > until:
                    return False
                await self._clock.sleep(wait)
            else:
                return True

    async def promise_newest(self, text: Callable[[], Awaitable[str | None]], *, waiting: bool = False) -> None:
        """Show what the user was promised to be told; it waits for the send budget, before all progress.

        Args:
            text: asked for what to show when there is room for it; None: there is nothing to tell any more.
            waiting: it is about the place in the queue, and not shown once the request has begun.

        Raises:
            NotSent: the send budget stays used up for long; `retry_seconds` says when to call again.
            Exception: what `text` raises.
        """
        try:
            await self._platform.wait_for_budget(self._target, Post(Role.STATUS, "", promised=True))
            if (said := await text()) is not None:
                self._text, self._progress, self._usual = said, None, None
                self._began = self._clock.monotonic()
                await self._send_or_edit(waiting=waiting, promised=True)
        except NotSent as refusal:
            if refusal.retry_seconds is not None:
                raise
            log_not_sent(self._request, "the status was not sent", refusal)

    async def advance(self, text: str, progress: float) -> None:
        """Show how far a stage is, from 0 to 1, unless the message was edited too recently."""
        self._text, self._progress = text, progress
        await self.tick()

    async def tick(self) -> None:
        """Show the stage again with the elapsed time, unless the message was edited too recently."""
        if self._clock.monotonic() - self._edited >= self._platform.capabilities(self._target).edit_seconds:
            await self._send_or_edit()

    async def note(self, doing: str, seconds: float) -> str | None:
        """Post a still-working message and remove the one before it, as soon as the send budget has room.

        Where the platform allows few messages, the status is edited instead.

        Args:
            doing: what the agent does, in words.
            seconds: for how long the turn runs.

        Returns:
            The key of the message that stands in the chat now; None: there is none.
        """
        began = self._clock.monotonic() - seconds
        role = Role.NOTE if self._platform.capabilities(self._target).notes else Role.STATUS
        while not self._finished:
            try:
                await self._platform.wait_for_budget(self._target, Post(role, "", promised=True))
                if role is Role.NOTE:
                    await asyncio.shield(self._post_note(doing, began))
                else:
                    self._text = self._still_working(doing, began)
                    await self._send_or_edit(promised=True)
                break
            except NotSent as refusal:
                log_not_sent(self._request, "the still-working message was not sent", refusal)
                if refusal.retry_seconds is None:
                    break
                await self._clock.sleep(refusal.retry_seconds)
            except ChatError as error:
                log_not_sent(self._request, "it is unknown whether the still-working message was sent", error)
                break
        return self._board.notes.get(self._request)

    async def clear_note(self) -> None:
        """Remove the last still-working message, also one that is being sent; one that cannot go yet goes later."""
        async with self._board.noting:
            await self._remove_last_note()

    async def remove_note(self, key: str) -> None:
        """Remove a still-working message."""
        self._board.notes[self._request] = key
        await self.clear_note()

    async def finish(self, text: str, *, told: bool = False) -> None:
        """Edit the status a last time, to one line without buttons; where there was none, it is sent if `told`."""
        await self.clear_note()
        if self._finished and text == self._text:
            return
        self._text, self._progress, self._usual = text, None, None
        self._finished, self._board.begun = False, True
        if told and self._board.key is None:
            await self._wait_for_budget()
        await self._send_or_edit(buttons=(), only_edit=not told)
        self._finished = True

    async def _wait_for_budget(self) -> None:
        try:
            await self._platform.wait_for_budget(self._target, Post(Role.STATUS, "", promised=True))
        except NotSent as refusal:
            log_not_sent(self._request, "the send budget stays used up", refusal)

    async def _send_or_edit(
        self,
        buttons: Sequence[Button] | None = None,
        *,
        waiting: bool = False,
        promised: bool = False,
        only_edit: bool = False,
    ) -> None:
        if self._finished or self._board.muted or self._text == self._refused:
            return
        if buttons is None:
            cancel = Button(say(self._language, "button.cancel"), Cancel(self._board.owner))
            buttons = (self._offered, cancel) if self._offered else (cancel,)
        post = Post(Role.STATUS, self._full_text(done=not buttons), tuple(buttons), progress=self._progress)
        if post == self._shown:
            return  # an edit without a change would count against the platform's rate limit
        self._edited = self._clock.monotonic()
        # shielded: a message whose sending was cancelled would stand in the chat, and nobody would know its key
        await asyncio.shield(self._post(post, waiting=waiting, promised=promised, only_edit=only_edit))

    async def _post(self, post: Post, *, waiting: bool, promised: bool, only_edit: bool) -> None:
        board = self._board
        async with board.posting:
            if board.muted or (waiting and board.begun) or (board.key is None and only_edit):
                return
            shown, text = post, await self._with_spoilers(post.text)
            post = dataclasses.replace(post, text=text, promised=promised)
            try:
                if board.key is not None and await self._edit(board.key, post):
                    self._shown = shown
                    return
                if only_edit:
                    return
                board.key = None  # a new one is sent to where the chat is now
                # before it nothing of the work is seen, nor can it be cancelled: the progress of others gives way
                board.key = await self._platform.send(self._target, dataclasses.replace(post, promised=True))
                self._shown = shown
            except ChatError as error:
                log_not_sent(self._request, "the status was not sent", error)
                if isinstance(error, NotSent):
                    refused = isinstance(error, TextRefused)
                    self._refused = self._text if refused else None
                    board.muted = error.retry_seconds is None and not refused
                    if promised:
                        raise
                elif board.key is None:  # it may stand in the chat twice by then, and not once more
                    board.unknown += 1
                    board.muted = board.unknown >= _SENT_UNKNOWN
                return
            await self._requests.set_status(board.owner, board.key)

    async def _edit(self, key: str, post: Post) -> bool:
        """Edit the status; False: it was left behind.

        Raises:
            ChatError: it was not edited.
        """
        try:
            await self._platform.edit(self._target, key, post)
        except LeftBehind as error:
            log_not_sent(self._request, "the status was not edited", error)
            return False
        return True

    async def _post_note(self, doing: str, began: float) -> None:
        async with self._board.noting:
            await self._remove_last_note()
            post = Post(Role.NOTE, self._still_working(doing, began), promised=True)
            self._board.notes[self._request] = await self._platform.send(self._target, post)

    async def _remove_last_note(self) -> None:
        key = self._board.notes.get(self._request)
        if key is None:
            return
        try:
            await self._platform.remove(self._target, key)
        except ChatError as error:
            log_not_sent(self._request, "the still-working message was not removed", error)
            if isinstance(error, NotSent) and error.retry_seconds is not None:
                return  # it is removed with the next one, or at the end
        del self._board.notes[self._request]

    def _still_working(self, doing: str, began: float) -> str:
        elapsed = duration_words(self._clock.monotonic() - began, self._language)
        return say(self._language, "still_working", doing=doing, elapsed=elapsed)

    async def _with_spoilers(self, text: str) -> str:
        """Return a text with the names of hidden files hidden; a status repeats nobody's words."""
        if SPOILER not in text or self._project is None:
            return hide(text)
        return hide(text, (await self._requests.spoilers([self._project]))[self._project])

    def _full_text(self, *, done: bool) -> str:
        text = self._text
        elapsed = self._clock.monotonic() - self._began
        if not done and elapsed >= 1:
            text += say(self._language, "elapsed.so_far", elapsed=duration_words(elapsed, self._language))
        if not done and self._usual:
            text += say(self._language, "elapsed.usual", usual=about_words(self._usual, self._language))
        if not self._batch:
            return text
        self._board.stages[self._request] = text
        return self._board.text(self._language)


def log_not_sent(request: int, what: str, error: ChatError) -> None:
    """Log that a status, note or reaction was not sent; with the traceback if the outcome is unknown."""
    match error:
        case NotSent(retry_seconds=None):
            log.info("R%d: %s: %s", request, what, error)
        case NotSent():
            log.debug("R%d: %s: %s", request, what, error)
        case _:
            log.info("R%d: %s", request, what, exc_info=error)
