"""Writing in a real browser: commands, what was said before, what survives a reload, who is told what is ready."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from core.model.actions import Cancel
from core.model.chat import Button, Post, Role
from tests.e2e.test_browser_chat import DROP, WISH, answered, say, until

NOTIFICATIONS = """() => {
  window.told = [];
  window.Notification = class extends EventTarget {
    static permission = "default";
    static async requestPermission() { Notification.permission = "granted"; return "granted"; }
    constructor(title, about) { super(); told.push([title, about.body]); }
    close() {}
  };
}"""
HIDDEN = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


async def test_a_slash_lists_the_commands_and_enter_sends_the_chosen_one(server, page):
    await page.keyboard.type("/")
    options = page.get_by_role("option")
    await expect(options.first).to_contain_text("/export")
    await page.keyboard.type("ver")
    await expect(options).to_have_count(1)
    await expect(page.locator("#words")).to_have_attribute("aria-activedescendant", "command-versions")
    await page.keyboard.press("Enter")
    assert (await server.hears(1))[0].text == "/versions"
    await expect(page.locator("#commands")).to_be_hidden()


async def test_the_list_of_commands_is_walked_completed_and_left_by_keys(server, page):
    await page.keyboard.type("/")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(page.locator("#words")).to_have_value("/status ")
    await page.fill("#words", "/")
    await page.keyboard.press("Escape")
    await expect(page.locator("#commands")).to_be_hidden()
    await page.fill("#words", "/new cut the silences")
    await page.keyboard.press("Enter")
    assert (await server.hears(1))[0].text == "/new cut the silences"


async def test_the_pointer_and_the_keys_mark_one_and_the_same_command(server, page):
    marked = page.locator(".command[aria-selected=true]")
    await page.keyboard.type("/")
    await expect(marked).to_contain_text("/export")
    await page.get_by_role("option").nth(4).hover()
    await expect(marked).to_have_count(1)
    await expect(marked).to_contain_text("/cancel")
    ground = "one => getComputedStyle(one).backgroundColor"
    grounds = [await option.evaluate(ground) for option in await page.get_by_role("option").all()]
    assert [number for number, one in enumerate(grounds) if one != grounds[0]] == [4]
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await server.hears(1))[0].text == "/new"


async def test_a_command_is_chosen_by_a_press_and_speaks_the_pages_language(server, page):
    await page.get_by_role("button", name="中文").click()
    await page.fill("#words", "/und")
    await expect(page.get_by_role("option")).to_contain_text("退回一步")
    await page.get_by_role("option").click()
    assert (await server.hears(1))[0].text == "/undo"


async def test_arrow_up_brings_back_what_was_said(server, page):
    for words in ("first", "second"):
        await say(page, words)
    await expect(page.locator(".kind-said")).to_have_count(2)
    box = page.locator("#words")
    for key, value in (("Up", "second"), ("Up", "first"), ("Up", "first"), ("Down", "second"), ("Down", "")):
        await page.keyboard.press(f"Arrow{key}")
        await expect(box).to_have_value(value)
    await page.keyboard.type("half")
    await page.keyboard.press("ArrowUp")
    await expect(box).to_have_value("half")


async def test_half_written_words_and_ready_files_survive_a_reload(server, page):
    await page.evaluate(DROP, ["clip.mp4", 50_000])
    await page.wait_for_selector(".chip[data-state=ready]")
    await page.fill("#words", "cut the sil")
    await page.reload()
    await page.wait_for_selector(".chip[data-state=ready]")
    await expect(page.locator("#words")).to_have_value("cut the sil")
    await page.focus("#words")
    await page.keyboard.press("End")
    await page.keyboard.type("ences")
    await page.keyboard.press("Enter")
    (heard,) = await server.hears(1)
    assert (heard.text, [file.name for file in heard.attachments]) == ("cut the silences", ["clip.mp4"])
    await expect(page.locator(".kind-said")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".kind-said")).to_have_count(1)
    await expect(page.locator(".chip")).to_have_count(0)
    await expect(page.locator("#words")).to_have_value("")


async def test_a_reload_in_the_middle_of_an_upload_goes_on_with_it(server, page):
    page.on("dialog", lambda dialog: asyncio.create_task(dialog.accept(), name="leave"))
    await page.route("**/uploads/*", lambda route: asyncio.sleep(0))  # an upload that never ends
    await page.evaluate(DROP, ["clip.mp4", 300_000])
    await page.wait_for_selector(".chip[data-state=sending]")
    await say(page, "cut it")
    await expect(page.locator(".unsent .chip")).to_have_count(1)
    await page.evaluate(DROP, ["more.mp4", 1000])
    await page.wait_for_selector(".composer .chip")
    await page.unroute("**/uploads/*")
    await page.reload()
    (heard,) = await server.hears(1)
    assert (heard.text, heard.attachments[0].size) == ("cut it", 300_000)
    await expect(page.locator(".composer .chip[data-state=ready]")).to_contain_text("more.mp4")
    await expect(page.locator(".kind-said .file-name")).to_have_text("clip.mp4")


async def test_a_kept_file_that_the_server_lost_is_asked_for_again(server, page):
    await page.evaluate(DROP, ["clip.mp4", 50_000])
    await page.wait_for_selector(".chip[data-state=ready]")
    await page.reload()
    await page.wait_for_selector(".chip[data-state=ready]")
    await server.lose_files()
    await say(page, "cut it")
    await expect(page.locator(".unsent .chip")).to_contain_text("clip.mp4 did not survive the reload. Choose it again.")
    assert server.heard == []


async def test_a_message_that_waited_for_the_server_is_sent_once_over_a_reload(server, page):
    page.on("dialog", lambda dialog: asyncio.create_task(dialog.accept(), name="leave"))
    await page.route("**/messages", lambda route: route.abort())
    await say(page, "said before")
    await expect(page.locator(".unsent")).to_have_count(1)
    await page.unroute("**/messages")
    await page.reload()
    assert [heard.text for heard in await server.hears(1)] == ["said before"]
    await expect(page.locator(".kind-said")).to_have_count(1)
    await expect(page.locator(".unsent")).to_have_count(0)


def working_then_ready(server):
    """The first wish is still worked on; every other one is answered with a film."""

    async def script(incoming):
        if incoming.text == WISH:
            await server.platform.send(
                server.to(incoming), Post(Role.STATUS, "Rendering", (Button("Cancel", Cancel(1)),))
            )
        else:
            await answered(server, incoming)

    return script


async def test_a_film_that_is_ready_behind_another_tab_is_told_and_asked_for_once(server, page):
    await page.evaluate(NOTIFICATIONS)
    server.script = working_then_ready(server)
    await say(page, WISH)
    await page.get_by_role("button", name="Tell me").click()
    await expect(page.locator("#ask")).to_be_empty()
    await say(page, "now")
    await expect(page.locator(".has-film")).to_have_count(1)
    assert await page.evaluate("told") == []
    await page.evaluate(HIDDEN, True)
    await say(page, "once more")
    await expect(page.locator(".has-film")).to_have_count(2)
    await until(page, "told.length === 1")
    assert await page.evaluate("told") == [["Your film is ready", "travel-v2.mp4"]]
    await expect(page).to_have_title(re.compile(r"^\(1\) Your film is ready"))
    await page.evaluate(HIDDEN, False)
    await expect(page).to_have_title(re.compile("^Nemobot"))
    await expect(page.locator("#ask")).to_be_empty()


async def test_nothing_is_told_while_another_tab_of_the_chat_is_looked_at(server, page):
    await page.evaluate(NOTIFICATIONS)
    await page.evaluate("Notification.permission = 'granted'")
    other = await page.context.new_page()
    await other.goto(server.url)
    await page.evaluate(HIDDEN, True)
    server.script = lambda incoming: answered(server, incoming)
    await say(other, WISH)
    await expect(page).to_have_title(re.compile(r"^\(1\)"))
    await other.close()
    await say(page, "once more")
    await until(page, "told.length === 1")


@pytest.mark.parametrize("answer", ["No, thanks", None])
async def test_whoever_does_not_want_to_be_told_is_not_asked_again(server, page, answer):
    await page.evaluate(NOTIFICATIONS)
    server.script = working_then_ready(server)
    await say(page, WISH)
    await expect(page.locator("#ask")).to_contain_text("Shall I tell you")
    if answer:
        await page.get_by_role("button", name=answer).click()
        await expect(page.locator("#ask")).to_be_empty()
    await say(page, "now")
    await expect(page.locator(".has-film")).to_have_count(1)
    await expect(page.locator("#ask")).to_be_empty()
    await say(page, WISH)
    await expect(page.locator(".live")).to_have_count(2)
    await expect(page.locator("#ask")).to_be_empty()


@pytest.mark.parametrize("kind", [".composer .chip", ".kind-said .file"])
async def test_a_clip_is_shown_by_a_picture_of_it(server, page, film_file, kind):
    await page.set_input_files("#picker", str(film_file))
    await page.wait_for_selector(".chip[data-state=ready]")
    if kind != ".composer .chip":
        await say(page, WISH)
    await page.wait_for_selector(f"{kind} canvas.thumb.drawn")
    lit = (
        """canvas => canvas.getContext("2d").getImageData(0, 0, 96, 96).data.some((value, at) => at % 4 < 3 && value)"""
    )
    assert await page.locator(f"{kind} canvas.thumb").evaluate(lit)
