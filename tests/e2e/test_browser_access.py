"""The page for everyone: no serious finding of axe, in both languages and themes, at every stage; keyboard; motion."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from core.model.actions import Cancel, Undo
from core.model.chat import Button, Post, Role
from core.words.timeline import Bar, Picture, Row
from tests.e2e.test_browser_chat import DROP, WISH, answered, say

PICTURE = Picture(
    (
        Row("video", "video", (Bar("city timelapse", 0, 1),)),
        Row("audio", "bgm", (Bar("Lo-fi", 0, 1),)),
        Row("text", "title", (Bar("Urban Dreams", 0, 0.3),)),
        Row("other", "effect", (Bar("", 0.2, 0.4),)),
    ),
    10.0,
)
WORDS = "# Done\n\nI **added** `Lo-fi`, [see](https://a.example/x).\n\n- one\n\n> quoted\n\n```\ncode\n```"


LOOKS = [
    ("en-US", "light", {"width": 1280, "height": 800}),
    ("zh-CN", "dark", {"width": 1280, "height": 800}),
    ("zh-CN", "light", {"width": 390, "height": 844}),
    ("en-US", "dark", {"width": 390, "height": 844}),
]


async def findings(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    return [f"{one['id']}: {node['html'][:200]}" for one in serious for node in one["nodes"]]


async def converse(server, page: Page, film_file) -> None:
    async def script(incoming):
        to, platform = server.to(incoming), server.platform
        if incoming.action:
            return
        await platform.react(to, "seen")
        buttons = (Button("Undo", Undo()), Button("Open in browser", url="https://a.example/y"))
        await platform.send(to, Post(Role.QUIET, WORDS, picture=PICTURE))
        await platform.send(to, Post(Role.ANSWER, "Your film.", buttons, film=server.film()))
        await platform.send(to, Post(Role.STATUS, "Rendering", (Button("Cancel", Cancel(1)),), progress=0.4))
        await platform.send(to, Post(Role.STATUS, "Working", (Button("Cancel", Cancel(2)),)))
        await platform.send(to, Post(Role.NOTE, "⏳ Still working... 2 minutes"))

    server.script = script
    await page.set_input_files("#picker", str(film_file))
    await page.wait_for_selector(".chip[data-state=ready]")
    await page.fill("#words", "add music")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".kind-note")
    await page.locator("button", has_text="Undo").click()
    await page.wait_for_selector(".pressed.kind-said")
    await page.route("**/upload*", lambda route: route.abort())
    await page.set_input_files("#picker", str(film_file))
    await page.wait_for_selector(".chip[data-state=lost]")
    await page.evaluate("document.getElementById('banner').textContent = 'Reconnecting…'")


async def test_axe_would_see_a_fault(page):
    await page.wait_for_selector("#empty:not([hidden])")
    await page.evaluate("document.getElementById('attach').removeAttribute('aria-label')")
    assert any(finding.startswith("button-name") for finding in await findings(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_axe_finds_nothing_serious(server, browser, film_file, scheme, locale):
    context = await browser.new_context(
        color_scheme=scheme, locale=locale, reduced_motion="reduce", viewport={"width": 1000, "height": 800}
    )
    page = await context.new_page()
    await page.goto(server.url)
    await page.wait_for_selector("#empty:not([hidden])")
    assert await findings(page) == []
    await converse(server, page, film_file)
    assert await findings(page) == []
    await context.close()


@pytest.mark.parametrize("width", [390, 1500])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
async def test_axe_finds_nothing_serious_in_the_sidebar(server, browser, scheme, locale, width):
    async def script(incoming):
        project = await server.store.projects.start(incoming.address, "", private=True, skill="s", now=incoming.at)
        for digest in ("one", "two"):
            await server.store.versions.keep(project.id, "{}", digest, None, incoming.at)
        film = server.film("travel-v1.mp4")
        await server.platform.send(server.to(incoming), Post(Role.ANSWER, "Your film.", film=film, project=project.id))

    server.script = script
    context = await browser.new_context(
        color_scheme=scheme, locale=locale, reduced_motion="reduce", viewport={"width": width, "height": 844}
    )
    page = await context.new_page()
    await page.goto(server.url)
    await page.fill("#words", "cut it")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".film")
    if width < 1000:
        await page.click("#side-open")
    await page.wait_for_selector(".version canvas.drawn")
    assert await findings(page) == []
    for item in (0, 1):
        await page.locator(".project .menu button").first.click()
        assert await findings(page) == []
        await page.get_by_role("menuitem").nth(item).click()
        await page.wait_for_selector(".asking")
        assert await findings(page) == []
        await page.keyboard.press("Escape")
    await context.close()


@pytest.mark.parametrize(("locale", "theme", "size"), LOOKS)
async def test_axe_finds_nothing_serious_at_any_stage(server, browser, film_file, locale, theme, size):
    context = await browser.new_context(locale=locale, color_scheme=theme, viewport=size, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(server.url)
    await page.wait_for_selector("#log[aria-busy=false]", state="attached")
    found = {"empty": await findings(page)}
    await page.keyboard.type("/")
    await page.wait_for_selector(".command")
    found["commands"] = await findings(page)
    await page.fill("#words", "")
    server.script = lambda incoming: answered(server, incoming)
    await page.set_input_files("#picker", str(film_file))
    await page.evaluate(DROP, ["none.mp4", 0])
    await page.wait_for_selector(".chip[data-state=ready]")
    found["files"] = await findings(page)
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await page.click(".details summary")
    found["answer"] = await findings(page)
    await page.click(".more")
    found["menu"] = await findings(page)
    await page.keyboard.press("Escape")
    await page.click(".compare")
    await page.wait_for_selector(".wipe")
    found["compare"] = await findings(page)
    await context.close()
    assert {where: what for where, what in found.items() if what} == {}


async def test_a_film_can_be_used_by_keyboard_alone(server, page, film_file):
    server.script = lambda incoming: answered(server, incoming)
    await page.set_input_files("#picker", str(film_file))
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await page.focus(".compare")
    names = []
    for _ in range(4):
        await page.keyboard.press("Tab")
        names.append(await page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText"))
    assert names == ["Download", "Undo", "More for this film", "Changes and timeline\n2 tracks · 0:10"]
    await page.focus(".details summary")
    await page.keyboard.press("Enter")
    await expect(page.locator(".strip")).to_be_visible()
    await page.focus(".more")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("menuitem").last).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".more")).to_be_focused()


async def test_nothing_moves_where_motion_is_not_wanted(server, browser):
    context = await browser.new_context(reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(server.url)
    moving = """[...document.querySelectorAll("*")].filter((one) => {
      const { transitionDuration, animationName } = getComputedStyle(one);
      return parseFloat(transitionDuration) > 0 || animationName !== "none";
    }).length"""
    assert await page.evaluate(moving) == 0
    await context.close()
