"""The clip on its way to NemoVideo: as bytes, as an address, and a file that is no clip."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bots import http
from bots.errors import CannotStart
from bots.ops.live.exchange import TRANSFER_SECONDS, Reply, finished
from bots.ops.live.nemovideo.api import NemoVideo, code_of, data, state_of
from bots.ops.live.probe import CLIP, Missing, Probe, served
from bots.ops.live.shapes import names
from core.nemo import calls
from core.nemo.calls import Call

_CLIP_SECONDS = 12.0
_NAME = "nemobot-live.mp4"
_NO_MEDIA = b"This is no film: nemobot doctor --live sends it to see it refused.\n"


async def _bytes(api: NemoVideo) -> None:
    reply = served(await _sent(api, "upload", _NAME, "video/mp4", CLIP.read_bytes()))
    file = _first_file(api, "nemovideo.upload", reply)
    api.uploaded = file
    seconds = file.get("duration")
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        times = seconds / _CLIP_SECONDS
        api.verdicts.judge("nemovideo.upload.seconds", f"{times:.3g} times the clip's", holds=0.5 < times < 2)
    state = state_of(served(await api.ask("state, with the clip", calls.state(api.in_session()))))
    shown = state.get("video_infos")
    first = shown[0] if isinstance(shown, list) and shown and isinstance(shown[0], dict) else None
    keys = set(file) - {"size"}
    seen = f"video_infos with {names(first if first is not None else shown)}"
    api.verdicts.judge("nemovideo.upload.state", seen, holds=first is not None and keys <= set(first))


async def _no_media(api: NemoVideo) -> None:
    reply = served(await _sent(api, "upload, no media", "nemobot-live.txt", "text/plain", _NO_MEDIA))
    api.verdicts.judge("nemovideo.refused.type", str(reply), holds=code_of(reply) == 4001)


async def _address(api: NemoVideo) -> None:
    session = api.in_session()
    async with _offered(api) as url:
        api.private.append(url)
        call = calls.upload_url(session, url)
        reply = served(await finished(api.ask("upload by address", call, seconds=TRANSFER_SECONDS)))
    _first_file(api, "nemovideo.upload.url", reply)


async def _sent(api: NemoVideo, name: str, filename: str, media_type: str, content: bytes) -> Reply:
    form = aiohttp.FormData()
    form.add_field("files", content, filename=filename, content_type=media_type)
    call = Call("POST", calls.upload_path(api.in_session()))
    return await finished(api.ask(name, call, seconds=TRANSFER_SECONDS, data=form))


def _first_file(api: NemoVideo, belief: str, reply: Reply) -> dict[str, object]:
    """Judge the form of an upload's answer and return what it says of the file.

    Raises:
        Missing: it says nothing of a file where it was expected.
    """
    files = data(reply).get("files")
    file = files[0] if isinstance(files, list) and files and isinstance(files[0], dict) else {}
    seen = f"{reply}: {names(data(reply))}" if not file else f"a file with {names(file)}"
    api.verdicts.judge(belief, seen, holds="filename" in file and "cdn_url" in file)
    if not file:
        raise Missing("the upload's answer names no file where it was expected")
    return file


@asynccontextmanager
async def _offered(api: NemoVideo) -> AsyncGenerator[str]:
    """Give an address of the clip: the operator's, or one below NEMOBOT_PUBLIC_URL that is served meanwhile.

    Raises:
        Missing: there is neither.
    """
    settings = api.settings
    if api.options.clip_url:
        yield api.options.clip_url
        return
    if not settings.nemobot_public_url:
        raise Missing("neither --clip-url nor NEMOBOT_PUBLIC_URL names an address")
    path = f"/live/{secrets.token_urlsafe(16)}/{_NAME}"
    app = web.Application()
    app.router.add_get(path, _clip)
    try:
        listener = await http.start(app, settings.nemobot_http_host, settings.nemobot_http_port, grace_seconds=1)
    except CannotStart:
        raise Missing("the port is taken, by a bot that runs perhaps; --clip-url names another address") from None
    try:
        yield f"{settings.nemobot_public_url}{path}"
    finally:
        await listener.stop()


async def _clip(_: web.Request) -> web.FileResponse:
    return web.FileResponse(CLIP, headers={"Content-Type": "video/mp4"})


MATERIAL = (
    Probe(_bytes, ("nemovideo.upload", "nemovideo.upload.seconds", "nemovideo.upload.state")),
    Probe(_no_media, ("nemovideo.refused.type",)),
    Probe(_address, ("nemovideo.upload.url",)),
)
