"""A direct chat on Telegram: the double of its Bot API, updates by polling or by a webhook."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from bots.prove.convergence import until
from bots.prove.judge import Asked, Outside, Shown, role_of
from bots.prove.tus import Arrived, upload
from core.words.phrases import say
from tests.chaos import scenarios
from tests.chaos.backend import number_of
from tests.chaos.files import content_of, type_of
from tests.chaos.lives import Lives, Starter
from tests.chaos.points import Point
from tests.chaos.stage import Bot, Stage, bot
from tests.doubles.telegram import NO_LIMITS, Clip, Person, Place, TelegramDouble
from tests.doubles.telegram_chats import Said

TOO_LARGE = 21 * 1024 * 1024
ENDED = {"🎉", "😢"}
FORGOTTEN = ("answerCallbackQuery: Bad Request: query is too old", ": Too Many Requests")
"""What a process that was killed cannot know: which presses it had answered, and how long it was asked to wait."""


@dataclass
class Anna:
    """One person in a direct chat with the bot."""

    double: TelegramDouble
    person: Person
    chat: Place
    lives: Lives
    asked: list[Asked] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)

    async def say(self, text: str, *names: str, **brings: Any) -> Asked:
        clips = [_file(name) for name in names]
        if len(clips) > 1:
            said = self.chat.album(self.person, clips, [text])[0]
        elif clips:
            said = self.chat.sends(self.person, clips[0], text)
        else:
            said = self.chat.says(self.person, text)
        return self.said(said, text, **brings)

    def said(self, said: Said, text: str, **brings: Any) -> Asked:
        self.asked.append(Asked(str(said.id), text, **brings))
        return self.asked[-1]

    async def ended(self, asked: Asked) -> None:
        await until(partial(self._marked, asked), self.lives)

    async def working(self, asked: Asked) -> None:
        async def works() -> bool:
            status = any(say("en", "working") in one.text and str(one.reply_to) == asked.key for one in self.answers)
            return status or await self._marked(asked)

        await until(works, self.lives)

    async def press(self, asked: Asked, label: str) -> None:
        def those() -> list[Said]:
            return [one for one in self.answers if str(one.reply_to) == asked.key and label in one.buttons]

        async def there() -> bool:
            return bool(those()) or await self._marked(asked)

        await until(there, self.lives)
        for one in those()[:1]:
            self.chat.presses(self.person, one, label)

    async def link(self, asked: Asked) -> str:
        """Wait for a button that leads to the upload page."""

        async def there() -> bool:
            return bool(self._links(asked))

        await until(there, self.lives)
        return self._links(asked)[0]

    def _links(self, asked: Asked) -> list[str]:
        answers = (one for one in self.answers if str(one.reply_to) == asked.key)
        return [does for one in answers for does in one.buttons.values() if "/up/" in does]

    @property
    def answers(self) -> list[Said]:
        return self.chat.answers

    async def _marked(self, asked: Asked) -> bool:
        return bool(ENDED.intersection(self.chat.chat.messages[int(asked.key)].reactions))

    def pending(self) -> bool:
        """Whether a message is not answered."""
        return not {one.key for one in self.asked} <= {str(one.reply_to) for one in self.answers}

    async def look(self) -> list[tuple[str, str]]:
        return [(one.text, str(one.buttons)) for one in self.answers]


def _file(name: str) -> Clip:
    kind = "video" if name.endswith(".mp4") else "document"
    return Clip(kind, name, data=content_of(name), media_type=type_of(name))


async def upload_page(anna: Anna) -> None:
    """A clip that is too large for a bot, which comes by the upload page."""
    large = Clip(name="phone.mp4", size=TOO_LARGE)
    said = anna.chat.sends(anna.person, large, scenarios.MUSIC)
    asked = anna.said(said, scenarios.MUSIC, turn=scenarios.MUSIC, film=True)
    link = await anna.link(asked)
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as http:
        with contextlib.suppress(Arrived):
            await upload(http, anna.lives, f"{link}/files", "phone.mp4", content_of("phone.mp4"), type_of("phone.mp4"))


SCENARIOS: dict[str, Callable[[Any], Any]] = {**scenarios.SCENARIOS, "upload_page": upload_page}


@contextlib.asynccontextmanager
async def stage(
    starter: Starter,
    folder: Path,
    scenario: str,
    deaths: list[Point],
    sabotage: str = "",
    *,
    webhook: bool = False,
    **settings: str,
) -> AsyncIterator[Stage]:
    """The bot on Telegram, and one person."""
    async with (
        bot(starter, folder, scenario, deaths, sabotage, settings) as one,
        TelegramDouble(pace=NO_LIMITS) as double,
    ):
        one.lives.environment |= {
            "NEMOBOT_PUBLIC_URL": one.health,
            "TELEGRAM_BOT_TOKEN": double.token,
            "TELEGRAM_API_URL": double.url,
        }
        if webhook:
            one.lives.environment["TELEGRAM_WEBHOOK_URL"] = "https://nemobot.example/telegram/hook"
            double.inbox.reverse_proxy = one.health
        person = double.person("Anna")
        anna = Anna(double, person, double.private(person), one.lives)

        def untaken() -> bool:
            return bool(double.inbox.waiting)

        def outside(_: object) -> Outside:
            return _outside(anna, one)

        one.lives.begin()
        yield Stage(one.backend, one.lives, one.health, anna, anna.look, outside, anna.pending, untaken)


def wrong_calls(double: TelegramDouble, deaths: int) -> list[str]:
    """What no well-made bot calls, and the updates that nobody took."""
    wrong = [one for one in double.violations if not (deaths and any(text in one for text in FORGOTTEN))]
    called = [f"the Bot API was called wrongly: {one}" for one in wrong]
    return called + [f"not taken: {update}" for update in double.inbox.waiting]


def _outside(anna: Anna, on: Bot) -> Outside:
    films = on.backend.films()

    def shown(said: Said) -> Shown:
        film = films.get(number_of(said.film.head or said.film.data or b""), "unknown") if said.film else ""
        return Shown(str(said.reply_to or ""), role_of(said.text, said.buttons), said.text, film, tuple(said.buttons))

    outside = on.outside(anna, [shown(said) for said in anna.answers])
    outside.broken += wrong_calls(anna.double, anna.lives.killed)
    outside.left_allowed = anna.lives.killed  # a status whose key nobody could save
    return outside
