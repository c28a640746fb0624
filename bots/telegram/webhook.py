"""Updates by webhook: Telegram pushes them to us, and is answered 200 only after they are stored.

A wrong secret is answered 403, what is not an update 400, one that is not stored 503.
"""

import hmac
import json
import logging
import secrets
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram import WebhookInfo

from bots.http import whole_body
from bots.telegram.api import ALLOWED_UPDATES, Api
from bots.telegram.health import Health
from bots.telegram.inbox import HOST_REFUSALS, Inbox
from bots.telegram.raw import Raw, is_update
from bots.telegram.webhook_errors import WebhookErrors
from core.engine.clock import Clock
from core.model.secret import Secret, Secrets

log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # Bot API, setWebhook
CHECK_SECONDS: Final = 60.0
_SECRET: Final = "telegram webhook"  # noqa: S105 - the name under which it is stored
_CONNECTIONS: Final = 40  # the server delivers the updates of one chat one after the other in any case


class Webhook:
    """Takes what Telegram pushes to `url`, and keeps Telegram's webhook set to it and to our kinds of updates."""

    def __init__(
        self,
        api: Api,
        inbox: Inbox,
        health: Health,
        own_secrets: Secrets,
        clock: Clock,
        *,
        url: str,
        secret: Secret | None,
    ) -> None:
        self._api = api
        self._inbox = inbox
        self._health = health
        self._own_secrets = own_secrets
        self._clock = clock
        self._url = url
        self._secret = secret
        self._errors = WebhookErrors(health, clock)

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return the one route: the path of the public address."""
        return (web.post(urlsplit(self._url).path or "/", self._post),)

    async def serve(self) -> None:
        """Keep the webhook set until cancelled: another program with the token could remove it."""
        while True:
            info = await self._health.until_answered(self._set_if_missing)
            self._health.answered()
            self._errors.look(info)
            await self._clock.sleep(CHECK_SECONDS)

    async def secret(self) -> Secret:
        """Return the secret that proves that a call is Telegram's; where none is configured one is made and stored.

        Raises:
            StorageError: it can be neither read nor stored.
        """
        if self._secret is None:
            self._secret = await self._own_secrets.settle(_SECRET, Secret(secrets.token_urlsafe(32)))
        return self._secret

    async def _set_if_missing(self) -> WebhookInfo:
        info = await self._api.get_webhook_info()
        subscribed = set(info.allowed_updates or ()) == set(ALLOWED_UPDATES)
        if self._health.answers and info.url == self._url and subscribed:
            return info
        await self._api.set_webhook(
            self._url,
            max_connections=_CONNECTIONS,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=(await self.secret()).reveal(),
        )
        log.info("Telegram delivers updates to the webhook")
        return await self._api.get_webhook_info()

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), (await self.secret()).reveal().encode()):
            return web.Response(status=403)
        raw = await _update(request)
        if raw is None:
            return web.Response(status=400)
        try:
            await self._inbox.take([raw])
        except HOST_REFUSALS:
            log.exception("update %d cannot be stored; Telegram will deliver it again", raw["update_id"])
            return web.Response(status=503)
        self._errors.delivered()
        return web.Response()


async def _update(request: web.Request) -> Raw | None:
    """Return the update in a request; None: there is none."""
    try:
        raw = json.loads(await whole_body(request))
    except (ValueError, RecursionError):  # RecursionError: nested more deeply than anything that Telegram sends
        return None
    return raw if is_update(raw) else None
