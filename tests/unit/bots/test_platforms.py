"""Opening the platforms: what one of them raises is its own."""

import contextlib
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

import bots.discord.service
import bots.telegram.service
from bots.errors import CannotStart
from bots.platforms import open_platforms
from bots.services import build_services
from bots.settings import Settings

OPENS = {"telegram": (bots.telegram.service, "open_telegram"), "discord": (bots.discord.service, "open_discord")}


@contextlib.asynccontextmanager
async def opened(name):
    yield SimpleNamespace(name=name, platform=name)


@contextlib.asynccontextmanager
async def broken(error):
    raise error
    yield


@pytest.fixture
async def app(tmp_path):
    settings = Settings(
        nemobot_data_dir=tmp_path,
        telegram_bot_token=SecretStr("1234567:planted-token"),
        discord_bot_token=SecretStr("planted-token-of-discord"),
    )
    async with build_services(settings) as app:
        yield app


@pytest.fixture
def opens(monkeypatch):
    """`opens(discord=error)`: this platform raises when it is opened, the others do not."""

    def patch(**errors):
        for name, (module, function) in OPENS.items():
            opening = (lambda *_, e=errors[name], **__: broken(e)) if name in errors else None
            monkeypatch.setattr(module, function, opening or (lambda *_, n=name, **__: opened(n)))

    return patch


@pytest.mark.parametrize("error", [RuntimeError("a planted secret"), OSError(24, "no files"), KeyError()])
@pytest.mark.parametrize(("off", "on"), [("discord", "telegram"), ("telegram", "discord")])
async def test_a_platform_that_cannot_be_opened_says_so_and_the_other_goes_on(app, opens, caplog, error, off, on):
    opens(**{off: error})
    async with open_platforms(app) as services:
        by_name = {service.name: service for service in services}
        assert set(app.platforms) == {on}
        assert by_name[on].platform == on
        missing = await by_name[off].ready()
        assert missing.startswith(f"{off.title()} is off")
        assert type(error).__name__ in missing
        assert "planted" not in missing
        assert await by_name[off].serve() is None
        assert by_name[off].routes() == ()
    (record,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert record.exc_info[1] is error


async def test_a_platform_that_is_wrongly_configured_says_what_is_wrong(app, opens):
    opens(telegram=CannotStart("TELEGRAM_LOCAL_DIR cannot be read: let this user read it."))
    async with open_platforms(app) as services:
        assert await services[0].ready() == "Telegram is off: TELEGRAM_LOCAL_DIR cannot be read: let this user read it."


async def test_a_library_that_cannot_be_imported_is_its_platforms_own_too(app, opens, monkeypatch):
    opens()
    monkeypatch.setitem(__import__("sys").modules, "bots.discord.service", None)
    async with open_platforms(app) as services:
        assert [await service.ready() for service in services if service.name == "discord"] != [None]


async def test_a_start_without_any_platform_left_is_refused_with_a_sentence_each(app, opens):
    opens(discord=RuntimeError(), telegram=OSError())
    with pytest.raises(CannotStart) as refused:
        async with open_platforms(app):
            pass
    assert [problem.split(" ")[0] for problem in refused.value.problems] == ["Telegram", "Discord"]


async def test_what_the_block_raises_is_not_taken_for_a_platforms_failure(app, opens):
    opens()
    with pytest.raises(ZeroDivisionError):
        async with open_platforms(app):
            raise ZeroDivisionError
