"""Work that goes on in this process after its request has told its result. Nothing of it survives the process."""

import asyncio

from core.engine.dispatch import Dispatcher


class BackgroundWork:
    """At most one task for each key. The dispatcher owns the tasks: at a stop they get the same grace as requests."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._until: dict[str, float] = {}
        self._waiting: dict[str, set[int]] = {}

    def hand_over(self, key: str, task: asyncio.Task[None], until: float) -> None:
        """Take a running task, which ends by itself at `until` (epoch seconds) at the latest."""
        self._until[key] = until
        task.add_done_callback(lambda ended: self._end(key, wakes=not ended.cancelled()))
        self._dispatcher.own(task)

    def busy_until(self, key: str) -> float | None:
        """Return until when the task of a key may run, in epoch seconds; None: there is none."""
        return self._until.get(key)

    def wake_after(self, key: str, request: int) -> None:
        """Wake a suspended request when the task of a key has ended."""
        self._waiting.setdefault(key, set()).add(request)

    def _end(self, key: str, *, wakes: bool) -> None:
        del self._until[key]
        for request in self._waiting.pop(key, ()):
            if wakes:  # else the process stops
                self._dispatcher.wake(request)
