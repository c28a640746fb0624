"""Which token the calls of a project use, and how a token is minted and renewed.

A project keeps the account it began with: a person's own by /login, else the operator's `NEMO_TOKEN`, else an anonymous
account of its chat (all chats share one where the operator set `NEMO_CLIENT_ID`). An anonymous token is minted for the
first request that needs the backend and never before. One client id gets one token in seven days, one IP address about
ten (NemoVideo skill text).

    TokenError
    ├── OperatorTokenRefused    the operator's own token is bad: only the operator can renew it
    ├── LoginEnded              the person whose account it is has to log in again
    └── MintRefused             no starter token for a new client id before `until`
        └── RenewalRefused      no further one for the client id of this account
"""

import asyncio
import dataclasses
import hashlib
import logging
import uuid
from collections import defaultdict

from core.engine.clock import Clock
from core.engine.delays import Delays
from core.model.accounts import Account, AccountOrigin, Accounts
from core.model.logins import SOON_SECONDS
from core.model.projects import NewProject, Project
from core.model.secret import Secret
from core.nemo.client import Attribution, NemoClient
from core.nemo.errors import ClientIdMissing, RateLimited
from core.nemo.expiry import expires_at
from core.nemo.wire import Token

log = logging.getLogger(__name__)

SHARED_OWNERS = frozenset({"operator", "shared"})
"""The owners of accounts that all chats use."""

MINT_WINDOW_SECONDS = 7 * 86400.0  # NemoVideo skill text: tokens live seven days, limits count over seven days


class TokenError(Exception):
    """There is no token to use."""


class OperatorTokenRefused(TokenError):
    """The backend refuses the operator's own token."""


class LoginEnded(TokenError):
    """The token of a person's own account was forgotten, has expired, or is refused."""


class MintRefused(TokenError):
    """The backend gives no further starter token to this bot before `until` (epoch seconds)."""

    def __init__(self, until: float) -> None:
        super().__init__("the backend gives no further starter token")
        self.until = until


class RenewalRefused(MintRefused):
    """The backend gives the client id of this account no further token; others may still get one.

    `until` is when its limit has certainly passed (epoch seconds).
    """


class Tokens:
    """Finds, mints and renews tokens, one mint at a time for each account. Every method raises `StorageError`."""

    def __init__(
        self,
        client: NemoClient,
        accounts: Accounts,
        *,
        operator: Secret | None,
        client_id: Secret | None,
        delays: Delays,
        clock: Clock,
    ) -> None:
        self._client = client
        self._accounts = accounts
        self._operator = operator
        self._client_id = client_id
        self._delays = delays
        self._clock = clock
        self._minting: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._refused_until = 0.0
        # minted, and not stored yet: a client id gets no second one, so a full disk must not cost it
        self._unsaved: dict[int, Account] = {}

    async def known(self, project: Project) -> Account | None:
        """Return the account of a project; None: it has no token yet. Nothing is minted."""
        account = await self._account(project)
        return account if account is not None and account.token else None

    async def shared_by_all(self, project: Project | NewProject | None) -> str:
        """Return the owner of the account that pays for a project, if all chats use it; "": they do not.

        None is a project that is yet to begin, of somebody who is not logged in.
        """
        owner = "operator" if self._operator else "shared" if self._client_id else ""
        if project is not None and project.account is not None:
            owner = (await self._accounts.get(project.account)).owner
        return owner if owner in SHARED_OWNERS else ""

    async def for_project(self, project: Project, attribution: Attribution) -> Account:
        """Return the account of a project with a token that has not expired; mints one where needed.

        Raises:
            TokenError: there is none.
            NemoError: the backend gives none, or cannot be reached.
        """
        account = await self._account(project) or await self._create(project)
        return account if self._usable(account) else await self._mint(account, attribution)

    async def renew(self, account: Account, attribution: Attribution) -> Account:
        """Return the account with a new token in place of a refused one.

        Raises:
            TokenError: it cannot be renewed by us.
            NemoError: the backend gives none, or cannot be reached.
        """
        if account.origin is AccountOrigin.LOGIN:
            raise LoginEnded
        if account.origin is AccountOrigin.OPERATOR:
            self._client.health.token_refused()
            raise OperatorTokenRefused
        return await self._mint(account, attribution)

    def accepted(self, account: Account) -> None:
        """Note that a call with the token of an account was answered."""
        if account.origin is AccountOrigin.OPERATOR:
            self._client.health.token_accepted()

    async def by_id(self, account: int) -> Account:
        """Return an account with its token, such as the one that made a render.

        Raises:
            LookupError: there is no such account.
        """
        return self._with_operator(await self._accounts.get(account))

    async def save_user(self, account: Account, user_id: str | None, bind_id: str | None) -> None:
        """Save the id that a registration link needs: the bind id of a session, else its user id."""
        needed = bind_id or user_id
        known = await self._accounts.get(account.id)
        if needed and needed != known.user_id:
            await self._accounts.save_user(account.id, needed)

    async def pause_exports(self, account: Account, *, paused: bool) -> None:
        """Save whether the plan of an account refuses renders."""
        known = self._with_operator(await self._accounts.get(account.id))
        if known.export_paused != paused:
            token = known.token if known.origin is AccountOrigin.OPERATOR else None
            await self._accounts.pause_exports(account.id, paused=paused, paused_for=fingerprint(token))

    async def _account(self, project: Project) -> Account | None:
        if project.account is not None:
            return await self.by_id(project.account)
        found = await self._accounts.of(self._owner(project))
        return self._with_operator(found) if found else None

    @property
    def is_shared(self) -> bool:
        """Whether new projects use the operator's own account."""
        return self._operator is not None

    def operator_ending(self) -> str:
        """Return a sentence about the operator's own token if it tells that it ends soon or has ended; else ""."""
        ends = expires_at(self._operator) if self._operator else None
        if ends is None or (left := ends - self._clock.time()) > SOON_SECONDS:
            return ""
        mend = f"make a new one on {self._client.web_url}, under Settings, API Tokens, set NEMO_TOKEN to it and restart"
        return f"NEMO_TOKEN ends in {max(left, 0.0) / 3600:.0f} hours: {mend}"

    def _owner(self, project: Project) -> str:
        if self._operator:
            return "operator"
        return "shared" if self._client_id else str(project.address.root)

    async def _create(self, project: Project) -> Account:
        if self._operator:
            return self._with_operator(await self._accounts.create("operator", AccountOrigin.OPERATOR, None))
        client_id = self._client_id or _new_client_id()
        return await self._accounts.create(self._owner(project), AccountOrigin.ANONYMOUS, client_id)

    def _with_operator(self, account: Account) -> Account:
        """Return an account with the operator's token; one that was replaced since ends the pause of exports."""
        if account.origin is not AccountOrigin.OPERATOR:
            return account
        paused = account.export_paused and account.paused_for == fingerprint(self._operator)
        return dataclasses.replace(account, token=self._operator, export_paused=paused)

    def _usable(self, account: Account) -> bool:
        if account.origin is AccountOrigin.OPERATOR and not account.token:
            raise OperatorTokenRefused
        usable = bool(account.token) and (account.expires_at is None or account.expires_at > self._clock.time())
        if account.origin is AccountOrigin.LOGIN and not usable:
            raise LoginEnded
        return usable

    async def _mint(self, stale: Account, attribution: Attribution) -> Account:
        async with self._minting[stale.owner]:
            account = await self._accounts.get(stale.id)
            if account.token and account.token != stale.token:
                return account  # renewed by another request while this one waited
            if account.id not in self._unsaved:
                try:
                    self._unsaved[account.id] = await self._minted(account, attribution)
                except MintRefused:
                    meanwhile = await self._accounts.get(stale.id)
                    if meanwhile.token and meanwhile.token != account.token:
                        return meanwhile  # another process had what there was for this client id
                    raise
            saved = await self._accounts.save_token(self._unsaved[account.id], account.token)
            del self._unsaved[account.id]
            return saved

    async def _minted(self, account: Account, attribution: Attribution) -> Account:
        """Return an account with a token that was minted for it, which is not stored yet."""
        if account.minted_at is None and self._clock.time() < self._refused_until:
            raise MintRefused(self._refused_until)
        token, client_id = await self._token_for(account, attribution)
        return dataclasses.replace(
            account,
            client_id=client_id,
            token=token.token,
            user_id=token.bind_id or token.user_id or "",
            expires_at=token.expires_at or self._clock.time() + MINT_WINDOW_SECONDS,
            minted_at=self._clock.time(),
        )

    async def _token_for(self, account: Account, attribution: Attribution) -> tuple[Token, Secret]:
        """Mint a token; a client id that never had one and is refused is replaced once by a new one.

        A 429 for a client id that has, or may have, a token is its own limit. Only one for a new client id tells that
        the cap of this address is reached.
        """
        client_id = account.client_id or _new_client_id()
        try:
            return await self._mint_for(client_id, attribution), client_id
        except (ClientIdMissing, RateLimited) as refusal:
            limited = isinstance(refusal, RateLimited)
            if client_id == self._client_id or (limited and account.minted_at is not None):
                if not limited:
                    raise
                raise self._renewal_refused(account) from refusal
            log.warning("NemoVideo gives no token for this client id (%s); another one is tried at once", refusal)
        client_id = _new_client_id()
        try:
            return await self._mint_for(client_id, attribution), client_id
        except RateLimited as refusal:
            raise await self._address_refused() from refusal

    async def _mint_for(self, client_id: Secret, attribution: Attribution) -> Token:
        """Mint a token; after a 429 wait and try once more."""
        try:
            return await self._client.mint(client_id.reveal(), attribution)
        except RateLimited as limited:
            seconds = wait_seconds(limited, self._delays)
            log.warning("NemoVideo gives no token now (%s); the next try is in %g s", limited, seconds)
            await self._clock.sleep(seconds)
        return await self._client.mint(client_id.reveal(), attribution)

    async def _address_refused(self) -> MintRefused:
        now = self._clock.time()
        log.warning(
            "NemoVideo gives this address no further starter token: set NEMO_TOKEN to a token of your own, which all"
            " chats then use"
        )
        mints = await self._accounts.minted_since(now - MINT_WINDOW_SECONDS)
        if not mints:  # others used this IP address, so the time of the oldest mint is unknown
            return MintRefused(now + MINT_WINDOW_SECONDS)
        self._refused_until = min(mints[0], now) + MINT_WINDOW_SECONDS
        return MintRefused(self._refused_until)

    def _renewal_refused(self, account: Account) -> RenewalRefused:
        """Return the refusal of one client id; the next request asks again, for the limit may be over earlier."""
        now = self._clock.time()
        log.warning(
            "NemoVideo gives the client id of account %d no further token; other chats are not affected. With"
            " NEMO_TOKEN set to a token of your own no chat needs one",
            account.id,
        )
        last = now if account.minted_at is None else min(account.minted_at, now)
        return RenewalRefused(max(last + MINT_WINDOW_SECONDS, now))


def fingerprint(token: Secret | None) -> str:
    """Return what tells a token from others and does not give it away; "": there is none."""
    return hashlib.sha256(f"nemobot token {token.reveal()}".encode()).hexdigest()[:16] if token else ""


def wait_seconds(limited: RateLimited, delays: Delays) -> float:
    """Return the seconds to wait after a 429: our own pause, or the server's if longer, up to a limit."""
    return min(max(delays.retry_429, limited.retry_after or 0.0), longest_wait_seconds(delays))


def longest_wait_seconds(delays: Delays) -> float:
    """Return the longest wait after a 429, whatever the server asks."""
    return max(delays.retry_429_most, delays.retry_429)


def _new_client_id() -> Secret:
    return Secret(str(uuid.uuid4()))
