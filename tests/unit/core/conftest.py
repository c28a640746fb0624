"""What a request and a platform look like to the pieces of the core."""

import contextlib
from pathlib import Path

import pytest

from core.model.chat import Address, Sender
from core.model.requests import Flow, Request
from core.words.intents import Meaning, Wish
from storage.store import open_store


@pytest.fixture
def request_of():
    """`request_of(id=3)`: a request with everything else at its plainest."""

    def make(**facts):
        plain = {
            "id": 1,
            "head": 1,
            "child": 0,
            "parent": None,
            "flow": Flow.EDIT,
            "address": Address("stage", "chat"),
            "sender": Sender("anna"),
            "private": True,
            "key": "u1",
            "handle": "",
            "lane": "project:1",
            "language": "en",
            "meaning": Meaning(Wish.EDIT),
            "words": "add music",
            "project": None,
            "accepted_at": 0.0,
            "joins_until": 0.0,
            "sealed": True,
            "cancelled": False,
            "outcome": None,
            "status_key": None,
        }
        return Request(**(plain | facts))

    return make


@pytest.fixture
async def store(tmp_path: Path, clock):
    async with contextlib.AsyncExitStack() as closing:
        yield await closing.enter_async_context(open_store(tmp_path / "bot.db", secret_key=None, clock=clock))
