"""Which links in the words are files. Every other link is a word like any other, and reaches the agent as it stands.

A link between quotation marks is a word. Of the others, one is a file where a small part of what its server gives shows
media, or where its path ends like a media file or one of subtitles. A page is no file even then: its address is a word
where there is something else to work on. Where there is not, or the words ask for nothing but its use, it was meant as
a file, and is refused as one before anything is charged. A look is limited in time and number, since anybody may write
any link.
"""

import asyncio
import logging

from core.engine.clock import deadline
from core.flows.context import RequestContext
from core.media.errors import MediaError
from core.media.sniff import SNIFF_BYTES, file_type, is_html
from core.media.transfer import transfer
from core.media.urls import address_as_url
from core.model.attachments import Attachment
from core.words.links import Link, is_about_links, is_bare, links, without_links

log = logging.getLogger(__name__)

_MOST_LOOKS = 10
_LOOK_SECONDS = 15.0
_MEDIA_TYPES = ("video/", "audio/", "image/")
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


async def take_linked_files(
    context: RequestContext, words: str, sent: tuple[Attachment, ...]
) -> tuple[str, tuple[Attachment, ...]]:
    """Return the words without the links that are files, and all files: those that were sent, then those.

    Raises:
        Suspend, Cancelled, StorageError: as the journal's verbs do.
    """
    plain = [link for link in links(words) if not link.quoted]
    if not plain:
        return words.strip(), sent
    meant = not sent and (is_about_links(words, plain) or not await _has_material(context))
    certain = meant and len(plain) == 1 and plain[0].names_file  # whatever it leads to
    taken = plain if certain else await _leading_to_files(context, plain)
    if not taken and not sent:
        if _is_only_source(context, words, plain):
            taken = plain
        elif meant:
            taken = [link for link in plain if link.names_file]
    return without_links(words, taken), sent + tuple(map(_file_at, taken))


def take_quoted_files(quoted: str, sent: tuple[Attachment, ...]) -> tuple[str, tuple[Attachment, ...]]:
    """Return what is quoted, and the files: a message that is nothing but links to files stands for those."""
    found = links(quoted)
    if not found or without_links(quoted, found) or not all(link.names_file and not link.quoted for link in found):
        return quoted, sent
    return "", sent + tuple(map(_file_at, found))


def _file_at(link: Link) -> Attachment:
    return Attachment.linked(address_as_url(link.url), hidden=link.hidden)


def _is_only_source(context: RequestContext, words: str, found: list[Link]) -> bool:
    """Return whether a request can be about nothing but what these links lead to."""
    return is_bare(words, found) and (not context.project.session_id or not without_links(words, found))


async def _has_material(context: RequestContext) -> bool:
    """Return whether the project has files or a timeline."""
    project = context.project
    return project.files_since is not None or await context.stores.versions.newest(project.id) is not None


async def _leading_to_files(context: RequestContext, found: list[Link]) -> list[Link]:
    """Return the links that lead to files."""
    web = [link for link in found if link.is_web]
    async with transfer(context.clock, safe_point=context.journal.checkpoint):
        shown = await asyncio.gather(*(_leads_to_file(context, link) for link in web[:_MOST_LOOKS]))
    looked = dict(zip(web, shown, strict=False))
    return [link for link in found if looked.get(link, link.names_file)]


async def _leads_to_file(context: RequestContext, link: Link) -> bool:
    """Return whether a link leads to a file.

    That is what its server gives: media is one, and a page is none. Of anything else, of nothing, and of what does not
    come in time its path decides: a person who writes the name of a file learns what is wrong with it.
    """
    try:
        async with (
            deadline(_LOOK_SECONDS, clock=context.clock),
            context.services.fetcher.open(link.url, range=f"bytes=0-{SNIFF_BYTES - 1}") as fetched,
        ):
            beginning = await fetched.beginning(SNIFF_BYTES)
    except (MediaError, TimeoutError) as error:
        log.info("%s: a link in the words was not seen: %s", context.request.reference, type(error).__name__)
        return link.names_file
    if fetched.media_type.startswith(_MEDIA_TYPES) or file_type(beginning) is not None:
        return True
    return link.names_file and not (fetched.media_type in _PAGE_TYPES or is_html(beginning))
