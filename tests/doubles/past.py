"""What a clip that became a film leaves behind in the database, written through the stores, and a calendar for it."""

import json
import time
from typing import Final

from core.engine.clock import SystemClock
from core.model.chat import Address, Sender
from core.model.requests import Flow, NewRequest, Outcome, Part
from core.words.intents import Meaning, Wish
from storage.store import Store

_STEPS: Final = {f"step{number}": json.dumps("x" * 100) for number in range(15)}
_TURN: Final = json.dumps({"text": "x" * 900})
_DRAFT: Final = json.dumps({"tracks": "x" * 1500})
_PEOPLE: Final = 50


class Calendar(SystemClock):
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        """Return the epoch second that was set."""
        return self.now

    def monotonic(self) -> float:
        """Return the same: its time goes by, and is not set."""
        return self.now


async def leave_film(store: Store, now: float, number: int) -> None:
    """Write one finished request: words and a file, steps, a version, an answer and a film."""
    address = Address("telegram", str(number % _PEOPLE))
    project = await store.projects.start(address, "", private=True, skill="s", now=now)
    asked = NewRequest(
        flow=Flow.EDIT,
        address=address,
        sender=Sender(address.chat, "Ann"),
        private=True,
        handle="",
        lane=project.lane,
        language="en",
        meaning=Meaning(Wish.EDIT),
        part=Part(f"m{number}", "add calm music and cut the silences", (), now),
        project=project.id,
    )
    request = await store.requests.accept(asked, now)
    if request is None:
        raise RuntimeError("the request was not accepted")
    await store.entries.record(request, "turn", _TURN, _STEPS)
    await store.versions.keep(project.id, _DRAFT, str(number), request, now)
    for role in ("answer", "film"):
        await store.messages.sent(
            address, f"{role}{number}", request=request, project=project.id, role=role, text="Done. " * 30, now=now
        )
    await store.projects.files_arrived(project.id, request)
    await store.requests.end(request, Outcome.DONE, now)
