"""Promises of `core.model.messages.Messages` and of the transcript that a page of our own shows."""

import asyncio

from core.model.chat import Address
from core.model.messages import Origin


async def test_a_received_message_belongs_to_its_request_project_and_sender(store, asked, here):
    project = await store.projects.start(here, "", private=True, skill="s", now=1.0)
    request = await store.requests.accept(asked("m1"), 1.0)
    assert await store.messages.origin(here, "m1") == Origin(request, None, "ann")
    other = await store.requests.accept(asked("m2", project=project.id), 1.0)
    assert await store.messages.origin(here, "m2") == Origin(other, project.id, "ann")


async def test_a_message_of_ours_belongs_to_what_it_answers(store, asked, here):
    project = await store.projects.start(here, "", private=True, skill="s", now=1.0)
    request = await store.requests.accept(asked("m1"), 1.0)
    await store.messages.sent(here, "f1", request=request, project=project.id, role="answer", text="film", now=2.0)
    assert await store.messages.origin(here, "f1") == Origin(request, project.id, "ann")


async def test_of_a_message_the_topic_is_found_by_its_chat_alone(store):
    chats = (Address("telegram", "-100"), Address("telegram", "-1001"), Address("telegram", "-100", "77"))
    for number, address in enumerate(chats):
        key = f"m{number}"
        await store.messages.sent(address, key, request=None, project=None, role="answer", text="", now=1.0)
    found = [await store.messages.address_of(Address("telegram", "-100"), f"m{number}") for number in range(4)]
    assert found == [chats[0], None, chats[2], None]


async def test_a_message_sent_a_second_time_keeps_what_it_belongs_to(store, asked, here):
    request = await store.requests.accept(asked("m1"), 1.0)
    await store.messages.sent(here, "f1", request=request, project=None, role="status", text="one", now=2.0)
    await store.messages.sent(here, "f1", request=None, project=None, role="answer", text="two", now=3.0)
    assert await store.messages.origin(here, "f1") == Origin(request, None, "ann")


async def test_a_message_of_ours_never_changes_the_words_of_a_receipt(store, asked, here):
    request = await store.requests.accept(asked("m1", "their words"), 1.0)
    await store.messages.sent(here, "m1", request=request, project=None, role="status", text="our words", now=2.0)
    assert [part.text for part in await store.requests.parts(request)] == ["their words"]


async def test_a_message_without_a_request_has_no_sender(store, here):
    await store.messages.sent(here, "w1", request=None, project=None, role="answer", text="hello", now=1.0)
    assert await store.messages.origin(here, "w1") == Origin(None, None, "")


async def test_what_is_unknown_or_only_shown_has_no_origin(store, here):
    await store.transcript.write(here, "t1", "{}", 1.0)
    assert await store.messages.origin(here, "t1") is None
    assert await store.messages.origin(here, "t2") is None


class TestTranscript:
    async def test_a_page_reads_what_changed_since_it_last_asked(self, store, here):
        one = await store.transcript.write(here, "a", "A", 1.0)
        two = await store.transcript.write(here, "b", "B", 2.0)
        assert [entry.body for entry in await store.transcript.since(here, 0, 9)] == ["A", "B"]
        three = await store.transcript.write(here, "a", "A again", 3.0)
        assert one < two < three
        changed = await store.transcript.since(here, two, 9)
        assert [(entry.key, entry.body, entry.change) for entry in changed] == [("a", "A again", three)]
        assert [entry.key for entry in await store.transcript.since(here, 0, 1)] == ["b"]

    async def test_an_edited_message_keeps_its_place(self, store, here):
        for key in ("a", "b", "a"):
            await store.transcript.write(here, key, "body", 1.0)
        entries = await store.transcript.since(here, 0, 9)
        assert [entry.key for entry in sorted(entries, key=lambda entry: entry.position)] == ["a", "b"]

    async def test_a_removed_message_is_reported_as_removed_once(self, store, here):
        await store.transcript.write(here, "a", "A", 1.0)
        removed = await store.transcript.remove(here, "a")
        assert await store.transcript.body(here, "a") is None
        assert [(entry.body, entry.change) for entry in await store.transcript.since(here, 0, 9)] == [(None, removed)]
        assert await store.transcript.remove(here, "a") == 0
        assert await store.transcript.newest(here) == removed

    async def test_what_was_never_there_cannot_be_removed(self, store, here):
        assert await store.transcript.remove(here, "a") == 0
        assert await store.transcript.newest(here) == 0
        assert await store.transcript.body(here, "a") is None

    async def test_chats_share_the_count_and_nothing_else(self, store, here):
        other = Address("web", "8")
        one = await store.transcript.write(here, "a", "A", 1.0)
        two = await store.transcript.write(other, "a", "other A", 1.0)
        assert two > one
        assert await store.transcript.body(other, "a") == "other A"
        assert [entry.body for entry in await store.transcript.since(here, 0, 9)] == ["A"]
        assert await store.transcript.newest(here) == one

    async def test_a_body_leaves_what_the_core_knows_of_a_message(self, store, asked, here):
        request = await store.requests.accept(asked("m1", "their words"), 1.0)
        await store.transcript.write(here, "m1", "{}", 2.0)
        await store.transcript.remove(here, "m1")
        assert await store.messages.origin(here, "m1") == Origin(request, None, "ann")
        assert (await store.requests.parts(request))[0].text == "their words"

    async def test_changes_written_at_once_have_numbers_of_their_own(self, store, here):
        numbers = await asyncio.gather(*(store.transcript.write(here, f"k{n}", "x", 1.0) for n in range(20)))
        assert len(set(numbers)) == 20
