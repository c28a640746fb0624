"""The message that is edited while a request is worked on, and the note beside it every two minutes.

It is a courtesy: whatever goes wrong with it is logged and never stops the work. It may double after a crash; a
result may not, and is therefore not its business.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.chat import Button, ChatError, ChatPlatform, Post, Role, Target
from core.clock import Clock
from core.requests import Request, Requests
from core.words.amounts import about_words, duration_words
from core.words.language import Language
from core.words.phrases import say

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Board:
    """The lines of a batch, one a file, on one message. The children share it while the process lives."""

    names: dict[int, str]
    lines: dict[int, str] = field(default_factory=dict)
    key: str | None = None
    owner: int = 0  # the request whose row names the message: the parent
    ending: asyncio.Lock = field(default_factory=asyncio.Lock)  # one child ends after the other
    posting: asyncio.Lock = field(default_factory=asyncio.Lock)  # the message is sent once, then edited

    def text(self, heading: str) -> str:
        """Return the whole message."""
        rows = [
            f"{place}. {name} — {self.lines.get(child, '…')}"
            for place, (child, name) in enumerate(self.names.items(), start=1)
        ]
        return "\n".join([heading, *rows])


class Status:
    """One request's status message: sent once, then edited in place at the pace the platform likes."""

    def __init__(
        self, platform: ChatPlatform, request: Request, board: Board, requests: Requests, clock: Clock
    ) -> None:
        self._platform = platform
        self._target: Target = request.target
        self._request = request.id
        self._language: Language = request.language
        self._batch = request.parent is not None
        self._board = board
        self._requests = requests
        self._clock = clock
        self._began = clock.monotonic()
        self._edited = float("-inf")
        self._text = ""
        self._usual: float | None = None
        self._progress: float | None = None
        self._note: str | None = None
        self._muted = False
        self._offered: Button | None = None

    def offer(self, button: Button | None) -> None:
        """Show one more button from the next edit on; None: no more."""
        self._offered = button

    def mute(self) -> None:
        """Tell nothing more: the user cancelled, and what runs is seen through in silence."""
        self._muted = True

    async def show(self, text: str, *, progress: float | None = None, usual: float | None = None) -> None:
        """Show a stage. `usual` is how many seconds it takes as a rule."""
        self._text, self._progress, self._usual = text, progress, usual
        self._began = self._clock.monotonic()
        await self._put()

    async def advance(self, text: str, progress: float) -> None:
        """Show how far a stage is, unless the message was edited a moment ago."""
        self._text, self._progress = text, progress
        await self.tick()

    async def tick(self) -> None:
        """Show the stage again with the time it took so far, unless the message was edited a moment ago."""
        if self._clock.monotonic() - self._edited >= self._platform.manners(self._target).edit_seconds:
            await self._put()

    async def note(self, doing: str, seconds: float) -> None:
        """Say that it is still worked on: a silent new message, the one before it removed; an edit where few fit."""
        if self._muted:
            return
        text = say(self._language, "still_working", doing=doing, elapsed=duration_words(seconds, self._language))
        if not self._platform.manners(self._target).notes:
            self._text = text
            await self._put()
            return
        try:
            await self.clear_note()
            self._note = await self._platform.send(self._target, Post(Role.NOTE, text))
        except ChatError:
            log.info("request %d: a note was not delivered", self._request, exc_info=True)

    async def clear_note(self) -> None:
        """Take the last note away."""
        if self._note is not None:
            key, self._note = self._note, None
            try:
                await self._platform.remove(self._target, key)
            except ChatError:
                log.info("request %d: a note could not be removed", self._request, exc_info=True)

    async def finish(self, text: str) -> None:
        """Shrink to one line. Says nothing where there never was a status."""
        await self.clear_note()
        self._text, self._progress, self._usual = text, None, None
        self._muted = False
        if self._board.key is not None:
            await self._put(buttons=())
        self._muted = True

    async def _put(self, buttons: Sequence[Button] | None = None) -> None:
        if self._muted:
            return
        if buttons is None:
            cancel = Button(say(self._language, "button.cancel"), press=f"cancel:{self._board.owner}")
            buttons = (self._offered, cancel) if self._offered else (cancel,)
        post = Post(Role.STATUS, self._whole(done=not buttons), tuple(buttons), progress=self._progress)
        self._edited = self._clock.monotonic()
        async with self._board.posting:
            try:
                if self._board.key is not None:
                    await self._platform.edit(self._target, self._board.key, post)
                    return
                self._board.key = await self._platform.send(self._target, post)
            except ChatError:
                log.info("request %d: the status was not delivered", self._request, exc_info=True)
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
        self._board.lines[self._request] = line
        return self._board.text(say(self._language, "batch.head", count=len(self._board.names)))
