"""A browser that uploads: it begins once, and goes on from where the file broke off until it is taken."""

import asyncio
import contextlib
import io
from typing import Any
from urllib.parse import urljoin

import aiohttp

from tests.chaos.files import content_of, type_of
from tests.chaos.lives import Lives
from tests.chaos.stage import LOOSE, POLL_SECONDS, NotConverged
from tests.doubles.tus import BODY, TUS, announced

ARRIVED = "used"


class Arrived(Exception):
    """A link has done its work: the page says that the file has arrived."""


class Refused(Exception):
    """A request was answered by neither yes nor later."""


async def surely(
    http: aiohttp.ClientSession, lives: Lives, method: str, url: str, **more: Any
) -> aiohttp.ClientResponse:
    """Make a request until it is answered by yes.

    Raises:
        Arrived: the link of the upload page has done its work.
        Refused: it is not, and not by "later" either.
        NotConverged: no process lives any more.
    """
    while not lives.failed:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with http.request(method, url, timeout=LOOSE, **more) as answer:
                await answer.read()
                if answer.ok:
                    return answer
                if answer.headers.get("X-Error") == ARRIVED:
                    raise Arrived
                if answer.status != 503:
                    raise Refused(f"{method} {url}: {answer.status} {await answer.text()}")
        await asyncio.sleep(POLL_SECONDS)
    raise NotConverged(lives.failed)


async def upload(http: aiohttp.ClientSession, lives: Lives, at: str, name: str) -> str:
    """Bring a file, and return its place."""
    content = content_of(name)
    half = len(content) // 2
    headers = announced(len(content), filename=name, filetype=type_of(name))
    answer = await surely(http, lives, "POST", at, data=content[:half], headers=headers)
    place = urljoin(at, answer.headers["Location"])
    while True:  # it is asked to take the file also when it has every byte
        told = await surely(http, lives, "HEAD", place, headers=TUS)
        come = int(told.headers["Upload-Offset"])
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            headers = {**BODY, "Upload-Offset": str(come)}
            async with http.patch(place, data=io.BytesIO(content[come:]), headers=headers, timeout=LOOSE) as patched:
                await patched.read()
                if patched.ok:
                    return place
