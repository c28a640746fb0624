"""Upload the files of a request to the session: a public URL is passed on, other files are streamed.

Type and size are checked before the first byte is sent, and no source may be slower than `core.media.transfer` allows.
After a broken upload the session is checked for the file before it is sent again, by a later request too: while the
session cannot be read nothing is sent. No file is held whole in memory or written to disk.
"""

import logging
from collections.abc import AsyncIterator, Callable
from typing import assert_never
from urllib.parse import urlsplit

from core import progress
from core.flows.connect import save_first_files
from core.flows.context import RequestContext
from core.flows.opened_file import opened_file
from core.flows.refusals import FileRefused
from core.flows.sent_file import SentFile
from core.flows.snapshot import current_snapshot, take_snapshot
from core.flows.upload_offer import offer_page, page_button
from core.flows.upload_quota import UploadQuota
from core.media.errors import FetchError, Forbidden, Truncated
from core.media.names import safe_name
from core.media.open_files import out_of_files
from core.media.peek import peek
from core.media.sniff import SNIFF_BYTES, FileType, corrected_name, file_type, is_html, is_other_picture
from core.media.source import ByteSource
from core.media.transfer import transfer
from core.model.attachments import Attachment
from core.model.host_unavailable import OutOfFiles
from core.model.requests import Outcome
from core.nemo.errors import (
    ClientIdMissing,
    Denied,
    FileTooLarge,
    Garbled,
    Interrupted,
    NemoError,
    NoCredits,
    PlanRequired,
    RateLimited,
    Rejected,
    SessionGone,
    TokenRejected,
    Unavailable,
    Unreachable,
    UnsupportedFile,
)
from core.progress import Arrived, SessionAttempt, Snapshot, UnknownUpload
from core.tokens import TokenError
from core.upload.link import request_of

log = logging.getLogger(__name__)

_UNKNOWN = (Interrupted, Unavailable, Garbled)  # after these a file may have arrived
_NOT_SENT = (
    ClientIdMissing,
    Denied,
    NoCredits,
    PlanRequired,
    RateLimited,
    Rejected,
    SessionGone,
    TokenRejected,
    Unreachable,
)
_WITHOUT_TURN = {Outcome.FAILED, Outcome.CANCELLED, Outcome.PARKED}
_LATEST = 20  # requests of a project, among which those are whose uploads broke off
_VOICE = (".ogg", ".oga")
_PREFIX_SECONDS = 60.0  # for a few kilobytes: no slower than a file may be

# Called with the name and the size in bytes under which a file is sent.
_Sending = Callable[[str, int], None]


async def upload_files(
    context: RequestContext, files: tuple[Attachment, ...], attempt: SessionAttempt
) -> tuple[Arrived, ...]:
    """Return for each file, in order, that it arrived or why it was refused.

    Args:
        context: the request.
        files: what to upload; none: the user may be offered the upload page.
        attempt: tells the steps of the second session from those of the first.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
        SessionGone: the session does not exist any more.
        NemoError, TokenError: the upload failed for a reason that is not the file's.
    """
    if not files:
        await offer_page(context, attempt)
        return ()
    before = await take_snapshot(context, progress.files_before(attempt))
    unknown = await _unknown_uploads(context)
    arrived: list[Arrived] = []
    async with context.background_status:
        for index, file in enumerate(files):
            step, quota = progress.upload(attempt, index), UploadQuota(context, str(index))
            arrived.append(await _upload(context, step, file, before, arrived, unknown, quota))
    if any(not one.refused for one in arrived):
        await save_first_files(context)
    return tuple(arrived)


async def _unknown_uploads(context: RequestContext) -> tuple[UnknownUpload, ...]:
    """Return the uploads to this project by requests that have ended, of which nobody knows whether they arrived."""
    requests = await context.stores.requests.latest(context.project.id, _LATEST)
    ended = [one for one in requests if one.id != context.request.id and one.outcome in _WITHOUT_TURN]
    so_far = [await progress.progress_of(context.stores.entries, one.id) for one in ended]
    return tuple(upload for one in so_far for upload in one.unknown_uploads())


async def _upload(
    context: RequestContext,
    name: str,
    file: Attachment,
    before: Snapshot,
    earlier: list[Arrived],
    unknown: tuple[UnknownUpload, ...],
    quota: UploadQuota,
) -> Arrived:
    """Upload one file. A refusal is an outcome; a broken upload is repeated once if the file did not arrive.

    What breaks it without a refusal, or hides whether it arrived, leaves its outcome unknown: whoever brings the file
    again looks for it first.
    """
    wanted, sent = safe_name(file.name), _sent_file(file)
    same = [one for one in unknown if _is_same(one.file, file)]
    by_others = [(_sent_file(one.file), one.before, (*one.arrived, *earlier)) for one in same]

    def sending(name: str, size: int) -> None:
        nonlocal sent
        sent = SentFile.of({name}, size)

    async def find_in_session() -> Arrived | None:
        now = await _readable_snapshot(context)
        uploads = [(sent, before, tuple(earlier)), *by_others]
        found = next(filter(None, (one.find(then, now, arrived) for one, then, arrived in uploads)), None)
        return Arrived(wanted, size=found.size, sent=found.name) if found else None

    async def send() -> Arrived:
        try:
            return await _send(context, file, wanted, sending, quota)
        except _UNKNOWN as error:
            log.warning("an upload broke off (%s); it is repeated at once if the file did not arrive", error)
            return await find_in_session() or await _send(context, file, wanted, sending, quota)
        except (TokenRejected, RateLimited) as refusal:
            await context.backend.prepare_retry(refusal)
            return await _send(context, file, wanted, sending, quota)

    async def send_or_refuse() -> Arrived:
        try:
            return await send()
        except (FileRefused, UnsupportedFile, FileTooLarge) as error:
            await quota.give_back()
            return _refused(file, wanted, error)
        except _NOT_SENT:
            await quota.give_back()
            raise

    async def look_and_send(_: int = 1) -> Arrived:
        return await find_in_session() or await send_or_refuse()

    first = look_and_send if same else send_or_refuse
    return await context.journal.effect(name, first, look_and_send, Arrived, undone=_NOT_SENT)


async def _readable_snapshot(context: RequestContext) -> Snapshot:
    """Return the present snapshot, which tells whether a file arrived.

    Raises:
        Interrupted: the session cannot be read, whatever the reason, so that nobody knows.
        SessionGone: there is no such session any more.
    """
    try:
        return await current_snapshot(context)
    except SessionGone:
        raise
    except (NemoError, TokenError) as error:
        raise Interrupted from error


def _sent_file(file: Attachment) -> SentFile:
    """Return a file under each name that it may have been sent by."""
    return SentFile.before_sending({safe_name(file.name), *_names_in(file.link)}, file.size)


def _is_same(one: Attachment, other: Attachment) -> bool:
    """Return whether two files are the same; a platform may give one another `ref` each time."""
    same_facts = (one.name, one.size) == (other.name, other.size) and one.size is not None
    return one.ref == other.ref or same_facts


def _refused(file: Attachment, name: str, error: FileRefused | UnsupportedFile | FileTooLarge) -> Arrived:
    """Return what is recorded of a file that is refused.

    Raises:
        OutOfFiles: it could not even be opened, which is no fault of the file.
    """
    if out_of_files(error):
        raise OutOfFiles from error
    match error:
        case FileRefused():
            return Arrived(name, refused=error.key, size=error.size, limit=error.limit, wait=error.wait)
        case UnsupportedFile():  # the type is one we know, so its content is broken
            return Arrived(name, refused="error.unreadable_file")
        case FileTooLarge():
            return Arrived(name, refused="error.too_large_there", size=file.size)
        case _:
            assert_never(error)


async def _send(context: RequestContext, file: Attachment, name: str, sending: _Sending, quota: UploadQuota) -> Arrived:
    limit = context.rules.max_file_bytes
    if file.media_type.startswith("audio/ogg") or file.name.lower().endswith(_VOICE):
        raise FileRefused("error.formats")  # a voice message, in no format that the backend takes
    if file.size == 0:
        raise FileRefused("error.empty_file")
    if file.size is not None and file.size > limit:
        raise FileRefused("error.too_large", size=file.size, limit=limit)
    await quota.take(file.size)
    if request_of(file) is not None:
        return await _stream(context, file, name, sending, quota)
    url = file.link or await context.platform.public_url(file)
    if url is not None:
        context.background_status.show(context.say("uploading.link"))
        if arrived := await _upload_url(context, file, url, name, quota):
            return arrived
    else:
        await _require_readable(context, file)
    return await _stream(context, file, name, sending, quota)


async def _require_readable(context: RequestContext, file: Attachment) -> None:
    """Check that the platform lets the bot read a file of this size.

    Raises:
        FileRefused: it does not.
    """
    limit = context.platform.capabilities(context.request.target).incoming_bytes
    if limit is not None and file.size is not None and file.size > limit:
        key = "error.too_large_platform" if await page_button(context) else "error.too_large_platform_link"
        raise FileRefused(key, size=file.size, limit=limit)


async def _upload_url(
    context: RequestContext, file: Attachment, url: str, name: str, quota: UploadQuota
) -> Arrived | None:
    """Let the backend fetch a URL; None: it takes no URLs, or not this one, so that the bytes must be streamed."""
    limit = context.rules.max_file_bytes
    try:
        async with transfer(context.clock, safe_point=context.journal.checkpoint, deadline_seconds=_PREFIX_SECONDS):
            prefix, size = await context.services.fetcher.prefix(url, SNIFF_BYTES)
    except Forbidden as error:
        raise FileRefused("error.link_private") from error
    except (FetchError, Truncated) as error:
        if file.link is None:
            return None  # the platform's URL has expired: the file itself can still be read
        raise FileRefused("error.link_unreachable") from error
    if size is not None and size > limit:
        raise FileRefused("error.too_large", size=size, limit=limit)
    if file_type(prefix) is None:
        raise FileRefused(_refusal(prefix, "error.link_not_media" if is_html(prefix) else "error.wrong_type"))
    if file.renamed:
        return None  # the backend would name it after its address
    if quota.limited and size is None and file.size is None:
        return None  # nobody would count what the backend reads
    await quota.take(file.size if size is None else size)
    try:
        (uploaded, *_) = await context.backend.upload_url(url)
    except SessionGone:
        raise
    except (Rejected, UnsupportedFile, FileTooLarge):
        return None
    return Arrived(name, uploaded.duration_seconds, size=size, sent=uploaded.name)


async def _stream(
    context: RequestContext, file: Attachment, name: str, sending: _Sending, quota: UploadQuota
) -> Arrived:
    most = context.rules.max_file_bytes
    try:
        return await _streamed(context, file, name, sending, quota, await quota.at_most(most))
    except FileRefused as refusal:
        raise await quota.refused(refusal, most) from refusal


async def _streamed(
    context: RequestContext, file: Attachment, name: str, sending: _Sending, quota: UploadQuota, limit: int
) -> Arrived:
    async with opened_file(context, file, limit) as source:
        await quota.take(source.length)
        prefix, whole = await peek(source, SNIFF_BYTES)
        kind = _media_type(prefix)
        chunks = _with_progress(context, whole, name, quota)
        sent, reported = corrected_name(name, kind), ByteSource(whole.length, chunks)
        sending(sent, whole.length)
        uploaded = await context.backend.upload(sent, kind.media_type, reported)
        return Arrived(name, uploaded[0].duration_seconds, size=whole.length, sent=sent)


def _media_type(prefix: bytes) -> FileType:
    if (kind := file_type(prefix)) is None:
        raise FileRefused(_refusal(prefix, "error.formats"))
    return kind


def _refusal(prefix: bytes, otherwise: str) -> str:
    """Return the phrase for content in none of the formats: a picture can be sent in another one."""
    return "error.picture_format" if is_other_picture(prefix) else otherwise


async def _with_progress(
    context: RequestContext, source: ByteSource, name: str, quota: UploadQuota
) -> AsyncIterator[bytes]:
    """Pass the chunks on, show the percentage, and let a cancel or stop in between two chunks."""
    quota.passed = 0
    async for chunk in source.chunks:
        await context.journal.checkpoint()
        yield chunk
        quota.passed += len(chunk)
        share = quota.passed / source.length
        context.background_status.show(context.say("uploading.file", name=name, percent=int(share * 100)), share)


def _names_in(link: str | None) -> set[str]:
    """Return what a backend may name a file that it fetches from a link."""
    return set() if link is None else {urlsplit(link).path.rpartition("/")[2]}
