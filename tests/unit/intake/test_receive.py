"""The way in over a real store: who is welcome, and what a kill at any await of it leaves behind."""

import asyncio
import contextlib
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.engine.delays import Delays
from core.intake.intake import Intake
from core.model.access import AccessLists
from core.model.actions import (
    Cancel,
    ChooseLanguage,
    Export,
    ExportVersion,
    SameForAnother,
    SwitchProject,
    TryAgain,
)
from core.model.attachments import Attachment
from core.model.chat import Address, Incoming, Sender, Unseen
from core.model.limits import Limits
from core.model.measures import NoMeasures
from core.model.operations import Drain
from core.model.pending import PendingWords
from core.model.requests import Flow, InternalReply, Outcome, WordsFrom
from core.upload.link import LINK_SECONDS, UploadPage
from core.upload.state import LinkState, UploadLinks
from storage.errors import StorageError
from tests.doubles.cancellation import killed_at
from tests.doubles.services import SharedServices

HERE, HOME = Address("stage", "group"), Address("stage", "anna")
ANNA, BEN = Sender("anna", "Anna", "en"), Sender("ben", "Ben", "en")
CLIP = Attachment("f1", "a.mp4", 900)


class Idle:
    """An engine that begins nothing, and a chat that nobody looks at."""

    def reserve(self, lane, person):
        return nullcontext()

    def notify(self, lane):
        """Nothing runs."""

    async def react(self, to, reaction):
        """Nobody looks."""

    async def tell(self, request):
        """Nobody waits."""


# counted, and never reached
WIDE = Limits(requests_per_minute=999, requests_at_once=999, requests_per_day=999, chat_requests_per_day=999)


async def wide(*_):
    return WIDE


@pytest.fixture
def services(store, clock):
    links = UploadLinks(store.requests, store.messages, store.entries, clock=clock)

    async def skill_at(_):
        return "s"

    return SharedServices(
        stores=store,
        clock=clock,
        delays=Delays(),
        measures=NoMeasures(),
        rules=SimpleNamespace(keep_days=90, access=AccessLists()),
        limits_for=wide,
        drain=Drain(),
        dispatcher=Idle(),
        platforms={"stage": Idle()},
        queue_positions=Idle(),
        upload_page=UploadPage("https://bot.example", b"key", None, clock),
        upload_links=links,
        skill_at=skill_at,
    )


@pytest.fixture
def life(services):
    """`life(allow)`: the way in of one process."""

    def opened(*allow):
        services.rules.access = AccessLists(allow)
        return Intake(services)

    return opened


@pytest.fixture
def rows(store):
    async def ask(sender):
        found = await store.database.all("select id from requests where sender = ? order by id", sender.id)
        return [await store.requests.get(row["id"]) for row in found]

    return ask


def said(text="", *files, key="m1", sender=ANNA, address=HERE, private=False, **more):
    return Incoming(address, sender, key, 0.0, private, text=text, attachments=files, **more)


class Engine(Idle):
    """An engine that notes what it is told."""

    def __init__(self):
        self.told = []

    def notify(self, lane):
        self.told.append(lane)

    def wake(self, request):
        self.told.append(request)


class TestEngine:
    """Whatever is committed, the engine is told of."""

    @pytest.fixture
    def engine(self, services):
        services.dispatcher = Engine()
        return services.dispatcher

    async def test_a_request_that_begins_a_project_is_notified_in_its_lane(self, life, engine, rows):
        await life().receive(said("add music"))
        [asked] = await rows(ANNA)
        assert engine.told == [asked.lane]

    @pytest.mark.parametrize("error", [StorageError("disk"), asyncio.CancelledError()])
    async def test_one_whose_lane_cannot_be_read_is_woken(self, life, engine, rows, store, monkeypatch, error):
        async def broken(*_):
            raise error

        here = life()
        with monkeypatch.context() as away, contextlib.suppress(asyncio.CancelledError):
            away.setattr(type(store.requests), "get", broken)
            await here.receive(said("add music"))
        await here.close()
        [asked] = await rows(ANNA)
        assert engine.told == [asked.id]


class TestOldMessages:
    """A message of ours that is older than anything that is kept belongs to no project any more."""

    @pytest.fixture
    async def project(self, store, clock):
        return await store.projects.start(HERE, ANNA.id, private=False, skill="s", now=clock.time())

    @pytest.fixture
    def old(self, clock):
        return clock.time() - 90 * 86_400 - 1

    @pytest.mark.parametrize(
        "asked",
        [
            {"text": "make it longer"},
            {"text": "/export"},
            {"text": "/versions"},
            {"action": Export()},
            {"action": ExportVersion(2)},
            {"action": TryAgain(77)},
            {"action": SameForAnother(77)},
            {"action": SwitchProject(1)},
        ],
    )
    async def test_what_is_asked_under_it_is_answered_and_works_on_no_other_project(
        self, life, rows, project, old, asked
    ):
        await life().receive(said(reply_to="b1", answered_at=old, **asked))
        [found] = await rows(ANNA)
        assert (found.flow, found.reply, found.project) == (Flow.ANSWER, InternalReply.PROJECT_ENDED, None)

    async def test_nothing_is_so_old_because_somebody_set_the_clock(self, life, rows, project, clock):
        before = clock.time()
        clock.ahead = 400 * 86_400
        await life().receive(said("make it longer", reply_to="b1", answered_at=before))
        [found] = await rows(ANNA)
        assert (found.flow, found.reply) == (Flow.EDIT, None)

    @pytest.mark.parametrize(
        "asked",
        [{"text": "/help"}, {"text": "/new make a trailer"}, {"action": ChooseLanguage("zh")}, {"text": "thanks!"}],
    )
    async def test_what_is_about_no_project_is_done_as_ever(self, life, rows, project, old, asked):
        await life().receive(said(reply_to="b1", answered_at=old, **asked))
        [found] = await rows(ANNA)
        assert found.reply is None

    @pytest.mark.parametrize("days", [89.0, None])
    async def test_a_younger_one_is_of_the_current_project(self, life, rows, project, clock, days):
        at = None if days is None else clock.time() - days * 86_400
        await life().receive(said("make it longer", reply_to="b1", answered_at=at))
        [found] = await rows(ANNA)
        assert (found.reply, found.project) == (None, project.id)

    async def test_one_that_is_known_still_is_of_its_project(self, life, rows, store, project, old):
        mine = {"request": None, "project": project.id, "role": "answer", "text": "", "now": old}
        await store.messages.sent(HERE, "b1", **mine)
        await life().receive(said("make it longer", reply_to="b1", answered_at=old))
        [found] = await rows(ANNA)
        assert (found.reply, found.project) == (None, project.id)

    async def test_an_edit_of_a_message_that_may_have_been_taken_is_no_new_wish(self, life, rows, old):
        await life().receive(said("add music and a title", corrects=True, written_at=old))
        await life().receive(said("add music and a title", corrects=True, written_at=old))
        [found] = await rows(ANNA)
        assert found.reply is InternalReply.TOO_LATE

    async def test_an_edit_that_first_names_the_bot_is_a_wish(self, life, rows, clock):
        await life().receive(said("add music", corrects=True, written_at=clock.time() - 60.0))
        [found] = await rows(ANNA)
        assert found.flow is Flow.EDIT


class TestAdmission:
    async def test_who_is_not_admitted_is_told_so_again_after_an_hour(self, life, rows, clock):
        here = life("stage:elsewhere")
        for key, seconds in (("m1", 3599), ("m2", 2), ("m3", 0), ("m4", 0)):
            await here.receive(said("add music", key=key))
            await clock.advance(seconds)
        assert [one.reply for one in await rows(ANNA)] == [InternalReply.REFUSED] * 2

    async def test_who_is_not_admitted_is_told_once_and_nothing_else_is_written(self, life, rows, store):
        here = life("stage:elsewhere")
        for key in ("m1", "m2"):
            await here.receive(said("add music", CLIP, key=key))
        await here.receive(said(key="p1", action=Cancel(1)))
        assert [one.reply for one in await rows(ANNA)] == [InternalReply.REFUSED]
        assert await store.projects.latest(HERE, "anna", 9) == ()

    async def test_a_sender_who_was_told_already_costs_no_transaction(self, life, store, monkeypatch):
        here, begun = life("stage:elsewhere"), []
        await here.receive(said("add music"))
        monkeypatch.setattr(store.database, "transaction", lambda: begun.append(1))
        await here.receive(said("add music", key="m2"))
        assert begun == []

    async def test_a_correction_of_a_sender_who_is_not_admitted_any_more_changes_nothing(self, life, rows):
        await life().receive(said("add music", CLIP, album="x"))
        await life("stage:elsewhere").receive(said("delete it", CLIP, album="x", corrects=True))
        asked, *_ = await rows(ANNA)
        assert asked.words == "add music"

    async def test_a_correction_of_an_admitted_sender_counts(self, life, rows):
        await life().receive(said("add music", CLIP, album="x"))
        await life().receive(said("add a title", CLIP, album="x", corrects=True))
        assert [one.words for one in await rows(ANNA)] == ["add a title"]

    async def test_an_uploaded_file_of_a_sender_who_is_not_admitted_any_more_is_not_taken(
        self, life, services, store, rows
    ):
        number = await refused_clip(life, store, rows, ANNA)
        seen = await services.upload_links.visit(number)
        file = await services.upload_links.incoming(seen, Attachment(f"page:{number}-x", "b.mp4", 9))
        await life("stage:elsewhere").receive(file)
        assert not await services.upload_links.has(file)
        assert [one.reply for one in await rows(ANNA)] == [None, InternalReply.REFUSED]
        assert await store.pending.waiting(HERE, "anna", 0.0) is not None
        assert (await services.upload_links.visit(number)).state is LinkState.OPEN

    @pytest.fixture
    async def invite(self, life, services, store, rows):
        number = await refused_clip(life, store, rows, ANNA)
        return f"/start {services.upload_page.invitation(number)}"

    async def test_an_invitation_opens_the_page_of_its_own_request_for_its_asker(self, life, rows, invite):
        here = life("stage:group")
        await here.receive(said(invite, key="s1", address=HOME, private=True))
        *_, opened = await rows(ANNA)
        assert (opened.address, opened.reply, opened.meaning.argument) == (HOME, None, invite.removeprefix("/start "))

    @pytest.mark.parametrize(
        "change",
        [
            {"sender": BEN},
            {"private": False},
            {"text": "/start up_nonsense"},
            {"text": "/edit add music"},
            {"attachments": (CLIP,)},
            {"action": Export()},
            {"unseen": Unseen.REPLIED_TO},
            {"address": Address("other", "anna")},
        ],
        ids=lambda change: next(iter(change)),
    )
    async def test_it_opens_nothing_else_and_works_for_its_asker_alone(self, life, rows, invite, change):
        other = replace(said(invite, key="s1", address=HOME, private=True), **change)
        await life("stage:group").receive(other)
        *_, answered = await rows(other.sender)
        assert answered.reply is InternalReply.REFUSED

    @pytest.mark.parametrize("more", ["\nadd music", " add music", "x", "\u00a0add music"], ids=repr)
    async def test_words_behind_it_make_it_no_invitation(self, life, rows, invite, more):
        await life("stage:group").receive(said(invite + more, key="s1", address=HOME, private=True))
        *_, answered = await rows(ANNA)
        assert answered.reply is InternalReply.REFUSED

    @pytest.mark.parametrize(
        "change", [{"text": "add music"}, {"text": "", "attachments": (CLIP,)}], ids=["words", "file"]
    )
    async def test_correcting_it_into_something_else_opens_nothing(self, life, rows, invite, change):
        opened = said(invite, key="s1", address=HOME, private=True)
        await life("stage:group").receive(opened)
        before = await rows(ANNA)
        await life("stage:group").receive(replace(opened, corrects=True, **change))
        assert await rows(ANNA) == before

    async def test_whom_it_admitted_is_not_admitted_with_the_next_message(self, life, rows, invite, store):
        here = life("stage:group")
        await here.receive(said(invite, key="s1", address=HOME, private=True))
        before = await rows(ANNA)
        for number, other in enumerate([said("add music", CLIP), said("", CLIP), said("add a title", corrects=True)]):
            await here.receive(replace(other, key=f"s{number + 2}", address=HOME, private=True))
        assert [one.reply for one in (await rows(ANNA))[len(before) :]] == [InternalReply.REFUSED]
        assert await store.projects.latest(HOME, "", 9) == ()

    async def test_it_expires_after_an_hour(self, life, rows, invite, clock):
        await clock.advance(LINK_SECONDS + 1)
        await life("stage:group").receive(said(invite, key="s1", address=HOME, private=True))
        *_, answered = await rows(ANNA)
        assert answered.reply is InternalReply.REFUSED

    async def test_it_is_refused_once_the_chat_of_its_request_is_not_admitted(self, life, rows, invite):
        await life("stage:elsewhere").receive(said(invite, key="s1", address=HOME, private=True))
        *_, answered = await rows(ANNA)
        assert answered.reply is InternalReply.REFUSED


async def test_the_words_of_an_earlier_request_are_told_apart_from_typed_ones(life, rows, store):
    await life().receive(said("add music"))
    [asked] = await rows(ANNA)
    await store.requests.end(asked.id, Outcome.FAILED, 1.0)
    await life().receive(said(key="p1", action=TryAgain(asked.id)))
    *_, again = await rows(ANNA)
    assert (again.words, again.words_from, again.project) == ("add music", WordsFrom.EARLIER, asked.project)


async def test_another_try_of_what_was_answered_at_once_is_an_old_button(life, rows):
    await life().receive(said("add music"))
    await life().receive(said(key="p1", action=Cancel(1)))
    await life().receive(said(key="p2", action=TryAgain(2)))
    *_, answered = await rows(ANNA)
    assert answered.reply is InternalReply.OLD_BUTTON


async def refused_clip(life, store, rows, sender):
    """A clip that was too large for its chat: its words wait for another, also by the page of this request."""
    await life().receive(said("add music", CLIP, key=f"large {sender.id}", sender=sender))
    number = (await rows(sender))[0].id
    await store.requests.end(number, Outcome.FAILED, 1.0)
    words = PendingWords("add music", fresh=False, request=number)
    await store.pending.keep(HERE, sender.id, words, until=1e12)
    return number


class TestTwoProcesses:
    """Each reads the words that wait before either takes them: they go with one."""

    async def test_of_two_clips_one_takes_the_words(self, life, store, rows):
        await store.pending.keep(HERE, "anna", PendingWords("add music", fresh=False), until=1e12)
        await asyncio.gather(*(life().receive(said("", CLIP, key=key)) for key in ("m1", "m2")))
        assert sorted(one.words for one in await rows(ANNA)) == ["", "add music"]

    @pytest.mark.parametrize("clip_first", [True, False])
    async def test_of_a_clip_and_a_file_of_the_page_one_takes_them(self, life, services, store, rows, clip_first):
        number = await refused_clip(life, store, rows, ANNA)
        seen = await services.upload_links.visit(number)
        file = await services.upload_links.incoming(seen, Attachment(f"page:{number}-x", "b.mp4", 9))
        both = [said("", CLIP, key="small"), file]
        await asyncio.gather(*(life().receive(one) for one in (both if clip_first else reversed(both))))
        _, *asked = await rows(ANNA)
        assert [one.words for one in asked] == (["add music"] if clip_first else ["add music", ""])
        assert await services.upload_links.has(file) == (not clip_first)


class TestKilledAtAnyAwait:
    """Whatever was handed in is handed in again: nothing is lost then, and nothing counts twice."""

    @pytest.fixture
    def killed_everywhere(self, life):
        """Kill the receipt of what `prepare(sender)` returns at each await, hand it in again, and `check(sender)`."""

        async def run(prepare, check):
            for number in range(100):
                sender = Sender(f"s{number}", "", "en")
                incoming = await prepare(sender)
                killed = await killed_at(life().receive(incoming), number)
                again = life()
                await again.receive(incoming)
                await again.close()
                await check(sender)
                if not killed:
                    assert number > 3
                    return
            pytest.fail("it never ended")

        return run

    async def test_words_that_a_clip_takes(self, killed_everywhere, life, services, store, rows):
        async def prepare(sender):
            await refused_clip(life, store, rows, sender)
            return said("", replace(CLIP, ref="f2"), key=f"clip {sender.id}", sender=sender)

        async def check(sender):
            first, taken = await rows(sender)
            assert (taken.words, taken.words_from) == ("add music", WordsFrom.PENDING)
            assert await store.pending.waiting(HERE, sender.id, 0.0) is None
            assert (await services.upload_links.visit(first.id)).state is LinkState.TAKEN
            assert len(await store.projects.latest(HERE, sender.id, 9)) == 1

        await killed_everywhere(prepare, check)

    async def test_a_file_of_the_upload_page(self, killed_everywhere, life, services, store, rows):
        async def prepare(sender):
            number = await refused_clip(life, store, rows, sender)
            seen = await services.upload_links.visit(number)
            return await services.upload_links.incoming(seen, Attachment(f"page:{number}-x", "b.mp4", 9))

        async def check(sender):
            first, taken = await rows(sender)
            assert (taken.words, taken.words_from, taken.project) == ("add music", WordsFrom.PENDING, first.project)
            assert await store.pending.waiting(HERE, sender.id, 0.0) is None
            assert (await services.upload_links.visit(first.id)).state is LinkState.USED

        await killed_everywhere(prepare, check)

    async def test_going_on_without_what_was_not_shown(self, killed_everywhere, life, store, rows):
        async def prepare(sender):
            key = f"unseen {sender.id}"
            await life().receive(said("add music", key=key, sender=sender, unseen=Unseen.REPLIED_TO))
            await store.pending.keep(HERE, sender.id, PendingWords("add music", fresh=False), until=1e12)
            [unseen] = await rows(sender)
            return said(key=f"press {sender.id}", sender=sender, action=TryAgain(unseen.id))

        async def check(sender):
            _, asked = await rows(sender)
            assert (asked.words, asked.action, asked.words_from) == ("add music", None, WordsFrom.TYPED)
            assert await store.pending.waiting(HERE, sender.id, 0.0) is None

        await killed_everywhere(prepare, check)

    async def test_answers_that_could_not_be_delivered(self, killed_everywhere, life, store, rows):
        async def prepare(sender):
            await life().receive(said("add music", key=f"first {sender.id}", sender=sender))
            [first] = await rows(sender)
            await store.requests.seal(first.id, first.words, first.meaning)
            await store.pending.keep_undelivered(HERE, sender.id, first.id, "here it is")
            return said("add a title", key=f"next {sender.id}", sender=sender)

        async def check(sender):
            _, notice, asked = await rows(sender)
            assert (notice.reply, asked.words) == (InternalReply.UNDELIVERED, "add a title")
            assert await store.pending.hand_over(HERE, sender.id, notice.id, private=False) == ("here it is",)

        await killed_everywhere(prepare, check)

    async def test_a_new_project(self, killed_everywhere, store, rows):
        async def prepare(sender):
            return said("/new make a film", key=f"new {sender.id}", sender=sender)

        async def check(sender):
            [asked] = await rows(sender)
            assert (asked.flow, asked.words) == (Flow.EDIT, "make a film")
            assert [one.id for one in await store.projects.latest(HERE, sender.id, 9)] == [asked.project]

        await killed_everywhere(prepare, check)

    async def test_a_refusal_that_is_told_once(self, killed_everywhere, rows, monkeypatch):
        async def refusal(*_):
            return InternalReply.REFUSED

        monkeypatch.setattr("core.intake.admission.Admission.refusal", refusal)

        async def prepare(sender):
            return said("add music", key=f"refused {sender.id}", sender=sender)

        async def check(sender):
            assert [one.reply for one in await rows(sender)] == [InternalReply.REFUSED]

        await killed_everywhere(prepare, check)


class TestAGroupThatMovesMeanwhile:
    """A group becomes a supergroup while a message waits for the database: nothing of it is lost or counts apart."""

    @pytest.fixture
    def overtaken(self, life, store):
        """Let what `prepare(group)` returns wait for the database beside the move of its group, and check."""

        async def run(prepare, check, *, move_first=True):
            group, supergroup, here = Address("stage", "-5"), Address("stage", "-1005"), life()
            incoming = await prepare(here, group)
            both = [store.addresses.moved(group, supergroup), here.receive(incoming)]
            async with store.database.transaction():
                tasks = []
                for work in both if move_first else reversed(both):
                    tasks.append(asyncio.create_task(work, name="waits for the database"))
                    await asyncio.sleep(0)
                    await asyncio.sleep(0)
            await asyncio.gather(*tasks)
            await here.close()
            await check(supergroup)

        return run

    @pytest.fixture
    def asked(self, store):
        async def at(address):
            found = await store.database.all("select id from requests where address = ? order by id", str(address))
            return [await store.requests.get(row["id"]) for row in found]

        return at

    @pytest.mark.parametrize("move_first", [True, False])
    async def test_a_part_of_an_album_joins_it(self, move_first, overtaken, asked, store):
        async def prepare(here, group):
            await here.receive(said("cut them", CLIP, key=f"1@{group.chat}", address=group, album="7"))
            return said("", replace(CLIP, ref="f2", name="b.mp4"), key=f"2@{group.chat}", address=group, album="7")

        async def check(supergroup):
            [request] = await asked(supergroup)
            parts = await store.requests.parts(request.id)
            assert [file.name for part in parts for file in part.attachments] == ["a.mp4", "b.mp4"]

        await overtaken(prepare, check, move_first=move_first)

    @pytest.mark.parametrize("move_first", [True, False])
    async def test_a_correction_counts(self, move_first, overtaken, asked):
        async def prepare(here, group):
            await here.receive(said("cut it", CLIP, key=f"1@{group.chat}", address=group))
            return said("cut it twice", CLIP, key=f"1@{group.chat}", address=group, corrects=True)

        async def check(supergroup):
            [request] = await asked(supergroup)
            assert request.words == "cut it twice"

        await overtaken(prepare, check, move_first=move_first)

    @pytest.mark.parametrize("move_first", [True, False])
    async def test_words_go_on_with_their_project(self, move_first, overtaken, asked):
        async def prepare(here, group):
            await here.receive(said("cut it", CLIP, key=f"1@{group.chat}", address=group))
            return said("louder", key=f"2@{group.chat}", address=group)

        async def check(supergroup):
            first, second = await asked(supergroup)
            assert (first.project, first.lane) == (second.project, second.lane)

        await overtaken(prepare, check, move_first=move_first)

    @pytest.mark.parametrize("move_first", [True, False])
    async def test_kept_words_are_used(self, move_first, overtaken, asked, store):
        async def prepare(here, group):
            await store.pending.keep(group, "anna", PendingWords("add music", fresh=False), until=1e12)
            return said("", CLIP, key=f"2@{group.chat}", address=group)

        async def check(supergroup):
            [request] = await asked(supergroup)
            assert request.words == "add music"
            assert await store.pending.waiting(supergroup, "anna", 0.0) is None

        await overtaken(prepare, check, move_first=move_first)
