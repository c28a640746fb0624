"""What people uploaded, on disk within a byte budget, until no request needs it.

A file comes in as many pieces as its connection needs, each going on where the last broke off: how much has come is the
size on the disk, so that it is true after a kill as well. No platform keeps these files, so they outlive a restart
here. Names never reach the disk as names of files: those are called by random references.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final, ParamSpec

from bots.spool.folder import Folder, SpooledFile, State
from bots.spool.refusals import (
    Empty,
    Full,
    Gone,
    Incomplete,
    Locked,
    Malformed,
    TooLarge,
    Unsupported,
    WrongOffset,
)
from core.engine.clock import Clock, SteadyTime
from core.media.names import safe_name
from core.media.sniff import SNIFF_BYTES, corrected_name, file_type
from core.media.source import CHUNK_BYTES, ByteSource, from_file

log = logging.getLogger(__name__)

Given = ParamSpec("Given")

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
_KEPT_SECONDS: Final[dict[State, tuple[float, float]]] = {
    "begun": (_HOUR, _HOUR),
    "waiting": (_HOUR, _DAY),
    "claimed": (7 * _DAY, 7 * _DAY),
    "released": (0.0, _DAY),
}
"""For how many seconds a file is never deleted, and after how many it is: begun (after its last byte), whole but not
yet sent with a message, needed by a request, needed by none."""
_SPARE_BYTES: Final = 256 * 1024 * 1024  # left on the disk, for the database above all

Accept = Callable[[bytes, str], None]
"""Raises `Unsupported` for the first `SNIFF_BYTES` of a file, and its name, where it is not wanted."""


class NotKept(Exception):
    """There is no such file, or no longer."""


def anything(head: bytes, name: str) -> None:
    """Accept every file."""
    del head, name


class Spool:
    """The uploaded files. `file_bytes` is the limit for one, `budget_bytes` for all.

    `spare_bytes` of the disk are left free.
    """

    def __init__(
        self, folder: Path, *, budget_bytes: int, file_bytes: int, clock: Clock, spare_bytes: int = _SPARE_BYTES
    ) -> None:
        self.file_bytes = file_bytes
        self._folder = Folder(folder)
        self._budget = budget_bytes
        self._spare = spare_bytes
        self._clock = clock
        self._steady = SteadyTime(clock)
        self._files: dict[str, SpooledFile] = {}
        self._appending: set[str] = set()
        self._beginning = asyncio.Lock()

    async def start(self) -> None:
        """Find what an earlier process left.

        Raises:
            OSError: the folder cannot be used.
        """
        self._files = {file.ref: file for file in await asyncio.to_thread(self._folder.load)}
        await self.expire()

    async def begin(
        self, owner: str, name: str, size: int, *, media_type: str = "", metadata: str = "", prefix: str = ""
    ) -> SpooledFile:
        """Begin a file of `size` bytes; its reference is `prefix` and a random word.

        Raises:
            Empty, TooLarge, Full: it is refused.
        """
        if size <= 0:
            raise Empty
        if size > self.file_bytes:
            raise TooLarge
        ref = prefix + secrets.token_urlsafe(16)
        now = self._clock.time()
        file = SpooledFile(ref, owner, safe_name(name), size, media_type, "", "begun", now, metadata)
        async with self._beginning:
            await self._make_room(size)
            self._files[ref] = file
        try:
            with _disk_errors_as_full(size):
                await _in_thread(self._folder.begin, file)
        except BaseException:
            await self._delete(file)
            raise
        return file

    async def append(self, file: SpooledFile, offset: int, chunks: AsyncIterator[bytes], accept: Accept) -> int:
        """Add what comes, and return how many bytes have come in all; with the last one the file is whole.

        What came before an error stays, and can be gone on with; unless the file is not wanted, or there is no room.

        Raises:
            WrongOffset: `offset` is not how many have come.
            Locked: somebody else adds to it.
            Unsupported, Full, Gone: it is refused, or was deleted meanwhile; nothing of it is left.
            Refused: what `chunks` raise, or more came than was announced.
        """
        if file.ref in self._appending:
            raise Locked
        self._appending.add(file.ref)
        try:
            if await self.offset(file) != offset:
                raise WrongOffset
            with _disk_errors_as_full(file.size):
                return await self._append(file, offset, chunks, accept)
        except (Unsupported, Full, Gone):
            await self._delete(file)
            raise
        finally:
            self._appending.discard(file.ref)

    async def take(
        self, owner: str, name: str, size: int, media_type: str, chunks: AsyncIterator[bytes]
    ) -> SpooledFile:
        """Keep a file of `size` announced bytes that comes in one piece.

        Raises:
            Refused: it was not taken, and nothing of it is left.
        """
        file = await self.begin(owner, name, size, media_type=media_type)
        try:
            await self.append(file, 0, chunks, anything)
        finally:
            if (taken := self._files.get(file.ref)) and taken.state == "begun":
                await self._delete(taken)
        if taken is None or taken.state == "begun":
            raise Incomplete
        return taken

    async def adopt(self, path: Path, owner: str, ref: str) -> None:
        """Take over a whole file of another folder on the same disk, which a request needs.

        Raises:
            OSError: it cannot be moved.
        """

        def move() -> SpooledFile:
            with path.open("rb") as opened:
                found = file_type(opened.read(SNIFF_BYTES))
            media_type, size = found.media_type if found else "", path.stat().st_size
            file = SpooledFile(ref, owner, path.name, size, "", media_type, "claimed", self._clock.time())
            self._folder.adopt(path, file)
            return file

        self._files[ref] = await asyncio.to_thread(move)

    def find(self, ref: str) -> SpooledFile | None:
        """Return what is known of a file that is still here, whole or begun."""
        return self._files.get(ref)

    def files(self, prefix: str) -> list[SpooledFile]:
        """Return the files whose references begin so."""
        return [file for ref, file in self._files.items() if ref.startswith(prefix)]

    def of(self, owners: Collection[str], before: float) -> list[str]:
        """Return the references of the owners' whole files that nothing happened to since an epoch second."""
        whole = (file for file in self._files.values() if file.owner in owners and file.state != "begun")
        return [file.ref for file in whole if file.touched <= before]

    def begun(self, owner: str) -> list[SpooledFile]:
        """Return what an owner has begun and not ended, the one that was left longest first."""
        files = [file for file in self._files.values() if file.owner == owner and file.state == "begun"]
        return sorted(files, key=lambda file: (file.ref in self._appending, file.touched))

    def path(self, ref: str) -> Path:
        """Return the path of a whole file's bytes."""
        return self._folder.path(ref)

    async def offset(self, file: SpooledFile) -> int:
        """Return how many bytes of a file are here.

        Raises:
            Gone: somebody deleted it.
        """
        try:
            return await asyncio.to_thread(self._folder.offset, file)
        except FileNotFoundError as gone:
            raise Gone from gone

    def expires(self, file: SpooledFile) -> float:
        """Return when a file will be deleted if nothing happens to it, in epoch seconds."""
        return file.touched + _KEPT_SECONDS[file.state][1]

    async def claim(self, refs: Iterable[str]) -> None:
        """Note that a request is about to need these files."""
        for ref in refs:
            file = self._files.get(ref)
            if (
                file and file.state == "waiting"
            ):  # a message sent again, whose request has ended, needs nothing any more
                await self._change(file, "claimed")

    async def release(self, ref: str) -> None:
        """Note that no request needs this file any more; it is deleted when its room is wanted."""
        file = self._files.get(ref)
        if file and file.state != "released":
            await self._change(file, "released")

    async def discard(self, refs: Iterable[str]) -> None:
        """Delete files that nobody will ask for."""
        for file in [self._files[ref] for ref in refs if ref in self._files]:
            await self._delete(file)

    async def expire(self) -> None:
        """Delete what was kept for long enough, whoever has set the clock meanwhile."""
        latest = self._steady.latest()
        self._files = {ref: replace(file, touched=min(file.touched, latest)) for ref, file in self._files.items()}
        while file := next((file for file in self._idle() if self._steady.earliest() >= self.expires(file)), None):
            await self._delete(file)

    @asynccontextmanager
    async def open(self, ref: str) -> AsyncGenerator[ByteSource]:
        """Open a whole file.

        Raises:
            NotKept: there is no such file.
        """
        file = self._files.get(ref)
        if file is None or file.state == "begun":
            raise NotKept
        async with AsyncExitStack() as opened:
            try:
                source = await opened.enter_async_context(from_file(self.path(ref)))
            except OSError as error:
                raise NotKept from error
            yield source

    async def _append(self, file: SpooledFile, offset: int, chunks: AsyncIterator[bytes], accept: Accept) -> int:
        if file.state != "begun":
            async for _ in chunks:
                raise Malformed
            return offset
        come = offset
        opened = self._folder.open_part(file.ref)  # not in a thread: a stop meanwhile would leave it open
        buffer = bytearray()
        try:
            async for chunk in chunks:
                if come + len(chunk) > file.size:
                    raise Malformed
                buffer += chunk
                judged, come = come >= SNIFF_BYTES, come + len(chunk)
                if len(buffer) >= CHUNK_BYTES or (not judged and come >= SNIFF_BYTES):
                    piece = bytes(buffer)
                    buffer.clear()
                    await _in_thread(_write, opened, piece)
                    if not judged:  # so that a wrong file is not read to its end
                        accept(await asyncio.to_thread(self._folder.head, file.ref), file.name)
        finally:
            await _in_thread(_close, opened, bytes(buffer))
            await self._touch(file)
        if come == file.size:
            await self._finish(file, accept)
        return come

    async def _touch(self, file: SpooledFile) -> None:
        if file.ref in self._files:
            self._files[file.ref] = file = replace(file, touched=self._clock.time())
            await _in_thread(self._folder.touch, file)

    async def _finish(self, file: SpooledFile, accept: Accept) -> None:
        head = await asyncio.to_thread(self._folder.head, file.ref)
        accept(head, file.name)
        if file.ref not in self._files:
            raise Gone
        found = file_type(head)
        name = safe_name(corrected_name(file.name, found)) if found else file.name
        media_type = found.media_type if found else ""
        file = replace(file, name=name, found_type=media_type, state="waiting", touched=self._clock.time())
        self._files[file.ref] = file
        await _in_thread(self._folder.commit, file)

    async def _change(self, file: SpooledFile, state: State) -> None:
        self._files[file.ref] = changed = replace(file, state=state, touched=self._clock.time())
        try:
            await _in_thread(self._folder.describe, changed)
        except OSError as error:  # the state holds in this process; a full disk must not fail the request being served
            log.warning("the state of a spooled file could not be written: %s", error.strerror)

    async def _make_room(self, size: int) -> None:
        """Delete what may go until a file of `size` bytes fits.

        Raises:
            Full: it does not.
        """
        await self.expire()
        while not await self._fits(size):
            now = self._steady.earliest()
            deletable = [file for file in self._idle() if now - file.touched >= _KEPT_SECONDS[file.state][0]]
            if not deletable:
                raise Full
            await self._delete(min(deletable, key=lambda file: file.touched))

    async def _fits(self, size: int) -> bool:
        if sum(file.size for file in self._files.values()) + size > self._budget:
            return False
        begun = [file for file in self._files.values() if file.state == "begun"]
        return await asyncio.to_thread(self._folder.free, begun) >= size + self._spare

    def _idle(self) -> Iterator[SpooledFile]:
        return (file for file in self._files.values() if file.ref not in self._appending)

    async def _delete(self, file: SpooledFile) -> None:
        if self._files.pop(file.ref, None):
            await _in_thread(self._folder.delete, file.ref)


@contextmanager
def _disk_errors_as_full(size: int) -> Iterator[None]:
    """Raise Full for an error of the disk while a file of `size` bytes is written, and log its cause.

    Raises:
        Gone: the file was deleted.
        Full: it could not be written.
    """
    try:
        yield
    except ConnectionError:
        raise  # an OSError of the connection, not of the disk
    except FileNotFoundError as gone:
        raise Gone from gone
    except OSError as error:
        # a full disk is no bug, so no traceback
        log.error("a file of %d bytes could not be written: %s", size, error.strerror)  # noqa: TRY400
        raise Full from error


async def _in_thread(work: Callable[Given, None], *given: Given.args, **named: Given.kwargs) -> None:
    """Do something in a thread; whoever is cancelled meanwhile waits for its end, so that nothing goes on behind it."""
    task = asyncio.create_task(asyncio.to_thread(work, *given, **named), name="spool")
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled() and (error := task.exception()):
            log.warning("what a stop waited for failed: %s", type(error).__name__)
        raise


def _write(opened: BinaryIO, piece: bytes) -> None:
    opened.write(piece)
    opened.flush()


def _close(opened: BinaryIO, piece: bytes) -> None:
    with opened:
        _write(opened, piece)
        os.fsync(opened.fileno())
