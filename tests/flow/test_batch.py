"""One video for each of several files: in order, each with its own words, fate and film."""

import pytest

from core.model.chat import NotSent, Role


def statuses(world):
    return [one for one in world.stage.messages.values() if one.post.role is Role.STATUS]


@pytest.mark.parametrize("words", ["add music to each clip", "add music separately", "分别加音乐", "每个加音乐"])
async def test_words_for_each_file_make_one_film_a_file(world, words):
    await world.say(words, world.clip("a.mp4"), world.clip("b.mp4"))
    assert [film.post.film.name.rsplit("-", 1)[1] for film in world.stage.films()] == ["v1.mp4", "v2.mp4"]
    assert len(world.turns()) == 2
    assert ["a.mp4" in world.turns()[0], "b.mp4" in world.turns()[1]] == [True, True]
    assert all(words in turn for turn in world.turns())


async def test_captions_that_differ_are_one_wish_a_file(world):
    await world.send("add music", world.clip("a.mp4"), album="al")
    await world.say("add a title", world.clip("b.mp4"), album="al")
    assert [turn.rsplit("only. ")[1] for turn in world.turns()] == ["add music", "add a title"]
    assert len(world.stage.films()) == 2


async def test_the_same_file_twice_has_the_words_of_each_of_its_captions(world):
    clip = world.clip("a.mp4")
    for caption in ("add music", "add a title", ""):
        await world.send(caption, clip, album="al")
    await world.quiet()
    assert [turn.rsplit("only. ")[1] for turn in world.turns()] == [
        "add music",
        "add a title",
        "add music\n\nadd a title",
    ]
    assert world.agent.files == ["a.mp4", "a-2.mp4", "a-3.mp4"]
    assert len(world.stage.films()) == 3


async def test_a_script_between_the_files_of_an_album_shifts_no_caption(world):
    script = world.clip("words.txt", b"make it short")
    await world.send("add music", script, world.clip("a.mp4"), album="al")
    await world.say("add a title", world.clip("b.mp4"), album="al")
    assert [turn.rsplit("only. ")[1] for turn in world.turns()] == ["add music", "add a title"]


async def test_several_files_without_such_words_are_one_edit(world):
    await world.say("join these clips", world.clip("a.mp4"), world.clip("b.mp4"))
    assert len(world.turns()) == 1
    assert len(world.stage.films()) == 1


async def test_a_batch_has_one_status_with_a_line_a_file_and_a_last_answer(world):
    await world.say("add music to each clip", world.clip("a.mp4"), world.clip("b.mp4"))
    assert len(statuses(world)) == 1
    assert statuses(world)[0].post.text == "2 videos, one after the other:\n1. a.mp4: ✅\n2. b.mp4: ✅"
    assert any("2. b.mp4: waiting" in post.text for post in statuses(world)[0].posts)
    assert world.stage.said()[-1] == "All 2 are ready."
    assert world.stage.marks[-1][1] == "done"


async def test_a_child_that_fails_ends_alone_and_the_next_begins(world):
    bad = world.clip("b.mp4", b"this is no video at all, only words")
    await world.say("add music to each clip", world.clip("a.mp4"), bad, world.clip("c.mp4"))
    assert len(world.turns()) == 2
    assert len(world.stage.films()) == 2
    assert [text for text in world.stage.said(Role.ANSWER) if text.startswith("That type")] == []
    last = list(world.stage.messages.values())[-1].post
    assert last.text.startswith("2 of 3 are ready.\n2. b.mp4: ✗ That type of file can't be edited.")
    assert [(button.label, button.wire) for button in last.buttons] == [("Retry 2", "again:3")]
    assert "2. b.mp4: ✗ That type of file" in statuses(world)[0].post.text
    assert world.stage.marks[-1][1] == "failed"


async def test_a_child_whose_film_could_not_be_delivered_is_not_ticked_off_and_not_made_again(world):
    world.stage.refuse.append((Role.ANSWER, NotSent("moderated")))
    await world.say("add music to each clip", world.clip("a.mp4"), world.clip("b.mp4"))
    assert "1. a.mp4: made, but I couldn't deliver it here" in statuses(world)[0].post.text
    assert "2. b.mp4: ✅" in statuses(world)[0].post.text
    last = list(world.stage.messages.values())[-1].post
    assert last.text.startswith("2 of 2 are ready.\n1. a.mp4: made, but I couldn't deliver it here")
    assert last.buttons == ()
    assert world.stage.marks[-1][1] == "failed"


async def test_no_credits_end_the_rest(world):
    world.queue(run_sse=[{"json": {"code": 2001, "message": "no credits"}}])
    await world.say("add music to each clip", world.clip("a.mp4"), world.clip("b.mp4"))
    assert world.turns() == []
    assert len(world.calls("/upload-video")) == 1
    last = list(world.stage.messages.values())[-1].post
    assert last.text.startswith("0 of 2 are ready.")
    assert "2. b.mp4: cancelled" in last.text
    assert len(last.buttons) == 2


async def test_a_cancel_ends_the_children_not_begun(world):
    world.fault(turn_seconds=0.2)
    await world.send("add music to each clip", world.clip("a.mp4"), world.clip("b.mp4"))
    await world.until(lambda: world.calls("/run_sse"))
    cancel = statuses(world)[0].post.buttons[-1].wire
    await world.press(cancel, reply_to=statuses(world)[0].key)
    assert len(world.turns()) == 1
    assert world.stage.films() == []
    assert "0 of 2 are ready." in world.stage.said()[-1]


async def test_the_button_makes_one_video_each_until_the_words_are_sent(world):
    world.queue(upload=[{"delay": 0.3}])
    await world.send("join these clips", world.clip("a.mp4"), world.clip("b.mp4"))
    await world.until(lambda: any(button.wire == "each:1" for button in world.stage.buttons()))
    await world.press("each:1")
    assert len(world.turns()) == 2
    assert len(world.stage.films()) == 2
    assert any("one video for each of the 2 files" in text for text in world.stage.said())
    await world.press("each:1")
    assert "too old" in world.stage.said()[-1]


class TestTheButtonAgainstATurnThatBegins:
    """The turn runs, or the files are made one by one: never both, whoever comes first."""

    async def test_a_turn_that_began_while_the_button_was_pressed_is_the_only_one(self, world, monkeypatch):
        requests = type(world.app.services.stores.requests)
        honest = requests.split

        async def late(self, request, *args, **more):
            await world.until(lambda: world.calls("/run_sse"))
            return await honest(self, request, *args, **more)

        monkeypatch.setattr(requests, "split", late)
        world.queue(upload=[{"delay": 0.2}])
        world.fault(turn_seconds=0.4)
        await world.send("join these clips", world.clip("a.mp4"), world.clip("b.mp4"))
        await world.until(lambda: any(button.wire == "each:1" for button in world.stage.buttons()))
        await world.press("each:1")
        assert "too old" in world.stage.said()[-1] or any("too old" in text for text in world.stage.said())
        assert world.turns() == ["join these clips"]
        assert len(world.stage.films()) == 1

    async def test_a_turn_that_was_about_to_begin_when_the_button_was_pressed_does_not(self, world, monkeypatch):
        entries = type(world.app.services.stores.entries)
        honest = entries.intend

        async def late(self, request, name, *args):
            if (request, name) == (1, "ask"):
                await world.send(press="each:1")
                await world.until(lambda: any("one video for each" in text for text in world.stage.said()))
            return await honest(self, request, name, *args)

        monkeypatch.setattr(entries, "intend", late)
        await world.say("join these clips", world.clip("a.mp4"), world.clip("b.mp4"))
        assert len(world.turns()) == 2
        assert len(world.stage.films()) == 2
        assert not any(words.startswith("join these clips") for words in world.turns())


async def test_files_of_one_name_are_told_apart_in_words_status_and_session(world):
    await world.say("add music to each clip", world.clip("clip.mp4"), world.clip("clip.mp4"), world.clip("Clip.mov"))
    names = ["clip.mp4", "clip-2.mp4", "Clip-3.mov"]
    assert [turn.split(" with ")[1].split(" only.")[0] for turn in world.turns()] == names
    assert statuses(world)[0].post.text == (
        "3 videos, one after the other:\n1. clip.mp4: ✅\n2. clip-2.mp4: ✅\n3. Clip-3.mov: ✅"
    )
    assert world.agent.files == ["clip.mp4", "clip-2.mp4", "Clip-3.mp4"]


async def test_a_batch_is_told_apart_from_what_the_session_has(world):
    await world.say("add music", world.clip("clip.mp4"))
    await world.say("add a title to each clip", world.clip("clip.mp4"), world.clip("b.mp4"))
    assert ["clip-2.mp4 only" in world.turns()[1], "b.mp4 only" in world.turns()[2]] == [True, True]


async def test_a_file_with_an_address_reaches_the_session_under_the_name_that_the_words_use(world):
    await world.say("add music", world.clip("first.mp4"))
    address = world.stage.films()[0].post.film.link
    clips = [world.clip("clip.mp4") for _ in range(2)]
    world.stage.urls = {clip.ref: address for clip in clips}
    await world.say("add a title to each clip", *clips)
    assert "with clip-2.mp4 only." in world.turns()[-1]
    assert "clip-2.mp4" in world.agent.files
    assert len(world.stage.films()) == 3


@pytest.mark.parametrize(
    "words",
    [
        "use the best 3 seconds of each video and merge into one",
        "每个视频取3秒拼成一个",
        "每個影片取3秒，合併成一支影片",
        "take 3 seconds of each clip",
    ],
)
async def test_words_of_joining_and_doubt_make_one_film_and_offer_one_video_each(world, words):
    world.queue(upload=[{"delay": 0.2}])
    await world.send(words, world.clip("a.mp4"), world.clip("b.mp4"))
    await world.until(lambda: any(button.wire == "each:1" for button in world.stage.buttons()))
    await world.quiet()
    assert world.turns() == [words]
    assert len(world.stage.films()) == 1


async def test_captions_that_differ_and_ask_for_one_film_make_one(world):
    await world.send("merge these into one film", world.clip("a.mp4"), album="al")
    await world.say("this is the end", world.clip("b.mp4"), album="al")
    assert len(world.turns()) == 1


def each_button_shown(world, since):
    """Whether any post of a status shows the button, without the first `since[key]` posts of each."""
    return any(
        button.wire.startswith("each:")
        for one in statuses(world)
        for post in one.posts[since.get(one.key, 0) :]
        for button in post.buttons
    )


async def test_the_button_is_not_offered_again_by_the_process_after_the_one_that_sent_the_words(world):
    world.fault(turn_seconds=0.3)
    await world.send("join these clips", world.clip("a.mp4"), world.clip("b.mp4"))
    await world.until(lambda: world.calls("/run_sse"))
    await world.until(lambda: not any(button.wire == "each:1" for button in world.stage.buttons()))
    shown = {one.key: len(one.posts) for one in statuses(world)}
    await world.restart()
    await world.quiet()
    assert any(len(one.posts) > shown.get(one.key, 0) for one in statuses(world))
    assert not each_button_shown(world, shown)
    assert len(world.turns()) == 1


async def test_the_button_is_not_offered_where_no_words_follow(world):
    world.queue(upload=[{"delay": 0.1}])
    await world.say("", world.clip("a.mp4"), world.clip("b.mp4"))
    assert statuses(world)
    assert not each_button_shown(world, {})


async def test_a_child_can_be_tried_again(world):
    world.queue(run_sse=[{}, {"json": {"code": 4999, "message": "no"}}])
    await world.say("add music to each clip", world.clip("a.mp4"), world.clip("b.mp4"))
    assert len(world.stage.films()) == 1
    await world.press(list(world.stage.messages.values())[-1].post.buttons[0].wire)
    assert len(world.stage.films()) == 2
    assert "b.mp4" in world.turns()[-1]
