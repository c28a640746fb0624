"""A group that becomes a supergroup: what goes on there, and what of the old numbers is left alone."""

import pytest

from core.words.phrases import say


@pytest.mark.parametrize("restart_after", [None, 1, 2])
@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (0, 1, 2)])  # 2: the bot is in the supergroup
async def test_a_group_that_was_greeted_is_not_greeted_again_as_a_supergroup(scenes, order, restart_after):
    async with scenes(nemobot_join_seconds=0.3) as scene:
        group = scene.tg.group("Film club", scene.anna)
        group.adds_bot(scene.anna)
        await scene.quiet()
        assert len(group.answers) == 1
        new = group.upgrades(told=False)
        updates = group.updates_of_upgrade()
        for place, number in enumerate(order):
            if place == restart_after:
                await scene.until(lambda: not scene.tg.inbox.waiting)
                await scene.end()
                await scene.begin()
            updates[number]()
        await scene.quiet()
        assert not new.answers


async def test_a_group_that_moves_before_it_is_greeted_is_greeted_where_it_is(scenes):
    async with scenes(nemobot_join_seconds=0.3) as scene:
        group = scene.tg.group("Film club", scene.anna)
        group.adds_bot(scene.anna)
        await scene.until(lambda: not scene.tg.inbox.waiting)
        new = group.upgrades()
        await scene.quiet()
        assert not group.answers
        (greeting,) = new.answers
        assert "/edit@nemo_test_bot" in greeting.text


async def test_a_group_that_becomes_a_supergroup_keeps_its_project(scene):
    group = scene.tg.group("Film club", scene.anna)
    group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    new = group.upgrades()
    new.says(scene.anna, "/edit@nemo_test_bot make it louder")
    await scene.quiet(30)
    assert [film.film.name for film in new.films] == ["travel-v2.mp4"]


async def test_a_group_that_moves_during_a_turn_gets_its_film_where_it_is(scenes):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        group = scene.tg.group("Film club", scene.anna)
        group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        new = group.upgrades()
        await scene.quiet(30)
        assert [film.film.name for film in new.films] == ["travel-v1.mp4"]


def others_talk(scene, place):
    """Messages of others, with the numbers that messages of the group had."""
    return [place.says(scene.ben, f"nice weather {number}") for number in range(20)]


def assert_left_alone(place, talk):
    numbers = {said.id for said in talk}
    assert not [said for said in talk if said.reactions or said.edits or said.removed]
    assert not [said for said in place.answers if said.reply_to in numbers]


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("told", ["by the update", "by the refused call"])
async def test_nothing_of_the_old_numbering_is_used_in_the_supergroup(scenes, restart, told):
    async with scenes(faults={"turn_seconds": 1.0}, nemobot_still_working_seconds=0.3) as scene:
        group = scene.tg.group("Film club", scene.anna, scene.ben)
        group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        if restart:
            await scene.end()
        new = group.upgrades(told=told == "by the update")
        talk = others_talk(scene, new)
        if restart:
            await scene.begin()
        await scene.quiet(30)
        assert [film.film.name for film in new.films] == ["travel-v1.mp4"]
        assert_left_alone(new, talk)
        assert not group.films
        # notes go when it is done; a status goes on there, where the send budget had room for a new one
        assert not [said for said in new.answers if said.text.startswith("⏳ Still working")]
        done = say("en", "stage.done").partition("{")[0]
        statuses = [said for said in new.answers if said.text.startswith(done)]
        assert len(statuses) <= 1
        assert not [said for said in new.answers if say("en", "button.cancel") in said.buttons]


async def moves_during_a_turn(scene, *, told=True):
    """Let a group become a supergroup while the turn of a wish runs; its status stays as it was."""
    group = scene.tg.group("Film club", scene.anna, scene.ben)
    group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
    await scene.until(lambda: scene.calls("/run_sse") and group.answers)
    new = group.upgrades(told=told)
    return group, new


def claims_to_work(place):
    return [said.text for said in place.answers if say("en", "button.cancel") in said.buttons]


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("restart", [False, True])
async def test_a_request_that_fails_after_its_group_moved_says_so_where_the_group_is(scenes, restart, told):
    async with scenes(faults={"turn_seconds": 0.5, "render_fails": True}) as scene:
        _, new = await moves_during_a_turn(scene, told=told)
        if restart:
            await scene.end()
            await scene.begin()
        await scene.quiet(30)
        assert new.loud
        assert not claims_to_work(new)


async def test_a_request_that_is_cancelled_by_the_status_left_behind_says_so_where_the_group_is(scenes):
    async with scenes(faults={"turn_seconds": 3.0}) as scene:
        group, new = await moves_during_a_turn(scene)
        await scene.until(lambda: not scene.tg.inbox.waiting)
        press = group.presses(scene.anna, group.answers[0], say("en", "button.cancel"))
        await scene.quiet(30)
        assert press.answer.get("text", "") == ""
        assert [said.text for said in new.answers]
        assert not claims_to_work(new)


async def test_requests_that_wait_while_their_group_moves_tell_how_they_stand_where_it_is(scenes):
    async with scenes(faults={"turn_seconds": 1.0}, nemobot_still_working_seconds=0.3) as scene:
        group = scene.tg.group("Film club", scene.anna, scene.ben)
        for name in ("first", "second"):
            group.sends(scene.anna, scene.clip(f"{name}.mp4"), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: len(claims_to_work(group)) == 2)
        new = group.upgrades()
        await scene.quiet(30)
        assert len(new.films) + len(group.films) == 2
        assert not claims_to_work(new)


async def test_a_press_under_way_while_the_group_moves_is_answered_without_a_reply(scenes):
    async with scenes() as scene:
        group = scene.tg.group("Film club", scene.anna, scene.ben)
        group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
        await scene.quiet()
        scene.fault(turn_seconds=1.0)
        turns = len(scene.calls("/run_sse"))
        group.presses(scene.anna, group.films[0], say("en", "button.undo"))
        await scene.until(lambda: len(scene.calls("/run_sse")) > turns)
        await scene.end()
        new = group.upgrades()
        talk = others_talk(scene, new)
        await scene.begin()
        await scene.quiet(30)
        assert new.answers
        assert_left_alone(new, talk)


async def test_a_reply_to_the_film_in_the_supergroup_goes_on_with_its_project(scenes):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        group = scene.tg.group("Film club", scene.anna, scene.ben)
        group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        new = group.upgrades()
        talk = others_talk(scene, new)
        await scene.quiet(30)
        new.says(scene.ben, "make it louder", reply_to=new.films[0])
        await scene.quiet(30)
        assert [film.film.name for film in new.films] == ["travel-v1.mp4", "travel-v2.mp4"]
        assert_left_alone(new, talk)


@pytest.mark.parametrize("label", ["button.undo", "button.same_for_another"])
async def test_a_button_of_the_group_works_after_it_became_a_supergroup(scene, label):
    group = scene.tg.group("Film club", scene.anna, scene.ben)
    group.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
    await scene.quiet()
    film = group.films[0]
    new = group.upgrades()
    talk = others_talk(scene, new)
    await scene.quiet()
    press = group.presses(scene.anna, film, say("en", label))
    await scene.quiet(30)
    assert press.answer.get("text", "") == ""
    assert len(new.answers) >= 1
    assert_left_alone(new, talk)


async def test_an_allow_list_that_names_the_group_goes_on_to_count_in_the_supergroup(scenes):
    async with scenes(nemobot_allow=("telegram:-4001",)) as scene:
        group = scene.tg.group("Film club", scene.anna)
        assert group.chat.id == -4001
        new = group.upgrades()
        await scene.quiet()
        await scene.end()
        await scene.begin()
        new.sends(scene.anna, scene.clip("travel.mp4"), "/edit@nemo_test_bot add background music")
        scene.tg.supergroup("Others", scene.ben).says(scene.ben, "/edit@nemo_test_bot add background music")
        await scene.quiet(30)
        assert [film.film.name for film in new.films] == ["travel-v1.mp4"]
        assert len(scene.editor.heard) == 1
