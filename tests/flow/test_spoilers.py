"""What somebody hid in a project stays hidden wherever the bot repeats it there, as long as the project is there."""

import json

import pytest

from core.model.chat import Address, NotSent, Role
from core.words.spoilers import SWITCH, hidden

SECRET = "Rosebud"


def shown(text):
    """What everybody reads of a text without opening anything."""
    return "".join(text.split(SWITCH)[::2])


def told(world):
    """Everything that stands in the chat: texts, buttons, bars of pictures."""
    posts = [post for one in world.stage.messages.values() for post in one.posts]
    for post in posts:
        assert post.text.count(SWITCH) % 2 == 0
        folded = [post.folded.lead, post.folded.details] if post.folded else []
        bars = [bar.label for row in post.picture.rows for bar in row.bars] if post.picture else []
        yield from (*map(shown, (post.text, *folded)), *(button.label for button in post.buttons), *bars)


async def test_an_answer_that_repeats_hidden_words_hides_them(world):
    await world.say(f"add a title “{hidden(SECRET)}”", world.clip())
    assert any(hidden(SECRET) in text for text in world.stage.said())
    assert SECRET not in "\n".join(told(world))


@pytest.mark.parametrize(
    "later",
    [
        "/status",
        "/versions",
        "/projects",
        "make it louder",
        "undo",
        "export version 1",
        "do you like Rosebud?",
        "write ROSEBUD in red",
        "ｒｏｓｅｂｕｄ 再大一点",
    ],
)
async def test_later_answers_hide_what_an_earlier_request_hid(world, later):
    await world.say(f"put a title {hidden(SECRET)}", world.clip())
    await world.say("once more, softly")
    await world.say(later)
    assert SECRET.lower() not in "\n".join(told(world)).lower()
    assert "ｒｏｓｅ" not in "\n".join(told(world))


async def test_the_timeline_is_drawn_without_what_was_hidden(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip("beach.mp4"))
    await world.say("/status")
    (drawn,) = [one.post.picture for one in world.stage.messages.values() if "Project" in one.post.text]
    assert [bar.label for row in drawn.rows for bar in row.bars] == ["beach", "put a title …"]


async def test_what_is_running_is_told_without_what_an_earlier_request_hid(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip())
    world.fault(turn_seconds=0.5)
    await world.send(f"write {SECRET} once more")
    await world.until(lambda: len(world.turns()) == 2)
    await world.say("/status")
    await world.say("/cancel")
    assert SECRET not in "\n".join(told(world))


async def test_another_project_knows_nothing_of_it(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip())
    await world.say("/new")
    await world.say(f"put a title {SECRET}", world.clip("other.mp4"))
    assert any(SECRET in text for text in map(shown, world.stage.said()))


async def test_what_a_file_that_is_replied_to_hid_is_hidden(world):
    quoted = f"{hidden(SECRET)} is my sled"
    await world.say("make a title of this", world.clip(), quoted=quoted)
    assert SECRET in world.turns()[0]
    await world.say(f"make {SECRET} larger")
    assert SECRET not in "\n".join(told(world))


async def test_the_name_of_a_hidden_file_is_hidden_with_blanks_in_it_too(world):
    await world.say("", world.clip("SPOILER_he dies.mp4"))
    for later in ("add music", "/status", "/versions", "/projects", "/projects 1", "undo"):
        await world.say(later)
    said = "\n".join(told(world)).lower()
    assert "dies" not in said
    assert "spoiler_" not in said


SRT = b"1\n00:00:01,000 --> 00:00:03,500\nRosebud\n\n2\n00:00:04,000 --> 00:00:06,000\nwas his sled\nall along\n"


@pytest.mark.parametrize("name", ["SPOILER_end.srt", "SPOILER_end.vtt", "SPOILER_end.txt"])
async def test_what_a_hidden_file_of_words_says_is_hidden(world, name):
    data = b"WEBVTT\n\n" + SRT.replace(b",", b".") if name.endswith("vtt") else SRT
    await world.say("put them in", world.clip("a.mp4"), world.clip(name, data))
    assert SECRET in world.turns()[0]
    for later in ("write Rosebud once more", "a title: was his sled all along", "/status", "/versions", "/projects"):
        await world.say(later)
    said = "\n".join(told(world))
    assert SECRET not in said
    assert "sled all along" not in said


async def test_a_hidden_script_is_hidden_where_it_is_repeated(world):
    script = world.clip("SPOILER_script.txt", f"a title {SECRET}".encode())
    await world.say("", world.clip("a.mp4"), script)
    assert world.turns() == [f"a title {SECRET}"]
    await world.say("/status")
    await world.say(f"once more a title {SECRET}")
    assert SECRET not in "\n".join(told(world))


async def test_captions_that_waited_for_their_clip_stay_hidden(world):
    await world.say("burn them in", world.clip("SPOILER_end.srt", SRT))
    await world.say("", world.clip("a.mp4"))
    assert SECRET in world.turns()[0]
    await world.say(f"write {SECRET} in red")
    assert SECRET not in "\n".join(told(world))


async def test_captions_of_a_file_that_nobody_hid_are_shown(world):
    await world.say("put them in", world.clip("a.mp4"), world.clip("end.srt", SRT))
    await world.say(f"write {SECRET} once more")
    assert any(SECRET in text for text in map(shown, world.stage.said()))


async def test_an_answer_that_is_stored_for_the_next_visit_keeps_it_hidden(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip())
    world.stage.refuse.append((Role.QUIET, NotSent("blocked")))
    await world.say(f"write {SECRET} in red")
    await world.say("/help", address=Address("stage", "chat"))
    assert any("couldn't deliver this earlier" in text and hidden(SECRET) in text for text in world.stage.said())
    assert SECRET not in "\n".join(told(world))


async def test_it_is_known_after_a_restart_and_gone_with_the_project(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip())
    await world.restart()
    await world.say("/status")
    assert SECRET not in "\n".join(told(world))
    (project,) = await world.rows("select id from projects")
    assert SECRET in (await world.app.store.requests.spoilers([project["id"]]))[project["id"]]
    assert await world.app.store.projects.delete(project["id"], 1.0)
    assert await world.app.store.requests.spoilers([project["id"]]) == {project["id"]: ()}


async def test_the_editor_is_told_the_timeline_of_a_version_as_it_is(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip())
    await world.say("make it louder")
    await world.say("go back to version 1")
    assert SECRET in world.turns()[-1]


async def test_the_choices_of_a_command_show_none_of_it(world):
    await world.say(f"put a title {hidden(SECRET)}", world.clip(f"SPOILER_{SECRET}.mp4"))
    await world.say("/new")
    await world.say("add music", world.clip(f"{SECRET}.mp4"))
    await world.say(f"end on {hidden(SECRET)}")
    listed = await world.app.intake.projects(Address("stage", "chat"), "")
    assert SECRET not in json.dumps(listed)
