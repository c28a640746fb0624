"""A turn's stream in every shape: dialects, crashes, cuts, silence, and what the person reads of each."""

import pytest

from core.flows import after_turn
from core.model.chat import NotSent, Role
from core.nemo.errors import Unreachable


def last(world):
    return list(world.stage.messages.values())[-1].post


def said(world):
    return "\n".join(world.stage.said())


@pytest.mark.parametrize("dialect", ["adk", "typed"])
@pytest.mark.parametrize("heartbeat", ["data", "comment", "event", "json", "word", "mixed"])
async def test_words_come_whole_in_both_dialects_whatever_a_heartbeat_looks_like(world, dialect, heartbeat):
    world.fault(dialect=dialect, heartbeat=heartbeat, turn_seconds=0.05, thought=True, partials=True)
    await world.say("add music")
    assert "Added music: add music" in said(world)
    assert len(world.stage.films()) == 1


async def test_the_spurious_excuse_is_not_shown(world):
    world.fault(tail=True)
    await world.say("add music")
    assert "temporary issue" not in said(world)
    assert "Added music" in said(world)


@pytest.mark.parametrize("ending", ["event", "crash", "crash_invalid"])
async def test_a_run_that_stops_with_an_error_says_so_and_can_be_tried_again(world, ending):
    world.fault(stream_error=ending, applies=False)
    await world.say("add music")
    assert "stopped with an error, and nothing on the timeline has changed" in said(world)
    assert "again:1" in [button.wire for button in last(world).buttons]
    assert len(world.calls("/run_sse")) == 1


async def test_a_run_that_changed_something_before_its_error_shows_it(world):
    world.fault(stream_error="event")
    await world.say("add music", world.clip())
    assert "This much has changed" in said(world)
    assert len(world.calls("/run_sse")) == 1


@pytest.mark.parametrize("cut", ["early", "late", "mid_event", "mid_character"])
async def test_a_turn_whose_stream_breaks_is_reconciled_and_never_sent_again(world, cut):
    world.fault(cut=cut)
    await world.say("加音乐", world.clip())
    assert len(world.calls("/run_sse")) == 1
    assert "修改" in said(world) or "改动" in said(world)
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize("answer", [{"status": 502, "html": True, "work": True}, {"html": True, "work": True}])
async def test_a_turn_answered_without_a_stream_is_reconciled_and_never_sent_again(world, answer):
    world.queue(run_sse=[answer])
    await world.say("add music")
    assert len(world.calls("/run_sse")) == 1
    assert "your edit went through" in said(world)
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize("cut", ["empty", "no_blank"])
async def test_an_odd_end_of_a_stream_loses_nothing(world, cut):
    world.fault(cut=cut)
    await world.say("add music")
    assert len(world.calls("/run_sse")) == 1
    assert "+ BGM: add music" in said(world)
    assert len(world.stage.films()) == 1


async def test_heartbeats_alone_are_told_after_the_silence_limit_and_read_on(world):
    world.fault(turn_seconds=0.4)
    await world.say("add music")
    notes = [one.posts[0].text for one in world.stage.messages.values() if one.post.role is Role.NOTE]
    assert any("quiet for a while" in note for note in notes)
    assert len(world.stage.films()) == 1


async def test_a_turn_over_its_limit_is_left_and_its_late_change_still_found(worlds):
    async with worlds(nemobot_turn_timeout_seconds=0.3, nemobot_recovery_seconds=(0.1,)) as world:
        world.fault(turn_seconds=0.6)
        await world.say("add music")
        texts = [post.text for one in world.stage.messages.values() for post in one.posts]
        assert any("I've stopped waiting" in text for text in texts)
        assert world.turns() == ["add music"]
        assert len(world.calls("/run_sse")) == 1
        assert len(world.stage.films()) == 1


async def test_until_when_a_lost_turn_is_looked_for_is_told_as_soon_as_there_is_room(worlds):
    async with worlds(nemobot_turn_timeout_seconds=0.5, nemobot_recovery_seconds=(0.05,)) as world:
        world.queue(run_sse=[{"drop": "before"}])
        world.stage.no_room += [NotSent("flood control", 60.0)] * 2
        await world.say("add music")
        assert world.stage.no_room == []
        assert any("You'll know in" in text for text in _texts(world))


async def test_a_lost_turn_without_a_change_is_said_with_retry_and_keeps_the_lane_until_then(worlds):
    async with worlds(nemobot_turn_timeout_seconds=2.5, nemobot_recovery_seconds=(0.02,)) as world:
        world.queue(run_sse=[{"drop": "before"}])
        await world.send("add music")
        await world.until(lambda: any("after several looks nothing has changed" in text for text in world.stage.said()))
        assert [button.wire for button in last(world).buttons] == ["again:1"]
        await world.send(press="again:1")
        await world.until(lambda: any("what happened to the last edit" in text for text in _texts(world)))
        assert len(world.calls("/run_sse")) == 1
        await world.quiet()
        assert len(world.calls("/run_sse")) == 2
        assert world.turns() == ["add music"]


async def test_a_change_found_late_goes_on_like_any_turn_and_withdraws_the_retry(worlds):
    async with worlds(nemobot_turn_timeout_seconds=3.0, nemobot_recovery_seconds=(0.02,)) as world:
        world.queue(run_sse=[{"faults": {"cut": "early", "turn_seconds": 1.0}}])
        await world.send("add music")
        await world.until(lambda: any("after several looks" in text for text in world.stage.said()))
        await world.send(press="again:1")
        await world.quiet()
        assert world.turns() == ["add music"]
        assert "go through after all" in said(world)
        assert not any("after several looks" in text for text in world.stage.said())
        assert len(world.stage.films()) == 1


async def test_a_retry_that_was_withdrawn_does_nothing_where_somebody_still_sees_it(worlds):
    async with worlds(nemobot_turn_timeout_seconds=3.0, nemobot_recovery_seconds=(0.02,)) as world:
        world.queue(run_sse=[{"faults": {"cut": "early", "turn_seconds": 1.0}}])
        await world.send("add music")
        await world.until(lambda: any("after several looks" in text for text in world.stage.said()))
        [report] = [key for key, one in world.stage.messages.items() if "after several looks" in one.post.text]
        await world.quiet()
        await world.press("again:1", reply_to=report)
        assert "this button does nothing any more" in said(world)
        assert world.turns() == ["add music"]
        assert len(world.stage.films()) == 1


async def test_a_try_again_that_is_tapped_twice_is_one_turn(world):
    await world.say("add music")
    film = world.stage.films()[0].key
    await world.send(press="again:1", reply_to=film)
    await world.send(press="again:1", reply_to=film)
    await world.quiet()
    assert len(world.turns()) == 2
    assert "I have that already" in said(world)


async def test_a_turn_that_ends_between_two_reads_of_one_snapshot_is_not_taken_for_one_without_effect(worlds):
    async with worlds(nemobot_turn_timeout_seconds=5.0, nemobot_recovery_seconds=(0.02,)) as world:
        world.queue(run_sse=[{"faults": {"cut": "early", "turn_seconds": 1.0}}])
        await world.send("add music")
        await world.until(lambda: any("after several looks" in text for text in world.stage.said()))
        world.queue(credits=[{"delay": 1.5}] * 3)
        await world.quiet()
        assert "go through after all" in said(world)
        assert len(world.stage.films()) == 1


async def test_on_an_account_that_other_chats_share_reserved_credits_are_not_read(worlds):
    async with worlds(nemo_client_id="one-for-all", nemobot_turn_timeout_seconds=0.4) as world:
        world.queue(run_sse=[{"drop": "after"}])
        await world.say("add music")
        assert world.calls("/credits") == []
        assert "your edit went through" in said(world)


async def test_a_connection_that_was_never_made_is_tried_once_more(world, monkeypatch):
    client, tries = world.app.services.client, []
    honest = type(client).turn

    def refused(self, *args):
        tries.append(args)
        if len(tries) == 1:
            raise Unreachable
        return honest(self, *args)

    monkeypatch.setattr(type(client), "turn", refused)
    await world.say("add music")
    assert len(tries) == 2
    assert world.turns() == ["add music"]
    assert len(world.stage.films()) == 1


async def test_a_cancel_is_shown_while_the_turn_is_read_on(world, monkeypatch):
    from core.flows import turn

    monkeypatch.setattr(turn, "TICK_SECONDS", 0.02)
    world.fault(turn_seconds=1.0)
    await world.send("add music")
    await world.until(lambda: world.calls("/run_sse"))
    await world.send("/cancel")
    await world.until(lambda: "Cancelled." in world.stage.said(Role.STATUS))
    assert world.turns() == []
    await world.quiet()
    assert world.turns() == ["add music"]
    assert world.stage.films() == []


async def test_a_lost_turn_is_settled_sooner_when_its_reserved_credits_fall_back(worlds):
    async with worlds(nemobot_turn_timeout_seconds=60.0, nemobot_recovery_seconds=(0.05,)) as world:
        world.queue(run_sse=[{"faults": {"cut": "early", "turn_seconds": 0.6, "applies": False}}])
        await world.say("add music")
        assert len(world.calls("/run_sse")) == 1
        assert "after several looks nothing has changed" in said(world)


async def test_a_lost_turn_whose_session_cannot_be_read_ends_with_a_sentence(worlds):
    async with worlds(nemobot_turn_timeout_seconds=0.2, nemobot_recovery_seconds=(0.05,)) as world:
        world.queue(run_sse=[{"drop": "after"}], state=[{}] + [{"status": 502, "html": True}] * 100)
        await world.say("add music")
        assert "can't tell what became of your edit" in last(world).text
        assert len(world.calls("/run_sse")) == 1


@pytest.mark.parametrize(
    ("words", "doing"),
    [
        ("seedance_generate_video", "doing.generating"),
        ("suno_music", "doing.music"),
        ("media_understanding", "doing.watching"),
        ("edit_multitrack", "doing.editing"),
    ],
)
def test_what_a_tool_does_is_told_without_its_name(words, doing):
    from core.flows import turn

    assert turn.doing(words) == doing


async def test_screen_talk_about_credits_and_panels_is_answered_with_what_they_show(world):
    await world.say("add music", world.clip())
    world.queue(run_sse=[{"faults": {"say": "Check your account billing for credits.", "applies": False}}])
    await world.say("change nothing, how much is left?")
    assert "Credits:" in said(world)
    world.queue(run_sse=[{"faults": {"say": "Click the Export button to download.", "applies": False}}])
    await world.say("nothing more")
    assert "export" in [button.wire for button in last(world).buttons]
    assert len(world.stage.films()) == 1


def _texts(world):
    return [post.text for one in world.stage.messages.values() for post in one.posts]


async def test_the_agents_words_are_translated_once_and_not_by_the_next_process_again(world, monkeypatch):
    translated = []
    honest = after_turn.translate

    def translate(text):
        translated.append(text)
        return honest(text)

    monkeypatch.setattr(after_turn, "translate", translate)
    await world.send("add music", world.clip())
    await world.until(world.submits)
    await world.restart()
    await world.quiet()
    assert len(world.stage.films()) == 1
    assert len(translated) == 1
