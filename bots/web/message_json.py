"""A message as the JSON that the page draws: words as a tree, never as HTML.

Pure. It passes on no link but http(s), and no mark-up that `core.words.markup` does not know.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any, Final, assert_never
from urllib.parse import urlsplit

from core.model.chat import Button, Film, Folded, Post, Reaction, Target
from core.words.markup import (
    Bold,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Italic,
    Items,
    LinkTo,
    Node,
    Paragraph,
    Plain,
    Quote,
    Spoiler,
    Struck,
    parse,
)
from core.words.spoilers import marked, shown_and_hidden
from core.words.timeline import Picture

Json = dict[str, Any]

_ADDRESS: Final = re.compile(r"\s*(?:\w+:/+(?P<host>[^/?#\s]+)|(?P<bare>(?:[\w-]+\.)+[\w-]+)/)")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file beside a person's words; `kind` is what its first bytes say: video, audio, image, text or other."""

    ref: str
    name: str
    size: int
    kind: str


def from_person(
    text: str,
    files: Sequence[ShownFile],
    *,
    reply_to: str | None,
    pressed: bool,
    at: float,
    project: int | None = None,
) -> str:
    """Return the body of what a person sent.

    `pressed` says that the words are a button's, `project` which one was shown when they were said. They are there as
    they were typed, and as they are shown: without mark-up, what is hidden in them apart.
    """
    said = [text] if pressed else _said(text)
    body = {"kind": "said", "at": at, "of": reply_to, "project": project, "text": text, "said": said}
    return _dump(body | {"pressed": pressed, "files": [asdict(file) for file in files]})


def from_post(post: Post, to: Target, *, at: float, film_ref: str = "", original: ShownFile | None = None) -> str:
    """Return the body of a message of ours.

    `film_ref` names the spooled bytes of a film that came without a link, `original` the one clip it was made of.
    """
    folded = post.folded or Folded(post.text)
    body = {
        "kind": post.role.value,
        "at": at,
        "of": to.reply_to,
        "request": to.request,
        "project": post.project,
        "words": [_block(node) for node in parse(folded.lead)],
        "details": [_block(node) for node in parse(folded.details)],
        "suggestions": list(post.suggestions),
        "buttons": [_button(button) for button in post.buttons if _usable(button)],
        "film": _film(post.film, film_ref, original) if post.film else None,
        "picture": _picture(post.picture) if post.picture else None,
        "progress": post.progress,
    }
    return _dump(body)


def from_reaction(key: str, reaction: Reaction) -> str:
    """Return the body of a reaction to a person's message."""
    return _dump({"kind": "mark", "of": key, "mark": reaction})


def posted_at(body: str) -> float:
    """Return when the message with this body was first posted, in epoch seconds."""
    return float(_load(body).get("at") or 0.0)


@dataclass(frozen=True, slots=True)
class ShownFilm:
    """Where a film's bytes are: behind a link, or in the spool under `ref`."""

    name: str
    link: str
    ref: str


def film_of(body: str) -> ShownFilm | None:
    """Return the film in a body; None: it has none that can be played."""
    film = _load(body).get("film") or {}
    shown = ShownFilm(film.get("name", ""), film.get("link", ""), film.get("ref", ""))
    return shown if shown.link or shown.ref else None


def refs_of(body: str) -> set[str]:
    """Return the spooled files of a body: those a person sent, and a film that came without a link."""
    shown = _load(body)
    film = shown.get("film") or {}
    refs = {film.get("ref", ""), *(file.get("ref", "") for file in shown.get("files") or ())}
    return refs - {""}


def _said(text: str) -> list[Json | str]:
    return [{"is": "spoiler", "in": [part]} if hides else part for part, hides in shown_and_hidden(marked(text))]


def _dump(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _load(body: str) -> Json:
    found = json.loads(body)
    return found if isinstance(found, dict) else {}


def _web_link(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False


def _usable(button: Button) -> bool:
    return button.action is not None or _web_link(button.url)


def _button(button: Button) -> Json:
    return {"label": button.label, "press": button.wire, "url": button.url, "app": button.app}


def _film(film: Film, ref: str, original: ShownFile | None) -> Json:
    shown = {"name": film.name, "link": film.link if _web_link(film.link) else "", "ref": ref}
    before = asdict(original) if original else None
    return {**shown, "size": film.size, "seconds": film.seconds, "original": before}


def _picture(picture: Picture) -> Json:
    return asdict(picture)


def _block(node: Node) -> Json:
    match node:
        case Paragraph(children):
            return {"is": "paragraph", "in": _spans(children)}
        case Heading(level, children):
            return {"is": "heading", "level": level, "in": _spans(children)}
        case CodeBlock(text):
            return {"is": "code", "text": text}
        case Quote(children):
            return {"is": "quote", "in": _spans(children)}
        case Items(items):
            rows = [{"marker": one.marker, "depth": one.depth, "in": _spans(one.children)} for one in items]
            return {"is": "list", "items": rows}
        case _:
            assert_never(node)


def _spans(children: tuple[Inline, ...]) -> list[Json | str]:
    return [_span(child) for child in children]


def _span(node: Inline) -> Json | str:
    match node:
        case Plain(text):
            return text
        case Code(text):
            return {"is": "code", "text": text}
        case Bold() | Italic() | Struck() | Spoiler():
            return {"is": type(node).__name__.lower(), "in": _spans(node.children)}
        case LinkTo(url, children):
            return _link(url, children) if _web_link(url) else _shown(url, children)
        case _:
            assert_never(node)


def _link(url: str, children: tuple[Inline, ...]) -> Json:
    """A link; one whose words are another address names the host it really leads to."""
    inside = _spans(_without_links(children))
    named = _ADDRESS.match("".join(part for part in inside if isinstance(part, str)))
    parts = urlsplit(url)
    if named and (named["host"] or named["bare"]).lower() not in {parts.netloc.lower(), parts.hostname}:
        inside.append(f" ({parts.hostname})")
    return {"is": "link", "url": url, "in": inside}


def _without_links(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Unwrap addresses inside a link's words: a link in a link is two targets for one press."""
    unwrapped = (child.children if isinstance(child, LinkTo) else (child,) for child in children)
    return tuple(chain.from_iterable(unwrapped))


def _shown(url: str, children: tuple[Inline, ...]) -> Json:
    return {"is": "italic", "in": [*_spans(children), f" ({url})"]}
