"""The status message that is edited while a request is worked on, and the still-working message every two minutes.

A platform's refusal is logged and never stops the work. A status may appear twice after a crash. A result must not, so
`core.outbox.delivery` sends it. Methods that write the key of a new status raise `StorageError`.
"""

import logging
from collections.abc import Sequence

from core.engine.clock import Clock
from core.model.actions import Cancel
from core.model.chat import Button, ChatError, ChatPlatform, NotSent, Post, Role, Target
from core.model.requests import Request, Requests
from core.outbox.status_board import StatusBoard
from core.words.amounts import about_words, duration_words
from core.words.phrases import say

log = logging.getLogger(__name__)


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
        self._board = board
        self._requests = requests
        self._clock = clock
        self._began = clock.monotonic()
        self._edited = float("-inf")
        self._text = ""
        self._usual: float | None = None
        self._progress: float | None = None
        self._shown: Post | None = None
        self._note: str | None = None
        self._finished = False
        self._offered: Button | None = None

    def offer(self, button: Button | None) -> None:
        """Show one more button from the next edit on; None: remove it."""
        self._offered = button

    async def show(self, text: str, *, progress: float | None = None, usual: float | None = None) -> None:
        """Show a stage; `progress` is from 0 to 1, `usual` how many seconds the stage usually takes."""
        self._text, self._progress, self._usual = text, progress, usual
        self._began = self._clock.monotonic()
        await self._send_or_edit()

    async def show_waiting(self, text: str) -> None:
        """Show the place in the queue, unless the request has begun meanwhile."""
        self._text = text
        await self._send_or_edit(waiting=True)

    async def advance(self, text: str, progress: float) -> None:
        """Show how far a stage is, from 0 to 1, unless the message was edited too recently."""
        self._text, self._progress = text, progress
        await self.tick()

    async def tick(self) -> None:
        """Show the stage again with the elapsed time, unless the message was edited too recently."""
        if self._clock.monotonic() - self._edited >= self._platform.capabilities(self._target).edit_seconds:
            await self._send_or_edit()

    async def note(self, doing: str, seconds: float) -> str | None:
        """Post a still-working message and remove the one before it.

        Where the platform allows few messages, the status is edited instead.

        Args:
            doing: what the agent does, in words.
            seconds: for how long the turn runs.

        Returns:
            The key of the message that stands in the chat now; None: there is none.
        """
        text = say(self._language, "still_working", doing=doing, elapsed=duration_words(seconds, self._language))
        if not self._platform.capabilities(self._target).notes:
            self._text = text
            await self._send_or_edit()
            return None
        try:
            await self.clear_note()
            self._note = await self._platform.send(self._target, Post(Role.NOTE, text))
        except ChatError as error:
            log_not_sent(self._request, "the still-working message was not sent", error)
        return self._note

    async def clear_note(self) -> None:
        """Remove the last still-working message."""
        if self._note is not None:
            key, self._note = self._note, None
            await self.remove_note(key)

    async def remove_note(self, key: str) -> None:
        """Remove a still-working message."""
        try:
            await self._platform.remove(self._target, key)
        except ChatError as error:
            log_not_sent(self._request, "the still-working message was not removed", error)

    async def finish(self, text: str) -> None:
        """Edit the status a last time, to one line without buttons. Does nothing where there was no status."""
        await self.clear_note()
        if self._finished and text == self._text:
            return
        self._text, self._progress, self._usual = text, None, None
        self._finished, self._board.begun = False, True
        if self._board.key is not None:
            await self._send_or_edit(buttons=())
        self._finished = True

    async def _send_or_edit(self, buttons: Sequence[Button] | None = None, *, waiting: bool = False) -> None:
        if self._finished:
            return
        if buttons is None:
            cancel = Button(say(self._language, "button.cancel"), Cancel(self._board.owner))
            buttons = (self._offered, cancel) if self._offered else (cancel,)
        post = Post(Role.STATUS, self._full_text(done=not buttons), tuple(buttons), progress=self._progress)
        if post == self._shown:
            return  # an edit without a change would count against the platform's rate limit
        self._edited = self._clock.monotonic()
        async with self._board.posting:
            if waiting and self._board.begun:
                return
            try:
                if self._board.key is not None:
                    await self._platform.edit(self._target, self._board.key, post)
                    self._shown = post
                    return
                self._board.key = await self._platform.send(self._target, post)
            except ChatError as error:
                log_not_sent(self._request, "the status was not sent", error)
                return
            await self._requests.set_status(self._board.owner, self._board.key)

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
