"""The web chat as a chat platform: what core posts becomes lines of the transcript, and the open pages are woken.

It needs no web server, so any process can answer. It never sees a cookie: a chat is an address like any other.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

from bots.web import bodies
from bots.web.pages import Pages
from bots.web.spool import Incomplete, NotKept, Refused, Spool
from bots.web.transcript import Transcript
from core.engine.clock import Clock
from core.media.errors import MediaError
from core.media.source import ByteSource
from core.model.chat import Address, Attachment, Capabilities, Film, NotSent, Post, Reaction, Role, Target, TooLarge

RETRY_SECONDS = 5.0


class WebPlatform:
    """The outward half of the web chat."""

    name = "web"

    def __init__(self, transcript: Transcript, spool: Spool, pages: Pages, clock: Clock) -> None:
        self._transcript = transcript
        self._spool = spool
        self._pages = pages
        self._clock = clock
        self._notes: dict[tuple[Address, str | None], str] = {}  # the note that stands, of each asked message

    def capabilities(self, to: Target) -> Capabilities:
        """Return that a film is played from its link and that edits may be quick."""
        del to
        return Capabilities(self._spool.file_bytes, edit_seconds=0.3, notes=True, plays_links=True)

    async def send(self, to: Target, post: Post) -> str:
        """Add a line and return its key; a note takes the place of the note before it.

        Raises:
            NotSent: a film that comes as bytes has no room here.
        """
        key = f"b-{uuid4().hex}"
        ref = await self._keep(to.address, post.film) if post.film and post.film.open else ""
        now = self._clock.time()
        await self._write(to.address, key, bodies.posted(post, reply_to=to.reply_to, at=now, film_ref=ref), now)
        if post.role is Role.NOTE:
            before = self._notes.get((to.address, to.reply_to))
            self._notes[to.address, to.reply_to] = key
            if before:
                await self._transcript.remove(to.address, before)
                self._pages.wake(to.address)
        return key

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a line of ours in its place.

        Raises:
            NotSent: there is no such line.
        """
        before = await self._transcript.body(to.address, key)
        if before is None:
            raise NotSent("no such line")
        body = bodies.posted(post, reply_to=to.reply_to, at=bodies.began(before))
        await self._write(to.address, key, body, self._clock.time())

    async def remove(self, to: Target, key: str) -> None:
        """Take a line of ours away.

        Raises:
            NotSent: there is no such line.
        """
        if self._notes.get((to.address, to.reply_to)) == key:
            del self._notes[to.address, to.reply_to]
        if not await self._transcript.remove(to.address, key):
            raise NotSent("no such line")
        self._pages.wake(to.address)

    async def react(self, to: Target, reaction: Reaction) -> None:
        """Put a mark on the person's line; it is a line of its own, so that nothing of theirs is rewritten."""
        if to.reply_to:
            now = self._clock.time()
            await self._write(to.address, f"m-{to.reply_to}", bodies.reacted(to.reply_to, reaction), now)

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return at once: here is always room."""

    async def public_url(self, file: Attachment) -> str | None:
        """Return None: an upload is on this machine and nobody else's business."""
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

    async def _keep(self, address: Address, film: Film) -> str:
        """Take the bytes of a film without a link into the spool, and return where they are."""
        if film.open is None:
            return ""
        try:
            async with film.open() as source:
                kept = await self._spool.take(address.chat, film.name, source.length, "video/mp4", source.chunks)
        except (Incomplete, MediaError) as error:
            raise NotSent("the film broke off on its way here", retry_seconds=RETRY_SECONDS) from error
        except Refused as refusal:
            raise TooLarge("no room for the film") from refusal
        await self._spool.release(kept.ref)  # it stays while there is room, for a day at most
        return kept.ref

    async def _write(self, address: Address, key: str, body: str, now: float) -> None:
        await self._transcript.write(address, key, body, now)
        self._pages.wake(address)
