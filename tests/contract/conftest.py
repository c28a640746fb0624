"""What a store and an engine promise is written once here and kept by every implementation of them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.chat import Address, Attachment, Sender
from core.clock import SystemClock
from core.requests import Flow, NewRequest, Part
from core.words.intents import Meaning, Wish
from storage.store import Store, open_store

HERE = Address("web", "7")

Opener = Callable[..., AbstractAsyncContextManager[Store]]


@pytest.fixture(params=["sqlite"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the one store of a test, as often as the process it plays begins again."""

    def opened(secret_key: str | None = None) -> AbstractAsyncContextManager[Store]:
        return open_store(tmp_path / "data" / "nemobot.db", secret_key=secret_key, clock=SystemClock())

    return opened


@pytest.fixture
async def store(opener: Opener) -> AsyncIterator[Store]:
    async with opener() as opened:
        yield opened


@pytest.fixture
def here() -> Address:
    return HERE


@pytest.fixture
def asked() -> Callable[..., NewRequest]:
    """`asked("m1", "add music", files=["clip.mp4"], lane=...)`: a request as intake accepts it."""

    def new(
        key: str, text: str = "add music", *, files: tuple[str, ...] = (), at: float = 1.0, **other: Any
    ) -> NewRequest:
        attachments = tuple(Attachment(f"ref:{name}", name, 10, "video/mp4") for name in files)
        plain = NewRequest(
            flow=Flow.EDIT,
            address=HERE,
            sender=Sender("ann", "Ann", "en-GB"),
            private=True,
            handle='{"at":1}',
            lane="project:1",
            language="en",
            meaning=Meaning(Wish.EDIT),
            part=Part(key, text, attachments, at),
        )
        return replace(plain, **other)

    return new
