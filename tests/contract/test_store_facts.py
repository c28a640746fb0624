"""Promises of the small ports: preferences, first times, adapters' data, secrets, what waits, timings, the journal."""

import asyncio

import pytest

from core.model.attachments import Attachment
from core.model.chat import Address
from core.model.pending import PendingWords
from core.model.secret import Secret


class TestPreferences:
    async def test_a_value_is_set_and_set_again(self, store):
        assert await store.preferences.get("web:7:", "language") is None
        await store.preferences.set("web:7:", "language", "en")
        await store.preferences.set("web:7:", "language", "zh")
        assert await store.preferences.get("web:7:", "language") == "zh"
        assert await store.preferences.get("web:8:", "language") is None


class TestFirstTimes:
    async def test_of_many_callers_one_is_first(self, store):
        answers = await asyncio.gather(*(store.first_times.first("web:7:", "greeted") for _ in range(8)))
        assert answers.count(True) == 1
        assert await store.first_times.first("web:7:", "greeted") is False
        assert await store.first_times.first("web:7:", "paused") is True
        assert await store.first_times.first("web:8:", "greeted") is True

    async def test_whether_it_happened_is_known_in_this_process_and_the_next_and_asking_changes_nothing(self, opener):
        async with opener() as store:
            assert await store.first_times.happened("web:7:", "greeted") is False
            assert await store.first_times.first("web:7:", "greeted") is True
            assert await store.first_times.happened("web:7:", "greeted") is True
        async with opener() as store:
            assert await store.first_times.happened("web:7:", "greeted") is True
            assert await store.first_times.happened("web:8:", "greeted") is False

    async def test_what_happened_lately_is_told_from_what_happened_at_all(self, opener):
        async with opener() as store:
            await store.first_times.first("web:7:", "refused")
            assert await store.first_times.happened("web:7:", "refused", within=60) is True
        async with opener() as store:
            assert await store.first_times.happened("web:7:", "refused", within=60) is True
            assert await store.first_times.happened("web:7:", "refused", within=0) is False
            assert await store.first_times.happened("web:7:", "refused") is True

    async def test_the_first_time_is_over_in_the_next_process_too(self, opener):
        async with opener() as store:
            assert await store.first_times.first("web:7:", "greeted") is True
        async with opener() as store:
            assert await store.first_times.first("web:7:", "greeted") is False


class TestAdapterData:
    async def test_a_value_is_set_and_set_again(self, store):
        assert await store.adapter_data.get("films", "one") is None
        await store.adapter_data.set("films", "one", "a")
        await store.adapter_data.set("films", "one", "b", keep_seconds=60.0)
        assert await store.adapter_data.get("films", "one") == "b"
        assert await store.adapter_data.get("menus", "one") is None


class TestInbox:
    async def test_an_update_is_stored_once_and_waits_until_it_is_handled_also_for_the_next_process(self, opener):
        async with opener() as store:
            assert await store.inbox.add("bot:1", [(7, "seven"), (3, "three"), (7, "again")]) == {7, 3}
            assert await store.inbox.add("bot:1", [(3, "three"), (8, "eight")]) == {8}
            assert await store.inbox.add("bot:2", [(3, "another bot's")]) == {3}
            assert await store.inbox.add("bot:1", []) == set()
        async with opener() as store:
            assert list(await store.inbox.waiting("bot:1")) == [(7, "seven"), (3, "three"), (8, "eight")]
            await store.inbox.handled("bot:1", {7, 8})
            assert list(await store.inbox.waiting("bot:1")) == [(3, "three")]
            assert list(await store.inbox.waiting("bot:2")) == [(3, "another bot's")]

    async def test_what_was_handled_is_not_new_when_it_comes_again_and_its_text_is_gone(self, store):
        many = [(number, "text") for number in range(250)]
        assert len(await store.inbox.add("bot:1", many)) == 250
        await store.inbox.handled("bot:1", {number for number, _ in many})
        await store.inbox.handled("bot:1", set())
        assert await store.inbox.add("bot:1", many) == set()
        assert await store.inbox.waiting("bot:1") == []
        rows = await store.database.all("select distinct body from inbox")
        assert [row["body"] for row in rows] == [""]


class TestSecrets:
    async def test_what_is_proposed_first_counts(self, store):
        proposed = [Secret(f"secret {number}") for number in range(8)]
        settled = await asyncio.gather(*(store.secrets.settle("key", one) for one in proposed))
        assert set(settled) == {settled[0]}
        assert settled[0] in proposed
        assert await store.secrets.settle("other", Secret("else")) == Secret("else")

    async def test_a_secret_is_kept_as_long_as_the_database(self, opener):
        async with opener() as store:
            first = await store.secrets.settle("key", Secret("one"))
        async with opener() as store:
            assert await store.secrets.settle("key", Secret("two")) == first


class TestPending:
    async def test_words_wait_for_their_sender_and_reading_them_takes_nothing(self, store, here):
        await store.pending.keep(here, "ann", PendingWords("add music", fresh=True), until=10.0)
        assert await store.pending.waiting(here, "bob", 1.0) is None
        for _ in range(2):
            assert await store.pending.waiting(here, "ann", 10.0) == PendingWords("add music", fresh=True)

    async def test_newer_words_replace_older(self, store, here):
        await store.pending.keep(here, "ann", PendingWords("one", fresh=True), until=10.0)
        await store.pending.keep(here, "ann", PendingWords("two", fresh=False), until=20.0)
        assert await store.pending.waiting(here, "ann", 15.0) == PendingWords("two", fresh=False)

    async def test_words_are_kept_behind_those_that_wait_and_once_if_that_is_repeated(self, store, here):
        await store.pending.keep(here, "ann", PendingWords("one", fresh=True, quoted="a quote"), until=10.0)
        later = PendingWords("two", fresh=False)
        for _ in range(2):
            await store.pending.keep_too(here, "ann", later, until=20.0, now=5.0)
        both = PendingWords("one\n\ntwo", fresh=True, quoted="a quote")
        assert await store.pending.waiting(here, "ann", 20.0) == both
        await store.pending.keep_too(here, "ann", PendingWords("three", fresh=False), until=40.0, now=30.0)
        assert await store.pending.waiting(here, "ann", 31.0) == PendingWords("three", fresh=False)

    async def test_captions_wait_with_their_words_and_are_used_up_with_them(self, store, here):
        one, two = Attachment.holding("a.srt", "Captions from a.srt:\n…"), Attachment.holding("b.srt", "…")
        await store.pending.keep(here, "ann", PendingWords("one", fresh=True, captions=(one,)), until=10.0)
        later = PendingWords("two", fresh=False, captions=(one, two))
        for _ in range(2):
            await store.pending.keep_too(here, "ann", later, until=20.0, now=5.0)
        both = PendingWords("one\n\ntwo", fresh=True, captions=(one, two))
        assert await store.pending.waiting(here, "ann", 20.0) == both

    async def test_only_words_that_were_kept_before_a_moment_are_ended(self, store, here):
        for sender, until in (("ann", 10.0), ("ben", 20.0)):
            await store.pending.keep(here, sender, PendingWords("one", fresh=False), until=until)
        for sender in ("ann", "ben", "cleo"):
            await store.pending.end(here, sender, 15.0)
        assert await store.pending.waiting(here, "ann", 1.0) is None
        assert await store.pending.waiting(here, "ben", 1.0) == PendingWords("one", fresh=False)

    async def test_words_that_waited_too_long_wait_no_more(self, store, here):
        await store.pending.keep(here, "ann", PendingWords("one", fresh=False), until=10.0)
        assert await store.pending.waiting(here, "ann", 10.5) is None

    async def test_undelivered_answers_are_handed_over_once_in_their_order(self, store, asked, here):
        request = await store.requests.accept(asked("m1"), 1.0)
        for text in ("one", "two", "three"):
            await store.pending.keep_undelivered(here, "ann", request, text)
            await store.pending.keep_undelivered(here, "ann", request, text)  # again, after a kill before it was known
        await store.pending.keep_undelivered(Address("web", "8"), "ann", request, "elsewhere")
        assert await store.pending.has_undelivered(here, "ann", private=False)
        assert not await store.pending.has_undelivered(here, "bob", private=False)
        assert await store.pending.hand_over(here, "ann", request, private=False) == ("one", "two", "three")
        assert await store.pending.hand_over(here, "ann", request, private=False) == ("one", "two", "three"), (
            "who died delivering reads again"
        )
        other = await store.requests.accept(asked("m9"), 1.0)
        assert await store.pending.hand_over(here, "ann", other, private=False) == ()
        assert not await store.pending.has_undelivered(here, "ann", private=False)

    async def test_in_private_the_answers_of_all_ones_chats_on_the_platform_are_handed_over(self, store, asked, here):
        request, group = await store.requests.accept(asked("m1"), 1.0), Address(here.platform, "-100", "7")
        await store.pending.keep_undelivered(group, "ann", request, "of the group")
        await store.pending.keep_undelivered(here, "ann", request, "of the chat")
        await store.pending.keep_undelivered(group, "bob", request, "Bob's")
        await store.pending.keep_undelivered(Address(f"{here.platform}2", "-100"), "ann", request, "elsewhere")
        assert await store.pending.has_undelivered(here, "ann", private=True)
        assert await store.pending.hand_over(here, "ann", request, private=True) == ("of the group", "of the chat")
        assert not await store.pending.has_undelivered(group, "ann", private=False)
        assert await store.pending.has_undelivered(group, "bob", private=False)


class TestTimings:
    async def test_two_are_too_few_to_say_what_is_usual(self, store):
        await store.timings.took("turn", 1.0)
        await store.timings.took("turn", 2.0)
        assert await store.timings.usual("turn") is None
        await store.timings.took("turn", 9.0)
        assert await store.timings.usual("turn") == (2.0, 9.0)
        assert await store.timings.usual("render") is None

    async def test_the_last_fifty_count(self, store):
        for seconds in [1000.0] * 10 + [float(n) for n in range(1, 51)]:
            await store.timings.took("turn", seconds)
        assert await store.timings.usual("turn") == (25.0, 45.0)


class TestEntries:
    @pytest.fixture
    async def request_id(self, store, asked):
        return await store.requests.accept(asked("m1"), 1.0)

    async def test_an_intent_has_no_outcome_until_it_is_recorded(self, store, request_id):
        assert await store.entries.intend(request_id, "ask") == 1
        assert await store.entries.load(request_id) == {"ask": None}
        assert await store.entries.record(request_id, "ask", '"yes"') == '"yes"'
        assert await store.entries.load(request_id) == {"ask": '"yes"'}

    async def test_the_first_outcome_counts(self, store, request_id):
        assert await store.entries.record(request_id, "look", "1") == "1"
        assert await store.entries.record(request_id, "look", "2") == "1"
        assert await store.entries.load(request_id) == {"look": "1"}

    async def test_what_was_read_is_written_with_an_intent_and_with_an_outcome(self, store, request_id):
        assert await store.entries.intend(request_id, "ask", {"asked": '"words"', "before": "1"}) == 1
        assert await store.entries.load(request_id) == {"asked": '"words"', "before": "1", "ask": None}
        assert await store.entries.record(request_id, "wait", "9.5", {"after": "2", "before": "7"}) == "9.5"
        written = await store.entries.load(request_id)
        assert written == {"asked": '"words"', "before": "1", "ask": None, "after": "2", "wait": "9.5"}
        assert await store.entries.intend(request_id, "ask") == 2, "the other entries are no tries"

    async def test_a_withdrawn_intent_is_forgotten_and_its_count_begins_anew(self, store, request_id):
        await store.entries.intend(request_id, "ask")
        await store.entries.withdraw(request_id, "ask", 1)
        assert await store.entries.load(request_id) == {}
        assert await store.entries.intend(request_id, "ask") == 1
        assert await store.entries.load(request_id) == {"ask": None}

    async def test_an_outcome_cannot_be_withdrawn(self, store, request_id):
        await store.entries.intend(request_id, "ask")
        await store.entries.record(request_id, "ask", "1")
        await store.entries.withdraw(request_id, "ask", 1)
        assert await store.entries.load(request_id) == {"ask": "1"}

    async def test_only_the_own_writing_of_an_intent_is_withdrawn(self, store, request_id):
        assert [await store.entries.intend(request_id, "ask") for _ in range(2)] == [1, 2]
        await store.entries.withdraw(request_id, "ask", 1)  # written again since: by somebody who counts on it
        assert await store.entries.load(request_id) == {"ask": None}
        await store.entries.withdraw(request_id, "ask", 2)
        assert await store.entries.load(request_id) == {"ask": None}
        await store.entries.withdraw(request_id, "ask", 1)
        assert await store.entries.load(request_id) == {}

    async def test_of_many_who_write_an_intent_at_once_one_is_first(self, store, request_id):
        counts = await asyncio.gather(*(store.entries.intend(request_id, "ask") for _ in range(8)))
        assert sorted(counts) == list(range(1, 9))

    async def test_a_journal_belongs_to_its_request(self, store, asked, request_id):
        other = await store.requests.accept(asked("m2"), 1.0)
        await store.entries.record(request_id, "ask", "1")
        assert await store.entries.load(other) == {}
