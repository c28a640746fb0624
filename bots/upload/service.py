"""The upload page put together: its key, its files, its routes. Without NEMOBOT_PUBLIC_URL there is none."""

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bots.http import Transfers
from bots.services import App
from bots.spool.tus import Tus
from bots.spool.uploading import Uploading
from bots.upload import site
from bots.upload.files import PageFiles
from bots.upload.handlers import UploadHandlers
from core.model.attachments import Attachment
from core.model.secret import Secret, Secrets
from core.upload.link import PATH, UploadPage

FORMER_FOLDER: Final = "uploads"
_KEY_BYTES: Final = 32
_KEY: Final = "upload page"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The page as the HTTP listener serves it; without `handlers` there is nothing to serve."""

    handlers: UploadHandlers | None = None
    tus: Tus | None = None
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
        OSError: files of an earlier release cannot be moved.
        StorageError: the rows cannot be read or written.
    """
    settings, services = app.settings, app.services
    if settings.nemobot_public_url is None:
        yield Uploads()
        return
    files = PageFiles(app.spool, lambda ref: services.upload_links.needs(Attachment(ref, "")))
    await files.adopt(settings.nemobot_data_dir / FORMER_FOLDER)
    await files.settle()
    page = UploadPage(settings.nemobot_public_url, await signing_key(app.store.secrets), files, services.clock)
    handlers = UploadHandlers(
        services.upload_links,
        app.intake,
        page,
        app.spool,
        telegram=settings.telegram_bot_token,
        clock=services.clock,
    )
    uploading = Uploading(Transfers(), services.clock)
    tus = Tus(handlers, app.spool, uploading, site.HEADERS)
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


def _routes(handlers: UploadHandlers, tus: Tus, prefixes: Iterable[str]) -> Iterable[web.RouteDef]:
    for prefix in prefixes:
        at = f"{prefix}/{PATH}"
        yield web.get(f"{at}/upload/static/words.json", site.words)
        yield web.get(f"{at}/{{room:upload|spool}}/static/{{name}}", site.part)
        yield web.get(f"{at}/{{token}}", handlers.page)
        yield web.get(f"{at}/{{token}}/state", handlers.state)
        yield web.post(f"{at}/{{token}}/look", handlers.check)
        yield from tus.routes(f"{at}/{{token}}/files")
