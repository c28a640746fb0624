"""What comes in from a strict server by polling: committed before it is confirmed, never stopped by one of it."""

import asyncio

from telegram import Update

from bots.telegram.polling import lanes
from core.model.actions import Undo
from core.model.messages import Origin
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

OF_ANNA = Origin(request=1, project=1, sender="")


def texts(adapter):
    return [one.text for one in adapter.front_door.received]


async def test_a_message_is_heard_and_then_confirmed(listening, anna, talk, eventually):
    talk.sends(anna, Clip(), "add music")
    await eventually(lambda: texts(listening) == ["add music"])
    await eventually(lambda: not listening.tg.inbox.waiting)
    assert await listening.service.ready() is None


async def test_an_update_that_is_not_committed_is_not_confirmed_and_comes_again(serving, open_adapter, eventually):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        async with open_adapter(tg) as first, serving(first):
            await eventually(lambda: tg.inbox.polled)
            first.front_door.failures, first.adapter_data.away = 10**6, True
            tg.private(anna).says(anna, "one")
            await eventually(lambda: first.front_door.failures <= 10**6 - 5)
            await asyncio.sleep(0.1)
            assert await first.service.ready() == "messages cannot be written down"
        assert len(tg.inbox.waiting) == 1
        async with open_adapter(tg) as second, serving(second):
            await eventually(lambda: texts(second) == ["one"])


async def test_an_update_that_can_never_be_committed_is_kept_and_the_next_ones_come(listening, anna, talk, eventually):
    listening.front_door.failures = 5
    talk.says(anna, "poison")
    talk.says(anna, "next")
    await eventually(lambda: texts(listening) == ["next"])
    assert any("poison" in value for value in listening.adapter_data.kept.values())


async def test_what_arrived_while_the_database_was_away_is_taken_when_it_is_back(listening, anna, talk, eventually):
    listening.front_door.failures, listening.adapter_data.away = 10**6, True
    talk.says(anna, "one")
    await eventually(lambda: listening.front_door.failures < 10**6 - 5)
    listening.front_door.failures, listening.adapter_data.away = 0, False
    await eventually(lambda: texts(listening) == ["one"])
    assert not any("one" in value for value in listening.adapter_data.kept.values())


async def test_an_update_that_cannot_be_decoded_is_kept_and_never_stops_intake(
    listening, anna, talk, eventually, caplog
):
    listening.tg.push_raw("message", {"message_id": "seven", "chat": 5})
    talk.says(anna, "next")
    await eventually(lambda: texts(listening) == ["next"])
    assert any("seven" in value for value in listening.adapter_data.kept.values())
    assert "cannot be decoded" in caplog.text
    await eventually(lambda: not listening.tg.inbox.waiting)


async def test_an_edited_message_is_a_correction(listening, anna, talk, eventually):
    said = talk.says(anna, "cut it")
    talk.edits(said, "cut it twice")
    await eventually(lambda: len(listening.front_door.received) == 2)
    first, second = listening.front_door.received
    assert (first.corrects, second.corrects, second.text, first.key == second.key) == (
        False,
        True,
        "cut it twice",
        True,
    )


async def test_an_album_keeps_its_files_together(listening, anna, talk, eventually):
    talk.album(anna, [Clip(name="a.mp4"), Clip(name="b.mp4")], ["join them"])
    await eventually(lambda: len(listening.front_door.received) == 2)
    assert len({one.album for one in listening.front_door.received}) == 1
    assert texts(listening) == ["join them", ""]


async def test_an_album_in_a_group_is_heard_whole_wherever_its_caption_stands(listening, anna, eventually):
    listening.tg.crowd.privacy = False
    group = listening.tg.supergroup("G", anna)
    clips = [Clip(name=f"{name}.mp4") for name in "abc"]
    group.album(anna, clips, ["", "@nemo_test_bot join them"])
    group.album(anna, clips)
    group.says(anna, "/help")
    await eventually(lambda: texts(listening)[-1:] == ["/help"])
    assert [one.attachments[0].name for one in listening.front_door.received[:-1]] == ["a.mp4", "b.mp4", "c.mp4"]


async def test_a_reply_to_a_clip_brings_it_unless_its_project_has_it(listening, anna, eventually):
    group = listening.tg.supergroup("G", anna)
    clip = group.sends(anna, Clip(name="far.mp4"))
    group.says(anna, "/edit@nemo_test_bot cut it", reply_to=clip)
    await eventually(lambda: len(listening.front_door.received) == 1)
    assert listening.front_door.received[0].attachments[0].name == "far.mp4"
    listening.front_door.origins[str(clip.id)] = OF_ANNA
    group.says(anna, "/edit@nemo_test_bot shorter", reply_to=clip)
    await eventually(lambda: len(listening.front_door.received) == 2)
    assert listening.front_door.received[1].attachments == ()


async def test_a_press_is_answered_at_once_and_heard_as_one(listening, anna, talk, target, eventually):
    from core.model.chat import Button, Post, Role

    await listening.platform.send(target(talk), Post(Role.ANSWER, "Ready", (Button("Undo", Undo()),)))
    press = talk.presses(anna, talk.answers[0], "Undo")
    await eventually(lambda: listening.front_door.received and press.answer)
    (received,) = listening.front_door.received
    assert (received.action, received.reply_to, received.key) == (
        Undo(),
        str(talk.answers[0].id),
        f"p{press.id}",
    )
    assert press.answer["text"] == ""
    await listening.platform.send(target(talk, handle=received.handle), Post(Role.ANSWER, "Undone"))
    assert talk.answers[-1].reply_to == talk.answers[0].id


async def test_a_strangers_press_is_refused_with_a_toast_and_an_admins_is_heard(listening, anna, target, eventually):
    from core.model.chat import Button, Post, Role

    ben = listening.tg.person("Ben", language="zh-hans")
    group = listening.tg.supergroup("G", anna, ben)
    await listening.platform.send(target(group), Post(Role.ANSWER, "Ready", (Button("Undo", Undo()),)))
    shown = group.answers[0]
    listening.front_door.origins[str(shown.id)] = Origin(request=1, project=1, sender="77")
    stranger = group.presses(ben, shown, "Undo")
    await eventually(lambda: stranger.answer)
    assert stranger.answer["text"] == "这个按钮属于提出请求的人。"
    maker = group.presses(anna, shown, "Undo")
    await eventually(lambda: maker.answer and listening.front_door.received)
    assert [(one.sender.name, one.sender.admin) for one in listening.front_door.received] == [("Anna", True)]


async def test_a_group_that_becomes_a_supergroup_is_carried_over(listening, anna, eventually):
    group = listening.tg.group("G", anna)
    new = group.upgrades()
    await eventually(lambda: len(listening.front_door.moves) == 2)  # both chats tell it; the second renames nothing
    assert {(old.chat, to.chat) for old, to in listening.front_door.moves} == {(str(group.chat.id), str(new.chat.id))}


async def test_the_menu_is_told_in_each_language_and_only_when_it_changed(serving, open_adapter, eventually):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        async with open_adapter(tg) as adapter, serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        told = tg.called("setMyCommands")
        assert {(call.params["scope"]["type"], call.params.get("language_code")) for call in told} == {
            (scope, code) for scope in ("all_private_chats", "all_group_chats") for code in (None, "zh")
        }
        async with open_adapter(tg, adapter_data=adapter.adapter_data) as again, serving(again):
            await eventually(lambda: tg.inbox.polled)
        assert len(tg.called("setMyCommands")) == len(told)


async def test_telegram_that_cannot_be_reached_at_start_is_waited_for(serving, open_adapter, eventually, caplog):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        tg.fault("getMe", drop="before", times=3)
        async with open_adapter(tg) as adapter, serving(adapter):
            assert await adapter.service.ready() == "not yet connected"
            await eventually(lambda: tg.inbox.polled)
            assert await adapter.service.ready() is None
    assert "Telegram cannot be reached" in caplog.text
    assert "NEMOBOT_PROXY" in caplog.text


async def test_a_token_that_is_revoked_is_said_and_shows_in_the_readiness(listening, eventually, caplog):
    listening.tg.revoke()
    await eventually(lambda: "Telegram refuses TELEGRAM_BOT_TOKEN" in caplog.text)
    assert await listening.service.ready() == "Telegram refuses the token"
    assert listening.tg.token not in caplog.text


async def test_a_second_program_with_the_token_is_said_and_outlived(listening, anna, talk, eventually, caplog):
    listening.tg.fault("getUpdates", status=409, description="Conflict: terminated by other getUpdates request")
    talk.says(anna, "one")
    await eventually(lambda: "another program fetches this bot's updates" in caplog.text)
    talk.says(anna, "two")
    await eventually(lambda: texts(listening) == ["one", "two"])
    await eventually(lambda: listening.service._health.problem is None)


async def test_a_webhook_that_is_left_over_is_taken_away(serving, open_adapter, eventually):
    async with TelegramDouble(pace=NO_LIMITS) as tg, open_adapter(tg) as adapter:
        await adapter.service._api.set_webhook("https://bot.example/hook")
        async with serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        assert tg.inbox.webhook is None


async def test_a_menu_that_cannot_be_set_is_no_reason_to_be_deaf(open_adapter, serving, eventually, caplog):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        tg.fault("setMyCommands", status=500)
        async with open_adapter(tg) as adapter, serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        assert "the menu of commands could not be set" in caplog.text
        async with open_adapter(tg, adapter_data=adapter.adapter_data) as again, serving(again):
            await eventually(lambda: len(tg.called("setMyCommands")) == 5)


async def test_a_mistake_of_ours_is_logged_and_the_intake_begins_again(open_adapter, serving, eventually, caplog):
    async with TelegramDouble(pace=NO_LIMITS) as tg, open_adapter(tg) as adapter:
        adapter.adapter_data.away = True  # not even the menu can be written down
        async with serving(adapter):
            await eventually(lambda: "it starts again" in caplog.text)
            assert await adapter.service.ready() == "taking updates failed"
            adapter.adapter_data.away = False
            await eventually(lambda: tg.inbox.polled)
            assert await adapter.service.ready() is None


async def test_whom_telegram_will_not_name_an_admin_is_none(listening, anna, target, eventually):
    from core.model.chat import Button, Post, Role

    group = listening.tg.supergroup("G", anna)
    await listening.platform.send(target(group), Post(Role.ANSWER, "Ready", (Button("Undo", Undo()),)))
    listening.front_door.origins[str(group.answers[0].id)] = Origin(request=1, project=1, sender="77")
    listening.tg.fault("getChatMember", status=500)
    listening.tg.fault("answerCallbackQuery", status=400, description="Bad Request: query is too old")
    press = group.presses(anna, group.answers[0], "Undo")
    await eventually(lambda: listening.tg.called("answerCallbackQuery"))
    assert (press.answer, listening.front_door.received) == ({}, [])


def test_updates_are_taken_chat_by_chat_in_order_and_a_moving_group_is_one_chat():
    def at(number, chat, **more):
        return {"update_id": number, "message": {"chat": {"id": chat}, **more}}

    press = {"update_id": 5, "callback_query": {"message": {"chat": {"id": 1}}}}
    odd = {"update_id": 6, "message": "x"}
    updates = [at(1, 1), at(2, 2), at(3, 1), at(4, -9, migrate_to_chat_id=2), press, odd, "nonsense"]
    assert [[one["update_id"] for one in lane] for lane in lanes(updates)] == [[1, 3, 5], [2, 4], [6]]


def test_an_update_of_another_kind_is_decoded_and_means_nothing():
    assert Update.de_json({"update_id": 1, "poll": None}, None).effective_message is None
