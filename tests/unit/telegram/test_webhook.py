"""Updates that Telegram brings to us."""

import asyncio
import contextlib
import socket
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from telegram import WebhookInfo

from bots.telegram.health import Health
from bots.telegram.webhook_errors import WebhookErrors
from core.model.actions import Undo
from core.model.chat import Button, Post, Role
from core.model.secret import Secret
from core.model.store_unavailable import StoreUnavailable
from tests.doubles.telegram import NO_LIMITS, TelegramDouble

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class PushedTo:
    """An adapter with a listener in front of its webhook, and Telegram pushing to it."""

    def __init__(self, adapter, url, secret):
        self.adapter, self.url, self.secret = adapter, url, secret

    async def post(self, body, secret=None):
        headers = {HEADER: self.secret if secret is None else secret}
        async with aiohttp.ClientSession() as http, http.post(self.url, data=body, headers=headers) as answer:
            return answer.status


@pytest.fixture
def hooked(open_adapter, eventually):
    @contextlib.asynccontextmanager
    async def opened(tg, *, adapter_data=None, inbox=None, awaits_webhook=True, **setup):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        tg.inbox.reverse_proxy = f"http://127.0.0.1:{port}"
        async with open_adapter(
            tg, adapter_data=adapter_data, inbox=inbox, webhook_url="https://bot.example/tg/hook", **setup
        ) as adapter:
            app = web.Application()
            app.add_routes(adapter.service.routes())
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            serving = asyncio.create_task(adapter.service.serve(), name="serve")
            try:
                if awaits_webhook:
                    await eventually(lambda: tg.inbox.webhook)
                secret = await adapter.adapter_data.settle("telegram webhook", Secret("of-a-test"))
                yield PushedTo(
                    adapter, f"http://127.0.0.1:{port}/tg/hook", (setup.get("webhook_secret") or secret).reveal()
                )
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)
                await tg.inbox.stop()
                await runner.cleanup()

    return opened


@pytest.fixture
async def tg():
    async with TelegramDouble(pace=NO_LIMITS) as double:
        yield double
        assert double.violations == []


async def test_an_update_is_brought_and_confirmed_once_it_is_committed(hooked, tg, eventually):
    anna = tg.person("Anna")
    async with hooked(tg) as hook:
        hook.adapter.inbox.away = True
        tg.private(anna).says(anna, "add music")
        await eventually(lambda: tg.inbox.webhook.error)
        assert tg.inbox.waiting
        hook.adapter.inbox.away = False
        await eventually(lambda: [one.text for one in hook.adapter.front_door.received] == ["add music"])
        await eventually(lambda: not tg.inbox.waiting)
        assert await hook.adapter.service.ready() is None


async def test_a_secret_is_made_once_and_kept(hooked, tg):
    async with hooked(tg) as first:
        pass
    async with hooked(tg, adapter_data=first.adapter.adapter_data) as second:
        assert second.secret == first.secret
        assert len(first.secret) >= 32


async def test_the_operators_secret_is_used(hooked, tg):
    async with hooked(tg, webhook_secret=Secret("planted-secret")) as hook:
        assert hook.secret == "planted-secret"


async def test_a_stranger_is_turned_away_and_nonsense_refused(hooked, tg):
    async with hooked(tg) as hook:
        assert await hook.post('{"update_id": 1}', secret="wrong") == 403
        assert await hook.post('{"update_id": 1}', secret="") == 403
        for nonsense in ("no json", "[]", "{}", '{"update_id": "x"}', "\xff"):
            assert await hook.post(nonsense) == 400
        assert hook.adapter.front_door.received == []


async def test_a_secret_that_is_no_text_is_a_wrong_one(hooked, tg):
    async with hooked(tg) as hook:
        url = urlsplit(hook.url)
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        writer.write(f"POST {url.path} HTTP/1.0\r\n{HEADER}: ".encode() + b"\xff\r\nContent-Length: 2\r\n\r\n{}")
        assert b" 403 " in await reader.readline()
        writer.close()


async def test_an_update_that_cannot_be_decoded_is_kept_and_confirmed(hooked, tg, eventually):
    async with hooked(tg) as hook:
        assert await hook.post('{"update_id": 3, "message": {"message_id": "seven"}}') == 200
        await eventually(hook.adapter.inbox.handled_numbers.__len__)
        assert any("seven" in value for value in hook.adapter.adapter_data.kept.values())


UPDATE = (
    '{"update_id": 3, "message": {"message_id": 7, "date": 1, "text": "x", '
    '"chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": false, "first_name": "A"}}}'
)


async def test_what_cannot_be_stored_is_to_be_brought_again_and_what_comes_twice_is_handled_once(
    hooked, tg, eventually
):
    async with hooked(tg) as hook:
        hook.adapter.inbox.away = True
        assert await hook.post(UPDATE) == 503
        assert await hook.adapter.service.ready() == "messages cannot be written down"
        hook.adapter.inbox.away = False
        assert await hook.post(UPDATE) == 200
        assert await hook.post(UPDATE) == 200
        await eventually(hook.adapter.inbox.handled_numbers.__len__)
        assert [one.text for one in hook.adapter.front_door.received] == ["x"]
        assert await hook.adapter.service.ready() is None


async def test_an_update_that_is_brought_several_times_at_once_is_handled_once(hooked, tg, eventually):
    async with hooked(tg) as hook:
        assert set(await asyncio.gather(*(hook.post(UPDATE) for _ in range(9)))) == {200}
        await eventually(hook.adapter.inbox.handled_numbers.__len__)
        assert [one.text for one in hook.adapter.front_door.received] == ["x"]


async def test_a_press_and_a_new_member_overtake_what_telegram_cannot_deliver_in_a_chat(hooked, tg, target, eventually):
    anna = tg.person("Anna")
    group = tg.supergroup("G", anna)
    async with hooked(tg) as hook:
        await hook.adapter.platform.send(target(group), Post(Role.ANSWER, "Ready", (Button("Undo", Undo()),)))
        add, refused = hook.adapter.inbox.add, True

        async def refusing(scope, updates):
            if refused and any('"message": {"message_id"' in body for _, body in updates if "callback" not in body):
                raise StoreUnavailable("the disk is full")
            return await add(scope, updates)

        hook.adapter.inbox.add = refusing
        group.says(anna, "/edit@nemo_test_bot one")
        group.presses(anna, group.answers[0], "Undo")
        group.adds_bot(anna)
        await eventually(lambda: len(hook.adapter.front_door.received) == 2)
        assert {(one.action, one.added) for one in hook.adapter.front_door.received} == {(Undo(), False), (None, True)}
        refused = False
        await eventually(lambda: [one.text for one in hook.adapter.front_door.received][2:] == ["one"])


async def test_while_what_waits_cannot_be_read_telegram_is_told_to_deliver_again_and_never_kept_waiting(
    hooked, tg, inbox, eventually
):
    inbox.away = True
    async with hooked(tg, inbox=inbox, awaits_webhook=False) as hook:
        await eventually(lambda: hook.adapter.service._health.problem == "messages cannot be written down")
        assert await hook.post(UPDATE) == 503
        inbox.away = False
        await eventually(lambda: tg.inbox.webhook)
        assert await hook.post(UPDATE) == 200
        await eventually(lambda: hook.adapter.front_door.received)


async def test_a_poisonous_update_does_not_hold_up_its_chat(hooked, tg, eventually):
    anna = tg.person("Anna")
    async with hooked(tg) as hook:
        hook.adapter.front_door.poison = "poison"
        tg.private(anna).says(anna, "poison")
        tg.private(anna).says(anna, "next")
        await eventually(lambda: [one.text for one in hook.adapter.front_door.received] == ["", "next"])
        assert not tg.inbox.webhook.error


async def test_json_that_is_nested_too_deeply_is_refused(hooked, tg):
    async with hooked(tg) as hook:
        assert await hook.post('{"update_id": 3, "message": ' + "[" * 100_000 + "]" * 100_000 + "}") == 400
        deep = '{"chat":{"id":5},"reply_to_message":' * 400 + "{}" + "}" * 400
        assert await hook.post(f'{{"update_id": 4, "message": {deep}}}') in {200, 400}
        assert await hook.post(UPDATE) == 200


async def test_a_webhook_that_somebody_took_is_set_again(hooked, tg, eventually):
    async with hooked(tg) as hook:
        await hook.adapter.service._api.set_webhook("https://elsewhere.example/")
        await eventually(lambda: tg.inbox.webhook.url == "https://bot.example/tg/hook")


async def test_a_webhook_that_somebody_set_to_other_updates_brings_ours_again(hooked, tg, eventually):
    async with hooked(tg) as hook:
        url = "https://bot.example/tg/hook"
        await hook.adapter.service._api.set_webhook(url, allowed_updates=["poll"], secret_token=hook.secret)
        await eventually(lambda: tg.inbox.allowed == ["callback_query", "edited_message", "message", "my_chat_member"])
        sets = len(tg.called("setWebhook"))
        await asyncio.sleep(1.5)  # two looks
        assert len(tg.called("setWebhook")) == sets


async def test_a_webhook_that_telegram_refuses_is_told_in_its_words_with_the_variable(
    open_adapter, serving, tg, eventually, caplog
):
    refusal = "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    tg.fault("setWebhook", status=400, description=refusal, times=2)
    async with open_adapter(tg, webhook_url="https://bot.example:9000/tg/hook") as adapter, serving(adapter):
        await eventually(lambda: "TELEGRAM_WEBHOOK_URL" in caplog.text)
        problem = await adapter.service.ready()
        assert problem.startswith("Telegram refuses TELEGRAM_WEBHOOK_URL: ")
        assert "only on ports 80, 88, 443 or 8443" in problem
        assert "cannot be reached" not in caplog.text
        await eventually(lambda: tg.inbox.webhook)


async def test_a_webhook_that_telegram_cannot_reach_is_told_and_so_is_that_it_can_again(hooked, tg, eventually, caplog):
    anna = tg.person("Anna")
    async with hooked(tg) as hook:
        ready = hook.adapter.service.ready
        await eventually(lambda: hook.adapter.service._health.problem is None)
        right, tg.inbox.reverse_proxy = tg.inbox.reverse_proxy, "http://127.0.0.1:9"
        tg.private(anna).says(anna, "add music")
        await eventually(lambda: "Telegram cannot reach TELEGRAM_WEBHOOK_URL" in caplog.text)
        assert "Connection failed" in caplog.text
        assert (await ready()).startswith("Telegram cannot reach the webhook: Connection failed")
        tg.inbox.reverse_proxy = right
        await eventually(lambda: hook.adapter.front_door.received)
        assert await ready() is None


def info(error_at=None, waiting=0, message="Connection refused"):
    raw = {"url": "https://bot.example/", "has_custom_certificate": False, "pending_update_count": waiting}
    raw |= {"last_error_date": int(error_at), "last_error_message": message} if error_at else {}
    return WebhookInfo.de_json(raw, None)


@pytest.fixture
def health(clock):
    health = Health(clock, fresh_seconds=10**9)
    health.answered()
    return health


async def test_an_error_counts_until_telegram_delivers_or_it_is_old_and_nothing_waits(health, clock):
    errors = WebhookErrors(health, clock)
    errors.look(info())
    at = clock.now
    errors.look(info(at, waiting=1))
    assert health.problem == "Telegram cannot reach the webhook: Connection refused"
    clock.now += 3600
    errors.look(info(at, waiting=1))
    assert health.problem, "Telegram waits longer and longer between two attempts"
    errors.look(info(at))
    assert health.problem is None
    errors.look(info(at + 3000, waiting=1))
    assert health.problem
    errors.delivered()
    assert health.problem is None
    errors.look(info(at + 3000))
    assert health.problem is None


async def test_an_old_error_at_the_start_is_none_and_a_new_one_is_one_whatever_the_clocks_say(health, clock):
    errors = WebhookErrors(health, clock)
    errors.look(info(clock.now - 7200))
    assert health.problem is None
    errors.look(info(clock.now - 7000, waiting=1))
    assert health.problem


async def test_an_error_after_which_all_has_arrived_is_logged_only(health, clock, caplog):
    errors = WebhookErrors(health, clock)
    errors.look(info())
    errors.delivered()
    errors.look(info(clock.now, message="Wrong response from the webhook: 502 Bad Gateway"))
    assert health.problem is None
    assert "502 Bad Gateway" in caplog.text
