"""Takes the pictures of the web chat in docs/: start `nemobot demo` in an empty folder, then run this with its address.

Every stage on a desktop and on a phone, in both themes and both languages, a sheet each; and the picture of the README.
"""
# ruff: noqa: INP001 - a script

import asyncio
import io
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

DOCS = Path(__file__).resolve().parent.parent / "docs"
CHROMIUM = os.environ.get("NEMOBOT_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
DESKTOP, PHONE = (1280, 800), (390, 844)
SHEETS = {
    "desktop-en-light": ("en-US", "light", DESKTOP, 3, 0.5),
    "desktop-zh-dark": ("zh-CN", "dark", DESKTOP, 3, 0.5),
    "phone-zh-light": ("zh-CN", "light", PHONE, 6, 0.62),
    "phone-en-dark": ("en-US", "dark", PHONE, 6, 0.62),
}
GAP, GROUND, COLOURS = 12, "#8b8f98", 256
FILM_SECONDS = 120


async def main(address: str) -> None:
    """Write every picture."""
    (DOCS / "page").mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (locale, theme, size, columns, scale) in SHEETS.items():
            pictures = [shot async for shot in stages(browser, address, locale, theme, size)]
            save(sheet(pictures, columns, scale), DOCS / "page" / f"{name}.png")
            if name == "desktop-en-light":
                save(pictures[-2], DOCS / "demo.png")
        await browser.close()


async def stages(
    browser: Browser, address: str, locale: str, theme: str, size: tuple[int, int]
) -> AsyncIterator[Image.Image]:
    """The first screen, the work, the film, before and after, the timeline, the commands."""
    width, height = size
    context = await browser.new_context(
        locale=locale, color_scheme=theme, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(address)
    await page.wait_for_selector(".wish-picture.drawn")
    await asyncio.sleep(1)
    yield await picture(page)
    await page.locator(".wish").nth(2).click()
    await page.wait_for_selector(".live")
    await asyncio.sleep(1)
    yield await picture(page)
    await page.wait_for_selector(".has-film video[src]", timeout=FILM_SECONDS * 1000)
    await asyncio.sleep(3)
    yield await picture(page)
    await page.click(".compare")
    await page.fill(".scrub input", "360")
    await asyncio.sleep(2)
    yield await picture(page)
    await page.click(".compare")
    await page.click(".details summary")
    await page.wait_for_selector(".lane.drawn")
    await asyncio.sleep(3)
    yield await picture(page)
    await page.fill("#words", "/")
    await asyncio.sleep(0.5)
    yield await picture(page)
    await context.close()


async def picture(page: Page) -> Image.Image:
    """What is seen now."""
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


def sheet(pictures: list[Image.Image], columns: int, scale: float) -> Image.Image:
    """The pictures side by side, made smaller."""
    width, height = (round(side * scale) for side in pictures[0].size)
    rows = -(-len(pictures) // columns)
    whole = Image.new("RGB", (columns * (width + GAP) - GAP, rows * (height + GAP) - GAP), GROUND)
    for number, each in enumerate(pictures):
        place = ((number % columns) * (width + GAP), number // columns * (height + GAP))
        whole.paste(each.resize((width, height), Image.Resampling.LANCZOS), place)
    return whole


def save(image: Image.Image, path: Path) -> None:
    """Write it small."""
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
