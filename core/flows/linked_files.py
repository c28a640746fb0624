"""Which links in the words are files. Every other link is a word like any other, and reaches the agent as it stands.

A link between quotation marks is a word. Of the others, one whose path ends like a media file is a file, and so is one
where a small part of what its server gives shows media. A look is limited in time and number, since anybody may write
any link.
"""

import asyncio
import logging

from core.engine.clock import deadline
from core.flows.context import RequestContext
from core.media.errors import MediaError
from core.media.sniff import SNIFF_BYTES, file_type
from core.media.transfer import transfer
from core.media.urls import address_as_url
from core.model.chat import Attachment
from core.words.links import Link, is_bare, links, without_links

log = logging.getLogger(__name__)

_MOST_LOOKS = 10
_LOOK_SECONDS = 15.0
_MEDIA_TYPES = ("video/", "audio/", "image/")


async def take_linked_files(
    context: RequestContext, words: str, sent: tuple[Attachment, ...]
) -> tuple[str, tuple[Attachment, ...]]:
    """Return the words without the links that are files, and all files: those that were sent, then those.

    Where nothing else can be meant, a link to something else counts as a file too, so that it is refused before
    anything is charged.
    """
    plain = [link for link in links(words) if not link.quoted]
    if not plain:
        return words.strip(), sent
    unknown = [link for link in plain if link.is_web and not link.is_media][:_MOST_LOOKS]
    async with transfer(context.clock, safe_point=context.journal.checkpoint):
        shown = await asyncio.gather(*(_leads_to_media(context, link) for link in unknown))
    media = {link for link, is_file in zip(unknown, shown, strict=True) if is_file}
    taken = [link for link in plain if link.is_media or link in media]
    if not taken and not sent and _is_only_source(context, words, plain):
        taken = plain
    return without_links(words, taken), sent + tuple(Attachment.linked(address_as_url(link.url)) for link in taken)


def take_quoted_files(quoted: str, sent: tuple[Attachment, ...]) -> tuple[str, tuple[Attachment, ...]]:
    """Return what is quoted, and the files: a message that is nothing but links to media files stands for those."""
    found = links(quoted)
    if not found or without_links(quoted, found) or not all(link.is_media and not link.quoted for link in found):
        return quoted, sent
    return "", sent + tuple(Attachment.linked(address_as_url(link.url)) for link in found)


def _is_only_source(context: RequestContext, words: str, found: list[Link]) -> bool:
    """Return whether a request can be about nothing but what these links lead to."""
    return is_bare(words, found) and (not context.project.session_id or not without_links(words, found))


async def _leads_to_media(context: RequestContext, link: Link) -> bool:
    """Return whether a link's server gives media; one that gives nothing, or not in time, does not."""
    try:
        async with (
            deadline(_LOOK_SECONDS, clock=context.clock),
            context.services.fetcher.open(link.url, range=f"bytes=0-{SNIFF_BYTES - 1}") as fetched,
        ):
            if fetched.media_type.startswith(_MEDIA_TYPES):
                return True
            return file_type(await fetched.beginning(SNIFF_BYTES)) is not None
    except (MediaError, TimeoutError) as error:
        log.info("%s: a link in the words is a word: %s", context.request.reference, type(error).__name__)
        return False
