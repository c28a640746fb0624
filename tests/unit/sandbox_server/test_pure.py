"""The parts that touch nothing: names, types by content, spelling, drafts, chance, the command line."""

import json
from typing import get_args

import filetype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.api.wire import talk
from sandbox.api.wire.events import Call, Crashed, Failed, Result, Words
from sandbox.api.wire.names import CHARACTERS, shown_name
from sandbox.api.wire.sniff import sniff
from sandbox.api.wire.state import canvas, exportable, music, shown
from sandbox.api.wire.stream import Spelling, ending
from sandbox.command import main
from sandbox.faults import Cut, DraftForm

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["t", "tt", "sg", "d", "m", "x"]), inner)
    ),
)
EVENTS = st.one_of(
    st.builds(Call, st.text(), st.text(), st.just({"a": 1})),
    st.builds(Result, st.text(), st.text(), st.just({}), st.just({})),
    st.builds(Words, st.text(), st.booleans()),
    st.builds(Failed, st.text(), st.text()),
    st.builds(Crashed, st.text(), st.just(True)),
)


@given(st.text(), st.sampled_from(["mp4", "jpg", "wav", ""]))
def test_a_shown_name_is_short_printable_and_no_path(sent, kind):
    name = shown_name(sent, kind)
    assert 0 < len(name) <= CHARACTERS
    assert name.isprintable()
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert name.lower().endswith((kind, "jpeg"))


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_or_none(head):
    assert sniff(head) in {
        None,
        *["mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac"],
    }


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "mp4"),
        (b"\x00\x00\x00\x1cftypXAVC\x00\x00\x00\x00XAVCmp42iso2", "mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "mov"),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "mov"),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42", "m4a"),
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", "webm"),
        (b"\x1a\x45\xdf\xa3\xa3B\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x88matroska", "mkv"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "avi"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "png"),
        (b"GIF89a\x01\x00\x01\x00", "gif"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x23", "mp3"),
        (b"\xff\xfb\x90\x64\x00\x00", "mp3"),
        (b"\xff\xf1\x50\x80\x1c\x3f", "aac"),
    ],
)
def test_every_listed_format_is_known_by_its_first_bytes(head, kind):
    assert sniff(head + bytes(300)) == kind
    oracle = filetype.guess(head + bytes(300))
    assert oracle is None or oracle.extension in {kind, "m4v", "mp4"}


@pytest.mark.parametrize(
    "head",
    [
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1",
        b"OggS\x00\x02",
        b"fLaC\x00",
        b"FLV\x01\x05",
        b"\x00\x00\x01\xba\x44",
        b"PK\x03\x04",
        b"\xff\xff\xff\xff",
        b"<!doctype html>",
        b"",
    ],
)
def test_everything_else_is_none_of_ours(head):
    assert sniff(head + bytes(300)) is None


@given(EVENTS, st.booleans(), st.sampled_from(["adk", "typed"]))
def test_every_event_is_whole_frames_of_json(event, partials, dialect):
    for frame in Spelling(dialect, "1", 1.0, partials=partials).frames(event):
        assert frame.endswith(b"\n\n")
        line = frame.removesuffix(b"\n\n")
        assert b"\n" not in line
        json.loads(line.removeprefix(b"data: "))


@given(st.text(min_size=1))
def test_the_partials_add_up_to_the_whole_text(text):
    frames = Spelling("adk", "1", 1.0, partials=True).frames(Words(text))
    texts = [json.loads(frame.removeprefix(b"data: "))["content"]["parts"][0]["text"] for frame in frames]
    assert "".join(texts[:-1]) == texts[-1] == text


@given(EVENTS, st.sampled_from(get_args(Cut)))
def test_an_ending_is_a_beginning_of_the_frames(event, cut):
    frames = Spelling("adk", "1", 1.0, partials=False).frames(event)
    assert b"".join(frames).startswith(ending(frames, cut))


@given(JSON)
def test_no_shape_of_a_draft_is_too_strange(draft):
    exportable(draft)
    if isinstance(draft, dict):
        canvas(draft)
        music(draft)
        for form in get_args(DraftForm):
            shown(draft, form)


def test_the_agents_own_words_follow_the_language_of_the_reply():
    assert "rule-based" in talk.reply("Done.", first=True, screen=0, seed=())
    assert "按规则" in talk.reply("已完成。", first=True, screen=0, seed=())
    assert talk.reply("已完成。", first=False, screen=1, seed=(1,)).startswith("已完成。")


@given(st.integers(), st.text())
def test_chance_is_a_fraction_and_always_the_same(seed, text):
    assert 0 <= talk.draw(seed, text) < 1
    assert talk.draw(seed, text) == talk.draw(seed, text)


def test_the_help_names_every_fault(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert "--heartbeat-seconds" in text
    assert "--no-applies" in text


def test_it_says_in_one_line_why_it_cannot_start(tmp_path, caplog):
    assert main(["--host", "0.0.0.0", "--data", str(tmp_path)]) == 1
    assert "0.0.0.0 is not a loopback address" in caplog.text
    assert len(caplog.records) == 1
