"""One GET for a check of the doctor, with a time limit, free of charge, its failures as words without a URL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from pydantic import JsonValue, TypeAdapter, ValidationError

from bots.settings import Settings, revealed

SECONDS = 10.0
_BODY_BYTES = 64 * 1024
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


class NoAnswer(Exception):
    """There was no HTTP answer; the text says why, without a URL."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; `fields` is its body if that is a JSON object, else empty."""

    status: int
    is_page: bool  # a web page
    fields: dict[str, JsonValue]


async def get(settings: Settings, url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to one GET.

    Raises:
        NoAnswer: there was none. Its text is ours, because the library's errors hold the whole URL.
    """
    limit = aiohttp.ClientTimeout(total=SECONDS)
    with no_answer_in_words(SECONDS):
        async with (
            aiohttp.ClientSession(timeout=limit) as client,
            client.get(url, headers=headers, proxy=proxy_for(settings, url), allow_redirects=False) as response,
        ):
            body = await response.content.read(_BODY_BYTES)
    return Answer(response.status, "html" in response.content_type, _object(body))


@contextmanager
def no_answer_in_words(seconds: float) -> Iterator[None]:
    """Raise what a request of aiohttp fails with as `NoAnswer`.

    Args:
        seconds: the limit that was set, for the words.

    Raises:
        NoAnswer: there was no answer. Its text is ours, because the library's errors hold the whole URL.
    """
    why = ""
    try:
        yield
    except TimeoutError:
        why = f"no answer in {seconds:.0f} s"
    except aiohttp.ClientConnectorCertificateError:
        why = "its certificate is not trusted here"
    except aiohttp.ClientConnectorDNSError:
        why = "this name is not known here"
    except aiohttp.ClientConnectorError:
        why = "no connection"
    except (aiohttp.ClientError, OSError, ValueError):
        why = "no sensible answer"
    if why:
        raise NoAnswer(why)


def proxy_for(settings: Settings, url: str) -> str | None:
    """Return the proxy through which this URL is asked for; loopback has none."""
    return None if host_of(url) in _LOOPBACK else revealed(settings.nemobot_proxy)


def host_of(url: str) -> str:
    """Return the host of a URL, which is all of it that may be told."""
    return urlsplit(url).hostname or "it"


def network_mend(setting: str) -> str:
    """Return what to look at where nothing answers; `setting` holds the address."""
    return f"look at the network, at NEMOBOT_PROXY and at {setting}"


def _object(body: bytes) -> dict[str, JsonValue]:
    try:
        value = _JSON.validate_json(body)
    except ValidationError:
        return {}
    return value if isinstance(value, dict) else {}
