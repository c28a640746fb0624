from __future__ import annotations

import json
import re

import pytest

from core.nemo.events import Failure, Heartbeat, Text, Thought, ToolCall, ToolResult, Transcript, Unknown, decode

ISSUE = "I encountered a temporary issue. Please try again later."


def told(*events) -> Transcript:
    transcript = Transcript()
    for event in events:
        transcript.add(event)
    return transcript


def decoded(pieces) -> list[str]:
    """The texts of the events that a stream has for these pieces."""
    events = [event for piece in pieces for event in decode("", json.dumps({"type": "text", "content": piece}))]
    return [event.text for event in events]


def preview(text):
    return Text(text, partial=True)


def whole(text):
    return Text(text, complete=True)


def test_a_partial_is_replaced_by_the_whole_text():
    assert told(preview("I add"), preview("ed"), whole("I added music.")).text == "I added music."


def test_the_whole_text_wins_even_if_it_is_another():
    assert told(preview("Draft words"), whole("Final words.")).text == "Final words."


def test_partials_without_their_whole_text_are_kept():
    assert told(preview("Starting "), preview("the edit… ")).text == "Starting the edit…"


def test_a_tools_answer_closes_what_was_said_before_it():
    transcript = told(preview("One moment."), ToolCall("x"), ToolResult("x"), preview("Do"), whole("Done."))
    assert transcript.text == "One moment.\n\nDone."


def test_a_partial_tool_call_does_not_double_the_words_around_it():
    transcript = told(preview("Let me."), ToolCall("x", "1"), whole("Let me."), ToolCall("x", "1"))
    assert (transcript.text, transcript.tools) == ("Let me.", ("x",))


def test_thoughts_tools_and_silence_are_never_words():
    assert told(Thought("hm"), ToolCall("a"), ToolResult("a"), Heartbeat(), Unknown("x")).text == ""


def test_tools_are_named_in_the_order_they_were_called():
    assert told(ToolCall("b"), ToolCall("a"), ToolCall("b")).tools == ("b", "a", "b")


def test_complete_messages_are_paragraphs():
    assert told(whole("Music added"), whole("Cuts synced")).text == "Music added\n\nCuts synced"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["Hel", "lo ", "there", "."], "Hello there."),
        (["I added", " music", ".", " Done."], "I added music. Done."),
        (["I added music.", "Cuts are synced."], "I added music.\n\nCuts are synced."),
        (["音乐已添加。", "节拍已对齐。"], "音乐已添加。\n\n节拍已对齐。"),
        (["已", "完成"], "已完成"),
        (["It is 3.", "5 s long"], "It is 3.5 s long"),
        (['He said "no."', "Then yes."], 'He said "no."\n\nThen yes.'),
        (["Ready", "!", " ", "✅ Go"], "Ready! ✅ Go"),
    ],
)
def test_pieces_are_joined_as_they_were_meant(pieces, text):
    assert told(*map(Text, pieces)).text == text


EMOJI = ["😀", "👩🏽‍💻", "❤️", "🇩🇪", "1️⃣", "é"]


@pytest.mark.parametrize("emoji", EMOJI)
@pytest.mark.parametrize("partial", [True, False])
@pytest.mark.parametrize("before", ["I added music ", "Done!", ""])
def test_an_emoji_that_the_stream_cut_anywhere_is_one_again(emoji, partial, before):
    units = re.findall("..", f"{emoji}, more".encode("utf-16-be").hex(), re.DOTALL)
    pairs = ["".join(units[at : at + 2]) for at in range(0, len(units), 2)]
    pieces = [bytes.fromhex(pair).decode("utf-16-be", "surrogatepass") for pair in pairs]
    said = [Text(piece, partial=partial) for piece in decoded(pieces)]
    gap = "\n\n" if before == "Done!" and not partial and emoji[0] != "1" else ""
    assert told(Text(before, partial=partial), *said).text == f"{before}{gap}{emoji}, more"


def test_half_a_character_without_its_other_half_is_mended():
    assert told(preview("a\ud83d"), ToolResult("x"), preview("\ude00b")).text == "a\ufffd\n\n\ufffdb"
    assert told(whole("a\ud83d")).text == "a\ufffd"


def test_the_whole_after_pieces_that_cut_an_emoji_is_not_said_twice():
    assert told(Text("Done \ud83d"), Text("\ude00"), Text("Done 😀")).text == "Done 😀"


def test_the_whole_after_unmarked_pieces_is_not_said_twice():
    assert told(Text("Hel"), Text("lo."), Text("Hello.")).text == "Hello."


@pytest.mark.parametrize(
    "tail",
    [
        "I encountered a temporary issue",
        ISSUE,
        "I'm sorry, but I encountered a temporary issue while processing your request. Please try again in a moment.",
        "Sorry, I ran into a temporary problem.",
        "抱歉，我遇到了一个临时问题，请稍后重试。",
        "遇到了暂时性问题。请稍后再试。",
    ],
)
def test_a_temporary_issue_at_the_end_is_noise(tail):
    assert told(whole("I added music."), whole(tail)).text == "I added music."
    assert told(Text(f"I added music. {tail}")).text == "I added music."


def test_a_temporary_issue_alone_is_the_answer():
    assert told(whole(ISSUE)).text == ISSUE


@pytest.mark.parametrize(
    "text",
    [
        f"{ISSUE} Then I added the music.",
        "The title says I encountered a temporary issue",
        "Done. I encountered a temporary issue with clip 2, so I replaced it.",
        'Title added: "I encountered a temporary issue"',
    ],
)
def test_words_that_only_look_like_the_noise_survive(text):
    assert told(Text(text)).text == text


def test_a_failure_stands_until_the_agent_speaks_again():
    failure = Failure("X", "quota")
    assert told(whole("One."), failure).failure == failure
    assert told(failure, preview("st")).failure == failure
    assert told(failure, whole("It worked after all.")).failure is None


@pytest.mark.parametrize(
    ("events", "closed"),
    [
        ((), False),
        ((Text("Done."),), True),
        ((Text("Done."), Heartbeat(), Heartbeat()), True),
        ((Text("Do", partial=True),), False),
        ((Text("Do", partial=True), Text("Done.", complete=True)), True),
        ((Text("Let me."), ToolCall("x", "1")), False),
        ((Text("Let me."), ToolCall("x", "1"), ToolResult("x", "1")), False),
        ((ToolCall("x", "1"), ToolResult("x", "1"), Text("Done.")), True),
        ((ToolCall("x", "1"), Text("While it runs...")), False),
        ((ToolCall("x", "1"), ToolCall("x", "1"), ToolResult("x", "1"), Text("Done.")), True),
        ((ToolCall("x"), ToolCall("x"), ToolResult("x"), Text("One of two.")), False),
        ((ToolCall("x"), ToolCall("y"), ToolResult("y"), ToolResult(""), Text("Done.")), True),
        ((Text("Done."), Thought("or not?")), False),
        ((Text("Done."), Failure(None, "oh")), False),
        ((Text("\n"),), False),
    ],
)
def test_a_turn_is_closed_by_whole_words_after_all_its_tools(events, closed):
    assert told(*events).closed is closed
