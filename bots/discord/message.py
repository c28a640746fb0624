"""One post of the core as messages of Discord: texts that fit, the buttons under the last, and whom it may ping.

Pure but for the library's own classes. A button's action stands in its `custom_id`, so it works after a restart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import discord
from discord.http import MultipartParameters, handle_message_parameters

from bots.discord.formatting import MAX_CHARACTERS, blocks, cut, escaped, pieces
from core.model.actions import Cancel, Export, ExportVersion, SameForAnother, SendWords, TryAgain, Undo
from core.model.chat import Button, Film, Post, Role
from core.words.spoilers import SPOILER, label_of_file

CUSTOM_ID_PREFIX: Final = "nemobot:"
"""Begins the `custom_id` of every button of ours. Messages already in chats carry it, so it never changes."""

MAX_LINK_CHARACTERS: Final = 512
"""Characters of a link button's address (Discord developer documentation, "Button")."""

_MAX_CUSTOM_ID: Final = 100  # characters (Discord developer documentation, "Button")
_MAX_LABEL: Final = 80  # characters, as above
_MAX_BUTTONS: Final = 25  # five rows of five (Discord developer documentation, "Action Row")
_MAX_LINK_IN_TEXT: Final = 1800  # characters; a longer address leaves no room for words beside it
_MISSING: Final[Any] = discord.utils.MISSING
_PORTABLE: Final = (
    Export,
    ExportVersion,
    Undo,
    TryAgain,
    SendWords,
    SameForAnother,
)  # about a project or request, not a place
_STYLES: Final = {Export: discord.ButtonStyle.primary, Cancel: discord.ButtonStyle.danger}


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """One message: its text, its buttons, and `pings`, the person whom it mentions. `loud`: it notifies."""

    text: str
    buttons: tuple[Button, ...] = ()
    loud: bool = False
    pings: int | None = None

    def addressed_to(self, person: int) -> "RenderedMessage":
        """Return the message with a mention of this person before its text; nobody else is pinged."""
        mention = f"<@{person}> "
        return replace(self, text=cut(mention + self.text) if self.text else mention.strip(), pings=person)

    def marked(self, mark: str) -> "RenderedMessage":
        """Return the message with this under its text; `render` leaves room for it."""
        return replace(self, text=cut(f"{self.text}\n\n{mark}"))

    def elsewhere(self) -> "RenderedMessage":
        """Return the message for another place than it was asked in: what its buttons would do there is left out."""
        return replace(self, buttons=tuple(one for one in self.buttons if one.url or isinstance(one.action, _PORTABLE)))

    @property
    def custom_ids(self) -> frozenset[str]:
        """The names of its buttons that do something."""
        return frozenset(CUSTOM_ID_PREFIX + one.wire for one in self.buttons if not one.url)

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Whom the text may ping. Every kind is named: one left out falls back to the client's own rule."""
        people = [discord.Object(self.pings)] if self.pings else False
        return discord.AllowedMentions(everyone=False, roles=False, users=people, replied_user=False)

    def replacement(self, file: discord.File | None = None) -> MultipartParameters:
        """Return the body of an edit that makes another message this one; its buttons are replaced too."""
        return handle_message_parameters(
            content=self.text,
            attachments=[file] if file else _MISSING,
            view=self.view(),
            allowed_mentions=self.allowed_mentions,
        )

    def creation(
        self,
        file: discord.File | None,
        *,
        nonce: int | None = None,
        reference: discord.MessageReference | None = None,
        ephemeral: bool = False,
    ) -> MultipartParameters:
        """Return the body of a new message; `reference` is the message that it replies to."""
        return handle_message_parameters(
            content=self.text,
            file=file or _MISSING,
            view=self.view() or _MISSING,
            nonce=nonce,
            message_reference=reference.to_dict() if reference else _MISSING,
            allowed_mentions=self.allowed_mentions,
            flags=discord.MessageFlags(ephemeral=ephemeral, suppress_notifications=not self.loud),
        )

    def view(self) -> discord.ui.View | None:
        """Return the buttons; None: there are none.

        The gateway's own events answer them, so the view is stopped and the library keeps none of them.
        """
        if not self.buttons:
            return None
        view = discord.ui.View(timeout=None)
        for button in self.buttons:
            view.add_item(_component(button))
        view.stop()
        return view


def render(post: Post, reserved: int = 0) -> list[RenderedMessage]:
    """Return the messages of a post, at least one; `reserved` characters of each are left free.

    Only the last one has buttons, notifies and pings.
    """
    texts = pieces([*blocks(post.text), *_links_in_text(post)], MAX_CHARACTERS - reserved) or ["…"]
    last = RenderedMessage(texts[-1], tuple(_buttons(post)), loud=post.role is Role.ANSWER)
    return [*(RenderedMessage(text) for text in texts[:-1]), last]


def render_single(post: Post) -> RenderedMessage:
    """Return the one message that replaces a message of ours, shortened if it has to be."""
    text = cut("\n\n".join([*blocks(post.text), *_links_in_text(post)]))
    return RenderedMessage(text or "…", tuple(_buttons(post)))


def _buttons(post: Post) -> Iterator[Button]:
    """Return the buttons that Discord takes: the film's link first, no `custom_id` or address twice."""
    link = [Button(f"⬇ {label_of_file(post.film.name)}", url=post.film.link)] if post.film and post.film.link else []
    seen: set[str] = set()
    for button in (*link, *post.buttons):
        name = button.url or button.wire
        fits = len(name) <= (MAX_LINK_CHARACTERS if button.url else _MAX_CUSTOM_ID - len(CUSTOM_ID_PREFIX))
        if name and name not in seen and fits and len(seen) < _MAX_BUTTONS:
            seen.add(name)
            yield button


def _links_in_text(post: Post) -> Iterator[str]:
    """Return the addresses that go into the text: too long for a button, or of a film that Discord may play."""
    for button in post.buttons:
        if len(button.url) > MAX_LINK_CHARACTERS:
            yield f"{escaped(button.label)}: <{button.url}>"
    if post.film and post.film.link and _film_link_in_text(post.film):
        hidden = post.film.name.startswith(SPOILER)  # Discord hides what it shows of a hidden link, too
        yield f"|| {post.film.link} ||" if hidden else post.film.link


def _film_link_in_text(film: Film) -> bool:
    return len(film.link) > MAX_LINK_CHARACTERS or (film.open is None and len(film.link) <= _MAX_LINK_IN_TEXT)


def _component(button: Button) -> discord.ui.Button[discord.ui.View]:
    label = button.label[:_MAX_LABEL] or "…"
    if button.url:
        return discord.ui.Button(label=label, url=button.url)
    style = _STYLES.get(type(button.action), discord.ButtonStyle.secondary)
    return discord.ui.Button(label=label, style=style, custom_id=CUSTOM_ID_PREFIX + button.wire)
