"""The doctor's checks of the ports that a start listens on: each is taken for a moment and let go."""

import asyncio
import errno

from bots import http
from bots.ops import asking
from bots.ops.finding import Finding, failed, passed
from bots.settings import Settings

_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - recognised, not bound


async def http_port(settings: Settings) -> Finding:
    """Check the port of health, webhook and upload page."""
    return await _port(settings, settings.nemobot_http_host, settings.nemobot_http_port, "NEMOBOT_HTTP_PORT")


async def web_port(settings: Settings) -> Finding | None:
    """Check the port of the web chat; None: it is not configured."""
    if not settings.nemobot_web:
        return None
    return await _port(settings, http.LOOPBACK, settings.nemobot_web_port, "NEMOBOT_WEB_PORT")


async def _port(settings: Settings, host: str, port: int, name: str) -> Finding:
    try:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and await _is_ours(settings, host, port):
            return passed(name, f"{port}, where a nemobot listens")
        found, _, mend = http.explain(error, host, port, name).partition(": ")
        return failed(name, found, mend.removesuffix("."))
    server.close()
    return passed(name, f"{port} on {host} is free" if port else "any free port")


async def _is_ours(settings: Settings, host: str, port: int) -> bool:
    """Return whether a nemobot answers there: one that serves, while the doctor looks."""
    near = http.LOOPBACK if host in _EVERYWHERE else host
    try:
        answer = await asking.get(settings, f"http://{f'[{near}]' if ':' in near else near}:{port}/healthz")
    except asking.NoAnswer:
        return False
    return answer.fields.get("alive") is True
