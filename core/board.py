"""The face of a request: one status message. The children of a batch share their parent's, a line a file.

Lives as long as the process; what it must know after a restart is in the rows of the requests.
"""

import asyncio
from dataclasses import dataclass, field

from core.requests import Outcome
from core.words.language import Language
from core.words.phrases import say


@dataclass(slots=True)
class Board:
    """`names` are the files of a batch, `stages` what each is at, or why it failed; `ended` what became of it.

    `owner` is the request whose row names the message; `begun` that it left the line.
    """

    owner: int
    key: str | None = None
    begun: bool = False
    names: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)
    ended: dict[int, Outcome] = field(default_factory=dict)
    ending: asyncio.Lock = field(default_factory=asyncio.Lock)  # one child ends after the other
    posting: asyncio.Lock = field(default_factory=asyncio.Lock)  # the message is sent once, then edited

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
            case Outcome.CANCELLED:
                return say(language, "batch.cancelled", **facts)
        return say(language, "batch.failed", **facts, reason=stage or say(language, "stage.failed"))
