"""What a message says that is replied to, forwarded, or chosen in the menu goes with the wish, marked as quoted."""

import pytest

from core.model.chat import Unseen
from core.model.messages import Origin
from tests.doubles.discord_values import File

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


@pytest.fixture
def seeing(bot):
    """The adapter with the message-content intent, connected."""
    bot.double.gateway.granted.add("message_content")
    return bot.running(message_content=True)


async def test_a_wish_that_replies_to_a_text_takes_it_along_as_everybody_reads_it(bot, seeing):
    bob = bot.double.person("Bob", nick="Bobby")
    async with seeing:
        text = f"{bot.double.bot.mention} scene one: {bob.mention} at <t:0:D> <:wave:1>"
        quoted = await bot.double.say(bob, bot.channel, text)
        await bot.received()  # it mentions the bot, too
        await bot.double.say(bot.anna, bot.channel, "make a film of this", reply_to=quoted, mention=True)
        incoming = await bot.received(2)
        assert incoming.text == "make a film of this"
        assert incoming.quoted == "scene one: @Bobby at 1 January 1970 :wave:"
        assert incoming.attachments == ()


async def test_a_bare_mention_in_reply_to_a_text_asks_for_what_it_says(bot, seeing):
    async with seeing:
        quoted = await bot.double.say(bot.double.person("Bob"), bot.channel, "make a film about the sea")
        await bot.double.say(bot.anna, bot.channel, "", reply_to=quoted, mention=True)
        incoming = await bot.received()
        assert (incoming.text, incoming.quoted) == ("make a film about the sea", "")


async def test_a_clip_that_is_replied_to_brings_its_caption_as_a_quotation(bot, seeing):
    async with seeing:
        quoted = await bot.double.say(bot.anna, bot.channel, "keep 0:10 to 0:20", File("a.mp4", MP4))
        for words in ("do as it says", ""):
            await bot.double.say(bot.anna, bot.channel, words, reply_to=quoted, mention=True)
        for number, words in ((1, "do as it says"), (2, "")):
            incoming = await bot.received(number)
            assert (incoming.text, incoming.quoted) == (words, "keep 0:10 to 0:20")
            assert [file.name for file in incoming.attachments] == ["a.mp4"]


async def test_what_another_bot_shows_in_embeds_and_components_is_quoted_too(bot, seeing):
    other = bot.double.person("News", bot=True)
    embeds = [{"type": "rich", "title": "Sea", "description": "It rose.", "fields": [{"name": "By", "value": "2 m"}]}]
    components = [
        {"type": 17, "components": [{"type": 10, "content": "# Sea"}]},
        {"type": 9, "components": [{"type": 10, "content": "It fell."}], "accessory": {"type": 2, "style": 5}},
    ]
    async with seeing:
        for shown in ({"embeds": embeds}, {"components": components}):
            quoted = await bot.double.say(other, bot.channel, "", **shown)
            await bot.double.say(bot.anna, bot.channel, "film this", reply_to=quoted, mention=True)
        assert (await bot.received()).quoted == "Sea\nIt rose.\nBy: 2 m"
        assert (await bot.received(2)).quoted == "# Sea\n\nIt fell."


async def test_a_link_that_is_taken_as_the_clip_is_not_quoted_besides(bot, seeing):
    async with seeing:
        quoted = await bot.double.say(bot.anna, bot.channel, "see https://films.example/a.mp4, from 0:10")
        await bot.double.say(bot.anna, bot.channel, "as it says", reply_to=quoted, mention=True)
        incoming = await bot.received()
        assert [file.link for file in incoming.attachments] == ["https://films.example/a.mp4"]
        assert "films.example" not in incoming.quoted
        assert "from 0:10" in incoming.quoted


POLL = {
    "question": {"text": "Which ending?"},
    "answers": [
        {"answer_id": 1, "poll_media": {"text": "Sunset"}},
        {"answer_id": 2, "poll_media": {"text": "Cut", "emoji": {"id": None, "name": "🎬"}}},
        {"answer_id": 3, "poll_media": {"text": "Credits"}},
    ],
    "expiry": "2030-01-01T00:00:00+00:00",
    "allow_multiselect": False,
    "layout_type": 1,
}


async def test_a_wish_that_replies_to_a_poll_takes_its_question_and_answers_along(bot, seeing):
    async with seeing:
        poll = await bot.double.say(bot.anna, bot.channel, "", poll=POLL)
        await bot.double.say(bot.anna, bot.channel, "a film with each of these", reply_to=poll, mention=True)
        assert (await bot.received()).quoted == "Which ending?\n- Sunset\n- Cut\n- Credits"


async def test_what_a_project_knows_already_is_brought_once(bot, seeing):
    async with seeing:
        asked = await bot.double.say(bot.anna, bot.channel, "add music", File("a.mp4", MP4), mention=True)
        first = await bot.received()
        bot.core.origins[str(first.address), first.key] = Origin(1, 1, str(bot.anna.id))
        await bot.double.say(bot.anna, bot.channel, "make it shorter", reply_to=asked, mention=True)
        incoming = await bot.received(2)
        assert (incoming.text, incoming.quoted, incoming.attachments) == ("make it shorter", "", ())
        assert incoming.reply_to == first.key


async def test_the_bots_own_words_are_never_quoted(bot, seeing):
    bot.core.script = bot.works
    async with seeing:
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.until(lambda: len(bot.shown()) == 2)
        await bot.double.say(bot.anna, bot.channel, "shorter", reply_to=bot.shown()[1], mention=True)
        assert (await bot.received(2)).quoted == ""


async def test_a_forwarded_text_is_asked_for_and_the_caption_of_a_forwarded_clip_is_only_quoted(bot):
    async with bot.running():
        chat = bot.double.dm(bot.anna)
        text = await bot.double.say(bot.anna, bot.channel, "a film about <#1>")
        clip = await bot.double.say(bot.anna, bot.channel, "my holiday", File("a.mp4", MP4))
        for original in (text, clip):
            await bot.double.say(bot.anna, chat, forwards=[original])
        incoming = await bot.received()
        assert (incoming.text, incoming.quoted) == ("a film about #unknown", "")
        assert incoming.cut
        incoming = await bot.received(2)
        assert not incoming.cut
        assert (incoming.text, incoming.quoted, len(incoming.attachments)) == ("", "my holiday", 1)


async def test_the_menu_takes_the_text_of_the_message_along(bot):
    async with bot.running():
        clip = await bot.double.say(bot.anna, bot.channel, f"cut as {bot.anna.mention} said", File("a.mp4", MP4))
        opened = await bot.double.menu(bot.anna, "Edit this clip", clip)
        await bot.double.until(lambda: opened.modal)
        await bot.double.submit(opened, "do that")
        incoming = await bot.received()
        assert (incoming.text, incoming.quoted) == ("do that", "cut as @anna said")


async def test_without_the_intent_what_is_replied_to_is_asked_for_and_not_guessed(bot):
    async with bot.running():
        quoted = await bot.double.say(bot.double.person("Bob"), bot.channel, "make a film about the sea")
        await bot.double.say(bot.anna, bot.channel, "do this", reply_to=quoted, mention=True)
        incoming = await bot.received()
        assert (incoming.text, incoming.quoted, incoming.unseen) == ("do this", "", Unseen.REPLIED_TO)


@pytest.mark.parametrize("where", ["in a direct chat", "in a server"])
async def test_people_named_in_a_forwarded_message_are_read_by_their_names(bot, seeing, where):
    carl, news = bot.double.person("Carl"), bot.double.person("News", bot=True)
    place = bot.channel if where == "in a server" else bot.double.dm(bot.anna)
    async with seeing:
        text = f"{carl.mention} thanks {bot.anna.mention}"
        original = await bot.double.say(news, bot.channel, text, File("a.mp4", MP4))
        forwarded = await bot.double.say(bot.anna, place, forwards=[original])
        await bot.double.say(bot.anna, place, "a title", reply_to=forwarded, mention=True)
        incoming = await bot.received(1 if where == "in a server" else 2)
        assert (incoming.text, incoming.quoted) == ("a title", "@Carl thanks @anna")
        opened = await bot.double.menu(bot.anna, "Edit this clip", forwarded)
        await bot.double.until(lambda: opened.modal)
        await bot.double.submit(opened, "another title")
        await bot.double.until(lambda: bot.core.received[-1].text == "another title")
        assert bot.core.received[-1].quoted == "@Carl thanks @anna"


async def test_a_forwarded_message_that_named_the_bot_elsewhere_asks_it_nothing(bot, seeing):
    ben, news = bot.double.person("ben"), bot.double.person("News", bot=True)
    async with seeing:
        original = await bot.double.say(news, bot.channel, f"{bot.double.bot.mention} add music for {ben.mention}")
        await bot.double.say(ben, bot.channel, forwards=[original])
        await bot.double.say(ben, bot.double.dm(ben), forwards=[original])
        incoming = await bot.received()
        assert (incoming.private, incoming.text) == (True, "add music for @ben")
        assert len(bot.core.received) == 1
