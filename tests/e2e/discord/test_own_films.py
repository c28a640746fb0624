"""The bot's own films: to ask for a change of one goes on with its project, from the menu and in a thread on it."""

import pytest

MENU = "Edit this clip"


@pytest.fixture
async def film(scene):
    """A film of Anna's in the channel."""
    await scene.dc.say(scene.anna, scene.channel, "add music", scene.clip("holiday.mp4"), mention=True)
    await scene.until(scene.films)
    await scene.quiet()
    return scene.films()[0]


async def second_film(scene, channel=None):
    """The next version: its film is no new project's first."""
    await scene.until(lambda: any(one.files[0].name == "holiday-v2.mp4" for one in scene.films(channel)))
    await scene.quiet()
    assert len(scene.calls("/api/upload-video")) == 1
    assert len(scene.calls("/run_sse")) == 2
    assert not scene.dc.violations


async def test_the_menu_on_a_film_of_the_bots_works_like_a_reply_to_it(scene, film):
    opened = await scene.dc.menu(scene.ben, MENU, film)
    await opened.acknowledged.wait()
    await scene.dc.submit(opened, "make it shorter")
    await second_film(scene)
    assert scene.films()[1].pinged == {str(scene.ben.id)}


async def test_a_film_whose_project_is_forgotten_is_a_clip_like_any_other(scene, film):
    await scene.life.app.store.database.all("delete from messages")
    opened = await scene.dc.menu(scene.ben, MENU, film)
    await opened.acknowledged.wait()
    await scene.dc.submit(opened, "make it shorter")
    await scene.until(lambda: len(scene.films()) == 2)
    await scene.quiet()
    assert len(scene.calls("/api/upload-video")) == 2


async def test_a_mention_in_a_thread_on_a_film_goes_on_with_it(scene, film):
    thread = await scene.dc.open_thread(film)
    await scene.dc.say(scene.ben, thread, "make it shorter", mention=True)
    await second_film(scene, thread)


async def test_a_command_in_a_thread_on_a_film_is_about_it_until_another_project_is_begun_there(scene, film):
    dc = scene.dc
    thread = await dc.open_thread(film)
    await dc.slash(scene.anna, thread, "export")
    await scene.until(lambda: scene.films(thread))
    await scene.quiet()
    assert scene.films(thread)[0].files[0].name == "holiday-v1.mp4"
    await dc.slash(scene.anna, thread, "new")
    await scene.quiet()
    await dc.say(scene.anna, thread, "a film about the sea", mention=True)
    await scene.until(lambda: len(scene.films(thread)) == 2)
    await scene.quiet()
    await dc.say(scene.anna, thread, "make it shorter", mention=True)
    await scene.until(lambda: len(scene.films(thread)) == 3)
    await scene.quiet()
    assert not [one for one in scene.films(thread)[1:] if one.files[0].name.startswith("holiday")]


async def test_a_thread_on_anything_else_begins_a_project_of_its_own(scene, film):
    talk = await scene.dc.say(scene.ben, scene.channel, "what a nice day")
    thread = await scene.dc.open_thread(talk)
    await scene.dc.say(scene.anna, thread, "a film about the sea", mention=True)
    await scene.until(lambda: scene.films(thread))
    await scene.quiet()
    assert not scene.films(thread)[0].files[0].name.startswith("holiday")
