"""Polling and webhook: nothing is acknowledged before it is committed, and nothing odd stops what comes behind."""

import aiohttp

from core.words.phrases import say

HOOK = "https://bot.example/telegram/hook"


def full(*_):
    raise OSError("the disk is full")


async def test_an_update_that_cannot_be_decoded_is_kept_and_stops_nothing(scene):
    scene.tg.push_raw("message", {"message_id": "seven", "chat": None})
    scene.private.says(scene.anna, "/help")
    await scene.quiet()
    assert scene.private.answers
    kept = await scene.rows("select value from adapter_data where scope = 'telegram:undecoded'")
    assert "seven" in kept[0]["value"]
    assert await scene.bot.service.ready() is None


async def test_an_update_is_acknowledged_only_after_it_is_committed(scene, monkeypatch, caplog):
    await scene.until(lambda: scene.tg.inbox.polled)
    monkeypatch.setattr(scene.bot.app.store.database, "transaction", full)
    monkeypatch.setattr(scene.bot.app.store.database, "all", full)
    scene.private.says(scene.anna, "make a video of the sea")
    await scene.until(lambda: "cannot be stored at all" in caplog.text)
    assert scene.tg.inbox.waiting
    monkeypatch.undo()
    await scene.quiet()
    assert len(scene.private.films) == 1


async def test_a_message_that_the_database_refuses_is_kept_told_to_the_operator_and_outlives_the_process(
    scene, monkeypatch, caplog
):
    await scene.until(lambda: scene.tg.inbox.polled)
    monkeypatch.setattr(scene.bot.app.store.database, "transaction", full)
    scene.private.says(scene.anna, "make a video of the sea")
    await scene.until(lambda: "cannot be written down" in caplog.text)
    await scene.until(lambda: not scene.tg.inbox.waiting)
    assert await scene.bot.service.ready() == "messages cannot be written down"
    monkeypatch.undo()
    await scene.end()
    await scene.begin()
    await scene.quiet()
    assert len(scene.private.films) == 1


async def test_a_message_that_the_bot_fails_at_is_told_to_its_sender_and_the_next_one_works(scene, monkeypatch):
    receive = scene.bot.app.intake.receive

    async def failing(incoming):
        if "poison" in incoming.text:
            raise ZeroDivisionError
        await receive(incoming)

    monkeypatch.setattr(scene.bot.app.intake, "receive", failing)
    scene.private.says(scene.anna, "poison")
    scene.private.says(scene.anna, "/help")
    await scene.quiet()
    told, helped = (answer.text for answer in scene.private.answers)
    assert told == say("en", "reply.unreadable")
    assert "/help" in helped


async def test_a_second_program_with_the_same_token_is_said_and_not_fought_over(scene, caplog):
    async with aiohttp.ClientSession() as http:
        for _ in range(3):
            await scene.until(lambda: scene.tg.inbox.polled)
            async with http.get(f"{scene.tg.url}/bot{scene.tg.token}/getUpdates") as answer:
                await answer.read()
    await scene.until(lambda: "another program" in caplog.text)
    scene.private.says(scene.anna, "/help")
    await scene.quiet()
    assert scene.private.answers


async def test_a_revoked_token_is_said_with_its_mend_and_readyz_stays_red(scene, caplog):
    scene.tg.revoke()
    await scene.until(lambda: "BotFather" in caplog.text)
    assert await scene.bot.service.ready() is not None
    assert scene.tg.token not in caplog.text


async def test_a_webhook_brings_a_clip_to_its_film(scenes):
    async with scenes(telegram_webhook_url=HOOK) as scene:
        await scene.until(lambda: scene.tg.inbox.webhook)
        scene.private.sends(scene.anna, scene.clip(), "add background music")
        await scene.quiet()
        assert len(scene.private.films) == 1
        assert scene.tg.inbox.webhook.delivered == 1
        assert not scene.tg.inbox.polls
        assert await scene.bot.service.ready() is None


async def test_a_webhook_is_told_200_only_after_the_commit_and_heard_again(scenes, monkeypatch):
    async with scenes(telegram_webhook_url=HOOK) as scene:
        await scene.until(lambda: scene.tg.inbox.webhook)
        monkeypatch.setattr(scene.bot.app.store.database, "transaction", full)
        monkeypatch.setattr(scene.bot.app.store.database, "all", full)
        scene.private.says(scene.anna, "make a video of the sea")
        await scene.until(lambda: scene.tg.inbox.webhook.error)
        monkeypatch.undo()
        await scene.quiet()
        assert len(scene.private.films) == 1


async def test_a_webhook_refuses_who_is_not_telegram(scenes):
    async with scenes(telegram_webhook_url=HOOK) as scene:
        await scene.until(lambda: scene.tg.inbox.webhook)
        url = f"{scene.tg.inbox.reverse_proxy}/telegram/hook"
        right = {"X-Telegram-Bot-Api-Secret-Token": scene.tg.inbox.webhook.secret}
        async with aiohttp.ClientSession() as http:
            for body, headers, status in (
                (b'{"update_id": 1}', {}, 403),
                (b'{"update_id": 1}', {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, 403),
                (b"nonsense", right, 400),
                (b"[]", right, 400),
                (b'{"update_id": 1, "message": {"message_id": "x"}}', right, 200),
            ):
                async with http.post(url, data=body, headers=headers) as answer:
                    assert answer.status == status, body


async def test_commands_are_registered_in_each_language_and_only_once(scene):
    await scene.until(lambda: scene.tg.inbox.polled)  # by then it is written down that they were told
    assert len(scene.tg.about.commands) == 4
    assert {language for _, language in scene.tg.about.commands} == {"", "zh"}
    told = len(scene.tg.called("setMyCommands"))
    await scene.end()
    polls = scene.tg.inbox.polls
    await scene.begin()
    await scene.until(lambda: scene.tg.inbox.polls > polls)
    assert len(scene.tg.called("setMyCommands")) == told


async def test_only_admins_see_admin_in_their_menu_as_long_as_they_are_admins(scenes):
    async with scenes() as scene:
        anna, ben = scene.anna.id, scene.ben.id
        await scene.end()
        scene.settings = scene.settings.model_copy(update={"nemobot_admins": (f"telegram:@{anna}", "telegram:@-100")})
        await restarted(scene)
        menus = scene.tg.about.commands
        for language in ("", "zh"):
            own = [one["command"] for one in menus[f"chat:{anna}", language]]
            everybody = [one["command"] for one in menus["all_private_chats", language]]
            assert own == [*everybody, "admin"]
        assert not [
            scope for scope, _ in menus if scope not in {f"chat:{anna}", "all_private_chats", "all_group_chats"}
        ]
        told = len(scene.tg.called("setMyCommands"))
        await scene.end()
        await restarted(scene)
        assert len(scene.tg.called("setMyCommands")) == told
        await scene.end()
        scene.settings = scene.settings.model_copy(update={"nemobot_admins": (f"telegram:@{ben}",)})
        await restarted(scene)
        assert {scope for scope, _ in menus} == {f"chat:{ben}", "all_private_chats", "all_group_chats"}


async def restarted(scene):
    polls = scene.tg.inbox.polls
    await scene.begin()
    await scene.until(lambda: scene.tg.inbox.polls > polls)


async def test_what_arrived_while_the_bot_was_away_is_answered(scene):
    await scene.until(lambda: scene.tg.inbox.polled)
    await scene.end()
    scene.private.sends(scene.anna, scene.clip(), "add background music")
    await scene.begin()
    await scene.quiet()
    assert len(scene.private.films) == 1
