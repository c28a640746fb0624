"""What the operator's own chat is told, and how often."""

import asyncio

import pytest

from bots.alerts import LOOKS, Alerts, target_of
from bots.discord.handle import PERSON
from bots.settings import Settings
from core.model.chat import Address, NotSent, Target

CHAT = "telegram:-1001"


class Chat:
    """A platform that keeps what was sent, or refuses it."""

    def __init__(self):
        self.sent, self.away = [], False

    async def send(self, to, post, arrived=None, rest=None):
        if self.away:
            raise NotSent("the network is gone")
        self.sent.append((to, post.text))
        return "1"

    @property
    def texts(self):
        return [text for _, text in self.sent]


@pytest.fixture
def chat():
    return Chat()


@pytest.fixture
def trouble():
    """What each check says; None: it is fine."""
    return {"database": None, "NemoVideo": None}


@pytest.fixture
def given_up():
    return []


class Kept:
    """What outlives a process."""

    def __init__(self):
        self.values = {}

    async def get(self, scope, name):
        return self.values.get((scope, name))

    async def set(self, scope, name, value, *, keep_seconds=None):
        self.values[scope, name] = value


@pytest.fixture
def process(chat, trouble, given_up, clock):
    """`process()`: the alerts of one more process over the same database."""
    kept = Kept()

    def check(name):
        async def said():
            return trouble[name]

        return said

    async def parked(since):
        return tuple(request for request, at in given_up if at > since)

    def begin():
        return Alerts(CHAT, {"telegram": chat}, {name: check(name) for name in trouble}, parked, kept, clock)

    return begin


@pytest.fixture
def alerts(process):
    return process()


async def looks(alerts, number=LOOKS):
    for _ in range(number):
        await alerts.look()


async def test_trouble_is_told_once_with_its_mend_and_once_when_it_is_over(alerts, chat, trouble):
    await looks(alerts)
    assert chat.sent == []
    trouble["database"] = "it cannot be written: look at the disk"
    await looks(alerts, LOOKS - 1)
    assert chat.sent == []
    await looks(alerts, 5)
    assert chat.texts == ["⚠️ database: it cannot be written: look at the disk"]
    trouble["database"] = None
    await looks(alerts, 5)
    assert chat.texts[1:] == ["✅ database works again."]
    assert {to for to, _ in chat.sent} == {Target(Address("telegram", "-1001"), private=False, asker="")}


async def test_a_moment_is_no_trouble(alerts, chat, trouble):
    for said in ("gone", "gone", None, "gone", "gone", None):
        trouble["NemoVideo"] = said
        await alerts.look()
    assert chat.sent == []


async def test_what_could_not_be_told_is_told_when_the_platform_is_back(alerts, chat, trouble, given_up, caplog):
    chat.away, trouble["NemoVideo"] = True, "it cannot be reached"
    given_up.append((7, 1e12))
    await looks(alerts, 4)
    assert "the network is gone" in caplog.text
    chat.away = False
    await alerts.look()
    assert len(chat.texts) == 2
    assert "R7" in chat.texts[1]


async def test_a_chat_on_a_platform_that_is_not_served_is_said_in_the_log(trouble, clock, caplog):
    async def gone():
        return "gone"

    async def none(_):
        return ()

    await looks(Alerts("discord:1:2", {}, {"database": gone}, none, Kept(), clock))
    assert "NEMOBOT_ALERT_CHAT could not be told by discord (it is not served)" in caplog.text


async def test_it_looks_on_and_on(alerts, chat, trouble, clock):
    trouble["database"] = "gone"
    watching = asyncio.create_task(alerts.watch())
    for _ in range(LOOKS):
        await clock.advance(30)
    watching.cancel()
    assert chat.texts == ["⚠️ database: gone"]


async def test_a_request_that_was_given_up_is_told_once(alerts, chat, given_up, clock):
    await alerts.look()
    given_up += [(12, clock.time() + 1), (15, clock.time() + 2)]
    await clock.advance(10)
    await looks(alerts, 3)
    (told,) = chat.texts
    assert "R12, R15" in told


async def test_a_request_that_was_given_up_as_the_process_began_is_told(alerts, chat, given_up, clock):
    given_up.append((12, clock.time() + 0.01))
    await clock.advance(1)
    await alerts.look()
    assert "R12" in chat.texts[0]


async def test_what_a_process_that_died_could_not_tell_the_next_one_tells_once(process, chat, given_up, clock):
    await process().look()
    given_up.append((12, clock.time() + 1))
    await clock.advance(100)
    for _ in range(3):
        await clock.advance(100)
        await process().look()
    (told,) = chat.texts
    assert "R12" in told


@pytest.mark.parametrize(
    ("chat", "to"),
    [
        ("telegram:-1001:7", Target(Address("telegram", "-1001", "7"), private=False, asker="")),
        ("telegram:@4242", Target(Address("telegram", "4242"), private=True, asker="4242")),
        ("discord:1:2", Target(Address("discord", "1", "2"), private=False, asker="")),
        ("discord:@3", Target(Address("discord", f"{PERSON}3"), private=True, asker="3")),
    ],
)
def test_where_an_alert_goes(monkeypatch, chat, to):
    monkeypatch.setenv("NEMOBOT_ALERT_CHAT", chat)
    assert target_of(Settings.load(None).nemobot_alert_chat) == to


async def test_a_token_of_the_operators_that_ends_soon_is_told_once(chat, clock):
    async def none(_since):
        return ()

    said = [""]
    alerts = Alerts(CHAT, {"telegram": chat}, {}, none, Kept(), clock, lambda: said[0])
    await looks(alerts)
    assert chat.sent == []
    said[0] = "NEMO_TOKEN ends in 20 hours: make a new one"
    await looks(alerts, 4)
    assert chat.texts == ["⚠️ NEMO_TOKEN ends in 20 hours: make a new one"]


@pytest.mark.parametrize("jump", [-3600.0, 86_400.0])
async def test_a_clock_that_is_set_back_or_forth_tells_of_what_was_given_up_once(alerts, chat, given_up, clock, jump):
    clock.now += 60
    given_up.append((3, clock.time()))
    await alerts.look()
    clock.now += jump
    given_up.append((7, clock.time() + 1))
    for _ in range(5):
        clock.now += 30
        await alerts.look()
    told = [text for text in chat.texts if "Given up" in text]
    assert [text.partition("times: ")[2].partition(".")[0] for text in told] == ["R3", "R7"]
