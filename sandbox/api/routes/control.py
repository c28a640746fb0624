"""Routes for tests alone: set faults, read what was asked. Mounted only on demand."""

from aiohttp import web

from sandbox.api.routes.middleware import Middleware
from sandbox.api.state.active_faults import ActiveFaults
from sandbox.api.state.ledger import Ledger
from sandbox.api.wire.envelope import json_answer, json_object
from sandbox.api.wire.refusal import Refusal
from sandbox.faults import BadFault


class Control:
    """The faults in force, the middleware's request log and what was accepted and made, over HTTP."""

    def __init__(self, active_faults: ActiveFaults, middleware: Middleware, ledger: Ledger) -> None:
        self._active_faults = active_faults
        self._middleware = middleware
        self._ledger = ledger

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [
            web.post("/_sandbox/faults", self.faults),
            web.get("/_sandbox/log", self.log),
            web.get("/_sandbox/ledger", self.ledger),
        ]

    async def faults(self, request: web.Request) -> web.Response:
        """Merge `{fault: value, "next": {endpoint: [answer]}, "reset": bool}` into the faults in force."""
        if request.content_type != "application/json":  # what a foreign page may send without asking first is not
            raise Refusal(400, "application/json was expected")
        try:
            self._active_faults.set(await json_object(request))
        except BadFault as error:
            raise Refusal(400, str(error)) from None
        return json_answer({"ok": True})

    async def log(self, _: web.Request) -> web.Response:
        """Every request so far, in order."""
        return web.json_response(list(self._middleware.seen))  # escaped: what was asked may hold half a character

    async def ledger(self, _: web.Request) -> web.Response:
        """The words of every accepted turn, the ids of all films by number, and whether anything has not ended."""
        ledger = self._ledger
        return web.json_response({"turns": ledger.turns(), "films": ledger.films(), "busy": ledger.busy()})
