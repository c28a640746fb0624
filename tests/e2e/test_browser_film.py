"""An answer in a real browser: its film, its timeline, the comparison, and what can be done next."""

import asyncio
import dataclasses
import re
import subprocess

import imageio_ffmpeg
import pytest
from playwright.async_api import expect

from core.model.actions import TryAgain, Undo
from core.model.chat import Folded, Post, Role
from tests.e2e.test_browser_access import PICTURE
from tests.e2e.test_browser_chat import DROP, WISH, answered, say, until


async def test_an_answer_is_one_sentence_and_the_film_and_the_rest_stands_in_one_card(server, page, film_file):
    server.script = lambda incoming: answered(server, incoming)
    await page.set_input_files("#picker", str(film_file))
    await say(page, WISH)
    await expect(page.locator(".has-film")).to_be_visible()
    shown = await page.locator(".theirs:visible").all_inner_texts()
    assert [text.count("Added music.") for text in shown] == [1, 0]
    assert not any("BGM" in text or "Your video is ready" in text for text in shown)
    card = page.locator(".has-film .details")
    await expect(page.locator(".details")).to_have_count(1)
    await card.locator("summary").click()
    await expect(card).to_contain_text("+ BGM: Lo-fi")
    await expect(card.locator(".strip")).to_have_attribute("aria-label", re.compile("of 10 s with 2 tracks.*Lo-fi"))


async def test_a_card_that_was_opened_stays_open_when_the_film_comes_and_in_another_language(server, page):
    async def script(incoming):
        folded = Folded("Added music.", "What changed:\n- + BGM: Lo-fi")
        await server.platform.send(
            server.to(incoming), Post(Role.QUIET, "Added music.", picture=PICTURE, folded=folded)
        )

    server.script = script
    await say(page, WISH)
    await page.locator(".kind-quiet summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".kind-quiet .strip")).to_be_visible()
    to = server.to(server.heard[0])
    await server.platform.send(to, Post(Role.ANSWER, "Your film.", film=server.film(), picture=PICTURE))
    await expect(page.locator(".has-film .strip")).to_be_visible()
    await expect(page.locator(".details")).to_have_count(1)
    await expect(page.locator(".has-film summary")).to_be_focused()
    await page.click("#language")
    await expect(page.locator(".has-film .strip")).to_be_visible()
    await page.locator(".has-film summary").click()
    await page.click("#language")
    await expect(page.locator(".has-film .strip")).to_be_hidden()


async def test_on_a_phone_the_film_is_on_the_first_screen(server, page, film_file):
    await page.set_viewport_size({"width": 390, "height": 844})
    server.script = lambda incoming: answered(server, incoming, "Put the clip there. Added calm music at 35 %. " * 4)
    await page.set_input_files("#picker", str(film_file))
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await until(page, "document.querySelector('.has-film video').readyState > 0")
    film, foot = [await page.locator(part).bounding_box() for part in (".stage", ".film-foot")]
    words = await page.locator(".kind-quiet").bounding_box()
    composer = await page.locator(".composer-row").bounding_box()
    assert words["y"] > 50
    assert film["y"] > words["y"]
    assert foot["y"] + foot["height"] <= composer["y"]


async def test_under_a_film_are_download_undo_and_a_menu_with_the_rest(server, page):
    server.script = lambda incoming: answered(server, incoming) if not incoming.action else asyncio.sleep(0)
    await say(page, WISH)
    foot = page.locator(".film-actions")
    await expect(foot.locator(":scope > :visible")).to_have_text(["Download", "Undo", ""])
    await page.get_by_role("button", name="More for this film").click()
    await expect(page.get_by_role("menuitem")).to_have_text(["Export again", "Try again"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await server.hears(2))[1].action == TryAgain(1)
    await foot.get_by_role("button", name="Undo").click()
    assert (await server.hears(3))[2].action == Undo()


async def with_a_shared_film(server, incoming):
    film = dataclasses.replace(server.film(), link="https://films.example/v2.mp4")
    await server.platform.send(server.to(incoming), Post(Role.ANSWER, "Your film.", film=film))


async def test_a_link_that_is_copied_twice_in_a_row_leaves_the_menu_its_name(server, page):
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    server.script = lambda incoming: with_a_shared_film(server, incoming)
    await say(page, WISH)
    more = page.locator(".film-actions .more")
    await more.wait_for()
    await page.clock.install()
    for _ in range(2):
        await more.click()
        await page.get_by_role("menuitem", name="Copy the link").click()
        await expect(more).to_have_attribute("aria-label", "Link copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "https://films.example/v2.mp4"
    await page.clock.run_for(4000)
    await expect(more).to_have_attribute("aria-label", "More for this film")
    await expect(more).not_to_have_class(re.compile("copied"))


async def test_a_link_that_the_browser_does_not_let_be_copied_is_shown_to_be_copied_by_hand(server, page):
    shown = asyncio.get_running_loop().create_future()

    async def look(dialog):
        shown.set_result((dialog.message, dialog.default_value))
        await dialog.dismiss()

    page.on("dialog", lambda dialog: asyncio.ensure_future(look(dialog)))
    await page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    server.script = lambda incoming: with_a_shared_film(server, incoming)
    await say(page, WISH)
    await page.locator(".film-actions .more").click()
    await page.get_by_role("menuitem", name="Copy the link").click()
    assert await asyncio.wait_for(shown, 10) == ("The link to your film:", "https://films.example/v2.mp4")


async def test_the_strip_seeks_says_the_exact_words_and_shows_cuts_as_cuts(server, page):
    server.script = lambda incoming: answered(server, incoming)
    await say(page, WISH)
    await page.click(".details summary")
    strip = page.locator(".strip")
    await expect(page.locator(".piece-name")).to_have_text(["city", "harbour", "Lo-fi"])
    await expect(page.locator(".cut")).to_have_count(1)
    box = await strip.bounding_box()
    seconds = page.locator(".ruler span")
    await expect(seconds).to_have_text(["0:00", "0:02", "0:04", "0:06", "0:08", "0:10"])
    for share, one in enumerate(await seconds.all()):
        place = await one.bounding_box()
        assert place["height"] < 30
        under = place["x"] + place["width"] * share / 5  # that of its second: at both ends the name stays inside
        assert under == pytest.approx(box["x"] + box["width"] * share / 5, abs=1)
    await page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 10)
    await expect(page.locator(".readout")).to_have_text("Video: city (3-6s)")
    await page.mouse.down()
    await page.mouse.up()
    now = "document.querySelector('.film video').currentTime"
    await until(page, f"Math.abs({now} - 1.6) < 0.1")
    await until(page, "Math.abs(parseFloat(document.querySelector('.playhead').style.left) - 40) < 2")
    await strip.focus()
    await page.keyboard.press("PageDown")
    await until(page, f"Math.abs({now} - 2.4) < 0.1")
    await expect(strip).to_have_attribute("aria-valuetext", re.compile("harbour.*Lo-fi"))
    await page.wait_for_selector(".lane.drawn canvas")


async def test_the_film_stays_in_view_when_its_card_is_opened(server, page):
    await page.set_viewport_size({"width": 1280, "height": 800})
    server.script = lambda incoming: answered(server, incoming, details="Why. " * 400)
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await page.click(".details summary")
    await page.wait_for_selector(".lane.drawn")
    stage, strip = [await page.locator(part).bounding_box() for part in (".stage", ".strip")]
    composer = await page.locator(".composer-row").bounding_box()
    assert stage["y"] > 50
    assert strip["y"] + strip["height"] < composer["y"]


async def test_a_track_offers_what_else_could_be_asked_of_it(server, page):
    server.script = lambda incoming: answered(server, incoming)
    await say(page, WISH)
    await page.click(".details summary")
    await page.get_by_role("button", name="BGM").click()
    await page.get_by_role("menuitem").first.click()
    await expect(page.locator("#words")).to_have_value("make the music quieter")
    await expect(page.locator("#words")).to_be_focused()


async def test_before_and_after_share_one_scrubber_and_a_line_that_moves(server, page, film_file):
    server.script = lambda incoming: answered(server, incoming)
    await page.set_input_files("#picker", str(film_file))
    await say(page, WISH)
    await page.get_by_role("button", name="Compare").click()
    times = "[...document.querySelectorAll('.stage video')].map((video) => Math.round(video.currentTime))"
    await until(page, "document.querySelector('video.before').readyState > 0")
    await page.fill(".scrub input", "500")
    await until(page, f"String({times}) === '2,2'")
    await page.focus(".wipe")
    await page.keyboard.press("ArrowRight")
    assert await page.locator(".stage").evaluate("stage => stage.style.getPropertyValue('--wipe')") == "55%"
    await page.get_by_role("button", name="Compare").click()
    await expect(page.locator("video.before")).to_have_count(0)


async def test_an_original_that_the_browser_cannot_play_is_said_to_be_kept(server, page, tmp_path):
    strange = tmp_path / "holiday.mkv"
    strange.write_bytes(b"\x1aE\xdf\xa3\x42\x82\x88matroska" + bytes(4000))
    server.script = lambda incoming: answered(server, incoming)
    await page.set_input_files("#picker", str(strange))
    await say(page, WISH)
    await page.get_by_role("button", name="Compare").click()
    await expect(page.locator(".compare-note")).to_contain_text("holiday.mkv is kept, but this browser cannot play")
    await expect(page.get_by_role("button", name="Compare")).to_have_attribute("aria-pressed", "false")


async def test_what_cannot_be_reached_for_a_while_is_not_said_to_be_gone(server, page):
    server.script = lambda incoming: answered(server, incoming)
    away = {"status": 503, "body": '{"error": "later"}'}
    await page.route("**/film/*", lambda route: route.fulfill(**away))
    await say(page, WISH)
    await expect(page.locator(".gone")).to_contain_text("cannot be reached at the moment")
    await page.unroute("**/film/*")
    await page.get_by_role("button", name="Try again").first.click()
    await until(page, "document.querySelector('.film video').readyState > 0")


@pytest.mark.parametrize("number", [0, 1, 2])
async def test_a_suggestion_works_on_the_first_press_with_the_sample_clip(server, page, number):
    wish = page.locator(".wish").nth(number)
    text = await wish.inner_text()
    await wish.click()
    (heard,) = await server.hears(1)
    assert heard.text == text
    assert [file.name for file in heard.attachments] == ["sample.mp4"]


async def test_a_suggestion_takes_the_clips_that_are_there(server, page):
    await page.evaluate(DROP, ["mine.mp4", 5000])
    await page.locator(".wish").first.click()
    assert [file.name for file in (await server.hears(1))[0].attachments] == ["mine.mp4"]


async def test_the_suggestions_say_whose_clips_they_take(server, page):
    head = page.locator("#examples-head")
    await expect(head).to_contain_text("sample clip")
    await page.evaluate(DROP, ["mine.mp4", 5000])
    await expect(head).to_contain_text("what you added")
    await page.click("#language")
    await expect(head).to_contain_text("你添加的素材")
    await page.get_by_role("button", name="移除 mine.mp4").click()
    await expect(head).to_contain_text("示例片段")


async def test_a_suggestion_beside_a_file_that_did_not_come_takes_the_sample(server, page):
    await page.evaluate(DROP, ["empty.mp4", 0])
    await page.wait_for_selector(".chip[data-state=failed]")
    await expect(page.locator(".chip .thumb-box")).to_have_count(0)  # there is no picture to look for
    await expect(page.locator("#examples-head")).to_contain_text("sample clip")
    await page.locator(".wish").first.click()
    assert [file.name for file in (await server.hears(1))[0].attachments] == ["sample.mp4"]


async def test_a_suggestion_under_an_answer_is_said_to_its_project(server, page):
    async def script(incoming):
        if not incoming.text:
            post = Post(
                Role.ANSWER, "Got it. Try: cut it", folded=Folded("Got it."), suggestions=("cut it", "add music")
            )
            await server.platform.send(server.to(incoming), post)

    server.script = script
    await page.evaluate(DROP, ["mine.mp4", 5000])
    await page.wait_for_selector(".chip[data-state=ready]")
    await page.click("#send")
    await page.get_by_role("button", name="add music").click()
    heard = (await server.hears(2))[1]
    assert (heard.text, heard.action, heard.reply_to[:2]) == ("add music", None, "b-")


@pytest.mark.parametrize(("filters", "posters"), [("fade=in:0:12", 1), ("fade=in:0:6", 1), ("null", 0)])
async def test_a_film_that_begins_black_shows_another_picture_until_it_plays(server, page, film_file, filters, posters):
    made = film_file.with_name(f"begins-{filters.replace(':', '-')}.mp4")
    tool = imageio_ffmpeg.get_ffmpeg_exe()
    arguments = [tool, "-y", "-loglevel", "error", "-i", str(film_file), "-vf", filters, str(made)]
    await asyncio.to_thread(subprocess.run, arguments, check=True)

    async def script(incoming):
        film = server.film()
        film = dataclasses.replace(film, link=film.link.replace(film_file.name, made.name))
        await server.platform.send(server.to(incoming), Post(Role.ANSWER, "Your film.", film=film, picture=PICTURE))

    server.script = script
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await until(page, "document.querySelector('.has-film video').readyState > 1")
    await page.click(".details summary")
    await page.wait_for_selector(".lane.drawn")  # pictures are taken in the order in which they were asked for
    await expect(page.locator(".has-film video[poster^='blob:']")).to_have_count(posters)


@pytest.mark.parametrize("width", [1280, 1500])
async def test_the_way_to_the_newest_line_stands_beside_a_film_and_not_over_it(server, page, width):
    await page.set_viewport_size({"width": width, "height": 700})
    server.script = lambda incoming: answered(server, incoming, details="\n\n".join(["What changed."] * 30))
    await say(page, WISH)
    await page.wait_for_selector(".has-film video[src]")
    await page.click(".has-film summary")
    await expect(page.locator("#jump")).to_be_visible()
    film, jump = [await page.locator(part).bounding_box() for part in (".has-film", "#jump")]
    composer = await page.locator(".composer-row").bounding_box()
    assert jump["x"] >= film["x"] + film["width"]
    assert jump["x"] + jump["width"] == pytest.approx(composer["x"] + composer["width"], abs=1)
