"""The page before axe-core, in both languages, both themes, on a desktop and on a phone; and without motion."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.test_browser_chat import DROP, WISH, answered, say

AXE = Path(__file__).parents[1] / "pages" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = """async () => {
  const { violations } = await axe.run(document);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
LOOKS = [
    ("en-US", "light", {"width": 1280, "height": 800}),
    ("zh-CN", "dark", {"width": 1280, "height": 800}),
    ("zh-CN", "light", {"width": 390, "height": 844}),
    ("en-US", "dark", {"width": 390, "height": 844}),
]


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        told = "axe-core is not installed: `make check` brings it"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    return AXE.read_text("utf-8")


async def serious(page: Page) -> list[str]:
    return await page.evaluate(SERIOUS)


@pytest.mark.parametrize(("locale", "theme", "size"), LOOKS)
async def test_axe_has_no_serious_finding(server, browser, axe, film_file, locale, theme, size):
    context = await browser.new_context(
        locale=locale, color_scheme=theme, viewport=size, reduced_motion="reduce", bypass_csp=False
    )
    page = await context.new_page()
    await page.goto(server.url)
    await page.wait_for_selector("#log[aria-busy=false]", state="attached")
    await page.evaluate(axe)
    found = {"empty": await serious(page)}
    await page.keyboard.type("/")
    await page.wait_for_selector(".command")
    found["commands"] = await serious(page)
    await page.fill("#words", "")
    server.script = lambda incoming: answered(server, incoming)
    await page.set_input_files("#picker", str(film_file))
    await page.evaluate(DROP, ["none.mp4", 0])
    await page.wait_for_selector(".chip[data-state=ready]")
    found["files"] = await serious(page)
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await page.click(".details summary")
    found["answer"] = await serious(page)
    await page.click(".more")
    found["menu"] = await serious(page)
    await page.keyboard.press("Escape")
    await page.click(".compare")
    await page.wait_for_selector(".wipe")
    found["compare"] = await serious(page)
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
