"""The page for everyone: no serious finding of axe, in both languages and both themes, empty and full."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from core.model.actions import Cancel, Undo
from core.model.chat import Button, Post, Role
from core.words.timeline import Bar, Picture, Row

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
