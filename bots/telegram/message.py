"""One outgoing message, rendered: text, buttons and target, and what is left out when Telegram refuses a part. Pure."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bots.telegram.formatting import CAPTION_UNITS, TEXT_UNITS, FormattedText, Span, formatted, split, utf16_units
from bots.telegram.handle import ChatTarget
from bots.telegram.keyboard import keyboard, split_all_links, split_links
from bots.telegram.refusals import bad_button, bad_markup, no_topic
from core.model.chat import Button, Post, Role
from core.words.spoilers import SPOILER

_ALWAYS: Final = {
    "tg-spoiler": MessageEntity.SPOILER,
    "code": MessageEntity.CODE,
    "pre": MessageEntity.PRE,
}
"""What stays of a text whose markup is refused: what hides words, and what keeps them from becoming live."""


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
            MessageEntity(_ALWAYS[one.tag], utf16_units(text[: one.start]), utf16_units(text[one.start : one.end]))
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

    def without_refused(self, refusal: BadRequest) -> "RenderedMessage | None":
        """Return the message without what Telegram refused; None: nothing can be left out."""
        if self.marked_up and bad_markup(refusal):
            return replace(self, marked_up=False)
        if self.target.thread is not None and no_topic(refusal):
            return replace(self, target=ChatTarget(self.target.chat))  # with the topic, the message to reply to is gone
        actions, links = split_all_links(self.buttons)
        if links and bad_button(refusal):
            longer = _with_links(self.text, links)
            return replace(self, text=longer if longer.units <= self.limit else self.text, buttons=actions)
        return None


def render(post: Post, target: ChatTarget) -> list[RenderedMessage]:
    """Return a post as the messages it takes; the last one has the buttons, and it alone may notify."""
    buttons, links = split_links(_buttons(post))
    parts = split(_with_links(formatted(post.text), links))
    messages = [RenderedMessage(part, (), target, silent=True) for part in parts]
    messages[-1] = replace(messages[-1], buttons=buttons, silent=post.role is not Role.ANSWER)
    return [messages[0], *(_without_reply(one) for one in messages[1:])]


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
    name = formatted(post.film.name if post.film else "")
    caption = replace(_without_reply(messages[-1]), text=name, limit=CAPTION_UNITS, hides_film=hides)
    return [*(replace(one, silent=True) for one in before), caption]


def _without_reply(message: RenderedMessage) -> RenderedMessage:
    return replace(message, target=replace(message.target, reply=None))


def _buttons(post: Post) -> tuple[Button, ...]:
    """Return the buttons of a post, the link of its film first."""
    if post.film is None or not post.film.link:
        return post.buttons
    return (Button(f"⬇️ {post.film.name}", url=post.film.link), *post.buttons)


def _with_links(text: FormattedText, links: tuple[Button, ...]) -> FormattedText:
    """Return the text with links under it."""
    for link in links:
        text = text.followed_by(_line(link))
    return text


def _line(link: Button) -> FormattedText:
    """Return a link as text; in full where its host has no dot, since Telegram makes no link of that."""
    if "." not in (urlsplit(link.url).hostname or ""):
        return FormattedText(f"{link.label}: {link.url}")
    return FormattedText(link.label, (Span(0, len(link.label), "a", link.url),))
