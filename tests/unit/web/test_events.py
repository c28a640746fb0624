"""What a page is told, and when."""

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from itertools import pairwise

import pytest

from core.model.chat import Post, Role, Target


def answer_to(chat) -> Target:
    heard = chat.heard[-1]
    return Target(heard.address, private=True, asker=heard.sender.id, reply_to=heard.key)


async def test_a_page_that_comes_back_hears_only_what_changed_meanwhile(chat, browser):
    await browser.say("one")
    seen = (await browser.lines())[-1]["change"]
    await browser.say("two", key="u-00000002")
    assert [line["body"]["text"] for line in await browser.lines(after=seen)] == ["two"]


async def test_the_browsers_own_word_for_what_it_saw_counts(chat, browser):
    await browser.say("one")
    seen = (await browser.lines())[-1]["change"]
    assert await browser.lines(headers={"Last-Event-ID": str(seen)}) == []


@pytest.mark.parametrize("nonsense", ["-1", "x", "١٢", "9" * 40])
async def test_a_nonsense_number_begins_at_the_beginning(browser, nonsense):
    await browser.say("one")
    assert len(await browser.lines(headers={"Last-Event-ID": nonsense})) == 1


async def test_a_page_that_outlived_the_database_is_told_to_forget(browser):
    await browser.say("one")
    async with browser.http.get("/events?after=9999") as answer:
        first = await answer.content.readuntil(b"\n\n")
    assert first.startswith(b"event: anew\n")


async def test_more_lines_than_one_batch_arrive_whole_and_in_order(chat, browser):
    await browser.say("begin")
    for number in range(450):
        await chat.platform.send(answer_to(chat), Post(Role.ANSWER, str(number)))
    lines = await browser.lines()
    assert len(lines) == 451
    assert all(one["change"] < other["change"] for one, other in pairwise(lines))


async def test_an_open_page_hears_at_once(chat, browser, follow):
    await browser.say("hello")
    async with browser.http.get("/events") as answer:
        stream = follow(answer, until="never")
        assert (await anext(stream))["body"]["text"] == "hello"
        assert await anext(stream) == {}  # caught up
        await chat.platform.send(answer_to(chat), Post(Role.ANSWER, "hi"))
        async with asyncio.timeout(2):
            assert (await anext(stream))["body"]["kind"] == "answer"


async def test_two_tabs_of_one_chat_hear_the_same(chat, browser, follow):
    await browser.say("hello")
    async with browser.http.get("/events") as one, browser.http.get("/events") as other:
        for tab in (one, other):
            assert (await anext(follow(tab)))["body"]["text"] == "hello"


async def test_what_another_process_wrote_is_seen_at_the_next_look(chat, browser, follow, clock):
    await browser.say("hello")
    async with browser.http.get("/events") as answer:
        stream = follow(answer, until="never")
        await anext(stream)
        await anext(stream)
        await chat.transcript.write(chat.heard[0].address, "b-elsewhere", '{"kind":"answer"}', clock.now)
        async with asyncio.timeout(2):
            assert (await anext(stream))["key"] == "b-elsewhere"


async def test_two_browsers_are_two_chats(chat, browser, other_browser):
    await browser.say("mine")
    assert await other_browser.lines() == []
    assert chat.pages is not None


async def test_a_removed_line_arrives_as_nothing(chat, browser):
    await browser.say("hello")
    key = await chat.platform.send(answer_to(chat), Post(Role.ANSWER, "oops"))
    await chat.platform.remove(answer_to(chat), key)
    assert (await browser.lines())[-1] == {"key": key, "position": 3, "change": 4, "project": None, "body": None}


async def test_a_quiet_stream_is_kept_alive(browser):
    async with browser.http.get("/events") as answer, asyncio.timeout(2):
        seen = b""
        while seen.count(b": here") < 2:
            seen += await answer.content.readline()


async def test_a_stop_does_not_wait_for_open_pages(chat, browser):
    async with browser.http.get("/events") as answer:
        await answer.content.readuntil(b"ready")
        began = time.monotonic()
        chat.pages.close()
        await chat.runner.cleanup()
        assert time.monotonic() - began < 2


async def test_a_stopped_server_takes_nothing_more(chat, browser):
    chat.pages.close()
    assert (await browser.say("late"))[0] == 503
    assert (await browser.http.get("/events")).status == 503
    assert chat.heard == []


async def opened(stack, browser):
    answer = await stack.enter_async_context(browser.http.get("/events"))
    if answer.status == 200:
        await answer.content.readuntil(b"ready")
    return answer


async def test_a_chat_has_so_many_streams_and_no_more(chat, browser, other_browser, caplog):
    caplog.set_level(logging.WARNING)
    async with AsyncExitStack() as stack:
        for _ in range(chat.streams_a_chat):
            assert (await opened(stack, browser)).status == 200
        for _ in range(3):
            refused = await opened(stack, browser)
            assert (refused.status, await refused.json()) == (429, {"error": "tabs"})
        assert (await opened(stack, other_browser)).status == 200
    assert [record.message for record in caplog.records] == [
        f"no other event stream is opened: a chat has {chat.streams_a_chat} streams open"
    ]


async def test_all_chats_together_have_so_many_streams_and_no_more(chat, new_browser, caplog):
    caplog.set_level(logging.WARNING)
    async with AsyncExitStack() as stack:
        answers = [await opened(stack, await new_browser()) for _ in range(chat.streams + 2)]
        assert [answer.status for answer in answers] == [200] * chat.streams + [503] * 2
        assert await answers[-1].json() == {"error": "pages"}
    assert len(caplog.records) == 1


async def test_a_page_that_has_left_makes_room_at_once(chat, browser):
    for _ in range(4 * chat.streams_a_chat):
        async with browser.http.get("/events") as answer:
            assert answer.status == 200
            await answer.content.readuntil(b"ready")


async def test_a_page_that_was_refused_gets_in_when_another_leaves(chat, browser):
    async with AsyncExitStack() as stack:
        for _ in range(chat.streams_a_chat):
            first = await opened(stack, browser)
        assert (await opened(stack, browser)).status == 429
        first.close()
        async with asyncio.timeout(10):
            while (await opened(stack, browser)).status != 200:
                pass
