from __future__ import annotations

from itertools import pairwise

import pytest
from httpx_sse._decoders import SSEDecoder, SSELineDecoder
from hypothesis import given
from hypothesis import strategies as st

from core.nemo import sse
from core.nemo.errors import Garbled
from core.nemo.sse import EventDecoder, Message


def read(body: bytes, *cuts: int) -> list[Message]:
    decoder = EventDecoder()
    edges = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
    found = [m for start, end in pairwise(edges) for m in decoder.feed(body[start:end])]
    return found + decoder.close()


def test_data_lines_are_joined_and_one_blank_after_the_colon_is_dropped():
    assert read(b"data:one\ndata:  two\n\n") == [Message("", "one\n two")]


def test_a_named_event_without_data_is_still_an_event():
    assert read(b"event: heartbeat\n\n") == [Message("heartbeat", "")]


def test_a_comment_is_a_sign_of_life():
    assert read(b": ping\n\n") == [Message("heartbeat", "")]


def test_an_empty_data_line_is_an_event():
    assert read(b"data:\n\ndata: \n\n") == [Message("", ""), Message("", "")]


def test_ids_retries_and_unknown_fields_say_nothing():
    assert read(b"id: 7\nretry: 10\nwhatever\n\n") == []


def test_a_byte_order_mark_does_not_swallow_the_first_event():
    assert read(b"\xef\xbb\xbfdata: x\n\n", 1, 2) == [Message("", "x")]


def test_the_last_event_needs_no_blank_line():
    assert read(b"data: x") == [Message("", "x")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_of_the_standard_ends_a_line(newline):
    body = f"data: a{newline}data: b{newline}{newline}data: c{newline}{newline}".encode()
    for cut in range(len(body)):
        assert read(body, cut) == [Message("", "a\nb"), Message("", "c")]


def test_a_line_separator_inside_a_text_is_text():
    assert read("data: a\u2028b\x85c\n\n".encode()) == [Message("", "a\u2028b\x85c")]


def test_a_character_cut_in_two_survives():
    body = "data: 节拍🎶\n\n".encode()
    for cut in range(len(body)):
        assert read(body, cut) == [Message("", "节拍🎶")]


def test_a_character_that_never_ends_is_marked():
    assert read("data: 节".encode()[:-1]) == [Message("", "\ufffd")]


def test_bare_json_where_events_were_promised_is_read():
    assert read(b'{"code":1001}') == [Message("", '{"code":1001}')]


def test_a_line_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(sse, "LONGEST_EVENT", 64)
    decoder = EventDecoder()
    decoder.feed(b"data: " + b"x" * 40)
    with pytest.raises(Garbled):
        decoder.feed(b"x" * 40)


def test_many_events_in_one_chunk_are_not_one_long_event(monkeypatch):
    monkeypatch.setattr(sse, "LONGEST_EVENT", 64)
    assert len(EventDecoder().feed(b"data: x\n\n" * 100)) == 100


@given(st.binary(), st.lists(st.integers(0, 1000), max_size=4))
def test_any_bytes_give_events_however_they_are_cut(body, cuts):
    assert read(body, *cuts) == read(body)


LINES = st.sampled_from(["data: a", "data:b", "data", "event: x", "event:", "", "nonsense", "data: \u2028", "retry: 1"])


@given(st.lists(LINES), st.sampled_from(["\n", "\r\n", "\r"]))
def test_where_the_stock_decoder_says_something_ours_says_the_same(lines, newline):
    text = newline.join([*lines, "", ""])
    split, decoder = SSELineDecoder(), SSEDecoder()
    found = [decoder.decode(line) for line in [*split.decode(text), *split.flush()]]
    theirs = [(event.event, event.data) for event in found if event]
    ours = [(m.name or "message", m.data) for m in read(text.encode())]
    assert [(name, data) for name, data in ours if name != "message" or data] == [
        (name, data) for name, data in theirs if name != "message" or data
    ]
