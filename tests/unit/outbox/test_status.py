"""The one message that is edited, the notes beside it, and the lines of a batch."""

import dataclasses
import logging

import pytest

from core.model.actions import Cancel, OneVideoEach
from core.model.chat import Button, Capabilities, ChatError, DeliveryUnknown, Gone, NotSent, Role
from core.model.requests import Outcome
from core.outbox.status import Status, log_not_sent
from core.outbox.status_board import StatusBoard


class Platform:
    """A platform with one message; `broken` refuses everything."""

    def __init__(self):
        self.here, self.broken = Capabilities(0, edit_seconds=2.0), False
        self.sent, self.edits, self.removed = [], [], []

    def capabilities(self, to):
        return self.here

    async def send(self, to, post):
        if self.broken:
            raise NotSent("no")
        self.sent.append(post)
        return f"m{len(self.sent)}"

    async def edit(self, to, key, post):
        if self.broken:
            raise NotSent("no")
        self.edits.append((key, post))

    async def remove(self, to, key):
        self.removed.append(key)
        if self.broken:
            raise NotSent("no")


class Requests:
    def __init__(self):
        self.keys = []

    async def set_status(self, request, key):
        self.keys.append((request, key))


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def requests():
    return Requests()


@pytest.fixture
def status(platform, requests, request_of, clock):
    def make(board=None, **facts):
        return Status(platform, request_of(**facts), board or StatusBoard(1), requests, clock)

    return make


async def test_it_is_sent_once_remembered_and_edited_then(status, platform, requests):
    shown = status()
    await shown.show("Connecting...")
    await shown.show("Ready!")
    assert [post.text for post in platform.sent] == ["Connecting..."]
    assert [(key, post.text) for key, post in platform.edits] == [("m1", "Ready!")]
    assert requests.keys == [(1, "m1")]
    assert platform.sent[0].buttons == (Button("Cancel", Cancel(1)),)


async def test_a_tick_shows_the_time_at_the_pace_the_platform_likes(status, platform, clock):
    shown = status()
    await shown.show("Working on it...", usual=40.0)
    clock.now += 1.0
    await shown.tick()
    assert platform.edits == []
    clock.now += 4.0
    await shown.tick()
    assert platform.edits[0][1].text == "Working on it... · 5 s (usually about 40 s)"


async def test_progress_is_shown_as_a_share(status, platform):
    shown = status()
    await shown.advance("Uploading: 40 %", 0.4)
    assert platform.sent[0].progress == 0.4


async def test_it_ends_as_one_line_without_buttons_and_says_nothing_more(status, platform):
    shown = status()
    await shown.show("Working on it...")
    await shown.finish("Done.")
    await shown.finish("Done.")
    await shown.show("What?")
    assert [(post.text, post.buttons) for _, post in platform.edits] == [("Done.", ())]


async def test_nothing_is_said_at_the_end_where_there_was_no_status(status, platform):
    await status().finish("Done.")
    assert platform.sent == []


async def test_an_offered_button_stands_before_cancel(status, platform):
    shown = status()
    shown.offer(Button("One video each", OneVideoEach(1)))
    await shown.show("Uploading...")
    shown.offer(None)
    await shown.show("Working on it...")
    assert [button.wire for button in platform.sent[0].buttons] == ["each:1", "cancel:1"]
    assert [button.wire for button in platform.edits[0][1].buttons] == ["cancel:1"]


async def test_a_note_replaces_the_one_before_it(status, platform):
    shown = status()
    assert await shown.note("editing your video", 120.0) == "m1"
    await shown.note("editing your video", 240.0)
    await shown.finish("Done.")
    assert [post.role for post in platform.sent] == [Role.NOTE, Role.NOTE]
    assert platform.sent[0].text == "⏳ Still working... editing your video, 2 min so far."
    assert platform.removed == ["m1", "m2"]


async def test_a_note_is_an_edit_where_few_messages_fit(status, platform):
    platform.here = dataclasses.replace(platform.here, notes=False)
    assert await status().note("editing your video", 120.0) is None
    assert platform.sent[0].role is Role.STATUS


async def test_a_platform_error_of_the_status_is_only_logged(status, platform):
    platform.broken = True
    shown = status(StatusBoard(1, "m0"))
    await shown.show("Working on it...")
    assert await shown.note("editing", 1.0) is None
    await shown.remove_note("m0")
    await shown.finish("Done.")


@pytest.mark.parametrize(
    ("error", "level", "traceback"),
    [
        (NotSent("flood control", 3), "DEBUG", False),
        (NotSent("forbidden"), "INFO", False),
        (Gone("no such topic"), "INFO", False),
        (DeliveryUnknown("the connection broke"), "INFO", True),
        (ChatError("something new"), "INFO", True),
    ],
)
def test_a_refusal_is_logged_in_one_line_and_an_unknown_outcome_with_its_traceback(caplog, error, level, traceback):
    with caplog.at_level(logging.DEBUG, "core.outbox.status"):
        log_not_sent(7, "a note was not delivered", error)
    (line,) = caplog.records
    assert (line.levelname, bool(line.exc_info)) == (level, traceback)
    assert line.getMessage().startswith("R7: ")
    assert str(error) in caplog.text


async def test_a_place_in_the_queue_is_not_shown_once_the_request_has_begun(status, platform):
    board = StatusBoard(1)
    await status(board).show_waiting("You're next")
    board.begun = True
    await status(board).show_waiting("There are 2 ahead")
    assert [post.text for post in platform.sent] == ["You're next"]
    assert platform.edits == []


async def test_the_children_of_a_batch_share_a_message_with_a_line_each(status, platform):
    board = StatusBoard(1, names={2: "a.mp4", 3: "b.mp4", 4: "c.mp4", 5: "d.mp4"})
    board.ended = {3: Outcome.FAILED, 4: Outcome.CANCELLED, 5: Outcome.DONE}
    await status(board, id=2, parent=1).show("Working on it...")
    assert platform.sent[0].text.splitlines() == [
        "4 videos, one after the other:",
        "1. a.mp4: Working on it...",
        "2. b.mp4: ✗ This one didn't work out.",
        "3. c.mp4: cancelled",
        "4. d.mp4: ✅",
    ]


def test_a_file_that_waits_says_so():
    assert StatusBoard(1, names={2: "a.mp4"}).text("zh").splitlines()[1].startswith("1. a.mp4")
