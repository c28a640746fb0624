"""Where the keyboard is after each thing that is done, and what a screen reader is told: each thing once."""

import pytest
from playwright.async_api import Page, expect

from core.model.actions import Cancel, SameForAnother, Undo
from core.model.chat import Button, Post, Role
from tests.e2e.test_browser_chat import DROP, say

FILM_BUTTONS = (Button("Undo", Undo()), Button("Same for another clip", SameForAnother(1)))
CANCEL = (Button("Cancel", Cancel(1)),)
# What is read of the log: what is added to it, or comes into view in it, while it is live.
LISTEN = """() => {
  const log = document.getElementById("log");
  window.read = [];
  new MutationObserver((changes) => {
    if (log.getAttribute("aria-live") !== "polite") return;
    for (const { type, target, addedNodes, oldValue } of changes) {
      const hidden = type === "attributes" && (oldValue === "" || oldValue?.includes("elsewhere"));
      const fresh = type === "childList" ? [...addedNodes] : hidden ? [target] : [];
      for (const one of fresh) {
        const element = one.nodeType === 1 ? one : one.parentElement;
        const quiet = element?.closest("[aria-live=off]");
        if (element && !quiet && element.checkVisibility()) window.read.push(element.textContent);
      }
    }
  }).observe(log, { subtree: true, childList: true,
    attributes: true, attributeFilter: ["class", "hidden"], attributeOldValue: true });
}"""


async def filmed(server, page: Page) -> None:
    async def script(incoming):
        film = server.film("travel-v1.mp4")
        await server.platform.send(server.to(incoming), Post(Role.ANSWER, "Your film.", FILM_BUTTONS, film=film))

    server.script = script
    await say(page, "cut it")
    await page.wait_for_selector(".has-film video[src]")


async def test_a_menu_gives_the_keyboard_back_when_something_was_chosen(server, page):
    await filmed(server, page)
    more = page.locator(".more").first
    await more.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("End")
    await expect(page.get_by_role("menuitem").last).to_be_focused()
    await page.keyboard.press("Home")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(more).to_be_focused()
    await server.hears(2)


async def test_escape_closes_a_menu_and_not_the_sidebar_under_it(server, page):
    async def script(incoming):
        await server.store.projects.start(incoming.address, "", private=True, skill="s", now=incoming.at)

    server.script = script
    await say(page, "cut it")
    await page.click("#side-open")
    more = page.locator(".project .menu button").first
    await more.click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(more).to_be_focused()
    await expect(page.locator("#side")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#side")).to_be_hidden()
    await expect(page.locator("#side-open")).to_be_focused()


async def test_a_removed_file_leaves_the_keyboard_at_the_next_and_the_last_one_at_the_words(page):
    for name in ("one.mp4", "two.mp4"):
        await page.evaluate(DROP, [name, 64])
    await page.get_by_role("button", name="Remove one.mp4").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Remove two.mp4")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#words")).to_be_focused()


async def test_a_message_that_is_taken_back_leaves_the_keyboard_at_the_words(page):
    await page.route("**/messages", lambda route: route.fulfill(status=400, json={"error": "other"}))
    await say(page, "cut it")
    await page.locator(".unsent button").last.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#words")).to_be_focused()


async def test_an_answered_question_leaves_the_keyboard_at_the_words(server, page):
    await page.evaluate("() => { Object.defineProperty(Notification, 'permission', { get: () => 'default' }); }")

    async def script(incoming):
        await server.platform.send(server.to(incoming), Post(Role.STATUS, "Working on it...", CANCEL))

    server.script = script
    await say(page, "cut it")
    await page.get_by_role("button", name="No, thanks").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#ask button")).to_have_count(0)
    await expect(page.locator("#words")).to_be_focused()


async def test_an_answer_is_read_once_and_what_was_there_is_not_read_again(server, page):
    await filmed(server, page)
    await page.evaluate(LISTEN)
    for _ in range(2):
        await page.click("#language")
    assert await page.evaluate("window.read") == []
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    await server.platform.send(server.to(server.heard[0]), Post(Role.ANSWER, "One more thing."))
    await expect(page.locator(".kind-answer")).to_have_count(2)
    await page.wait_for_function("window.read.length > 0")
    assert len([text for text in await page.evaluate("window.read") if "One more thing." in text]) == 1


async def test_another_project_is_not_read_out_when_it_is_chosen(server, page):
    async def script(incoming):
        projects = server.store.projects
        project = await projects.start(incoming.address, "", private=True, skill="s", now=incoming.at)
        await server.platform.send(server.to(incoming), Post(Role.ANSWER, f"About {incoming.text}", project=project.id))

    server.script = script
    for words in ("one", "two"):
        await say(page, words)
        await expect(page.locator("#log .kind-answer:not(.elsewhere)")).to_contain_text([f"About {words}"])
    await page.click("#side-open")
    await page.evaluate(LISTEN)
    await page.locator(".project-name").last.click()
    await expect(page.locator("#log .kind-answer:not(.elsewhere)")).to_contain_text("About one")
    assert await page.evaluate("window.read") == []


async def test_the_last_words_of_a_status_are_told_however_soon_they_came(server, page):
    async def script(incoming):
        to, platform = server.to(incoming), server.platform
        key = await platform.send(to, Post(Role.STATUS, "Connecting...", CANCEL))
        await expect(page.locator("#announcer")).to_have_text("Connecting...")
        await platform.edit(to, key, Post(Role.STATUS, "Uploading...", CANCEL))
        await platform.edit(to, key, Post(Role.STATUS, "2 requests before yours", CANCEL))

    await page.clock.install()
    server.script = script
    await say(page, "cut it")
    await expect(page.locator(".live")).to_contain_text("2 requests before yours")
    await expect(page.locator("#announcer")).to_have_text("Connecting...")
    await page.clock.run_for(6000)
    await expect(page.locator("#announcer")).to_have_text("2 requests before yours")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_the_suggestions_stand_in_one_row_where_there_is_room(server, browser, locale):
    context = await browser.new_context(locale=locale, viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    await page.goto(server.url)
    await page.wait_for_selector(".wish")
    places = [await wish.bounding_box() for wish in await page.locator(".wish").all()]
    assert len({place["y"] for place in places}) == 1
    composer = await page.locator("#composer").bounding_box()
    assert max(place["y"] + place["height"] for place in places) <= composer["y"]
    await context.close()
