"""What one post becomes on Discord: texts that fit, the buttons under the last, and whom it may ping.

Pure but for the library's own classes. A button's action stands in its `custom_id`, so that it works after a restart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import discord

from bots.discord.markdown import LONGEST, blocks, cut, escaped, pieces
from core.model.actions import Cancel, Export
from core.model.chat import Button, Film, Post, Role

PRESS: Final = "nemobot:"
"""Begins the `custom_id` of every button of ours."""

LONGEST_LINK: Final = 512
"""Characters of a link button's address (Discord developer documentation, "Button")."""

_LONGEST_ID: Final = 100
_LONGEST_LABEL: Final = 80
_MOST_BUTTONS: Final = 25
_EMBEDDABLE: Final = 1800  # a longer address leaves no room for words beside it
_STYLES: Final = {Export: discord.ButtonStyle.primary, Cancel: discord.ButtonStyle.danger}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: text, buttons, and who is pinged by it. `loud` notifies."""

    text: str
    buttons: tuple[Button, ...] = ()
    loud: bool = False
    pings: int | None = None

    def addressed(self, person: int) -> "Letter":
        """Return it beginning with the person it is for, who alone is pinged."""
        mention = f"<@{person}> "
        return replace(self, text=cut(mention + self.text) if self.text else mention.strip(), pings=person)

    def without_presses(self) -> "Letter":
        """Return it for another place than the one its buttons belong to."""
        return replace(self, buttons=tuple(button for button in self.buttons if button.url))

    @property
    def mentions(self) -> discord.AllowedMentions:
        """Whom it may ping, said in full: what is left out falls back to the client's own rule."""
        people = [discord.Object(self.pings)] if self.pings else False
        return discord.AllowedMentions(everyone=False, roles=False, users=people, replied_user=False)

    def view(self) -> discord.ui.View | None:
        """Return its buttons; they are answered by the gateway's own events, so the library keeps none of them."""
        if not self.buttons:
            return None
        view = discord.ui.View(timeout=None)
        for button in self.buttons:
            view.add_item(_drawn(button))
        view.stop()
        return view


def letters(post: Post, room: int = 0) -> list[Letter]:
    """Return the messages of a post, at least one; `room` characters of each are left free.

    Only the last carries buttons, notifies and pings.
    """
    shown = tuple(_shown(post))
    texts = pieces([*blocks(post.text), *_links(post)], LONGEST - room) or ["…"]
    last = Letter(texts[-1], shown, loud=post.role is Role.ANSWER)
    return [*(Letter(text) for text in texts[:-1]), last]


def edited(post: Post) -> Letter:
    """Return what a message of ours is replaced by: one text, shortened if need be."""
    return Letter(cut("\n\n".join([*blocks(post.text), *_links(post)])) or "…", tuple(_shown(post)))


def _shown(post: Post) -> Iterator[Button]:
    """Return the buttons that Discord takes, the film's link first, none twice."""
    link = [Button(f"⬇ {post.film.name}", url=post.film.link)] if post.film and post.film.link else []
    seen: set[str] = set()
    for button in (*link, *post.buttons):
        name = button.url or button.wire
        fits = len(name) <= (LONGEST_LINK if button.url else _LONGEST_ID - len(PRESS))
        if name and name not in seen and fits and len(seen) < _MOST_BUTTONS:
            seen.add(name)
            yield button


def _links(post: Post) -> Iterator[str]:
    """Return the addresses that have to stand in the text: too long for a button, or a film that Discord may show."""
    for button in post.buttons:
        if len(button.url) > LONGEST_LINK:
            yield f"{escaped(button.label)}: <{button.url}>"
    if post.film and post.film.link and _in_text(post.film):
        yield post.film.link


def _in_text(film: Film) -> bool:
    return len(film.link) > LONGEST_LINK or (film.open is None and len(film.link) <= _EMBEDDABLE)


def _drawn(button: Button) -> discord.ui.Button[discord.ui.View]:
    label = button.label[:_LONGEST_LABEL] or "…"
    if button.url:
        return discord.ui.Button(label=label, url=button.url)
    style = _STYLES.get(type(button.action), discord.ButtonStyle.secondary)
    return discord.ui.Button(label=label, style=style, custom_id=PRESS + button.wire)
