"""The web chat as a chat platform: what core posts becomes lines of the transcript, and the open pages are woken.

It needs no web server, so any process can answer. A chat is an address like any other; cookies are not known here.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import uuid4

from bots.spool.refusals import Incomplete, Refused
from bots.spool.spool import NotKept, Spool
from bots.web import message_json
from bots.web.open_pages import OpenPages
from bots.web.transcript import Transcript
from core.engine.clock import Clock
from core.media.errors import MediaError
from core.media.source import ByteSource
from core.model.attachments import Attachment
from core.model.chat import Address, Arrived, Capabilities, Film, NotSent, Post, Reaction, Rest, Role, Target, TooLarge
from core.model.store_unavailable import StoreUnavailable

RETRY_SECONDS = 5.0
STORE_SECONDS = 1.0


class WebPlatform:
    """The outward half of the web chat."""

    name = "web"

    def __init__(self, transcript: Transcript, spool: Spool, pages: OpenPages, clock: Clock) -> None:
        self._transcript = transcript
        self._spool = spool
        self._pages = pages
        self._clock = clock

    def capabilities(self, to: Target) -> Capabilities:
        """Return that a film is played from its link, that edits may be quick, and that the page itself greets."""
        del to
        return Capabilities(
            self._spool.file_bytes,
            edit_seconds=0.3,
            notes=True,
            plays_links=True,
            greets=True,
            hosted=True,
            masks_tokens=True,
        )

    async def send(self, to: Target, post: Post, arrived: Arrived | None = None, rest: Rest | None = None) -> str:
        """Add a line and return its key; it is always one, so that there is no rest.

        The status of a request has one line only: who died before its key was saved would leave it behind for ever.

        Raises:
            TooLarge: there is no room for a film that comes as bytes.
            NotSent: its bytes broke off, or the line cannot be written now; it may be sent again later.
        """
        del rest
        key = f"b-status-{to.request}" if post.role is Role.STATUS and to.request else f"b-{uuid4().hex}"
        ref = await self._spool_film(to.address, post.film) if post.film and post.film.open else ""
        now = self._clock.time()
        await self._write(to.address, key, self._body(to, post, now, ref), now)
        if arrived:
            await arrived(to.address, key, 0)
        return key

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a line of ours in its place.

        Raises:
            NotSent: there is no such line, or it cannot be written now.
        """
        before = await self._transcript.body(to.address, key)
        if before is None:
            raise NotSent("no such line")
        film = message_json.film_of(before)
        body = self._body(to, post, message_json.posted_at(before), film.ref if film else "")
        await self._write(to.address, key, body, self._clock.time())

    async def remove(self, to: Target, key: str) -> None:
        """Take a line of ours away.

        Raises:
            NotSent: there is no such line, or it cannot be taken away now.
        """
        with _nothing_written():
            removed = await self._transcript.remove(to.address, key)
        if not removed:
            raise NotSent("no such line")
        self._pages.notify(to.address)

    async def react(self, to: Target, reaction: Reaction) -> None:
        """Put a mark on the person's line; it is a line of its own, so that nothing of theirs is rewritten."""
        if to.reply_to:
            now = self._clock.time()
            await self._write(to.address, f"m-{to.reply_to}", message_json.from_reaction(to.reply_to, reaction), now)

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return at once: there is no rate limit here."""

    async def public_url(self, file: Attachment) -> str | None:
        """Return None: an upload has no public address."""
        del file
        return None

    @asynccontextmanager
    async def open(self, file: Attachment) -> AsyncGenerator[ByteSource]:
        """Open an uploaded file.

        Raises:
            NotSent: the spool does not have it any more.
        """
        try:
            async with self._spool.open(file.ref) as source:
                yield source
        except NotKept as gone:
            raise NotSent("the file is not in the spool") from gone

    async def release(self, file: Attachment) -> None:
        """Let the spool drop this file when it needs the room."""
        await self._spool.release(file.ref)

    async def delete_files(self, to: Target, *, before: float) -> None:
        """Delete what a person uploaded, and the films that were spooled for them, but what came since."""
        chat = to.address.chat
        await self._spool.discard(self._spool.of({chat, f"film:{chat}"}, before))
        self._pages.notify(to.address, projects=True)

    async def _spool_film(self, address: Address, film: Film) -> str:
        """Write the bytes of a film without a link to the spool, and return their reference."""
        if film.open is None:
            return ""
        owner = f"film:{address.chat}"  # not one of the person's own files
        try:
            async with film.open() as source:
                file = await self._spool.take(owner, film.name, source.length, "video/mp4", source.chunks)
        except (Incomplete, MediaError) as error:
            raise NotSent("the film broke off on its way here", retry_seconds=RETRY_SECONDS) from error
        except Refused as refused:
            raise TooLarge("no room for the film") from refused
        await self._spool.release(file.ref)  # it stays while there is room, for a day at most
        return file.ref

    def _body(self, to: Target, post: Post, at: float, film_ref: str) -> str:
        original = self._original(post.film) if post.film else None
        return message_json.from_post(post, to, at=at, film_ref=film_ref, original=original)

    def _original(self, film: Film) -> message_json.ShownFile | None:
        """Return the clip that a film can be compared with; None: it was made of several, or of none."""
        files = (self._spool.find(file.ref) for file in film.originals)
        videos = [file for file in files if file is not None and file.kind == "video"]
        if len(videos) != 1:
            return None
        return message_json.ShownFile(videos[0].ref, videos[0].name, videos[0].size, videos[0].kind)

    async def _write(self, address: Address, key: str, body: str, now: float) -> None:
        with _nothing_written():
            await self._transcript.write(address, key, body, now)
        self._pages.notify(address)


@contextmanager
def _nothing_written() -> Iterator[None]:
    """Raise what the store cannot take now as a refusal: its writes are whole or not there."""
    try:
        yield
    except StoreUnavailable as error:
        raise NotSent("the transcript cannot be written", retry_seconds=STORE_SECONDS) from error
