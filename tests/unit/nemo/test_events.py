from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nemo.events import (
    Failure,
    Heartbeat,
    Text,
    Thought,
    ToolCall,
    ToolResult,
    Transcript,
    Unknown,
    decode,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "content", "parts", "text", "thought", "partial", "error", "code", "functionCall", "name", "x"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def one(data, name=""):
    (event,) = decode(name, data if isinstance(data, str) else json.dumps(data))
    return event


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("", ""),
        ("", "  "),
        ("", "{}"),
        ("heartbeat", ""),
        ("heartbeat", "{}"),
        ("Ping", '{"t":1}'),
        ("", "heartbeat"),
        ("", '"ping"'),
        ("", '{"type":"heartbeat"}'),
        ("", '{"type": "HEARTBEAT", "content": "x"}'),
    ],
)
def test_whatever_carries_nothing_is_a_heartbeat(name, data):
    assert decode(name, data) == (Heartbeat(),)


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ({"type": "text", "content": "Hi "}, Text("Hi ")),
        ({"type": "text", "text": "Hi"}, Text("Hi")),
        ({"type": "text", "content": "Hi", "partial": True}, Text("Hi", partial=True)),
        ({"type": "chunk", "content": "Hi"}, Text("Hi", partial=True)),
        ({"type": "text", "content": ""}, Unknown("text")),
        ({"content": "Hi"}, Text("Hi")),
        ({"type": "thinking_delta", "content": "hm"}, Thought("hm")),
        ({"type": "tool_call", "name": "seedance", "args": {}}, ToolCall("seedance")),
        ({"type": "tool_result", "name": "seedance", "result": {}}, ToolResult("seedance")),
        ({"type": "tool_start", "tool": "suno", "id": "7"}, ToolCall("suno", "7")),
        ({"type": "error", "message": "no"}, Failure(None, "no")),
        ({"type": "error", "content": "no"}, Failure(None, "no")),
        ({"type": "status", "detail": "warming up"}, Unknown("status")),
    ],
)
def test_the_typed_dialect_is_read(data, event):
    assert one(data) == event


def test_the_events_name_is_the_type_where_the_data_has_none():
    assert one({"content": "Hi"}, "text") == Text("Hi")
    assert one({"name": "suno"}, "tool_call") == ToolCall("suno")
    assert one({"error": "x", "author": "a"}, "message") == Failure(None, "x")


def stock(*parts, **more):
    return {"content": {"parts": list(parts), "role": "model"}, "author": "nemo_agent", **more}


def test_parts_are_told_apart_within_one_event():
    parts = (
        {"text": "hm", "thought": True},
        {"text": "Let me "},
        {"text": "add that."},
        {"functionCall": {"id": "1", "name": "add_bgm"}},
        {"text": "And more."},
    )
    assert decode("", json.dumps(stock(*parts))) == (
        Thought("hm"),
        Text("Let me add that.", complete=True),
        ToolCall("add_bgm", "1"),
        Text("And more.", complete=True),
    )


def test_the_other_spelling_of_a_stock_server_is_read_too():
    assert one(stock({"function_response": {"name": "add_bgm"}})) == ToolResult("add_bgm")
    assert one({"error_code": "X", "error_message": "y"}) == Failure("X", "y")


def test_a_users_own_words_played_back_are_not_an_answer():
    assert decode("", json.dumps({**stock({"text": "add music"}), "author": "user"})) == (Unknown(),)


def test_words_beside_an_error_are_kept():
    found = decode("", json.dumps(stock({"text": "Half"}, errorCode="SAFETY")))
    assert found == (Text("Half", complete=True), Failure("SAFETY", ""))


def test_an_empty_regular_end_is_no_error():
    assert one({"errorCode": "STOP", "author": "a"}) == Unknown()


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        ('{"error": "boom"}', Failure(None, "boom")),
        ('{"error": {"code": 429, "message": "slow"}}', Failure("429", "slow")),
        ('{"error": "node "gpu-7" lost', Failure(None, 'node "gpu-7" lost')),
        ('{"error": "\'quoted\' "x""}', Failure(None, "'quoted' \"x")),
        ('{"code":1001,"message":"bad token"}', Failure("1001", "bad token")),
        ('{"success":false,"error":"no"}', Failure(None, "no")),
        ('{"success":false}', Failure(None, "")),
        ('{"detail":"Session not found"}', Failure(None, "Session not found")),
    ],
)
def test_an_error_in_the_stream_is_recognised(data, failure):
    assert decode("", data) == (failure,)


def test_an_event_named_error_is_one_whatever_it_carries():
    assert decode("error", "boom") == (Failure(None, "boom"),)
    assert decode("error", '{"message":"boom"}') == (Failure(None, "boom"),)


@pytest.mark.parametrize("data", ["[DONE]", "hello", "{", "[1]", "null", "NaN", "[" * 100_000, "1" * 5000])
def test_what_is_no_event_is_survived(data):
    assert isinstance(one(data), Unknown)


def test_half_a_surrogate_pair_cannot_reach_a_database():
    assert one('{"type":"text","content":"a\\ud83d b\\u0000"}') == Text("a\ufffd b")


@given(st.text(), st.text() | JSON.map(json.dumps))
def test_any_data_gives_events_that_a_transcript_takes(name, data):
    transcript = Transcript()
    events = decode(name, data)
    for event in events:
        transcript.add(event)
    assert events
    transcript.text.encode()
    assert isinstance(transcript.tools, tuple)


@given(JSON)
def test_any_stock_event_gives_events(content):
    assert decode("", json.dumps({"content": {"parts": content}, "author": "a"}))
