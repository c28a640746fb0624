"""Sessions: one project each, made for one account, reachable from a browser by a claim token."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.api.state.accounts import Account
from sandbox.api.state.store import Store
from sandbox.api.wire.refusal import no_session
from sandbox.limits import WEEK_SECONDS


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is 19 decimal digits as text: a JSON number would lose some of them in a browser."""

    id: str
    task_id: str
    name: str
    language: str


class Sessions:
    """Makes and finds sessions."""

    def __init__(self, store: Store, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._now = now

    def create(self, account: Account, name: str, language: str) -> Session:
        """A new session; asking again makes another one."""
        session = Session(
            str(10**18 + secrets.randbelow(9 * 10**18)), f"task_{secrets.token_hex(8)}", name[:200], language[:20]
        )
        self._store.run(
            "INSERT INTO session (id, task_id, account, name, language) VALUES (?,?,?,?,?)",
            *(session.id, session.task_id, account.id, session.name, session.language),
        )
        return session

    def find(self, account: Account, session_id: str) -> Session:
        """The account's session of that id. Raises Refusal 1002."""
        row = self._store.one(
            "SELECT id, task_id, name, language FROM session WHERE id = ? AND account = ?", session_id, account.id
        )
        if row is None:
            raise no_session(session_id)
        return Session(row["id"], row["task_id"], row["name"], row["language"])

    def claim(self, session: Session) -> tuple[str, int]:
        """A browser token without API rights, and the seconds it lasts."""
        token = f"clm_{secrets.token_hex(12)}"
        self._store.run(
            "INSERT INTO claim (token, session, expires) VALUES (?,?,?)", token, session.id, self._now() + WEEK_SECONDS
        )
        return token, int(WEEK_SECONDS)

    def claimed(self, token: str) -> str | None:
        """The name of the project a claim token opens."""
        row = self._store.one(
            "SELECT name FROM claim JOIN session ON session.id = claim.session WHERE token = ? AND expires > ?",
            *(token, self._now()),
        )
        return str(row["name"]) if row else None

    def greet(self, session_id: str) -> bool:
        """Whether this is the session's first reply; only the first call says so."""
        return self._store.run("UPDATE session SET greeted = 1 WHERE id = ? AND greeted = 0", session_id) == 1
