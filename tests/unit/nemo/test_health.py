"""What the operator is told of a NemoVideo that cannot be used."""

import pytest

from core.nemo.client import NemoClient
from core.nemo.errors import NemoError, Unreachable

STATE = {"id": "s", "state": {}}


@pytest.fixture
def told(caplog):
    """The errors of the log so far."""
    return lambda: [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


async def ask(client, caller, times):
    for _ in range(times):
        with pytest.raises(NemoError):
            await client.state(caller, "s")


@pytest.mark.parametrize(
    ("body", "status", "kind", "sentence"),
    [
        (b"<html>Welcome</html>", 200, "text/html", "a web page instead of NemoVideo's API: set NEMO_API_URL"),
        (b"<html>404</html>", 404, "text/HTML; charset=utf-8", "answers with a web page"),
        (b"<html>Bad Gateway</html>", 502, "text/html", "answers HTTP 502"),
        (b"{}", 503, "application/json", "answers HTTP 503"),
    ],
)
async def test_what_lasts_is_one_error_with_its_mend(backend, client, caller, told, body, status, kind, sentence):
    backend.says(body, status, Content_Type=kind)
    await ask(client, caller, 2)
    assert (told(), client.health.trouble) == ([], None)  # a moment is no trouble
    await ask(client, caller, 4)
    (error,) = told()
    assert sentence in error
    assert sentence in client.health.trouble
    backend.says(STATE)
    await client.state(caller, "s")
    assert client.health.trouble is None


async def test_a_refused_turn_counts_and_an_answered_one_mends(backend, client, caller):
    backend.says(b"<html>", 502, Content_Type="text/html")
    for _ in range(3):
        with pytest.raises(NemoError):
            async with client.turn(caller, "s", "words"):
                pass
    assert client.health.trouble
    backend.says(b"", Content_Type="text/event-stream")
    async with client.turn(caller, "s", "words") as events:
        assert [event async for event in events] == []
    assert client.health.trouble is None


async def test_an_address_where_nobody_listens_is_named_with_its_settings(caller, told):
    async with NemoClient("http://127.0.0.1:1", "https://web") as client:
        for _ in range(5):
            with pytest.raises(Unreachable):
                await client.state(caller, "s")
        (error,) = told()
        assert "127.0.0.1 cannot be reached: look at the network, at NEMOBOT_PROXY and at NEMO_API_URL" in error


async def test_refusals_of_the_service_itself_are_no_trouble(backend, client, caller):
    for status in (400, 401, 402, 404, 429):
        backend.says({"code": 1001}, status)
        await ask(client, caller, 4)
    assert client.health.trouble is None
