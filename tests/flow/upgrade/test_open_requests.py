"""Requests that release 0.1.0 left open go on: films arrive where they were asked for, and no turn runs twice."""

import pytest

INTERRUPTED = "I was interrupted, but your edit went through"
MARK = "(recovered)"

# What the backend is asked for after the upgrade, and what arrives: turns, uploads, renders, films; a sentence said.
GOES_ON = [
    ("queued.telegram", 2, 1, 2, 2, ""),
    ("uploading.telegram", 1, 1, 1, 1, ""),
    ("uploading.discord", 1, 1, 1, 1, ""),
    ("uploaded.telegram", 1, 0, 1, 1, ""),
    ("uploaded.web", 1, 0, 1, 1, ""),
    ("uploading-second.telegram", 1, 1, 1, 1, ""),
    ("page-file.telegram", 1, 1, 1, 1, ""),
    ("turn-refused-for-now.telegram", 1, 0, 1, 1, ""),
    ("turn-refused-for-now.discord", 1, 0, 1, 1, ""),
    ("mid-turn.telegram", 0, 0, 1, 1, INTERRUPTED),
    ("mid-turn.telegram-group", 0, 0, 1, 1, INTERRUPTED),
    ("mid-turn.discord", 0, 0, 1, 1, INTERRUPTED),
    ("mid-turn.web", 0, 0, 1, 1, INTERRUPTED),
    ("mid-turn-second-session.telegram", 0, 0, 1, 1, INTERRUPTED),
    ("turn-ended.telegram", 0, 0, 1, 1, INTERRUPTED),
    ("lost.telegram", 0, 0, 1, 1, INTERRUPTED),
    ("lost.discord", 0, 0, 1, 1, INTERRUPTED),
    ("lost-and-behind.telegram", 1, 0, 2, 2, INTERRUPTED),
    ("follow-up.telegram", 0, 0, 1, 1, ""),
    ("follow-up.discord", 0, 0, 1, 1, ""),
    ("replying.telegram", 0, 0, 1, 1, MARK),
    ("replying.discord", 0, 0, 1, 1, MARK),
    ("answered.telegram", 0, 0, 1, 1, ""),
    ("answered.web", 0, 0, 1, 1, ""),
    ("submitting.telegram", 0, 0, 1, 1, ""),
    ("submitting.discord", 0, 0, 1, 1, ""),
    ("submitted.telegram", 0, 0, 0, 1, ""),
    ("rendering.telegram", 0, 0, 0, 1, ""),
    ("rendering.discord", 0, 0, 0, 1, ""),
    ("rendering.web", 0, 0, 0, 1, ""),
    ("render-line.telegram", 0, 0, 1, 2, ""),
    ("rendering-again.telegram", 0, 0, 1, 1, ""),
    ("delivering.telegram", 0, 0, 0, 1, MARK),
    ("delivering.telegram-group", 0, 0, 0, 1, MARK),
    ("delivering.discord", 0, 0, 0, 1, MARK),
    ("delivering.web", 0, 0, 0, 1, MARK),
    ("delivered.telegram", 0, 0, 0, 1, MARK),
    ("delivered.discord", 0, 0, 0, 1, MARK),
    ("delivering-later.telegram", 0, 0, 0, 1, ""),
    ("batch.telegram", 1, 1, 2, 2, "3 of 4 are ready."),
    ("batch.discord", 1, 1, 2, 2, "3 of 4 are ready."),
]


@pytest.mark.parametrize(("state", "turns", "uploads", "renders", "films", "says"), GOES_ON, ids=str)
async def test_an_open_request_goes_on(upgraded, film, state, turns, uploads, renders, films, says):
    async with upgraded(state) as world:
        await world.quiet(10.0)
        assert world.asked() == turns
        assert world.uploaded() == uploads
        assert len(world.submits()) == renders
        arrived = world.stage.films()
        assert [one.film_bytes for one in arrived] == [film] * films
        for one in arrived:
            to = one.target
            assert (str(to.address), to.reply_to, to.handle) in world.left.targets
        assert any(says in text for text in world.told())
        marked = sum(MARK in text for text in world.told())
        assert marked == (says == MARK)
        assert world.notes() == []
        assert [button for one in world.statuses() for button in one.post.buttons] == []
        outcomes = await world.outcomes()
        assert {outcomes[number] for number in world.left.open} == {"done"}


SHOWN = [state for state, *_ in GOES_ON if state.startswith(("mid-turn.", "rendering.", "delivering."))]


@pytest.mark.parametrize("state", SHOWN)
async def test_a_film_arrives_by_the_real_adapter(on_platform, film, state):
    async with on_platform(state, later=1200.0) as scene:
        await scene.quiet()
        assert scene.asked() == 0
        assert scene.films() == [len(film)]
        assert sum(MARK in text for text in scene.told()) == state.startswith("delivering.")


async def test_a_retry_that_was_offered_too_soon_is_taken_back(upgraded):
    async with upgraded("lost-and-told.telegram", nemobot_turn_timeout_seconds=900.0) as world:
        [retry] = [
            one for one in world.stage.messages.values() if [button.label for button in one.post.buttons] == ["Retry"]
        ]
        await world.quiet()
        assert world.asked() == 0
        assert len(world.stage.films()) == 1
        assert retry.post.buttons == ()
        assert any(INTERRUPTED in text for text in world.told())


async def test_a_turn_that_was_never_sent_is_said_and_asked_by_its_retry_alone(upgraded):
    async with upgraded("turn-never-sent.telegram", nemobot_turn_timeout_seconds=0.5) as world:
        await world.quiet()
        assert world.asked() == 0
        assert "after several looks nothing has changed" in "\n".join(world.told())
        assert world.stage.films() == []
        await world.press("again:1")
        assert world.turns() == ["add calm music"]
        assert len(world.stage.films()) == 1


async def test_a_clip_that_waited_takes_the_words_that_come_now(upgraded):
    async with upgraded("joining.telegram", later=1.0, nemobot_join_seconds=600.0) as world:
        await world.send("add calm music")
        [request] = await world.rows("select words from requests")
        assert request["words"] == "add calm music"


async def test_a_film_that_was_sent_twice_is_never_sent_again(upgraded):
    async with upgraded("delivering-again.telegram") as world:
        await world.quiet()
        assert world.stage.films() == []
        assert await world.outcomes() == {1: "undelivered"}  # nobody knows whether it arrived


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_batch_keeps_its_lines_and_offers_the_failed_file_again(upgraded, platform):
    async with upgraded(f"batch.{platform}") as world:
        await world.quiet()
        assert [name in turn for name, turn in zip(("c.mp4", "d.mp4"), world.turns(), strict=True)] == [True, True]
        [status] = world.statuses()
        lines = status.post.text.splitlines()[1:]
        assert [line[-1:] for line in (lines[0], *lines[2:])] == ["✅"] * 3
        assert lines[1].startswith("2. b.mp4: ✗")
        last = list(world.stage.messages.values())[-1].post
        assert [(button.label, button.wire) for button in last.buttons] == [("Retry 2", "again:3")]


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_wish_cancelled_in_its_turn_stays_cancelled(upgraded, platform):
    async with upgraded(f"cancelled-turn.{platform}") as world:
        await world.quiet()
        assert world.asked() == 0
        assert world.stage.films() == []
        assert (await world.outcomes())[1] == "cancelled"


async def test_words_that_wait_are_taken_by_the_next_clip(upgraded):
    async with upgraded("kept-words.telegram") as world:
        await world.say("", world.clip("good.mp4"))
        assert world.turns() == ["add calm music"]
        assert len(world.stage.films()) == 1


async def test_words_that_wait_for_another_clip_begin_a_project_of_their_own(upgraded):
    async with upgraded("kept-words-fresh.telegram") as world:
        await world.say("", world.clip("good.mp4"))
        assert world.turns() == ["add calm music"]
        [one] = world.stage.films()
        assert one.post.film.name == "good-v1.mp4"
        assert len(await world.rows("select id from projects")) == 2


async def test_words_of_an_upload_page_are_taken_by_a_clip_of_the_chat_too(upgraded):
    async with upgraded("kept-words-and-page.telegram") as world:
        await world.say("", world.clip("good.mp4"))
        assert world.turns() == ["add calm music"]
        assert len(world.stage.films()) == 1


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_film_that_could_not_be_delivered_is_told_when_the_user_writes_again(upgraded, platform):
    async with upgraded(f"owed.{platform}") as world:
        await world.say("/status")
        [debt] = [text for text in world.told() if "couldn't deliver this earlier" in text]
        assert f"{world.sandbox.url}/render-result/" in debt
        await world.say("/status")
        assert sum("couldn't deliver" in text for text in world.told()) == 1


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_what_was_being_handed_over_is_handed_over_once_more(upgraded, platform):
    async with upgraded(f"paying.{platform}") as world:
        await world.quiet()
        [debt] = world.told()
        assert "couldn't deliver this earlier" in debt
        assert MARK in debt
        await world.say("/status")
        assert sum("couldn't deliver" in text for text in world.told()) == 1


async def test_a_wish_that_ended_three_processes_is_set_aside(upgraded):
    async with upgraded("stumbled.telegram") as world:
        await world.quiet()
        assert world.asked() == 0
        assert any("I stumbled over this request three times" in text and "R1" in text for text in world.told())
        assert await world.outcomes() == {1: "parked"}


async def test_a_wish_that_waits_behind_a_lost_turn_is_asked_after_it(upgraded):
    async with upgraded("lost-and-behind.telegram") as world:
        await world.quiet()
        assert world.turns() == ["add calm music", "add a title"]
        assert [one.target.reply_to for one in world.stage.films()] == ["501", "502"]


async def test_what_was_queued_runs_in_its_order(upgraded):
    async with upgraded("queued.telegram") as world:
        await world.quiet()
        assert world.turns() == ["add calm music", "add a title"]
        assert [one.target.reply_to for one in world.stage.films()] == ["501", "502"]


async def test_what_was_said_is_known_and_a_reply_to_it_finds_its_project(upgraded):
    async with upgraded("buttons.telegram") as world:
        await world.say("add calm music", key="501")
        assert world.asked() == 0
        await world.say("/new")
        await world.say("louder", reply_to="1004")
        assert [row["project"] for row in await world.rows("select project from requests where words = 'louder'")] == [
            1
        ]


async def test_a_database_of_the_release_is_kept_before_it_is_changed(upgraded):
    async with upgraded("queued.telegram") as world:
        folder = world.settings.nemobot_data_dir
        new = await world.rows("select name from schema_migrations where number > 2")
        assert bool(new) == bool(list(folder.glob("nemobot.db.before-*")))


async def test_language_and_skill_of_a_chat_stay_and_nobody_is_greeted_twice(upgraded):
    async with upgraded("remembered.telegram") as world:
        await world.say("/new")
        await world.say("add a title")
        assert all("Try saying" not in text and "可以这样说" not in text for text in world.told())
        [project] = await world.rows("select skill from projects order by id desc limit 1")
        assert project["skill"] == "add-music-ai"
        assert any("新项目" in text for text in world.told())


async def test_who_loses_the_session_of_an_earlier_request_is_told_what_is_lost(upgraded):
    async with upgraded("remembered.telegram") as world:
        world.queue(run_sse=[{"json": {"code": 1002, "message": "session not found"}}])
        await world.say("add a title")
        [lost] = [text for text in world.told() if "剪辑会话已过期" in text]
        assert "之前的时间线" in lost
        assert "你之前发的文件" in lost
