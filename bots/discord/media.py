"""The videos, pictures, sounds and other files that a message shows, wherever it shows them. Pure.

They are its attachments, the galleries and files among its components, and the videos and pictures of its embeds, in
the message itself and in those forwarded in it. What only decorates a text is nobody's file: a thumbnail, an icon, the
picture beside a section, the player of another site (Discord developer documentation, "Message", "Embed",
"Component Reference").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import discord

from core.words.links import Link, links, without_links
from core.words.spoilers import as_spoiler

_ATTACHED: Final = re.compile(r"/(?:ephemeral-)?attachments/[0-9]+/([0-9]+)/")


@dataclass(frozen=True, slots=True)
class Media:
    """One file at an address of Discord's own, or at the `link` where somebody else keeps it; the other is "".

    `id` is that of the attachment; 0: it is none. `origin` is where it was before Discord showed it, `page` the link
    that Discord made an embed of.
    """

    url: str
    name: str
    id: int = 0
    size: int | None = None
    media_type: str = ""
    link: str = ""
    origin: str = ""
    page: str = ""

    def same(self, number: int, url: str) -> bool:
        """Return whether it is the file of this id, or at this address whose signature was another."""
        return self.id == number if number else _unsigned(self.url) == _unsigned(url)


def attached(files: Iterable[discord.Attachment]) -> list[Media]:
    """Return attachments as media."""
    return [
        Media(
            file.url,
            as_spoiler(file.filename) if file.is_spoiler() else file.filename,
            file.id,
            file.size,
            _plain_type(file.content_type),
        )
        for file in files
    ]


def media_of(message: discord.Message) -> list[Media]:
    """Return the media of a message and of the messages forwarded in it, each once."""
    found: dict[int | str, Media] = {}
    shown: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for one in shown:
        for media in (*attached(one.attachments), *_of_components(one.components), *_of_embeds(one.embeds)):
            found.setdefault(media.id or _unsigned(media.url) or media.link, media)
    return list(found.values())


def own_media(message: discord.Message, words: str) -> tuple[list[Media], str]:
    """Return the media of a message beside the files that its words link to, and what is left of the words.

    Discord adds an embed to a link sooner or later. So a link that names a file, or is only quoted, stays what it is,
    with an embed or without. Another link to a file, and words that are nothing but links to pages, stand for the
    videos and pictures that Discord found there.
    """
    media, typed = media_of(message), links(words)
    plain = {_plain_url(link.url) for link in typed if link.names_file or link.quoted}
    hidden = {_plain_url(link.url) for link in typed if link.hidden}
    media = [
        replace(one, name=as_spoiler(one.name)) if {_plain_url(one.origin), _plain_url(one.page)} & hidden else one
        for one in media
        if _plain_url(one.origin) not in plain
    ]
    direct = {_plain_url(one.origin) for one in media}
    words = without_links(words, [link for link in typed if _plain_url(link.url) in direct])
    pages = {_plain_url(one.page) for one in media if one.page}
    only_pages = {_plain_url(link.url) for link in links(words)} <= pages and not without_links(words)
    return media, "" if only_pages else words


def media_links(texts: Iterable[str]) -> tuple[Link, ...]:
    """Return the links to files in texts, each once."""
    found = (link for text in texts for link in links(text) if link.names_file and not link.quoted)
    return tuple({link.url: link for link in found}.values())


def _of_components(components: Sequence[Any]) -> Iterator[Media]:
    for component in components:
        match component:
            case discord.Container():
                yield from _of_components(component.children)
            case discord.FileComponent():
                yield from _of_item(component.media, component.name, component.size, spoiler=component.spoiler)
            case discord.MediaGalleryComponent():
                for item in component.items:
                    yield from _of_item(item.media, spoiler=item.spoiler)


def _of_item(
    item: discord.UnfurledMediaItem, name: str | None = None, size: int | None = None, *, spoiler: bool
) -> Iterator[Media]:
    url = item.url if item.attachment_id else item.proxy_url or ""
    called = name or _name(item.url)
    yield Media(
        url,
        as_spoiler(called) if spoiler else called,
        item.attachment_id or _attachment_id(url),
        size,
        _plain_type(item.content_type),
        link="" if url else item.url,
        origin=item.url,
    )


def _of_embeds(embeds: Sequence[discord.Embed]) -> Iterator[Media]:
    """Return the video of each embed, else its picture; a link to a picture has it as its thumbnail."""
    for embed in embeds:
        page = embed.url or ""
        picture = embed.image.url or (embed.thumbnail.url if embed.type == "image" else None)
        proxied = embed.image.proxy_url if embed.image.url else embed.thumbnail.proxy_url
        # a video that Discord does not serve itself is the page of a player, unless its address says otherwise
        if embed.video.url and (embed.video.proxy_url or Link(embed.video.url, 0, 0).is_media):
            yield _embedded(embed.video.url, embed.video.proxy_url, page)
        elif picture:
            yield _embedded(picture, proxied, page)


def _embedded(origin: str, proxied: str | None, page: str) -> Media:
    """Return media of an embed; only Discord makes the proxied address, the other may be anybody's."""
    url = proxied or ""
    return Media(url, _name(origin), _attachment_id(url), link="" if url else origin, origin=origin, page=page)


def _attachment_id(url: str) -> int:
    found = _ATTACHED.match(_path(url))
    return int(found[1]) if found else 0


def _name(url: str) -> str:
    return unquote(_path(url).rstrip("/").rpartition("/")[2]) or "clip"


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # such as a broken IPv6 address: it names no file
        return ""


def _unsigned(url: str) -> str:
    return url.partition("?")[0]


def _plain_url(url: str) -> str:
    """Return a link as it can be compared with what Discord made of it."""
    return unquote(url).rstrip("/")


def _plain_type(claimed: str | None) -> str:
    """Return the media type as the sender's client claims it."""
    return (claimed or "").partition(";")[0].strip()
