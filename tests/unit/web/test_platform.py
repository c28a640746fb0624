"""What the web chat shows of a request, beyond what every platform promises."""

import pytest

from core.model.chat import Address, NotSent, Post, Role, Target

HERE = Address("web", "7")


def to(request):
    return Target(HERE, private=True, asker="7", reply_to="u-00000001", request=request)


async def test_a_status_that_was_sent_before_its_key_was_saved_is_the_same_line_in_the_next_life(chat):
    keys = [await chat.platform.send(to(5), Post(Role.STATUS, text)) for text in ("Connecting...", "Working...")]
    other = await chat.platform.send(to(6), Post(Role.STATUS, "Working..."))
    entries = await chat.transcript.since(HERE, 0, 10)
    assert [entry.key for entry in entries] == [keys[1], other]
    assert keys[0] == keys[1]
    assert "Working..." in entries[0].body


async def test_two_answers_to_a_request_are_two_lines(chat):
    keys = {await chat.platform.send(to(5), Post(Role.ANSWER, "Done")) for _ in range(2)}
    assert len(keys) == 2


async def test_a_line_that_cannot_be_written_now_did_not_arrive_and_may_be_sent_later(chat):
    key = await chat.platform.send(to(5), Post(Role.ANSWER, "Done"))
    await chat.store.database.close()
    for call in (
        chat.platform.send(to(5), Post(Role.ANSWER, "Done")),
        chat.platform.remove(to(5), key),
        chat.platform.react(to(5), "done"),
    ):
        with pytest.raises(NotSent) as refusal:
            await call
        assert refusal.value.retry_seconds
