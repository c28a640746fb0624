"""What the tests of several rooms share."""

import contextlib
from pathlib import Path

import pytest

from storage.store import open_store


@pytest.fixture
async def store(tmp_path: Path, clock):
    async with contextlib.AsyncExitStack() as closing:
        yield await closing.enter_async_context(open_store(tmp_path / "bot.db", secret_key=None, clock=clock))
