"""From what people do on Discord to what the core receives, and back: real discord.py before a strict Discord."""

import asyncio
import dataclasses
import logging

import pytest

from bots.discord import channel_routes
from bots.discord.handle import handle_of
from core.model.actions import Cancel, Undo
from core.model.chat import Address, Button, DeliveryUnknown, NotSent, Post, Role, Target, TooLarge, Unseen
from tests.doubles.discord_people import NoSuchThing
from tests.doubles.discord_values import MIB, ORDINARY, File, Permission

CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
TOKEN_SECONDS = 900.0
STATUS = Post(Role.STATUS, "Connecting...", (Button("Cancel", Cancel(1)),))
ANSWER = Post(Role.ANSWER, "Your **video** is ready.", (Button("Undo", Undo()),))
EPHEMERAL = Post(
    Role.ANSWER, "Your page is ready.", (Button("Upload page", url="https://bot.example/up/1"),), ephemeral=True
)
OFFER = dataclasses.replace(EPHEMERAL, role=Role.QUIET)


async def test_a_slash_command_with_a_clip_brings_status_and_film(bot):
    bot.core.script = bot.works
    async with bot.running():
        asked = await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music", "clip": File("a.mp4", CLIP)})
        await bot.double.until(lambda: len(bot.shown()) == 2 and bot.shown()[0].content == "Done in 3 s.")
        status, result = bot.shown()
        assert bot.core.received[0].text == "music"
        assert [one.size for one in bot.core.received[0].attachments] == [len(CLIP)]
        assert [file.name for file in result.files] == ["holiday-v1.mp4"]
        assert result.pinged == {str(bot.anna.id)}
        assert result.reply_to is status
        assert asked.answered_after < 1
        assert [one.get("url") for one in result.buttons] == ["https://films.example/1.mp4", None]


async def test_a_members_roles_and_the_channel_of_a_thread_are_known_by_message_command_and_correction(bot):
    editors, others = bot.double.role(bot.guild, "editors"), bot.double.role(bot.guild, "others")
    bot.anna.roles.append(editors.id)
    thread = bot.double.thread(bot.channel)
    bot.core.script = bot.works
    async with bot.running():
        message = await bot.double.say(bot.anna, thread, "music", mention=True)
        await bot.double.edit(message, f"{bot.double.bot.mention} louder music")
        await bot.double.slash(bot.anna, thread, "edit", {"prompt": "music"})
        await bot.received(3)
        for received in bot.core.received:
            assert received.sender.roles == (str(editors.id),)
            assert received.channel == str(bot.channel.id)
        bot.anna.roles[:] = [others.id]
        await bot.double.say(bot.anna, bot.channel, "more", mention=True)
        await bot.double.say(bot.anna, bot.double.dm(bot.anna), "and here")
        await bot.received(5)
        assert [one.sender.roles for one in bot.core.received[3:]] == [(str(others.id),), ()]
        assert {one.channel for one in bot.core.received[3:]} == {""}


async def test_a_thread_that_the_bot_was_never_told_of_is_fetched_once_with_its_channel(bot):
    async with bot.running():
        thread = bot.double.thread(bot.channel)  # nobody tells the bot that is connected
        for words in ("music", "louder"):
            await bot.double.say(bot.anna, thread, words, mention=True)
        await bot.received(2)
        assert [one.text for one in bot.core.received] == ["music", "louder"]
        assert {one.channel for one in bot.core.received} == {str(bot.channel.id)}
        assert {one.opened_on for one in bot.core.received} == {
            (Address("discord", str(bot.guild.id), str(bot.channel.id)), str(thread.id))
        }
        asked = [path for method, path, _ in bot.double.requests if method == "GET"]
        assert [path for path in asked if path.endswith(f"/channels/{thread.id}")] == asked[-1:]


async def test_what_is_said_in_a_thread_whose_channel_cannot_be_found_out_is_not_taken(bot, caplog):
    async with bot.running():
        thread = bot.double.thread(bot.channel)
        bot.double.fail(f"/channels/{thread.id}", method="GET", status=403)
        await bot.double.say(bot.anna, thread, "music", mention=True)
        await bot.double.until(lambda: bot.texts(thread))
        assert bot.core.received == []
        assert "was not accepted" in caplog.text
        await bot.double.say(bot.anna, thread, "music", mention=True)
        assert (await bot.received()).channel == str(bot.channel.id)


async def test_admin_is_offered_to_administrators_of_a_server_alone_and_answered_to_them_alone(bot):
    boss = bot.double.person("boss", permissions=ORDINARY | Permission.ADMINISTRATOR)
    async with bot.running(admins=True):
        await bot.double.slash(boss, bot.channel, "admin", {"ask": "ban discord:@4242"})
        received = await bot.received()
        assert received.text == "/admin ban discord:@4242"
        assert handle_of(bot.target(received)).reply.ephemeral
        for person, place in ((bot.anna, bot.channel), (boss, bot.double.dm(boss))):
            with pytest.raises(NoSuchThing):
                await bot.double.slash(person, place, "admin", {})
        await bot.double.say(boss, bot.double.dm(boss), "/admin status")
        assert (await bot.received(2)).text == "/admin status"


async def test_without_admins_on_discord_there_is_no_such_command(bot):
    boss = bot.double.person("boss", permissions=ORDINARY | Permission.ADMINISTRATOR)
    async with bot.running():
        with pytest.raises(NoSuchThing):
            await bot.double.slash(boss, bot.channel, "admin", {})


async def test_the_link_of_edit_is_one_address_whatever_is_in_it(bot):
    async with bot.running():
        link = " https://clips.example/我的 clip.mp4?v=一 二 "
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": 'say "hi" at the end', "link": link})
        received = await bot.received()
        (file,) = received.attachments
        assert received.text == 'say "hi" at the end'
        assert file.link == "https://clips.example/%E6%88%91%E7%9A%84%20clip.mp4?v=%E4%B8%80%20%E4%BA%8C"
        assert file.name == "我的 clip.mp4"


async def test_a_file_is_read_by_its_public_address_and_through_us(bot):
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.channel, "music", File("a.mp4", CLIP), mention=True)
        (file,) = (await bot.received()).attachments
        assert (await bot.core.platform.public_url(file)).startswith(bot.double.cdn_url)
        async with bot.core.platform.open(file) as source:
            assert b"".join([chunk async for chunk in source.chunks]) == CLIP
        await bot.double.delete(message)
        message.files[0].gone = True
        with pytest.raises(NotSent) as refused:
            async with bot.core.platform.open(file):
                pass
        assert refused.value.retry_seconds is None


async def test_an_expired_address_is_renewed(bot):
    bot.double.cdn.link_seconds = 30
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", File("a.mp4", CLIP), mention=True)
        (file,) = (await bot.received()).attachments
        bot.double.cdn.link_seconds = 3600
        fresh = await bot.core.platform.public_url(file)
        assert fresh not in {None, file.ref}
        assert fresh not in file.ref


async def test_a_mention_gets_a_reaction_and_an_answer_where_it_was_written(bot):
    bot.core.script = bot.works
    async with bot.running():
        asked = await bot.double.say(bot.anna, bot.channel, "cut the silences", mention=True)
        incoming = await bot.received()
        await bot.core.platform.react(bot.target(incoming), "seen")
        assert set(asked.reactions) == {"👀"}
        await bot.core.platform.react(bot.target(incoming), "done")
        await bot.double.until(lambda: bot.texts()[:1] == ["Done in 3 s."])
        assert {emoji for emoji, who in asked.reactions.items() if who} == {"✅"}
        assert [message.reply_to for message in bot.shown()] == [asked, asked]
        assert [message.silent for message in bot.shown()] == [True, False]


async def test_whoever_mentions_the_bot_or_writes_to_it_directly_sees_it_typing_and_a_refusal_harms_nothing(bot):
    chat = bot.double.dm(bot.anna)
    async with bot.running():
        asked = await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.say(bot.anna, chat, "music")
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        for number in (1, 2, 3):
            to = bot.target(await bot.received(number))
            await bot.core.platform.react(to, "seen")
            await bot.core.platform.react(to, "done")
        assert bot.double.world.typing == [bot.channel.id, chat.id]
        bot.double.fail("/typing", status=500)
        to = bot.target(bot.core.received[0])
        await bot.core.platform.react(to, "seen")
        assert "👀" in {emoji for emoji, who in asked.reactions.items() if who}


async def test_a_reply_to_a_clip_uses_that_clip_where_the_bot_may_see_it(bot):
    bot.double.gateway.granted.add("message_content")
    async with bot.running(message_content=True):
        clip = await bot.double.say(bot.anna, bot.channel, "", File("a.mp4", CLIP))
        await bot.double.say(bot.anna, bot.channel, "add music", reply_to=clip, mention=True)
        incoming = await bot.received()
        assert (incoming.action, incoming.reply_to, incoming.text) == (None, str(clip.id), "add music")
        assert [file.name for file in incoming.attachments] == ["a.mp4"]


@pytest.mark.parametrize("name", ["talk.srt", "script.txt"])
async def test_words_in_a_file_that_replies_to_a_clip_are_for_that_clip(bot, name):
    bot.double.gateway.granted.add("message_content")
    async with bot.running(message_content=True):
        clip = await bot.double.say(bot.anna, bot.channel, "", File("a.mp4", CLIP))
        await bot.double.say(bot.anna, bot.channel, "", File(name, b"words"), reply_to=clip, mention=True)
        incoming = await bot.received()
        assert [file.name for file in incoming.attachments] == [name, "a.mp4"]


@pytest.mark.parametrize(
    ("words", "unseen"), [("add music", True), ("", True), ("/new add music", True), ("export", False), ("/new", False)]
)
async def test_words_that_need_a_message_which_is_not_shown_are_handed_in_as_such(bot, words, unseen):
    async with bot.running():
        clip = await bot.double.say(bot.anna, bot.channel, "look", File("a.mp4", CLIP))
        await bot.double.say(bot.anna, bot.channel, words, reply_to=clip, mention=True)
        incoming = await bot.received()
        assert incoming.unseen is (Unseen.REPLIED_TO if unseen else None)
        assert incoming.text == words
        assert incoming.attachments == ()


async def test_corrected_words_are_handed_in_as_a_correction(bot):
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.channel, "add musik", mention=True)
        await bot.received()
        await bot.double.edit(message, f"{bot.double.bot.mention} add music")
        corrected = await bot.received(2)
        assert corrected.corrects
        assert (corrected.key, corrected.text) == (bot.core.received[0].key, "add music")


async def test_the_menu_brings_words_and_clip_and_the_result_answers_the_clip(bot):
    bot.core.script = bot.works
    async with bot.running():
        clip = await bot.double.say(bot.anna, bot.channel, "look", File("a.mp4", CLIP))
        opened = await bot.double.menu(bot.anna, "Edit this clip", clip)
        await bot.double.until(lambda: opened.modal)
        await bot.double.submit(opened, "make it vertical")
        incoming = await bot.received()
        await bot.double.until(lambda: len(bot.shown()) == 2)
        assert incoming.text == "make it vertical"
        assert handle_of(bot.target(incoming)).lacks == ()
        assert bot.core.platform.capabilities(bot.target(incoming)).notes
        assert [file.name for file in incoming.attachments] == ["a.mp4"]
        assert bot.shown()[1].reply_to is clip


async def test_the_menu_takes_a_link_to_a_clip_as_well(bot):
    words = "look: https://films.example/a.MP4?sign=1 and https://films.example/page <https://films.example/b.mov>"
    async with bot.running():
        linked = await bot.double.say(bot.anna, bot.channel, words)
        for message in (linked, await bot.double.say(bot.anna, bot.channel, "", forwards=[linked])):
            opened = await bot.double.menu(bot.anna, "Edit this clip", message)
            await bot.double.until(lambda opened=opened: opened.modal)
            await bot.double.submit(opened, "make it vertical")
        for number in (1, 2):
            incoming = await bot.received(number)
            assert incoming.text == "make it vertical\nhttps://films.example/a.MP4?sign=1\nhttps://films.example/b.mov"
            assert incoming.attachments == ()
        page = await bot.double.say(bot.anna, bot.channel, "https://films.example/page")
        await bot.double.menu(bot.anna, "Edit this clip", page)
        await bot.double.until(lambda: any("no file" in text for text in bot.texts(to=bot.anna)))
        assert len(bot.core.received) == 2


async def test_where_only_a_person_installed_the_bot_everything_fits_five_follow_ups(bot):
    friends = bot.double.group_dm(bot.anna, bot.double.person("bob"))
    async with bot.running():
        await bot.double.slash(bot.anna, friends, "edit", {"prompt": "music"}, installed="user")
        incoming = await bot.received()
        to, platform = bot.target(incoming), bot.core.platform
        assert not platform.capabilities(to).notes
        assert platform.capabilities(to).file_bytes == 10 * MIB
        assert incoming.address.chat == f"u{bot.anna.id}"
        await platform.send(to, STATUS)
        for _ in range(6):
            await platform.send(to, dataclasses.replace(ANSWER, role=Role.QUIET))
        await platform.send(to, ANSWER)
        assert len(bot.shown(friends)) == 1 + 5
        assert len(bot.shown(bot.double.dm(bot.anna))) == 2


async def test_after_the_interaction_token_expired_the_bots_own_token_posts(bot):
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        to, platform = bot.target(await bot.received()), bot.core.platform
        key = await platform.send(to, STATUS)
        bot.clock.late = TOKEN_SECONDS
        await platform.edit(to, key, Post(Role.STATUS, "Done in 16 min."))
        await platform.send(to, ANSWER)
        assert bot.texts() == ["Done in 16 min.", f"<@{bot.anna.id}> Your **video** is ready."]
        assert bot.shown()[1].reply_to is bot.shown()[0]
        assert bot.shown()[0].buttons == []


async def test_after_the_interaction_token_expired_where_the_bot_is_no_member_the_result_is_sent_directly(bot):
    friends = bot.double.group_dm(bot.anna)
    async with bot.running():
        await bot.double.slash(bot.anna, friends, "edit", {"prompt": "music"}, installed="user")
        to, platform = bot.target(await bot.received()), bot.core.platform
        await platform.send(to, STATUS)
        bot.clock.late = TOKEN_SECONDS
        key = await platform.send(to, ANSWER)
        (direct,) = bot.shown(bot.double.dm(bot.anna))
        assert direct.content == "Your **video** is ready."
        assert [one["label"] for one in direct.buttons] == ["Undo"]
        stored = f"dm.{bot.double.dm(bot.anna).id}.{key}"  # the key that release 0.1 stored
        await platform.edit(to, stored, Post(Role.ANSWER, "Taken back."))
        assert direct.content == "Taken back."


async def test_an_answer_that_reaches_nobody_is_refused_for_good(bot):
    loner = bot.double.person("loner", takes_dms=False)
    friends = bot.double.group_dm(loner)
    async with bot.running():
        await bot.double.slash(loner, friends, "edit", {"prompt": "music"}, installed="user")
        incoming = await bot.received()
        bot.clock.late = TOKEN_SECONDS
        with pytest.raises(NotSent) as refused:
            await bot.core.platform.send(bot.target(incoming), ANSWER)
        assert refused.value.retry_seconds is None


async def test_what_only_the_asker_may_see_never_goes_to_the_channel(bot):
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "credits")
        to, platform = bot.target(await bot.received()), bot.core.platform
        await platform.send(to, Post(Role.ANSWER, "Credits: 7"))
        bot.clock.late = TOKEN_SECONDS
        await platform.send(to, Post(Role.ANSWER, "Credits: 6"))
        assert bot.texts() == []
        assert bot.texts(to=bot.anna) == ["Credits: 7"]
        assert bot.texts(bot.double.dm(bot.anna)) == ["Credits: 6"]


async def test_a_command_that_the_core_drops_does_not_think_for_ever(bot):
    bot.core.answers = False
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        await bot.received()
        await bot.double.until(lambda: bot.texts() == ["I didn't take this. A short while ago I told you why."])


async def test_a_token_that_is_refused_is_not_tried_for_a_second_route(bot):
    async with bot.running():
        asked = await bot.double.slash(bot.anna, bot.channel, "credits")
        to = bot.target(await bot.received())
        await asked.acknowledged.wait()
        bot.double.world.token_seconds = 0.0
        await bot.core.platform.send(to, ANSWER)
        await bot.core.platform.send(to, ANSWER)
        assert [one.code for one in bot.double.violations] == [50027]
        bot.double.violations.clear()
        assert len(bot.texts(bot.double.dm(bot.anna))) == 2


async def test_an_ephemeral_answer_to_a_press_is_seen_by_whoever_pressed_alone(bot):
    bot.core.script = bot.works
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.until(lambda: len(bot.shown()) == 2)
        bot.core.script = None
        await bot.double.press(bot.anna, bot.shown()[1], "Undo")
        to, platform = bot.target(await bot.received(2)), bot.core.platform
        assert platform.capabilities(to).ephemeral
        await platform.send(to, EPHEMERAL)
        assert len(bot.shown()) == 2
        (page,) = [one for one in bot.shown(to=bot.anna) if one.ephemeral]
        assert page.content == "Your page is ready."
        assert page.buttons[0]["url"] == "https://bot.example/up/1"


async def test_an_ephemeral_message_beside_a_command_waits_until_the_deferred_response_has_a_text(bot):
    async with bot.running():
        asked = await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "edit my clip"})
        to, platform = bot.target(await bot.received()), bot.core.platform
        with pytest.raises(NotSent):
            await platform.send(to, OFFER)
        assert asked.original.thinking
        await platform.send(to, STATUS)
        await platform.send(to, OFFER)
        assert bot.texts() == ["Connecting..."]
        assert bot.texts(to=bot.anna) == ["Connecting...", "Your page is ready."]
        assert bot.texts(bot.double.dm(bot.anna)) == []


async def test_an_ephemeral_message_after_a_restart_does_not_fill_a_response_that_thinks(bot):
    async with bot.running():
        asked = await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "edit my clip"})
        to = bot.target(await bot.received())
    async with bot.opened():
        with pytest.raises(NotSent):
            await bot.core.platform.send(to, OFFER)
        assert asked.original.thinking
        assert bot.texts(to=bot.anna) == [""]


async def test_an_ephemeral_message_without_an_interaction_is_sent_directly_as_an_answer_and_not_at_all_as_an_offer(
    bot,
):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "edit my clip", mention=True)
        to, platform = bot.target(await bot.received()), bot.core.platform
        with pytest.raises(NotSent) as refused:
            await platform.send(to, OFFER)
        assert refused.value.retry_seconds is None
        await platform.send(to, EPHEMERAL)
        assert bot.texts() == []
        assert bot.texts(bot.double.dm(bot.anna)) == ["Your page is ready."]


async def test_an_ephemeral_message_after_the_token_expired_never_goes_to_the_channel(bot):
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        to, platform = bot.target(await bot.received()), bot.core.platform
        await platform.send(to, STATUS)
        bot.clock.late = TOKEN_SECONDS
        await platform.send(to, EPHEMERAL)
        assert bot.texts(to=bot.anna) == ["Connecting..."]
        assert bot.texts(bot.double.dm(bot.anna)) == ["Your page is ready."]


async def test_in_a_direct_chat_an_ephemeral_message_is_a_message_like_others(bot):
    chat = bot.double.dm(bot.anna)
    async with bot.running():
        await bot.double.say(bot.anna, chat, "edit my clip")
        await bot.core.platform.send(bot.target(await bot.received()), OFFER)
        assert bot.texts(chat) == ["Your page is ready."]


async def test_a_missing_permission_is_named_to_the_asker_and_the_refusal_is_logged(bot, caplog):
    caplog.set_level(logging.INFO)
    mute = bot.double.channel(bot.guild, "rules", ORDINARY - Permission.SEND_MESSAGES)
    async with bot.running():
        await bot.double.slash(bot.anna, mute, "edit", {"prompt": "music"})
        to, platform = bot.target(await bot.received()), bot.core.platform
        await platform.send(to, STATUS)
        await platform.send(to, ANSWER)
        assert "Send Messages" in bot.texts(mute)[1]
        assert "Read Message History" not in bot.texts(mute)[1]
        assert f"discord:{bot.guild.id}:{mute.id}: the route by channel is closed: HTTP 403" in caplog.text


async def test_a_film_over_the_servers_limit_is_refused_and_its_link_is_taken(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to, platform = bot.target(await bot.received()), bot.core.platform
        assert platform.capabilities(to).file_bytes == 10 * MIB
        large = bot.film(data=bytes(10 * MIB + 1))
        with pytest.raises(TooLarge):
            await platform.send(to, dataclasses.replace(ANSWER, film=large))
        await platform.send(to, dataclasses.replace(ANSWER, film=dataclasses.replace(large, open=None)))
        (sent,) = bot.shown()
        assert sent.files == []
        assert "https://films.example/1.mp4" in sent.content
        assert sent.buttons[0]["url"] == "https://films.example/1.mp4"


async def test_a_boosted_servers_own_limit_is_used(bot):
    bot.guild.tier = 2
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        assert bot.core.platform.capabilities(bot.target(await bot.received())).file_bytes == 50 * MIB


async def test_a_link_too_long_for_a_button_stands_in_the_text(bot):
    link = "https://films.example/1.mp4?signature=" + "x" * 700
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        await bot.core.platform.send(to, dataclasses.replace(ANSWER, film=bot.film(link=link)))
        (sent,) = bot.shown()
        assert sent.files[0].name == "holiday-v1.mp4"
        assert sent.content.endswith(link)
        assert [one["label"] for one in sent.buttons] == ["Undo"]


async def test_a_long_answer_comes_whole_in_several_messages(bot):
    words = "\n\n".join(f"{number}: " + "word " * 150 for number in range(6))
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        to = bot.target(await bot.received())
        await bot.core.platform.send(to, STATUS)
        await bot.core.platform.send(to, Post(Role.ANSWER, words, ANSWER.buttons))
        said = " ".join(text.replace("\u200b", "") for text in bot.texts()[1:])
        assert said.count("word") == 900
        assert [bool(message.pinged) for message in bot.shown()[1:]] == [False, False, True]


async def test_a_press_is_acknowledged_and_answered_by_messages_of_its_own(bot):
    bot.core.script = bot.works
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.until(lambda: len(bot.shown()) == 2)
        result = bot.shown()[1]
    async with bot.running():  # another process: nothing of the first is remembered
        await bot.double.press(bot.anna, result, "Undo")
        await bot.double.until(lambda: len(bot.shown()) == 4)
        assert bot.core.received[-1].action == Undo()
        assert bot.core.received[-1].reply_to == str(result.id)
        assert bot.shown()[3].reply_to is result
        assert result.files


async def test_a_strangers_press_is_refused_to_the_stranger_alone(bot):
    bot.core.script = bot.works
    bob = bot.double.person("bob", locale="zh-CN")
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.until(lambda: len(bot.shown()) == 2)
        bot.core.mine = False
        await bot.double.press(bob, bot.shown()[1], "Undo")
        await bot.double.until(lambda: len(bot.shown(to=bob)) == 3)
        assert bot.texts(to=bob)[2] == "这个按钮属于提出请求的人。"
        assert len(bot.core.received) == 1


async def test_a_response_that_still_thinks_is_found_after_a_restart(bot):
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        to = bot.target(await bot.received())
    async with bot.opened():
        await bot.core.platform.send(to, STATUS)
    async with bot.opened():
        await bot.core.platform.send(to, ANSWER)
    assert bot.texts() == ["Connecting...", f"<@{bot.anna.id}> Your **video** is ready."]
    assert not bot.shown()[0].thinking


async def test_fifty_commands_at_once_are_all_answered_in_time(bot):
    async def slow(core, incoming):
        await asyncio.sleep(0.2)

    bot.core.script = slow
    async with bot.running():
        await asyncio.gather(
            *(bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": f"wish {number}"}) for number in range(50))
        )
        await bot.received(50)
        await bot.double.until(lambda: all(one.answered_after for one in bot.double.world.interactions.values()))
        assert bot.double.worst_answer() < 2.0


async def test_a_request_that_could_not_be_received_is_answered(bot):
    async def fails(core, incoming):
        raise RuntimeError("the disk is full")

    bot.core.script = fails
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.until(lambda: len(bot.shown()) == 2 and all(bot.texts()))
        assert all(text.startswith("Something went wrong on my side.") for text in bot.texts())


async def test_a_note_stays_until_the_core_removes_it(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to, platform = bot.target(await bot.received()), bot.core.platform
        first = await platform.send(to, Post(Role.NOTE, "⏳ Still working... 2 minutes"))
        await platform.send(to, Post(Role.NOTE, "⏳ Still working... 4 minutes"))
        assert len(bot.texts()) == 2
        await platform.remove(to, first)
        assert bot.texts() == ["⏳ Still working... 4 minutes"]


async def test_a_broken_connection_leaves_the_outcome_unknown(bot, monkeypatch):
    monkeypatch.setattr(channel_routes, "_REPEAT_SECONDS", 0.0)
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail(f"/channels/{bot.channel.id}/messages", method="POST", lost=True)
        with pytest.raises(DeliveryUnknown):
            await bot.core.platform.send(to, ANSWER)
        assert len(bot.shown()) == 1


async def test_a_message_whose_line_broke_is_posted_once(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail(f"/channels/{bot.channel.id}/messages", method="POST", lost=True, times=2)
        await bot.core.platform.send(to, dataclasses.replace(ANSWER, film=bot.film()))
        assert [len(one.files) for one in bot.shown()] == [1]


async def test_a_rate_limit_is_waited_for(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail(f"/channels/{bot.channel.id}/messages", method="POST", status=429, retry_seconds=0.01)
        await bot.core.platform.send(to, ANSWER)
        assert len(bot.shown()) == 1


async def test_a_long_rate_limit_is_raised_with_its_wait(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail(f"/channels/{bot.channel.id}/messages", method="POST", status=429, retry_seconds=120)
        with pytest.raises(NotSent) as refused:
            await bot.core.platform.send(to, ANSWER)
        assert refused.value.retry_seconds == pytest.approx(120)
        assert bot.shown() == []


async def test_a_long_rate_limit_of_an_interactions_token_is_raised_and_not_waited_for(bot):
    friends = bot.double.group_dm(bot.anna)
    async with bot.running():
        await bot.double.slash(bot.anna, friends, "edit", {"prompt": "music"}, installed="user")
        to, platform = bot.target(await bot.received()), bot.core.platform
        key = await platform.send(to, STATUS)
        for method, call in (("POST", platform.send(to, ANSWER)), ("PATCH", platform.edit(to, key, STATUS))):
            bot.double.fail("/webhooks", method=method, status=429, retry_seconds=120)
            with pytest.raises(NotSent) as refused:
                await asyncio.wait_for(call, 5)
            assert refused.value.retry_seconds == pytest.approx(120)


async def test_a_pin_of_an_old_corrected_message_asks_for_nothing(bot):
    async with bot.running():
        message = await bot.double.say(bot.anna, bot.channel, "good morning")
        message.at -= 7200
        message.edited_at = message.at + 60
        message.content = f"{bot.double.bot.mention} add music"
        message.mentions = [bot.double.bot]
        said = bot.double.world.said(message)
        await bot.double.gateway.tell("MESSAGE_UPDATE", lambda _: said, bot.guild.id)
        await bot.double.say(bot.anna, bot.channel, "hello", mention=True)
        assert (await bot.received()).text == "hello"


async def test_a_target_without_a_handle_reaches_the_direct_chat(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.double.dm(bot.anna), "hello")
        incoming = await bot.received()
        bare = Target(incoming.address, incoming.private, incoming.sender.id)
        key = await bot.core.platform.send(bare, STATUS)
        await bot.core.platform.edit(bare, key, Post(Role.STATUS, "Done."))
        await bot.core.platform.send(bare, ANSWER)
        assert bot.texts(bot.double.dm(bot.anna)) == ["Done.", "Your **video** is ready."]
        assert handle_of(bare).channel == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"lost": True},
        {"status": 500, "done": True},
        {"status": 502, "done": True},
        {"status": 400, "code": 40060, "done": True},
    ],
    ids=["the line broke", "500", "502", "somebody else deferred it"],
)
@pytest.mark.parametrize(("command", "options"), [("edit", {"prompt": "music"}), ("credits", {})])
async def test_a_deferral_whose_outcome_is_unknown_is_looked_at_and_gets_its_text(bot, fault, command, options):
    bot.double.fail("/callback", **fault)
    async with bot.running():
        asked = await bot.double.slash(bot.anna, bot.channel, command, options)
        to, platform = bot.target(await bot.received()), bot.core.platform
        await platform.send(to, STATUS)
        await platform.send(to, ANSWER)
        assert not asked.original.thinking
        assert asked.original.content == "Connecting..."
        assert len(bot.shown(to=bot.anna)) == 2
        bot.double.violations.clear()  # the repetition of the deferral by the library
