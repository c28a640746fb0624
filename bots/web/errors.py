"""How the server says no to its page: a status and a code that the page has a sentence for."""

from aiohttp import web


def refusal(status: int, code: str, **details: int | list[str]) -> web.Response:
    """An answer that the page turns into a sentence of the person's language (`strings`, "error.<code>")."""
    return web.json_response({"error": code, **details}, status=status)
