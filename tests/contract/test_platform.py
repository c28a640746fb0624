"""What every chat platform promises the core."""

import time

import aiohttp
import pytest

from core.model.actions import Undo
from core.model.attachments import Attachment
from core.model.chat import Button, Film, NotSent, Post, Rest, Role, Target

ANSWER = Post(Role.ANSWER, "Your **film** is ready.", (Button("Undo", Undo()),))


async def test_a_message_arrives_under_a_key_of_its_own(stage):
    keys = {await stage.platform.send(stage.to, ANSWER) for _ in range(3)}
    assert len(keys) == 3
    assert await stage.texts() == ["Your film is ready."] * 3


async def test_a_key_is_a_short_text_that_can_be_stored(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    assert isinstance(key, str)
    assert 0 < len(key) <= 100
    assert key.isprintable()


async def test_every_message_of_a_long_answer_is_told_with_where_it_stands(stage):
    told, lefts = [], []

    async def arrived(address, key, left):
        told.append((address, key))
        lefts.append(left)
        assert len(await stage.texts()) == len(told), "as it arrives"

    words = "\n\n".join(f"{number} " + "word " * 300 for number in range(7))
    key = await stage.platform.send(stage.to, Post(Role.ANSWER, words, ANSWER.buttons), arrived)
    assert [address for address, _ in told] == [stage.to.address] * len(await stage.texts())
    assert len({key for _, key in told}) == len(told)
    assert told[-1][1] == key
    assert lefts == [*range(len(told) - 1, -1, -1)]


async def test_of_an_answer_that_was_begun_only_the_rest_is_sent_with_a_mark_on_its_first_message(stage):
    lefts = []

    async def arrived(address, key, left):
        lefts.append(left)

    words = "\n\n".join(f"{number} " + "word " * 300 for number in range(7))
    await stage.platform.send(stage.to, Post(Role.ANSWER, words, ANSWER.buttons), arrived)
    whole = await stage.texts()
    for begun in range(1, len(whole)):
        before = len(await stage.texts())
        rest = Rest(begun, lefts[begun - 1], f"(mark {begun})")
        await stage.platform.send(stage.to, Post(Role.ANSWER, words, ANSWER.buttons), rest=rest)
        first, *others = (await stage.texts())[before:]
        assert f"(mark {begun})" in first
        assert [first.replace(f"(mark {begun})", "").strip(), *others] == whole[begun:]


async def test_an_edit_replaces_a_message_in_its_place(stage):
    status = await stage.platform.send(stage.to, Post(Role.STATUS, "Connecting..."))
    await stage.platform.send(stage.to, ANSWER)
    await stage.platform.edit(stage.to, status, Post(Role.STATUS, "Done."))
    assert await stage.texts() == ["Done.", "Your film is ready."]


async def test_an_edit_to_the_same_text_is_no_error(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    await stage.platform.edit(stage.to, key, ANSWER)
    assert await stage.texts() == ["Your film is ready."]


async def test_a_removed_message_is_gone(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    await stage.platform.remove(stage.to, key)
    assert await stage.texts() == []


async def test_a_removed_message_cannot_be_edited_or_removed_and_does_not_come_back(stage):
    key = await stage.platform.send(stage.to, ANSWER)
    await stage.platform.remove(stage.to, key)
    for attempt in (stage.platform.edit(stage.to, key, ANSWER), stage.platform.remove(stage.to, key)):
        with pytest.raises(NotSent) as refused:
            await attempt
        assert refused.value.retry_seconds is None
    assert await stage.texts() == []


async def test_a_note_is_removed_before_the_next_is_sent(stage):
    assert stage.platform.capabilities(stage.to).notes
    first = await stage.platform.send(stage.to, Post(Role.NOTE, "⏳ Still working... 2 minutes"))
    await stage.platform.remove(stage.to, first)
    second = await stage.platform.send(stage.to, Post(Role.NOTE, "⏳ Still working... 4 minutes"))
    assert await stage.texts() == ["⏳ Still working... 4 minutes"]
    await stage.platform.remove(stage.to, second)
    assert await stage.texts() == []


async def test_a_later_mark_takes_the_place_of_an_earlier_one(stage):
    await stage.platform.react(stage.to, "seen")
    await stage.platform.react(stage.to, "done")
    assert await stage.mark() == "done"


async def test_a_mark_on_nothing_in_particular_is_nothing(stage):
    nowhere = Target(stage.to.address, stage.to.private, stage.to.asker)
    await stage.platform.react(nowhere, "seen")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<b>hi</b> @everyone <script>x</script>", "<b>hi</b> @everyone <script>x</script>"),
        ("hi <@1> and <#2>", "hi <@1> and <#2>"),
        ("a || b", "a || b"),  # one pair of bars hides nothing; two are a spoiler, with blanks inside them too
        ("a | b &lt;i&gt; c &amp; d", "a | b <i> c & d"),  # entities are read as what they stand for
    ],
)
async def test_backend_text_never_becomes_markup_of_the_platform(stage, text, read):
    await stage.platform.send(stage.to, Post(Role.ANSWER, text))
    # a word joiner, which nobody sees, keeps a platform from making a mention or a link of what it follows
    assert [shown.replace("\u2060", "") for shown in await stage.texts()] == [read]


async def test_capabilities_need_no_io_and_are_consistent(stage):
    capabilities = stage.platform.capabilities(stage.to)
    assert capabilities.file_bytes >= 0
    assert 0 < capabilities.edit_seconds <= 60
    assert capabilities == stage.platform.capabilities(stage.to)
    assert capabilities.file_bytes > 0 or capabilities.plays_links


async def test_a_film_as_a_link_is_taken(stage):
    film = Film("travel-v3.mp4", link="https://films.example/1.mp4", seconds=8.0)
    await stage.platform.send(stage.to, Post(Role.ANSWER, "Here it is.", film=film))
    assert (await stage.texts())[0].startswith("Here it is.")


async def test_a_file_that_was_sent_is_given_out_byte_for_byte_as_often_as_asked(stage):
    for _ in range(2):
        async with stage.platform.open(stage.file) as source:
            assert source.length == len(stage.content)
            assert b"".join([chunk async for chunk in source.chunks]) == stage.content


async def test_an_unknown_file_is_refused_for_good(stage):
    with pytest.raises(NotSent) as refused:
        async with stage.platform.open(Attachment("nobody-sent-this", "x.mp4")):
            pass
    assert refused.value.retry_seconds is None


async def test_an_error_while_reading_a_file_stays_what_it_is(stage):
    with pytest.raises(ZeroDivisionError):
        async with stage.platform.open(stage.file):
            raise ZeroDivisionError


async def test_a_file_may_be_released_more_than_once(stage):
    await stage.platform.release(stage.file)
    await stage.platform.release(stage.file)


async def test_a_public_address_gives_the_file_to_anybody_or_there_is_none(stage):
    url = await stage.platform.public_url(stage.file)
    if url is not None:
        async with aiohttp.ClientSession() as anybody, anybody.get(url) as answer:
            assert await answer.read() == stage.content


async def test_what_is_stored_of_a_persons_files_can_be_deleted_at_once_but_what_came_since(stage):
    await stage.platform.delete_files(stage.to, before=0.0)
    async with stage.platform.open(stage.file) as source:
        assert [chunk async for chunk in source.chunks]
    await stage.platform.delete_files(stage.to, before=time.time() + 1.0)
    await stage.platform.delete_files(stage.to, before=time.time() + 1.0)
    if stage.platform.name == "web":  # the others store none
        with pytest.raises(NotSent):
            async with stage.platform.open(stage.file):
                pass
