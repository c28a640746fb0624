"""One message on its way: words, buttons and place, and what is left out when Telegram refuses a part of it. Pure."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bots.telegram.callback_data import data
from bots.telegram.formatting import TEXT_UNITS, Span, Styled, cut, styled
from bots.telegram.handle import Place
from bots.telegram.keyboard import apart, keyboard, links_only
from bots.telegram.refusals import bad_button, bad_markup, no_topic
from core.model.chat import Button, Post, Role

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is tried next. `silent`: nobody is notified. `marked_up`: its words go as HTML."""

    words: Styled
    buttons: tuple[Button, ...]
    place: Place
    silent: bool
    marked_up: bool = True

    @property
    def text(self) -> str:
        """The words in the form that `parse_mode` names."""
        return self.words.html if self.marked_up else self.words.text

    @property
    def parse_mode(self) -> str | None:
        """How Telegram is to read the words; None: as they are."""
        return ParseMode.HTML if self.marked_up else None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons."""
        return keyboard(self.buttons, data)

    @property
    def envelope(self) -> dict[str, Any]:
        """What every sending method is told alike: topic, reply, buttons, silence."""
        reply = self.place.reply
        return {
            "message_thread_id": self.place.thread,
            "reply_parameters": ReplyParameters(reply, allow_sending_without_reply=True) if reply else None,
            "reply_markup": self.keyboard,
            "disable_notification": self.silent,
            "parse_mode": self.parse_mode,
        }

    def mended(self, refusal: BadRequest, most: int) -> "Letter | None":
        """Return what may pass in its place, at most `most` units long; None: nothing can be left out."""
        if self.marked_up and bad_markup(refusal):
            return replace(self, marked_up=False)
        if self.place.thread is not None and no_topic(refusal):
            return replace(self, place=Place(self.place.chat))  # the topic is gone, and the message in it
        presses, links = links_only(self.buttons)
        if links and bad_button(refusal):
            longer = _with(self.words, links)
            return replace(self, words=longer if longer.units <= most else self.words, buttons=presses)
        return None


def letters(post: Post, place: Place, *, most: int = TEXT_UNITS) -> list[Letter]:
    """Return a post as the messages it takes; the last one has the buttons and is the one that notifies."""
    buttons, links = apart(_buttons(post))
    parts = cut(_with(styled(post.text), links), most)
    silent = post.role is not Role.ANSWER
    made = [Letter(part, (), place, silent=True) for part in parts]
    made[-1] = replace(made[-1], buttons=buttons, silent=silent)
    return [made[0], *(replace(one, place=replace(place, reply=None)) for one in made[1:])]


def single(post: Post, place: Place) -> Letter:
    """Return as much of a post as one message holds: what is edited in place cannot become several."""
    made = letters(post, place)
    return replace(made[0], buttons=made[-1].buttons, silent=made[-1].silent)


def captioned(post: Post, place: Place, most: int) -> list[Letter]:
    """Return the messages of a film: its caption last, and before it what is too long for one."""
    made = letters(post, place)
    if len(made) == 1 and made[0].words.units <= most:
        return made
    words, name = letters(replace(post, buttons=(), film=None), place), post.film.name if post.film else ""
    caption = replace(made[-1], words=styled(name), place=replace(place, reply=None))
    return [*(replace(one, silent=True) for one in words), caption]


def _buttons(post: Post) -> tuple[Button, ...]:
    if post.film is None or not post.film.link:
        return post.buttons
    return (Button(f"⬇️ {post.film.name}", url=post.film.link), *post.buttons)


def _with(words: Styled, links: tuple[Button, ...]) -> Styled:
    """Return the words with links under them."""
    for link in links:
        words = words.followed_by(_line(link))
    return words


def _line(link: Button) -> Styled:
    """Return a link as text; one to a host without a dot in full, since Telegram makes no link of it."""
    if "." not in (urlsplit(link.url).hostname or ""):
        return Styled(f"{link.label}: {link.url}")
    return Styled(link.label, (Span(0, len(link.label), "a", link.url),))
