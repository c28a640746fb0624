"""The route of uploads, as files or as URLs, and the route that hands the files out again."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack, aclosing
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.api.routes.middleware import faults_of, note
from sandbox.api.state.accounts import Accounts
from sandbox.api.state.fetch import fetched
from sandbox.api.state.files import Files, Kept, info
from sandbox.api.state.sessions import Sessions
from sandbox.api.state.spool import spool
from sandbox.api.wire.envelope import base_url, json_object, success
from sandbox.api.wire.names import shown_name
from sandbox.api.wire.refusal import Refusal, unsupported
from sandbox.editing import Probe
from sandbox.editor import Unreadable
from sandbox.limits import Limits

CHUNK_BYTES = 1 << 18  # at the default of 8 KiB the same body takes twice the time
FILES = 50
MALFORMED = (ValueError, AssertionError, EOFError)  # how aiohttp tells a bad multipart body

Sources = AsyncGenerator[tuple[str, AsyncIterator[bytes]], None]


class UploadRoutes:
    """Endpoint 5 of the skill text's table. A request's files are taken all or none."""

    def __init__(self, accounts: Accounts, sessions: Sessions, files: Files, probe: Probe, limits: Limits) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._files = files
        self._probe = probe
        self._limits = limits

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [
            web.post("/api/upload-video/nemo_agent/{user}/{session}", self.upload, name="upload"),
            web.get("/videos/{file}", self.video, name="video"),
        ]

    async def upload(self, request: web.Request) -> web.Response:
        """Put the files of the body, or behind its URLs, into the session."""
        account = self._accounts.bearer(request.headers.get("Authorization"))
        session = self._sessions.find(account, request.match_info["session"])
        note(request, session=session.id)
        sources = _parts(request) if request.content_type.startswith("multipart/") else _urls(request)
        async with aclosing(sources):
            with ExitStack() as undo:
                kept = [await self._keep(name, chunks, undo) async for name, chunks in sources]
                if not kept:
                    raise Refusal(400, "No files in the request")
                self._files.add(session, kept)
                undo.pop_all()
        return success(_listed(kept, base_url(request), faults_of(request).upload_form))

    async def video(self, request: web.Request) -> web.FileResponse:
        """An uploaded file, at the address its upload answered."""
        path = self._files.path(request.match_info["file"])
        if path is None or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"X-Content-Type-Options": "nosniff"})

    async def _keep(self, name: str, chunks: AsyncIterator[bytes], undo: ExitStack) -> Kept:
        asset_id, part = self._files.place()
        spooled = await spool(chunks, part, shown_name(name), self._limits.upload_bytes)
        path, shown = part.with_suffix(f".{spooled.kind}"), shown_name(name, spooled.kind)
        part.rename(path)
        undo.callback(path.unlink)
        try:
            asset = await self._probe(path, shown, asset_id)
        except Unreadable:
            raise unsupported(shown) from None
        await self._files.share(path, spooled.hash)
        return Kept(asset, spooled.size, spooled.hash)


async def _parts(request: web.Request) -> Sources:
    """The parts named `files`; others are passed over."""
    count = 0
    async for part in _all_parts(request):
        if part.name != "files":
            continue
        count += 1
        if count > FILES:
            raise Refusal(400, f"At most {FILES} files in one request")
        yield part.filename or "", _chunks(part)


async def _all_parts(request: web.Request) -> AsyncIterator[BodyPartReader]:
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader):
                yield part
    except MALFORMED:
        raise Refusal(400, "The multipart body is malformed") from None


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    try:
        while chunk := await part.read_chunk(CHUNK_BYTES):
            yield chunk
    except MALFORMED:
        raise Refusal(400, "The multipart body breaks off") from None


async def _urls(request: web.Request) -> Sources:
    body = await json_object(request)
    urls = body.get("urls")
    if not isinstance(urls, list) or not 0 < len(urls) <= FILES:
        raise Refusal(400, "No urls in the request")
    for url in urls:
        async with fetched(url) as source:
            yield source


def _listed(kept: list[Kept], base: str, form: str) -> dict[str, Any]:
    files = [info(one, base) for one in kept]
    if form == "files":
        return {"files": files, "session_state_applied": True}
    return {"uploaded_files": [one | {"url": one["cdn_url"]} for one in files]}
