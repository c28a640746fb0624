"""Routes for tests alone: set faults, read what was asked. Mounted only on demand."""

from aiohttp import web

from sandbox.api.routes.middleware import Middleware
from sandbox.api.state.active_faults import ActiveFaults
from sandbox.api.wire.envelope import json_answer, json_object
from sandbox.api.wire.refusal import Refusal
from sandbox.faults import BadFault


class Control:
    """The faults in force and the middleware's request log over HTTP."""

    def __init__(self, active_faults: ActiveFaults, middleware: Middleware) -> None:
        self._active_faults = active_faults
        self._middleware = middleware

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [web.post("/_sandbox/faults", self.faults), web.get("/_sandbox/log", self.log)]

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
