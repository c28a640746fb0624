"""Turns: words accepted for a session, and the agent's work on them.

A turn is accepted when its row is written, before a byte of its stream. From then on it belongs to the server: it
is worked on one at a time a session, whoever reads along, and again from its start after the process died.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sandbox.api.state.accounts import Account, Accounts
from sandbox.api.state.background import BackgroundTasks
from sandbox.api.state.files import Files
from sandbox.api.state.sessions import Session, Sessions
from sandbox.api.state.store import Store
from sandbox.api.wire import talk
from sandbox.api.wire.events import Batch, Call, Crashed, Event, Failed, Result, Words
from sandbox.api.wire.refusal import no_credits
from sandbox.editing import MakeEdit
from sandbox.editor import Edit
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.model.draft import Draft

logger = logging.getLogger(__name__)

TOOL = "edit_multitrack"
MAX_ATTEMPTS = 3  # a turn that ended the process each time is given up
DRAFTS = 50  # so many steps can be gone back


class Turn:
    """One accepted turn, and what it tells its one reader."""

    def __init__(self, number: int, session: str, text: str, faults: Faults) -> None:
        self.number = number
        self.session = session
        self.text = text
        self.faults = faults
        self.batches: asyncio.Queue[Batch] = asyncio.Queue()

    def tell(self, *events: Event, last: bool = False) -> None:
        """Hand events to the reader, if one is there."""
        self.batches.put_nowait(Batch(events, last=last))


class Turns:
    """Accepts turns, works on them, and knows the drafts they left."""

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        sessions: Sessions,
        files: Files,
        *,
        edit: MakeEdit,
        work: Path,
        limits: Limits,
        seed: int,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._sessions = sessions
        self._files = files
        self._edit = edit
        self._work = work
        self._limits = limits
        self._seed = seed
        self._background = BackgroundTasks()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._lanes: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._stale: dict[str, tuple[int, Draft | None]] = {}

    def accept(self, account: Account, session: Session, text: str, faults: Faults) -> Turn:
        """Write the turn down and begin it. Raises Refusal 2001; then nothing was accepted."""
        if self._accounts.credits(account).available < self._limits.edit_cost:
            raise no_credits()
        number = self._store.insert(
            "INSERT INTO turn (session, account, text, status, cost) VALUES (?,?,?,'accepted',?)",
            *(session.id, account.id, text, self._limits.edit_cost),
        )
        turn = Turn(number, session.id, text, faults)
        self._begin(turn)
        return turn

    def resume(self, faults: Faults) -> None:
        """Begin every accepted turn again that an earlier process did not finish, in order."""
        for row in self._store.all("SELECT id, session, text FROM turn WHERE status = 'accepted' ORDER BY id"):
            logger.info("turn %s: started again, an earlier process did not finish it", row["id"])
            self._begin(Turn(row["id"], row["session"], row["text"], faults))

    def cancel(self, turn: Turn) -> None:
        """Drop a turn, as a stock server does when its reader leaves."""
        task = self._tasks.get(turn.number)
        if task and self._end(turn, "cancelled", draft=None, cost=0):
            task.cancel()

    async def stop(self) -> None:
        """Cancel the work; unfinished turns stay accepted, and an orderly stop is not counted as an attempt."""
        await self._background.stop()
        self._store.run("UPDATE turn SET lives = 0 WHERE status = 'accepted'")

    def drafts(self, session_id: str, most: int = DRAFTS) -> list[Draft | None]:
        """The last drafts of the session in the order made; the last is current, None an emptied timeline."""
        rows = self._store.all(
            "SELECT draft FROM turn WHERE session = ? AND draft IS NOT NULL ORDER BY id DESC LIMIT ?", session_id, most
        )
        return [json.loads(row["draft"]) for row in reversed(rows)]

    def look(self, session_id: str) -> Draft | None:
        """The draft that a reader of the state sees, which may lag behind by some reads."""
        reads, before = self._stale.pop(session_id, (0, None))
        if reads > 0:
            self._stale[session_id] = (reads - 1, before)
            return before
        return next(iter(self.drafts(session_id, 1)), None)

    def _begin(self, turn: Turn) -> None:
        task = self._background.start(self._run_in_order(turn), f"turn {turn.number}")
        self._tasks[turn.number] = task
        task.add_done_callback(lambda _: self._tasks.pop(turn.number, None))

    async def _run_in_order(self, turn: Turn) -> None:
        try:
            async with self._lanes[turn.session]:
                await self._run(turn)
        finally:  # a reader whose turn was cut short must not wait for ever
            turn.batches.put_nowait(Batch(broken=True))

    async def _run(self, turn: Turn) -> None:
        row = self._store.only("UPDATE turn SET lives = lives + 1 WHERE id = ? RETURNING lives", turn.number)
        if row["lives"] > MAX_ATTEMPTS:
            self._end(turn, "failed", draft=None, cost=0)
            return
        call, faults = f"call-{turn.number}", turn.faults
        turn.tell(Call(call, TOOL, {"request": turn.text}))
        await asyncio.sleep(faults.turn_seconds)
        if (edited := await self._edited(turn, turn.text)) is None:
            return
        self._finish(turn, *edited, call, last=not faults.goes_on)
        if faults.goes_on:
            await self._go_on(turn, f"{call}-more")

    async def _go_on(self, turn: Turn, call: str) -> None:
        """Edit once more after the last words, as an agent may whose stream is still open."""
        await asyncio.sleep(turn.faults.goes_on_after)
        turn.tell(Call(call, TOOL, {"request": turn.faults.goes_on}))
        if (edited := await self._edited(turn, turn.faults.goes_on)) is None:
            return
        edit, _ = edited
        if edit.changed:
            self._store.run("UPDATE turn SET draft = ? WHERE id = ?", _stored(edit), turn.number)
        turn.tell(
            Result(call, TOOL, {"status": "success", "done": list(edit.done)}, {}),
            *self._closing(turn, edit),
            last=True,
        )

    async def _edited(self, turn: Turn, text: str) -> tuple[Edit, Draft | None] | None:
        """The edit that words ask for, and the draft before it; None: it failed, and the turn with it."""
        await self._files.used(turn.session)
        drafts = self.drafts(turn.session)
        before = drafts[-1] if drafts else None
        earlier = [draft for draft in drafts[:-1] if draft]
        assets = [kept.asset for kept in self._files.of(turn.session)]
        try:
            return await self._edit(text, before, earlier, assets, self._work), before
        except Exception:
            logger.exception("turn %s: the edit failed", turn.number)
            self._end(turn, "failed", draft=None, cost=0)
            turn.tell(Failed("INTERNAL", talk.WONT_DO), last=True)
            return None

    def _finish(self, turn: Turn, edit: Edit, before: Draft | None, call: str, *, last: bool) -> None:
        applied = edit.changed and turn.faults.applies
        cost = self._limits.edit_cost if edit.changed else 0
        if applied and turn.faults.stale_reads:
            self._stale[turn.session] = (turn.faults.stale_reads, before)
        self._end(turn, "done", draft=_stored(edit) if applied else None, cost=cost)
        response = {"status": "success", "done": list(edit.done)}
        delta = {"draft": edit.draft} if applied else {}
        turn.tell(Result(call, TOOL, response, delta), *self._closing(turn, edit), last=last)

    def _closing(self, turn: Turn, edit: Edit) -> Iterator[Event]:
        faults = turn.faults
        if faults.thought:
            yield Words(talk.THOUGHT, thought=True)
        if faults.stream_error != "none":
            yield _error(faults)
            return
        if not faults.say and self._keeps_silent(turn, edit):
            return
        yield Words(faults.say or self._reply(turn, edit))
        if faults.tail:
            yield Words(talk.TEMPORARY_ISSUE)

    def _keeps_silent(self, turn: Turn, edit: Edit) -> bool:
        """Only a whole edit is made without a word: a question or something not understood is always said."""
        whole = edit.changed and not edit.missed and not edit.doubts and not edit.is_question
        return whole and talk.draw(*self._of(turn), "silent") < turn.faults.silent

    def _reply(self, turn: Turn, edit: Edit) -> str:
        screen = turn.faults.screen_talk if edit.changed else 0.0
        return talk.reply(edit.said, first=self._sessions.greet(turn.session), screen=screen, seed=self._of(turn))

    def _of(self, turn: Turn) -> tuple[object, ...]:
        """What chance depends on: the same conversation goes the same way, whoever else talks meanwhile."""
        before = "SELECT count(*) FROM turn WHERE session = ? AND id < ?"
        return self._seed, self._store.only(before, turn.session, turn.number)[0], turn.text

    def _end(self, turn: Turn, status: str, *, draft: str | None, cost: int) -> bool:
        return bool(
            self._store.run(
                "UPDATE turn SET status = ?, draft = ?, cost = ? WHERE id = ? AND status = 'accepted'",
                *(status, draft, cost, turn.number),
            )
        )


def _stored(edit: Edit) -> str:
    return json.dumps(edit.draft, ensure_ascii=False)


def _error(faults: Faults) -> Event:
    if faults.stream_error == "event":
        return Failed("RESOURCE_EXHAUSTED", "Model quota exceeded")
    return Crashed('render node "gpu-7" lost\nretry later', parses=faults.stream_error == "crash")
