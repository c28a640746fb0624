"""A Discord double with two people's worth of furniture, and a bare HTTP client to plant mistakes with."""

import io
import json

import aiohttp
import pytest

from tests.doubles.discord_double import DiscordDouble


@pytest.fixture
async def dc():
    async with DiscordDouble(answer_seconds=0.3, token_seconds=0.6) as double:
        yield double


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(dc, http):
    """`status, body = await call("POST", "/channels/…", {…}, file=b"…")` with the bot's token."""

    async def ask(method, path, body=None, *, file=None, token=dc.token):
        data, headers = json.dumps(body), {"Content-Type": "application/json", "Authorization": f"Bot {token}"}
        if file is not None:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body), content_type="application/json")
            data.add_field("files[0]", io.BytesIO(file), filename="film.mp4", content_type="video/mp4")
            del headers["Content-Type"]
        async with http.request(method, dc.api_url + path, data=data, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if response.content_type == "application/json" else text

    return ask


@pytest.fixture
def channel(dc):
    return dc.channel(dc.guild())


@pytest.fixture
def anna(dc):
    return dc.person("Anna")
