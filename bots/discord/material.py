"""What a message offers to somebody who asks for an edit of it: its files, its links to files, and its text. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bots.discord.attachments import attachments, stickers
from bots.discord.media import media_links, own_media
from core.model.attachments import Attachment
from core.words.links import Link, links, without_links


@dataclass(frozen=True, slots=True)
class Material:
    """The files of a message; where it has none, the links to files in its texts; and what else its texts say."""

    files: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    text: str = ""

    @property
    def all_files(self) -> tuple[Attachment, ...]:
        """The files, those that are linked included."""
        return self.files or tuple(Attachment.linked(one.url, hidden=one.hidden) for one in self.links)


def material_of(message: discord.Message, as_read: Callable[[str], str]) -> Material:
    """Return what a message offers; `as_read` makes a text of it what everybody reads."""
    media, words = own_media(message, as_read(message.content))
    text = _joined([words, as_read(_joined([*_beside(message), forwarded_text(message)]))])
    forwarded = (as_read(snapshot.content) for snapshot in message.message_snapshots)
    linked = () if media else media_links([words, *forwarded])
    if linked:
        taken = {link.url for link in linked}
        text = without_links(text, [link for link in links(text) if link.url in taken])
    files = attachments(media, message)
    return Material(files if files or linked or text else stickers(message), linked, text)


def forwarded_text(message: discord.Message) -> str:
    """Return the texts of the messages that are forwarded in a message."""
    return _joined(text for one in message.message_snapshots for text in (one.content, *_beside(one)))


def _beside(one: discord.Message | discord.MessageSnapshot) -> Iterator[str]:
    """Return the texts that components, embeds and a poll show."""
    yield from _in_components(one.components)
    if isinstance(one, discord.Message) and one.poll:
        answers = (f"- {answer.text}" for answer in one.poll.answers)
        yield "\n".join([one.poll.question, *answers])
    for embed in one.embeds:
        fields = (f"{field.name}: {field.value}" for field in embed.fields)
        yield "\n".join(part for part in (embed.title, embed.description, *fields) if part)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _in_components(components: Sequence[Any]) -> Iterator[str]:
    for component in components:
        match component:
            case discord.TextDisplay():
                yield component.content
            case discord.Container() | discord.SectionComponent():
                yield from _in_components(component.children)
