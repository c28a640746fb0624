"""The page in a real browser, with a scripted core behind the port."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from core.model.actions import Cancel, Export, ExportVersion, TryAgain, Undo
from core.model.chat import Button, Folded, Post, Role
from core.words.spoilers import hidden
from core.words.timeline import Bar, Picture, Row

WISH = "add background music and sync the cuts to the beat"
PICTURE = Picture(
    (
        Row("video", "video", (Bar("city", 0, 0.3, "(0-3s)"), Bar("city", 0.3, 0.6, "(3-6s)"), Bar("harbour", 0.6, 1))),
        Row("audio", "bgm", (Bar("Lo-fi", 0, 1, "(0-10s, 35%)"),)),
    ),
    10.0,
)
CANCEL = Button("Cancel", Cancel(1))

DROP = """([name, size]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(size).fill(65)], name, { type: "video/mp4" }));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
  }
}"""


async def say(page: Page, text: str) -> None:
    await page.fill("#words", text)
    await page.keyboard.press("Enter")


async def until(page: Page, true: str) -> None:
    """Wait until an expression is true in the page, whose policy forbids Playwright's own way of looking."""
    async with asyncio.timeout(10):
        while not await page.evaluate(true):  # noqa: ASYNC110 - it is in another process
            await asyncio.sleep(0.02)


async def answered(server, incoming, lead: str = "Added music.", details: str = "What changed:\n- + BGM: Lo-fi") -> str:
    """A whole answer: seen, a status, the words, the film, done."""
    to = server.to(incoming)
    await server.platform.react(to, "seen")
    status = await server.platform.send(to, Post(Role.STATUS, "Uploading 43 %", (CANCEL,), progress=0.43))
    folded = Folded(lead, details)
    await server.platform.send(to, Post(Role.QUIET, f"{lead}\n\n{details}", picture=PICTURE, folded=folded))
    await server.platform.edit(to, status, Post(Role.STATUS, "Done in 41 seconds."))
    buttons = (Button("Export again", Export()), Button("Undo", Undo()), Button("Try again", TryAgain(1)))
    film = server.film("travel-v2.mp4", *incoming.attachments)
    folded = Folded("", "Timeline (2 tracks)")
    post = Post(Role.ANSWER, "✅ Your video is ready", buttons, film=film, picture=PICTURE, folded=folded)
    key = await server.platform.send(to, post)
    await server.platform.react(to, "done")
    return key


async def test_a_clip_goes_in_and_the_film_plays_and_seeks(server, page, film_file):
    async def script(incoming):
        to = server.to(incoming)
        status = await server.platform.send(to, Post(Role.STATUS, "Uploading 43 %", (CANCEL,), progress=0.43))
        await page.wait_for_selector(".live [role=progressbar][aria-valuenow='43']")
        await server.platform.remove(to, status)
        await answered(server, incoming)

    server.script = script
    await page.set_input_files("#picker", str(film_file))
    await say(page, WISH)
    await expect(page.locator(".film video")).to_have_count(1)
    await expect(page.locator(".mine .meta")).to_contain_text("Done in 41 seconds.")
    await expect(page.locator(".mark")).to_have_attribute("aria-label", "Done")
    (heard,) = await server.hears(1)
    assert (heard.text, heard.attachments[0].size) == (WISH, film_file.stat().st_size)
    seconds = await page.evaluate(
        """async () => {
          const video = document.querySelector(".film video");
          if (!video.readyState) await new Promise((done) => (video.onloadedmetadata = done));
          video.currentTime = 3;
          await new Promise((done) => (video.onseeked = done));
          return [video.duration, video.currentTime];
        }"""
    )
    assert seconds == [pytest.approx(4, abs=0.2), pytest.approx(3, abs=0.1)]


async def test_the_sample_clip_is_one_press_and_one_enter_away(server, page):
    await page.click("#sample")
    await page.wait_for_selector(".chip[data-state=ready]")
    await expect(page.locator("#words")).to_have_value(WISH)
    await page.keyboard.press("Enter")
    await expect(page.locator(".kind-said .file-name")).to_have_text("sample.mp4")
    assert (await server.hears(1))[0].text == WISH


async def test_several_files_can_be_dropped_anywhere_and_one_taken_back(server, page):
    for name in ("one.mp4", "two.mp4"):
        await page.evaluate(DROP, [name, 5000])
    await expect(page.locator(".chip[data-state=ready]")).to_have_count(2)
    await page.click("[aria-label='Remove one.mp4']")
    await say(page, "cut it")
    await expect(page.locator(".kind-said")).to_be_visible()
    assert [file.name for file in (await server.hears(1))[0].attachments] == ["two.mp4"]


async def test_escape_calls_a_drop_off(page):
    await page.evaluate(DROP.replace(', "dragover", "drop"', ""), ["one.mp4", 10])
    await expect(page.locator("#drop")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#drop")).to_be_hidden()


async def test_a_file_too_large_or_empty_is_refused_in_a_sentence(server, page):
    await page.evaluate(DROP, ["big.mp4", 8 * 1024 * 1024 + 1])
    await page.evaluate(DROP, ["none.mp4", 0])
    said = page.locator(".chip[data-state=failed] .chip-state")
    await expect(said.nth(0)).to_have_text("big.mp4 is larger than 8 MB. Trim or compress it and send it again.")
    await expect(said.nth(1)).to_have_text("none.mp4 is empty (0 bytes). Choose another file.")


async def test_a_press_goes_back_with_the_message_it_sat_on(server, page):
    async def script(incoming):
        if not incoming.action:
            await server.platform.send(
                server.to(incoming), Post(Role.ANSWER, "Done.", (Button("Undo", ExportVersion(7)),))
            )

    server.script = script
    await say(page, "cut it")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".pressed.kind-said")).to_contain_text("Undo")
    _, press = await server.hears(2)
    assert (press.action, press.text, press.reply_to[:2]) == (ExportVersion(7), "", "b-")


async def test_a_restart_cuts_nothing_that_a_person_said(server, page):
    await say(page, "first")
    await expect(page.locator(".kind-said")).to_have_count(1)
    await server.stop()
    await expect(page.locator("#banner")).to_contain_text("Reconnecting")
    await page.evaluate(DROP, ["clip.mp4", 100_000])
    await say(page, "said while it was away")
    await expect(page.locator(".unsent")).to_have_count(1)
    await server.start()
    await expect(page.locator(".kind-said .file-name")).to_have_text("clip.mp4", timeout=20_000)
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#banner")).to_have_text("", timeout=10_000)
    assert [heard.text for heard in await server.hears(2)] == ["first", "said while it was away"]
    assert server.heard[1].attachments[0].size == 100_000


async def test_an_upload_that_a_restart_cut_is_sent_again(server, page):
    await page.route("**/upload*", lambda route: route.abort())
    await page.evaluate(DROP, ["clip.mp4", 50_000])
    await page.wait_for_selector(".chip[data-state=lost]")
    await page.unroute("**/upload*")
    await page.wait_for_selector(".chip[data-state=ready]")


async def test_a_file_that_the_server_lost_is_uploaded_once_more(server, page):
    await page.evaluate(DROP, ["clip.mp4", 50_000])
    await page.wait_for_selector(".chip[data-state=ready]")
    await server.lose_files()
    await say(page, "cut it")
    await expect(page.locator(".kind-said .file-name")).to_have_text("clip.mp4")
    assert len(await server.hears(1)) == 1


async def test_a_reload_shows_the_same_conversation(server, page):
    async def script(incoming):
        to = server.to(incoming)
        await server.platform.send(to, Post(Role.NOTE, "⏳ Still working... 2 minutes"))
        await server.platform.send(to, Post(Role.ANSWER, "Done.", film=server.film()))

    server.script = script
    await say(page, "cut it")
    await expect(page.locator(".film")).to_be_visible()
    await expect(page.locator(".kind-note")).to_be_hidden()
    before = await page.locator("#log").inner_text()
    await page.reload()
    await expect(page.locator(".film")).to_be_visible()
    assert await page.locator("#log").inner_text() == before


async def test_two_tabs_show_one_chat_and_another_browser_none_of_it(server, page, browser):
    await say(page, "hello")
    tab = await page.context.new_page()
    await tab.goto(server.url)
    await expect(tab.locator(".kind-said")).to_contain_text("hello")
    await say(tab, "from the other tab")
    await expect(page.locator(".kind-said").nth(1)).to_contain_text("from the other tab")
    context = await browser.new_context()
    stranger = await context.new_page()
    await stranger.goto(server.url)
    await expect(stranger.locator("#empty")).to_be_visible()
    await context.close()


async def test_what_a_person_hid_is_shown_by_a_click_and_recalled_as_it_was_typed(server, page):
    words = "a title ||<img src=x onerror=alert(1)> dies|| in red"
    await say(page, words)
    (heard,) = await server.hears(1)
    assert heard.text == f"a title {hidden('<img src=x onerror=alert(1)> dies')} in red"
    spoiler = page.locator(".mine .spoiler")
    await expect(spoiler).to_have_text("<img src=x onerror=alert(1)> dies")
    await expect(page.locator(".mine .bubble")).not_to_contain_text("|")
    covered = "(element) => getComputedStyle(element).backgroundColor === getComputedStyle(element).color"
    assert await spoiler.evaluate(covered)
    await spoiler.click()
    assert not await spoiler.evaluate(covered)
    await page.click("#words")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#words")).to_have_value(words)


async def test_what_a_person_hid_is_hidden_before_the_server_has_it(server, page):
    await page.route("**/messages", lambda route: route.abort())
    await say(page, "a title ||he dies|| in red")
    line = page.locator(".unsent .bubble")
    await expect(line).to_have_text("a title he dies in red")
    await expect(line.locator(".spoiler")).to_have_text("he dies")


async def test_what_anybody_writes_stays_words(server, page):
    bad = "<img src=x onerror=alert(1)> <script>alert(2)</script> [x](javascript:alert(3))"

    async def script(incoming):
        await server.platform.send(server.to(incoming), Post(Role.ANSWER, bad))

    server.script = script
    await page.evaluate(DROP, ["evil\u202e4pm.<b>x", 10])
    await page.wait_for_selector(".chip[data-state=ready]")
    await say(page, bad)
    await expect(page.locator(".kind-answer")).to_contain_text("<script>alert(2)</script>")
    assert await page.locator("#log img, #log script, #log b, #log a").count() == 0


async def test_the_language_is_the_browsers_until_one_is_chosen_and_goes_with_each_message(server, browser):
    context = await browser.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(server.url)
    await expect(page.locator("#empty-head")).to_have_text("发来片段，说出想法。")
    await say(page, "ok")
    await expect(page.locator(".kind-said")).to_have_count(1)
    await page.get_by_role("button", name="English").click()
    await page.reload()
    assert await page.evaluate("document.documentElement.lang") == "en"
    await say(page, "ok")
    await expect(page.locator(".kind-said")).to_have_count(2)
    assert [heard.sender.locale for heard in await server.hears(2)] == ["zh-CN", "en"]
    await context.close()


async def test_the_theme_follows_the_system_until_one_is_chosen(server, browser):
    context = await browser.new_context(color_scheme="dark")
    page = await context.new_page()
    await page.goto(server.url)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert await page.evaluate(ground) == "rgb(18, 20, 24)"
    await page.get_by_role("button", name="Use light colours").click()
    await page.reload()
    assert await page.evaluate(ground) == "rgb(247, 245, 241)"
    await context.close()


async def test_shift_enter_makes_a_line_and_an_unfinished_chinese_word_is_not_sent(server, page):
    await page.fill("#words", "one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.evaluate(
        "document.getElementById('words').dispatchEvent("
        "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"
    )
    assert server.heard == []
    await page.keyboard.press("Enter")
    await expect(page.locator(".kind-said .bubble")).to_have_text("one\ntwo", use_inner_text=True)


@pytest.mark.parametrize("width", [360, 1100])
async def test_nothing_is_wider_than_the_window(server, page, width):
    async def script(incoming):
        to = server.to(incoming)
        words = "W" * 300 + "\n\n```\n" + "c" * 300 + "\n```"
        buttons = tuple(Button(f"A rather long button {n}", Cancel(n)) for n in range(5))
        film = server.film("n" * 110 + ".mp4")
        await server.platform.send(to, Post(Role.ANSWER, words, buttons, film=film, picture=PICTURE))

    server.script = script
    await page.set_viewport_size({"width": width, "height": 740})
    await page.evaluate(DROP, ["f" * 110 + ".mp4", 10])
    await page.wait_for_selector(".chip[data-state=ready]")
    await say(page, "w" * 400)
    await expect(page.locator(".film")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_the_whole_page_works_by_keyboard(server, page):
    await expect(page.locator("#words")).to_be_focused()
    names = []
    await page.focus(".skip")
    for _ in range(10):
        await page.keyboard.press("Tab")
        names.append(await page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert names == ["language", "theme", "choose", "sample", "wish", "wish", "wish", "attach", "words", "send"]


async def test_what_goes_on_stands_last_and_returns_to_its_place_when_it_is_over(server, page):
    statuses = []

    async def script(incoming):
        to = server.to(incoming)
        working = Post(Role.STATUS, "Rendering", (CANCEL,), progress=0.4)
        statuses.append((to, await server.platform.send(to, working)))
        await server.platform.send(to, Post(Role.QUIET, "What changed"))

    server.script = script
    await say(page, "cut it")
    await page.wait_for_selector(".kind-quiet")
    status, answer = await heights(page)
    assert status > answer
    await server.platform.edit(*statuses[0], Post(Role.STATUS, "Done."))
    await page.wait_for_selector(".kind-status:not(.live)")
    status, answer = await heights(page)
    assert status < answer


async def heights(page: Page) -> list[float]:
    boxes = [await page.locator(kind).bounding_box() for kind in (".kind-status", ".kind-quiet")]
    return [box["y"] for box in boxes if box]


async def test_a_film_plays_on_while_its_buttons_change(server, page):
    keys = []

    async def script(incoming):
        post = Post(Role.ANSWER, "Done.", (Button("Retry", TryAgain(1)),), film=server.film())
        keys.append((server.to(incoming), await server.platform.send(server.to(incoming), post)))

    server.script = script
    await say(page, "go")
    await page.wait_for_selector(".film video[src]")
    await page.evaluate("async () => { window.film = document.querySelector('.film video'); await film.play(); }")
    to, key = keys[0]
    await server.platform.edit(to, key, Post(Role.ANSWER, "Done.", film=server.film()))
    await expect(page.get_by_role("button", name="Retry")).to_have_count(0)
    assert await page.evaluate("film.isConnected && !film.paused")


async def test_a_film_whose_link_is_gone_says_so(server, page):
    async def script(incoming):
        film = server.film()
        gone = type(film)(film.name, link=film.link + ".gone")
        await server.platform.send(server.to(incoming), Post(Role.ANSWER, "Done.", film=gone))

    server.script = script
    await say(page, "go")
    await expect(page.locator(".gone")).to_contain_text("Its link may have expired")


async def test_no_answer_is_shown_twice_when_the_stream_breaks_again_and_again(server, page):
    for number in range(3):
        await say(page, f"message {number}")
        await expect(page.locator(".kind-said")).to_have_count(number + 1)
        await server.stop()
        await asyncio.sleep(0.05)
        await server.start()
    await expect(page.locator("#banner")).to_have_text("", timeout=20_000)
    assert await page.locator("#log article").count() == 3


def test_the_page_is_small() -> None:
    static = Path(__file__).parents[2] / "bots" / "web" / "static"
    assert sum(file.stat().st_size for file in static.iterdir() if file.suffix != ".mp4") < 180_000
