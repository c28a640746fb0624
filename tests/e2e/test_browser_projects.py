"""The projects beside the conversation: chosen, renamed, deleted; and their versions."""

import pytest
from playwright.async_api import Page, expect

from core.model.actions import ExportVersion
from core.model.chat import Post, Role, Sender
from core.model.requests import Flow, NewRequest, Part
from core.words.intents import Meaning, Wish

DRAFT = '{"t":[{"tt":0,"sg":[{"m":{"n":"city.mp4"},"ts":0,"te":5000}]}]}'


@pytest.fixture(autouse=True)
def core(server):
    """Answers as the core does: in the project of the message, with a film; "/new" starts one."""
    server.script = Core(server).receive


class Core:
    def __init__(self, server) -> None:
        self._server = server

    async def receive(self, incoming) -> None:
        store, to = self._server.store, self._server.to(incoming)
        project = await store.projects.current(incoming.address, "")
        if project is None or incoming.text == "/new":
            project = await store.projects.start(incoming.address, "", private=True, skill="s", now=incoming.at)
        if incoming.text == "help":  # belongs to no project
            await self._server.platform.send(to, Post(Role.ANSWER, "This is how."))
            return
        about = project.id if incoming.text == "/new" else None  # else its request tells
        post = Post(Role.ANSWER, f"Answer to {incoming.text or 'a button'}", project=about)
        if incoming.text.startswith("film"):
            await store.projects.set_title(project.id, incoming.text)
            await store.versions.keep(project.id, DRAFT, incoming.text, None, incoming.at)
            post = Post(Role.ANSWER, "Your film.", film=self._server.film("travel-v1.mp4"))
        key = await self._server.platform.send(to, post)
        await store.messages.sent(
            to.address, key, request=None, project=project.id, role="answer", text="", now=incoming.at
        )
        await store.database.all(
            "update messages set project = ? where address = ? and key = ?", project.id, str(to.address), incoming.key
        )


async def say(page: Page, text: str) -> None:
    await page.fill("#words", text)
    await page.keyboard.press("Enter")


async def shown(page: Page, *texts: str) -> None:
    await expect(page.locator("#log .kind-said:not(.elsewhere) .bubble")).to_have_text(list(texts))


async def named(page: Page, *names: str) -> None:
    await expect(page.locator("#projects bdi")).to_have_text(list(names))


async def two_projects(page: Page) -> None:
    """The first has a film, the second is shown."""
    await say(page, "film one")
    await expect(page.locator(".film")).to_be_visible()
    await page.click("#new")
    await shown(page, "/new")
    await say(page, "two")
    await shown(page, "/new", "two")


async def busy(server) -> int:
    """Let something go on in the current project."""
    address = server.heard[0].address
    project = await server.store.projects.current(address, "")
    request = NewRequest(
        flow=Flow.EDIT,
        address=address,
        sender=Sender(address.chat),
        private=True,
        handle="",
        lane=project.lane,
        language="en",
        meaning=Meaning(Wish.EDIT),
        part=Part("u-busy-000", "cut it", (), 1.0),
        project=project.id,
    )
    return await server.store.requests.accept(request, 1.0)


async def opened(page: Page) -> None:
    await page.click("#side-open")
    await expect(page.locator("#side")).to_be_visible()


async def test_a_new_project_begins_empty_and_the_first_is_one_press_away(server, page):
    await expect(page.locator("#side-open")).to_be_hidden()
    await two_projects(page)
    await opened(page)
    await named(page, "Untitled project", "film one")
    await expect(page.locator("#projects [aria-current=true] bdi")).to_have_text("Untitled project")
    await page.get_by_role("button", name="film one", exact=False).first.click()
    await expect(page.locator("#side")).to_be_hidden()
    await shown(page, "film one")
    await say(page, "more")
    await shown(page, "film one", "more")
    address = server.heard[0].address
    assert (await server.store.projects.current(address, "")).title == "film one"


async def test_a_project_is_renamed_in_its_place_in_every_tab(server, page):
    await two_projects(page)
    tab = await page.context.new_page()
    await tab.goto(server.url)
    await opened(tab)
    await opened(page)
    await page.get_by_role("button", name="More for film one").click()
    await page.get_by_role("menuitem", name="Rename").click()
    name = page.get_by_role("textbox", name="New name of film one")
    await expect(name).to_be_focused()
    await name.fill("旅行 <b>")
    await page.keyboard.press("Enter")
    for one in (page, tab):
        await named(one, "Untitled project", "旅行 <b>")
    await expect(page.locator('[data-project="1"] .project-name')).to_be_focused()


async def test_escape_keeps_the_name_and_the_sidebar_open(server, page):
    await two_projects(page)
    await opened(page)
    await page.get_by_role("button", name="More for film one").click()
    await page.get_by_role("menuitem", name="Rename").click()
    await page.keyboard.type("something else")
    await page.keyboard.press("Escape")
    await named(page, "Untitled project", "film one")
    await page.keyboard.press("Escape")
    await expect(page.locator("#side")).to_be_hidden()


async def test_deleting_asks_once_and_takes_the_conversation_from_every_tab(server, page):
    await two_projects(page)
    tab = await page.context.new_page()
    await tab.goto(server.url)
    await opened(page)
    await page.get_by_role("button", name="More for Untitled project").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    await page.keyboard.press("Enter")
    await named(page, "Untitled project", "film one")
    await page.get_by_role("button", name="More for Untitled project").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.locator(".asking")).to_contain_text("deleted here for good")
    await page.get_by_role("button", name="Delete").click()
    await named(page, "film one")
    for one in (page, tab):
        await shown(one, "film one")
        await expect(one.locator("#log .kind-said")).to_have_count(1)


@pytest.mark.parametrize("width", [1100, 390])
async def test_deleting_asks_once_more_where_something_goes_on(server, page, width):
    await page.set_viewport_size({"width": width, "height": 844})
    await two_projects(page)
    request = await busy(server)
    await opened(page)
    for _ in range(2):
        await page.get_by_role("button", name="More for Untitled project").click()
        await page.get_by_role("menuitem", name="Delete").click()
        await page.get_by_role("button", name="Delete").click()
        await expect(page.get_by_role("group")).to_contain_text("still going on in “Untitled project”")
        await expect(page.get_by_role("button", name="Keep it")).to_be_focused()
        await page.keyboard.press("Enter")
        await named(page, "Untitled project", "film one")
        assert await server.store.requests.wanted(request)
    await page.get_by_role("button", name="More for Untitled project").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Cancel it and delete").click()
    await named(page, "film one")
    await shown(page, "film one")
    await expect(page.locator("#announcer")).to_have_text(
        "Untitled project was deleted, and what was going on in it is cancelled."
    )
    assert not await server.store.requests.wanted(request)


async def test_in_chinese_the_second_question_is_chinese(server, browser):
    context = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(server.url)
    await say(page, "hello")
    await expect(page.locator(".kind-answer")).to_be_visible()
    await busy(server)
    await page.get_by_role("button", name="项目", exact=True).click()
    await page.get_by_role("button", name="未命名项目 的更多操作").click()
    await page.get_by_role("menuitem", name="删除").click()
    await page.get_by_role("button", name="删除").click()
    await expect(page.get_by_role("group")).to_contain_text("“未命名项目”里还有任务在进行。")
    await page.get_by_role("button", name="取消任务并删除").click()
    await expect(page.locator("#empty")).to_be_visible()
    await context.close()


async def test_the_last_project_deleted_leaves_the_page_as_at_the_beginning(server, page):
    await say(page, "film one")
    await expect(page.locator(".film")).to_be_visible()
    await opened(page)
    await page.get_by_role("button", name="More for film one").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("button", name="Delete").click()
    await expect(page.locator("#empty")).to_be_visible()
    await expect(page.locator("#side")).to_be_hidden()
    await expect(page.locator("#words")).to_be_focused()
    await say(page, "again")
    await shown(page, "again")


async def test_a_version_has_its_picture_its_wish_and_leads_to_its_film(server, page):
    await say(page, "film one")
    await expect(page.locator(".film")).to_be_visible()
    await opened(page)
    version = page.locator(".version")
    await expect(version).to_contain_text("Version 1")
    await expect(version.locator("canvas.drawn")).to_be_visible()
    await version.click()
    await expect(page.locator("#side")).to_be_hidden()
    await expect(page.locator(".film video").last).to_be_focused()


async def test_a_version_without_a_film_is_exported_in_its_project(server, page):
    await two_projects(page)
    address = server.heard[0].address
    second = await server.store.projects.current(address, "")
    await server.store.versions.keep(second.id, DRAFT, "x", None, 5.0)
    await opened(page)
    await page.get_by_role("button", name="Version 1").click()
    heard = await server.hears(4)
    assert heard[-1].action == ExportVersion(1)
    assert await server.store.projects.current(address, "") == second


async def test_a_film_in_another_project_is_marked_there(server, page):
    await two_projects(page)
    first = server.to(server.heard[0])
    await server.platform.send(first, Post(Role.ANSWER, "Again.", film=server.film()))
    await expect(page.locator("#side-open.has-news")).to_be_visible()
    await shown(page, "/new", "two")
    await opened(page)
    await page.locator('[data-project="1"] .project-name').click()
    await expect(page.locator("#side-open.has-news")).to_have_count(0)


async def test_a_new_project_is_greeted_until_something_is_said_in_it(server, page):
    await two_projects(page)
    await page.click("#new")
    await expect(page.locator("#empty")).to_be_visible()
    await expect(page.locator("#log")).to_be_hidden()
    first = server.to(server.heard[0])
    await server.platform.send(first, Post(Role.ANSWER, "Again.", film=server.film()))
    await expect(page.locator("#side-open.has-news")).to_be_visible()
    await expect(page.locator("#empty")).to_be_visible()
    await say(page, "hello")
    await expect(page.locator("#empty")).to_be_hidden()
    await shown(page, "/new", "hello")


async def test_help_is_answered_where_it_was_asked(server, page):
    await two_projects(page)
    await opened(page)
    await page.locator('[data-project="1"] .project-name').click()
    await shown(page, "film one")
    await say(page, "help")
    await shown(page, "film one", "help")
    await expect(page.locator("#log .kind-answer:not(.elsewhere)").last).to_contain_text("This is how.")
    await expect(page.locator("#projects [aria-current=true] bdi")).to_have_text("film one")
    await page.reload()
    await shown(page, "film one", "help")


async def test_a_project_deleted_elsewhere_takes_no_message(server, page):
    await two_projects(page)
    await page.route("**/projects", lambda route: route.abort())
    await server.store.projects.delete(2, 9.0)
    await say(page, "three")
    await expect(page.locator(".unsent")).to_contain_text("This project was deleted.")
    assert len(server.heard) == 3
    await page.unroute("**/projects")


async def test_the_project_that_is_shown_outlives_a_reload(server, page):
    await two_projects(page)
    await opened(page)
    await page.locator('[data-project="1"] .project-name').click()
    await page.reload()
    await shown(page, "film one")


async def test_where_there_is_room_the_sidebar_stands_beside_and_takes_no_focus(server, page):
    await page.set_viewport_size({"width": 1500, "height": 860})
    await say(page, "film one")
    await expect(page.locator("#side")).to_be_visible()
    await expect(page.locator("#side-open")).to_be_hidden()
    await expect(page.locator("#words")).to_be_focused()
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#side")).to_be_hidden()
    await opened(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_the_sidebar_works_by_keyboard(server, page):
    await two_projects(page)
    await expect(page.locator("#side-open")).to_be_visible()
    await page.focus("#side-open")
    await page.keyboard.press("Enter")
    await expect(page.locator("#projects [aria-current=true]")).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await expect(page.locator('[data-project="1"] .project-name')).to_be_focused()
    await page.keyboard.press("Enter")
    await shown(page, "film one")
    await expect(page.locator("#side-open")).to_be_focused()


async def test_in_chinese_the_sidebar_is_chinese(server, browser):
    context = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(server.url)
    await say(page, "hello")
    await page.get_by_role("button", name="项目", exact=True).click()
    await named(page, "未命名项目")
    await expect(page.locator("#versions")).to_contain_text("还没有版本")
    await context.close()
