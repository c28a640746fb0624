"""Which request a task works on, so that every line in the log names it, also those of adapters and libraries."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[int | None] = ContextVar("current_request", default=None)


@contextmanager
def working_on(request: int | None) -> Iterator[None]:
    """Say that this task, and each that it begins, works on a request during the block; None: on none.

    A task begins with what the one that made it worked on, so a task of its own says what it is about.
    """
    before = _current.set(request)
    try:
        yield
    finally:
        _current.reset(before)


def current_reference() -> str:
    """Return the reference of the request that this task works on, such as "R12"; "": it works on none."""
    request = _current.get()
    return "" if request is None else f"R{request}"
