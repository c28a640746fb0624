"""When the bot is killed: in turns at a random moment, and right after something was seen to happen."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Final

from bots.prove.bot import Bot

PAUSES: Final = (1.5, 5.0)  # seconds from readiness on; who never gets on is rightly given up after three deaths
LONGEST_WAIT_SECONDS: Final = 15.0
LOOK_SECONDS: Final = 0.05


class Moment(StrEnum):
    """When it was killed, in words for the report."""

    TURN = "after a turn was accepted"
    TAKEN = "after a message was taken"
    RENDERING = "while a film was made"
    RANDOM = "at random"
    FILM = "as a film came"
    ANSWER = "as an answer came"


class Kills:
    """The kills of one bot, one after the other.

    `turns` counts the turns that the backend accepted; everything else is told to `seen`. `killed` is called at each.
    """

    def __init__(self, bot: Bot, turns: Callable[[], Awaitable[int]], killed: Callable[[], None]) -> None:
        self.counted: Counter[Moment] = Counter()
        self._bot = bot
        self._turns = turns
        self._killed = killed
        self._awaited: Moment | None = None
        self._done = asyncio.Event()

    def seen(self, moment: Moment) -> None:
        """Kill the bot if this is what was waited for."""
        if moment is self._awaited:
            self._kill(moment)

    async def run(self) -> None:
        """Kill the bot until cancelled."""
        for moment in itertools.cycle(Moment):
            await self._next(moment)
            await self._bot.ready()
            await asyncio.sleep(random.uniform(*PAUSES))  # noqa: S311 - no secret

    async def _next(self, moment: Moment) -> None:
        self._done.clear()
        self._awaited = moment
        try:
            async with asyncio.timeout(LONGEST_WAIT_SECONDS):
                if moment is Moment.TURN:
                    await self._turn_accepted()
                elif moment is not Moment.RANDOM:
                    await self._done.wait()
        except TimeoutError:
            moment = Moment.RANDOM
        if not self._done.is_set():
            self._kill(moment)

    async def _turn_accepted(self) -> None:
        before = await self._turns()
        while await self._turns() == before:  # noqa: ASYNC110 - it is another process's
            await asyncio.sleep(LOOK_SECONDS)

    def _kill(self, moment: Moment) -> None:
        self._awaited = None
        self._done.set()
        if self._bot.kill():
            self.counted[moment] += 1
            self._killed()
