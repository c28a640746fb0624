"""A platform that is served: what the composition root asks of each, whatever it is."""

from collections.abc import Iterable
from typing import Protocol

from aiohttp import web


class Service(Protocol):
    """One platform's intake at work beside the others."""

    name: str

    async def serve(self) -> None:
        """Take messages in until cancelled; its own failures are logged with their mend and never reach the others."""
        ...

    async def ready(self) -> str | None:
        """Return None while messages are taken, else a few words on what is missing."""
        ...

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return what is to be mounted on the bot's HTTP listener; nothing, where it polls."""
        ...
