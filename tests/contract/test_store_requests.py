"""Promises of `core.model.requests.Requests`."""

import asyncio
import time
from dataclasses import replace

import pytest

from core.model.actions import ChooseSkill
from core.model.attachments import Attachment
from core.model.chat import Address, Sender
from core.model.first_times import HOUR_SECONDS
from core.model.messages import Origin
from core.model.pending import PendingWords, WordsGone
from core.model.projects import NewProject
from core.model.requests import Child, Flow, InternalReply, Outcome, Part, UsedUp, WordsFrom
from core.words.intents import Meaning, Wish

EDIT = Meaning(Wish.EDIT)
EXPORT = Meaning(Wish.EXPORT, film=True, resolution="1080p", unsupported=("4K",))
CHILDREN = (Child("first", EDIT, (Attachment("a", "a.mp4"),)), Child("second", EXPORT, (Attachment("b", "b.mp4"),)))


async def test_a_request_comes_back_as_it_was_accepted(store, asked, here):
    new = asked("m1", "加音乐 🎬", files=("clip.mp4",), meaning=EXPORT, language="zh", reply_to="m0", joins_until=9.5)
    new = replace(new, action=ChooseSkill("a: b"), words_from=WordsFrom.PENDING)
    request = await store.requests.get(await store.requests.accept(new, 5.0))
    assert (request.address, request.sender, request.private) == (here, Sender("ann", "Ann", "en-GB"), True)
    assert (request.key, request.handle, request.lane, request.reply) == ("m1", '{"at":1}', "project:1", None)
    assert (request.action, request.words_from) == (ChooseSkill("a: b"), WordsFrom.PENDING)
    assert (request.words, request.meaning, request.language, request.reply_to) == ("加音乐 🎬", EXPORT, "zh", "m0")
    assert (request.accepted_at, request.joins_until) == (5.0, 9.5)
    assert (request.sealed, request.cancelled, request.outcome, request.status_key) == (False, False, None, None)
    assert (request.head, request.child, request.parent) == (request.id, 0, None)
    assert await store.requests.parts(request.id) == (new.part,)


@pytest.mark.parametrize("reply", InternalReply)
async def test_a_reply_of_intake_itself_comes_back_without_a_meaning(store, asked, reply):
    number = await store.requests.accept(asked("m1", flow=Flow.ANSWER, meaning=None, reply=reply), 1.0)
    request = await store.requests.get(number)
    assert (request.reply, request.meaning, request.action) == (reply, None, None)


async def test_an_accepted_request_is_there_after_a_crash(opener, asked, here):
    async with opener() as store:
        request = await store.requests.accept(asked("m1"), 1.0)
    async with opener() as store:
        assert (await store.requests.get(request)).key == "m1"
        assert await store.requests.seen(here, "m1")
        assert await store.requests.accept(asked("m1"), 2.0) is None


async def test_a_message_received_twice_makes_one_request(store, asked):
    first = await store.requests.accept(asked("m1"), 1.0)
    assert first is not None
    assert await store.requests.accept(asked("m1", "other words"), 2.0) is None
    assert [request.words for request in await store.requests.open()] == ["add music"]


async def test_of_many_receipts_at_once_one_counts(store, asked):
    made = await asyncio.gather(*(store.requests.accept(asked("m1"), 1.0) for _ in range(8)))
    assert len([request for request in made if request is not None]) == 1


async def test_the_same_key_in_another_chat_is_another_message(store, asked):
    await store.requests.accept(asked("m1"), 1.0)
    elsewhere = Address("web", "8")
    assert not await store.requests.seen(elsewhere, "m1")
    assert await store.requests.accept(asked("m1", address=elsewhere), 1.0) is not None


async def test_a_transcript_row_or_a_message_of_ours_is_no_receipt(store, asked, here):
    await store.transcript.write(here, "m1", "{}", 1.0)
    await store.messages.sent(here, "m2", request=None, project=None, role="answer", text="hi", now=1.0)
    for key in ("m1", "m2"):
        assert not await store.requests.seen(here, key)
        request = await store.requests.accept(asked(key, f"words of {key}"), 1.0)
        assert [part.text for part in await store.requests.parts(request)] == [f"words of {key}"]
    assert [entry.body for entry in await store.transcript.since(here, 0, 9)] == ["{}"]


async def test_half_a_surrogate_pair_is_stored_readably(store, asked):
    request = await store.requests.accept(asked("m1", "broken \ud83d emoji"), 1.0)
    assert (await store.requests.get(request)).words == "broken ? emoji"


async def test_an_unknown_request_is_a_lookup_error(store):
    for method in (store.requests.get, store.requests.cancelled, lambda number: store.queue.begin(number, 2.0)):
        with pytest.raises(LookupError):
            await method(99)


class TestJoining:
    async def test_words_join_the_clip_they_follow(self, store, asked, here):
        request = await store.requests.accept(asked("m1", "", files=("a.mp4",), at=1.0), 1.0)
        part = Part("m2", "add music", (), 2.0, album="al", cut=True)
        assert await store.requests.join(request, part, EXPORT, 4.5)
        joined = await store.requests.get(request)
        assert (joined.words, joined.meaning, joined.joins_until) == ("add music", EXPORT, 4.5)
        assert (await store.requests.parts(request))[1] == part
        assert await store.requests.seen(here, "m2")

    async def test_parts_stand_in_the_order_they_were_said_not_received(self, store, asked):
        request = await store.requests.accept(asked("m2", "two", at=2.0), 1.0)
        await store.requests.join(request, Part("m3", "three", (), 2.0), EDIT, 0.0)
        await store.requests.join(request, Part("m1", "one", (), 1.0), EDIT, 0.0)
        assert [part.key for part in await store.requests.parts(request)] == ["m1", "m2", "m3"]
        assert (await store.requests.get(request)).words == "one\ntwo\nthree"

    async def test_nothing_joins_a_sealed_request(self, store, asked, here):
        request = await store.requests.accept(asked("m1"), 1.0)
        await store.requests.seal(request, "what is asked", EXPORT)
        assert not await store.requests.join(request, Part("m2", "late", (), 2.0), EDIT, 9.0)
        sealed = await store.requests.get(request)
        assert (sealed.words, sealed.meaning, sealed.sealed) == ("what is asked", EXPORT, True)
        assert not await store.requests.seen(here, "m2")  # so that it can be accepted as a request of its own

    async def test_a_join_and_a_seal_at_once_never_lose_a_message(self, store, asked, here):
        for number in range(20):
            request = await store.requests.accept(asked(f"a{number}"), 1.0)
            joined, _ = await asyncio.gather(
                store.requests.join(request, Part(f"b{number}", "more", (), 2.0), EDIT, 9.0),
                store.requests.seal(request, "words", EDIT),
            )
            assert joined == await store.requests.seen(here, f"b{number}")
            assert len(await store.requests.parts(request)) == (2 if joined else 1)

    async def test_a_message_received_before_changes_nothing(self, store, asked):
        request = await store.requests.accept(asked("m1", joins_until=3.0), 1.0)
        other = await store.requests.accept(asked("m2"), 1.0)
        assert not await store.requests.join(request, Part("m2", "again", (), 2.0), EXPORT, 9.0)
        assert (await store.requests.get(request)).joins_until == 3.0
        assert (await store.requests.get(request)).meaning == EDIT
        assert len(await store.requests.parts(other)) == 1

    async def test_the_newest_waiting_request_of_this_sender_here_is_joinable(self, store, asked, here):
        await store.requests.accept(asked("m1"), 1.0)
        newest = await store.requests.accept(asked("m2"), 1.0)
        await store.requests.accept(asked("m3", sender=Sender("bob")), 1.0)
        await store.requests.accept(asked("m4", address=Address("web", "8")), 1.0)
        found = await store.requests.joinable(here, "ann", None)
        assert found is not None
        assert found.id == newest

    @pytest.mark.parametrize("flow", [Flow.EXPORT, Flow.ANSWER])
    async def test_only_an_edit_is_joinable(self, store, asked, here, flow):
        await store.requests.accept(asked("m1", flow=flow), 1.0)
        assert await store.requests.joinable(here, "ann", None) is None

    async def test_what_is_sealed_cancelled_or_ended_is_not_joinable(self, store, asked, here):
        await store.requests.seal(await store.requests.accept(asked("m1"), 1.0), "", EDIT)
        await store.requests.cancel(await store.requests.accept(asked("m2"), 1.0))
        await store.requests.end(await store.requests.accept(asked("m3"), 1.0), Outcome.DONE, 1.0)
        assert await store.requests.joinable(here, "ann", None) is None

    async def test_a_reply_joins_only_a_reply_to_the_same_message(self, store, asked, here):
        request = await store.requests.accept(asked("m1", reply_to="f1"), 1.0)
        assert await store.requests.joinable(here, "ann", None) is None
        assert await store.requests.joinable(here, "ann", "f2") is None
        found = await store.requests.joinable(here, "ann", "f1")
        assert found is not None
        assert found.id == request

    async def test_a_corrected_message_changes_what_is_asked_until_it_is_sealed(self, store, asked, here):
        request = await store.requests.accept(asked("m1", "add musik"), 1.0)
        corrected = await store.requests.correct(here, "m1", "add music", EXPORT)
        assert corrected is not None
        assert (corrected.id, corrected.words, corrected.meaning) == (request, "add music", EXPORT)
        assert [part.text for part in await store.requests.parts(request)] == ["add music"]
        await store.requests.seal(request, "add music", EXPORT)
        assert await store.requests.correct(here, "m1", "too late", EDIT) is None
        assert (await store.requests.get(request)).words == "add music"

    async def test_an_unknown_message_cannot_be_corrected(self, store, here):
        assert await store.requests.correct(here, "m9", "words", EDIT) is None


def quoting(new, quoted):
    return replace(new, part=replace(new.part, quoted=quoted))


class TestWhatIsQuoted:
    async def test_it_stays_beside_the_words_and_is_never_one_of_them(self, store, asked):
        request = await store.requests.accept(quoting(asked("m1", "shorter"), "a long story"), 1.0)
        assert (await store.requests.get(request)).words == "shorter"
        assert [(part.text, part.quoted) for part in await store.requests.parts(request)] == [
            ("shorter", "a long story")
        ]

    async def test_each_child_of_a_batch_has_it(self, store, asked):
        batch = await store.requests.accept(quoting(asked("m1"), "a long story"), 1.0)
        for child in await store.requests.split(batch, [replace(child, quoted="a long story") for child in CHILDREN]):
            assert [part.quoted for part in await store.requests.parts(child)] == ["a long story"]


class TestAlbums:
    async def test_a_later_part_finds_the_request_of_its_album(self, store, asked, here):
        def item(key, album, **other):
            new = asked(key, **other)
            return replace(new, part=replace(new.part, album=album))

        elsewhere = await store.requests.accept(item("m1", "77", address=Address("web", "8")), 1.0)
        first = await store.requests.accept(item("m2", "77"), 1.0)
        other = await store.requests.accept(item("m3", "78"), 1.0)
        late = await store.requests.accept(item("m4", "77"), 1.0)
        assert (await store.requests.before_in_album(late, "77")).id == first
        for one, album in ((elsewhere, "77"), (first, "77"), (other, "78"), (late, "78")):
            found = await store.requests.before_in_album(one, album)
            assert (found.id if found else None) == (other if one == late else None)


class TestBatches:
    async def test_children_stand_in_their_parents_place(self, store, asked):
        first = await store.requests.accept(asked("m1"), 1.0)
        batch = await store.requests.accept(asked("m2"), 1.0)
        last = await store.requests.accept(asked("m3"), 1.0)
        one, two = await store.requests.split(batch, CHILDREN)
        assert [request.id for request in await store.requests.open()] == [first, one, two, last]
        assert [await store.requests.ahead(request) for request in (first, one, two, last)] == [0, 1, 2, 3]

    async def test_a_child_is_its_parent_with_one_file_and_words_of_its_own(self, store, asked):
        batch = await store.requests.accept(asked("m1", files=("a.mp4", "b.mp4"), reply_to="m0", language="zh"), 1.0)
        ids = await store.requests.split(batch, CHILDREN)
        parent = await store.requests.get(batch)
        children = await store.requests.children(batch)
        assert tuple(child.id for child in children) == ids
        assert [(child.words, child.meaning, child.sealed) for child in children] == [
            ("first", EDIT, True),
            ("second", EXPORT, True),
        ]
        for number, child in enumerate(children, start=1):
            assert (child.parent, child.head, child.child) == (batch, batch, number)
            for same in ("flow", "address", "sender", "private", "handle", "lane", "language", "project", "target"):
                assert getattr(child, same) == getattr(parent, same)
            (part,) = await store.requests.parts(child.id)
            assert (part.key, part.attachments) == (f"m1#{number}", CHILDREN[number - 1].attachments)

    async def test_the_parent_has_ended_and_a_second_split_makes_nothing(self, store, asked):
        batch = await store.requests.accept(asked("m1"), 1.0)
        ids = await store.requests.split(batch, CHILDREN)
        assert (await store.requests.get(batch)).outcome is Outcome.SPLIT
        assert await store.requests.split(batch, CHILDREN) == ()
        assert tuple(request.id for request in await store.requests.open()) == ids

    async def test_a_request_whose_journal_has_the_entry_is_not_split(self, store, asked):
        batch, other = [await store.requests.accept(asked(key), 1.0) for key in ("m1", "m2")]
        await store.entries.record(batch, "asked", "{}")
        await store.entries.intend(other, "ask.2")
        assert await store.requests.split(other, CHILDREN, unless="ask") == ()
        assert (await store.requests.get(other)).outcome is None
        ids = await store.requests.split(batch, CHILDREN, unless="ask")
        assert len(ids) == 2
        assert await store.requests.split(batch, CHILDREN, unless="ask") == ()

    async def test_a_request_that_has_ended_is_not_split(self, store, asked):
        batch = await store.requests.accept(asked("m1"), 1.0)
        await store.requests.end(batch, Outcome.DONE, 2.0)
        assert await store.requests.split(batch, CHILDREN) == ()
        assert (await store.requests.get(batch)).outcome is Outcome.DONE
        assert await store.requests.open() == ()

    async def test_cancelling_the_batch_reaches_its_children(self, store, asked):
        batch = await store.requests.accept(asked("m1"), 1.0)
        one, two = await store.requests.split(batch, CHILDREN)
        await store.requests.end(one, Outcome.DONE, 2.0)
        assert not await store.requests.cancelled(two)
        assert await store.requests.cancel(batch)
        assert await store.requests.cancelled(two)

    async def test_cancelling_a_child_leaves_the_others(self, store, asked):
        batch = await store.requests.accept(asked("m1"), 1.0)
        one, two = await store.requests.split(batch, CHILDREN)
        assert await store.requests.cancel(one)
        assert not await store.requests.cancelled(two)
        assert not await store.requests.cancelled(batch)

    async def test_a_batch_whose_children_have_ended_cannot_be_cancelled(self, store, asked):
        batch = await store.requests.accept(asked("m1"), 1.0)
        for child in await store.requests.split(batch, CHILDREN):
            await store.requests.end(child, Outcome.DONE, 2.0)
        assert not await store.requests.cancel(batch)


class TestLife:
    async def test_a_request_is_cancelled_until_it_has_ended(self, store, asked):
        request = await store.requests.accept(asked("m1"), 1.0)
        assert not await store.requests.cancelled(request)
        assert await store.requests.cancel(request)
        assert await store.requests.cancelled(request)
        ended = await store.requests.accept(asked("m2"), 1.0)
        await store.requests.end(ended, Outcome.DONE, 2.0)
        assert not await store.requests.cancel(ended)
        assert not await store.requests.cancelled(ended)

    async def test_the_first_outcome_stays(self, store, asked):
        request = await store.requests.accept(asked("m1"), 1.0)
        await store.requests.end(request, Outcome.CANCELLED, 2.0)
        await store.requests.end(request, Outcome.DONE, 3.0)
        assert (await store.requests.get(request)).outcome is Outcome.CANCELLED

    async def test_claims_are_counted_until_an_orderly_rest(self, store, asked):
        request = await store.requests.accept(asked("m1"), 1.0)
        assert [await store.queue.begin(request, 2.0) for _ in range(3)] == [1, 2, 3]
        await store.queue.reschedule(request, 99.0, "render:1")
        assert (await store.requests.get(request)).lane == "render:1"
        await store.queue.reschedule(request, 99.0, None)
        assert (await store.requests.get(request)).lane == "render:1"
        assert await store.queue.begin(request, 2.0) == 1

    async def test_what_is_accepted_as_begun_has_its_first_claim_and_waits_only_for_its_parts(self, store, asked):
        whole = await store.requests.accept(asked("m1", begun=True), 1.0)
        waiting = await store.requests.accept(asked("m2", begun=True, joins_until=3.0), 1.0)
        assert [(await store.requests.get(request)).sealed for request in (whole, waiting)] == [True, False]
        assert await store.queue.begin(whole, 2.0) == 2

    async def test_what_waits_for_no_more_parts_is_sealed_when_it_is_begun(self, store, asked):
        whole = await store.requests.accept(asked("m1"), 1.0)
        waiting = await store.requests.accept(asked("m2", joins_until=time.time() + 3600.0), 1.0)
        for request in (whole, waiting):
            await store.queue.begin(request, 2.0)
        assert [(await store.requests.get(request)).sealed for request in (whole, waiting)] == [True, False]

    async def test_words_that_went_with_another_file_are_remembered(self, store, asked):
        one, other = [await store.requests.accept(asked(key), 1.0) for key in ("m1", "m2")]
        assert not (await store.requests.get(one)).words_taken
        await store.requests.accept(asked("m3", used=UsedUp(link=one)), 2.0)
        assert (await store.requests.get(one)).words_taken
        assert not (await store.requests.get(other)).words_taken

    async def test_the_status_message_is_remembered_and_forgotten(self, store, asked):
        request = await store.requests.accept(asked("m1"), 1.0)
        await store.requests.set_status(request, "s1")
        assert (await store.requests.get(request)).status_key == "s1"
        await store.requests.set_status(request, None)
        assert (await store.requests.get(request)).status_key is None

    async def test_the_status_message_belongs_to_its_request_as_any_message_of_ours(self, store, asked, here):
        project = await store.projects.start(here, "", private=True, skill="s", now=1.0)
        request = await store.requests.accept(asked("m1", project=project.id), 1.0)
        await store.requests.set_status(request, "s1")
        assert await store.messages.origin(here, "s1") == Origin(request, project.id, "ann")

    async def test_a_cancelled_request_is_ahead_only_while_it_has_begun(self, store, asked):
        first, second, third, last = [await store.requests.accept(asked(f"m{n}"), 1.0) for n in range(4)]
        await store.requests.cancel(second)
        assert [await store.requests.ahead(request) for request in (third, last)] == [1, 2]
        await store.requests.cancel(first)  # its turn is read to its end
        assert [await store.requests.ahead(request) for request in (third, last)] == [1, 2]
        await store.requests.end(first, Outcome.CANCELLED, 2.0)
        await store.requests.end(second, Outcome.CANCELLED, 2.0)
        assert [await store.requests.ahead(request) for request in (third, last)] == [0, 1]

    async def test_the_waiting_children_of_a_cancelled_batch_are_ahead_of_nobody(self, store, asked):
        first = await store.requests.accept(asked("m0"), 1.0)
        batch = await store.requests.accept(asked("m1"), 1.0)
        last = await store.requests.accept(asked("m2"), 1.0)
        await store.requests.split(batch, CHILDREN)
        assert await store.requests.ahead(last) == 3
        await store.requests.cancel(batch)
        assert await store.requests.ahead(last) == 1
        assert await store.requests.ahead(first) == 0

    async def test_only_the_open_requests_of_its_own_lane_are_ahead(self, store, asked):
        ended = await store.requests.accept(asked("m1"), 1.0)
        await store.requests.end(ended, Outcome.DONE, 1.0)
        await store.requests.accept(asked("m2", lane="project:2"), 1.0)
        await store.requests.accept(asked("m3"), 1.0)
        last = await store.requests.accept(asked("m4"), 1.0)
        assert await store.requests.ahead(last) == 1

    async def test_the_open_ones_are_found_by_project_place_and_sender(self, store, asked, here):
        project = await store.projects.start(here, "", private=True, skill="s", now=1.0)
        one = await store.requests.accept(asked("m1", project=project.id), 1.0)
        two = await store.requests.accept(asked("m2", sender=Sender("bob")), 1.0)
        three = await store.requests.accept(asked("m3", address=Address("web", "8")), 1.0)
        for flow in (Flow.ANSWER, Flow.LATER):
            await store.requests.accept(asked(f"m4 {flow}", flow=flow, lane="now:m4"), 1.0)
        await store.requests.end(await store.requests.accept(asked("m5"), 1.0), Outcome.DONE, 1.0)

        async def found(**by):
            return [request.id for request in await store.requests.open(**by)]

        assert await found() == [one, two, three]
        assert await found(project=project.id) == [one]
        assert await found(address=here) == [one, two]
        assert await found(address=here, sender="bob") == [two]
        assert await found(sender="ann") == [one, three]

    async def test_the_latest_of_a_project_are_found_open_or_ended_without_answers(self, store, asked, here):
        project = await store.projects.start(here, "", private=True, skill="s", now=1.0)
        made = [await store.requests.accept(asked(f"m{number}", project=project.id), 1.0) for number in range(4)]
        await store.requests.accept(asked("other"), 1.0)
        await store.requests.accept(asked("aside", flow=Flow.ANSWER, lane="now:aside", project=project.id), 1.0)
        await store.requests.end(made[3], Outcome.DONE, 1.0)
        assert [request.id for request in await store.requests.latest(project.id, 3)] == made[:0:-1]
        assert await store.requests.latest(project.id + 1, 3) == ()


class TestWhatIsUsedUp:
    """All of it goes in the transaction that accepts, or nothing is accepted."""

    WORDS = PendingWords("add calm music", fresh=True)

    async def test_pending_words_are_deleted_with_the_commit_of_the_request_that_uses_them(self, store, asked, here):
        await store.pending.keep(here, "ann", self.WORDS, until=10.0)
        assert await store.requests.accept(asked("m1", used=UsedUp(self.WORDS)), 1.0) is not None
        assert await store.pending.waiting(here, "ann", 1.0) is None

    async def test_words_are_taken_once(self, store, asked, here):
        await store.pending.keep(here, "ann", self.WORDS, until=10.0)
        new = [asked(f"m{number}", used=UsedUp(self.WORDS)) for number in range(6)]
        made = await asyncio.gather(*(store.requests.accept(one, 1.0) for one in new), return_exceptions=True)
        assert len([one for one in made if isinstance(one, int)]) == 1
        assert len([one for one in made if isinstance(one, WordsGone)]) == 5
        assert len(await store.requests.open()) == 1

    @pytest.mark.parametrize(
        "newer",
        [
            PendingWords("add calm music", fresh=False),
            PendingWords("louder", fresh=True),
            PendingWords("add calm music", fresh=True, quoted="like this"),
            PendingWords("add calm music", fresh=True, captions=(Attachment.holding("a.srt", "…"),)),
            None,
        ],
    )
    async def test_words_that_were_replaced_or_never_waited_are_not_taken(self, store, asked, here, newer):
        if newer:
            await store.pending.keep(here, "ann", newer, until=10.0)
        with pytest.raises(WordsGone):
            await store.requests.accept(asked("m1", used=UsedUp(self.WORDS)), 1.0)
        assert not await store.requests.seen(here, "m1")
        assert await store.pending.waiting(here, "ann", 1.0) == newer

    async def test_words_of_an_upload_page_are_not_those_of_another(self, store, asked, here):
        first, second = [await store.requests.accept(asked(key), 1.0) for key in ("m1", "m2")]
        newest = PendingWords("two", fresh=False, request=second)
        await store.pending.keep(here, "ann", newest, until=10.0)
        with pytest.raises(WordsGone):
            await store.requests.accept(asked("m3", used=UsedUp(replace(newest, request=first))), 1.0)
        assert await store.requests.accept(asked("m3", used=UsedUp(newest)), 1.0) is not None

    async def test_a_message_received_before_uses_nothing_up(self, store, asked, here):
        await store.requests.accept(asked("m1"), 1.0)
        await store.pending.keep(here, "ann", self.WORDS, until=10.0)
        assert await store.requests.accept(asked("m1", used=UsedUp(self.WORDS)), 1.0) is None
        assert await store.pending.waiting(here, "ann", 1.0) == self.WORDS

    async def test_answers_that_were_not_delivered_are_one_requests_to_deliver(self, store, asked, here):
        old = await store.requests.accept(asked("m1"), 1.0)
        await store.pending.keep_undelivered(here, "ann", old, "here it is")
        used = UsedUp(undelivered=True)
        made = [await store.requests.accept(asked(key, used=used), 1.0) for key in ("m2", "m3")]
        assert [number is not None for number in made] == [True, False]
        assert not await store.requests.seen(here, "m3")
        assert await store.pending.hand_over(here, "ann", made[0], private=False) == ("here it is",)

    async def test_what_is_said_once_an_hour_is_accepted_once_an_hour_for_each_person_of_a_chat(self, store, asked):
        used, hour = UsedUp(first_in_hour="refused"), HOUR_SECONDS
        times = [9 * hour, 9 * hour + 1, 10 * hour - 1, 10 * hour, 10 * hour + 1, 2 * hour, 2 * hour + 1]
        made = [await store.requests.accept(asked(f"m{at}", used=used), at) for at in times]
        assert [number is not None for number in made] == [True, False, False, True, False, True, False]
        assert await store.requests.accept(asked("b1", used=used, sender=Sender("bob")), 2 * hour + 2) is not None

    async def test_what_is_said_once_here_is_accepted_once_for_the_whole_chat(self, store, asked):
        used = UsedUp(first_here="added")
        assert await store.requests.accept(asked("m1", used=used), 1.0) is not None
        assert await store.requests.accept(asked("m2", used=used, sender=Sender("bob")), 1.0) is None

    async def test_a_new_project_begins_with_its_request_or_not_at_all(self, store, asked, here):
        new = asked("m1", project=NewProject("", private=True, skill="s"), lane="somewhere")
        request = await store.requests.get(await store.requests.accept(new, 1.0))
        project = await store.projects.current(here, "")
        assert (request.project, request.lane) == (project.id, project.lane)
        assert await store.requests.accept(new, 2.0) is None
        assert len(await store.projects.latest(here, "", 9)) == 1


async def test_the_newest_of_a_sender_is_what_they_asked_last_here(store, asked, here):
    assert await store.requests.newest(here, "ann") is None
    first = await store.requests.accept(asked("m1"), 1.0)
    second = await store.requests.accept(asked("m2"), 2.0)
    await store.requests.accept(replace(asked("m3"), sender=Sender("ben", "Ben", "en")), 3.0)
    await store.requests.accept(asked("m4", flow=Flow.LATER), 4.0)
    await store.requests.split(first, CHILDREN)
    assert (await store.requests.newest(here, "ann")).id == second
    assert await store.requests.newest(Address("elsewhere", "1"), "ann") is None


async def test_which_requests_were_given_up_since_is_known(store, asked):
    first, second, failed = [await store.requests.accept(asked(key), 1.0) for key in ("m1", "m2", "m3")]
    await store.queue.park(first, 10.0)
    await store.queue.park(second, 20.0)
    await store.requests.end(failed, Outcome.FAILED, 30.0)
    assert await store.queue.parked(5.0) == (first, second)
    assert await store.queue.parked(10.0) == (second,)
