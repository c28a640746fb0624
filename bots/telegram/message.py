"""One outgoing message, rendered: text, buttons and target, and what is left out when Telegram refuses a part. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bots.telegram.formatting import (
    CAPTION_UNITS,
    MOST_SPANS,
    TEXT_UNITS,
    FormattedText,
    Span,
    formatted,
    split,
    utf16_units,
)
from bots.telegram.handle import ChatTarget
from bots.telegram.keyboard import keyboard, split_all_links, split_links
from bots.telegram.refusals import bad_button, bad_markup, no_topic
from core.model.chat import Button, Post, Rest, Role
from core.words.repeated_spoilers import hide
from core.words.spoilers import SPOILER, label_of_file

_ALWAYS: Final = {
    "tg-spoiler": MessageEntity.SPOILER,
    "code": MessageEntity.CODE,
    "pre": MessageEntity.PRE,
    "a": MessageEntity.TEXT_LINK,
}
"""What stays of a text whose markup is refused: what hides words, what keeps them from becoming live, and links."""


_APART: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """A message as it is sent next, of at most `limit` units.

    `silent`: nobody is notified. `marked_up`: the text is sent as HTML, else plain, with the `entities`.
    """

    text: FormattedText
    buttons: tuple[Button, ...]
    target: ChatTarget
    silent: bool
    limit: int = TEXT_UNITS
    marked_up: bool = True
    hides_film: bool = False

    @property
    def body(self) -> str:
        """The text in the form that `parse_mode` names."""
        return self.text.html if self.marked_up else self.text.text

    @property
    def parse_mode(self) -> str | None:
        """How Telegram reads the text; None: as plain text."""
        return ParseMode.HTML if self.marked_up else None

    @property
    def entities(self) -> list[MessageEntity] | None:
        """What is formatted in a plain text; None: the text says so itself (Bot API: it is one or the other)."""
        text = self.text.text
        kept = [span for span in self.text.spans if span.tag in _ALWAYS and not self.marked_up]
        return [
            MessageEntity(
                _ALWAYS[one.tag],
                utf16_units(text[: one.start]),
                utf16_units(text[one.start : one.end]),
                url=one.value if one.tag == "a" else None,
            )
            for one in kept
        ] or None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons."""
        return keyboard(self.buttons)

    @property
    def film_parameters(self) -> dict[str, Any]:
        """The parameters of a film with this caption; one that is hidden is shown when somebody opens it."""
        spoiler = {"has_spoiler": True} if self.hides_film else {}
        return {**self._parameters, "caption_entities": self.entities, **spoiler}

    @property
    def text_parameters(self) -> dict[str, Any]:
        """The parameters of a message with this text."""
        return {**self._parameters, "entities": self.entities}

    @property
    def _parameters(self) -> dict[str, Any]:
        """The parameters that every sending method has: topic, reply, buttons, notification, markup."""
        reply = self.target.reply
        return {
            "message_thread_id": self.target.thread,
            "reply_parameters": ReplyParameters(reply, allow_sending_without_reply=True) if reply else None,
            "reply_markup": self.keyboard,
            "disable_notification": self.silent,
            "parse_mode": self.parse_mode,
        }

    def moved_to(self, chat: int) -> "RenderedMessage":
        """Return the message for the supergroup that its group became: there the message to reply to is another."""
        return replace(self, target=self.target.moved_to(chat))

    def without_refused(self, refusal: BadRequest) -> "tuple[RenderedMessage, ...]":
        """Return the messages to send instead, without what Telegram refused; none: nothing can be left out.

        Links that may be no buttons stand in the text. Where it has no room for them there are several messages, of
        which the last has the other buttons; a film is that, and nothing else.
        """
        if self.marked_up and bad_markup(refusal):
            return (replace(self, marked_up=False),)
        if self.target.thread is not None and no_topic(refusal):
            return (replace(self, target=ChatTarget(self.target.chat)),)  # the message to reply to is gone with it
        return self.with_links_in_text() if bad_button(refusal) else ()

    def with_links_in_text(self) -> "tuple[RenderedMessage, ...]":
        """Return the messages that take its text with its links under it; none: it has none."""
        actions, links = split_all_links(self.buttons)
        if not links:
            return ()
        parts = split(_with_links(self.text, links), self.limit)
        if len(parts) > 1 and self.limit == CAPTION_UNITS:
            parts = [*split(_listed(links)), self.text]
        messages = [replace(self, text=part, buttons=(), silent=True, limit=TEXT_UNITS) for part in parts]
        messages[-1] = replace(self, text=parts[-1], buttons=actions)
        return (messages[0], *map(_without_reply, messages[1:]))

    def marked(self, mark: str) -> "tuple[RenderedMessage, ...]":
        """Return the message with this under its text; where it has no room for it, a message with this before it."""
        text, under = self.text.followed_by(FormattedText(mark)), FormattedText(mark)
        if text.units <= self.limit:
            return (replace(self, text=text),)
        before = replace(self, text=under, buttons=(), silent=True, limit=TEXT_UNITS, hides_film=False)
        return (before, _without_reply(self))

    def shortened(self) -> "RenderedMessage":
        """Return the message with its links in the text, which is cut to have room for them; the other buttons stay."""
        actions, links = split_all_links(self.buttons)
        listed = _listed(links)
        head = split(self.text, self.limit - listed.units - len(_APART), MOST_SPANS - len(links))[0]
        return replace(self, text=head.followed_by(listed), buttons=actions)


def render(post: Post, target: ChatTarget) -> list[RenderedMessage]:
    """Return a post as the messages it takes; the last one has the buttons, and it alone may notify."""
    buttons, links = split_links(_buttons(post))
    parts = split(_with_links(formatted(post.text), links))
    messages = [RenderedMessage(part, (), target, silent=True) for part in parts]
    messages[-1] = replace(messages[-1], buttons=buttons, silent=post.role is not Role.ANSWER)
    return [messages[0], *(_without_reply(one) for one in messages[1:])]


def what_is_left(messages: list[RenderedMessage], rest: Rest | None) -> list[RenderedMessage]:
    """Return those of a post's messages that have not arrived; None: that are all.

    There were more of them where Telegram refused links as buttons.
    """
    if rest is None:
        return messages
    if len(messages) < rest.arrived + rest.left:
        messages = [*messages[:-1], *(messages[-1].with_links_in_text() or messages[-1:])]
    first, *others = messages[min(rest.arrived, len(messages) - 1) :]
    return [*first.marked(rest.mark), *others]


def render_single(post: Post, target: ChatTarget) -> RenderedMessage:
    """Return as much of a post as fits into one message: what is edited in place cannot become several."""
    messages = render(post, target)
    return replace(messages[0], buttons=messages[-1].buttons, silent=messages[-1].silent)


def render_film(post: Post, target: ChatTarget) -> list[RenderedMessage]:
    """Return the messages of a post with a film: the film's caption last, before it what is too long for a caption."""
    messages, hides = render(post, target), bool(post.film and post.film.name.startswith(SPOILER))
    if len(messages) == 1 and messages[0].text.units <= CAPTION_UNITS:
        return [replace(messages[0], limit=CAPTION_UNITS, hides_film=hides)]
    before = render(replace(post, buttons=(), film=None), target)
    name = formatted(hide(post.film.name) if post.film else "")
    caption = replace(_without_reply(messages[-1]), text=name, limit=CAPTION_UNITS, hides_film=hides)
    return [*(replace(one, silent=True) for one in before), caption]


def _without_reply(message: RenderedMessage) -> RenderedMessage:
    return replace(message, target=replace(message.target, reply=None))


def _buttons(post: Post) -> tuple[Button, ...]:
    """Return the buttons of a post, the link of its film first."""
    if post.film is None or not post.film.link:
        return post.buttons
    return (Button(f"⬇️ {label_of_file(post.film.name)}", url=post.film.link), *post.buttons)


def _with_links(text: FormattedText, links: Sequence[Button]) -> FormattedText:
    """Return the text with links under it."""
    return text.followed_by(_listed(links)) if links else text


def _listed(links: Sequence[Button]) -> FormattedText:
    """Return links as text, a paragraph each."""
    first, *others = map(_line, links)
    return reduce(FormattedText.followed_by, others, first)


def _line(link: Button) -> FormattedText:
    """Return a link as text; in full where its host has no dot, since Telegram makes no link of that."""
    if "." not in (urlsplit(link.url).hostname or ""):
        return FormattedText(f"{link.label}: {link.url}")
    return FormattedText(link.label, (Span(0, len(link.label), "a", link.url),))
