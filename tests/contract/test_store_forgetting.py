"""Promises of deleting what belongs to one person: nothing of it is left, and nothing of anybody else's is touched."""

from dataclasses import replace

import pytest

from core.model.accounts import AccountOrigin
from core.model.attachments import Attachment
from core.model.chat import Address, Sender
from core.model.pending import PendingWords
from core.model.preferences import scope_of
from core.model.requests import Child, Flow, Outcome, Part
from core.words.intents import Meaning, Wish

ANN, BEN = "ann-id", "ben-id"
PLANTED, KEPT = "planted-words", "kept-words"
GROUP, TOPIC, HOME = Address("telegram", "-100"), Address("telegram", "-100", "7"), Address("telegram", ANN)


async def everything(store) -> str:
    tables = await store.database.all("select name from sqlite_master where type = 'table'")
    rows = [await store.database.all(f"select * from {table['name']}") for table in tables]
    return repr([tuple(row) for table in rows for row in table])


@pytest.fixture
def said(store, asked):
    """A request with its words, file, answer, journal, version and line in a transcript."""

    async def say(key, text, *, sender=ANN, address=GROUP, private=False, project=None, ended=True, **more):
        if project is None:
            project = await store.projects.start(
                address, "" if private else sender, private=private, skill="s", now=1.0
            )
            await store.projects.set_title(project.id, text)
            await store.projects.save_session(project.id, await account(store), "task", f"session-{text}")
        part = Part(key, text, (Attachment("ref", f"{text}.mp4", 1),), 1.0, quoted=text)
        meant = Meaning(Wish.EDIT, argument=text)
        new = asked(key, text, project=project.id, meaning=meant)
        person = Sender(sender, f"{text} name")
        new = replace(new, address=address, sender=person, private=private, part=part, lane=project.lane, handle=text)
        request = await store.requests.accept(replace(new, **more), 1.0)
        await store.transcript.write(address, key, f'{{"text":"{text}"}}', 1.0)
        post = {"request": request, "project": project.id, "role": "answer", "text": text, "now": 2.0}
        await store.messages.sent(address, f"b-{key}", **post)
        await store.projects.files_arrived(project.id, request)
        await store.entries.record(request, "ask", f'"{text}"')
        version = await store.versions.keep(project.id, f'"{text}"', f"{key}{text}", request, 3.0)
        await store.versions.save_render(version, f"render-{text}", await account(store))
        await store.adapter_data.set("telegram:9:films", f"render-{text}", "file id", keep_seconds=99.0)
        if ended:
            await store.requests.end(request, Outcome.DONE, 4.0)
        return project, request

    return say


async def account(store) -> int:
    return (await store.accounts.create("operator", AccountOrigin.OPERATOR, None)).id


@pytest.fixture
def forget(store, asked):
    """The press of "Delete everything"."""

    async def press(key="p1", sender=ANN, address=GROUP, *, private=False, end=True):
        new = asked(key, "", lane=f"now:{key}", flow=Flow.ANSWER, project=None, meaning=None)
        new = replace(new, address=address, sender=Sender(sender, "name"), private=private)
        number = await store.requests.accept(new, 5.0)
        marked = await store.requests.mark_forgotten(number)
        await store.requests.delete_forgotten(number)
        if end:
            await store.requests.end(number, Outcome.DONE, 6.0)
        return marked

    return press


async def test_nothing_of_a_person_is_left_in_a_group_and_all_of_others_is(store, said, forget):
    await said("m1", PLANTED)
    await said("m2", PLANTED, address=TOPIC)
    await said("m3", KEPT, sender=BEN)
    await said("m4", KEPT, address=HOME, private=True)
    for words, sender in ((PLANTED, ANN), (KEPT, BEN)):
        await store.pending.keep(GROUP, sender, PendingWords(words, fresh=False), 99.0)
        await store.preferences.set(scope_of(GROUP, sender), "language", words)
        request = (await store.requests.newest(GROUP, sender)).id
        await store.pending.keep_undelivered(GROUP, sender, request, words)
    before = (await everything(store)).count(KEPT)
    marked = await forget()
    left = await everything(store)
    assert (marked.requests, marked.projects, marked.running) == (2, 2, ())
    assert PLANTED not in left
    assert left.count(KEPT) == before
    assert (await store.projects.current(GROUP, BEN)).title == KEPT
    assert (await store.projects.current(HOME, "")).title == KEPT
    assert await store.projects.latest(GROUP, ANN, 9) == ()
    assert await store.database.all("pragma foreign_key_check") == []


async def test_the_id_of_the_person_stands_only_where_a_number_needs_it(store, said, forget):
    await said("m1", PLANTED)
    await forget()
    for table in ("requests", "messages", "current_projects", "pending_words", "preferences", "versions", "journal"):
        rows = await store.database.all(f"select * from {table}")
        assert ANN not in repr([tuple(row) for row in rows]), table


async def test_a_direct_chat_is_all_of_one_person(store, said, forget):
    await said("m1", PLANTED, address=HOME, private=True)
    await store.projects.start(HOME, "", private=True, skill="s", now=1.0)
    await store.preferences.set(scope_of(HOME), "skill", PLANTED)
    await store.first_times.first(str(HOME), PLANTED)
    await store.transcript.write(HOME, "m-9", f'{{"of":"{PLANTED}"}}', 1.0)
    await said("m3", KEPT)
    marked = await forget(address=HOME, private=True)
    assert (marked.requests, marked.projects) == (1, 1)
    left = await everything(store)
    assert PLANTED not in left
    assert KEPT in left
    assert await store.projects.latest(HOME, "", 9) == ()
    assert await store.projects.current(HOME, "") is None


async def test_a_message_that_is_sent_again_is_known_and_its_answer_has_no_project(store, asked, said, forget):
    await said("m1", PLANTED)
    await forget()
    again = replace(asked("m1", PLANTED), address=GROUP)
    assert await store.requests.accept(again, 9.0) is None
    for key in ("m1", "b-m1"):
        origin = await store.messages.origin(GROUP, key)
        assert (origin.request, origin.project, origin.forgotten) == (None, None, True)


async def test_each_line_of_a_page_is_removed(store, said, forget):
    await said("m1", PLANTED)
    await said("m2", PLANTED)
    seen = await store.transcript.newest(GROUP)
    await forget()
    entries = await store.transcript.since(GROUP, seen, 99)
    assert [(entry.key, entry.body) for entry in entries] == [("m1", None), ("m2", None)]


async def test_what_runs_is_cancelled_and_goes_when_it_has_ended(store, said, forget):
    project, ended = await said("m1", PLANTED)
    _, running = await said("m2", PLANTED, project=project, ended=False)
    _, anothers = await said("m3", KEPT, sender=BEN, ended=False)
    marked = await forget()
    assert marked.running == (running,)
    assert not await store.requests.wanted(running)
    assert await store.requests.wanted(anothers)
    assert PLANTED in await everything(store)
    assert await store.entries.load(ended), "what runs may look at what was before"
    await store.requests.end(running, Outcome.CANCELLED, 7.0)
    assert PLANTED not in await everything(store)


async def test_what_an_agent_goes_on_with_is_waited_for_and_goes_too(store, said, forget):
    project, _ = await said("m1", PLANTED)
    _, running = await said("m2", PLANTED, project=project, ended=False)
    await forget()
    _, later = await said("m3", PLANTED, project=project, ended=False, flow=Flow.LATER)  # accepted by what ran
    await store.requests.end(running, Outcome.CANCELLED, 7.0)
    assert not await store.requests.wanted(later)
    assert PLANTED in await everything(store)
    await store.requests.end(later, Outcome.DONE, 8.0)
    assert PLANTED not in await everything(store)


async def test_a_batch_goes_with_all_its_videos(store, said, forget):
    _, batch = await said("m1", PLANTED, ended=False)
    one, two = await store.requests.split(batch, [Child(PLANTED, Meaning(Wish.EDIT), ()) for _ in range(2)])
    assert (await forget()).running == (one, two)
    for part in (one, two):
        assert PLANTED in await everything(store)
        await store.requests.end(part, Outcome.CANCELLED, 7.0)
    assert PLANTED not in await everything(store)


async def test_a_project_in_which_somebody_else_works_is_theirs_from_now_on(store, said, forget):
    project, _ = await said("m1", PLANTED)
    await said("m2", KEPT, sender=BEN)
    await said("m3", KEPT, sender=BEN, project=project)
    await forget()
    left = await everything(store)
    assert PLANTED not in left.replace(f"session-{PLANTED}", "")  # the session that is theirs now
    now = await store.projects.get(project.id)
    assert (now.sender, now.number, now.title, now.session_id) == (
        BEN,
        2,
        "",
        f"session-{PLANTED}",
    )
    assert [one.draft for one in await store.versions.all(project.id)] == [f'"{KEPT}"']
    assert (await store.messages.origin(GROUP, "m3")).project == project.id


async def test_more_than_one_transaction_takes_goes_too_and_twice_does_no_harm(store, said, forget):
    project, _ = await said("m0", PLANTED)
    for number in range(1, 120):
        await said(f"m{number}", PLANTED, project=project)
    assert (await forget()).requests == 120
    assert PLANTED not in await everything(store)
    assert (await forget("p2")).requests == 0
    assert await store.database.all("select 1 from requests") == []


async def test_what_a_process_that_died_left_marked_goes_with_the_next_clean_up(store, asked, said):
    await said("m1", PLANTED)
    new = replace(asked("p1", "", lane="now:p1", flow=Flow.ANSWER), address=GROUP, sender=Sender(ANN))
    await store.requests.mark_forgotten(await store.requests.accept(new, 5.0))
    assert PLANTED in await everything(store)
    await store.housekeeping.sweep()
    assert PLANTED not in await everything(store)
