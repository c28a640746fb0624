from collections import Counter

import pytest

from bots.ops.live.nemovideo.stream import Stream, told

ADK = b'data: {"content":{"parts":[{"text":"Done."}]},"invocationId":"e-1"}\n\n'
TYPED = b'data: {"type":"text","content":"Done."}\n\n'
HEARTBEATS = {
    b"data:\n\n": "an empty data line",
    b": heartbeat\n\n": "a comment",
    b"event: heartbeat\ndata: {}\n\n": "other JSON, named",
    b"event: heartbeat\n\n": "no data, named",
    b'data: {"type":"heartbeat"}\n\n': "type and content",
    b"data: heartbeat\n\n": "the word heartbeat",
}


def read(*chunks, seconds=1.0):
    """A stream of these chunks, one every so many seconds."""
    stream = Stream()
    for number, chunk in enumerate(chunks):
        stream.feed(chunk, number * seconds)
    stream.close()
    return stream


@pytest.mark.parametrize("beat", HEARTBEATS)
def test_every_form_of_a_heartbeat_is_told_by_its_name(beat):
    stream = read(beat, ADK)
    assert stream.forms(heartbeats=True) == {HEARTBEATS[beat]: 1}
    assert stream.forms(heartbeats=False) == {"content.parts": 1}
    assert not stream.unknown()


def test_both_forms_of_events_are_told_apart():
    assert read(ADK, TYPED, TYPED).forms(heartbeats=False) == {"content.parts": 1, "type and content": 2}
    assert told(Counter({"content.parts": 1, "text": 2})) == "1 × content.parts, 2 × text"
    assert told(Counter()) == "none"


def test_bytes_may_be_cut_anywhere_and_lines_end_as_they_like():
    whole = (ADK + TYPED).replace(b"\n", b"\r\n")
    cut = read(*(whole[at : at + 1] for at in range(len(whole))))
    assert cut.forms(heartbeats=False) == {"content.parts": 1, "type and content": 1}


def test_the_longest_silence_is_between_two_chunks():
    stream = Stream()
    for at in (5.0, 6.0, 16.5, 17.0):
        stream.feed(b"data:\n\n", at)
    assert stream.longest_silence == 10.5


def test_a_last_event_without_a_blank_line_counts():
    assert read(ADK.rstrip()).forms(heartbeats=False) == {"content.parts": 1}


@pytest.mark.parametrize("last", [b"data: [DONE]\n\n", b'data: {"type":"done"}\n\n'])
def test_a_last_word_is_one_and_of_no_kind_that_the_bot_reads(last):
    stream = read(ADK, last)
    assert stream.frames[-1].last_word
    assert not read(ADK).frames[-1].last_word


def test_what_the_bot_does_not_read_is_unknown_and_its_shape_has_no_words():
    stream = read(b'data: {"type":"confetti","planted":"words"}\n\n', b"data: planted words\n\n")
    assert [frame.form for frame in stream.unknown()] == ["type and content", "text"]
    assert "words" not in str(stream.shapes())
    assert "confetti" not in str(stream.shapes())
