"""What comes in from a strict server by polling: committed before it is confirmed, never stopped by one of it."""

import asyncio
import errno

import pytest
from telegram import Update

from bots.telegram.handle import address_of
from bots.telegram.raw import chat_of, is_update, unreadable
from core.model.actions import Undo
from core.model.chat import Target, Unseen
from core.model.messages import Origin
from core.model.store_unavailable import StoreUnavailable
from core.words.phrases import say
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

OF_ANNA = Origin(request=1, project=1, sender="")


def texts(adapter):
    return [one.text for one in adapter.front_door.received]


async def test_a_message_is_heard_and_then_confirmed(listening, anna, talk, eventually):
    talk.sends(anna, Clip(), "add music")
    await eventually(lambda: texts(listening) == ["add music"])
    await eventually(lambda: not listening.tg.inbox.waiting)
    assert await listening.service.ready() is None


async def test_an_update_that_is_not_stored_is_not_confirmed_and_comes_again(serving, open_adapter, eventually):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        async with open_adapter(tg) as first, serving(first):
            await eventually(lambda: tg.inbox.polled)
            first.inbox.away = True
            tg.private(anna).says(anna, "one")
            await asyncio.sleep(0.2)
            assert await first.service.ready() == "messages cannot be written down"
            assert texts(first) == []
        assert len(tg.inbox.waiting) == 1
        async with open_adapter(tg) as second, serving(second):
            await eventually(lambda: texts(second) == ["one"])


async def test_what_the_host_refuses_is_tried_until_it_accepts_and_readiness_says_so(
    listening, anna, talk, eventually, caplog
):
    listening.front_door.failures, listening.front_door.failure = 4, StoreUnavailable("database or disk is full")
    talk.says(anna, "one")
    await eventually(lambda: listening.front_door.failures < 4)
    assert await listening.service.ready() == "messages cannot be written down"
    await eventually(lambda: texts(listening) == ["one"])
    assert await listening.service.ready() is None
    assert listening.adapter_data.kept.keys() & {("telegram:undecoded", str(number)) for number in range(100)} == set()
    assert "database or disk is full" in caplog.text


@pytest.mark.parametrize(
    "failure", [OSError(errno.EMFILE, "Too many open files"), MemoryError(), StoreUnavailable("locked")]
)
async def test_no_refusal_of_the_host_is_taken_for_a_fault_of_the_update(listening, anna, talk, eventually, failure):
    listening.front_door.failures, listening.front_door.failure = 6, failure
    talk.says(anna, "one")
    await eventually(lambda: texts(listening) == ["one"])


async def test_what_an_earlier_process_stored_is_handled_by_the_next_one_in_its_order(
    serving, open_adapter, eventually
):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        async with open_adapter(tg) as first, serving(first):
            await eventually(lambda: tg.inbox.polled)
            first.front_door.failures, first.front_door.failure = 10**6, StoreUnavailable("locked")
            for words in ("one", "two", "three"):
                tg.private(anna).says(anna, words)
            await eventually(lambda: not tg.inbox.waiting)
        async with open_adapter(tg, inbox=first.inbox) as second, serving(second):
            await eventually(lambda: texts(second) == ["one", "two", "three"])
            await eventually(lambda: len(second.inbox.handled_numbers) == 3)
        async with open_adapter(tg, inbox=first.inbox) as third, serving(third):
            await eventually(lambda: tg.inbox.polled)
            assert texts(third) == []


async def test_no_chat_waits_for_another_and_none_for_a_poisonous_one(listening, anna, talk, eventually):
    ben = listening.tg.person("Ben")
    listening.front_door.held[str(talk.chat.id)] = slow = asyncio.Event()
    talk.says(anna, "one")
    await eventually(lambda: not listening.tg.inbox.waiting)
    talk.says(anna, "two")
    listening.tg.private(ben).says(ben, "mine")
    await eventually(lambda: texts(listening) == ["mine"])
    await eventually(lambda: not listening.tg.inbox.waiting)
    slow.set()
    await eventually(lambda: texts(listening) == ["mine", "one", "two"])


async def test_an_update_that_fails_for_its_own_sake_is_kept_its_sender_told_and_the_next_ones_come(
    listening, anna, talk, eventually, caplog
):
    listening.front_door.poison = "poison"
    talk.says(anna, "poison")
    talk.says(anna, "next")
    await eventually(lambda: texts(listening) == ["", "next"])
    told = listening.front_door.received[0]
    assert (told.unseen, told.sender.id, told.private) == (Unseen.UNREADABLE, str(anna.id), True)
    assert any("poison" in value for value in listening.adapter_data.kept.values())
    assert "set aside" in caplog.text
    assert "a defect that these words bring about" in caplog.text
    assert await listening.service.ready() is None


async def test_in_a_group_only_who_asked_the_bot_is_told_of_what_it_cannot_read(listening, anna, eventually):
    listening.tg.crowd.privacy = False
    group = listening.tg.supergroup("G", anna)
    listening.front_door.poison = "poison"
    group.says(anna, "@nemo_test_bot poison")
    listening.tg.push_raw("message", {"message_id": "seven", "chat": {"id": group.chat.id, "type": "supergroup"}})
    group.says(anna, "/help")
    await eventually(lambda: texts(listening) == ["", "/help"])
    assert listening.front_door.received[0].unseen is Unseen.UNREADABLE


async def test_an_update_that_can_neither_be_handled_nor_set_aside_for_now_waits(listening, anna, talk, eventually):
    listening.front_door.poison, listening.adapter_data.away = "poison", True
    talk.says(anna, "poison")
    talk.says(anna, "next")
    await asyncio.sleep(0.3)
    assert await listening.service.ready() == "messages cannot be written down"
    listening.adapter_data.away = False
    await eventually(lambda: texts(listening) == ["", "next"])


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


async def test_no_file_of_an_album_is_lost_while_the_host_refuses_the_first_of_them(listening, anna, eventually):
    listening.tg.crowd.privacy = False
    group = listening.tg.supergroup("G", anna)
    listening.front_door.failures, listening.front_door.failure = 1, StoreUnavailable("locked")
    group.album(anna, [Clip(name="a.mp4"), Clip(name="b.mp4")], ["", "@nemo_test_bot join them"])
    await eventually(lambda: texts(listening) == ["", "join them"])


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


@pytest.mark.parametrize("told_by", [0, 1])  # the group, the supergroup
async def test_what_is_said_in_the_supergroup_waits_for_what_was_said_in_the_group(
    listening, anna, eventually, told_by
):
    group = listening.tg.group("G", anna)
    listening.front_door.held[str(group.chat.id)] = slow = asyncio.Event()
    group.says(anna, "/edit@nemo_test_bot one")
    group.says(anna, "/edit@nemo_test_bot two")
    new = group.upgrades(told=False)
    group.updates_of_upgrade()[told_by]()
    new.says(anna, "/edit@nemo_test_bot three")
    other = listening.tg.private(anna)
    other.says(anna, "mine")
    await eventually(lambda: texts(listening) == ["mine"])
    assert listening.front_door.moves == []
    slow.set()
    await eventually(lambda: texts(listening) == ["mine", "one", "two", "three"])
    assert len(listening.front_door.moves) == 1


async def test_groups_that_seem_to_become_each_other_do_not_wait_for_each_other(listening, anna, eventually):
    first, second = listening.tg.group("G", anna), listening.tg.group("H", anna)
    for here, there in ((first, second), (second, first)):
        here.says(anna, "/edit@nemo_test_bot one")
        listening.tg.push_raw("message", move(here.chat.id, there.chat.id))
        listening.tg.push_raw("message", move(here.chat.id, here.chat.id))
    for place in (first, second):
        place.says(anna, "/edit@nemo_test_bot two")
    await eventually(lambda: sorted(texts(listening)) == ["one", "one", "two", "two"])


def move(group, supergroup):
    chat = {"id": group, "type": "group", "title": "G"}
    return {"message_id": 7, "date": 1, "chat": chat, "migrate_to_chat_id": supergroup}


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


async def test_what_people_read_before_start_is_told_in_each_language_and_only_when_it_changed(
    serving, open_adapter, eventually
):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        async with open_adapter(tg) as adapter, serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        for method, field, most in (
            ("setMyDescription", "description", 512),
            ("setMyShortDescription", "short_description", 120),
        ):
            told = tg.called(method)
            assert [call.params.get("language_code") for call in told] == [None, "zh"]
            assert all(0 < len(call.params[field]) <= most for call in told)
        async with open_adapter(tg, adapter_data=adapter.adapter_data) as again, serving(again):
            await eventually(lambda: tg.inbox.polled)
        assert len(tg.called("setMyDescription")) == 2


OURS = {
    (field, code): say(language, key)
    for code, language in (("", "en"), ("zh", "zh"))
    for field, key in (("description", "profile.description"), ("short_description", "profile.short"))
}


@pytest.mark.parametrize("tells_text_for_all", [False, True])
@pytest.mark.parametrize(
    ("theirs", "stays"),
    [
        ({}, {}),
        ({("description", ""): "Our studio's bot"}, {("description", "")}),
        ({("short_description", "zh"): "我们的机器人"}, {("short_description", "zh")}),
        (dict.fromkeys(OURS, "Theirs"), set(OURS)),
        ({("description", ""): OURS["description", ""]}, {}),
    ],
)
async def test_what_the_operator_wrote_about_the_bot_stays_in_each_language(
    serving, open_adapter, eventually, theirs, stays, tells_text_for_all
):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        tg.about.descriptions |= theirs
        tg.about.tells_text_for_all = tells_text_for_all
        async with open_adapter(tg) as adapter, serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        told = tg.about.descriptions
        assert {one: told[one] for one in stays} == {one: theirs[one] for one in stays}
        free = {one for one in OURS if one not in stays and not (tells_text_for_all and (one[0], "") in stays)}
        assert {one: told[one] for one in free} == {one: OURS[one] for one in free}


async def test_what_an_earlier_release_said_about_the_bot_is_replaced_and_what_its_operator_changed_is_not(
    serving, open_adapter, eventually, monkeypatch
):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        with monkeypatch.context() as earlier:
            earlier.setattr("bots.telegram.profile.say", lambda language, key: f"old {language} {key}")
            async with open_adapter(tg) as adapter, serving(adapter):
                await eventually(lambda: tg.inbox.polled)
        tg.about.descriptions["description", ""] = "Our studio's bot"
        async with open_adapter(tg, adapter_data=adapter.adapter_data) as again, serving(again):
            await eventually(lambda: tg.inbox.polled)
        assert tg.about.descriptions == OURS | {("description", ""): "Our studio's bot"}


async def test_descriptions_that_cannot_be_read_are_not_replaced(open_adapter, serving, eventually, caplog):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        tg.fault("getMyDescription", status=404, description="Not Found: method not found")
        async with open_adapter(tg) as adapter, serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        assert not tg.called("setMyDescription", "setMyShortDescription")
        assert "description could not be set" in caplog.text


async def test_descriptions_that_cannot_be_set_are_no_reason_to_be_deaf(open_adapter, serving, eventually, caplog):
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        tg.fault("setMyDescription", retry_after=300)
        async with open_adapter(tg) as adapter, serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        assert "description could not be set" in caplog.text


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


async def test_a_webhook_that_is_left_over_is_taken_away_and_that_is_said(serving, open_adapter, eventually, caplog):
    async with TelegramDouble(pace=NO_LIMITS) as tg, open_adapter(tg) as adapter:
        async with serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        assert "webhook" not in caplog.text
        await adapter.service._api.set_webhook("https://bot.example/secret-hook")
        async with serving(adapter):
            await eventually(lambda: tg.inbox.polled)
        assert tg.inbox.webhook is None
    assert "the webhook at bot.example was removed" in caplog.text
    assert "secret-hook" not in caplog.text


async def test_the_kinds_of_updates_that_a_webhook_left_behind_are_replaced_by_ours(
    serving, open_adapter, anna, eventually
):
    async with TelegramDouble(pace=NO_LIMITS) as tg, open_adapter(tg) as adapter:
        await adapter.service._api.set_webhook("https://bot.example/hook", allowed_updates=["poll"])
        async with serving(adapter):
            await eventually(lambda: tg.inbox.polled)
            tg.private(tg.person("Anna")).says(tg.person("Anna"), "one")
            await eventually(lambda: texts(adapter) == ["one"])
        assert tg.inbox.allowed == ["callback_query", "edited_message", "message", "my_chat_member"]


async def test_a_webhook_that_is_set_while_updates_are_polled_is_taken_away_too(listening, eventually, caplog):
    await listening.service._api.set_webhook("https://bot.example/hook")
    await eventually(lambda: "the webhook at bot.example was removed" in caplog.text)
    await eventually(lambda: listening.tg.inbox.polled)


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


@pytest.fixture
async def shown(listening, anna, target):
    """A group with a button of somebody else's under the bot's answer; Anna administers it."""
    from core.model.chat import Button, Post, Role

    group = listening.tg.supergroup("G", anna)
    await listening.platform.send(target(group), Post(Role.ANSWER, "Ready", (Button("Undo", Undo()),)))
    listening.front_door.origins[str(group.answers[0].id)] = Origin(request=1, project=1, sender="77")
    return group


async def test_no_message_waits_while_telegram_is_asked_who_administers_the_group(listening, anna, shown, eventually):
    listening.tg.fault("getChatMember", delay=1.0)
    press = shown.presses(anna, shown.answers[0], "Undo")
    shown.says(anna, "/help@nemo_test_bot")
    await eventually(lambda: texts(listening) == ["/help"])
    assert not press.answer
    await eventually(lambda: press.answer)
    await eventually(lambda: [one.action for one in listening.front_door.received] == [None, Undo()])


async def test_an_admin_is_remembered_for_a_minute(listening, anna, shown, eventually):
    presses = [shown.presses(anna, shown.answers[0], "Undo") for _ in range(3)]
    await eventually(lambda: len(listening.front_door.received) == 3)
    assert len(listening.tg.called("getChatMember")) == 1
    await eventually(lambda: [press.answer.get("text") for press in presses] == ["", "", ""])
    await asyncio.sleep(61 / 100)  # a minute of the adapter's clock
    shown.presses(anna, shown.answers[0], "Undo")
    await eventually(lambda: len(listening.front_door.received) == 4)
    assert len(listening.tg.called("getChatMember")) == 2


async def test_a_press_that_was_being_judged_when_the_process_ended_is_judged_by_the_next(
    open_adapter, serving, eventually, target
):
    from core.model.chat import Button, Post, Role

    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        group = tg.supergroup("G", anna)
        async with open_adapter(tg) as first, serving(first):
            await first.platform.send(target(group), Post(Role.ANSWER, "Ready", (Button("Undo", Undo()),)))
            first.front_door.origins[str(group.answers[0].id)] = Origin(request=1, project=1, sender="77")
            tg.fault("getChatMember", delay=3.0)
            group.presses(anna, group.answers[0], "Undo")
            await eventually(lambda: tg.called("getChatMember"))
        assert first.front_door.received == []
        async with open_adapter(tg, inbox=first.inbox) as second:
            second.front_door.origins = first.front_door.origins
            async with serving(second):
                await eventually(lambda: [one.action for one in second.front_door.received] == [Undo()])


async def test_whoever_asked_as_a_channel_is_told_a_way_that_works(listening, shown, eventually):
    ben = listening.tg.person("Ben", language="zh-hans")
    listening.front_door.origins[str(shown.answers[0].id)] = Origin(request=1, project=1, sender="-100777")
    press = shown.presses(ben, shown.answers[0], "Undo")
    await eventually(lambda: press.answer)
    assert press.answer["text"] == say("zh", "error.button_of_channel")
    assert listening.front_door.received == []


async def test_who_cannot_be_judged_now_is_not_told_that_the_button_is_somebody_elses(
    listening, anna, shown, eventually
):
    listening.tg.fault("getChatMember", status=500)
    press = shown.presses(anna, shown.answers[0], "Undo")
    await eventually(lambda: press.answer)
    assert press.answer["text"] == say("en", "error.admin_unknown")
    again = shown.presses(anna, shown.answers[0], "Undo")
    await eventually(lambda: again.answer)
    assert again.answer["text"] == ""


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


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": {"chat": {"id": 1}}}, 1),
        ({"edited_message": {"chat": {"id": 1}}}, 1),
        ({"message": {"chat": {"id": -9}, "migrate_to_chat_id": -2}}, -2),
        ({"callback_query": {"message": {"chat": {"id": 1}}}}, 1),
        ({"my_chat_member": {"chat": {"id": -3}}}, -3),
        ({"message": {"chat": {"id": [1]}}}, None),
        ({"message": {"chat": 5}}, None),
        ({"message": "x"}, None),
        ({}, None),
    ],
)
def test_the_chat_of_an_update_is_known_before_it_is_decoded(update, chat):
    assert chat_of({"update_id": 1} | update) == chat


@pytest.mark.parametrize("nonsense", [None, [], {}, "1", {"update_id": "1"}, {"update_id": -1}, {"update_id": 2**63}])
def test_what_has_no_number_that_can_be_stored_is_no_update(nonsense):
    assert not is_update(nonsense)


@pytest.mark.parametrize(
    "message",
    [
        {"message_id": "x", "chat": {"id": 5, "type": "private"}, "from": {"id": 5}},
        {"chat": {"id": 5, "type": "private"}, "from": {"id": 5, "first_name": [], "language_code": {}}, "date": "now"},
    ],
)
def test_who_wrote_what_cannot_be_decoded_is_told_so(message, bot):
    told = unreadable({"update_id": 8, "message": message}, bot)
    assert (told.address.chat, told.sender.id, told.key, told.unseen) == ("5", "5", "u8", Unseen.UNREADABLE)


def test_an_update_of_another_kind_is_decoded_and_means_nothing():
    assert Update.de_json({"update_id": 1, "poll": None}, None).effective_message is None


async def test_a_bot_that_is_renamed_while_it_runs_hears_to_its_new_name(listening, anna, eventually, caplog):
    caplog.set_level("INFO", "bots.telegram.service")
    tg = listening.tg
    tg.crowd.privacy = False
    group = tg.supergroup("G", anna)
    group.says(anna, "/edit@nemo_test_bot one")
    await eventually(lambda: texts(listening) == ["one"])
    tg.renames_bot("film_bot")
    await eventually(lambda: "the bot is called @film_bot now" in caplog.text)
    group.says(anna, "/edit@nemo_test_bot somebody else's by now")
    group.says(anna, "@film_bot two")
    group.says(anna, "/edit@film_bot three")
    await eventually(lambda: texts(listening) == ["one", "two", "three"])
    where = Target(address_of(group.chat.id, None), False, "1")
    assert listening.platform.capabilities(where).command_name == "film_bot"


async def test_a_name_that_cannot_be_asked_for_stays(listening, anna, talk, eventually):
    listening.tg.fault("getMe", status=502, times=3)
    asked = len(listening.tg.called("getMe"))
    await eventually(lambda: len(listening.tg.called("getMe")) >= asked + 4)
    talk.says(anna, "/edit@nemo_test_bot one")
    await eventually(lambda: texts(listening) == ["one"])
