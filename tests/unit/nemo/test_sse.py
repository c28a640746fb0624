from __future__ import annotations

import asyncio
import json
from itertools import pairwise

import httpx
import pytest
from httpx_sse import EventSource
from hypothesis import example, given
from hypothesis import strategies as st

from core.nemo import sse
from core.nemo.errors import Garbled, Interrupted
from core.nemo.events import Event, Failure, Heartbeat, Text, Unknown, decode
from core.nemo.sse import read_events


async def each(pieces, error=None):
    for piece in pieces:
        yield piece
    if error:
        raise error


async def gathered(chunks, found):
    async for event in read_events(httpx.Response(200, content=chunks)):
        found.append(event)
    return found


def read(body: bytes, *cuts: int) -> list[Event]:
    edges = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    return asyncio.run(gathered(each(body[start:end] for start, end in pairwise(edges)), []))


def read_or_refused(body: bytes, *cuts: int) -> list[Event] | type[Garbled]:
    try:
        return read(body, *cuts)
    except Garbled:
        return Garbled


def said(text: str, newline: str = "\n") -> bytes:
    return f"data: {json.dumps({'content': text}, ensure_ascii=False)}{newline}{newline}".encode()


def test_data_lines_are_joined():
    assert read(b'data:{"content":\ndata:  "one"}\n\n') == [Text("one")]


def test_a_named_event_without_data_is_still_an_event():
    assert read(b"event: heartbeat\n\n") == [Heartbeat()]


def test_an_events_name_reaches_its_meaning():
    assert read(b"event: error\ndata: boom\n\n") == [Failure(None, "boom")]


def test_the_standards_name_for_an_unnamed_event_says_nothing():
    assert read(b"event: message\ndata: x\n\ndata: x\n\n") == [Unknown(), Unknown()]


@pytest.mark.parametrize("comment", [b": ping\n\n", b":\n\n", b": ping\r\n\r\n", b": ping\n"])
def test_a_comment_is_a_sign_of_life_at_the_end_of_its_line(comment):
    assert read(comment + comment + said("x")) == [Heartbeat(), Heartbeat(), Text("x")]


def test_a_comment_inside_an_event_does_not_cut_it():
    assert read(b'data: {"content":\n: ping\ndata: "one"}\n\n') == [Text("one")]


@pytest.mark.parametrize(
    ("pieces", "event"),
    [([b": ping\n"], Heartbeat()), ([said("x")], Text("x")), ([said("long " * 9)[:-1], b"\n"], Text("long " * 9))],
    ids=["comment", "event", "event_cut_in_its_blank_line"],
)
async def test_an_event_arrives_before_the_bytes_after_it_are_waited_for(pieces, event):
    taken = 0

    async def chunks():
        nonlocal taken
        for piece in [said("what comes first"), *pieces, said("y")]:
            taken += 1
            yield piece

    events = read_events(httpx.Response(200, content=chunks()))
    await anext(events)
    assert (await anext(events), taken) == (event, 1 + len(pieces))
    await events.aclose()


def test_an_empty_data_line_is_an_event():
    assert read(b"data:\n\ndata: \n\n") == [Heartbeat(), Heartbeat()]


def test_unknown_fields_say_nothing():
    assert read(b"whatever\n\nnothing: x\n\n") == []


def test_ids_and_retries_are_no_more_than_a_sign_of_life():
    assert set(read(b"id: 7\n\nretry: 10\n\n")) == {Heartbeat()}


def test_a_byte_order_mark_does_not_swallow_the_first_event():
    assert read(b"\xef\xbb\xbf" + said("x"), 1, 2) == [Text("x")]


@pytest.mark.parametrize("closing", [b"", b"\n", b"\r\n"])
def test_the_last_event_needs_no_blank_line(closing):
    assert read(said("x").rstrip() + closing) == [Text("x")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_of_the_standard_ends_a_line(newline):
    body = f'data: {{"content":{newline}data: "a"}}{newline}{newline}'.encode() + said("b", newline)
    for cut in range(len(body)):
        assert read(body, cut) == [Text("a"), Text("b")]


def test_a_line_separator_inside_a_text_is_text():
    assert read(said("a\u2028b\x85c\u2029\x0b")) == [Text("a\u2028b\x85c\u2029\x0b")]


def test_a_character_cut_in_two_survives():
    body = said("节拍🎶")
    for cut in range(len(body)):
        assert read(body, cut) == [Text("节拍🎶")]


def test_a_character_that_never_ends_is_marked():
    assert read("event: error\ndata: 节".encode()[:-1]) == [Failure(None, "\ufffd")]


def test_bare_json_where_events_were_promised_is_read():
    assert read(b'{"code":1001}') == [Failure("1001", "")]
    assert read(b'{"code":1001}\n{"content":"x"}\n') == [Failure("1001", ""), Text("x")]


def test_bare_json_in_the_middle_of_an_event_is_read_too():
    refusal = Failure("2001", "no credits")
    assert read(b'event: error\n{"code": 2001, "message": "no credits"}\n') == [refusal, Heartbeat()]
    broken = b'data: {"content":"one"}\n{"code": 2001, "message": "no credits"}\n\n'
    assert read(broken + said("x")) == [refusal, Text("one"), Text("x")]


async def test_what_arrived_before_a_break_is_given_before_the_error():
    found: list[Event] = []
    with pytest.raises(Interrupted):
        await gathered(each([said("a"), said("b").rstrip()], httpx.ReadError("gone")), found)
    assert found == [Text("a"), Text("b")]


@pytest.mark.parametrize("pieces", [[b"data: " + b"x" * 40, b"x" * 40], [b"data: " + b"x" * 80 + b"\n\n"], [b":" * 80]])
async def test_an_event_that_grows_too_long_is_refused(monkeypatch, pieces):
    monkeypatch.setattr(sse, "LONGEST_EVENT_BYTES", 64)
    with pytest.raises(Garbled):
        await gathered(each(pieces), [])


def test_many_events_in_one_chunk_are_not_one_long_event(monkeypatch):
    monkeypatch.setattr(sse, "LONGEST_EVENT_BYTES", 64)
    assert len(read(b"data: x\n\n" * 100)) == 100


@given(st.binary(), st.lists(st.integers(0, 1000), max_size=4))
@example(b"{", [])
@example(b'{"ok": true}\n', [3])
def test_any_bytes_give_events_or_are_refused_however_they_are_cut(body, cuts):
    assert read_or_refused(body, *cuts) == read_or_refused(body)


FIELDS = ["data: a", 'data: {"content":"节 \u2028"}', "data", "event: error", "event:", "", "", "x", "retry: 1"]
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
CUTS = st.lists(st.integers(0, 1000), max_size=6)


@given(st.lists(st.sampled_from([*FIELDS, "id: 1", ": ping", '{"code":1}', "\ufeff"]), max_size=12), NEWLINES, CUTS)
def test_any_lines_give_the_same_events_however_they_are_cut(lines, newline, cuts):
    body = newline.join(lines).encode()
    assert read(body, *cuts) == read(body)


@given(st.lists(st.sampled_from(FIELDS), max_size=12), NEWLINES, CUTS)
def test_what_httpx_sse_finds_by_itself_is_what_arrives(lines, newline, cuts):
    body = newline.join([*lines, "", ""]).encode()
    alone = EventSource(httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=body)).iter_sse()
    theirs = [event for one in alone for event in decode("" if one.event == "message" else one.event, one.data)]
    assert read(body, *cuts) == theirs
