"""One file of a request, opened wherever it is: at a link, on the upload page, or with the platform.

No source may be slower than `core.media.transfer` allows, and a cancel ends the block also while nothing arrives.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from core.flows.context import RequestContext
from core.flows.refusals import STICKER_REFUSED, FileRefused
from core.media.errors import FetchError, Overlong, TooLarge, TooSlow, Truncated
from core.media.source import ByteSource
from core.media.transfer import Transfer, transfer
from core.model.attachments import Attachment
from core.model.chat import ChatError, Inaccessible, Withheld
from core.upload.link import FileGone, request_of


@asynccontextmanager
async def opened_file(context: RequestContext, file: Attachment, limit: int) -> AsyncIterator[ByteSource]:
    """Open a file of `limit` bytes at most; the errors of its source inside the block are refusals too.

    Raises:
        FileRefused: it is empty, too large, too slow, or cannot be read.
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    try:
        async with (
            transfer(context.clock, safe_point=context.journal.checkpoint) as arriving,
            _source(context, file, arriving, limit) as source,
        ):
            if source.length == 0:
                raise FileRefused("error.empty_file")
            if source.length > limit:
                raise FileRefused("error.too_large", size=source.length, limit=limit)
            yield source
    except TooLarge as error:
        raise FileRefused("error.too_large", limit=limit) from error
    except FetchError as error:
        raise FileRefused("error.link_unreachable") from error
    except TooSlow as error:
        raise FileRefused("error.too_slow") from error
    except (Truncated, Overlong) as error:
        raise FileRefused("error.truncated") from error
    except Withheld as error:
        raise FileRefused("error.file_withheld") from error
    except Inaccessible as error:
        raise FileRefused("error.file_inaccessible") from error
    except (ChatError, FileGone) as error:
        raise FileRefused("error.file_gone") from error


@asynccontextmanager
async def _source(
    context: RequestContext, file: Attachment, arriving: Transfer, limit: int
) -> AsyncIterator[ByteSource]:
    if file.is_sticker:
        raise FileRefused(STICKER_REFUSED)
    if request_of(file) is not None:
        if (page := context.services.upload_page) is None:
            raise FileGone
        async with page.file_store.open(file.ref) as source:
            yield _watched(source, arriving)
    elif file.link is not None:
        async with (
            context.services.fetcher.open(file.link) as fetched,
            replace(fetched, chunks=arriving.chunks(fetched.chunks)).source(limit) as source,
        ):
            yield source
    else:
        async with context.platform.open(file) as source:
            yield _watched(source, arriving)


def _watched(source: ByteSource, arriving: Transfer) -> ByteSource:
    return ByteSource(source.length, arriving.chunks(source.chunks))
