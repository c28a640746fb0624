"""Updates by webhook: Telegram brings them to us, and hears 200 only after their receipt is committed.

A wrong secret is 403, nonsense 4xx, an update that cannot be decoded 200 (kept and logged), no commit 503.
"""

import hmac
import json
import logging
import secrets
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import TelegramError

from bots.telegram.api import ALLOWED_UPDATES, Api
from bots.telegram.health import Health
from bots.telegram.intake import Intake
from bots.telegram.mapping import Me
from core.engine.clock import Clock
from core.model.secret import Secret, Secrets

log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
CHECK_SECONDS: Final = 60.0
_SECRET: Final = "telegram webhook"  # noqa: S105 - the name it is kept under
_CONNECTIONS: Final = 40  # the server brings the messages of one chat one after the other whatever this is


class Webhook:
    """Takes what Telegram brings to `url`, and sees to it that Telegram knows that address."""

    def __init__(
        self,
        api: Api,
        intake: Intake,
        health: Health,
        own_secrets: Secrets,
        clock: Clock,
        *,
        url: str,
        secret: Secret | None,
    ) -> None:
        self._api = api
        self._intake = intake
        self._health = health
        self._own_secrets = own_secrets
        self._clock = clock
        self._url = url
        self._secret = secret
        self._me: Me | None = None

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return the one route: the path of the public address."""
        return (web.post(urlsplit(self._url).path or "/", self._arrived),)

    async def serve(self, me: Me) -> None:
        """Keep the webhook set until cancelled: somebody else with the token could take it away."""
        self._me = me
        while True:
            try:
                await self._set_where_it_is_not()
            except TelegramError as error:
                await self._clock.sleep(self._health.failed(error))
            else:
                self._health.well()
                await self._clock.sleep(CHECK_SECONDS)

    async def secret(self) -> Secret:
        """Return the secret that proves that it is Telegram who comes; one is made where none is given."""
        if self._secret is None:
            self._secret = await self._own_secrets.settle(_SECRET, Secret(secrets.token_urlsafe(32)))
        return self._secret

    async def _set_where_it_is_not(self) -> None:
        if self._health.missing is None and (await self._api.get_webhook_info()).url == self._url:
            return
        await self._api.set_webhook(
            self._url,
            max_connections=_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=(await self.secret()).reveal(),
        )
        log.info("Telegram brings its updates to the webhook")

    async def _arrived(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), (await self.secret()).reveal().encode()):
            return web.Response(status=403)
        raw = await _read(request)
        if raw is None:
            return web.Response(status=400)
        if self._me is None:
            return web.Response(status=503)  # before anybody knows who we are; Telegram comes again
        try:
            await self._intake.take(raw, self._me)
        except Exception:
            log.exception("update %s could not be committed; Telegram will bring it again", raw["update_id"])
            return web.Response(status=503)
        return web.Response()


async def _read(request: web.Request) -> dict[str, Any] | None:
    """Return the update; None: it is none."""
    try:
        raw = json.loads(await request.read())
    except ValueError:
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
