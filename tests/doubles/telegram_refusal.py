"""How the server says no: the wire form of an error, and whether it was the client's own fault.

The parameters that come with it are documented [telegram.pace, telegram.supergroup].
"""

from typing import Any


class Refused(Exception):
    """An error answer. `breach` says that a well-made client never meets it: the test fails over it."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None, *, breach: bool = False
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.breach = breach

    def body(self) -> dict[str, Any]:
        """Return the answer as it goes over the wire."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str, *, breach: bool = False) -> Refused:
    """Return the usual error."""
    return Refused(400, f"Bad Request: {what}", breach=breach)


def flood(seconds: int, *, breach: bool = False) -> Refused:
    """Return the error of a client that sends too fast."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds}, breach=breach)
