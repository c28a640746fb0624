"""What the status message of a request shows. The children of a batch share one message, with a line for each file.

A board exists in one process only. After a restart it is built again from the rows of the requests.
"""

import asyncio
from dataclasses import dataclass, field

from core.media.names import safe_name
from core.model.requests import Outcome, Request, Requests
from core.words.language import Language
from core.words.phrases import say


@dataclass(slots=True)
class StatusBoard:
    """The state behind one status message.

    `owner` is the request that the message belongs to, `key` the message. `begun`: the request left the queue, also by
    a cancel. For a batch, by child: `names` are the files, `stages` what each does or why it failed, `ended` the
    outcomes. `notes` are the still-working messages that stand in the chat, by request. `muted`: the platform refused
    the message for good, so that nothing more is shown in it; `unknown` is how often it may have been sent.
    """

    owner: int
    key: str | None = None
    begun: bool = False
    names: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    ended: dict[int, Outcome] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    muted: bool = False
    unknown: int = 0
    ending: asyncio.Lock = field(default_factory=asyncio.Lock)  # children end one at a time
    posting: asyncio.Lock = field(default_factory=asyncio.Lock)  # the message is sent once, then edited
    noting: asyncio.Lock = field(default_factory=asyncio.Lock)  # a note is sent before it is removed

    def text(self, language: Language) -> str:
        """Return the whole message of a batch."""
        heading = say(language, "batch.head", count=len(self.names))
        return "\n".join([heading, *(self.row(child, language) for child in self.names)])

    def row(self, child: int, language: Language) -> str:
        """Return the line of one file."""
        facts = {"number": list(self.names).index(child) + 1, "name": self.names[child]}
        stage = self.stages.get(child)
        match self.ended.get(child):
            case None if stage is None:
                return say(language, "batch.waiting", **facts)
            case None:
                return say(language, "batch.running", **facts, stage=stage)
            case Outcome.DONE:
                return say(language, "batch.done", **facts)
            case Outcome.UNDELIVERED:
                return say(language, "batch.undelivered", **facts)
            case Outcome.CANCELLED:
                return say(language, "batch.cancelled", **facts)
        return say(language, "batch.failed", **facts, reason=stage or say(language, "stage.failed"))


class StatusBoards:
    """The boards of the requests that this process shows the status of."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._boards: dict[int, StatusBoard] = {}

    def of(self, request: Request) -> StatusBoard:
        """Return the board of a request of its own, also for a child of a batch."""
        return self._boards.setdefault(request.id, StatusBoard(request.id, request.status_key))

    async def shared(self, request: Request) -> StatusBoard:
        """Return the board that shows a request: its parent's for a child of a batch, else its own.

        Raises:
            StorageError: the rows cannot be read.
        """
        if request.parent is None:
            return self.of(request)
        board = self.of(await self._requests.get(request.parent))
        if not board.names:
            for child in await self._requests.children(request.parent):
                files = [file for part in await self._requests.parts(child.id) for file in part.attachments]
                board.names[child.id] = safe_name(files[0].name) if files else child.reference
                if child.outcome is not None:
                    board.ended[child.id] = child.outcome
        return board

    def forget(self, board: StatusBoard) -> None:
        """Drop the board of a request or batch that has ended."""
        self._boards.pop(board.owner, None)
