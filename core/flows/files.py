"""Bring the files of a request into the session: an address is handed over, bytes are streamed through.

Type and size are checked before the first byte goes on. A broken upload is looked for before it is repeated; nothing
is held whole, and nothing is written to disk.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from core import progress
from core.flows.connect import has_material
from core.flows.context import RequestContext
from core.flows.gather import LINK
from core.flows.refusals import FileRefused
from core.flows.snapshot import current_snapshot, take_snapshot
from core.flows.upload_offer import offer_page, page_button
from core.media.errors import FetchError, Forbidden, Overlong, TooLarge, Truncated
from core.media.names import safe_name
from core.media.peek import peek
from core.media.sniff import SNIFF_BYTES, FileType, corrected_name, file_type
from core.media.source import ByteSource
from core.model.chat import Attachment, ChatError
from core.nemo.errors import (
    FileTooLarge,
    Interrupted,
    NemoError,
    RateLimited,
    Rejected,
    SessionGone,
    TokenRejected,
    Unavailable,
    UnsupportedFile,
)
from core.nemo.wire import Uploaded
from core.progress import Arrived, SessionAttempt, Snapshot
from core.upload.link import FileGone, request_of

log = logging.getLogger(__name__)

_VOICE = (".ogg", ".oga")


async def upload_files(
    context: RequestContext, files: tuple[Attachment, ...], attempt: SessionAttempt
) -> tuple[Arrived, ...]:
    """Return what became of each file, in order; `attempt` tells the steps of a second session from the first's.

    Raises:
        SessionGone: the session does not exist any more.
        NemoError: the backend could not take a file for a reason that is not the file's.
    """
    if not files:
        await offer_page(context, attempt)
        return ()
    before = await take_snapshot(context, progress.files_before(attempt))
    arrived: list[Arrived] = []
    for index, file in enumerate(files):
        arrived.append(await _one(context, progress.upload(attempt, index), file, before, arrived))
    if any(not one.refused for one in arrived):
        await has_material(context)
    return tuple(arrived)


async def _one(
    context: RequestContext, name: str, file: Attachment, before: Snapshot, earlier: list[Arrived]
) -> Arrived:
    """Bring one file: what is refused is an outcome, what broke is looked for and then repeated once."""
    wanted = safe_name(file.name)

    async def found() -> Arrived | None:
        now = await current_snapshot(context)
        had = sum(name == wanted for name, _ in before.files) + sum(one.name == wanted for one in earlier)
        return Arrived(wanted) if sum(name == wanted for name, _ in now.files) > had else None

    async def send() -> Arrived:
        try:
            return await _send(context, file, wanted)
        except (Interrupted, Unavailable) as error:
            log.warning("an upload broke off (%s); it is looked for, and repeated at once if it did not arrive", error)
            return await found() or await _send(context, file, wanted)
        except (TokenRejected, RateLimited) as refusal:
            await context.backend.mend(refusal)
            return await _send(context, file, wanted)

    async def settled() -> Arrived:
        try:
            return await send()
        except FileRefused as refusal:
            return Arrived(wanted, refused=refusal.key, size=refusal.size, limit=refusal.limit)
        except UnsupportedFile:  # of a type that we know: what is in it cannot be read
            return Arrived(wanted, refused="error.unreadable_file")
        except FileTooLarge:
            return Arrived(wanted, refused="error.too_large_there", size=file.size)

    async def after_crash(_: int) -> Arrived:
        return await found() or await settled()

    return await context.journal.effect(name, settled, after_crash, Arrived, undone=(NemoError,))


async def _send(context: RequestContext, file: Attachment, name: str) -> Arrived:
    limit = context.rules.max_file_bytes
    if file.media_type.startswith("audio/ogg") or file.name.lower().endswith(_VOICE):
        raise FileRefused("error.formats")  # a voice message; no format that is taken is called so
    if file.size == 0:
        raise FileRefused("error.empty_file")
    if file.size is not None and file.size > limit:
        raise FileRefused("error.too_large", size=file.size, limit=limit)
    if request_of(file) is not None:
        return await _stream(context, _from_page(context, file), name)
    link = file.ref.startswith(LINK)
    url = file.ref.removeprefix(LINK) if link else await context.platform.public_url(file)
    if url is not None:
        await context.status.show(context.say("uploading.link"))
        if arrived := await _hand_over(context, file, url, name):
            return arrived
    else:
        await _fits_platform(context, file)
    opened = _from_link(context, url) if link and url is not None else context.platform.open(file)
    return await _stream(context, opened, name)


async def _fits_platform(context: RequestContext, file: Attachment) -> None:
    """Refuse what the platform would not give out, before it is asked."""
    limit = context.platform.capabilities(context.request.target).incoming_bytes
    if limit is not None and file.size is not None and file.size > limit:
        key = "error.too_large_platform" if await page_button(context) else "error.too_large_platform_link"
        raise FileRefused(key, size=file.size, limit=limit)


async def _hand_over(context: RequestContext, file: Attachment, url: str, name: str) -> Arrived | None:
    """Give an address to the backend; None: it does not take addresses, or not this one."""
    limit = context.rules.max_file_bytes
    try:
        prefix, size = await context.services.fetcher.prefix(url, SNIFF_BYTES)
    except Forbidden as error:
        raise FileRefused("error.link_private") from error
    except FetchError as error:
        if not file.ref.startswith(LINK):
            return None  # the platform's own address has run out: the platform still gives the file itself
        raise FileRefused("error.link_unreachable") from error
    if size is not None and size > limit:
        raise FileRefused("error.too_large", size=size, limit=limit)
    if file_type(prefix) is None:
        raise FileRefused("error.link_not_media" if _is_page(prefix) else "error.wrong_type")
    try:
        return _named(await context.backend.upload_url(url), name)
    except SessionGone:
        raise
    except (Rejected, UnsupportedFile, FileTooLarge):
        return None


def _is_page(prefix: bytes) -> bool:
    return prefix.lstrip()[:1] == b"<"


@asynccontextmanager
async def _from_link(context: RequestContext, url: str) -> AsyncIterator[ByteSource]:
    limit = context.rules.max_file_bytes
    async with context.services.fetcher.open(url) as fetched, fetched.source(limit) as source:
        yield source


@asynccontextmanager
async def _from_page(context: RequestContext, file: Attachment) -> AsyncIterator[ByteSource]:
    page = context.services.upload_page
    if page is None:
        raise FileGone
    async with page.file_store.open(file.ref) as source:
        yield source


async def _stream(context: RequestContext, opened: AbstractAsyncContextManager[ByteSource], name: str) -> Arrived:
    limit = context.rules.max_file_bytes
    try:
        async with opened as source:
            if source.length == 0:
                raise FileRefused("error.empty_file")
            if source.length > limit:
                raise FileRefused("error.too_large", size=source.length, limit=limit)
            prefix, whole = await peek(source, SNIFF_BYTES)
            kind = _checked(prefix)
            watched = ByteSource(whole.length, _watched(context, whole, name))
            return _named(await context.backend.upload(corrected_name(name, kind), kind.media_type, watched), name)
    except TooLarge as error:
        raise FileRefused("error.too_large", limit=limit) from error
    except FetchError as error:
        raise FileRefused("error.link_unreachable") from error
    except (Truncated, Overlong) as error:
        raise FileRefused("error.truncated") from error
    except (ChatError, FileGone) as error:
        raise FileRefused("error.file_gone") from error


def _checked(prefix: bytes) -> FileType:
    if (kind := file_type(prefix)) is None:
        raise FileRefused("error.formats")
    return kind


async def _watched(context: RequestContext, source: ByteSource, name: str) -> AsyncIterator[bytes]:
    """Pass the bytes on, show how far they are, and be a safe point between two of them."""
    passed = 0
    async for chunk in source.chunks:
        await context.journal.checkpoint()
        yield chunk
        passed += len(chunk)
        share = passed / source.length
        await context.status.advance(context.say("uploading.file", name=name, percent=int(share * 100)), share)


def _named(uploaded: tuple[Uploaded, ...], name: str) -> Arrived:
    return Arrived(name, uploaded[0].duration_seconds if uploaded else None)
