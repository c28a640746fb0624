"""The pages a person may land on from a claim or registration link, and the health answer."""

import html
import os

from aiohttp import web

from sandbox.api.state.sessions import Sessions
from sandbox.api.wire.envelope import json_answer

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Local sandbox</title>
<style>body{{font:1.1rem/1.6 system-ui;max-width:36rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}}</style>
<h1>This is the local sandbox</h1>
<p>{words}</p>
<p>It stands in for the NemoVideo service on this machine: nothing here leaves it, and there is no account.</p>
</html>
"""
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


class Pages:
    """What the live service would show on its web host."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def routes(self) -> list[web.RouteDef]:
        """What is served here."""
        return [
            web.get("/workspace/claim", self.claim),
            web.get("/register", self.register),
            web.get("/healthz", self.health),
        ]

    async def claim(self, request: web.Request) -> web.Response:
        """Where a claim link leads."""
        name = self._sessions.claimed(request.query.get("ct", ""))
        if name is None:
            return _page("This link has expired, or it was made by another sandbox.", 404)
        return _page(f"The live service would open the project “{html.escape(name)}” here.")

    async def register(self, request: web.Request) -> web.Response:
        """Where a registration link leads."""
        bound = html.escape(request.query.get("bind", "")[:80])
        kept = f" and bind the project history of <code>{bound}</code> to it" if bound else ""
        return _page(f"The live service would register an account here{kept}.")

    async def health(self, _: web.Request) -> web.Response:
        """Says that this is a sandbox, so that nobody takes it for the service."""
        return json_answer({"status": "ok", "sandbox": True, "pid": os.getpid()})


def _page(words: str, status: int = 200) -> web.Response:
    return web.Response(text=PAGE.format(words=words), status=status, content_type="text/html", headers=HEADERS)
