"""What a link to the upload page is still good for, and the message that its file makes.

A link's state is read from what is written anyway: it is used while the request its file made goes on or took the
file, open again when that file was refused, and taken when its words went with a file of the chat.
"""

import itertools
from dataclasses import dataclass
from enum import StrEnum

from core.engine.clock import Clock
from core.engine.journal import Entries
from core.media.names import safe_name
from core.model.chat import Attachment, Incoming
from core.model.messages import Messages
from core.model.requests import Flow, Outcome, Request, Requests
from core.progress import progress_of
from core.upload.link import request_of
from core.words.intents import Wish

_GOING_ON = {None, Outcome.SPLIT}


class LinkState(StrEnum):
    """What a link is good for."""

    OPEN = "open"
    USED = "used"
    TAKEN = "taken"  # its words went with a file that came by the chat


@dataclass(frozen=True, slots=True)
class Visit:
    """A link's request as its page sees it. `key` is the message that the next file makes; `words` run with it."""

    request: Request
    state: LinkState
    key: str
    words: str


class UploadLinks:
    """Tells from the rows what the links to the page are good for."""

    def __init__(self, requests: Requests, messages: Messages, entries: Entries, *, clock: Clock) -> None:
        self._requests = requests
        self._messages = messages
        self._entries = entries
        self._clock = clock

    async def visit(self, number: int) -> Visit:
        """Return what a link for a request is good for now.

        Raises:
            LookupError: there is no such request.
        """
        request = await self._requests.get(number)
        words = await self._words(request)
        key, last = await self._last(request)
        if last is not None:
            return Visit(request, LinkState.USED, key, words)
        return Visit(request, LinkState.TAKEN if request.words_taken else LinkState.OPEN, key, words)

    async def incoming(self, seen: Visit, file: Attachment) -> Incoming:
        """Return the message that a file makes: as if its person had sent it where they asked."""
        request = seen.request
        if request.parent is not None:  # the words of a child name its file
            named = [one for part in await self._requests.parts(request.id) for one in part.attachments]
            file = Attachment(file.ref, safe_name(named[0].name) if named else file.name, file.size, file.media_type)
        return Incoming(
            address=request.address,
            sender=request.sender,
            key=seen.key,
            at=self._clock.time(),
            private=request.private,
            text=seen.words,
            attachments=(file,),
            handle=request.handle,
        )

    async def has(self, message: Incoming) -> bool:
        """Return whether the core took this very file, and not another that came first."""
        origin = await self._messages.origin(message.address, message.key)
        if origin is None or origin.request is None:
            return False
        parts = await self._requests.parts(origin.request)
        return message.attachments[0].ref in {file.ref for part in parts for file in part.attachments}

    async def needs(self, file: Attachment) -> bool:
        """Return whether a request that is not over was made by this file."""
        try:
            _, last = await self._last(await self._requests.get(request_of(file) or 0))
        except LookupError:
            return False
        if last is None or last.outcome not in _GOING_ON:
            return False
        return file.ref in {one.ref for part in await self._requests.parts(last.id) for one in part.attachments}

    async def arrived(self, request: Request) -> bool:
        """Return whether the backend has a file of this request."""
        return bool((await progress_of(self._entries, request.id)).uploaded)

    async def _words(self, request: Request) -> str:
        """Return the words that wait for the file; they do not wait where other files took them."""
        if request.flow is Flow.ANSWER:
            asked = request.meaning
            return asked.argument if asked is not None and asked.wish is Wish.UPLOAD else ""
        return "" if await self.arrived(request) else request.words

    async def _last(self, request: Request) -> tuple[str, Request | None]:
        """Return the request that a file of this link made, with its key; one that is over without the file is none.

        Without one, the key is free for the next file.
        """
        for attempt in itertools.count(1):
            key = _key(request, attempt)
            origin = await self._messages.origin(request.address, key)
            if origin is None or origin.request is None:
                break
            made = await self._requests.get(origin.request)
            if made.outcome in _GOING_ON or await self.arrived(made):
                return key, made
        return key, None


def _key(request: Request, attempt: int) -> str:
    """Return the key of a file's message; children of a batch share their message's, so they add their number."""
    child = f".{request.id}" if request.parent is not None else ""
    again = f".{attempt}" if attempt > 1 else ""
    return f"{request.key.partition('#')[0]}#upload{child}{again}"
