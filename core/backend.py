"""NemoVideo as one project sees it: speaks with the project's token, renews it once, repeats what is safe to repeat.

Only reads and the creation of a session are repeated after a transport fault; a 429 is waited out once on every
call but the turn. A turn is never repeated here: that is the flow's business, behind its gate.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

from tenacity import stop_after_attempt, wait_chain, wait_fixed

from core.engine.clock import Clock
from core.engine.delays import Delays
from core.engine.retries import retry
from core.media.source import ByteSource
from core.model.accounts import Account, Origin
from core.model.projects import Project, Projects
from core.nemo.caller import Attribution, Caller
from core.nemo.client import NemoClient
from core.nemo.draft import Draft
from core.nemo.errors import Garbled, Interrupted, NemoError, RateLimited, TokenRejected, Unavailable, Unreachable
from core.nemo.events import Event
from core.nemo.wire import Credits, Render, State, Uploaded
from core.progress import Rendering
from core.tokens import Tokens, wait_seconds

T = TypeVar("T")

log = logging.getLogger(__name__)

TRANSPORT = (Unavailable, Unreachable, Interrupted, Garbled)


class _NotMended(Exception):
    """What a refused call needs before it is made again failed, by this error."""

    def __init__(self, error: NemoError) -> None:
        super().__init__(error)
        self.error = error


class Backend:
    """The calls a flow makes for one project.

    Each of them raises `NemoError` when the backend refuses it or cannot be reached, `TokenError` when there is no
    token to speak with, `StorageError` when an account or the project cannot be read or written. "Repeated" is after a
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
    ) -> None:
        self.project = project
        self._client = client
        self._tokens = tokens
        self._projects = projects
        self._attribution = attribution
        self._delays = delays
        self._clock = clock

    async def create_session(self, language: str) -> None:
        """Begin a session for this project and remember it. Safe to repeat."""
        account = await self._account()
        session = await self._speak(lambda by: self._client.create_session(by, language), repeat=True)
        await self._projects.save_session(self.project.id, account.id, session.task_id, session.session_id)
        await self._tokens.introduce(account, session.user_id, session.bind_id)
        self.project = await self._projects.get(self.project.id)

    async def state(self) -> State:
        """Return the session's state. Repeated."""
        return await self._speak(lambda by: self._client.state(by, self.project.session_id), repeat=True)

    async def credits(self) -> Credits:
        """Return the account's credits. Repeated."""
        return await self._speak(self._client.credits, repeat=True)

    async def upload(self, name: str, media_type: str, source: ByteSource) -> tuple[Uploaded, ...]:
        """Stream a file up. Once: a source is read once."""
        by = Caller((await self._account()).token, self._attribution)
        return await self._client.upload(by, self.project.session_id, name, media_type, source)

    async def upload_url(self, url: str) -> tuple[Uploaded, ...]:
        """Hand an address over."""
        return await self._speak(lambda by: self._client.upload_url(by, self.project.session_id, url))

    @asynccontextmanager
    async def turn(self, words: str) -> AsyncIterator[AsyncIterator[Event]]:
        """Open the stream of one turn. Once, whatever happens."""
        by = Caller((await self._account()).token, self._attribution)
        async with self._client.turn(by, self.project.session_id, words) as events:
            yield events

    async def introduce(self) -> None:
        """Have a token, so that nothing but the next call itself can fail."""
        await self._account()

    async def mend(self, refusal: TokenRejected | RateLimited) -> None:
        """Do what a refused call needs before it is made again: get another token, or wait as long as the server asks.

        Raises:
            TokenError: the token cannot be renewed.
            NemoError: the backend could not be asked for another one.
        """
        await self._mended(refusal, await self._account())

    async def submit(self, render_id: str, draft: Draft, resolution: str | None) -> Rendering:
        """Begin a render under an id that nobody used before."""
        account = await self._account()
        session = self.project.session_id
        known = await self._speak(lambda by: self._client.submit(by, render_id, session, draft, resolution))
        return Rendering(known, account.id)

    async def rendering(self, render_id: str) -> Rendering:
        """Return a render of this project's account by its number."""
        return Rendering(render_id, (await self._account()).id)

    async def poll(self, rendering: Rendering) -> Render:
        """Return how a render stands. Repeated."""
        account = await self._tokens.by_id(rendering.account)
        return await self._speak(lambda by: self._client.poll(by, rendering.id), repeat=True, account=account)

    async def cancel_render(self, rendering: Rendering) -> None:
        """Ask once to stop a render."""
        account = await self._tokens.by_id(rendering.account)
        await self._client.cancel(Caller(account.token, self._attribution), rendering.id)

    @asynccontextmanager
    async def download(self, rendering: Rendering) -> AsyncIterator[ByteSource]:
        """Open the bytes of a finished render that came without an address."""
        account = await self._tokens.by_id(rendering.account)
        opened: AbstractAsyncContextManager[ByteSource] = self._client.download(
            Caller(account.token, self._attribution), rendering.id
        )
        async with opened as source:
            yield source

    async def browser_link(self) -> str:
        """Return an address at which this project opens in a browser. Repeated."""
        project = self.project
        return await self._speak(lambda by: self._client.claim(by, project.task_id, project.session_id), repeat=True)

    async def registration_link(self) -> str | None:
        """Return where the owner of an anonymous account registers it; None: it is not anonymous."""
        account = await self._tokens.known(self.project)
        if account is None or account.origin is not Origin.ANONYMOUS:
            return None
        return self._client.registration_url(account.user_id)

    async def pause_exports(self, *, paused: bool) -> None:
        """Remember whether the plan refuses renders."""
        await self._tokens.pause_exports(await self._account(), paused=paused)

    async def exports_paused(self) -> bool:
        """Return whether the plan refused a render lately."""
        account = await self._tokens.known(self.project)
        return account is not None and account.export_paused

    async def shared_account(self) -> bool:
        """Return whether strangers speak with the same token, so that its links belong to nobody here."""
        account = await self._tokens.known(self.project)
        return account is None or account.owner in {"operator", "shared"}

    async def _account(self) -> Account:
        return await self._tokens.for_project(self.project, self._attribution)

    async def _speak(
        self, call: Callable[[Caller], Awaitable[T]], *, repeat: bool = False, account: Account | None = None
    ) -> T:
        """Call with a token; mend a refusal once, and repeat after a transport fault where that is safe."""
        mended: set[type[NemoError]] = set()
        speaker = account or await self._account()

        async def speak() -> T:
            nonlocal speaker
            try:
                return await call(Caller(speaker.token, self._attribution))
            except (TokenRejected, RateLimited) as refusal:
                if type(refusal) in mended:
                    raise
                mended.add(type(refusal))
                try:
                    speaker = await self._mended(refusal, speaker)
                except TRANSPORT as error:
                    raise _NotMended(error) from error  # a repetition would speak with the refused token again
            return await speak()

        pauses = self._delays.read_pauses if repeat else ()
        try:
            if not pauses:
                return await speak()
            return await retry(
                speak,
                what="a call to NemoVideo",
                on=TRANSPORT,
                wait=wait_chain(*map(wait_fixed, pauses)),
                stop=stop_after_attempt(1 + len(pauses)),
                clock=self._clock,
            )
        except _NotMended as failed:
            error = failed.error
        raise error

    async def _mended(self, refusal: TokenRejected | RateLimited, account: Account) -> Account:
        """Return the account to speak with next: after the wait that the server asks for, or with another token."""
        if isinstance(refusal, TokenRejected):
            log.warning("NemoVideo refuses the token (%s); the call is repeated at once with another one", refusal)
            return await self._tokens.renew(account, self._attribution)
        seconds = wait_seconds(refusal, self._delays)
        log.warning("NemoVideo is busy (%s); the call is repeated in %g s", refusal, seconds)
        await self._clock.sleep(seconds)
        return account
