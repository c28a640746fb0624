"""The operator's limits as people meet them, in front of a real store and a sandbox that counts every call."""

import re
from dataclasses import replace

import pytest

from core.model.chat import Address, Incoming, Sender
from tests.flow.conftest import ANNA

BEN = Sender("ben", "Ben", "en")
GROUP = Address("stage", "group")


class Watched:
    """What the bot reads of the platform's files."""

    def __init__(self, stage):
        self.opened, self._open = [], stage.open
        stage.open = self.open

    def open(self, file):
        self.opened.append(file.name)
        return self._open(file)


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("nemobot_requests_per_day", r"You may ask for 1 in 24 hours.* again in 1 day;"),
        (
            "nemobot_chat_requests_per_day",
            r"This chat may ask for 1 in 24 hours.* again in 1 day;",
        ),
        ("nemobot_requests_per_minute", r"more than I take from one person in a minute \(1\).* in (1 min|\d+ s);"),
    ],
)
async def test_a_refused_person_causes_no_download_and_no_call_and_is_told_when_to_come_back(worlds, limit, sentence):
    async with worlds(**{limit: 1}) as world:
        await world.say("add music", world.clip())
        calls, watched = len(world.sandbox.seen), Watched(world.stage)
        world.stage.marks.clear()
        await world.say("make it louder", world.clip("second.mp4"))
        assert re.search(sentence, world.stage.said()[-1])
        assert (len(world.sandbox.seen), watched.opened, world.stage.marks) == (calls, [], [])
        assert len(await world.rows("select id from projects")) == 1


async def test_who_is_refused_at_first_makes_no_account_and_no_project(worlds):
    async with worlds(nemobot_chat_requests_per_day=1) as world:
        await world.say("add music", world.clip(), address=GROUP, private=False)
        calls, watched = len(world.sandbox.seen), Watched(world.stage)
        await world.say("mine too", world.clip("b.mp4"), address=GROUP, private=False, sender=BEN)
        assert "This chat" in world.stage.said()[-1]
        assert (len(world.sandbox.seen), watched.opened) == (calls, [])
        assert [row["sender"] for row in await world.rows("select sender from projects")] == ["anna"]


async def test_what_costs_nothing_is_never_limited(worlds):
    async with worlds(nemobot_requests_per_day=1, nemobot_requests_per_minute=1) as world:
        await world.say("add music", world.clip())
        for words in ("/help", "/status", "/versions", "/quota", "/cancel", "/credits", "/language"):
            before = len(world.stage.said())
            await world.say(words)
            assert len(world.stage.said()) == before + 1
            assert "Please" not in world.stage.said()[-1] or words == "/help"
        await world.press("versions", reply_to="m1")
        assert "more than I take" not in "".join(world.stage.said())


async def test_a_flood_is_answered_once_and_leaves_no_rows(worlds, caplog):
    async with worlds(nemobot_requests_per_minute=2) as world:
        for number in range(30):
            await world.send(f"add music number {number}")
        await world.quiet()
        more = Incoming(Address("stage", "chat"), ANNA, "one more", 1.0, private=True, text="add music")
        assert await world.app.intake.receive(more) is False
        assert await world.app.intake.receive(replace(more, key="help", text="/help")) is True
        await world.quiet()
        assert len([text for text in world.stage.said() if "in a minute" in text]) == 1
        assert len(await world.rows("select id from requests")) == 4
        assert len(await world.rows("select id from messages where received")) == 4
        assert len([one for one in caplog.records if "times a minute" in one.getMessage()]) == 1
        assert len(world.turns()) == 2


async def test_open_requests_are_bounded_until_one_has_ended(worlds):
    async with worlds(nemobot_requests_at_once=2, faults={"silent": 0.5}) as world:
        for number in range(3):
            await world.send(f"add music number {number}", address=Address("stage", f"chat {number}"))
        await world.quiet()
        (told,) = [text for text in world.stage.said() if "in hand" in text]
        assert "2 of your requests" in told
        await world.say("add music now")
        assert len(world.turns()) == 3


async def test_a_request_that_failed_is_free(worlds):
    async with worlds(nemobot_requests_per_day=1) as world:
        world.queue(run_sse=[{"status": 403, "json": {"code": 403, "message": "no"}}])
        await world.say("add music", world.clip())
        (retry,) = [button for button in world.stage.buttons() if button.label == "Try again"]
        await world.press(retry.wire, reply_to=next(reversed(world.stage.messages)))
        assert len(world.turns()) == 1
        await world.say("louder")
        assert "You may ask for 1 in 24 hours" in world.stage.said()[-1]


async def test_parts_and_corrections_belong_to_their_request(worlds):
    async with worlds(nemobot_requests_per_day=1) as world:
        key = await world.send("", world.clip("a.mp4"), album="one")
        await world.send("", world.clip("b.mp4"), album="one")
        await world.send("add music", world.clip("c.mp4"), album="one")
        await world.send("", world.clip("a.mp4"), album="one", key=key)
        await world.quiet()
        assert len(world.turns()) == 1
        await world.say("more")
        assert "You may ask for 1 in 24 hours" in world.stage.said()[-1]


async def test_a_caption_that_is_added_to_a_clip_belongs_to_it(worlds):
    async with worlds(nemobot_requests_per_day=1) as world:
        clip = world.clip("a.mp4")
        key = await world.say("", clip)
        await world.say("add music", clip, key=key, corrects=True)
        assert len(world.turns()) == 1
        await world.say("more")
        assert "You may ask for 1 in 24 hours" in world.stage.said()[-1]


async def test_a_batch_counts_as_its_videos_and_is_refused_whole_before_anything_is_read(worlds):
    async with worlds(nemobot_requests_per_day=3) as world:
        await world.say("add music to each one, one video each", world.clip("a.mp4"), world.clip("b.mp4"))
        assert len(world.turns()) == 2
        calls, watched = len(world.sandbox.seen), Watched(world.stage)
        await world.say("add music to each one, one video each", world.clip("c.mp4"), world.clip("d.mp4"))
        assert "One video each makes 2 requests, and the number left is 1" in world.stage.said()[-1]
        assert (len(world.sandbox.seen), watched.opened) == (calls, [])
        await world.say("add music", world.clip("e.mp4"))
        assert len(world.turns()) == 3


async def test_a_restart_forgets_nothing_and_admins_have_no_limit(worlds):
    async with worlds(nemobot_requests_per_day=1) as world:
        await world.say("add music", world.clip())
        await world.restart()
        await world.say("louder")
        assert "You may ask for 1 in 24 hours" in world.stage.said()[-1]
        await world.restart(nemobot_admins=("stage:@anna",))
        await world.say("louder")
        assert len(world.turns()) == 2
        await world.say("/quota")
        assert world.stage.said()[-1] == "There are no limits for you here."


async def test_quota_says_what_is_used_and_when_it_comes_back_in_the_language_of_whoever_asks(worlds):
    limits = {"nemobot_requests_per_minute": 20, "nemobot_requests_at_once": 10}
    async with worlds(nemobot_requests_per_day=5, nemobot_chat_requests_per_day=0, **limits) as world:
        await world.say("/quota")
        assert "Requests in 24 hours: 0 of 5, 5 left" in world.stage.said()[-1]
        await world.say("add music", world.clip())
        calls = len(world.sandbox.seen)
        await world.say("/quota")
        assert len(world.sandbox.seen) == calls
        shown = world.stage.said()[-1]
        assert re.search(r"Requests in a minute: 1 of 20 \(the first comes back in (1 min|\d+ s)\)", shown)
        assert "Requests in hand at the same time: 0 of 10" in shown
        assert re.search(r"Requests in 24 hours: 1 of 5, 4 left \(the first comes back in 1 day\)", shown)
        assert "this chat" not in shown
        await world.say("/quota", sender=Sender("anna", "Anna", "zh-CN"))
        assert "24 小时内的请求：1 / 5，剩余 4" in world.stage.said()[-1]


KILO = 1024


def of(kilobytes):
    """A clip of so many kilobytes."""
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
    return head + bytes(kilobytes * KILO - len(head))


async def uploaded(world):
    """The bytes that count against the limit of uploads."""
    (row,) = await world.rows("select coalesce(sum(amount), 0) as bytes from limit_uses where name = 'upload'")
    return row["bytes"]


async def test_a_file_that_goes_over_is_refused_with_no_download_and_no_call(worlds):
    async with worlds(nemobot_upload_mb_per_day=1) as world:
        await world.say("add music", world.clip(data=of(700)))
        assert await uploaded(world) == 700 * KILO
        calls, watched = len(world.sandbox.seen), Watched(world.stage)
        await world.say("add music", world.clip("second.mp4", data=of(400)))
        assert "324 KB of your 1 MB in 24 hours are left. Please send it again in 1 day" in world.stage.said()[-1]
        assert (len(world.sandbox.seen), watched.opened) == (calls, [])
        await world.say("add music", world.clip("never.mp4", data=of(1100)))
        assert "larger than the 1 MB that you may upload in 24 hours" in world.stage.said()[-1]
        await world.say("/quota")
        assert "Upload in 24 hours: 700 KB of 1 MB, 324 KB left (the first" in world.stage.said()[-1]
        await world.say("add music", world.clip("small.mp4", data=of(300)))
        assert len(world.turns()) == 2


async def test_a_file_whose_size_nobody_said_is_stopped_where_it_passes_what_is_left(worlds):
    async with worlds(nemobot_upload_mb_per_day=1) as world:
        await world.say("add music", world.clip(data=of(700)))
        clip = replace(world.clip("second.mp4", data=of(400)), size=None)
        posted = len(world.calls("upload"))
        await world.say("add music", clip)
        assert "324 KB of your 1 MB in 24 hours are left" in world.stage.said()[-1]
        assert len(world.calls("upload")) == posted
        assert await uploaded(world) == 700 * KILO


async def test_of_several_files_those_that_fit_are_taken(worlds):
    async with worlds(nemobot_upload_mb_per_day=1) as world:
        await world.say("add music", world.clip("large.mp4", data=of(900)), world.clip("b.mp4", data=of(300)))
        assert "b.mp4 doesn't fit: 124 KB of your 1 MB" in "\n".join(world.stage.said())
        assert world.agent.files == ["large.mp4"]
        assert await uploaded(world) == 900 * KILO


async def test_what_is_no_video_takes_nothing_and_an_upload_that_is_repeated_counts_once(worlds):
    async with worlds(nemobot_upload_mb_per_day=1) as world:
        await world.say("add music", world.clip("page.mp4", data=b"<html>" + bytes(500 * KILO)))
        assert await uploaded(world) == 0
        world.queue(upload=[{"status": 502, "html": True}])
        await world.say("add music", world.clip(data=of(700)))
        assert await uploaded(world) == 700 * KILO
        assert len(world.turns()) == 1


async def test_a_kill_anywhere_in_an_upload_counts_it_once(worlds):
    async with worlds(nemobot_upload_mb_per_day=100, nemobot_auto_export=False) as world:
        count = 0

        async def ask(here):
            await world.send("add music", world.clip(data=of(10)), address=here)

        async for _ in world.each_kill(ask, since=lambda: not world.calls("run_sse")):
            count += 1
            assert await uploaded(world) == count * 10 * KILO
            world.sandbox.seen.clear()


async def spent(world):
    """The credits that count against the budget."""
    (row,) = await world.rows("select coalesce(sum(amount), 0) as credits from limit_uses where name = 'credits'")
    return row["credits"]


SHARED = "one-for-all"


async def test_when_the_credits_of_a_day_are_used_up_new_turns_are_refused_with_no_call(worlds, caplog):
    async with worlds(nemo_client_id=SHARED, nemobot_credits_per_day=2) as world:
        for number in range(2):
            await world.say("add music", address=Address("stage", f"chat {number}"), sender=Sender(f"{number}"))
        assert await spent(world) == 2
        calls, watched = len(world.sandbox.seen), Watched(world.stage)
        for number in range(3, 5):
            await world.say("add music", world.clip(), sender=Sender(f"{number}"))
            assert "for everybody here are used up" in world.stage.said()[-1]
            assert "again in 1 day;" in world.stage.said()[-1]
        assert (len(world.sandbox.seen), watched.opened, len(world.turns())) == (calls, [], 2)
        assert len([one for one in caplog.records if "NEMOBOT_CREDITS_PER_DAY" in one.getMessage()]) == 1
        await world.say("/quota", sender=BEN)
        assert (
            "Credits for everybody in 24 hours: 2 of 2, 0 left (the first comes back in 1 day)"
            in world.stage.said()[-1]
        )
        await world.restart()
        await world.say("add music", sender=BEN)
        assert len(world.turns()) == 2


async def test_a_turn_that_waited_while_the_credits_were_used_up_is_not_sent(worlds):
    async with worlds(nemo_client_id=SHARED, nemobot_credits_per_day=1, nemobot_requests_per_day=3) as world:
        await world.say("add music")
        await world.rows("delete from limit_uses where name = 'credits'")
        await world.send("louder")
        await world.send("make it even more quiet")
        await world.quiet()
        assert len(world.turns()) == 2
        assert len(world.calls("run_sse")) == 2
        assert "for everybody here are used up" in "\n".join(world.stage.said())
        (row,) = await world.rows("select count(*) as requests from limit_uses where name = 'day'")
        assert row["requests"] == 2  # the refused one is free


async def test_credits_are_read_only_where_they_are_limited_and_shared(worlds):
    async with worlds(nemobot_credits_per_day=1) as world:
        for _ in range(2):
            await world.say("add music")
        assert len(world.turns()) == 2
        assert world.calls("/credits") == []
        await world.say("/quota")
        assert "Credits" not in world.stage.said()[-1]


async def test_credits_that_cannot_be_read_are_counted_with_the_next_reading(worlds):
    async with worlds(nemo_client_id=SHARED, nemobot_credits_per_day=50) as world:
        await world.say("add music")
        world.queue(credits=[{"status": 502, "html": True}] * 3)
        await world.say("louder")
        assert len(world.turns()) == 2
        await world.say("louder")
        assert await spent(world) >= 2


async def test_a_kill_anywhere_in_a_turn_misses_no_credit(worlds):
    async with worlds(nemo_client_id=SHARED, nemobot_credits_per_day=90, nemobot_auto_export=False) as world:

        async def ask(here):
            await world.send("add music", address=here)

        async for _ in world.each_kill(ask, since=lambda: bool(world.calls("credits"))):
            assert await spent(world) >= len(world.turns())
            assert await world.rows("select id from limit_uses where name = 'turn'") == []
