"""Whether an error means that this process may open no more files or connections, however it was wrapped."""

import errno
from collections.abc import Iterator
from typing import Final

_CODES: Final = frozenset({errno.EMFILE, errno.ENFILE})


def out_of_files(error: BaseException) -> bool:
    """Return whether an error, or one that it came from, is that no more files may be open."""
    return any(isinstance(one, OSError) and one.errno in _CODES for one in _with_causes(error))


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen, left = set[int](), [error]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
        if isinstance(one, BaseExceptionGroup):
            left += one.exceptions
