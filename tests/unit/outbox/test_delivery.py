"""What must arrive."""

import asyncio

import pytest

from core.engine.clock import SteadyTime
from core.engine.dispatch import Stop, Suspend
from core.engine.journal import Journal
from core.model.chat import DeliveryUnknown, Film, NotAllowed, NotSent, Post, Role, TooLarge
from core.model.measures import NoMeasures
from core.outbox.delivery import ATTEMPTS, Delivery
from core.progress import Sent

POST = Post(Role.ANSWER, "Here it is.")
DAY = 86_400.0


class Platform:
    def __init__(self, *troubles):
        self.troubles, self.sent = list(troubles), []

    async def wait_for_budget(self, to, post):
        self.sent_before_room = len(self.sent)

    async def send(self, to, post, arrived, rest=None):
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, NotSent):
            raise trouble
        self.sent.append(post.text)
        if trouble:
            raise trouble
        key = f"m{len(self.sent)}"
        await arrived(to.address, key, 0)
        return key


class InParts(Platform):
    """Takes each paragraph as a message of its own, and breaks the line at the last as often as told."""

    async def send(self, to, post, arrived, rest=None):
        paragraphs = post.text.split("\n\n")
        if rest is not None:
            assert rest.arrived + rest.left == len(paragraphs)
            paragraphs = paragraphs[rest.arrived :]
            paragraphs[0] += rest.mark
        for left, paragraph in zip(range(len(paragraphs) - 1, -1, -1), paragraphs, strict=True):
            if paragraph.startswith("three") and self.troubles:
                raise self.troubles.pop(0)
            self.sent.append(paragraph)
            await arrived(to.address, f"m{len(self.sent)}", left)
        return f"m{len(self.sent)}"


class Ledger:
    def __init__(self):
        self.kept, self.owed = [], []

    async def sent(self, address, key, **facts):
        self.kept.append((key, facts["role"], facts["text"]))

    async def keep_undelivered(self, address, sender, request, text):
        self.owed.append(text)


class Rows:
    def __init__(self):
        self.known, self.tries = {}, {}

    async def load(self, request):
        return dict(self.known)

    async def intend(self, request, name, read):
        self.tries[name] = self.tries.get(name, 0) + 1
        self.known.setdefault(name, None)
        return self.tries[name]

    async def withdraw(self, request, name, tries):
        self.tries[name] -= self.tries[name] == tries
        if not self.tries[name]:
            del self.known[name], self.tries[name]

    async def record(self, request, name, value, read=None):
        self.known[name] = self.known.get(name) or value
        return self.known[name]


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def rows():
    return Rows()


@pytest.fixture
def deliver(clock, ledger, rows, request_of):
    """`await deliver(platform)`: one life's try to deliver."""

    steady = SteadyTime(clock)

    async def wanted():
        return True

    async def send(platform, post=POST, *, age=0.0, accepted_at=None):
        journal = Journal(1, "l", rows, await rows.load(1), clock=clock, stop=Stop(), wanted=wanted)
        try:
            request = request_of(accepted_at=clock.time() - age if accepted_at is None else accepted_at)
            delivery = Delivery(
                platform, request, journal, ledger, ledger, clock, steady, NoMeasures(), stale_seconds=7 * DAY
            )
            return await delivery.send("reply", post)
        finally:
            await journal.flush()

    return send


async def test_an_answer_is_sent_once_and_written_down(deliver, ledger):
    platform = Platform()
    assert await deliver(platform) == Sent("m1")
    assert await deliver(platform) == Sent("m1")
    assert platform.sent == ["Here it is."]
    assert ledger.kept == [("m1", "answer", "Here it is.")]


@pytest.mark.parametrize("jump", [-30 * DAY, 30 * DAY])
async def test_an_answer_is_no_older_because_somebody_set_the_clock(deliver, clock, jump):
    platform, before = Platform(), clock.time()
    clock.ahead = jump
    await deliver(platform, accepted_at=before)
    assert platform.sent == ["Here it is."]


@pytest.mark.parametrize("jump", [-30 * DAY, 30 * DAY])
async def test_nor_is_what_was_asked_after_that(deliver, clock, jump):
    platform = Platform()
    clock.ahead = jump
    await deliver(platform)
    assert platform.sent == ["Here it is."]


async def test_all_messages_of_a_long_answer_are_written_down(deliver, ledger):
    assert await deliver(InParts(), Post(Role.ANSWER, "one\n\ntwo\n\nthree")) == Sent("m3")
    assert [key for key, _, _ in ledger.kept] == ["m1", "m2", "m3"]


async def test_what_arrived_before_a_part_was_lost_is_written_down_too(deliver, ledger):
    platform = InParts(DeliveryUnknown("broke"), DeliveryUnknown("broke"))
    assert await deliver(platform, Post(Role.ANSWER, "one\n\ntwo\n\nthree")) == Sent(None)
    assert [key for key, _, _ in ledger.kept] == ["m1", "m2"]
    assert platform.sent == ["one", "two"]


async def test_the_rest_of_a_long_answer_alone_is_sent_again_with_a_mark(deliver):
    platform = InParts(DeliveryUnknown("broke"))
    assert await deliver(platform, Post(Role.ANSWER, "one\n\ntwo\n\nthree")) == Sent("m3")
    assert platform.sent == ["one", "two", "three(recovered)"]


@pytest.mark.parametrize("arrived", [0, 1, 2, 3])
async def test_after_a_kill_the_rest_of_a_long_answer_is_sent_and_nothing_of_what_arrived(deliver, rows, arrived):
    parts = {f"reply.part{number}": f'{{"key":"k{number}","at":"","left":{2 - number}}}' for number in range(arrived)}
    rows.known, rows.tries = {"reply": None} | parts, {"reply": 1}
    platform = InParts()
    sent = await deliver(platform, Post(Role.ANSWER, "one\n\ntwo\n\nthree"))
    left = ["one", "two", "three"][arrived:]
    assert [one.removesuffix("(recovered)") for one in platform.sent if one != "(recovered)"] == left
    assert sent == (Sent("k2") if arrived == 3 else Sent(f"m{len(platform.sent)}"))


async def test_an_answer_of_unknown_fate_is_sent_once_more_with_a_mark(deliver):
    platform = Platform(DeliveryUnknown("broke"))
    assert await deliver(platform) == Sent("m2")
    assert platform.sent == ["Here it is.", "Here it is.\n\n(recovered)"]


async def test_and_never_a_third_time(deliver):
    platform = Platform(DeliveryUnknown("broke"), DeliveryUnknown("broke"))
    assert await deliver(platform) == Sent(None)
    assert await deliver(platform) == Sent(None)
    assert len(platform.sent) == 2


async def test_a_crash_after_the_second_attempt_makes_no_third(deliver, rows):
    rows.known, rows.tries = {"reply": None, "reply.unsure": "true"}, {"reply": 2}
    platform = Platform()
    assert await deliver(platform) == Sent(None)
    assert platform.sent == []


async def test_of_two_processes_that_recover_one_repeats_it(deliver, rows):
    platform = Platform()
    post = platform.send

    async def send_slowly(*args):
        key = await post(*args)
        await asyncio.sleep(0.01)
        return key

    platform.send = send_slowly
    rows.known, rows.tries = {"reply": None}, {"reply": 1}
    await asyncio.gather(deliver(platform), deliver(platform))
    assert platform.sent == ["Here it is.\n\n(recovered)"]


async def test_a_kill_before_the_repetition_leaves_it_to_the_next_process(deliver, rows):
    rows.known, rows.tries = {"reply": None, "reply.marked": "true"}, {"reply": 2}
    platform = Platform()
    await deliver(platform)
    assert platform.sent == ["Here it is.\n\n(recovered)"]


async def test_a_repetition_that_waits_since_release_0_1_0_is_sent_once_with_its_mark(deliver, rows, clock):
    rows.known = {"reply.unsure": "true", "reply.wait.0": f"{clock.time() - 1}"}
    platform = Platform(DeliveryUnknown("broke"))
    for _ in range(2):
        assert await deliver(platform) == Sent(None)
    assert platform.sent == ["Here it is.\n\n(recovered)"]


async def test_a_repetition_that_has_to_wait_still_carries_the_mark_and_is_the_last(deliver):
    platform = Platform(DeliveryUnknown("broke"), NotSent("later", retry_seconds=0.0), DeliveryUnknown("broke"))
    assert await deliver(platform) == Sent(None)
    assert platform.sent == ["Here it is.", "Here it is.\n\n(recovered)"]


async def test_what_the_platform_refuses_for_good_is_stored_as_undelivered(deliver, ledger):
    assert await deliver(Platform(NotSent("blocked"))) == Sent(None)
    assert ledger.owed == ["Here it is."]


async def test_an_undelivered_film_is_stored_with_its_link(deliver, ledger):
    await deliver(Platform(NotSent("blocked")), Post(Role.ANSWER, "Ready", film=Film("a.mp4", "https://x/a")))
    assert ledger.owed == ["Ready\nhttps://x/a"]


async def test_a_platform_that_says_later_is_asked_when_the_time_has_come(deliver, clock):
    platform = Platform(NotSent("flood", 60.0), NotSent("flood", 90.0))
    with pytest.raises(Suspend) as first:
        await deliver(platform)
    assert first.value.until == clock.time() + 60.0
    with pytest.raises(Suspend):  # woken too early
        await deliver(platform)
    clock.now += 60.0
    with pytest.raises(Suspend) as second:
        await deliver(platform)
    assert second.value.until == clock.time() + 90.0
    clock.now += 90.0
    assert await deliver(platform) == Sent("m1")
    assert platform.sent == ["Here it is."]


async def test_a_platform_that_keeps_asking_to_wait_counts_as_refusing(deliver, ledger):
    assert await deliver(Platform(*[NotSent("flood", 0.0)] * ATTEMPTS)) == Sent(None)
    assert ledger.owed == ["Here it is."]


async def test_a_film_that_does_not_fit_is_for_the_caller_to_shrink(deliver):
    film = Post(Role.ANSWER, "Ready", film=Film("a.mp4", "https://x/a", open=lambda: None))
    for refusal in (TooLarge("file"), NotAllowed("no videos")):
        with pytest.raises(type(refusal)):
            await deliver(Platform(refusal), film)


async def test_a_text_that_is_too_long_is_stored_as_undelivered(deliver, ledger):
    assert await deliver(Platform(TooLarge("text"))) == Sent(None)
    assert ledger.owed == ["Here it is."]


@pytest.mark.parametrize("age", [0.0, 5 * 3600.0, DAY - 60])
async def test_what_was_asked_today_is_answered_without_a_word_about_it(deliver, age):
    platform = Platform()
    await deliver(platform, age=age)
    assert platform.sent == ["Here it is."]


async def test_an_answer_after_a_day_says_when_it_was_asked_for(deliver, ledger):
    platform = Platform()
    assert await deliver(platform, age=2 * DAY + 60) == Sent("m1")
    assert platform.sent == ["Here it is.\n\nYou asked for this 2 days ago."]
    assert ledger.owed == []


async def test_what_goes_before_an_answer_is_not_dated_a_second_time(deliver):
    platform = Platform()
    await deliver(platform, Post(Role.QUIET, "What changed: the music."), age=2 * DAY)
    assert platform.sent == ["What changed: the music."]


async def test_after_the_stale_hours_an_answer_waits_for_the_next_visit(deliver, ledger):
    platform = Platform()
    for _ in range(2):
        assert await deliver(platform, age=7 * DAY + 60) == Sent(None)
    assert platform.sent == []
    assert set(ledger.owed) == {"Here it is."}


async def test_what_arrived_before_it_was_stale_is_not_kept_for_a_visit(deliver, ledger):
    platform = Platform()
    await deliver(platform)
    assert await deliver(platform, age=8 * DAY) == Sent("m1")
    assert (platform.sent, ledger.owed) == (["Here it is."], [])


async def test_a_stale_answer_that_may_have_arrived_waits_with_its_mark(deliver, ledger, rows):
    rows.known, rows.tries = {"reply": None}, {"reply": 1}
    await deliver(Platform(), age=8 * DAY)
    assert ledger.owed == ["Here it is.\n\n(recovered)"]


async def test_a_stale_answer_whose_repetition_may_have_arrived_is_told_no_third_time(deliver, ledger, rows):
    rows.known, rows.tries = (
        {"reply": None, "reply.marked": "true", "reply.unsure": None},
        {"reply": 2, "reply.unsure": 1},
    )
    platform = Platform()
    assert await deliver(platform, age=8 * DAY) == Sent(None)
    assert (platform.sent, ledger.owed) == ([], [])
