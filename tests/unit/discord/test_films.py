"""Films on disk for their upload: whole, rewindable, within a budget."""

import asyncio
import contextlib

import pytest

from bots.discord.films import FilmSpool
from core.media.errors import Truncated
from core.media.source import ByteSource
from core.model.chat import Film, TooLarge


def film(data=b"x" * 100, *, broken=False):
    @contextlib.asynccontextmanager
    async def opened():
        async def chunks():
            yield data[:50]
            if broken:
                raise Truncated
            yield data[50:]

        yield ByteSource(len(data), chunks())

    return Film("a/b.mp4", open=opened)


async def test_each_attempt_gets_the_whole_film():
    async with FilmSpool(1000).spooled(film(), 1000) as spooled_film:
        for _ in range(2):
            file = spooled_film.file()
            assert file.fp.read() == b"x" * 100
            assert file.filename == "b.mp4"
            file.close()


async def test_no_film_is_nothing():
    async with FilmSpool(1000).spooled(None, 1000) as spooled_film:
        assert spooled_film is None
    async with FilmSpool(1000).spooled(Film("a.mp4", link="https://a.example"), 1000) as spooled_film:
        assert spooled_film is None


@pytest.mark.parametrize(
    ("limit", "broken", "kind"), [(99, False, TooLarge), (0, False, TooLarge), (1000, True, Truncated)]
)
async def test_a_film_that_cannot_be_spooled_raises_its_own_error(limit, broken, kind):
    spool = FilmSpool(1000)
    with pytest.raises(kind):
        async with spool.spooled(film(broken=broken), limit):
            pass
    async with spool.spooled(film(b"y" * 1000), 1000) as spooled_film:  # nothing of the budget was lost
        assert spooled_film.size == 1000


async def test_a_film_that_would_go_over_the_budget_waits():
    spool, order = FilmSpool(150), []

    async def send():
        async with spool.spooled(film(), 1000):
            order.append("up")
            await asyncio.sleep(0.02)
            order.append("away")

    await asyncio.gather(send(), send())
    assert order == ["up", "away"] * 2


async def test_a_film_over_the_whole_budget_goes_alone():
    async with FilmSpool(10).spooled(film(), 1000) as spooled_film:
        assert spooled_film.size == 100


async def test_a_failed_upload_stays_what_it_is():
    with pytest.raises(ZeroDivisionError):
        async with FilmSpool(1000).spooled(film(), 1000):
            raise ZeroDivisionError
