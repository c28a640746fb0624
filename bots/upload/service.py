"""The upload page put together: its key, its spool, its routes. Without NEMOBOT_PUBLIC_URL there is none."""

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bots.services import App
from bots.upload import site
from bots.upload.handlers import UploadHandlers
from bots.upload.partial import PartialFiles
from bots.upload.spool import Spool
from bots.upload.tus import TusHandlers
from bots.upload.uploading import Uploading
from core.model.chat import Attachment
from core.model.secret import Secret, Secrets
from core.upload.link import PATH, UploadPage

FOLDER: Final = "uploads"
_MB: Final = 1024 * 1024
_KEY_BYTES: Final = 32
_KEY: Final = "upload page"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The page as the HTTP listener serves it; without `handlers` there is nothing to serve."""

    handlers: UploadHandlers | None = None
    tus: TusHandlers | None = None
    uploading: Uploading | None = None
    prefixes: tuple[str, ...] = ()

    def routes(self) -> Iterable[web.RouteDef]:
        """Return the routes, to be added to the bot's own listener and to no other."""
        if self.handlers is None or self.tus is None:
            return ()
        return tuple(_routes(self.handlers, self.tus, self.prefixes))

    def close(self) -> None:
        """Cut the uploads under way; to be called before the listener stops, which would wait for them."""
        if self.uploading is not None:
            self.uploading.close()


@asynccontextmanager
async def open_uploads(app: App) -> AsyncIterator[Uploads]:
    """Open the page, and tell the core where it is, before work on requests begins.

    Raises:
        OSError: the folder of the spool cannot be used.
        StorageError: the rows cannot be read or written.
    """
    settings, services = app.settings, app.services
    if settings.nemobot_public_url is None:
        yield Uploads()
        return
    spool = Spool(
        settings.nemobot_data_dir / FOLDER,
        file_bytes=services.rules.max_file_bytes,
        budget_bytes=settings.nemobot_spool_mb * _MB,
    )
    await spool.start(lambda ref: services.upload_links.needs(Attachment(ref, "")))
    partial = PartialFiles(spool, services.clock)
    await partial.start()
    page = UploadPage(settings.nemobot_public_url, await signing_key(app.store.secrets), spool, services.clock)
    uploading = Uploading()
    handlers = UploadHandlers(
        services.upload_links,
        app.intake,
        page,
        spool,
        partial,
        uploading,
        telegram=settings.telegram_bot_token,
        clock=services.clock,
    )
    tus = TusHandlers(handlers, partial, uploading, file_bytes=spool.file_bytes, clock=services.clock)
    services.upload_page = page
    try:
        yield Uploads(handlers, tus, uploading, _prefixes(settings.nemobot_public_url))
    finally:
        services.upload_page = None


async def signing_key(own_secrets: Secrets) -> bytes:
    """Return the key that links are signed with, the same for every process on this database and after a restart.

    Raises:
        StorageError: it can neither be read nor written.
    """
    key = await own_secrets.settle(_KEY, Secret(secrets.token_hex(_KEY_BYTES)))
    return bytes.fromhex(key.reveal())


def _prefixes(public_url: str) -> tuple[str, ...]:
    """Return where the page may be asked for: a proxy in front may strip the path of the public address, or not."""
    path = urlsplit(public_url).path.rstrip("/")
    return ("", path) if path else ("",)


def _routes(handlers: UploadHandlers, tus: TusHandlers, prefixes: Iterable[str]) -> Iterable[web.RouteDef]:
    for prefix in prefixes:
        at = f"{prefix}/{PATH}"
        yield web.get(f"{at}/static/words.json", site.words)
        yield web.get(f"{at}/static/{{name}}", site.part)
        yield web.get(f"{at}/{{token}}", handlers.page)
        yield web.get(f"{at}/{{token}}/state", handlers.state)
        yield web.post(f"{at}/{{token}}/look", handlers.check)
        yield web.post(f"{at}/{{token}}", handlers.upload)
        yield web.options(f"{at}/{{token}}/files", tus.options)
        yield web.post(f"{at}/{{token}}/files", tus.create)
        yield web.options(f"{at}/{{token}}/files/{{word}}", tus.options)
        for method in ("HEAD", "PATCH", "DELETE", "POST"):
            yield web.route(method, f"{at}/{{token}}/files/{{word}}", tus.file)
