"""The page under a finger: what is pressed is large enough, and no keyboard comes up that nobody asked for."""

import pytest_asyncio
from playwright.async_api import expect

from core.model.actions import Export, Undo
from core.model.chat import Button, Folded, Post, Role
from tests.e2e.test_browser_access import PICTURE
from tests.e2e.test_browser_chat import DROP, WISH

LEAST = 40
PRESSED = "button, a.button, summary, textarea, input, [role=option], [role=slider]"
SMALL = f"""() => [...document.querySelectorAll("{PRESSED}")]
  .filter((one) => one.checkVisibility({{ visibilityProperty: true }}) && !one.closest(".unseen"))
  .map((one) => ({{ one, box: one.getBoundingClientRect() }}))
  .filter(({{ box }}) => box.width > 1 && (box.height < {LEAST} || box.width < {LEAST}))
  .map(({{ one, box }}) => `${{one.id || one.className || one.tagName}} ${{box.width}}x${{box.height}}`)"""


@pytest_asyncio.fixture
async def phone(browser, server):
    context = await browser.new_context(
        locale="en-US", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = await context.new_page()
    await page.goto(server.url)
    await page.wait_for_selector("#log[aria-busy=false]", state="attached")
    yield page
    await context.close()


async def answered(server, incoming):
    project = await server.store.projects.start(incoming.address, "", private=True, skill="s", now=incoming.at)
    await server.store.versions.keep(project.id, "{}", "one", None, incoming.at)
    film = server.film("travel-v1.mp4", *incoming.attachments)
    folded = Folded("", "Why.")
    buttons = (Button("Export again", Export()), Button("Undo", Undo()))
    post = Post(Role.ANSWER, "Your film.", buttons, film=film, picture=PICTURE, folded=folded, project=project.id)
    await server.platform.send(server.to(incoming), post)


async def test_whatever_is_pressed_is_large_enough_for_a_finger(server, phone, film_file):
    server.script = lambda incoming: answered(server, incoming)
    small = {"first": await phone.evaluate(SMALL)}
    await phone.fill("#words", "/")
    await phone.wait_for_selector(".command")
    small["commands"] = await phone.evaluate(SMALL)
    await phone.fill("#words", WISH)
    await phone.set_input_files("#picker", str(film_file))
    await phone.evaluate(DROP, ["none.mp4", 0])
    await phone.wait_for_selector(".chip[data-state=ready]")
    small["files"] = await phone.evaluate(SMALL)
    await phone.tap("#send")
    await phone.wait_for_selector(".has-film video[src]")
    await phone.tap(".details summary")
    await phone.wait_for_selector(".strip[role=slider]")
    small["film"] = await phone.evaluate(SMALL)
    await phone.tap(".compare")
    await phone.wait_for_selector(".scrub")
    small["compare"] = await phone.evaluate(SMALL)
    await phone.tap(".more")
    small["menu"] = await phone.evaluate(SMALL)
    await phone.keyboard.press("Escape")
    await phone.tap("#side-open")
    await phone.wait_for_selector(".version")
    small["sidebar"] = await phone.evaluate(SMALL)
    await phone.locator(".project .menu button").tap()
    await phone.get_by_role("menuitem").first.tap()
    await phone.wait_for_selector(".asking input")
    small["rename"] = await phone.evaluate(SMALL)
    small = {
        where: [one for one in what if not one.startswith("wipe ")] for where, what in small.items()
    }  # its grip is
    assert {where: what for where, what in small.items() if what} == {}


async def test_no_keyboard_comes_up_before_somebody_touches_the_box(server, phone):
    box = phone.locator("#words")
    await expect(box).not_to_be_focused()
    await phone.get_by_role("button", name="Use the sample clip").tap()
    await expect(box).not_to_have_value("")
    await expect(box).not_to_be_focused()
    await phone.tap("#send")
    await server.hears(1)
    await expect(box).not_to_be_focused()
    await phone.tap("#words")
    await phone.keyboard.type("and brighter")
    await phone.keyboard.press("Enter")
    await server.hears(2)
    await expect(box).to_be_focused()  # who writes there goes on


async def test_a_suggestion_leaves_the_page_free_for_its_film(server, phone):
    await phone.locator(".wish").first.tap()
    await server.hears(1)
    await expect(phone.locator("#words")).not_to_be_focused()
