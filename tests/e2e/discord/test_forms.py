"""Forms: what people fill in where a command, a menu entry or a button asks for a wish and its files."""

import pytest

from tests.doubles.discord_values import File

MENU = "Edit this clip"
ATTACH = "Attach files"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(2000)
UNSEEN = "I can't see the message you're replying to"


def song():
    return File("song.mp3", MP3, "audio/mpeg")


async def opened(scene, interaction):
    await interaction.acknowledged.wait()
    assert interaction.modal
    return interaction


async def films(scene, count=1, channel=None):
    await scene.until(lambda: len(scene.films(channel)) == count)
    await scene.quiet()
    assert not scene.dc.violations
    assert not scene.dc.unanswered()
    return scene.films(channel)


async def test_edit_without_anything_opens_a_form_for_the_wish_and_its_files(scene):
    form = await opened(scene, await scene.dc.slash(scene.anna, scene.channel, "edit"))
    await scene.dc.submit(form, "add calm music", [scene.clip("holiday.mp4"), song()])
    (film,) = await films(scene)
    assert film.files[0].name == "holiday-v1.mp4"
    assert film.pinged == {str(scene.anna.id)}
    assert len(scene.calls("/api/upload-video")) == 2
    assert len(scene.calls("/run_sse")) == 1


async def test_a_form_that_was_opened_before_a_restart_is_taken_after_it(scene):
    form = await opened(scene, await scene.dc.slash(scene.anna, scene.channel, "edit"))
    await scene.end()
    await scene.begin()
    await scene.dc.submit(form, "add calm music", [scene.clip("holiday.mp4")])
    await films(scene)


async def test_a_form_with_a_clip_alone_asks_what_to_do_and_an_empty_one_how_to_send_it(scene):
    form = await opened(scene, await scene.dc.slash(scene.anna, scene.channel, "edit"))
    await scene.dc.submit(form, "", [scene.clip("holiday.mp4")])
    await scene.until(lambda: any("Got holiday.mp4" in one.content for one in scene.dc.shown(scene.channel)))
    await scene.quiet()
    form = await opened(scene, await scene.dc.slash(scene.anna, scene.channel, "edit"))
    empty = await scene.dc.submit(form, "", [])
    await scene.until(lambda: empty.original and "Send the file" in empty.original.content)
    assert not scene.calls("/run_sse")


async def test_the_menu_takes_music_or_another_clip_besides(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "my holiday", scene.clip("holiday.mp4"))
    form = await opened(scene, await scene.dc.menu(scene.anna, MENU, clip))
    await scene.dc.submit(form, "use this song", [song()])
    (film,) = await films(scene)
    assert film.files[0].name == "holiday-v1.mp4"
    assert len(scene.calls("/api/upload-video")) == 2


async def test_the_menu_on_a_film_of_the_bots_takes_them_into_its_project(scene):
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip("holiday.mp4"), mention=True)
    (film,) = await films(scene)
    form = await opened(scene, await scene.dc.menu(scene.anna, MENU, film))
    await scene.dc.submit(form, "use this song", [song()])
    await films(scene, 2)
    assert scene.films()[1].files[0].name == "holiday-v2.mp4"
    assert len(scene.calls("/api/upload-video")) == 2


async def unseen(scene):
    """Anna replies to a clip of Ben's that the bot is not shown; returns the bot's answer."""
    clip = await scene.dc.say(scene.ben, scene.channel, "", scene.clip())
    await scene.dc.say(scene.anna, scene.channel, "add calm music", reply_to=clip, mention=True)
    await scene.until(lambda: scene.dc.shown(scene.channel))
    await scene.quiet()
    (answer,) = scene.dc.shown(scene.channel)
    assert UNSEEN in answer.content
    return answer


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_clip_that_the_bot_cannot_see_can_be_attached_in_a_form_with_the_words_as_they_were(scene, restarted):
    answer = await unseen(scene)
    form = await opened(scene, await scene.dc.press(scene.anna, answer, ATTACH))
    if restarted:
        await scene.end()
        await scene.begin()
    await scene.dc.submit(form, "", [scene.clip("holiday.mp4")])
    (film,) = await films(scene)
    assert film.files[0].name == "holiday-v1.mp4"
    assert any("“add calm music”" in one.content for one in scene.dc.shown(scene.channel))
    assert len(scene.calls("/run_sse")) == 1


async def test_words_that_are_typed_into_that_form_are_used_instead(scene):
    form = await opened(scene, await scene.dc.press(scene.anna, await unseen(scene), ATTACH))
    await scene.dc.submit(form, "make it shorter", [scene.clip("holiday.mp4")])
    await films(scene)
    assert not any("“add calm music”" in one.content for one in scene.dc.shown(scene.channel))


async def test_the_form_of_a_button_opens_for_its_asker_alone(scene):
    answer = await unseen(scene)
    pressed = await scene.dc.press(scene.ben, answer, ATTACH)
    await pressed.acknowledged.wait()
    assert not pressed.modal
    assert pressed.original.ephemeral
    assert len(scene.dc.shown(scene.channel)) == 1


async def test_words_about_a_clip_that_did_not_come_are_said_again_with_the_clip_of_the_form(scene):
    dc = scene.dc
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add calm music to my clip"})
    await films(scene)
    (hint,) = [one for one in dc.shown(scene.channel, scene.anna) if "I see no clip" in one.content]
    form = await opened(scene, await dc.press(scene.anna, hint, ATTACH))
    await dc.submit(form, "", [scene.clip("holiday.mp4")])
    await films(scene, 2)
    assert len(scene.calls("/run_sse")) == 2
    assert any("“add calm music to my clip”" in one.content for one in dc.shown(scene.channel))


async def test_upload_offers_the_form_and_the_same_for_another_clip_takes_it_there(scene):
    dc = scene.dc
    asked = await dc.slash(scene.anna, scene.channel, "upload")
    await scene.quiet()
    form = await opened(scene, await dc.press(scene.anna, asked.original, ATTACH))
    await dc.submit(form, "add music", [scene.clip("holiday.mp4")])
    (film,) = await films(scene)
    await dc.press(scene.anna, film, "Same for another")
    await scene.until(lambda: any("next clip" in one.content for one in dc.shown(scene.channel, scene.anna)))
    await scene.quiet()
    (again,) = [one for one in dc.shown(scene.channel, scene.anna) if "next clip" in one.content]
    form = await opened(scene, await dc.press(scene.anna, again, ATTACH))
    await dc.submit(form, "", [scene.clip("wedding.mp4")])
    await films(scene, 2)
    assert scene.films()[1].files[0].name == "wedding-v1.mp4"


async def test_new_with_words_begins_a_project_with_them(scene):
    dc = scene.dc
    await dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip("holiday.mp4")})
    await films(scene)
    asked = await dc.slash(
        scene.anna, scene.channel, "new", {"prompt": "cut the silences", "clip": scene.clip("b.mp4")}
    )
    await films(scene, 2)
    assert scene.films()[1].files[0].name == "b-v1.mp4"
    assert not asked.original.ephemeral
    alone = await dc.slash(scene.anna, scene.channel, "new")
    await scene.quiet()
    assert alone.original.ephemeral


async def test_a_form_about_a_message_that_was_forgotten_gives_the_words_back(scene):
    clip = await scene.dc.say(scene.ben, scene.channel, "my holiday", scene.clip("holiday.mp4"))
    form = await opened(scene, await scene.dc.menu(scene.anna, MENU, clip))
    await scene.end()
    await scene.begin()
    lost = await scene.dc.submit(form, "add calm music and a title", [])
    await lost.acknowledged.wait()
    assert "once more" in lost.original.content
    assert "add calm music and a title" in lost.original.content


async def test_a_form_that_names_somebody_elses_request_gets_none_of_its_words(scene):
    await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add calm music to my clip"})
    await films(scene)
    (row,) = await scene.life.app.store.database.all("select id from requests")
    form = await opened(scene, await scene.dc.slash(scene.ben, scene.channel, "edit"))
    form.modal["custom_id"] = f"nemobot-form:for:{row['id']}"
    await scene.dc.submit(form, "", [scene.clip("ben.mp4")])
    await scene.until(lambda: any("Got ben.mp4" in one.content for one in scene.dc.shown(scene.channel)))
    await scene.quiet()
    assert len(scene.calls("/run_sse")) == 1
