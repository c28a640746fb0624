"""Films lying ready for their upload: whole, rewindable, within a budget."""

import asyncio
import contextlib

import pytest

from bots.discord.films import Carrier
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
    async with Carrier(1000).ready(film(), 1000) as carried:
        for _ in range(2):
            file = carried.file()
            assert file.fp.read() == b"x" * 100
            assert file.filename == "b.mp4"
            file.close()


async def test_no_film_is_nothing():
    async with Carrier(1000).ready(None, 1000) as carried:
        assert carried is None
    async with Carrier(1000).ready(Film("a.mp4", link="https://a.example"), 1000) as carried:
        assert carried is None


@pytest.mark.parametrize(
    ("limit", "broken", "kind"), [(99, False, TooLarge), (0, False, TooLarge), (1000, True, Truncated)]
)
async def test_what_cannot_be_carried_is_refused_for_what_it_is(limit, broken, kind):
    carrier = Carrier(1000)
    with pytest.raises(kind):
        async with carrier.ready(film(broken=broken), limit):
            pass
    async with carrier.ready(film(b"y" * 1000), 1000) as carried:  # nothing of the budget was lost
        assert carried.size == 1000


async def test_whoever_would_go_over_the_budget_waits():
    carrier, order = Carrier(150), []

    async def carry():
        async with carrier.ready(film(), 1000):
            order.append("up")
            await asyncio.sleep(0.02)
            order.append("away")

    await asyncio.gather(carry(), carry())
    assert order == ["up", "away"] * 2


async def test_a_film_over_the_whole_budget_goes_alone():
    async with Carrier(10).ready(film(), 1000) as carried:
        assert carried.size == 100


async def test_a_failed_upload_stays_what_it_is():
    with pytest.raises(ZeroDivisionError):
        async with Carrier(1000).ready(film(), 1000):
            raise ZeroDivisionError
