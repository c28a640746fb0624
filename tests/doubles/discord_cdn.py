"""The double's CDN: files under signed addresses that expire, with range requests, as Discord's own serves them.

The signature is documented [discord.file, discord.file.changed]; that whoever has an address may read it piece by
piece, for a day, is reported [discord.file.read, discord.file.life].
"""

import hashlib
import hmac
import secrets
import time
from urllib.parse import quote

from aiohttp import web

from tests.doubles.discord_values import File

PIECE = 256 * 1024


class Cdn:
    """Keeps files; an address is good for `link_seconds`, and for nobody who changed a letter of it."""

    def __init__(self, link_seconds: float = 86_400.0) -> None:
        self.link_seconds = link_seconds
        self.url = ""
        self.reads: list[tuple[str, str | None]] = []  # path and Range header of each request
        self._files: dict[int, File] = {}
        self._secret = secrets.token_bytes(16)

    def keep(self, file: File) -> File:
        """Take a file in."""
        self._files[file.id] = file
        return file

    def sign(self, file: File) -> str:
        """Return an address of this file that begins to age now."""
        path = f"/{file.folder}/{file.channel}/{file.id}/{quote(file.name)}"
        ends, begins = (f"{int(time.time() + more):x}" for more in (self.link_seconds, 0.0))
        return f"{self.url}{path}?ex={ends}&is={begins}&hm={self._signature(path, ends, begins)}&"

    def expire(self) -> None:
        """Let a day go by: no address signed until now is good any more."""
        self._secret = secrets.token_bytes(16)

    def routes(self) -> list[web.RouteDef]:
        """Return what the CDN's own listener serves."""
        return [
            web.get(f"/{{folder:{folder}}}/{{channel}}/{{file}}/{{name}}", self._read)
            for folder in ("attachments", "ephemeral-attachments")
        ]

    async def _read(self, request: web.Request) -> web.StreamResponse:
        self.reads.append((request.path, request.headers.get("Range")))
        file = self._files.get(int(request.match_info["file"]))
        if file is None or file.gone or not self._good(request):
            return web.Response(status=404, text="This content is no longer available.")
        start, stop = 0, file.size
        if partial := "Range" in request.headers:
            wanted = request.http_range
            start, stop = wanted.start or 0, min(wanted.stop or file.size, file.size)
            if start < 0:
                start, stop = max(file.size + start, 0), file.size
        response = web.StreamResponse(status=206 if partial else 200)
        response.content_type = file.media_type or "application/octet-stream"
        response.content_length = stop - start
        response.headers["Accept-Ranges"] = "bytes"
        if partial:
            response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
        await response.prepare(request)
        if request.method != "HEAD":
            for at in range(start, stop, PIECE):
                await response.write(_cut(file, at, min(at + PIECE, stop)))
        return response

    def _good(self, request: web.Request) -> bool:
        asked = request.query
        try:
            alive = int(asked["ex"], 16) > time.time()
            expected = self._signature(request.rel_url.raw_path, asked["ex"], asked["is"])
        except (KeyError, ValueError):
            return False
        return alive and hmac.compare_digest(expected, asked.get("hm", ""))

    def _signature(self, path: str, ends: str, begins: str) -> str:
        return hmac.new(self._secret, f"{path}|{ends}|{begins}".encode(), hashlib.sha256).hexdigest()


def _cut(file: File, start: int, stop: int) -> bytes:
    """Return these bytes; past the real ones a file that claims more goes on in zeros."""
    return file.data[start:stop].ljust(stop - start, b"\0")
