"""Groups, topics and channels: who is answered where, and whose buttons are whose."""

import pytest

from core.words.phrases import say

NOT_YOURS = say("en", "error.button_not_yours")


@pytest.fixture
def group(scene):
    return scene.tg.supergroup("Film club", scene.anna, scene.ben)


async def test_a_command_in_a_caption_asks_and_the_film_answers_it(scene, group):
    group.sends(scene.ben, scene.clip(), "what do you think?")
    asked = group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    (film,) = group.films
    assert film.reply_to == asked.id
    assert scene.editor.heard == ["add background music"]


@pytest.mark.parametrize("call", ["@nemo_test_bot add background music", "/edit@nemo_test_bot add background music"])
async def test_a_post_that_a_channel_copies_into_its_group_is_nobodys_wish(scene, group, call):
    scene.tg.crowd.privacy = False
    copied = group.copies(scene.tg.channel("News", scene.anna), call)
    group.edits(copied, f"{call}, loud")
    await scene.quiet()
    assert not group.answers
    assert not scene.calls("/run_sse")


async def test_a_wish_without_blanks_names_the_bot_in_the_middle_of_it(scene, group):
    scene.tg.crowd.privacy = False
    group.sends(scene.anna, scene.clip(), "请@nemo_test_bot加音乐")
    await scene.quiet()
    assert scene.editor.heard == ["请加音乐"]
    assert len(group.films) == 1


async def test_what_is_not_meant_for_the_bot_is_not_answered(scene, group):
    scene.tg.crowd.privacy = False
    group.says(scene.anna, "hello everybody")
    group.sends(scene.anna, scene.clip(), "my holiday")
    group.says(scene.anna, "/edit@other_bot add music")
    group.says(scene.anna, "@nemo_test_bottle add music")
    await scene.quiet()
    assert not group.answers


async def test_a_command_in_reply_to_a_clip_edits_that_clip(scene, group):
    clip = group.sends(scene.ben, scene.clip("ben.mp4"))
    group.says(scene.anna, "/edit@nemo_test_bot add background music", reply_to=clip)
    await scene.quiet()
    assert [film.film.name for film in group.films] == ["ben-v1.mp4"]


async def test_a_group_that_adds_the_bot_is_greeted_once_with_how_it_is_asked_there(scene, group):
    group.adds_bot(scene.ben)
    await scene.quiet()
    (greeting,) = group.answers
    assert len(greeting.text.splitlines()) == 3
    assert "/edit@nemo_test_bot" in greeting.text
    for status in ("administrator", "member"):
        group.changes_bot(scene.anna, status)
    group.adds_bot(scene.anna)
    group.says(scene.anna, "/help@nemo_test_bot")
    await scene.quiet()
    shown = [answer.text for answer in group.answers]
    assert len(shown) == 2
    assert shown[0] == greeting.text


async def test_a_group_that_is_not_admitted_is_not_greeted(scenes):
    async with scenes(nemobot_allow=("telegram:-1",)) as scene:
        group = scene.tg.supergroup("Film club", scene.anna)
        group.adds_bot(scene.anna)
        await scene.quiet()
        assert not scene.tg.called("sendMessage")


async def test_a_channel_and_a_person_who_unblocks_the_bot_are_not_greeted(scene):
    scene.tg.channel("News", scene.anna).changes_bot(scene.anna, "administrator")
    for status in ("kicked", "member"):
        scene.private.changes_bot(scene.anna, status)
    await scene.quiet()
    assert not scene.tg.called("sendMessage")


async def test_the_menu_of_groups_has_the_wish_and_the_upload_page(scene, group):
    await scene.until(lambda: scene.tg.inbox.polled)
    for language in ("", "zh"):
        menu = [one["command"] for one in scene.tg.about.commands["all_group_chats", language]]
        assert menu[0] == "edit"
        assert "upload" in menu
    group.sends(scene.anna, scene.clip("bare.mp4"), "/edit add background music")
    await scene.quiet()
    assert [film.film.name for film in group.films] == ["bare-v1.mp4"]


@pytest.mark.parametrize(("privacy", "said"), [(True, "privacy mode is on"), (False, "privacy mode is off")])
async def test_the_start_says_what_the_bot_is_shown_in_groups(scene, caplog, privacy, said):
    await scene.end()
    scene.tg.crowd.privacy = privacy
    caplog.set_level("INFO")
    caplog.clear()
    await scene.begin()
    await scene.until(lambda: "Telegram knows this bot" in caplog.text)
    assert said in caplog.text


async def test_help_in_a_group_says_what_reaches_the_bot(scene, group):
    group.says(scene.anna, "/help@nemo_test_bot")
    await scene.quiet()
    (help_,) = group.answers
    assert "/edit@nemo_test_bot" in help_.text
    assert "privacy mode" in help_.text


@pytest.mark.parametrize("shown", ["privacy mode is off", "the bot administers the group"])
async def test_a_mention_in_reply_to_a_clip_edits_that_clip_where_mentions_are_shown(scene, group, shown):
    if shown == "privacy mode is off":
        scene.tg.crowd.privacy = False
    else:
        group.changes_bot(scene.anna, "administrator")
    clip = group.sends(scene.ben, scene.clip("ben.mp4"))
    group.says(scene.anna, "@nemo_test_bot add background music", reply_to=clip)
    await scene.quiet()
    assert len(group.films) == 1


async def test_a_wish_that_replies_to_a_text_reaches_the_editor_with_that_text_marked_as_quoted(scene, group):
    script = group.says(scene.ben, "Scene one: a harbour.\nScene two: undo, cancel, https://shop.example")
    group.says(scene.anna, "/edit@nemo_test_bot make a film of this", reply_to=script)
    await scene.quiet(30)
    (heard,) = scene.editor.heard
    assert heard.startswith("make a film of this\n\n")
    assert heard.endswith("\n> Scene one: a harbour.\n> Scene two: undo, cancel, https://shop.example")
    assert not scene.calls("/upload")


async def test_subtitles_that_reply_to_a_clip_are_for_that_clip(scene, group):
    clip = group.sends(scene.ben, scene.clip("ben.mp4"))
    data = b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"
    subtitles = scene.clip("talk.srt", kind="document", media_type="application/x-subrip", data=data)
    group.sends(scene.anna, subtitles, "/edit@nemo_test_bot burn these in", reply_to=clip)
    await scene.quiet(30)
    assert scene.editor.heard == ["burn these in\n\nCaptions from talk.srt:\n0:01.000 --> 0:02.000 Hello"]
    assert len(group.films) == 1


async def test_a_selected_quote_reaches_the_editor_alone(scene, group):
    script = group.says(scene.ben, "Scene one: a harbour. Scene two: a market.")
    quote = {"quote": {"text": "Scene two: a market.", "position": 22, "is_manual": True}}
    group.says(scene.anna, "/edit@nemo_test_bot only this", reply_to=script, extra=quote)
    await scene.quiet(30)
    assert scene.editor.heard[0].endswith("\n> Scene two: a market.")
    assert "harbour" not in scene.editor.heard[0]


async def test_what_was_replied_to_goes_with_the_same_words_again(scene, group):
    script = group.says(scene.ben, "A harbour at dawn.")
    scene.fault(next={"run_sse": [{"status": 503}]})
    group.says(scene.anna, "/edit@nemo_test_bot make a film of this", reply_to=script)
    await scene.quiet(30)
    again = next(said for said in group.answers if say("en", "button.retry") in said.buttons)
    group.presses(scene.anna, again, say("en", "button.retry"))
    await scene.quiet(30)
    assert scene.editor.heard[-1].endswith("\n> A harbour at dawn.")


async def test_what_was_replied_to_waits_with_the_words_for_the_next_clip(scene, group):
    script = group.says(scene.ben, "A harbour at dawn.")
    large = scene.clip(size=21 * 1024 * 1024, data=None)
    group.sends(scene.anna, large, "/edit@nemo_test_bot make it like this", reply_to=script)
    await scene.quiet(30)
    assert not scene.editor.heard
    group.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot")
    await scene.quiet(30)
    (heard,) = scene.editor.heard
    assert heard.startswith("make it like this")
    assert heard.endswith("\n> A harbour at dawn.")


async def test_a_reply_to_words_of_a_request_says_them_once(scene, group):
    asked = group.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    group.says(scene.anna, "/edit@nemo_test_bot louder", reply_to=asked)
    await scene.quiet(30)
    assert scene.editor.heard == ["add background music", "louder"]


async def test_a_link_to_a_clip_alone_that_is_replied_to_is_that_clip(scene, group):
    link = group.says(scene.ben, "http://127.0.0.1:1/beach.mp4")
    group.says(scene.anna, "/edit@nemo_test_bot add background music", reply_to=link)
    await scene.quiet(30)
    assert group.answers[-1].reply_to  # it was refused as a file: nothing there may be fetched
    assert not scene.calls("/run_sse")


async def test_a_reply_to_the_film_goes_on_with_its_project_whoever_replies(scene, group):
    group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    group.says(scene.ben, "make it louder", reply_to=group.films[0])
    await scene.quiet(30)
    assert [film.film.name for film in group.films] == ["travel-v1.mp4", "travel-v2.mp4"]


async def test_a_topic_is_an_address_of_its_own(scene):
    general = scene.tg.supergroup("Forum", scene.anna, forum=True)
    cuts, sound = general.topic("Cuts"), general.topic("Sound")
    cuts.sends(scene.anna, scene.clip("cut.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    sound.sends(scene.anna, scene.clip("sound.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet(30)
    assert [film.film.name for film in cuts.films] == ["cut-v1.mp4"]
    assert [film.film.name for film in sound.films] == ["sound-v1.mp4"], "another project than that of the first topic"
    assert not general.films


async def test_the_general_topic_is_answered_without_a_number(scene):
    general = scene.tg.supergroup("Forum", scene.anna, forum=True)
    general.sends(scene.anna, scene.clip("cut.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    assert [film.film.name for film in general.films] == ["cut-v1.mp4"]


@pytest.mark.parametrize("by", ["asker", "stranger"])
async def test_a_button_of_a_message_that_the_bot_is_not_shown_any_more_works_in_its_topic(scene, by):
    topic = scene.tg.supergroup("Forum", scene.anna, scene.ben, forum=True).topic("Cuts", scene.anna)
    cara = scene.tg.person("Cara")
    topic.sends(scene.ben, scene.clip("b.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    before, turns = len(topic.answers), len(scene.editor.heard)
    who = scene.ben if by == "asker" else cara
    press = topic.presses(who, topic.films[0], say("en", "button.undo"), accessible=False)
    await scene.quiet(30)
    await scene.until(lambda: press.answer)
    assert press.answer.get("text", "") == ("" if by == "asker" else NOT_YOURS)
    assert len(scene.editor.heard) == turns + (by == "asker")
    assert (len(topic.answers) > before) is (by == "asker")
    assert not [said for said in topic.chat.messages.values() if said.by_bot and said.thread != topic.thread]


async def test_words_in_a_topic_that_the_bot_opened_are_no_reply_to_it(scene):
    topic = scene.tg.supergroup("Forum", scene.anna, forum=True).topic("Cuts")
    scene.tg.crowd.privacy = False
    topic.says(scene.anna, "nice weather")
    await scene.quiet()
    assert not topic.answers


async def test_another_persons_press_is_refused_and_does_nothing(scene, group):
    group.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    press = group.presses(scene.ben, group.films[0], say("en", "button.undo"))
    await scene.quiet()
    await scene.until(lambda: press.answer)
    assert press.answer["text"] == NOT_YOURS
    assert len(scene.editor.heard) == 1


async def test_an_admin_may_press_every_button(scene, group):
    group.sends(scene.ben, scene.clip(), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    press = group.presses(scene.anna, group.films[0], say("en", "button.undo"))
    await scene.quiet(30)
    assert press.answer["text"] == ""
    assert len(scene.editor.heard) == 2


async def test_a_long_turn_of_one_member_does_not_delay_others(scenes):
    async with scenes() as scene:
        group = scene.tg.supergroup("Film club", scene.anna, scene.ben)
        scene.fault(next={"run_sse": [{"delay": 2.0}]})
        group.sends(scene.anna, scene.clip("anna.mp4"), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        group.sends(scene.ben, scene.clip("ben.mp4"), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: group.films)
        assert [film.film.name for film in group.films] == ["ben-v1.mp4"]
        await scene.quiet()


async def test_an_anonymous_admin_is_answered(scene, group):
    group.sends(scene.anna, scene.clip("anon.mp4"), "/edit@nemo_test_bot add background music", as_chat=group.chat)
    await scene.quiet()
    assert [film.film.name for film in group.films] == ["anon-v1.mp4"]


async def test_a_person_who_writes_as_a_channel_is_answered(scene, group):
    channel = scene.tg.channel("News", scene.ben)
    group.sends(scene.ben, scene.clip("news.mp4"), "/edit@nemo_test_bot add background music", as_chat=channel.chat)
    await scene.quiet()
    assert [film.film.name for film in group.films] == ["news-v1.mp4"]


async def test_a_person_who_writes_as_a_channel_goes_on_by_replying_in_words(scene, group):
    channel = scene.tg.channel("News", scene.ben)
    group.sends(scene.ben, scene.clip(), "/edit@nemo_test_bot add background music", as_chat=channel.chat)
    await scene.quiet()
    press = group.presses(scene.ben, group.films[0], say("en", "button.undo"))
    await scene.quiet()
    await scene.until(lambda: press.answer)
    assert press.answer["text"] == say("en", "error.button_of_channel")
    group.says(scene.ben, "undo", reply_to=group.films[0], as_chat=channel.chat)
    await scene.quiet(30)
    assert len(scene.editor.heard) == 2


async def test_another_bot_is_never_answered(scene, group):
    scene.tg.crowd.privacy = False
    robot = scene.tg.person("Robot", is_bot=True)
    group.says(robot, "@nemo_test_bot add music")
    group.sends(robot, scene.clip(), "/edit@nemo_test_bot add music")
    await scene.quiet()
    assert not group.answers


async def test_of_an_album_of_which_one_item_is_shown_nothing_is_asked_before_the_others_are_there(scene, group):
    first, *others = group.album(
        scene.anna, [scene.clip(f"{name}.mp4") for name in "abc"], ["/edit@nemo_test_bot join them with music"]
    )
    await scene.quiet()
    assert not scene.calls("/run_sse")
    (told,) = [said for said in group.answers if said.reply_to == first.id and "a.mp4" in said.text]
    for way in ("admin", "privacy mode", "/edit@nemo_test_bot", "/upload@nemo_test_bot"):
        assert way in told.text
    for item in others:
        group.says(scene.anna, "/edit@nemo_test_bot", reply_to=item)
        await scene.quiet()
    assert not scene.calls("/run_sse")
    group.presses(scene.anna, told, say("en", "button.begin"))
    await scene.quiet(30)
    assert scene.editor.heard == ["join them with music"]
    assert len(group.films) == 1
    assert len(scene.calls("/upload")) == 3


async def test_an_item_of_an_album_that_is_replied_to_is_used_alone_and_that_is_said(scene, group):
    items = group.album(scene.ben, [scene.clip("a.mp4"), scene.clip("b.mp4")])
    group.says(scene.anna, "/edit@nemo_test_bot add background music", reply_to=items[1])
    await scene.quiet(30)
    assert [film.film.name for film in group.films] == ["b-v1.mp4"]
    assert any(say("en", "album.chosen", name="b.mp4") in said.text for said in group.answers)


@pytest.mark.parametrize("caption", ["", "and this"])
async def test_a_part_of_an_album_that_comes_too_late_is_told_that_its_film_began_without_it(scenes, caption):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        album = {"media_group_id": "77"}
        chat = scene.private
        for name in "ab":
            chat.sends(scene.anna, scene.clip(f"{name}.mp4"), "join them" if name == "a" else "", extra=album)
        await scene.until(lambda: scene.calls("/run_sse"))
        late = chat.sends(scene.anna, scene.clip("c.mp4"), caption, extra=album)
        await scene.quiet(30)
        assert scene.editor.heard == ["join them"]
        (told,) = [said for said in chat.answers if said.reply_to == late.id and "c.mp4" in said.text]
        assert say("en", "album.late", name="c.mp4") in told.text
        assert (say("en", "button.begin") in told.buttons) is bool(caption)


async def test_a_part_of_an_album_that_comes_after_the_others_were_refused_is_used_with_their_words(scene):
    album, chat = {"media_group_id": "77"}, scene.private
    chat.sends(scene.anna, scene.clip("a.mp4", data=b"no video" * 99), "add background music", extra=album)
    await scene.quiet()
    chat.sends(scene.anna, scene.clip("b.mp4"), extra=album)
    await scene.quiet()
    assert scene.editor.heard == ["add background music"]
    assert [film.film.name for film in chat.films] == ["b-v1.mp4"]


async def test_an_album_in_a_group_is_asked_by_the_one_caption_that_names_the_bot(scene, group):
    scene.tg.crowd.privacy = False
    group.album(scene.anna, [scene.clip(), scene.clip()], ["@nemo_test_bot add background music"])
    await scene.quiet()
    assert len(scene.editor.heard) == 1
    assert len(group.films) == 1


async def test_a_reaction_to_a_wish_that_the_bot_was_never_shown_asks_for_nothing(scene, group):
    said = group.says(scene.anna, "@nemo_test_bot make a video about the sea")
    await scene.quiet()
    scene.tg.crowd.privacy = False
    group.reported_as_edited(said)
    await scene.quiet()
    assert not group.answers
    assert not scene.calls("/run_sse")


async def test_in_a_group_the_command_leaves_no_doubt_and_a_reply_does(scene, group):
    group.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    group.says(scene.anna, "wow, my wife will love it", reply_to=group.films[0])
    await scene.quiet()
    assert group.answers[-1].text == say("en", "aside.doubt")
    press = group.presses(scene.ben, group.answers[-1], say("en", "button.send_words"))
    await scene.quiet()
    await scene.until(lambda: press.answer)
    assert press.answer["text"] == NOT_YOURS
    assert len(scene.editor.heard) == 1
    group.says(scene.anna, "/edit@nemo_test_bot our trip to the lake")
    await scene.quiet()
    assert scene.editor.heard[1:] == ["our trip to the lake"]
