"""The status message that is edited while a request is worked on, and the still-working message every two minutes.

A failure here is logged and never stops the work. A status may double after a crash; a result may not, and is sent
by `core.outbox.delivery` instead.
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
    """One request's status message: sent once, then edited in place at the pace the platform likes."""

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
        self._muted = False
        self._offered: Button | None = None

    def offer(self, button: Button | None) -> None:
        """Show one more button from the next edit on; None: no more."""
        self._offered = button

    async def show(self, text: str, *, progress: float | None = None, usual: float | None = None) -> None:
        """Show a stage. `usual` is how many seconds it takes as a rule."""
        self._text, self._progress, self._usual = text, progress, usual
        self._began = self._clock.monotonic()
        await self._put()

    async def wait(self, text: str) -> None:
        """Show the place in the queue, unless the request has begun meanwhile."""
        self._text = text
        await self._put(waiting=True)

    async def advance(self, text: str, progress: float) -> None:
        """Show how far a stage is, unless the message was edited a moment ago."""
        self._text, self._progress = text, progress
        await self.tick()

    async def tick(self) -> None:
        """Show the stage again with the time it took so far, unless the message was edited a moment ago."""
        if self._clock.monotonic() - self._edited >= self._platform.capabilities(self._target).edit_seconds:
            await self._put()

    async def note(self, doing: str, seconds: float) -> str | None:
        """Say that it is still worked on: a silent new message, the one before it removed; an edit where few fit.

        Returns the key of a message that has to be removed.
        """
        text = say(self._language, "still_working", doing=doing, elapsed=duration_words(seconds, self._language))
        if not self._platform.capabilities(self._target).notes:
            self._text = text
            await self._put()
            return None
        try:
            await self.clear_note()
            self._note = await self._platform.send(self._target, Post(Role.NOTE, text))
        except ChatError as error:
            log_not_sent(self._request, "a note was not delivered", error)
        return self._note

    async def clear_note(self) -> None:
        """Take the last note away."""
        if self._note is not None:
            key, self._note = self._note, None
            await self.remove(key)

    async def remove(self, key: str) -> None:
        """Take a note away."""
        try:
            await self._platform.remove(self._target, key)
        except ChatError as error:
            log_not_sent(self._request, "a note could not be removed", error)

    async def finish(self, text: str) -> None:
        """Shrink to one line, and change no more. Does nothing where there never was a status."""
        await self.clear_note()
        if self._muted and text == self._text:
            return
        self._text, self._progress, self._usual = text, None, None
        self._muted = False
        if self._board.key is not None:
            await self._put(buttons=())
        self._muted = True

    async def _put(self, buttons: Sequence[Button] | None = None, *, waiting: bool = False) -> None:
        if self._muted:
            return
        if buttons is None:
            cancel = Button(say(self._language, "button.cancel"), Cancel(self._board.owner))
            buttons = (self._offered, cancel) if self._offered else (cancel,)
        post = Post(Role.STATUS, self._whole(done=not buttons), tuple(buttons), progress=self._progress)
        if post == self._shown:
            return  # an edit that changes nothing counts against the platform's rate limit all the same
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
                log_not_sent(self._request, "the status was not delivered", error)
                return
            await self._requests.set_status(self._board.owner, self._board.key)

    def _whole(self, *, done: bool) -> str:
        line = self._text
        elapsed = self._clock.monotonic() - self._began
        if not done and elapsed >= 1:
            line += say(self._language, "elapsed.so_far", elapsed=duration_words(elapsed, self._language))
        if not done and self._usual:
            line += say(self._language, "elapsed.usual", usual=about_words(self._usual, self._language))
        if not self._batch:
            return line
        self._board.stages[self._request] = line
        return self._board.text(self._language)


def log_not_sent(request: int, what: str, error: ChatError) -> None:
    """Log a status, note or reaction that was not sent; with the traceback where the outcome is unknown."""
    match error:
        case NotSent(retry_seconds=None):
            log.info("R%d: %s: %s", request, what, error)
        case NotSent():
            log.debug("R%d: %s: %s", request, what, error)
        case _:
            log.info("R%d: %s", request, what, exc_info=error)
