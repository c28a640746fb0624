"""Which URLs may be fetched by their form alone, the origin of a URL, and an address as a browser reads it.

Pure; IP addresses are checked elsewhere.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from core.media.errors import Forbidden

_LONGEST: Final = 8192
_PORTS: Final = {"http": 80, "https": 443}
_FIRST_FREE_PORT: Final = 1024
# Two parsers may disagree on where a host ends when these are inside.
_AMBIGUOUS: Final = re.compile(r"[\\\s\x00-\x1f\x7f]")

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_LINE_BREAKS: Final = re.compile(r"[\t\r\n]")
_EDGES: Final = "".join(map(chr, range(0x21)))  # C0 controls and the blank
# What the standard's path and query sets leave as it is, besides letters and digits.
_IN_PATH: Final = "!$%&'()*+,-./:;=@[]_|~"
_IN_QUERY: Final = "!$%&()*+,-./:;=?@[\\]^_`{|}~"


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


def address_as_url(typed: str) -> str:
    """Return what somebody typed or pasted as one address in the form in which a browser would ask for it.

    Blanks, Han script and whatever else may not stand in a URL are percent-encoded, what is encoded already stays so,
    and without a scheme it is https (URL standard, "URL parsing" and "Percent-encoded bytes").
    """
    bare = _LINE_BREAKS.sub("", typed).strip(_EDGES)
    if bare.startswith("<") and bare.endswith(">"):  # Discord's way to write a link without a preview
        bare = bare[1:-1].strip(_EDGES)
    scheme, separator, rest = bare.partition("://")
    if not (separator and _SCHEME.fullmatch(scheme)):
        scheme, rest = "https", bare.lstrip("/")
    end = next((at for at, letter in enumerate(rest) if letter in "/\\?#"), len(rest))
    tail, hash_mark, fragment = rest[end:].partition("#")
    path, question_mark, query = tail.partition("?")
    encoded = quote(path.replace("\\", "/"), safe=_IN_PATH, errors="replace")
    encoded += question_mark + quote(query, safe=_IN_QUERY, errors="replace")
    encoded += hash_mark + quote(fragment, safe=_IN_QUERY, errors="replace")
    return f"{scheme.lower()}://{rest[:end]}{encoded}"


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
