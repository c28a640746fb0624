"""The projects of a chat: listed, renamed, deleted, chosen by the message that is sent."""

import json

import pytest

from core.model.attachments import Attachment
from core.model.chat import Address, Sender
from core.model.requests import Flow, NewRequest, Part
from core.words.intents import Meaning, Wish
from core.words.spoilers import hidden

DRAFT = '{"t":[{"tt":0,"sg":[{"m":{"n":"city.mp4"},"ts":0,"te":5000}]}]}'


@pytest.fixture
def place(chat, browser):
    async def known() -> Address:
        await browser.say("hello", key="u-hello-000")
        return chat.heard[0].address

    return known


async def started(chat, address, title=""):
    project = await chat.store.projects.start(address, "", private=True, skill="s", now=5.0)
    if title:
        await chat.store.projects.rename(project.id, title)
    return project


async def asked(browser, method, path, **more):
    async with browser.http.request(method, path, **more) as answer:
        return answer.status, await answer.json()


async def test_the_projects_are_listed_newest_first_with_the_current_one(chat, browser, place):
    address = await place()
    assert await asked(browser, "GET", "/projects") == (200, {"current": None, "projects": []})
    one, two = await started(chat, address, "travel"), await started(chat, address)
    status, listed = await asked(browser, "GET", "/projects")
    assert (status, listed["current"]) == (200, two.id)
    assert [(row["id"], row["title"], row["number"]) for row in listed["projects"]] == [
        (two.id, "", 2),
        (one.id, "travel", 1),
    ]


async def hidden_in(chat, address, project, text, *names):
    files = tuple(Attachment(f"r-{name}", name) for name in names)
    part = Part(f"u-{project.id}", text, files, 5.0)
    new = NewRequest(
        *(Flow.EDIT, address, Sender("me"), True, "", project.lane, "en", Meaning(Wish.EDIT), part), project=project.id
    )
    assert await chat.store.requests.accept(new, 5.0)


async def test_what_somebody_hid_is_in_no_list(chat, browser, place):
    address = await place()
    by_words = await started(chat, address, "Rosebud, the film")
    by_clip = await started(chat, address, "SPOILER_he dies")
    await hidden_in(chat, address, by_words, f"make it {hidden('rosebud')}")
    await hidden_in(chat, address, by_clip, "add music", "SPOILER_he dies.mp4")
    _, listed = await asked(browser, "GET", "/projects")
    assert [row["title"] for row in listed["projects"]] == ["", "…, the film"]
    for project, name in ((by_words, "ROSEBUD"), (by_clip, "SPOILER_he dies.mp4")):
        await chat.store.versions.keep(project.id, DRAFT.replace("city.mp4", name), "x", None, 6.0)
        _, made = await asked(browser, "GET", f"/projects/{project.id}/versions?language=en")
        assert [row["timeline"] for row in made["versions"]] == ["Timeline (1 track): 1. Video: … (0-0s)"]


async def test_a_renamed_project_is_told_to_the_other_pages(chat, browser, place):
    project = await started(chat, await place(), "travel")
    async with browser.http.get("/events") as page:
        await page.content.readuntil(b"ready")
        assert (await asked(browser, "PATCH", f"/projects/{project.id}", json={"title": " 旅行 "}))[0] == 200
        await page.content.readuntil(b"event: projects\n")
    assert (await asked(browser, "GET", "/projects"))[1]["projects"][0]["title"] == "旅行"


@pytest.mark.parametrize("title", ["", "  ", "x" * 81, "a\nb", None, 5])
async def test_a_title_that_is_none_is_refused(chat, browser, place, title):
    project = await started(chat, await place(), "travel")
    assert await asked(browser, "PATCH", f"/projects/{project.id}", json={"title": title}) == (400, {"error": "title"})
    assert (await chat.store.projects.get(project.id)).title == "travel"


async def test_a_deleted_project_takes_its_lines_from_the_open_pages(chat, browser, place):
    project = await started(chat, await place(), "travel")
    line = await chat.store.database.all(
        "update messages set project = ? where key = 'u-hello-000' returning id", project.id
    )
    assert line
    seen = (await browser.lines())[-1]["change"]
    assert (await asked(browser, "DELETE", f"/projects/{project.id}"))[0] == 200
    assert [(line["key"], line["body"]) for line in await browser.lines(after=seen)] == [("u-hello-000", None)]
    assert await asked(browser, "GET", "/projects") == (200, {"current": None, "projects": []})
    assert await asked(browser, "DELETE", f"/projects/{project.id}") == (404, {"error": "project_gone"})


async def test_the_files_of_a_deleted_project_go_with_it_and_no_others(chat, browser, place, tmp_path):
    project = await started(chat, await place())
    kept, gone = [(await browser.upload(name=name))[1]["ref"] for name in ("kept.mp4", "gone.mp4")]
    await browser.say("one", key="u-00000001", files=[kept])
    await browser.say("two", key="u-00000002", files=[gone])
    await chat.store.database.all("update messages set project = ? where key = 'u-00000002'", project.id)
    assert (await asked(browser, "DELETE", f"/projects/{project.id}"))[0] == 200
    assert {file.stem for file in (tmp_path / "spool").iterdir()} == {kept}
    assert (await browser.http.get(f"/file/{gone}")).status == 404


@pytest.fixture
def busy(chat, place):
    """A project with a request that has not ended."""

    async def begun():
        address = await place()
        project = await started(chat, address)
        request = NewRequest(
            flow=Flow.EDIT,
            address=address,
            sender=Sender(address.chat),
            private=True,
            handle="",
            lane=project.lane,
            language="en",
            meaning=Meaning(Wish.EDIT),
            part=Part("u-00000002", "cut it", (), 1.0),
            project=project.id,
        )
        return project, await chat.store.requests.accept(request, 1.0)

    return begun


async def test_a_project_with_work_going_on_is_not_deleted_unasked(chat, browser, busy):
    project, _ = await busy()
    assert await asked(browser, "DELETE", f"/projects/{project.id}") == (409, {"error": "project_busy"})
    assert len((await asked(browser, "GET", "/projects"))[1]["projects"]) == 1


async def test_it_is_cancelled_and_deleted_with_its_files_where_that_is_asked(chat, browser, busy, tmp_path):
    project, request = await busy()
    file = (await browser.upload(name="city.mp4"))[1]["ref"]
    await browser.say("cut it", key="u-00000002", files=[file])
    seen = (await browser.lines())[-1]["change"]
    async with browser.http.get("/events") as page:
        await page.content.readuntil(b"ready")
        assert (await asked(browser, "DELETE", f"/projects/{project.id}?cancel=1"))[0] == 200
        await page.content.readuntil(b"event: projects\n")
    assert not await chat.store.requests.wanted(request)
    assert await asked(browser, "GET", "/projects") == (200, {"current": None, "projects": []})
    assert [(line["key"], line["body"]) for line in await browser.lines(after=seen)] == [("u-00000002", None)]
    assert list((tmp_path / "spool").iterdir()) == []
    assert await asked(browser, "DELETE", f"/projects/{project.id}?cancel=1") == (404, {"error": "project_gone"})
    assert (await browser.say("more", key="u-00000003", project=project.id))[0] == 410


async def test_the_versions_of_a_project_are_told_with_their_timeline_and_a_way_to_their_film(chat, browser, place):
    project = await started(chat, await place())
    for number in range(2):
        await chat.store.versions.keep(project.id, DRAFT, str(number), None, 10.0 + number)
    _, told = await asked(browser, "GET", f"/projects/{project.id}/versions")
    assert [(row["number"], row["at"], row["press"]) for row in told["versions"]] == [
        (2, 11.0, "version:2"),
        (1, 10.0, "version:1"),
    ]
    assert told["versions"][0]["timeline"].startswith("Timeline")
    _, told = await asked(browser, "GET", f"/projects/{project.id}/versions?language=zh")
    assert told["versions"][0]["timeline"].startswith("时间线")


async def test_a_project_of_another_browser_is_not_there(chat, browser, other_browser, place):
    project = await started(chat, await place(), "travel")
    assert await asked(other_browser, "GET", "/projects") == (200, {"current": None, "projects": []})
    for method, path in (("GET", "/versions"), ("PATCH", ""), ("DELETE", "")):
        answer = await asked(other_browser, method, f"/projects/{project.id}{path}", json={"title": "x"})
        assert answer == (404, {"error": "project_gone"})
    assert (await other_browser.say("mine", project=project.id))[0] == 410
    assert len(chat.heard) == 1


async def test_a_message_goes_to_the_project_that_its_page_shows(chat, browser, place):
    address = await place()
    one, two = await started(chat, address), await started(chat, address)
    await browser.say("first", key="u-00000001", project=one.id)
    assert await chat.store.projects.current(address, "") == one
    await browser.say("second", key="u-00000002", project=two.id)
    assert await chat.store.projects.current(address, "") == two


async def test_a_message_for_a_deleted_project_is_not_taken(chat, browser, place):
    project = await started(chat, await place())
    await chat.store.projects.delete(project.id, 9.0)
    assert await browser.say("more", key="u-00000009", project=project.id) == (410, {"error": "project_gone"})
    assert len(chat.heard) == 1
    assert "more" not in json.dumps(await browser.lines())


@pytest.mark.parametrize("path", ["/projects/x", "/projects/-1", "/projects/1.5", f"/projects/{'9' * 30}"])
async def test_a_number_that_is_none_is_no_project(browser, path):
    async with browser.http.delete(path) as answer:
        assert answer.status == 404


async def test_a_stranger_has_no_projects(chat, browser):
    browser.http.cookie_jar.clear()
    assert await asked(browser, "GET", "/projects") == (401, {"error": "stranger"})
    assert await asked(browser, "DELETE", "/projects/1") == (404, {"error": "project_gone"})


async def test_a_foreign_site_changes_nothing(chat, browser, place):
    project = await started(chat, await place(), "travel")
    answer = await asked(browser, "DELETE", f"/projects/{project.id}", headers={"Origin": "https://evil.example"})
    assert answer == (403, {"error": "origin"})
    assert (await chat.store.projects.get(project.id)).title == "travel"
