"""A direct chat on Discord: the double of its REST API, gateway and CDN.

Discord brings a message to a gateway once: what is said while no bot listens, or to one that dies before it has written
it down, is lost there, and nobody but its sender can know. So whoever sees no sign that it was taken says it again, in
other words, since the first may have been taken all the same.
"""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bots.prove.convergence import LONGEST_SECONDS, POLL_SECONDS, until
from bots.prove.judge import Asked, Outside, Shown, role_of
from core.words.phrases import say
from tests.chaos import scenarios
from tests.chaos.backend import number_of
from tests.chaos.files import content_of, type_of
from tests.chaos.lives import Lives, Starter
from tests.chaos.points import Point
from tests.chaos.stage import Bot, Stage, bot
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_people import NoSuchThing
from tests.doubles.discord_values import Channel, File, Message, Person

NO_SIGN_SECONDS = 3.0
SEEN, ENDED = {"👀"}, {"✅", "❌", "🎉", "😢", "⚠️"}

SCENARIOS = {name: one for name, one in scenarios.SCENARIOS.items() if name != "undo"}  # two undos are not one


@dataclass
class Anna:
    """One person in a direct chat with the bot."""

    double: DiscordDouble
    person: Person
    chat: Channel
    lives: Lives
    asked: list[Asked] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)

    async def say(self, text: str, *names: str, turn: str = "", **brings: Any) -> Asked:
        for attempt in itertools.count(1):
            again = f", take {attempt}" if attempt > 1 and text and turn else ""
            await until(self._listened_to, self.lives)
            files = [File(name, content_of(name), type_of(name)) for name in names]
            said = await self.double.say(self.person, self.chat, f"{text}{again}".lstrip("/"), *files)
            if await self._taken(said):
                asked = Asked(str(said.id), text, turn=turn and f"{turn}{again}", **brings)
                self.asked.append(asked)
                return asked
        raise AssertionError

    async def _listened_to(self) -> bool:
        return bool(self.double.gateway.listening())

    async def _taken(self, said: Message) -> bool:
        """Whether there is a sign that it was taken, before the next life has had the time to give one."""
        life, loop = self.lives.lives, asyncio.get_running_loop()
        end = loop.time() + LONGEST_SECONDS
        while loop.time() < end and not self.lives.failed:
            if said.reactions or self._answers(str(said.id)):
                return True
            if self.lives.lives > life and self.double.gateway.listening():
                life, end = self.lives.lives, loop.time() + NO_SIGN_SECONDS
            await asyncio.sleep(POLL_SECONDS)
        return False

    async def ended(self, asked: Asked) -> None:
        await until(lambda: self._marked(asked), self.lives)

    async def working(self, asked: Asked) -> None:
        async def works() -> bool:
            return any(say("en", "working") in one.content for one in self._answers(asked.key)) or await self._marked(
                asked
            )

        await until(works, self.lives)

    async def press(self, asked: Asked, label: str) -> None:
        """An interaction that nobody answers has failed, and its button is pressed again."""

        def those() -> list[Message]:
            return [one for one in self._answers(asked.key) if any(label == to.get("label") for to in one.buttons)]

        async def there() -> bool:
            return await self._listened_to() and (bool(those()) or await self._marked(asked))

        while True:
            await until(there, self.lives)
            if not those():
                return
            with contextlib.suppress(NoSuchThing):  # it was taken away meanwhile
                pressed = await self.double.press(self.person, those()[0], label)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(pressed.acknowledged.wait(), NO_SIGN_SECONDS)
                    return

    async def _marked(self, asked: Asked) -> bool:
        said = self.double.world.messages[int(asked.key)]
        return bool(ENDED.intersection(said.reactions))

    @property
    def answers(self) -> list[Message]:
        return self.double.shown(self.chat, self.person)

    def _answers(self, key: str) -> list[Message]:
        return [one for one in self.answers if one.reply_to is not None and str(one.reply_to.id) == key]

    def pending(self) -> bool:
        """Whether a message is not answered."""
        return not all(self._answers(one.key) for one in self.asked)

    async def look(self) -> list[tuple[str, str]]:
        return [(one.content, str(one.components)) for one in self.answers]


@contextlib.asynccontextmanager
async def stage(
    starter: Starter, folder: Path, scenario: str, deaths: list[Point], sabotage: str = "", **settings: str
) -> AsyncIterator[Stage]:
    """The bot on Discord, and one person."""
    async with bot(starter, folder, scenario, deaths, sabotage, settings) as one, DiscordDouble() as double:
        one.lives.environment |= {
            "DISCORD_BOT_TOKEN": double.token,
            "DISCORD_API_URL": double.api_url,
            "DISCORD_GATEWAY_URL": double.gateway_url,
            "DISCORD_CDN_URL": double.cdn_url,
        }
        person = double.person("Anna")
        anna = Anna(double, person, double.dm(person), one.lives)

        def outside(_: object) -> Outside:
            return _outside(anna, one)

        one.lives.begin()
        yield Stage(one.backend, one.lives, one.health, anna, anna.look, outside, anna.pending)


def _outside(anna: Anna, on: Bot) -> Outside:
    films = on.backend.films()

    def shown(said: Message) -> Shown:
        film = next((one for one in said.files if one.name.endswith(".mp4")), None)
        labels = tuple(button.get("label") or "" for button in said.buttons)
        made = films.get(number_of(film.data), "unknown") if film else ""
        of = str(said.reply_to.id) if said.reply_to else ""
        return Shown(of, role_of(said.content, labels), said.content, made, labels)

    outside = on.outside(anna, [shown(said) for said in anna.answers])
    outside.broken += [f"Discord was called wrongly: {one}" for one in anna.double.violations]
    outside.left_allowed = anna.lives.killed  # a status whose key nobody could save
    return outside
