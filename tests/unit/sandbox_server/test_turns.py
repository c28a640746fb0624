"""Turns on the wire: the events, the silence, the endings; and whose the turn is."""

import asyncio

import aiohttp
import pytest

from sandbox.faults import Faults


async def test_a_turn_is_a_call_a_result_with_the_new_draft_and_the_words(caller, read):
    call, result, said = read.events(await caller.stream("music"))
    assert call["content"]["parts"][0]["functionCall"]["name"] == "edit_multitrack"
    assert result["content"]["parts"][0]["functionResponse"]["response"]["status"] == "success"
    assert result["actions"]["stateDelta"]["draft"] == (await caller.state())["draft"]
    assert said["author"] == "nemo_agent"
    assert "partial" not in said


async def test_only_the_first_reply_of_a_session_says_that_it_is_a_sandbox(caller):
    assert "rule-based" in (await caller.say("music"))[0]
    assert await caller.say("more") == ["Added more."]


async def test_a_first_edit_without_words_leaves_it_to_the_next_to_say_that_it_is_a_sandbox(caller):
    caller.set(silent=1.0)
    assert await caller.say("music") == []
    caller.set(silent=0.0)
    assert "rule-based" in (await caller.say("more"))[0]


async def test_an_agent_that_goes_on_says_once_that_it_is_a_sandbox(caller):
    caller.set(goes_on="more", goes_on_after=0.0)
    first, second = await caller.say("music")
    assert ("rule-based" in first, "rule-based" in second) == (True, False)


@pytest.mark.parametrize("text", ["music", "how many", "dance"])
async def test_nothing_is_left_to_chance_unless_it_is_asked_for(tmp_path, opened, text):
    assert (Faults().silent, Faults().screen_talk) == (0.0, 0.0)
    async with opened(data=tmp_path / "other") as caller:
        said = [await caller.say(f"{text} {n}") for n in range(20)]
    assert all(len(words) == 1 for words in said)
    assert ["rule-based" in words for [words] in said] == [True] + [False] * 19


async def test_the_agent_speaks_of_buttons_by_chance_but_the_same_every_time(opened, tmp_path):
    async def talk(folder):
        async with opened(data=tmp_path / folder, faults={"screen_talk": 0.5, "silent": 0.3}) as caller:
            return [await caller.say(f"wish {n}") for n in range(12)]

    first = await talk("one")
    assert first == await talk("two")
    assert 0 < sum(not said for said in first) < 12
    assert 0 < sum("Timeline" in said[0] or "Export" in said[0] or "panel" in said[0] for said in first if said) < 12


async def test_a_silent_edit_is_made_without_a_word(caller):
    caller.set(silent=1.0)
    assert await caller.say("music") == []
    assert (await caller.state())["draft"]


async def test_what_was_not_understood_or_is_a_question_is_never_silent(caller):
    caller.set(silent=1.0)
    assert await caller.say("dance")
    assert await caller.say("how many")


async def test_a_silent_edit_without_effect_leaves_the_draft(caller):
    caller.set(silent=1.0, applies=False)
    assert await caller.say("music") == []
    assert (await caller.state())["draft"] is None


async def test_the_state_can_lag_behind_by_some_reads(caller):
    caller.set(stale_reads=2)
    await caller.say("music")
    seen = [(await caller.state())["draft"] for _ in range(3)]
    assert [draft is None for draft in seen] == [True, True, False]


async def test_partials_come_before_the_whole_text_when_streaming_is_asked(caller, read):
    said = [event for event in read.events(await caller.stream("music", streaming=True)) if "partial" in event]
    texts = [event["content"]["parts"][0]["text"] for event in said]
    assert [event["partial"] for event in said] == [True] * (len(said) - 1) + [False]
    assert "".join(texts[:-1]) == texts[-1]


async def test_the_other_dialect_has_types_and_contents(caller, read):
    caller.set(dialect="typed", thought=True)
    kinds = [event["type"] for event in read.events(await caller.stream("music"))]
    assert kinds == ["tool_call", "tool_result", "thinking", "text"]


async def test_thoughts_are_marked(caller, read):
    caller.set(thought=True)
    parts = [event["content"]["parts"][0] for event in read.events(await caller.stream("music"))]
    assert [part for part in parts if part.get("thought")] == [parts[2]]


async def test_the_temporary_issue_follows_the_words(caller):
    caller.set(tail=True)
    assert "temporary issue" in (await caller.say("music"))[-1]


async def test_the_words_can_be_dictated(caller):
    caller.set(say="点击导出")
    assert await caller.say("music") == ["点击导出"]


async def test_the_agent_can_go_on_after_its_words(caller, read):
    caller.set(goes_on="more", goes_on_after=0.05)
    told = [next(iter(one["content"]["parts"][0])) for one in read.events(await caller.stream("music"))]
    assert told == ["functionCall", "functionResponse", "text"] * 2
    assert "more" in str((await caller.state())["draft"])


async def test_an_error_event_ends_the_turn(caller, read):
    caller.set(stream_error="event", applies=False)
    assert read.events(await caller.stream("music"))[-1]["errorCode"] == "RESOURCE_EXHAUSTED"


async def test_a_crash_line_parses_or_does_not(caller, read):
    caller.set(stream_error="crash")
    assert read.events(await caller.stream("music"))[-1]["error"].startswith("RuntimeError")
    caller.set(stream_error="crash_invalid")
    assert (await caller.stream("music")).endswith(b'{"error": "render node "gpu-7" lost\nretry later"}\n\n')


async def test_an_edit_that_explodes_is_an_error_event_and_costs_nothing(caller, read):
    assert read.events(await caller.stream("explode"))[-1]["errorCode"] == "INTERNAL"
    assert await caller.credits() == {"available": 100, "frozen": 0, "total": 100}


SPELLINGS = {
    "data": b"data:\n\n",
    "comment": b": heartbeat\n\n",
    "event": b"event: heartbeat\ndata: {}\n\n",
    "json": b'data: {"type":"heartbeat"}\n\n',
    "word": b"data: heartbeat\n\n",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_heartbeats_come_in_five_spellings_at_their_pace(caller, spelling):
    caller.set(heartbeat=spelling, heartbeat_seconds=0.01, turn_seconds=0.5)
    assert 2 <= (await caller.stream("music")).count(SPELLINGS[spelling]) <= 51


async def test_mixed_heartbeats_go_round_all_spellings_and_none_is_none(caller):
    caller.set(heartbeat="mixed", heartbeat_seconds=0.005, turn_seconds=0.5)
    raw = await caller.stream("music")
    assert all(spelling in raw for spelling in SPELLINGS.values())
    caller.set(heartbeat="none")
    raw = await caller.stream("music")
    assert not any(spelling in raw for spelling in SPELLINGS.values())


async def cut(caller, how):
    """The bytes that arrive, and whether the body ended well."""
    caller.set(cut=how, say="完成。")
    raw = b""
    async with caller.ask("music") as response:
        try:
            async for chunk in response.content.iter_any():
                raw += chunk
        except aiohttp.ClientError:
            return raw, False
    return raw, True


async def test_an_empty_stream_is_200_and_no_bytes_though_the_edit_is_made(caller):
    assert await cut(caller, "empty") == (b"", True)
    assert (await caller.state())["draft"]


async def test_an_early_cut_comes_before_the_work_is_done_and_the_work_goes_on(caller, read):
    caller.set(turn_seconds=0.3)
    raw, whole = await cut(caller, "early")
    assert not whole
    assert len(read.events(raw)) == 1
    assert raw.endswith(b"\n\n")
    assert (await caller.state())["draft"] is None
    assert (await caller.settled())["draft"]


async def test_a_late_cut_loses_nothing_but_the_end_of_the_body(caller, read):
    raw, whole = await cut(caller, "late")
    assert not whole
    assert read.words(raw) == ["完成。"]


async def test_the_last_event_can_lack_its_blank_line(caller):
    raw, whole = await cut(caller, "no_blank")
    assert whole
    assert raw.endswith(b"}\n")


async def test_a_cut_in_mid_event_leaves_half_a_line(caller):
    raw, whole = await cut(caller, "mid_event")
    assert not whole
    assert not raw.endswith(b"\n")


async def test_a_cut_in_mid_character_is_not_utf8(caller):
    raw, whole = await cut(caller, "mid_character")
    assert not whole
    with pytest.raises(UnicodeDecodeError):
        raw.decode()


async def test_a_turn_goes_on_when_its_reader_leaves(caller):
    caller.set(turn_seconds=0.05)
    async with caller.ask("music"):
        pass
    assert (await caller.settled())["draft"]


async def test_a_stock_server_drops_the_turn_of_a_reader_who_leaves(caller):
    caller.set(turn_seconds=60, cancel_on_disconnect=True)
    async with caller.ask("music"):
        pass
    assert (await caller.settled())["draft"] is None
    assert await caller.credits() == {"available": 100, "frozen": 0, "total": 100}


async def test_turns_of_one_session_run_one_after_the_other_in_order(caller):
    caller.set(turn_seconds=0.02)
    await asyncio.gather(*(caller.stream(f"wish {n}") for n in range(4)))
    caller.set(turn_seconds=0)
    assert await caller.say("how many") == ["3 before"]


async def test_turns_of_two_sessions_run_beside_each_other(caller):
    caller.set(next={"run_sse": [{"faults": {"turn_seconds": 60}}]})
    async with caller.ask("one"):
        await caller.enter("another client")
        assert await caller.say("two")


async def test_an_edit_sees_every_draft_before_the_current_one(caller):
    for wish in ("one", "two", "dance"):
        await caller.say(wish)
    assert await caller.say("how many") == ["1 before"]
    await caller.say("undo")
    draft = (await caller.state())["draft"]
    assert draft["t"][1]["sg"][0]["m"]["name"] == "one"
    assert await caller.say("how many") == ["2 before"]


async def test_an_unknown_session_is_1002_or_a_stock_404(caller):
    caller.sid = "1" * 19
    async with caller.ask("music") as response:
        assert (response.status, (await response.json())["code"]) == (200, 1002)
    caller.set(stock_errors=True)
    async with caller.ask("music") as response:
        assert response.status == 404
        assert (await response.json()) == {"detail": f"Session not found: {caller.sid}"}


@pytest.mark.parametrize("message", [None, {}, {"parts": []}, {"parts": "x"}, {"parts": [{"text": " "}]}, "text"])
async def test_a_turn_without_words_is_422(caller, message):
    async with caller.ask("", new_message=message) as response:
        assert response.status == 422


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_body_that_is_no_json_object_is_400(caller, body):
    status, answer = await caller.json("POST", "/run_sse", data=body)
    assert (status, answer["code"]) == (400, 400)


@pytest.mark.parametrize(
    ("form", "draft"),
    [
        ("null", None),
        ("empty", {}),
        ("no_tracks", {"d": 1000, "m": {}}),
        ("no_segments", None),
        ("unknown_track", None),
    ],
)
async def test_the_draft_takes_every_shape_asked_for(caller, form, draft):
    caller.set(draft_form=form)
    shown = (await caller.state())["draft"]
    if form == "no_segments":
        assert shown["t"] == [{"tt": 0, "sg": []}]
    elif form == "unknown_track":
        assert shown["t"][-1]["tt"] == 42
    else:
        assert shown == draft


async def test_the_draft_can_be_absent(caller):
    caller.set(draft_form="absent")
    assert "draft" not in await caller.state()


async def test_half_a_character_is_refused_and_not_a_crash(caller):
    status, body = await caller.json("POST", "/api/tasks/me/with-session/nemo_agent", data=b'{"task_name": "\\ud800"}')
    assert (status, body["code"]) == (400, 400)
    async with caller.ask("\ud800") as answer:
        assert answer.status == 400
    assert (await caller.credits())["frozen"] == 0


async def test_json_that_nests_without_end_is_refused(caller):
    status, body = await caller.json("POST", "/run_sse", data=b"[" * 100_000)
    assert (status, body["code"]) == (400, 400)
