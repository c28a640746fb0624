"""A client of the tus protocol 1.0 that uploads as a browser does: begun once, gone on with until the file is taken.

tus.io, "Core Protocol", "Creation", "Creation With Upload".
"""

import asyncio
import base64
import contextlib
import io
from typing import Any, Final
from urllib.parse import urljoin

import aiohttp

from bots.prove.convergence import LOOSE, POLL_SECONDS, Lives, NotConverged

TUS: Final = {"Tus-Resumable": "1.0.0"}
BODY: Final = {**TUS, "Content-Type": "application/offset+octet-stream"}
ARRIVED: Final = "used"


class Arrived(Exception):
    """A link has done its work: the page says that the file has arrived."""


class Refused(Exception):
    """A request was answered by neither yes nor later."""


def metadata(**values: str) -> str:
    """Return what Upload-Metadata says of a file."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def announced(size: int, **values: str) -> dict[str, str]:
    """Return the headers that begin a file of `size` bytes and send bytes of it."""
    return {**BODY, "Upload-Length": str(size), "Upload-Metadata": metadata(**values)}


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


async def upload(http: aiohttp.ClientSession, lives: Lives, at: str, name: str, content: bytes, media_type: str) -> str:
    """Bring a file in two parts, and return its place.

    Raises:
        Arrived: the link of the upload page has done its work.
        Refused: it is not wanted.
        NotConverged: no process lives any more.
    """
    half = len(content) // 2
    headers = announced(len(content), filename=name, filetype=media_type)
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
