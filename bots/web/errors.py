"""The error answers of the web chat: a status, and a code for which the page has a sentence."""

from aiohttp import web


def error_response(status: int, code: str, **details: int | list[str]) -> web.Response:
    """Return an error that the page shows as a sentence in the person's language (`strings`, "error.<code>")."""
    return web.json_response({"error": code, **details}, status=status)
