"""A mention that replies to a message which Discord keeps from a bot without the intent: said, never charged."""

import pytest

from tests.doubles.discord_rules import SILENT
from tests.doubles.discord_values import MIB, Message

MENU = "Edit this clip"
UNSEEN = "I can't see the message you're replying to"


async def reply(scene, text, quoted, *files, by=None):
    return await scene.dc.say(by or scene.anna, scene.channel, text, *files, reply_to=quoted, mention=True)


async def told(scene):
    """The bot's last message in the channel once all is quiet."""
    await scene.until(lambda: scene.dc.shown(scene.channel))
    await scene.quiet()
    return scene.dc.shown(scene.channel)[-1]


@pytest.mark.parametrize("said", ["", "what a nice holiday"], ids=["a clip", "a clip with words"])
async def test_a_reply_to_a_clip_that_is_not_shown_is_answered_and_asks_nothing(scene, said):
    clip = await scene.dc.say(scene.ben, scene.channel, said, scene.clip())
    asked = await reply(scene, "add calm music", clip)
    answer = await told(scene)
    assert UNSEEN in answer.content
    assert MENU in answer.content
    assert answer.reply_to is asked
    assert answer.pinged == {str(scene.anna.id)}
    assert not scene.calls("/run_sse")
    assert not scene.calls("/api/upload-video")
    assert not scene.dc.violations


async def test_a_reply_to_a_forwarded_clip_or_to_words_is_answered_too(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip())
    for quoted in (
        await scene.dc.say(scene.ben, scene.channel, "", forwards=[clip]),
        await scene.dc.say(scene.ben, scene.channel, "make it shorter"),
    ):
        before = len(scene.dc.shown(scene.channel))
        await reply(scene, "do that", quoted)
        await scene.until(lambda before=before: len(scene.dc.shown(scene.channel)) > before)
        assert UNSEEN in (await told(scene)).content
    assert not scene.calls("/run_sse")


async def test_it_is_said_in_the_language_of_the_words_or_in_the_one_that_was_chosen(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip())
    await reply(scene, "加背景音乐", clip)
    assert "我看不到你回复的那条消息" in (await told(scene)).content
    await scene.dc.slash(scene.ben, scene.channel, "language", {"which": "zh"})
    await scene.quiet()
    await reply(scene, "add music", clip, by=scene.ben)
    await scene.until(lambda: str(scene.ben.id) in scene.dc.shown(scene.channel)[-1].pinged)
    assert "我看不到你回复的那条消息" in (await told(scene)).content


async def test_the_empty_form_of_the_menu_goes_on_with_the_words_that_were_kept(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip("holiday.mp4"))
    await reply(scene, "add calm music", clip)
    assert "your words are kept" in (await told(scene)).content
    opened = await scene.dc.menu(scene.anna, MENU, clip)
    await opened.acknowledged.wait()
    await scene.dc.submit(opened, "")
    await scene.until(scene.films)
    await scene.quiet()
    assert any("“add calm music”" in one.content for one in scene.dc.shown(scene.channel))
    assert scene.films()[0].files[0].name == "holiday-v1.mp4"
    assert not scene.dc.violations


async def test_a_bare_mention_as_a_reply_is_told_how_too_and_no_words_are_kept(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip())
    await reply(scene, "", clip)
    answer = await told(scene)
    assert UNSEEN in answer.content
    assert "your words" not in answer.content


async def test_what_brings_its_own_clip_or_link_goes_on(scene):
    quoted = await scene.dc.say(scene.ben, scene.channel, "look at this")
    await reply(scene, "add music", quoted, scene.clip())
    await scene.until(scene.films)
    await scene.quiet()
    await reply(scene, f"add music to {scene.dc.cdn.sign(scene.dc.cdn.keep(scene.clip()))}", quoted)
    await scene.until(lambda: len(scene.films()) == 2)
    await scene.quiet()
    assert not [one for one in scene.dc.shown(scene.channel) if UNSEEN in one.content]


async def test_a_command_or_an_export_needs_nothing_of_what_it_replies_to(scene):
    quoted = await scene.dc.say(scene.ben, scene.channel, "how far is it?")
    for words in ("status", "export", "/help"):
        before = len(scene.dc.shown(scene.channel))
        await reply(scene, words, quoted)
        await scene.until(lambda before=before: len(scene.dc.shown(scene.channel)) > before)
        assert UNSEEN not in (await told(scene)).content


async def test_a_reply_to_the_bot_or_to_a_message_that_mentions_it_is_seen(scene):
    asked = await scene.dc.say(scene.ben, scene.channel, "", scene.clip("holiday.mp4"), mention=True)
    await scene.until(lambda: scene.dc.shown(scene.channel))
    await scene.quiet()
    await reply(scene, "add music", asked)
    await scene.until(scene.films)
    await scene.quiet()
    await reply(scene, "make it shorter", scene.films()[0])
    await scene.until(lambda: len(scene.films()) == 2)
    await scene.quiet()
    assert not [one for one in scene.dc.shown(scene.channel) if UNSEEN in one.content]


async def test_with_the_content_intent_the_clip_that_is_replied_to_is_used_and_mere_words_go_on(scenes):
    async with scenes() as scene:
        scene.dc.gateway.granted.add("message_content")
        await scene.begin(discord_message_content=True)
        clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip("holiday.mp4"))
        await reply(scene, "add music", clip)
        await scene.until(scene.films)
        await scene.quiet()
        assert scene.films()[0].files[0].name == "holiday-v1.mp4"
        await reply(scene, "make it shorter", await scene.dc.say(scene.ben, scene.channel, "it is too long"))
        await scene.until(lambda: len(scene.films()) == 2)
        await scene.quiet()
        assert not [one for one in scene.dc.shown(scene.channel) if UNSEEN in one.content]


async def test_an_event_that_comes_twice_is_answered_once(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip(size=9 * MIB))
    asked = await reply(scene, "add music", clip)
    await scene.dc.world._tell("MESSAGE_CREATE", asked)
    await told(scene)
    assert len(scene.dc.shown(scene.channel)) == 1


async def test_a_reply_to_the_bot_that_is_not_shown_is_answered_instead_of_ignored(scene):
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
    await scene.until(scene.films)
    await scene.quiet()
    before = len(scene.dc.shown(scene.channel))
    reply_without_a_ping = await unmentioned(scene, "make it shorter", scene.films()[0])
    await scene.until(lambda: len(scene.dc.shown(scene.channel)) > before)
    answer = await told(scene)
    assert "I can't read your reply" in answer.content
    assert answer.reply_to is reply_without_a_ping
    assert answer.pinged == {str(scene.anna.id)}
    assert len(scene.calls("/run_sse")) == 1
    await scene.dc.edit(reply_without_a_ping, "make it much shorter")
    await scene.dc.slash(scene.anna, scene.channel, "help")
    await scene.quiet()
    assert scene.dc.shown(scene.channel)[-1] is answer
    assert not scene.dc.violations


async def test_with_the_content_intent_a_clip_alone_as_a_reply_to_the_bot_is_taken(scenes):
    async with scenes() as scene:
        scene.dc.gateway.granted.add("message_content")
        await scene.begin(discord_message_content=True)
        await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip(), mention=True)
        await scene.until(scene.films)
        await scene.quiet()
        await unmentioned(scene, "", scene.films()[0], scene.clip("second.mp4"))
        await scene.until(lambda: any("second.mp4" in one.content for one in scene.dc.shown(scene.channel)))
        await scene.quiet()


async def unmentioned(scene, text, quoted, *files):
    """Reply with the ping switched off."""
    message = Message(scene.channel, scene.anna, text, files=list(files), reply_to=quoted, flags=SILENT)
    return await scene.dc.world.post(message)


async def test_whoever_wants_it_without_the_message_goes_on_by_a_button_and_the_words_wait_no_longer(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip())
    await reply(scene, "add calm music", clip)
    answer = await told(scene)
    await scene.dc.press(scene.ben, answer, "Go on without it")
    await scene.quiet()
    assert not scene.calls("/run_sse")
    await scene.dc.press(scene.anna, answer, "Go on without it")
    await scene.until(scene.films)
    await scene.quiet()
    assert len(scene.calls("/run_sse")) == 1
    assert scene.films()[0].pinged == {str(scene.anna.id)}
    await scene.dc.say(scene.anna, scene.channel, "", scene.clip("second.mp4"), mention=True)
    await scene.quiet()
    assert len(scene.calls("/run_sse")) == 1


async def test_what_is_replied_to_reaches_the_editor_marked_as_quoted_and_the_bot_is_seen_typing(scenes):
    async with scenes() as scene:
        scene.dc.gateway.granted.add("message_content")
        await scene.begin(discord_message_content=True)
        script = await scene.dc.say(scene.ben, scene.channel, f"Scene one: {scene.anna.mention} at the harbour.")
        await reply(scene, "make a film of this", script)
        await scene.until(scene.films)
        await scene.quiet()
        (heard,) = scene.editor.heard
        assert heard.startswith("make a film of this\n")
        assert heard.endswith("\n> Scene one: @Anna at the harbour.")
        assert scene.dc.world.typing == [scene.channel.id]
        assert not scene.dc.violations


async def test_a_forwarded_text_and_what_its_sender_says_to_it_are_one_wish(scene):
    chat = scene.dc.dm(scene.anna)
    original = await scene.dc.say(scene.ben, scene.channel, "Scene one: a harbour.")
    await scene.dc.say(scene.anna, chat, forwards=[original])
    await scene.dc.say(scene.anna, chat, "make a film of this")
    await scene.until(lambda: scene.films(chat))
    await scene.quiet()
    (heard,) = scene.editor.heard
    assert "Scene one: a harbour." in heard
    assert "make a film of this" in heard
    assert not scene.dc.violations
