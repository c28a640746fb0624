"""Discord's refusals: a JSON code with its HTTP status and sentence ("JSON error codes").

Where nothing else is said, code and sentence are documented [discord.rights, discord.modals].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

INVALID_FORM = 50035

KNOWN: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    20009: (400, "Explicit content cannot be sent to the desired recipient(s)"),
    20016: (400, "This action cannot be performed due to slowmode rate limit"),
    20028: (429, "The channel you are writing has hit the write rate limit"),
    30034: (400, "Maximum number of daily application command creates has been reached (200)"),
    40058: (400, "Cannot send a message in a forum channel"),
    40003: (
        403,
        "You are opening direct messages too fast",
    ),  # the status: reported [discord.direct.fast]
    40004: (400, "Send messages has been temporarily disabled"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has reached the maximum number of follow-up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50003: (403, "Cannot execute action on a DM channel"),  # for others' there: reported [discord.direct.others]
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    INVALID_FORM: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50278: (
        403,
        "Cannot send messages to this user",
    ),  # documented [discord.direct.unreachable], the status guessed [discord.direct.status]
    160005: (400, "Thread is locked"),
    50109: (400, "The request body contains invalid JSON."),
    160002: (400, "Cannot reply without permission to read message history"),
    200000: (400, "Message was blocked by automatic moderation"),
    200001: (400, "Title was blocked by automatic moderation"),
    130000: (400, "API resource is currently overloaded. Try again a little later"),
    240000: (400, "Message blocked by harmful links filter"),
}

# What a bot that keeps Discord's rules never meets; the other codes describe the place it is in.
MISTAKES = frozenset({10062, 30034, 40005, 40060, 40094, 50006, 50027, INVALID_FORM, 50109})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a body, and where."""

    path: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path)) or 'body'}: {self.message}"


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that the double refused because of a mistake of the bot's."""

    method: str
    path: str
    code: int
    problems: tuple[str, ...]


class Refused(Exception):
    """The request gets this code as its answer."""

    def __init__(self, code: int, problems: Sequence[Problem] = ()) -> None:
        self.code, self.problems = code, tuple(problems)
        self.status, self.sentence = KNOWN[code]
        super().__init__(f"{code}: {self.sentence} {'; '.join(map(str, problems))}")

    def body(self) -> dict[str, Any]:
        """Return the JSON that Discord answers with."""
        said: dict[str, Any] = {"message": self.sentence, "code": self.code}
        if self.problems:
            said["errors"] = _tree(self.problems)
        return said


def invalid(path: Sequence[str | int], code: str, message: str) -> Refused:
    """Return the refusal of a body for one thing."""
    return Refused(INVALID_FORM, [Problem(tuple(path), code, message)])


def _tree(problems: Sequence[Problem]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for problem in problems:
        node = root
        for step in problem.path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return root
