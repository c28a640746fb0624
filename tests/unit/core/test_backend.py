"""Which calls are made again after what, and how often."""

import asyncio
import dataclasses

import pytest

from core.backend import Backend
from core.engine.delays import Delays
from core.model.accounts import Account, AccountOrigin
from core.model.chat import Address
from core.model.measures import NoMeasures
from core.model.projects import Project
from core.model.secret import Secret
from core.nemo.caller import Attribution
from core.nemo.errors import Interrupted, RateLimited, Rejected, TokenRejected, Unavailable

PROJECT = Project(1, 1, Address("stage", "chat"), "", True, "s", "", None, "t", "1", 1.0)
ACCOUNT = Account(1, "stage:chat:", AccountOrigin.ANONYMOUS, None, Secret("token 1"))


class Client:
    """Raises or returns what is in its script, and notes which token asked."""

    def __init__(self):
        self.script, self.asked = [], []

    async def state(self, by, session):
        return self._next(by)

    async def upload_url(self, by, session, url):
        return self._next(by)

    def _next(self, by):
        self.asked.append(by.token.reveal())
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Tokens:
    """Gives another token whenever it is asked to renew one."""

    def __init__(self):
        self.renewed = 0

    async def for_project(self, project, attribution):
        return ACCOUNT

    async def renew(self, account, attribution):
        self.renewed += 1
        return dataclasses.replace(account, token=Secret(f"token {self.renewed + 1}"))

    def accepted(self, account):
        pass


class Recorder:
    def __init__(self):
        self.slept = []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def clock():
    return Recorder()


@pytest.fixture
def backend(client, clock):
    delays = Delays(read_pauses=(1.0, 4.0), retry_429=30.0)
    return Backend(
        client,
        Tokens(),
        None,
        PROJECT,
        Attribution("s", "1", "test"),
        delays=delays,
        clock=clock,
        measures=NoMeasures(),
    )


async def test_a_read_is_repeated_after_transport_faults_and_each_leaves_a_line(backend, client, clock, caplog):
    client.script = [Unavailable(status=502), Interrupted(), "state"]
    assert await backend.state() == "state"
    assert clock.slept == [1.0, 4.0]
    assert caplog.messages == [
        "a call to NemoVideo failed (Unavailable(HTTP 502)); it is repeated in 1 s",
        "a call to NemoVideo failed (Interrupted()); it is repeated in 4 s",
    ]


async def test_a_third_transport_fault_goes_up(backend, client, clock):
    client.script = [Unavailable(), Unavailable(), Interrupted()]
    with pytest.raises(Interrupted):
        await backend.state()
    assert clock.slept == [1.0, 4.0]


async def test_what_may_have_had_an_effect_is_not_repeated_after_a_transport_fault(backend, client, clock):
    client.script = [Interrupted()]
    with pytest.raises(Interrupted):
        await backend.upload_url("https://example.org/a.mp4")
    assert clock.slept == []


@pytest.mark.parametrize("again", ["state", "upload_url"])
async def test_a_busy_server_is_waited_out_once_and_a_refused_token_renewed_once(backend, client, clock, again, caplog):
    client.script = [RateLimited(status=429, retry_after=45.0), TokenRejected(), "value"]
    assert await (backend.state() if again == "state" else backend.upload_url("u")) == "value"
    assert client.asked == ["token 1", "token 1", "token 2"]
    assert clock.slept == [45.0]
    assert caplog.messages == [
        "NemoVideo is busy (RateLimited(HTTP 429)); the call is repeated in 45 s",
        "NemoVideo refuses the token (TokenRejected()); the call is repeated at once with another one",
    ]


@pytest.mark.parametrize("refusal", [RateLimited, TokenRejected])
async def test_a_refused_call_is_retried_once_whatever_else_happened_meanwhile(backend, client, refusal):
    client.script = [refusal(), Unavailable(), refusal(), "never"]
    with pytest.raises(refusal):
        await backend.state()
    assert client.script == ["never"]


async def test_any_other_refusal_goes_up_at_once(backend, client, clock, caplog):
    client.script = [Rejected(status=400)]
    with pytest.raises(Rejected):
        await backend.state()
    assert (clock.slept, caplog.messages) == ([], [])


@pytest.mark.parametrize("again", ["state", "upload_url"])
async def test_a_token_that_could_not_be_asked_for_is_told_as_that_and_the_refused_one_not_used_again(
    backend, client, clock, monkeypatch, again
):
    async def renew(*_):
        raise Interrupted

    monkeypatch.setattr(backend._tokens, "renew", renew)
    client.script = [TokenRejected(), TokenRejected()]
    with pytest.raises(Interrupted):
        await (backend.state() if again == "state" else backend.upload_url("u"))
    assert (client.asked, clock.slept) == (["token 1"], [])
