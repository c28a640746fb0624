"""Short words: an answer where the agent asked something, and free where it did not."""

from dataclasses import replace

import pytest


def last(world):
    return list(world.stage.messages.values())[-1].post


@pytest.mark.parametrize("said", ["yes, start please", "开始吧", "ok", "好", "Yes!", "no thanks", "開始吧"])
async def test_after_a_question_a_short_answer_is_sent_to_the_agent(world, said):
    await world.say("a question about the music")
    await world.say(said)
    assert world.turns() == ["a question about the music", said]


@pytest.mark.parametrize(
    "said", ["yes, start please", "开始吧", "ok", "好", "nice", "thanks", "等一下", "where is it?", "还没好吗"]
)
@pytest.mark.parametrize("before", ["", "add music"])
async def test_without_a_question_it_is_answered_and_costs_no_turn(world, said, before):
    if before:
        await world.say(before, world.clip())
    seen = len(world.calls("/run_sse"))
    messages = len(world.stage.messages)
    await world.say(said)
    assert len(world.calls("/run_sse")) == seen
    assert len(world.stage.messages) > messages
    assert "error" not in last(world).text


@pytest.mark.parametrize("said", ["nice", "thanks!", "谢谢", "等一下", "wait", "还没好吗", "ready?"])
async def test_thanks_and_waiting_are_free_also_after_a_question(world, said):
    await world.say("a question about the music")
    await world.say(said)
    assert world.turns() == ["a question about the music"]


async def test_thanks_after_a_question_recall_it(world):
    await world.say("a question about the music")
    await world.say("nice")
    assert "the editor's question" in last(world).text


async def test_a_question_is_answered_once(world):
    await world.say("a question about the music")
    world.fault(turn_seconds=0.2)
    await world.send("yes")
    await world.until(lambda: len(world.calls("/run_sse")) == 2)
    await world.say("ok")
    await world.say("yes")
    assert world.turns() == ["a question about the music", "yes"]
    assert any("still working" in text for text in world.stage.said())


async def test_a_question_stays_open_over_an_answer_that_never_reached_the_agent(world):
    await world.say("a question about the music")
    world.queue(run_sse=[{"json": {"code": 2001, "message": "no credits"}}])
    await world.say("yes")
    await world.say("/status")
    await world.say("yes please")
    assert world.turns() == ["a question about the music", "yes please"]


async def test_a_question_is_still_open_after_a_restart(world):
    await world.say("a question about the music")
    await world.restart()
    await world.say("好的")
    assert world.turns() == ["a question about the music", "好的"]


@pytest.mark.parametrize("said", ["yes", "好", "开始吧", "👍"])
async def test_a_question_is_open_for_a_day(later, world, said):
    await world.say("a question about the music")
    later(23)
    await world.say(said)
    assert world.turns() == ["a question about the music", said]


@pytest.mark.parametrize("said", ["yes", "ok", "好", "👍", "no thanks"])
async def test_what_nobody_remembers_any_more_is_no_question(later, world, said):
    await world.say("a question about the music")
    later(20)
    await world.say("/status")
    await world.restart()
    later(5)
    await world.say(said)
    assert world.turns() == ["a question about the music"]
    assert any(one in last(world).text for one in ("Tell me what to change", "想改什么"))


async def test_a_question_that_a_clock_ahead_recorded_is_not_open_for_as_long_as_it_was_ahead(later, world):
    later(24 * 5)
    await world.restart()
    await world.say("a question about the music")
    later(-24 * 5)
    await world.restart()
    later(24 * 2)
    await world.say("ok")
    assert world.turns() == ["a question about the music"]


async def test_a_reply_to_an_old_question_is_its_answer(later, world):
    await world.say("a question about the music")
    asked = next(key for key, one in world.stage.messages.items() if "subtitles" in one.post.text)
    later(24 * 6)
    await world.say("yes", reply_to=asked)
    assert world.turns() == ["a question about the music", "yes"]


async def test_thanks_a_day_later_recall_no_question(later, world):
    await world.say("a question about the music")
    later(25)
    await world.say("thanks")
    assert "the editor's question" not in last(world).text


async def test_an_answer_by_reply_goes_to_the_project_that_asked(world):
    await world.say("a question about the music")
    asked = next(key for key, one in world.stage.messages.items() if "subtitles" in one.post.text)
    await world.say("/new")
    await world.say("ok")
    assert len(world.turns()) == 1
    await world.say("ok", reply_to=asked)
    assert len(world.turns()) == 2
    rows = await world.rows("select distinct project from requests where flow = 'edit'")
    assert len(rows) == 1


@pytest.mark.parametrize("said", ["where's my video?", "show me the video", "视频呢", "影片呢？", "看看成片"])
async def test_asking_for_a_film_of_a_bare_clip_costs_no_turn(world, said):
    await world.say("", world.clip())
    await world.say(said)
    assert world.turns() == []
    assert "Nothing is running" in last(world).text or "没有" in last(world).text


@pytest.mark.parametrize(("said", "turns"), [("👍", 2), ("👎", 2), ("❤️", 1)])
async def test_a_thumb_is_an_answer_to_a_question(world, said, turns):
    await world.say("a question about the music")
    await world.say(said)
    assert len(world.turns()) == turns
    await world.say("change nothing")
    before = len(world.turns())
    await world.say(said)
    assert len(world.turns()) == before


@pytest.mark.parametrize("said", ["show me", "给我看看", "where is it?", "影片在哪裡？", "where's my video?", "视频呢"])
async def test_show_me_sends_the_film_again_without_a_turn_or_a_render(world, said):
    await world.say("add music", world.clip())
    await world.say(said)
    assert len(world.turns()) == 1
    assert len(world.submits()) == 1
    assert len(world.stage.films()) == 2


async def test_show_me_is_a_status_where_there_is_no_film_and_makes_no_account(world):
    await world.say("show me")
    assert "Nothing going on here yet" in last(world).text
    assert list(world.sandbox.seen) == []


async def test_show_me_beside_a_running_turn_is_its_status_at_once(world):
    await world.say("add music", world.clip())
    world.fault(turn_seconds=0.3)
    await world.send("add a title")
    await world.until(lambda: len(world.calls("/run_sse")) == 2)
    await world.send("show me")
    await world.until(lambda: any("Running:" in text for text in world.stage.said()))
    await world.quiet()
    assert len(world.stage.films()) == 2


@pytest.mark.parametrize("said", ["too slow", "太慢了", "it's too long", "还是太慢了", "不够快", "太長了"])
async def test_too_slow_is_a_wish_where_there_is_a_film_and_nothing_runs(world, said):
    await world.say("add music", world.clip())
    await world.say(said)
    assert world.turns() == ["add music", said]
    assert len(world.stage.films()) == 2


@pytest.mark.parametrize("said", ["too slow", "太慢了", "好慢啊", "it's too long", "不够快"])
async def test_too_slow_beside_a_running_turn_is_answered_with_how_far_it_is(world, said):
    await world.say("add music", world.clip())
    world.fault(turn_seconds=0.3)
    await world.send("add a title")
    await world.until(lambda: len(world.calls("/run_sse")) == 2)
    await world.send(said)
    await world.until(lambda: any("Running:" in text or "正在" in text for text in world.stage.said()))
    await world.quiet()
    assert world.turns() == ["add music", "add a title"]


@pytest.mark.parametrize("said", ["too slow", "太慢了"])
async def test_too_slow_with_nothing_there_costs_nothing(world, said):
    await world.say(said)
    assert list(world.sandbox.seen) == []


@pytest.mark.parametrize("said", ["too slow", "太慢了"])
async def test_too_slow_right_after_a_bare_clip_is_said_of_the_clip(world, said):
    await world.send("", world.clip())
    await world.say(said)
    assert world.turns() == [said]


@pytest.mark.parametrize("said", ["taking too long", "等太久了", "太久了", "hurry up"])
async def test_waiting_too_long_is_never_said_of_a_film(world, said):
    await world.say("add music", world.clip())
    await world.say(said)
    assert world.turns() == ["add music"]


@pytest.mark.parametrize("said", ["delete my data", "/forget", "请删除我的数据", "刪除我的資料"])
async def test_a_wish_to_be_forgotten_gets_a_sentence_and_goes_nowhere_else(world, said):
    await world.say("add music", world.clip())
    calls = len(world.sandbox.seen)
    await world.say(said)
    assert len(world.sandbox.seen) == calls
    assert any(one in last(world).text for one in ("Shall I delete everything", "要删除我在这个聊天里保存的一切吗"))


async def test_a_new_video_is_a_turn_and_no_empty_project(world):
    await world.say("make a new video")
    assert world.turns() == ["make a new video"]
    await world.say("save the last clip")
    assert world.turns()[1:] == ["save the last clip"]


async def test_ok_after_a_bare_clip_joins_nothing(world):
    await world.send("", world.clip())
    await world.say("ok")
    assert world.turns() == []
    assert any("What would you like me to do with it?" in text for text in world.stage.said())


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("how much did that cost?", "I take no payment myself"),
        ("免费吗", "我本身不收钱"),
        ("who sees my videos", "To NemoVideo (127.0.0.1): your clips and your wishes"),
        ("我的视频会外流吗", "交给 NemoVideo（127.0.0.1）：素材和你的要求"),
        ("does it work with 4k", "up to 1080p"),
        ("视频最长可以多长", "最高 1080p"),
        ("are you a bot?", "I'm a bot"),
        ("你是机器人吗", "我是机器人"),
    ],
)
@pytest.mark.parametrize("before", ["", "add music", "a question about the music"])
async def test_what_is_asked_about_the_bot_is_answered_at_once_and_free(world, said, answered, before):
    if before:
        await world.say(before, world.clip())
    posted = {one["path"] for one in world.sandbox.seen if one["method"] == "POST"}
    turns = len(world.calls("/run_sse"))
    await world.say(said)
    assert answered in last(world).text
    assert len(world.calls("/run_sse")) == turns
    assert {one["path"] for one in world.sandbox.seen if one["method"] == "POST"} == posted


async def test_what_an_account_has_left_stands_beside_what_things_cost(world):
    await world.say("is this free?")
    assert "You have no account yet" in last(world).text
    await world.say("add music", world.clip())
    await world.say("is this free?")
    assert "Credits:" in last(world).text


async def test_a_chat_that_carries_less_says_so(world):
    await world.say("what is the max file size")
    assert "In this chat" not in last(world).text
    world.stage.here = replace(world.stage.here, incoming_bytes=20 * 1024 * 1024)
    await world.say("what is the max file size")
    assert "In this chat a file may be up to 20 MB" in last(world).text


async def test_with_the_command_for_a_wish_such_words_are_one(world):
    await world.say("is this free?", wished=True)
    assert world.turns() == ["is this free?"]
