"""Files that are no attachments: what a message shows as a video, a picture or a file is its file, wherever it is."""

from contextlib import suppress

import pytest

from bots.discord.attachments import ref_of
from core.model.chat import NotSent
from tests.doubles.discord_values import File

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
PAGE = "https://films.example/watch?v=1"
AVATAR = {"url": "https://films.example/me.png", "proxy_url": "https://images.example/external/h/me.png"}
NOBODYS = {
    "author": {"name": "Bot", "icon_url": AVATAR["url"], "proxy_icon_url": AVATAR["proxy_url"]},
    "footer": {"text": "sent by Bot", "icon_url": AVATAR["url"], "proxy_icon_url": AVATAR["proxy_url"]},
    "thumbnail": AVATAR,
}


def kept(bot, name="a.mp4", data=MP4):
    """The address of a file that Discord serves but nobody attached."""
    return bot.double.cdn.sign(bot.double.cdn.keep(File(name, data)))


def embed(bot, kind="video", place="video", name="a.mp4", **more):
    """What Discord makes of a link to a page or a file, or what a bot posts."""
    media = {"url": f"https://films.example/{name}", "proxy_url": kept(bot, name), "width": 9, "height": 9}
    return {"type": kind, "url": PAGE, place: media} | more


def gallery(*media):
    return {"type": 12, "items": [{"media": one} for one in media]}


def file(media, name, **more):
    return {"type": 13, "file": media, "name": name, "size": len(MP4)} | more


SHOWN = {
    "a video that was unfurled": lambda bot: {"embeds": [embed(bot)]},
    "a moving picture": lambda bot: {"embeds": [embed(bot, "gifv")]},
    "a video with its poster": lambda bot: {"embeds": [embed(bot, thumbnail=AVATAR)]},
    "a picture that was unfurled": lambda bot: {"embeds": [embed(bot, "image", "thumbnail", "a.mp4")]},
    "a picture that was posted": lambda bot: {"embeds": [embed(bot, "rich", "image") | NOBODYS]},
    "a gallery": lambda bot: {"components": [gallery({"url": "attachment://a.mp4", "proxy_url": kept(bot)})]},
    "a file": lambda bot: {"components": [file({"url": kept(bot), "attachment_id": "5"}, "a.mp4")]},
    "a gallery in a container": lambda bot: {
        "components": [
            {"type": 17, "components": [{"type": 10, "content": "hi"}, gallery({"url": "x", "proxy_url": kept(bot)})]}
        ]
    },
}


async def read(bot, file):
    async with bot.core.platform.open(file) as source:
        return b"".join([chunk async for chunk in source.chunks])


@pytest.mark.parametrize("what", SHOWN)
async def test_what_a_message_shows_is_its_file(bot, what):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "add music", mention=True, **SHOWN[what](bot))
        incoming = await bot.received()
        (found,) = incoming.attachments
        assert incoming.text == "add music"
        assert await read(bot, found) == MP4
        assert (await bot.core.platform.public_url(found)).startswith(bot.double.cdn_url)


@pytest.mark.parametrize("what", SHOWN)
async def test_what_a_forwarded_message_shows_is_found_by_the_menu(bot, what):
    async with bot.running():
        original = await bot.double.say(bot.anna, bot.channel, "look", **SHOWN[what](bot))
        forwarded = await bot.double.say(bot.anna, bot.channel, forwards=[original])
        opened = await bot.double.menu(bot.anna, "Edit this clip", forwarded)
        await bot.double.until(lambda: opened.modal)
        await bot.double.submit(opened, "add music")
        (found,) = (await bot.received()).attachments
        assert await read(bot, found) == MP4


@pytest.mark.parametrize("what", SHOWN)
async def test_a_reply_to_what_a_message_shows_uses_it(bot, what):
    bot.double.gateway.granted.add("message_content")
    other = bot.double.person("Other bot", bot=True)
    async with bot.running(message_content=True):
        quoted = await bot.double.say(other, bot.channel, "", **SHOWN[what](bot))
        await bot.double.say(bot.anna, bot.channel, "add music", reply_to=quoted, mention=True)
        (found,) = (await bot.received()).attachments
        assert await read(bot, found) == MP4


NOTHING = {
    "icons and a thumbnail": {"embeds": [{"type": "rich", "title": "News", "url": PAGE} | NOBODYS]},
    "the preview of a page": {"embeds": [{"type": "article", "url": PAGE, "thumbnail": AVATAR}]},
    "the player of another site": {
        "embeds": [
            {"type": "video", "url": PAGE, "video": {"url": "https://player.example/embed/1"}, "thumbnail": AVATAR}
        ]
    },
    "the picture beside a section": {
        "components": [
            {
                "type": 9,
                "components": [{"type": 10, "content": "hi"}],
                "accessory": {"type": 11, "media": AVATAR | {"content_type": "image/png"}},
            }
        ]
    },
}


@pytest.mark.parametrize("what", NOTHING)
async def test_what_only_decorates_a_text_is_nobodys_file(bot, what):
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.channel, "add music", mention=True, **NOTHING[what])
        assert (await bot.received()).attachments == ()
        await bot.double.menu(bot.anna, "Edit this clip", message)
        await bot.double.until(lambda: any("no file" in text for text in bot.texts(to=bot.anna)))


async def test_a_link_and_the_embed_that_was_made_of_it_are_one_file(bot):
    async with bot.running():
        one = embed(bot, url="https://films.example/a.mp4")
        await bot.double.say(bot.anna, bot.channel, "music for https://films.example/a.mp4", mention=True, embeds=[one])
        incoming = await bot.received()
        assert (incoming.text, incoming.attachments) == ("music for https://films.example/a.mp4", ())


async def test_a_link_to_a_picture_that_does_not_look_like_one_is_that_picture(bot):
    async with bot.running():
        picture = {"url": "https://pictures.example/7", "proxy_url": kept(bot)}
        shown = [{"type": "image", "url": picture["url"], "thumbnail": picture}]
        words = f"put {picture['url']} at the end"
        await bot.double.say(bot.anna, bot.channel, words, mention=True, embeds=shown)
        incoming = await bot.received()
        assert (incoming.text, len(incoming.attachments)) == ("put at the end", 1)
        await bot.double.say(bot.anna, bot.channel, f"write “{picture['url']}”", mention=True, embeds=shown)
        incoming = await bot.received(2)
        assert (incoming.text, incoming.attachments) == (f"write “{picture['url']}”", ())


async def test_a_reply_to_a_link_to_a_clip_uses_that_clip(bot):
    bot.double.gateway.granted.add("message_content")
    async with bot.running(message_content=True):
        quoted = await bot.double.say(bot.anna, bot.channel, "see https://films.example/a.mp4")
        await bot.double.say(bot.anna, bot.channel, "add music", reply_to=quoted, mention=True)
        (found,) = (await bot.received()).attachments
        assert found.link == "https://films.example/a.mp4"


async def test_words_that_are_only_a_link_to_a_page_with_a_video_are_that_video(bot):
    async with bot.running():
        chat = bot.double.dm(bot.anna)
        await bot.double.say(bot.anna, chat, PAGE, embeds=[embed(bot, "gifv")])
        await bot.double.say(bot.anna, bot.channel, PAGE, mention=True, embeds=[embed(bot, "gifv")])
        for number in (1, 2):
            incoming = await bot.received(number)
            assert (incoming.text, len(incoming.attachments)) == ("", 1)
        await bot.double.say(bot.anna, chat, f"like {PAGE}", embeds=[embed(bot, "gifv")])
        incoming = await bot.received(3)
        assert (incoming.text, len(incoming.attachments)) == (f"like {PAGE}", 1)


async def test_an_attachment_that_a_component_or_an_embed_shows_counts_once(bot):
    async with bot.running():
        clip = File("a.mp4", MP4)
        media = {"url": bot.double.cdn.sign(clip), "attachment_id": str(clip.id)}
        shown = {"components": [file(media, "a.mp4"), gallery(media | {"proxy_url": media["url"]})]}
        message = await bot.double.say(bot.anna, bot.channel, "add music", clip, mention=True, **shown)
        assert len((await bot.received()).attachments) == 1
        picture = {"url": "attachment://a.mp4", "proxy_url": bot.double.cdn.sign(message.files[0])}
        embeds = [{"type": "rich", "image": picture}]
        await bot.double.say(bot.anna, bot.channel, "add music", message.files[0], mention=True, embeds=embeds)
        assert len((await bot.received(2)).attachments) == 1


async def test_what_discord_does_not_keep_is_a_link_and_never_read_by_the_adapter_itself(bot):
    async with bot.running():
        inside = {"url": "http://127.0.0.1:9/attachments/1/2/a.mp4"}
        shown = {"embeds": [{"type": "video", "video": inside}]}
        await bot.double.say(bot.anna, bot.channel, "add music", mention=True, **shown)
        incoming = await bot.received()
        assert incoming.text == "add music"
        assert [one.link for one in incoming.attachments] == [inside["url"]]


async def test_a_hidden_file_keeps_its_mark_and_a_name_is_read_as_people_wrote_it(bot):
    async with bot.running():
        hidden = file({"url": kept(bot), "attachment_id": "5"}, "a.mp4", spoiler=True)
        shown = {"components": [hidden, gallery({"url": "https://a.example/my%20trip.mp4", "proxy_url": kept(bot)})]}
        await bot.double.say(bot.anna, bot.channel, "add music", mention=True, **shown)
        assert [one.name for one in (await bot.received()).attachments] == ["SPOILER_a.mp4", "my trip.mp4"]


async def test_an_address_of_an_embed_that_has_expired_is_renewed(bot):
    async with bot.running():
        bot.double.cdn.link_seconds = 30
        kept_file = File("a.mp4", MP4)
        address = bot.double.cdn.sign(bot.double.cdn.keep(kept_file))
        posted = [{"type": "rich", "image": {"url": "attachment://a.mp4", "proxy_url": address}}]
        message = await bot.double.say(bot.anna, bot.channel, "add music", mention=True, embeds=posted)
        (found,) = (await bot.received()).attachments
        assert ref_of(found).url == address
        bot.double.cdn.link_seconds = 3600
        message.embeds[0]["image"]["proxy_url"] = bot.double.cdn.sign(kept_file)
        assert await read(bot, found) == MP4
        assert await bot.core.platform.public_url(found) != address
        message.embeds.clear()
        with suppress(NotSent):
            assert await bot.core.platform.public_url(found) is None


async def test_a_broken_link_is_no_file(bot):
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.channel, "see https://[broken/a.mp4", mention=True)
        assert (await bot.received()).attachments == ()
        await bot.double.menu(bot.anna, "Edit this clip", message)
        await bot.double.until(lambda: any("no file" in text for text in bot.texts(to=bot.anna)))


async def test_the_preview_of_a_link_to_a_page_is_waited_for_and_the_next_message_waits_behind_it(bot):
    async with bot.running():
        bot.clock.hasten = 1.0
        first = await bot.double.say(bot.anna, bot.channel, f"loop {PAGE}", mention=True)
        await bot.double.say(bot.anna, bot.channel, "and add music", mention=True)
        await bot.double.unfurl(first, embed(bot, "gifv"))
        incoming = await bot.received()
        assert (incoming.text, len(incoming.attachments)) == (f"loop {PAGE}", 1)
        assert (await bot.received(2)).text == "and add music"
        assert not incoming.corrects


@pytest.mark.parametrize(
    "words", [f"show {PAGE}", f"show <{PAGE}>", f"write “{PAGE}”", "loop https://films.example/a.mp4"]
)
async def test_a_page_without_a_preview_is_not_waited_for_long_and_what_gets_none_not_at_all(bot, words):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, words, mention=True)
        incoming = await bot.received()
        assert (incoming.text, incoming.attachments) == (words, ())


async def test_a_preview_that_comes_when_the_message_is_taken_already_changes_nothing(bot):
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.channel, f"show {PAGE}", mention=True)
        await bot.received()
        await bot.double.unfurl(message, embed(bot))
        await bot.double.say(bot.anna, bot.channel, "add music", mention=True)
        assert (await bot.received(2)).text == "add music"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (f"||{PAGE}|| add music", ["SPOILER_a.mp4"]),
        (f"add music ||to {PAGE} here||", ["SPOILER_a.mp4"]),
        (f"||secret|| add music {PAGE}", ["a.mp4"]),
    ],
)
async def test_what_discord_shows_of_a_hidden_link_is_hidden(bot, words, names):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, words, mention=True, embeds=[embed(bot)])
        assert [one.name for one in (await bot.received()).attachments] == names


@pytest.mark.parametrize(
    ("words", "name"),
    [("look ||https://films.example/b.mp4||", "SPOILER_b.mp4"), ("look https://films.example/b.mp4", "b.mp4")],
)
async def test_a_hidden_link_that_is_replied_to_stays_hidden(bot, words, name):
    bot.double.gateway.granted.add("message_content")
    async with bot.running(message_content=True):
        quoted = await bot.double.say(bot.anna, bot.channel, words)
        await bot.double.say(bot.anna, bot.channel, "add music", reply_to=quoted, mention=True)
        assert [one.name for one in (await bot.received()).attachments] == [name]
