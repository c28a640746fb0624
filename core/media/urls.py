"""Which URLs may be fetched by their form alone, and the origin of a URL. Pure; addresses are checked elsewhere."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from core.media.errors import Forbidden

_LONGEST: Final = 8192
_PORTS: Final = {"http": 80, "https": 443}
_FIRST_FREE_PORT: Final = 1024
# Two parsers may disagree on where a host ends when these are inside.
_AMBIGUOUS: Final = re.compile(r"[\\\s\x00-\x1f\x7f]")


def fetchable(url: str, trusted: frozenset[str] = frozenset()) -> str:
    """Return the link, without blanks around it and without its fragment, if its form is allowed.

    Args:
        url: what somebody gave.
        trusted: origins that may have any port.

    Raises:
        Forbidden: it is not http or https, names a user, has no host, or has a port below 1024 other than 80 and
            443: servers of other protocols may take an HTTP request for commands of their own.
    """
    bare = url.strip()
    if len(bare) > _LONGEST or _AMBIGUOUS.search(bare):
        raise Forbidden
    parts = _split(bare)
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise Forbidden
    whole = parts._replace(fragment="").geturl()
    port = parts.port or _PORTS[parts.scheme]
    if port < _FIRST_FREE_PORT and port not in _PORTS.values() and origin(whole) not in trusted:
        raise Forbidden
    return whole


def origin(url: str) -> str:
    """Return a link's origin as `scheme://host:port`, always with the port.

    Raises:
        Forbidden: it has no host.
    """
    parts = _split(url)
    if not parts.hostname:
        raise Forbidden
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{parts.port or _PORTS.get(parts.scheme, 0)}"


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - only reading it shows whether it is a number
    except ValueError:
        raise Forbidden from None
    return parts
