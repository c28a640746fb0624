"""The state of a link to the upload page, and the message that an uploaded file becomes.

The state is worked out from the rows of requests. A link is used while the request that its file made is open, or
when the backend has that file. It is open again when the file was refused. It is taken when its words were used with
a file from the chat.
"""

import itertools
from dataclasses import dataclass
from enum import StrEnum

from core.engine.clock import Clock
from core.engine.journal import Entries
from core.media.names import safe_name
from core.model.attachments import Attachment
from core.model.chat import Incoming
from core.model.messages import Messages
from core.model.requests import Flow, Outcome, Request, Requests
from core.progress import progress_of
from core.upload.link import request_of
from core.words.intents import Wish

_OPEN = {None, Outcome.SPLIT}


class LinkState(StrEnum):
    """Whether a link can still be used."""

    OPEN = "open"
    USED = "used"
    TAKEN = "taken"  # its words were used with a file from the chat


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page shows for a link: its request, its state, and the key and words of the next file's message."""

    request: Request
    state: LinkState
    key: str
    words: str


class UploadLinks:
    """Works out the states of links from the rows. Every method raises `StorageError`."""

    def __init__(self, requests: Requests, messages: Messages, entries: Entries, *, clock: Clock) -> None:
        self._requests = requests
        self._messages = messages
        self._entries = entries
        self._clock = clock

    async def visit(self, number: int) -> Visit:
        """Return what the page shows for a link to a request.

        Raises:
            LookupError: there is no such request.
        """
        request = await self._requests.get(number)
        words = await self._words(request)
        key, last = await self._last(request)
        if last is not None:
            return Visit(request, LinkState.USED, key, words)
        return Visit(request, LinkState.TAKEN if request.words_taken else LinkState.OPEN, key, words)

    async def incoming(self, visit: Visit, file: Attachment) -> Incoming:
        """Return an uploaded file as a message, as if the asker had sent it in the chat of the request."""
        request = visit.request
        if request.parent is not None:  # the words of a child name its file
            named = [one for part in await self._requests.parts(request.id) for one in part.attachments]
            file = Attachment(file.ref, safe_name(named[0].name) if named else file.name, file.size, file.media_type)
        return Incoming(
            address=request.address,
            sender=request.sender,
            key=visit.key,
            at=self._clock.time(),
            private=request.private,
            text=visit.words,
            attachments=(file,),
            channel=request.channel,
            handle=request.handle,
        )

    async def has(self, message: Incoming) -> bool:
        """Return whether the core received the file of this message; False: another file was received first."""
        origin = await self._messages.origin(message.address, message.key)
        if origin is None or origin.request is None:
            return False
        parts = await self._requests.parts(origin.request)
        return message.attachments[0].ref in {file.ref for part in parts for file in part.attachments}

    async def needs(self, file: Attachment) -> bool:
        """Return whether an open request uses this file."""
        try:
            _, last = await self._last(await self._requests.get(request_of(file) or 0))
        except LookupError:
            return False
        if last is None or last.outcome not in _OPEN:
            return False
        return file.ref in {one.ref for part in await self._requests.parts(last.id) for one in part.attachments}

    async def arrived(self, request: Request) -> bool:
        """Return whether the backend has a file of this request."""
        return bool((await progress_of(self._entries, request.id)).uploaded)

    async def _words(self, request: Request) -> str:
        """Return the words that wait for the file; "" if they were used with other files."""
        if request.flow is Flow.ANSWER:
            meaning = request.meaning
            return meaning.argument if meaning is not None and meaning.wish is Wish.UPLOAD else ""
        return "" if await self.arrived(request) else request.words

    async def _last(self, request: Request) -> tuple[str, Request | None]:
        """Return the request that a file of this link made, and the key of its message.

        A request that ended without the file does not count. With no request, the key is that of the next file.
        """
        for attempt in itertools.count(1):
            key = _key(request, attempt)
            origin = await self._messages.origin(request.address, key)
            if origin is None or origin.request is None:
                break
            made = await self._requests.get(origin.request)
            if made.outcome in _OPEN or await self.arrived(made):
                return key, made
        return key, None


def _key(request: Request, attempt: int) -> str:
    """Return the key of a file's message; a child of a batch adds its number, because its siblings share its key."""
    child = f".{request.id}" if request.parent is not None else ""
    again = f".{attempt}" if attempt > 1 else ""
    return f"{request.key.partition('#')[0]}#upload{child}{again}"
