"""The HTTP library's errors as errors of this room: never connected, no known outcome, or no sense."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from core.media.open_files import out_of_files
from core.nemo.errors import Garbled, Interrupted, NemoError, NoMoreFiles, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def transport_error(error: httpx.HTTPError | httpx.InvalidURL) -> NemoError:
    """Return the error that an error of httpx stands for."""
    if isinstance(error, httpx.ConnectError) and out_of_files(error):
        return NoMoreFiles()
    if isinstance(error, _UNSENT):
        return Unreachable()
    if isinstance(error, httpx.TransportError):
        return Interrupted()
    return Garbled()  # undecodable content, redirects without end


@contextmanager
def transport_errors() -> Iterator[None]:
    """Raise the errors of httpx as ours.

    Raises:
        Unreachable: no connection was made.
        NoMoreFiles: none could be made.
        Interrupted: the connection broke, or a wait was too long.
        Garbled: the answer cannot be read.
    """
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise transport_error(error) from error
    except OSError as error:
        if out_of_files(error):
            raise NoMoreFiles from error
        raise
