"""An account of one's own on Discord: a form takes the token, for a bot cannot delete what a person writes directly."""

import pytest

from storage.backup import back_up

TOKEN = "nmv_usr_planted_mine_0123"
KEY = "a key of thirty characters...."


@pytest.fixture
async def scene(scenes):
    async with scenes(tokens={TOKEN: 700}, nemobot_secret_key=KEY) as made:
        await made.begin()
        yield made


def told(scene, words, channel=None, to=None):
    shown = scene.dc.shown(channel or scene.dc.dm(scene.anna), to)
    return [one for one in shown if words in one.content]


def files(scene):
    folder = scene.settings.nemobot_data_dir
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def done(scene):
    await scene.quiet()
    assert not scene.dc.violations
    assert not scene.dc.unanswered()
    assert TOKEN.encode() not in files(scene)


async def test_the_form_of_a_direct_chat_takes_the_token(scene):
    direct = scene.dc.dm(scene.anna)
    opened = await scene.dc.slash(scene.anna, direct, "login")
    await opened.acknowledged.wait()
    assert opened.modal["title"] == "Your NemoVideo account"
    await scene.dc.submit(opened, f"  {TOKEN} ")
    await scene.until(lambda: told(scene, "700 available"))
    assert not told(scene, "delete it yourself")
    await done(scene)
    await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(scene.films)
    assert not scene.calls("/anonymous-token")
    await done(scene)


async def test_in_a_server_the_command_says_to_the_asker_alone_where_to_do_it(scene):
    asked = await scene.dc.slash(scene.anna, scene.channel, "login")
    await scene.until(lambda: told(scene, "direct chat", scene.channel, scene.anna))
    assert asked.modal is None
    assert not told(scene, "direct chat", scene.channel)
    await done(scene)


async def test_a_token_that_is_written_directly_counts_and_its_message_is_left_to_the_person(scene):
    await scene.dc.say(scene.anna, scene.dc.dm(scene.anna), f"/login {TOKEN}")
    await scene.until(lambda: told(scene, "700 available"))
    assert told(scene, "delete it yourself")
    await done(scene)


async def test_one_written_in_a_server_is_spilled_and_not_used(scene):
    await scene.dc.say(scene.anna, scene.channel, f"/login {TOKEN}", mention=True)
    await scene.until(lambda: told(scene, "make a new one", scene.channel))
    assert not scene.calls("/balance")
    await done(scene)


async def test_logout_forgets_it(scene):
    direct = scene.dc.dm(scene.anna)
    opened = await scene.dc.slash(scene.anna, direct, "login")
    await opened.acknowledged.wait()
    await scene.dc.submit(opened, TOKEN)
    await scene.until(lambda: told(scene, "700 available"))
    await scene.dc.slash(scene.anna, direct, "logout")
    await scene.until(lambda: told(scene, "You're logged out"))
    await done(scene)


async def test_with_a_key_no_token_of_an_interaction_lies_in_the_files(scene, tmp_path):
    asked = await scene.dc.slash(scene.anna, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
    await scene.until(scene.films)
    folder = scene.settings.nemobot_data_dir
    await back_up(folder / "nemobot.db", tmp_path / "copy.db")
    assert asked.token.encode() not in files(scene) + (tmp_path / "copy.db").read_bytes()
    rows = await scene.life.app.store.database.all("select handle from requests")
    assert {row["handle"][:7] for row in rows} == {"fernet:"}
    (request,) = await scene.life.app.store.database.all("select id from requests order by id desc limit 1")
    assert asked.token in (await scene.life.app.store.requests.get(request["id"])).handle
    await done(scene)
