"""The one message that is edited, the notes beside it, and the lines of a batch."""

import asyncio
import dataclasses
import logging

import pytest

from core.model.actions import Cancel, OneVideoEach
from core.model.chat import (
    Button,
    Capabilities,
    ChatError,
    DeliveryUnknown,
    Gone,
    LeftBehind,
    NotSent,
    Priority,
    Role,
    TextRefused,
)
from core.model.requests import Outcome
from core.outbox.status import Status, log_not_sent
from core.outbox.status_board import StatusBoard


class Platform:
    """A platform with one message; `broken` refuses everything, `slow` holds back what is sent until it is set."""

    def __init__(self):
        self.here, self.broken = Capabilities(0, edit_seconds=2.0), False
        self.sent, self.edits, self.removed, self.waited = [], [], [], []
        self.budget, self.unremovable, self.edit_refusals = [], [], []  # what the next calls raise
        self.slow, self.entered, self.tried, self.unknown = None, asyncio.Event(), 0, False

    def capabilities(self, to):
        return self.here

    async def wait_for_budget(self, to, post):
        self.waited.append((post.role, post.promised))
        if self.budget:
            raise self.budget.pop(0)

    async def send(self, to, post):
        self.tried += 1
        if self.broken:
            raise NotSent("no")
        self.entered.set()
        if self.slow:
            await self.slow.wait()
        self.sent.append(post)
        if self.unknown:
            raise DeliveryUnknown("the connection broke")
        return f"m{len(self.sent)}"

    async def edit(self, to, key, post):
        self.tried += 1
        if self.broken:
            raise NotSent("no")
        if self.edit_refusals:
            raise self.edit_refusals.pop(0)
        self.edits.append((key, post))

    async def remove(self, to, key):
        if self.unremovable:
            raise self.unremovable.pop(0)
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


async def test_what_must_be_told_at_the_end_is_told_where_there_was_no_status(status, platform):
    await status().finish("I can't tell whether it arrived.", told=True)
    assert [(post.text, post.buttons) for post in platform.sent] == [("I can't tell whether it arrived.", ())]


async def test_what_must_be_told_at_the_end_is_an_edit_where_there_is_a_status(status, platform):
    shown = status()
    await shown.show("Working on it...")
    await shown.finish("I can't tell whether it arrived.", told=True)
    assert [post.text for post in platform.sent] == ["Working on it..."]
    assert [post.text for _, post in platform.edits] == ["I can't tell whether it arrived."]


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
    await status(board).promise_newest(said("You're next"), waiting=True)
    board.begun = True
    await status(board).promise_newest(said("There are 2 ahead"), waiting=True)
    assert [post.text for post in platform.sent] == ["You're next"]
    assert platform.edits == []


def said(text):
    async def now():
        return text

    return now


class TestWhatIsPromised:
    """It waits for the send budget; what is only progress does not, and is left out."""

    async def test_progress_waits_for_no_budget_and_what_is_promised_does(self, status, platform):
        shown = status()
        await shown.show("Connecting...")
        await shown.tick()
        assert platform.waited == []
        assert await shown.promise("You'll know in 15 min at the latest")
        await shown.note("editing your video", 120.0)
        assert platform.waited == [(Role.STATUS, True), (Role.NOTE, True)]
        assert platform.edits[-1][1].promised
        assert platform.sent[-1].promised

    async def test_the_first_message_of_a_status_is_promised_and_its_edits_are_progress(self, status, platform):
        shown = status()
        await shown.show("Connecting...")
        await shown.show("Ready!")
        assert platform.sent[0].priority is Priority.PROMISED
        assert platform.edits[0][1].priority is Priority.PROGRESS

    async def test_a_note_that_must_wait_for_long_is_posted_then_with_the_time_of_then(self, status, platform, clock):
        platform.budget = [NotSent("flood control", 60.0)]
        noting = asyncio.create_task(status().note("editing your video", 120.0))
        await clock.advance(59.0)
        assert platform.sent == []
        await clock.advance(2.0)
        assert await asyncio.wait_for(noting, 1) == "m1"
        assert platform.sent[0].text == "⏳ Still working... editing your video, 3 min so far."

    async def test_where_few_messages_fit_the_note_waits_as_an_edit(self, status, platform, clock):
        platform.here = dataclasses.replace(platform.here, notes=False)
        platform.budget = [NotSent("rate limited", 5.0)]
        noting = asyncio.create_task(status().note("editing your video", 120.0))
        await clock.advance(6.0)
        await asyncio.wait_for(noting, 1)
        assert platform.sent[0].text.startswith("⏳ Still working...")

    async def test_a_promise_without_room_for_long_is_told_to_the_caller(self, status, platform):
        platform.budget = [NotSent("flood control", 60.0)]
        shown = status()
        assert not await shown.promise("You'll know in 15 min at the latest")
        assert platform.sent == []
        assert await shown.promise("You'll know in 14 min at the latest")
        assert [post.text for post in platform.sent] == ["You'll know in 14 min at the latest"]

    async def test_a_chat_that_is_gone_is_promised_nothing_more(self, status, platform):
        platform.budget = [Gone("no such chat")]
        assert await status().promise("You'll know in 15 min at the latest")
        assert platform.sent == []


class TestASendThatIsCancelled:
    """A message whose sending was cancelled may stand in the chat: it is known, and cleared or edited as any other."""

    async def test_a_note_that_is_being_sent_when_the_turn_ends_is_removed(self, status, platform):
        shown = status()
        platform.slow = asyncio.Event()
        noting = asyncio.create_task(shown.note("editing your video", 120.0))
        await platform.entered.wait()
        noting.cancel()
        await asyncio.gather(noting, return_exceptions=True)
        clearing = asyncio.create_task(shown.clear_note())
        platform.slow.set()
        await asyncio.wait_for(clearing, 1)
        assert (len(platform.sent), platform.removed) == (1, ["m1"])

    async def test_a_status_that_is_being_sent_is_edited_at_the_end(self, status, platform, requests):
        shown = status()
        platform.slow = asyncio.Event()
        showing = asyncio.create_task(shown.show("Connecting..."))
        await platform.entered.wait()
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
        platform.slow.set()
        await shown.finish("Cancelled.")
        assert [(key, post.text) for key, post in platform.edits] == [("m1", "Cancelled.")]
        assert requests.keys == [(1, "m1")]

    async def test_a_note_that_cannot_be_removed_yet_is_removed_at_the_end(self, status, platform):
        board = StatusBoard(1)
        await status(board).note("editing your video", 120.0)
        platform.unremovable = [NotSent("flood control", 30.0)]
        await status(board).clear_note()
        assert platform.removed == []
        await status(board).finish("Done.")
        assert platform.removed == ["m1"]


async def test_a_status_that_is_refused_for_good_is_not_tried_again(status, platform, clock):
    shown = status(StatusBoard(1, "m0"))
    platform.broken = True
    for _ in range(180):
        clock.now += 5.0
        await shown.tick()
    await shown.show("Working on it...")
    await shown.finish("Done.")
    assert platform.tried == 1


async def test_a_text_that_is_refused_for_what_it_says_is_tried_once_and_the_next_one_is_shown(status, platform, clock):
    shown = status(StatusBoard(1, "m0"))
    platform.edit_refusals = [TextRefused("moderation")]
    await shown.show("Rendering your video...")
    for _ in range(9):
        clock.now += 5.0
        await shown.tick()
    assert platform.tried == 1
    await shown.finish("Done.")
    assert [post.text for _, post in platform.edits] == ["Done."]


async def test_a_status_of_which_nobody_knows_whether_it_arrived_is_sent_twice_at_most(status, platform):
    shown = status()
    platform.unknown = True
    for number in range(9):
        await shown.show(f"stage {number}")
    assert len(platform.sent) == 2


async def test_a_promise_that_has_to_wait_a_moment_is_waited_for(status, platform, clock):
    platform.budget = [NotSent("rate limited", 4.0)]
    promising = asyncio.create_task(status().promise("Busy. I'll try again in 30 s."))
    await clock.advance(4.1)
    assert await asyncio.wait_for(promising, 1)
    assert len(platform.sent) == 1


async def test_a_status_that_its_group_left_behind_goes_on_in_a_new_message(status, platform, requests):
    shown = status(StatusBoard(1, "m0"))
    platform.edit_refusals = [LeftBehind("the group moved")]
    await shown.show("Working on it...")
    await shown.show("Uploading...")
    assert [post.text for post in platform.sent] == ["Working on it..."]
    assert [(key, post.text) for key, post in platform.edits] == [("m1", "Uploading...")]
    await shown.finish("Done.")
    assert platform.edits[-1][0] == "m1"


async def test_the_last_line_of_a_status_that_was_left_behind_is_no_new_message(status, platform):
    shown = status(StatusBoard(1, "m0"))
    platform.edit_refusals = [LeftBehind("the group moved")]
    await shown.finish("Done.")
    assert platform.sent == []


async def test_a_status_that_is_refused_for_a_while_is_tried_again(status, platform, clock):
    shown = status()
    platform.edit_refusals = [NotSent("the send budget is used up", 3.0)]
    await shown.show("Connecting...")
    await shown.show("Working on it...")
    await shown.show("Uploading...")
    assert [post.text for _, post in platform.edits] == ["Uploading..."]


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
