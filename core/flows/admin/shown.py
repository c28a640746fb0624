"""How lists, people and references are shown to admins, and read from what they type."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.access import person_entry
from core.model.actions import number_of
from core.model.chat import Sender
from core.words.clean import one_line

T = TypeVar("T")

PAGE: Final = 10  # lines of a list in one message
_LONGEST_NAME: Final = 24
_REFERENCE: Final = re.compile(r"[Rr]?(\d+)")


def code(text: str, most: int = 200) -> str:
    """Return a text from outside as a span of code: nothing in it has an effect."""
    shown = one_line(text.replace("`", "'"), most)
    return f"`{shown}`"


def person(platform: str, sender: Sender) -> str:
    """Return a person by their entry, and by their name where it is known."""
    entry = code(person_entry(platform, sender.id))
    return f"{entry} {code(sender.name, _LONGEST_NAME)}" if sender.name.strip() else entry


def by(context: RequestContext) -> str:
    """Return the admin who asks, as the log and rules name them."""
    return context.request.address.person(context.request.sender.id)


def reference_in(text: str) -> int | None:
    """Return the number of a request's short reference; None: the text is none."""
    found = _REFERENCE.fullmatch(text.strip())
    return number_of(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, counted from 1."""

    items: Sequence[T]
    number: int
    pages: int

    @classmethod
    def of(cls, items: Sequence[T], typed: str) -> "Page[T]":
        """Return the page of a list whose number was typed; the nearest there is, else the first."""
        pages = max(1, -(-len(items) // PAGE))
        number = min(max(1, number_of(typed.strip()) or 1), pages)
        return cls(items[(number - 1) * PAGE : number * PAGE], number, pages)


def answer_of(context: RequestContext, head: str, lines: Sequence[str], page: Page[T], command: str) -> SavedAnswer:
    """Return the lines of a page, with the command that shows the next one."""
    shown = [head, "", *lines]
    if page.number < page.pages:
        more = f"`/admin {command} {page.number + 1}`"
        shown += ["", context.say("admin.more", command=more, page=page.number, pages=page.pages)]
    return SavedAnswer.of("\n".join(shown))
