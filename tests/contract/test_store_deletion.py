"""Promises of a deleted project: nothing that was said or made in it is left, and nothing else is touched."""

from dataclasses import replace

import pytest

from core.model.chat import Address
from core.model.requests import Child, Outcome
from core.words.intents import Meaning, Wish
from core.words.spoilers import hidden

PLANTED = "planted-words"
PLACE = Address("web", "7")


async def everything(store) -> str:
    tables = await store.database.all("select name from sqlite_master where type = 'table'")
    rows = [await store.database.all(f"select * from {table['name']}") for table in tables]
    return repr([tuple(row) for table in rows for row in table])


async def said(store, asked, project, key, text, *, ended=True) -> int:
    """A request with its lines, its answer, its journal and its version."""
    meant = Meaning(Wish.EDIT, argument=text)  # as of "/new" with words
    new = asked(key, text, files=(f"{text}.mp4",), project=project.id, meaning=meant)
    request = await store.requests.accept(new, 1.0)
    await store.transcript.write(PLACE, key, f'{{"text":"{text}"}}', 1.0)
    await store.transcript.write(PLACE, f"b-{key}", f'{{"words":"{text}"}}', 1.0)
    await store.messages.sent(PLACE, f"b-{key}", request=request, project=project.id, role="answer", text=text, now=2.0)
    await store.transcript.write(PLACE, f"m-{key}", f'{{"of":"{text}"}}', 1.0)
    await store.database.all("insert into journal (request, name, outcome) values (?, 'ask', ?)", request, text)
    await store.versions.keep(project.id, f'"{text}"', text, request, 3.0)
    if ended:
        await store.requests.end(request, Outcome.DONE, 4.0)
    return request


@pytest.fixture
async def project(store):
    return await store.projects.start(PLACE, "", private=True, skill="s", now=5.0)


async def test_nothing_of_a_deleted_project_is_left(store, asked, project):
    await said(store, asked, project, "u-1", PLANTED)
    await store.projects.rename(project.id, PLANTED)
    assert PLANTED in await everything(store)
    assert await store.projects.delete(project.id, 9.0)
    assert PLANTED not in await everything(store)


async def test_a_deleted_project_is_found_no_more_and_its_number_is_not_given_again(store, project):
    assert await store.projects.delete(project.id, 9.0)
    assert await store.projects.current(PLACE, "") is None
    assert await store.projects.numbered(PLACE, "", project.number) is None
    assert await store.projects.latest(PLACE, "", 9) == ()
    assert (await store.projects.get(project.id)).session_id == project.session_id
    assert (await store.projects.start(PLACE, "", private=True, skill="s", now=9.0)).number == project.number + 1


async def test_its_lines_are_removed_one_change_each(store, asked, project):
    for number in range(3):
        await said(store, asked, project, f"u-{number}", "x")
    seen = await store.transcript.newest(PLACE)
    await store.projects.delete(project.id, 9.0)
    entries = await store.transcript.since(PLACE, seen, 100)
    assert {entry.key for entry in entries} == {
        f"{kind}{number}" for kind in ("u-", "b-u-", "m-u-") for number in range(3)
    }
    assert {entry.body for entry in entries} == {None}
    assert len({entry.change for entry in entries}) == 9
    assert await store.transcript.write(PLACE, "u-9", "{}", 9.0) > entries[-1].change


async def test_what_was_answered_about_it_goes_too(store, asked, project):
    request = await store.requests.accept(asked("u-1", PLANTED, lane="now:u-1"), 1.0)  # as of "/versions"
    await store.messages.sent(PLACE, "b-1", request=request, project=project.id, role="answer", text="x", now=2.0)
    await store.requests.end(request, Outcome.DONE, 4.0)
    assert await store.projects.delete(project.id, 9.0)
    assert PLANTED not in await everything(store)


async def test_another_project_and_another_chat_keep_everything(store, asked, project):
    other = await store.projects.start(PLACE, "", private=True, skill="s", now=6.0)
    await said(store, asked, project, "u-1", PLANTED)
    await said(store, asked, other, "u-2", "kept-words")
    before = (await everything(store)).count("kept-words")
    await store.projects.delete(project.id, 9.0)
    assert (await everything(store)).count("kept-words") == before
    assert await store.projects.current(PLACE, "") == other


async def test_a_project_in_which_something_goes_on_is_not_deleted(store, asked, project):
    request = await said(store, asked, project, "u-1", PLANTED, ended=False)
    before = await everything(store)
    assert not await store.projects.delete(project.id, 9.0)
    assert await everything(store) == before
    await store.requests.end(request, Outcome.DONE, 4.0)
    assert await store.projects.delete(project.id, 9.0)
    assert not await store.projects.delete(project.id, 9.0)


async def test_a_message_that_is_sent_again_is_still_known_to_have_been_taken(store, asked, project):
    await said(store, asked, project, "u-1", PLANTED)
    await store.projects.delete(project.id, 9.0)
    assert await store.requests.accept(asked("u-1", PLANTED), 9.0) is None
    assert PLANTED not in await everything(store)


async def test_a_message_that_was_on_its_way_when_its_project_was_deleted_is_not_lost_with_it(store, asked, project):
    await said(store, asked, project, "u-1", PLANTED)
    await store.projects.delete(project.id, 9.0)
    assert await store.requests.accept(asked("u-2", "more", project=project.id), 9.0)
    assert [one.id for one in await store.projects.latest(PLACE, "", 9)] == [project.id]
    assert PLANTED not in await everything(store)
    assert not await store.projects.delete(project.id, 9.0)  # the new request goes on


async def test_a_title_that_a_person_gave_is_not_replaced_by_a_clips_name(store, project):
    await store.projects.rename(project.id, "Holiday")
    await store.projects.set_title(project.id, "clip")
    assert await store.projects.get(project.id) == replace(project, title="Holiday")


async def test_a_line_says_which_project_it_belongs_to_as_soon_as_that_is_known(store, asked, project):
    await store.transcript.write(PLACE, "u-1", "{}", 1.0)
    seen = await store.transcript.newest(PLACE)
    assert [entry.project for entry in await store.transcript.since(PLACE, 0, 9)] == [None]
    await store.requests.accept(asked("u-1", project=project.id), 1.0)
    await store.transcript.touch(PLACE, "u-1")
    assert [(entry.key, entry.project) for entry in await store.transcript.since(PLACE, seen, 9)] == [
        ("u-1", project.id)
    ]


async def test_a_line_that_is_not_there_is_not_touched(store):
    await store.transcript.touch(PLACE, "u-1")
    assert await store.transcript.newest(PLACE) == 0


class TestClosing:
    """A project that is deleted while something goes on in it: that is cancelled, and it goes when that has ended."""

    async def test_it_is_found_no_more_and_what_goes_on_in_it_is_cancelled(self, store, asked, project):
        request = await said(store, asked, project, "u-1", PLANTED, ended=False)
        other = await store.requests.accept(asked("u-2", "y"), 1.0)
        assert await store.projects.close(project.id, 9.0) == (request,)
        assert await store.projects.current(PLACE, "") is None
        assert await store.projects.numbered(PLACE, "", project.number) is None
        assert await store.projects.latest(PLACE, "", 9) == ()
        assert (await store.projects.get(project.id)).closed
        assert not await store.requests.wanted(request)
        assert await store.requests.wanted(other)

    async def test_its_lines_go_at_once_and_the_rest_with_its_last_request(self, store, asked, project):
        one, two = [await said(store, asked, project, f"u-{n}", PLANTED, ended=False) for n in range(2)]
        await store.projects.close(project.id, 9.0)
        assert {entry.body for entry in await store.transcript.since(PLACE, 0, 99)} == {None}
        await store.requests.end(one, Outcome.CANCELLED, 10.0)
        assert PLANTED in await everything(store)
        await store.transcript.write(
            PLACE, "b-9", f'{{"words":"{PLANTED}"}}', 10.0
        )  # said just before it was cancelled
        await store.messages.sent(PLACE, "b-9", request=two, project=project.id, role="answer", text=PLANTED, now=10.0)
        await store.requests.end(two, Outcome.CANCELLED, 11.0)
        assert PLANTED not in await everything(store)
        assert {entry.body for entry in await store.transcript.since(PLACE, 0, 99)} == {None}

    async def test_a_request_that_is_given_up_is_an_end_too(self, store, asked, project):
        request = await said(store, asked, project, "u-1", PLANTED, ended=False)
        await store.projects.close(project.id, 9.0)
        await store.queue.park(request, 10.0)
        assert PLANTED not in await everything(store)

    async def test_every_part_of_a_batch_is_cancelled_and_waited_for(self, store, asked, project):
        batch = await said(store, asked, project, "u-1", PLANTED, ended=False)
        parts = await store.requests.split(batch, [Child(PLANTED, Meaning(Wish.EDIT), ()) for _ in range(2)])
        assert await store.projects.close(project.id, 9.0) == parts
        for part in parts:
            assert PLANTED in await everything(store)
            await store.requests.end(part, Outcome.CANCELLED, 10.0)
        assert PLANTED not in await everything(store)

    async def test_an_answer_that_is_being_given_about_it_is_waited_for(self, store, asked, project):
        request = await store.requests.accept(asked("u-1", PLANTED, lane="now:u-1"), 1.0)  # as of "/versions"
        await store.messages.sent(PLACE, "b-1", request=request, project=project.id, role="answer", text="x", now=2.0)
        assert await store.projects.close(project.id, 9.0) == (request,)
        await store.requests.end(request, Outcome.CANCELLED, 10.0)
        assert PLANTED not in await everything(store)

    async def test_where_nothing_goes_on_any_more_it_is_deleted_at_once(self, store, asked, project):
        await said(store, asked, project, "u-1", PLANTED)
        assert await store.projects.close(project.id, 9.0) == ()
        assert PLANTED not in await everything(store)
        assert await store.projects.close(project.id, 9.0) == ()

    async def test_what_goes_on_elsewhere_may_end_before(self, store, asked, project):
        other = await store.projects.start(PLACE, "", private=True, skill="s", now=6.0)
        await said(store, asked, project, "u-1", PLANTED, ended=False)
        elsewhere = await said(store, asked, other, "u-2", "kept-words", ended=False)
        await store.projects.close(project.id, 9.0)
        await store.requests.end(elsewhere, Outcome.DONE, 10.0)
        assert PLANTED in await everything(store)
        assert [one.id for one in await store.projects.latest(PLACE, "", 9)] == [other.id]

    async def test_a_message_that_was_on_its_way_is_not_lost_with_it(self, store, asked, project):
        request = await said(store, asked, project, "u-1", PLANTED, ended=False)
        await store.projects.close(project.id, 9.0)
        await store.requests.end(request, Outcome.CANCELLED, 10.0)
        assert await store.requests.accept(asked("u-2", "more", project=project.id), 11.0)
        assert [one.closed for one in await store.projects.latest(PLACE, "", 9)] == [False]
        assert PLANTED not in await everything(store)


async def test_what_was_hidden_in_a_project_is_known_by_project_and_gone_with_it(store, asked, project):
    other = await store.projects.start(PLACE, "", private=True, skill="s", now=5.0)
    first = asked("u-1", f"a {hidden('sled')} b", files=("SPOILER_he dies.mp4", "a.mp4"), project=project.id)
    second = asked("u-2", "c", project=project.id)
    second = replace(second, part=replace(second.part, quoted=f"{hidden('the end')} d"))
    third = asked("u-3", hidden("elsewhere"), project=other.id)
    for new in (first, second, third):
        await store.requests.end(await store.requests.accept(new, 1.0), Outcome.DONE, 2.0)
    found = await store.requests.spoilers([project.id, other.id])
    assert set(found[project.id]) == {"sled", "the end", "SPOILER_he dies.mp4"}
    assert found[other.id] == ("elsewhere",)
    assert await store.projects.delete(project.id, 9.0)
    assert await store.requests.spoilers([project.id, other.id]) == {project.id: (), other.id: ("elsewhere",)}
    assert await store.requests.spoilers([]) == {}
