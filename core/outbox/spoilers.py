"""A message with everything hidden in it that somebody hid. Pure.

Text is hidden until somebody opens it; where nothing can be hidden (a button, a picture) "…" stands in its place.
"""

from collections.abc import Collection
from dataclasses import replace

from core.model.chat import Button, Folded, Post
from core.words.repeated_spoilers import hide
from core.words.spoilers import without_hidden
from core.words.timeline import Bar, Picture


def with_spoilers(post: Post, parts: Collection[str]) -> Post:
    """Return a message in which everything is hidden that is one of these parts, and the names of hidden files."""
    return replace(
        post,
        text=hide(post.text, parts),
        buttons=tuple(_button(button, parts) for button in post.buttons),
        picture=post.picture and _picture(post.picture, parts),
        folded=post.folded and Folded(hide(post.folded.lead, parts), hide(post.folded.details, parts)),
    )


def _button(button: Button, parts: Collection[str]) -> Button:
    return replace(button, label=without_hidden(hide(button.label, parts)))


def _picture(picture: Picture, parts: Collection[str]) -> Picture:
    def bar(shown: Bar) -> Bar:
        return replace(shown, label=without_hidden(hide(shown.label, parts)))

    return replace(picture, rows=tuple(replace(row, bars=tuple(map(bar, row.bars))) for row in picture.rows))
