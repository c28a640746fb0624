"""The faults in force: the standing ones, and those queued for the next calls of an endpoint."""

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

from sandbox.faults import Answer, BadFault, Faults, answer

CHAT = ("token", "session", "claim", "run_sse", "upload", "credits", "state")
EXPORT = ("render", "poll", "cancel", "download", "result")
ENDPOINTS = frozenset((*CHAT, *EXPORT))


class ActiveFaults:
    """Changed by the command line, by tests, and by the control route."""

    def __init__(self, standing: Faults) -> None:
        self.standing = standing
        self._first = standing
        self._queued: defaultdict[str, deque[Answer]] = defaultdict(deque)

    def set(self, changes: Mapping[str, Any]) -> None:
        """Merge `{fault: value, "next": {endpoint: [answer]}, "reset": bool}`. Raises BadFault: nothing changed."""
        faults = {name: value for name, value in changes.items() if name not in {"next", "reset"}}
        standing = (self._first if changes.get("reset") else self.standing).merged(faults)
        queued = _queued(changes.get("next", {}))
        if changes.get("reset"):
            self._queued.clear()
        self.standing = standing
        for endpoint, answers in queued.items():
            self._queued[endpoint].extend(answers)

    def waiting(self, endpoint: str) -> int:
        """How many answers are queued for this endpoint."""
        return len(self._queued.get(endpoint, ()))

    def chooses(self, endpoint: str) -> bool:
        """Whether an answer is queued for this endpoint that depends on what the call says."""
        return any(each.about for each in self._queued.get(endpoint, ()))

    def take(self, endpoint: str, said: str = "") -> Answer | None:
        """The answer queued for this call, which is thereby used up; `said` is its path and JSON body."""
        queue = self._queued.get(endpoint, deque())
        found = next((each for each in queue if each.about in said), None)
        if found is not None:
            queue.remove(found)
        return found


def _queued(by_endpoint: object) -> dict[str, list[Answer]]:
    if not isinstance(by_endpoint, Mapping):
        raise BadFault("next: an object of lists was expected")
    queued: dict[str, list[Answer]] = {}
    for endpoint, values in by_endpoint.items():
        if endpoint not in ENDPOINTS or not isinstance(values, list):
            raise BadFault(f"next.{endpoint}: one of {', '.join(sorted(ENDPOINTS))} with a list was expected")
        answers = map(answer, values)
        queued[endpoint] = [each for one in answers for each in [one] * one.times]
    return queued
