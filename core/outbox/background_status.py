"""Stages that are shown beside the work: no byte waits for a chat platform."""

import asyncio
from types import TracebackType
from typing import Self

from core.engine.clock import BackgroundTask
from core.outbox.status import Status


class BackgroundStatus:
    """Shows the latest stage of a block that it surrounds; a stage that was overtaken by the next is not shown."""

    def __init__(self, status: Status, *, name: str) -> None:
        self._status = status
        self._latest: tuple[str, float | None] | None = None
        self._changed = asyncio.Event()
        self._ended = False
        self._task = BackgroundTask(self._show_latest, name=name)

    async def __aenter__(self) -> Self:
        self._ended = False
        await self._task.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show the last stage, so that none appears after one that is shown from now on."""
        self._ended = True
        self._changed.set()
        await self._task.__aexit__(kind, error, trace)

    def show(self, text: str, progress: float | None = None) -> None:
        """Show a stage, or with `progress`, from 0 to 1, how far it is."""
        self._latest = (text, progress)
        self._changed.set()

    async def _show_latest(self) -> None:
        while not self._ended or self._latest is not None:
            await self._changed.wait()
            self._changed.clear()
            if self._latest is None:
                continue
            (text, progress), self._latest = self._latest, None
            if progress is None:
                await self._status.show(text)
            else:
                await self._status.advance(text, progress)
