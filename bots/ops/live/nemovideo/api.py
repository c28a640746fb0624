"""NemoVideo as the walk knows it: what it has got so far, and what it has to take away again."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

from bots.ops.live.exchange import FINISH_SECONDS, SECONDS, Exchange, NoAnswer, Reply
from bots.ops.live.options import Options
from bots.ops.live.probe import Missing, served
from bots.ops.live.verdicts import Verdicts
from bots.settings import Settings
from core.nemo import calls
from core.nemo.caller import Attribution, Caller
from core.nemo.calls import Call
from core.nemo.draft import Draft


@dataclass
class NemoVideo:
    """One walk through NemoVideo.

    `session`, `draft` and `link` are what one probe found and the next ones need; `balances` holds the credits at
    moments by name; `open_renders` are the ids of exports that may still be under way.
    """

    settings: Settings
    options: Options
    exchange: Exchange
    verdicts: Verdicts
    attribution: Attribution
    caller: Caller | None = None
    session: str = ""
    task: str = ""
    draft: Draft | None = None
    uploaded: dict[str, Any] = field(default_factory=dict)
    render: str = ""
    link: str = ""
    film_bytes: int | None = None
    balances: dict[str, int] = field(default_factory=dict)
    open_renders: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)

    @property
    def starter(self) -> bool:
        """Whether the account is a starter account, made for this walk."""
        return self.settings.nemo_token is None

    async def ask(
        self, name: str, call: Call, *, caller: Caller | None = None, seconds: float = SECONDS, **more: Any
    ) -> Reply:
        """Make one call, with the account's token unless another caller is given.

        Raises:
            NoAnswer: there was no answer.
            Missing: there is no account to ask with.
        """
        headers = {**self.headers(caller), **call.headers}
        body = {"data": call.body, **more}
        return await self.exchange.ask(name, call.method, self.url(call), seconds=seconds, headers=headers, **body)

    def url(self, call: Call) -> str:
        """Return the address of a call."""
        return f"{self.settings.nemo_api_url}{call.path}"

    def headers(self, caller: Caller | None = None) -> dict[str, str]:
        """Return the headers of a call.

        Raises:
            Missing: there is no account.
        """
        caller = caller or self.caller
        if caller is None:
            raise Missing("there is no account to ask with")
        return caller.headers()

    def in_session(self) -> str:
        """Return the session's id.

        Raises:
            Missing: there is none.
        """
        if not self.session:
            raise Missing("there is no session")
        return self.session

    async def available(self, moment: str) -> int:
        """Return the credits that are left, and keep them under the name of this moment.

        Raises:
            NoAnswer: there was no answer.
            Missing: the answer tells none.
        """
        reply = served(await self.ask(f"credits {moment}", calls.balance()))
        found = data(reply).get("available")
        if not isinstance(found, int) or isinstance(found, bool):
            raise Missing("the balance cannot be read")
        self.balances[moment] = found
        return found

    def new_render(self) -> str:
        """Return the id of an export that begins, which is taken away at the end unless it has ended before."""
        render = f"render_{uuid.uuid4().hex}"
        self.open_renders.append(render)
        return render

    async def clean_up(self) -> None:
        """Cancel what is still being rendered."""
        for render in self.open_renders:
            try:
                async with asyncio.timeout(FINISH_SECONDS):
                    reply = await self.ask("cancel at the end", calls.cancel(render))
            except (NoAnswer, Missing, TimeoutError):
                self.stays.append("an export that may still run at NemoVideo: it could not be cancelled")
            else:
                if not reply.ok and reply.status not in {404, 409}:
                    self.stays.append(f"an export at NemoVideo that did not let itself be cancelled ({reply})")
        self.open_renders.clear()


def data(reply: Reply) -> dict[str, Any]:
    """Return what an answer's envelope holds, or the answer where there is none."""
    inner = reply.fields.get("data")
    return inner if isinstance(inner, dict) else reply.fields


def state_of(reply: Reply) -> dict[str, Any]:
    """Return the `state` of a state answer, or what it holds where there is none."""
    inner = data(reply).get("state")
    return inner if isinstance(inner, dict) else data(reply)


def code_of(reply: Reply) -> int | None:
    """Return the code in an answer's body."""
    code = reply.fields.get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else None
