"""Reminders of tokens that end: a person is told in the direct chat where they logged in, the operator in the log.

A reminder is a request like any other, so that it arrives although the process dies; its key makes it one.
"""

import logging
from typing import Final

from core.intake.acceptance import Acceptance
from core.intake.assembly import Whole
from core.intake.routing import internal_reply
from core.model.chat import Incoming, Sender
from core.model.logins import Login, Told
from core.model.requests import InternalReply
from core.services import Services

log = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 600.0
_REPLIES: Final = {Told.SOON: InternalReply.LOGIN_SOON, Told.ENDED: InternalReply.LOGIN_ENDED}


class Reminders:
    """Looks every ten minutes at the tokens that tell when they end."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._logins = services.stores.logins
        self._acceptance = Acceptance(services)
        self._warned = False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("nobody was reminded of a token that ends; it is tried again")
            await self._services.clock.sleep(_EVERY_SECONDS)

    async def look(self) -> None:
        """Remind everybody whose token ends soon, or has ended, and who was not told so.

        Raises:
            StorageError: some were not; they are at the next look.
        """
        now = self._services.clock.time()
        for login in await self._logins.ending(now):
            if login.told is not (due := login.due(now)) and login.address.platform in self._services.platforms:
                await self._remind(login, due, now)
        if (ending := self._services.tokens.operator_ending()) and not self._warned:
            self._warned = True
            log.warning("%s", ending)

    async def _remind(self, login: Login, due: Told, now: float) -> None:
        told = Incoming(
            address=login.address,
            sender=Sender(login.sender, locale=login.locale),
            key=f"login.{login.account}.{login.expires_at:.0f}.{due.value}",
            at=now,
            private=True,
        )
        await self._acceptance.accept(Whole(told), internal_reply(_REPLIES[due]))
        await self._logins.tell(login.person, due)
