"""The NemoVideo calls of one project: with the project's token, which is renewed once, and repeated where that is safe.

Only reads and the creation of a session are repeated after a transport fault. A 429 is waited out once, except where a
method says that its call is made once. A turn is never repeated here: `core.flows.turn` decides that.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import TypeVar

from tenacity import stop_after_attempt, wait_chain, wait_fixed

from core.engine.clock import Clock
from core.engine.delays import Delays
from core.engine.retries import logged, retry
from core.media.source import ByteSource
from core.model.accounts import Account, AccountOrigin
from core.model.measures import Measures
from core.model.projects import Project, Projects
from core.nemo.caller import Attribution, Caller
from core.nemo.client import NemoClient
from core.nemo.draft import Draft
from core.nemo.errors import Garbled, Interrupted, NemoError, RateLimited, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event
from core.nemo.wire import Credits, Render, State, Uploaded
from core.progress import Rendering
from core.tokens import SHARED_OWNERS, Tokens, wait_seconds

T = TypeVar("T")

log = logging.getLogger(__name__)

TRANSPORT = (Unavailable, Unreachable, Interrupted, Garbled)


class Backend:
    """The calls a flow makes for one project.

    Each of them raises `NemoError` when the backend refuses it or cannot be reached, `TokenError` when there is no
    token to use, `StorageError` when an account or the project cannot be read or written. "Repeated" means: after a
    transport fault.
    """

    def __init__(
        self,
        client: NemoClient,
        tokens: Tokens,
        projects: Projects,
        project: Project,
        attribution: Attribution,
        *,
        delays: Delays,
        clock: Clock,
        measures: Measures,
    ) -> None:
        self.project = project
        self._client = client
        self._tokens = tokens
        self._projects = projects
        self._attribution = attribution
        self._delays = delays
        self._clock = clock
        self._measures = measures

    async def create_session(self, language: str) -> None:
        """Create a session for this project and save it. Repeated."""
        account = await self._account()
        session = await self._call(lambda by: self._client.create_session(by, language), repeat=True)
        await self._projects.save_session(self.project.id, account.id, session.task_id, session.session_id)
        await self._tokens.save_user(account, session.user_id, session.bind_id)
        self.project = await self._projects.get(self.project.id)

    async def state(self) -> State:
        """Return the session's state. Repeated."""
        return await self._call(lambda by: self._client.state(by, self.project.session_id), repeat=True)

    async def credits(self) -> Credits:
        """Return the account's credits. Repeated."""
        left = await self._call(self._client.credits, repeat=True)
        if (await self._account()).origin is AccountOrigin.OPERATOR:
            self._measures.credits(left.available)
        return left

    async def upload(self, name: str, media_type: str, source: ByteSource) -> tuple[Uploaded, ...]:
        """Upload the bytes of a file. Made once, because a source is read once."""
        by = Caller((await self._account()).token, self._attribution)
        return await self._client.upload(by, self.project.session_id, name, media_type, source)

    async def upload_url(self, url: str) -> tuple[Uploaded, ...]:
        """Let the backend fetch a file from a URL."""
        return await self._call(lambda by: self._client.upload_url(by, self.project.session_id, url))

    @asynccontextmanager
    async def turn(self, words: str) -> AsyncIterator[AsyncIterator[Event]]:
        """Post a turn and open its stream. Made once, whatever happens."""
        by = Caller((await self._account()).token, self._attribution)
        async with self._client.turn(by, self.project.session_id, words) as events:
            yield events

    async def ensure_token(self) -> None:
        """Get a token where there is none, so that the next call does not have to."""
        await self._account()

    async def prepare_retry(self, refusal: TokenRejected | RateLimited) -> None:
        """Do what a refused call needs before it is made again: get another token, or wait as long as the server asks.

        Raises:
            TokenError: the token cannot be renewed.
            NemoError: the backend gives no other token, or cannot be reached.
        """
        await self._prepare_retry(refusal, await self._account())

    async def submit(self, render_id: str, draft: Draft, resolution: str | None) -> Rendering:
        """Submit a render under an id that was never used before."""
        account = await self._account()
        session = self.project.session_id
        known = await self._call(lambda by: self._client.submit(by, render_id, session, draft, resolution))
        return Rendering(known, account.id)

    async def rendering(self, render_id: str) -> Rendering:
        """Return the render with this id, as one of this project's account."""
        return Rendering(render_id, (await self._account()).id)

    async def poll(self, rendering: Rendering) -> Render:
        """Return the state of a render. Repeated."""
        account = await self._tokens.by_id(rendering.account)
        return await self._call(lambda by: self._client.poll(by, rendering.id), repeat=True, account=account)

    async def cancel_render(self, rendering: Rendering) -> None:
        """Ask the backend to stop a render. Made once."""
        account = await self._tokens.by_id(rendering.account)
        await self._client.cancel(Caller(account.token, self._attribution), rendering.id)

    @asynccontextmanager
    async def download(self, rendering: Rendering) -> AsyncIterator[ByteSource]:
        """Open the bytes of a finished render that has no URL."""
        account = await self._tokens.by_id(rendering.account)
        opened: AbstractAsyncContextManager[ByteSource] = self._client.download(
            Caller(account.token, self._attribution), rendering.id
        )
        async with opened as source:
            yield source

    async def browser_link(self) -> str:
        """Return a link that opens this project in a browser. Repeated."""
        project = self.project
        return await self._call(lambda by: self._client.claim(by, project.task_id, project.session_id), repeat=True)

    async def registration_link(self) -> str | None:
        """Return the link that registers an anonymous account; None: the account is not anonymous."""
        account = await self._tokens.known(self.project)
        if account is None or account.origin is not AccountOrigin.ANONYMOUS:
            return None
        return self._client.registration_url(account.user_id)

    async def pause_exports(self, *, paused: bool) -> None:
        """Save whether the account's plan refuses renders."""
        await self._tokens.pause_exports(await self._account(), paused=paused)

    async def exports_paused(self) -> bool:
        """Return whether the account's plan refused the last render."""
        account = await self._tokens.known(self.project)
        return account is not None and account.export_paused

    async def shared_account(self) -> bool:
        """Return whether other chats use the same account, so that its private links must not be shown."""
        account = await self._tokens.known(self.project)
        return account is None or account.owner in SHARED_OWNERS

    async def has_own_account(self) -> bool:
        """Return whether this is the account of the person who began the project."""
        account = await self._tokens.known(self.project)
        return account is not None and account.origin is AccountOrigin.LOGIN

    async def _account(self) -> Account:
        return await self._tokens.for_project(self.project, self._attribution)

    async def _call(
        self, call: Callable[[Caller], Awaitable[T]], *, repeat: bool = False, account: Account | None = None
    ) -> T:
        """Make a call, once more after each kind of refusal, and again after a transport fault where that is safe."""
        retried: set[type[NemoError]] = set()
        used = account or await self._account()
        while True:
            caller = Caller(used.token, self._attribution)
            try:
                answer = await (self.repeated(partial(call, caller)) if repeat else call(caller))
            except (TokenRejected, RateLimited) as refusal:
                if type(refusal) in retried:
                    raise
                retried.add(type(refusal))
                used = await self._prepare_retry(refusal, used)
            else:
                self._tokens.accepted(used)
                return answer

    async def repeated(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call returns that may be made again after a transport fault.

        Raises:
            NemoError, TokenError: what the last attempt raised.
        """
        pauses = self._delays.read_pauses
        if not pauses:
            return await call()
        return await retry(
            call,
            before_sleep=logged("a call to NemoVideo"),
            on=TRANSPORT,
            wait=wait_chain(*map(wait_fixed, pauses)),
            stop=stop_after_attempt(1 + len(pauses)),
            clock=self._clock,
        )

    async def _prepare_retry(self, refusal: TokenRejected | RateLimited, account: Account) -> Account:
        """Wait as long as the server asks, or renew the token; return the account for the next attempt."""
        if isinstance(refusal, TokenRejected):
            renewed = await self._tokens.renew(account, self._attribution)
            log.warning("NemoVideo refuses the token (%s); the call is repeated at once with another one", refusal)
            return renewed
        seconds = wait_seconds(refusal, self._delays)
        log.warning("NemoVideo is busy (%s); the call is repeated in %g s", refusal, seconds)
        await self._clock.sleep(seconds)
        return account
