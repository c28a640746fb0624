"""Files on their way in a real browser: taken back, broken off, in several tabs, refused in the middle."""

import asyncio
import errno
import json
import os

import pytest
from playwright.async_api import expect

from tests.e2e.test_browser_chat import say, until
from tests.e2e.test_upload_page import slowly

MIB = 1024 * 1024
SIZE = 4 * MIB
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
SLOW = MIB
PERCENT = "Number(document.querySelector('[role=progressbar]').ariaValueNow)"
WATCHED = """() => {
  const bar = document.querySelector("[role=progressbar]");
  window.seen = [];
  new MutationObserver(() => seen.push(Number(bar.ariaValueNow))).observe(bar, { attributes: true });
}"""


@pytest.fixture
def clip(tmp_path):
    def make(name="beach.mp4"):
        path = tmp_path / name
        path.write_bytes(MP4 + os.urandom(SIZE - len(MP4)))
        return path

    return make


def on_disk(server):
    """The bytes that lie in the spool, by how their files are called."""
    files = [file for file in server.folder.iterdir() if ".json" not in file.suffixes]
    return {file.suffix: file.read_bytes() for file in files}


async def beginning(page, *paths, percent=20):
    """Choose files, and wait until so much of the first one has gone."""
    await slowly(page, SLOW)
    await page.set_input_files("#picker", [str(path) for path in paths])
    await until(page, f"{PERCENT} > {percent}")


async def ready(page, count=1):
    await slowly(page, -1)
    await expect(page.locator(".chip[data-state=ready]")).to_have_count(count, timeout=20_000)


async def copied(page, server):
    """A tab that the browser makes of another one: it has the same half-written message."""
    kept = await page.evaluate("JSON.stringify(sessionStorage)")
    other = await page.context.new_page()
    await other.add_init_script(
        f"if (!sessionStorage.length) Object.assign(sessionStorage, JSON.parse({json.dumps(kept)}))"
    )
    await other.goto(server.url)
    await other.wait_for_selector(".composer .chip")
    return other


async def test_a_chip_that_is_taken_back_leaves_nothing_of_its_file(server, page, clip, eventually):
    await beginning(page, clip())
    assert list(on_disk(server)) == [".part"]
    await page.get_by_role("button", name="Remove beach.mp4").click()
    await expect(page.locator(".chip")).to_have_count(0)
    await eventually(lambda: list(server.folder.iterdir()) == [])


async def test_a_chip_is_taken_back_after_a_reload_before_it_went_on(server, page, clip, eventually):
    async def hold(route):
        if route.request.method != "PATCH":
            await route.continue_()

    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    paths = [clip(f"{name}.mp4") for name in "abc"]
    await beginning(page, *paths)
    await page.route("**/uploads/*", hold)
    await page.evaluate(
        "() => { const draft = JSON.parse(sessionStorage.draft); draft.files.reverse();"
        " sessionStorage.draft = JSON.stringify(draft); }"
    )
    await page.reload()
    await expect(page.locator(".chip[data-state=waiting]")).to_contain_text("a.mp4")
    await page.get_by_role("button", name="Remove a.mp4").click()
    await page.unroute("**/uploads/*")
    await expect(page.locator(".chip")).to_have_count(2)
    await eventually(lambda: len([file for file in server.folder.iterdir() if b"a.mp4" in file.read_bytes()]) == 0)


async def taken_back_while_the_server_is_away(server, page, path):
    await beginning(page, path)
    await server.stop()
    await page.wait_for_selector(".chip[data-state=lost]")
    await page.get_by_role("button", name=f"Remove {path.name}").click()
    await expect(page.locator(".chip")).to_have_count(0)
    assert list(on_disk(server)) == [".part"]


async def test_a_chip_that_is_taken_back_while_the_server_is_away_leaves_nothing_when_it_is_back(
    server, page, clip, eventually
):
    await taken_back_while_the_server_is_away(server, page, clip())
    await server.start()
    await eventually(lambda: list(server.folder.iterdir()) == [])


async def test_what_was_taken_back_while_the_server_was_away_is_ended_from_the_next_tab_too(
    server, page, clip, eventually
):
    await taken_back_while_the_server_is_away(server, page, clip())
    other = await page.context.new_page()
    await page.close()
    await server.start()
    await other.goto(server.url)
    await eventually(lambda: list(server.folder.iterdir()) == [])
    await other.wait_for_function("localStorage.length === 0")  # forgotten when the server has answered


async def test_what_one_tab_took_back_is_not_taken_from_the_tab_that_goes_on_with_it(server, page, clip):
    path = clip()
    await beginning(page, path)
    other = await copied(page, server)
    await server.stop()
    await page.wait_for_selector(".chip[data-state=lost]")
    await page.get_by_role("button", name="Remove beach.mp4").click()
    await other.wait_for_selector(".chip[data-state=lost]")
    offsets: list[int] = []
    other.on("request", lambda asked: offsets.append(int(asked.headers.get("upload-offset", "-1"))))
    await server.start()
    await ready(other)
    assert on_disk(server) == {".bin": path.read_bytes()}
    assert max(offsets) > 0  # not from the beginning


async def test_several_files_come_whole_over_a_restart_and_their_progress_never_goes_back(server, page, clip):
    paths = [clip(f"{name}.mp4") for name in "abc"]
    await beginning(page, *paths)
    await page.evaluate(WATCHED)
    before = await page.evaluate(PERCENT)
    await server.stop()
    await page.wait_for_selector(".chip[data-state=lost]")
    await server.start()
    await ready(page, 3)
    seen = await page.evaluate("seen")
    assert seen[-1] == 100
    assert min(seen) >= before - 10  # what had gone is not all here
    whole = sorted(file.read_bytes() for file in server.folder.glob("*.bin"))
    assert whole == sorted(path.read_bytes() for path in paths)
    await say(page, "cut it")
    (heard,) = await server.hears(1)
    assert [file.name for file in heard.attachments] == ["a.mp4", "b.mp4", "c.mp4"]


async def test_a_tab_that_was_made_of_another_takes_nothing_away_from_it(server, page, clip):
    path = clip()
    await beginning(page, path)
    other = await copied(page, server)
    await other.get_by_role("button", name="Remove beach.mp4").click()
    await expect(other.locator(".chip")).to_have_count(0)
    await ready(page)
    assert on_disk(server) == {".bin": path.read_bytes()}


async def test_a_tab_that_was_made_of_another_goes_on_when_that_one_is_closed(server, page, clip):
    path = clip()
    await beginning(page, path)
    other = await copied(page, server)
    offsets: list[int] = []
    other.on("request", lambda asked: offsets.append(int(asked.headers.get("upload-offset", "-1"))))
    await page.close()
    await ready(other)
    assert max(offsets) > 0
    assert on_disk(server) == {".bin": path.read_bytes()}


async def test_both_tabs_have_the_file_that_one_of_them_sent(server, page, clip):
    path = clip()
    await beginning(page, path)
    other = await copied(page, server)
    await ready(page)
    await ready(other)
    assert on_disk(server) == {".bin": path.read_bytes()}
    for tab in (page, other):
        await say(tab, "cut it")
    first, second = await server.hears(2)
    assert first.attachments == second.attachments


async def test_the_tab_that_sends_takes_its_chip_back_and_the_other_has_it_still(server, page, clip):
    path = clip()
    await beginning(page, path)
    other = await copied(page, server)
    await page.get_by_role("button", name="Remove beach.mp4").click()
    await ready(other)
    assert on_disk(server) == {".bin": path.read_bytes()}


async def test_what_was_kept_for_too_long_is_sent_from_the_beginning_and_that_is_said(server, page, clip):
    path = clip()
    await beginning(page, path)
    await server.stop()
    await page.wait_for_selector(".chip[data-state=lost]")
    await server.lose_files()
    await server.start()
    await expect(page.locator(".chip")).to_contain_text("so it is sent from the beginning", timeout=20_000)
    await ready(page)
    assert on_disk(server) == {".bin": path.read_bytes()}


async def test_a_disk_that_is_full_in_the_middle_is_said_and_the_file_may_be_tried_again(
    server, page, clip, monkeypatch, eventually
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = clip()
    await beginning(page, path)
    with monkeypatch.context() as patched:
        patched.setattr("bots.spool.spool._write", full)
        patched.setattr("bots.spool.spool._close", lambda opened, _: opened.close())
        said = page.locator(".chip[data-state=failed]")
        await expect(said).to_contain_text("There is no room for beach.mp4", timeout=20_000)
    await eventually(lambda: list(server.folder.iterdir()) == [])
    await page.get_by_role("button", name="Upload beach.mp4 again").click()
    await ready(page)
    assert on_disk(server) == {".bin": path.read_bytes()}
