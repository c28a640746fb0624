"""What a page brings in."""

import asyncio
import errno
import json
from dataclasses import replace

import pytest
from aiohttp import web

from core.model.actions import ExportVersion
from core.words.spoilers import hidden


async def test_words_reach_the_core_with_key_time_and_language(chat, browser, clock):
    status, body = await browser.say("add music", language="zh")
    assert (status, body) == (200, {"key": "u-00000001"})
    (heard,) = chat.heard
    assert (heard.key, heard.text, heard.at, heard.sender.locale) == ("u-00000001", "add music", clock.now, "zh-CN")


async def test_what_the_person_hid_is_marked_for_the_core_and_hidden_in_their_line(chat, browser):
    await browser.say("a title ||he dies|| in red")
    (heard,) = chat.heard
    assert heard.text == f"a title {hidden('he dies')} in red"
    (line,) = await browser.lines()
    assert line["body"]["said"] == ["a title ", {"is": "spoiler", "in": ["he dies"]}, " in red"]


async def test_a_token_is_masked_in_the_line_and_goes_to_the_core(chat, browser):
    await browser.say("/login nmv_usr_planted_0123")
    (heard,) = chat.heard
    assert heard.text == "/login nmv_usr_planted_0123"  # which takes it out before anything is stored
    (line,) = await browser.lines()
    assert "planted" not in str(line)
    assert "████" in str(line)


async def test_the_person_sees_their_words_before_the_core_is_asked(chat, browser):
    chat.failure = RuntimeError("no")
    await browser.say("add music")
    (line,) = await browser.lines()
    assert line["body"]["text"] == "add music"


async def test_a_core_that_fails_is_a_later_and_not_a_yes(chat, browser, caplog):
    chat.failure = RuntimeError("database is away")
    status, body = await browser.say("add music")
    assert (status, body["error"]) == (503, "later")
    assert "database is away" in caplog.text


async def test_a_message_sent_again_keeps_its_line_and_its_time(chat, browser, clock):
    await browser.say("add music")
    await clock.advance(60)
    await browser.say("add music")
    (line,) = await browser.lines()
    assert line["body"]["at"] == clock.now - 60
    assert [heard.key for heard in chat.heard] == ["u-00000001"] * 2


async def test_a_press_carries_the_action_and_shows_the_label(chat, browser):
    await browser.say("Export", press="version:1", reply_to="b-00000000")
    (heard,) = chat.heard
    assert (heard.action, heard.text, heard.reply_to) == (ExportVersion(1), "", "b-00000000")
    (line,) = await browser.lines()
    assert (line["body"]["text"], line["body"]["pressed"]) == ("Export", True)


async def test_what_is_said_under_a_line_that_is_not_kept_any_more_says_so(chat, browser):
    await browser.say("add music")
    await browser.say("longer", key="u-00000002", reply_to="u-00000001")
    await browser.say("Export", key="u-00000003", press="export", reply_to="b-long-gone")
    assert [heard.answered_at for heard in chat.heard] == [None, None, 0.0]


async def test_a_file_comes_along_under_a_safe_name(chat, browser):
    _, kept = await browser.upload(name="../\u202egnp.exe\x00/holi\u202eday.mp4")
    await browser.say("cut it", files=[kept["ref"]])
    (attachment,) = chat.heard[0].attachments
    assert (attachment.ref, attachment.name, attachment.size) == (kept["ref"], "holiday.mp4", 2060)
    (line,) = await browser.lines()
    assert line["body"]["files"] == [{"ref": kept["ref"], "name": "holiday.mp4", "size": 2060, "kind": "video"}]


async def test_a_script_is_taken_like_any_file(chat, browser):
    status, kept = await browser.upload(b"Scene one: a fish.", name="script.md")
    assert status == 201
    await browser.say("cut it to this", files=[kept["ref"]])
    (line,) = await browser.lines()
    assert [(file["name"], file["kind"]) for file in line["body"]["files"]] == [("script.md", "file")]


async def test_nobody_can_send_another_persons_file(chat, browser, other_browser):
    _, kept = await browser.upload()
    status, body = await other_browser.say("mine now", files=[kept["ref"]])
    assert (status, body) == (409, {"error": "files_gone", "files": [kept["ref"]]})
    assert chat.heard == []


async def test_a_file_that_is_gone_is_named_so_that_the_page_can_send_it_again(browser):
    _, kept = await browser.upload()
    status, body = await browser.say("cut", files=["lost", kept["ref"]])
    assert (status, body["files"]) == (409, ["lost"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"key": "u-00000001", "text": "\\ud800"}',
        b'{"key": "b-00000001", "text": "as the bot"}',
        b'{"key": "u-0", "text": "hi"}',
        b'{"key": "u-00000001\\n", "text": "hi"}',
        b'{"key": "u-00000001", "text": "hi", "sender": "root"}',
        b'{"key": "u-00000001", "text": 7}',
        b'{"key": "u-00000001", "text": "  "}',
        json.dumps({"key": "u-00000001", "files": ["x"] * 21}).encode(),
        json.dumps({"key": "u-00000001", "text": "x" * 65537}).encode(),
    ],
)
async def test_what_is_no_message_is_refused(chat, browser, body):
    answer = await browser.http.post("/messages", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    assert chat.heard == []


async def test_a_form_of_another_type_is_refused(browser):
    answer = await browser.http.post("/messages", data=b'{"key": "u-00000001", "text": "hi"}')
    assert answer.status == 415


async def test_a_body_beyond_the_limit_is_not_read(browser):
    headers = {"Content-Type": "application/json"}
    answer = await browser.http.post("/messages", data=b" " * (600 * 1024), headers=headers)
    assert answer.status == 413


async def test_a_message_that_does_not_come_whole_is_answered_so_that_the_page_sends_it_again(chat, browser):
    runner = web.AppRunner(replace(chat.web, silence_seconds=0.05).application(), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
    head = f"POST /messages HTTP/1.1\r\nHost: localhost\r\nCookie: nemobot_chat={browser.secret}\r\n"
    writer.write(head.encode() + b'Content-Type: application/json\r\nContent-Length: 60\r\n\r\n{"key":')
    assert b"503 Service Unavailable" in await reader.readuntil(b'"later"')
    assert chat.heard == []
    writer.close()
    await writer.wait_closed()
    await runner.cleanup()


async def test_a_message_that_cannot_be_written_down_is_a_later(chat, browser, monkeypatch):
    _, kept = await browser.upload()

    async def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(chat.transcript), "write", full)
    assert (await browser.say("add music", files=[kept["ref"]]))[0] == 503
    assert chat.heard == []
    monkeypatch.undo()
    assert (await browser.say("add music", files=[kept["ref"]]))[0] == 200
