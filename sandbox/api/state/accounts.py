"""Accounts: who a bearer token is, and what it has left.

Credits are never stored: granted, less what finished turns cost, less what running ones have frozen.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.api.state.store import Store
from sandbox.api.wire.refusal import Refusal, bad_token
from sandbox.limits import Limits

CLIENT_ID_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Account:
    """A token's owner. The token itself stays in the store."""

    id: int
    user_id: str
    credits: int


@dataclass(frozen=True, slots=True)
class Starter:
    """A newly minted anonymous token."""

    token: str
    user_id: str
    expires_at: str
    credits: int

    def __repr__(self) -> str:
        """Without the token."""
        return f"Starter(user_id={self.user_id!r})"


@dataclass(frozen=True, slots=True)
class Credits:
    """`total` is `available + frozen` (NemoVideo skill text)."""

    available: int
    frozen: int


class Accounts:
    """Mints starter tokens within their limits, knows registered ones, and adds credits up."""

    def __init__(self, store: Store, limits: Limits, now: Callable[[], float] = time.time) -> None:
        self._store = store
        self._limits = limits
        self._now = now

    def mint(self, client_id: str | None, ip: str) -> Starter:
        """A starter token. Raises Refusal: 400 without a usable client id, 429 beyond a limit."""
        if not client_id or len(client_id) > CLIENT_ID_CHARACTERS:
            raise Refusal(400, "Missing or invalid X-Client-Id header")
        now, limits = self._now(), self._limits
        since = now - limits.token_seconds
        mine = "SELECT count(*) FROM account WHERE client_id = ? AND created > ?"
        if limits.one_token_a_client and self._count(mine, client_id, since):
            raise Refusal(429, "Only one token per client every 7 days")
        from_here = "SELECT count(*) FROM account WHERE ip = ? AND created > ?"
        if limits.tokens_per_ip and self._count(from_here, ip, since) >= limits.tokens_per_ip:
            raise Refusal(429, "Too many tokens from this address")
        token, user_id = f"nmv_usr_{secrets.token_hex(16)}", f"anon_{secrets.token_hex(6)}"
        expires = now + limits.token_seconds
        self._store.run(
            "INSERT INTO account (token, user_id, client_id, ip, credits, created, expires) VALUES (?,?,?,?,?,?,?)",
            *(token, user_id, client_id, ip, limits.credits, now, expires),
        )
        stamp = datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Starter(token, user_id, stamp, limits.credits)

    def _count(self, query: str, *values: object) -> int:
        return int(self._store.only(query, *values)[0])

    def register(self, token: str, granted: int) -> None:
        """Make `token` known as a registered user's, which does not expire."""
        self._store.run(
            "INSERT INTO account (token, user_id, credits, created) VALUES (?,?,?,?)"
            " ON CONFLICT (token) DO UPDATE SET credits = excluded.credits",
            *(token, f"user_{secrets.token_hex(6)}", granted, self._now()),
        )

    def bearer(self, authorization: str | None) -> Account:
        """The account an Authorization header speaks for. Raises Refusal 1001."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise bad_token()
        row = self._store.one("SELECT id, user_id, credits, expires FROM account WHERE token = ?", token.strip())
        if row is None or (row["expires"] is not None and row["expires"] <= self._now()):
            raise bad_token()
        return Account(row["id"], row["user_id"], row["credits"])

    def credits(self, account: Account) -> Credits:
        """What is left, and what running turns hold."""
        used, frozen = self._store.only(
            "SELECT coalesce(sum(cost), 0), coalesce(sum(cost) FILTER (WHERE status = 'accepted'), 0)"
            " FROM turn WHERE account = ?",
            account.id,
        )
        return Credits(account.credits - used, frozen)
