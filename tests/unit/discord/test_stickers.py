"""A message's stickers are none of its files; they are handed on where its words are about them."""

import pytest

from tests.doubles.discord_values import File

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


@pytest.fixture
def seeing(bot):
    """The adapter with the message-content intent, connected."""
    bot.double.gateway.granted.add("message_content")
    return bot.running(message_content=True)


def shown(incoming):
    return [("sticker" if file.is_sticker else file.name) for file in incoming.attachments]


@pytest.mark.parametrize(
    ("words", "files", "expected"),
    [
        ("add this sticker", (), ["sticker"]),
        ("put this in the corner", (), ["sticker"]),
        ("把这个贴纸放右上角", (), ["sticker"]),
        ("put this sticker on it", ("a.mp4",), ["a.mp4", "sticker"]),
        ("make it louder", (), []),
        ("add music", ("a.mp4",), ["a.mp4"]),
        ("thanks", (), []),
        ("", (), ["sticker"]),
        ("", ("a.mp4",), ["a.mp4"]),
    ],
)
async def test_a_sticker_of_the_message_itself(bot, seeing, words, files, expected):
    async with seeing:
        attached = [File(name, MP4) for name in files]
        await bot.double.say(bot.anna, bot.channel, words, *attached, mention=True, stickers=["notes.md"])
        incoming = await bot.received()
        assert (incoming.text, shown(incoming)) == (words, expected)
        assert not any(file.is_words for file in incoming.attachments)


@pytest.mark.parametrize(
    ("words", "caption", "files", "expected"),
    [
        ("add it as a logo", "", (), ["sticker"]),
        ("make it vertical", "", (), ["sticker"]),
        ("thanks", "", (), []),
        ("add this sticker", "look", (), ["sticker"]),
        ("make it vertical", "look", ("a.mp4",), ["a.mp4"]),
        ("put this sticker on it", "look", ("a.mp4",), ["a.mp4", "sticker"]),
    ],
)
async def test_a_sticker_of_the_message_that_is_replied_to(bot, seeing, words, caption, files, expected):
    async with seeing:
        attached = [File(name, MP4) for name in files]
        ben = bot.double.person("Ben")
        replied = await bot.double.say(ben, bot.channel, caption, *attached, stickers=["Wave"])
        await bot.double.say(bot.anna, bot.channel, words, reply_to=replied, mention=True)
        assert shown(await bot.received()) == expected


async def test_a_sticker_in_reply_to_a_clip_that_it_shall_be_put_on_brings_both(bot, seeing):
    async with seeing:
        clip = await bot.double.say(bot.anna, bot.channel, "", File("a.mp4", MP4))
        words = "put this sticker on it"
        await bot.double.say(bot.anna, bot.channel, words, reply_to=clip, mention=True, stickers=["Wave"])
        assert sorted(shown(await bot.received())) == ["a.mp4", "sticker"]


async def test_a_forwarded_sticker_is_one_too(bot, seeing):
    async with seeing:
        direct = bot.double.dm(bot.anna)
        sent = await bot.double.say(bot.anna, direct, "", stickers=["Wave"])
        assert (await bot.received()).is_reaction
        await bot.double.say(bot.anna, direct, "", forwards=[sent])
        assert (await bot.received(2)).is_reaction


async def test_a_sticker_alone_in_reply_to_the_bot_is_a_reaction_that_nobody_has_to_answer(bot, seeing):
    async with seeing:
        posted = await bot.double.say(bot.double.bot, bot.channel, "Your video is ready")
        await bot.double.say(bot.anna, bot.channel, "", reply_to=posted, stickers=["Wave"])
        await bot.double.say(bot.anna, bot.channel, "add music", mention=True)
        assert (await bot.received()).text == "add music"
