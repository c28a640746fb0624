"""Many tabs of one browser: one of them reads the stream for all, and each sees the same."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from core.model.chat import Post, Role

TABS = 8
READY = "#log[aria-busy=false]"
NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"
MUTE = "BroadcastChannel.prototype.postMessage = () => {}"  # as a tab that the browser has put to sleep


@pytest_asyncio.fixture
async def context(browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(locale="en-US")
    yield context
    await context.close()


async def opened(context: BrowserContext, server) -> Page:
    tab = await context.new_page()
    await tab.goto(server.url)
    await tab.wait_for_selector(READY, state="attached")
    return tab


@pytest_asyncio.fixture
async def tabs(context, server) -> list[Page]:
    """Eight tabs; the first one reads."""
    return [await opened(context, server) for _ in range(TABS)]


async def say(tab: Page, text: str) -> None:
    await tab.fill("#words", text)
    await tab.keyboard.press("Enter")


async def shows(tab: Page, *texts: str) -> None:
    await expect(tab.locator("#log .kind-said .bubble")).to_have_text(list(texts), timeout=20_000)


async def test_eight_tabs_see_everything_and_read_one_stream(server, tabs):
    await say(tabs[-1], "hello")
    for tab in tabs:
        await shows(tab, "hello")
    await server.streams_open(1)
    await server.platform.send(server.to(server.heard[0]), Post(Role.ANSWER, "Hi."))
    for tab in tabs:
        await expect(tab.locator(".kind-answer .words")).to_have_text("Hi.")


async def test_a_tab_that_comes_later_has_what_was_said_before(server, context, tabs):
    await say(tabs[0], "one")
    await shows(tabs[0], "one")
    late = await opened(context, server)
    await shows(late, "one")
    await say(late, "two")
    for tab in tabs:
        await shows(tab, "one", "two")
    await server.streams_open(1)


async def test_another_tab_reads_on_when_the_reading_one_is_closed(server, tabs):
    await say(tabs[1], "one")
    for number in range(3):
        await tabs[number].close()
    await say(tabs[4], "two")
    for tab in tabs[3:]:
        await shows(tab, "one", "two")
    await server.streams_open(1)


async def test_a_reload_of_the_reading_tab_loses_nothing(server, tabs):
    await say(tabs[1], "one")
    await shows(tabs[0], "one")
    await tabs[0].reload()
    await say(tabs[2], "two")
    for tab in tabs:
        await shows(tab, "one", "two")
    await server.streams_open(1)


async def test_a_restart_of_the_server_is_told_to_every_tab_and_shows_nothing_twice(server, tabs):
    await say(tabs[3], "one")
    for tab in tabs:
        await shows(tab, "one")
    await server.stop()
    for tab in tabs:
        await expect(tab.locator("#banner")).to_contain_text("Reconnecting")
    await say(tabs[5], "two")
    await server.start()
    for tab in tabs:
        await shows(tab, "one", "two")
        await expect(tab.locator("#banner")).to_have_text("", timeout=20_000)
    await server.streams_open(1)


async def test_a_reading_tab_that_does_not_answer_is_relieved_by_one_that_is_looked_at(server, context):
    reader = await opened(context, server)
    tab = await context.new_page()
    await tab.clock.install()
    await tab.goto(server.url)
    await tab.wait_for_selector(READY, state="attached")
    await server.streams_open(1)
    await reader.evaluate(MUTE)
    await say(tab, "anybody?")
    await server.hears(1)
    await expect(tab.locator("#log .kind-said")).to_have_count(0)
    await tab.evaluate(LOOKED_AT)
    await tab.clock.fast_forward(3001)
    await shows(tab, "anybody?")
    await shows(reader, "anybody?")
    await server.streams_open(1)


async def test_without_locks_each_tab_reads_and_one_too_many_is_told_what_to_do(server, context):
    await server.stop()
    server.streams_a_chat = 2
    await server.start()
    await context.add_init_script(NO_LOCKS)
    first, second = [await opened(context, server) for _ in range(2)]
    third = await context.new_page()
    await third.goto(server.url)
    await expect(third.locator("#banner")).to_have_text(
        "This chat is open in too many windows. Close some of them, and this one goes on by itself."
    )
    await first.close()
    await third.wait_for_selector(READY, state="attached")
    await say(second, "room")
    await shows(third, "room")


async def test_a_page_without_its_cookie_says_what_to_do(server, context):
    tab = await opened(context, server)
    await context.clear_cookies()
    await server.stop()
    await server.start()
    await expect(tab.locator("#banner")).to_have_text("This page has lost its session. Reload it to go on.")


@pytest.mark.parametrize("lost", ["**/page.json", "**/web/static/app.js", "**/web/static/composer.js"])
async def test_a_page_whose_parts_do_not_load_says_so_in_both_languages(server, context, lost):
    tab = await context.new_page()
    await tab.route(lost, lambda route: route.abort())
    await tab.goto(server.url)
    said = tab.locator(".offline").last
    await expect(said).to_be_visible()
    await expect(said).to_contain_text("load it again")
    await expect(said).to_contain_text("重新加载")
    await expect(tab.locator("#composer")).to_be_hidden()
    await tab.unroute(lost)
    await said.get_by_role("link", name="load it again").click()
    await tab.wait_for_selector(READY, state="attached")
    await expect(said).to_be_hidden()


async def test_a_browser_without_scripts_is_told_that_they_are_needed(server, browser):
    context = await browser.new_context(java_script_enabled=False)
    tab = await context.new_page()
    await tab.goto(server.url)
    for language, said in enumerate(("This page needs JavaScript.", "这个页面需要 JavaScript")):
        line = tab.locator("noscript p").nth(language)
        await expect(line).to_be_visible()
        await expect(line).to_contain_text(said)
    await expect(tab.get_by_role("button")).to_have_count(0)
    await context.close()
