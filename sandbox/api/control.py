"""Routes for tests alone: set faults, read what was asked. Mounted only on demand."""

from aiohttp import web

from sandbox.api.envelope import json_answer, json_object
from sandbox.api.guard import Guard
from sandbox.api.refusal import Refusal
from sandbox.api.switchboard import Switchboard
from sandbox.faults import BadFault


class Control:
    """The switchboard and the guard's memory over HTTP."""

    def __init__(self, switchboard: Switchboard, guard: Guard) -> None:
        self._switchboard = switchboard
        self._guard = guard

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [web.post("/_sandbox/faults", self.faults), web.get("/_sandbox/log", self.log)]

    async def faults(self, request: web.Request) -> web.Response:
        """Merge `{fault: value, "next": {endpoint: [answer]}, "reset": bool}` into the faults in force."""
        if request.content_type != "application/json":  # what a foreign page may send without asking first is not
            raise Refusal(400, "application/json was expected")
        try:
            self._switchboard.set(await json_object(request))
        except BadFault as error:
            raise Refusal(400, str(error)) from None
        return json_answer({"ok": True})

    async def log(self, _: web.Request) -> web.Response:
        """Every request so far, in order."""
        return web.json_response(list(self._guard.seen))  # escaped: what was asked may hold half a character
