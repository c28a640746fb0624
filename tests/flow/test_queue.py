"""What happens while an edit runs: places in the queue, cancelling, other projects, and answers at once."""

import dataclasses
import time

import pytest

from core.model.chat import Address, NotSent, Role, Sender

BEN = Sender("ben", "Ben", "en")
HERE = Address("stage", "chat")


def last(world):
    return list(world.stage.messages.values())[-1].post


def texts(world):
    return [post.text for one in world.stage.messages.values() for post in one.posts]


async def test_a_request_behind_a_running_turn_shows_its_place_and_shows_when_it_moves_up(world):
    world.fault(turn_seconds=0.15)
    for words in ("add music", "add a title", "add captions"):
        await world.send(words)
    await world.until(lambda: any("There are 2 ahead" in text for text in texts(world)))
    await world.quiet()
    third = next(one for one in world.stage.messages.values() if "There are 2 ahead" in one.posts[0].text)
    assert "You're next" in third.posts[1].text
    assert third.post.text.startswith("Done in")
    assert world.turns() == ["add music", "add a title", "add captions"]


async def test_a_place_without_room_in_the_send_budget_is_shown_when_there_is_room(world):
    world.fault(turn_seconds=0.5)
    world.stage.no_room += [NotSent("flood control", 0.05)] * 3
    await world.send("add music")
    await world.send("add a title")
    await world.send("add captions")
    await world.until(lambda: any("There are 2 ahead" in text for text in texts(world)))
    await world.quiet()
    assert world.stage.no_room == []
    assert world.turns() == ["add music", "add a title", "add captions"]


async def test_who_began_meanwhile_is_shown_no_place(world):
    world.fault(turn_seconds=0.2)
    await world.send("add music")
    await world.until(lambda: world.calls("/run_sse"))
    world.stage.no_room += [NotSent("flood control", 0.4)]
    await world.say("add a title")
    assert not any("You're next" in text for text in texts(world))


async def test_a_shutdown_does_not_wait_for_room_in_a_send_budget(worlds):
    async with worlds() as world:
        world.fault(turn_seconds=0.3)
        world.stage.no_room += [NotSent("flood control", 600.0)]
        await world.send("add music")
        await world.send("add a title")
        await world.until(lambda: not world.stage.no_room)
        began = time.monotonic()
        await world.process.end()
        assert time.monotonic() - began < 8
        await world.open()
        await world.quiet()
        assert world.turns() == ["add music", "add a title"]


async def test_a_request_at_the_head_of_its_lane_shows_no_place(world):
    await world.say("add music")
    assert not any("next" in text and "Got it" in text for text in texts(world))


@pytest.mark.parametrize("words", ["/status", "how many credits do I have?", "/help", "/versions", "/projects"])
async def test_control_is_answered_while_a_turn_runs(world, words):
    world.fault(turn_seconds=0.3)
    await world.send("add music")
    await world.until(lambda: world.calls("/run_sse"))
    before = len(world.stage.said())
    await world.send(words)
    await world.until(lambda: len(world.stage.said()) > before)
    assert world.stage.films() == []
    await world.quiet()


async def test_status_says_what_runs_and_what_waits(world):
    world.fault(turn_seconds=0.2)
    await world.send("add music")
    await world.send("add a title")
    await world.until(lambda: world.calls("/run_sse"))
    await world.send("/status")
    await world.until(lambda: any("Running: “add music”" in text for text in world.stage.said()))
    assert any("Waiting: 1" in text for text in world.stage.said())
    await world.quiet()


class TestCancel:
    async def test_nothing_to_cancel_is_said(self, world):
        await world.say("/cancel")
        assert world.stage.said() == ["There's nothing of yours to cancel right now."]

    async def test_the_button_of_a_request_that_has_ended_says_so(self, world):
        await world.say("add music")
        await world.press("cancel:1")
        assert world.stage.said()[-1].startswith("That has ended already")

    async def test_what_waits_is_gone_at_once(self, world):
        world.fault(turn_seconds=0.3)
        await world.send("add music")
        key = await world.send("add a title")
        await world.until(lambda: any("You're next" in text for text in texts(world)))
        await world.send("/cancel", reply_to=key)
        await world.until(lambda: "Cancelled before it began: “add a title”" in world.stage.said())
        assert "Cancelled." in texts(world)
        assert world.stage.films() == []
        await world.quiet()
        assert world.turns() == ["add music"]
        assert len(world.stage.films()) == 1
        assert (key, "failed") in world.stage.marks

    async def test_an_upload_stops(self, world):
        clip = world.clip(data=world.stage.files[world.clip().ref] + bytes(3_000_000))
        key = await world.send("add music", clip)
        await world.until(lambda: any("Uploading" in text for text in texts(world)))
        await world.say("/cancel", reply_to=key)
        assert "Stopped the upload." in world.stage.said()
        assert world.turns() == []

    async def test_a_turn_is_read_to_its_end_in_silence_and_its_draft_kept(self, world):
        world.fault(turn_seconds=0.3)
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.say("/cancel")
        said = world.stage.said()
        assert "What the editor had already begun may still count" in said[-1]
        assert world.stage.films() == []
        assert not any("What changed" in text for text in said)
        await world.say("/versions")
        assert "1. Timeline (2 tracks)" in world.stage.said()[-1]

    async def test_a_turn_that_begins_while_it_is_cancelled_is_not_called_unbegun(self, world, monkeypatch):
        requests = type(world.app.services.stores.requests)
        honest = requests.cancel

        async def late(self, request):
            await world.until(lambda: world.calls("/run_sse"))
            return await honest(self, request)

        monkeypatch.setattr(requests, "cancel", late)
        world.fault(turn_seconds=0.3)
        world.queue(upload=[{"delay": 0.2}])
        key = await world.send("add music", world.clip())
        await world.say("/cancel", reply_to=key)
        assert "What the editor had already begun may still count" in world.stage.said()[-1]
        assert not any("before it began" in text for text in world.stage.said())

    async def test_a_render_is_cancelled_once(self, worlds):
        async with worlds(nemobot_render_poll_seconds=0.2, faults={"render_seconds": 2.0}) as world:
            await world.send("add music", world.clip())
            await world.until(world.submits)
            await world.say("/cancel")
            assert [one["status"] for one in world.calls("/cancel")] == [200]
            assert "Cancelled the export. Your timeline is safe." in world.stage.said()
            assert len(world.submits()) == 1
            assert world.stage.films() == []

    async def test_a_render_that_is_cancelled_while_it_is_being_begun_is_stopped_too(self, worlds):
        async with worlds(nemobot_render_poll_seconds=0.2, faults={"render_seconds": 2.0}) as world:
            world.queue(render=[{"work": True, "delay": 0.3}])
            await world.send("add music", world.clip())
            await world.until(world.submits)
            await world.say("/cancel")
            assert [one["status"] for one in world.calls("/cancel")] == [200]
            assert world.stage.films() == []

    async def test_a_refusal_to_cancel_a_render_changes_nothing(self, worlds):
        async with worlds(nemobot_render_poll_seconds=0.2, faults={"render_seconds": 2.0}) as world:
            world.queue(cancel=[{"status": 409, "json": {"success": False, "error": "already done"}}])
            await world.send("add music", world.clip())
            await world.until(lambda: world.calls("/lambda/render_"))
            await world.say("/cancel")
            assert len(world.calls("/cancel")) == 1
            assert "Cancelled the export. Your timeline is safe." in world.stage.said()
            assert world.stage.films() == []

    async def test_the_second_try_of_a_render_is_the_one_that_is_cancelled(self, worlds):
        async with worlds(nemobot_render_poll_seconds=0.1) as world:
            world.queue(render=[{"faults": {"render_fails": True}}, {"faults": {"render_seconds": 2.0}}])
            await world.send("add music")
            await world.until(lambda: len(world.submits()) == 2)
            await world.until(lambda: "lambda" in world.sandbox.seen[-1]["path"])
            await world.say("/cancel")
            assert [one["render"] for one in world.calls("/cancel")] == [world.submits()[1]["render"]]

    async def test_a_reply_to_an_unknown_message_cancels_ones_own(self, world):
        world.fault(turn_seconds=0.2)
        await world.send("add music")
        await world.until(lambda: world.calls("/run_sse"))
        await world.say("/cancel", reply_to="unknown")
        assert any("may still count" in text for text in world.stage.said())

    async def test_bare_cancel_lists_all_of_ones_own_in_one_sentence(self, world):
        world.fault(turn_seconds=0.2)
        await world.send("add music")
        await world.send("add a title")
        await world.until(lambda: world.calls("/run_sse"))
        await world.say("/cancel")
        told = next(text for text in world.stage.said() if text.startswith("Cancelled 2: “add music”, “add a title”"))
        assert "may still count" in told
        assert world.turns() == ["add music"]

    async def test_another_persons_request_is_not_cancelled(self, world):
        world.fault(turn_seconds=0.2)
        key = await world.send("add music", private=False)
        await world.until(lambda: world.calls("/run_sse"))
        await world.send("/cancel", sender=BEN, private=False, reply_to=key)
        await world.send("/cancel", sender=BEN, private=False)
        await world.quiet()
        said = world.stage.said()
        assert any("Only the person who asked" in text for text in said)
        assert any("nothing of yours" in text for text in said)
        assert len(world.stage.films()) == 1

    async def test_a_guessed_number_cancels_nothing_in_another_chat(self, world):
        world.fault(turn_seconds=0.2)
        await world.send("add music")
        await world.until(lambda: world.calls("/run_sse"))
        elsewhere = dataclasses.replace(HERE, chat="elsewhere")
        await world.send(press="cancel:1", address=elsewhere, sender=BEN)
        await world.send("/cancel 1", address=elsewhere, sender=BEN)
        await world.send("/cancel 99", address=elsewhere, sender=BEN)
        await world.quiet()
        assert len(world.stage.films()) == 1


class TestProjects:
    async def test_new_is_free_at_once_and_a_request_keeps_its_project(self, world):
        world.fault(turn_seconds=0.3)
        await world.send("add music", world.clip("one.mp4"))
        await world.until(lambda: world.calls("/run_sse"))
        await world.send("/new")
        await world.until(lambda: any("A fresh project" in text for text in world.stage.said()))
        await world.say("add a title", world.clip("two.mp4"))
        assert [film.post.film.name for film in world.stage.films()] == ["one-v1.mp4", "two-v1.mp4"]
        assert len(world.calls("/with-session")) == 2

    async def test_new_with_words_begins_with_them(self, world):
        await world.say("add music")
        await world.say("/new make a video about cats")
        assert world.turns()[-1] == "make a video about cats"
        assert len(world.calls("/with-session")) == 2

    async def test_projects_are_listed_and_switched(self, world):
        await world.say("add music", world.clip("one.mp4"))
        await world.say("/new")
        await world.say("add music", world.clip("two.mp4"))
        await world.say("/projects")
        assert "2. two (current)" in last(world).text
        assert "1. one," in last(world).text
        await world.press("project:1")
        assert "You're in one now." in world.stage.said()[-1]
        await world.say("add a title")
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"
        await world.say("/projects 9")
        assert world.stage.said()[-1] == "There's no project 9."

    async def test_a_reply_works_on_the_project_of_the_message(self, world):
        key = await world.say("add music", world.clip("one.mp4"))
        await world.say("/new")
        await world.say("add music", world.clip("two.mp4"))
        await world.say("add a title", reply_to=key)
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"
        await world.say("add captions")
        assert world.stage.films()[-1].post.film.name == "two-v2.mp4"


class TestWhatBelongsToAProject:
    """An answer and a status belong to a project, whichever is the current one by the time somebody uses them."""

    async def two_projects(self, world, **more):
        await world.say("add music", world.clip("one.mp4"), **more)
        await world.say("/versions", **more)
        listed = list(world.stage.messages.values())[-1]
        await world.say("/new", **more)
        await world.say("add music", world.clip("two.mp4"), **more)
        await world.say("add a title", **more)
        return listed

    async def test_a_button_under_versions_works_on_the_project_of_that_list(self, world):
        listed = await self.two_projects(world)
        await world.press(listed.post.buttons[0].wire, reply_to=listed.key)
        assert world.stage.films()[-1].post.film.name == "one-v1.mp4"

    async def test_a_button_under_versions_does_so_after_a_restart(self, world):
        listed = await self.two_projects(world)
        await world.restart()
        await world.press(listed.post.buttons[0].wire, reply_to=listed.key)
        assert world.stage.films()[-1].post.film.name == "one-v1.mp4"

    @pytest.mark.parametrize("words", ["/versions", "/status", "/credits"])
    async def test_a_reply_to_an_answer_works_on_the_project_it_was_about(self, world, words):
        await world.say("add music", world.clip("one.mp4"))
        await world.say(words)
        answer = list(world.stage.messages.values())[-1]
        await world.say("/new")
        await world.say("add a title", reply_to=answer.key)
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"

    async def test_a_reply_to_the_answer_of_new_or_of_a_switch_works_on_the_project_it_names(self, world):
        await world.say("add music", world.clip("one.mp4"))
        await world.say("/new")
        begun = list(world.stage.messages.values())[-1]
        await world.press("project:1")
        switched = list(world.stage.messages.values())[-1]
        await world.say("add a title", world.clip("two.mp4"), reply_to=begun.key)
        assert world.stage.films()[-1].post.film.name == "two-v1.mp4"
        await world.press("project:2")
        await world.say("add a title", reply_to=switched.key)
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"

    async def test_a_reply_to_help_works_on_the_current_project(self, world):
        await world.say("add music", world.clip("one.mp4"))
        await world.say("/help")
        answer = list(world.stage.messages.values())[-1]
        await world.say("/new")
        await world.say("add a title", world.clip("two.mp4"), reply_to=answer.key)
        assert world.stage.films()[-1].post.film.name == "two-v1.mp4"

    @pytest.mark.parametrize("sender", [BEN, Sender("anna", "Anna", "en")])
    async def test_a_reply_to_a_status_works_on_its_project(self, world, sender):
        await world.say("add music", world.clip("one.mp4"), private=False)
        (status,) = [one for one in world.stage.messages.values() if one.post.role is Role.STATUS]
        await world.say("/new", private=False)
        await world.say("add a title", reply_to=status.key, sender=sender, private=False)
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"

    async def test_a_reply_to_still_working_works_on_its_project(self, world):
        world.fault(turn_seconds=0.3)
        await world.send("add music", world.clip("one.mp4"))
        await world.until(lambda: any(one.post.role is Role.NOTE for one in world.stage.messages.values()))
        note = next(one for one in world.stage.messages.values() if one.post.role is Role.NOTE)
        await world.send("/new")
        await world.say("add a title", reply_to=note.key)
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"

    async def test_cancel_as_a_reply_to_a_status_cancels_that_request_alone(self, world):
        world.fault(turn_seconds=0.3)
        await world.send("add music")
        await world.send("add a title")
        await world.send("add captions")
        await world.until(lambda: any("There are 2 ahead" in text for text in texts(world)))
        status = next(one for one in world.stage.messages.values() if "You're next" in one.post.text)
        await world.say("/cancel", reply_to=status.key)
        assert "Cancelled before it began: “add a title”" in world.stage.said()
        assert world.turns() == ["add music", "add captions"]

    async def test_cancel_as_a_reply_to_an_answer_cancels_in_the_project_of_the_answer(self, world):
        world.fault(turn_seconds=0.3)
        await world.send("add music")
        await world.until(lambda: world.calls("/run_sse"))
        await world.send("/versions")
        await world.until(lambda: "No versions yet" in world.stage.said()[-1])
        answer = list(world.stage.messages.values())[-1]
        await world.say("/cancel", reply_to=answer.key)
        assert any("may still count" in text for text in world.stage.said())

    async def test_another_person_does_not_cancel_by_a_reply_to_a_status(self, world):
        world.fault(turn_seconds=0.2)
        await world.send("add music", private=False)
        await world.until(lambda: world.calls("/run_sse"))
        (status,) = [one for one in world.stage.messages.values() if one.post.role is Role.STATUS]
        await world.say("/cancel", sender=BEN, private=False, reply_to=status.key)
        assert any("Only the person who asked" in text for text in world.stage.said())
        assert len(world.stage.films()) == 1

    async def test_every_project_can_be_switched_to_also_one_that_the_list_does_not_show(self, world):
        await world.say("add music", world.clip("one.mp4"))
        for _ in range(11):
            await world.say("/new")
        await world.say("/projects 1")
        assert world.stage.said()[-1] == "You're in one now."
        await world.say("add a title")
        assert world.stage.films()[-1].post.film.name == "one-v2.mp4"

    async def test_a_cancelled_request_that_waits_counts_in_the_line_no_more(self, world):
        world.fault(turn_seconds=0.5)
        await world.send("add music")
        middle = await world.send("add a title")
        await world.send("add captions")
        await world.until(lambda: any("There are 2 ahead" in text for text in texts(world)))
        third = next(one for one in world.stage.messages.values() if "There are 2 ahead" in one.post.text)
        await world.send("/cancel", reply_to=middle)
        await world.until(lambda: "You're next" in third.post.text)
        await world.send("make it louder")
        await world.until(lambda: any("There are 2 ahead" in one.post.text for one in world.stage.messages.values()))
        await world.send("/status")
        await world.until(lambda: any("Waiting: 2" in text for text in world.stage.said()))
        await world.quiet()
        assert world.turns() == ["add music", "add captions", "make it louder"]


class TestGroups:
    async def test_each_sender_has_a_project_and_does_not_wait_for_others(self, world):
        world.fault(turn_seconds=0.2)
        await world.send("add music", world.clip("anna.mp4"), private=False)
        await world.send("add music", world.clip("ben.mp4"), private=False, sender=BEN)
        await world.until(lambda: len(world.calls("/run_sse")) == 2)
        assert world.stage.films() == []
        await world.quiet()
        films = {film.post.film.name: film.target.asker for film in world.stage.films()}
        assert films == {"anna-v1.mp4": "anna", "ben-v1.mp4": "ben"}

    async def test_another_persons_reply_works_on_that_project_once(self, world):
        await world.say("add music", world.clip("anna.mp4"), private=False)
        film = world.stage.films()[0]
        await world.say("add a title", reply_to=film.key, sender=BEN, private=False)
        assert world.stage.films()[1].post.film.name == "anna-v2.mp4"
        assert world.stage.films()[1].target.asker == "ben"
        await world.say("add captions", world.clip("ben.mp4"), sender=BEN, private=False)
        assert world.stage.films()[2].post.film.name == "ben-v1.mp4"

    @pytest.mark.parametrize("press", ["export", "undo", "again:1", "same:1"])
    async def test_a_button_obeys_the_asker_alone(self, world, press):
        await world.say("add music", world.clip(), private=False)
        film = world.stage.films()[0]
        await world.press(press, reply_to=film.key, sender=BEN, private=False)
        assert world.stage.said()[-1] == "That button belongs to the person who asked."
        assert len(world.stage.films()) == 1
        assert len(world.turns()) == 1

    async def test_no_credits_in_a_group_give_no_link(self, world):
        world.queue(run_sse=[{"json": {"code": 2001, "message": "no credits"}}])
        await world.say("add music", private=False)
        assert "Continue with me in a direct chat" in world.stage.said()[-1]
        assert "http" not in world.stage.said()[-1]

    async def test_a_plan_that_forbids_exports_gives_a_group_no_link(self, world):
        world.fault(export_blocked=True)
        await world.say("add music", private=False)
        assert "Continue with me in a direct chat" in world.stage.said()[-1]

    async def test_help_in_a_group_says_how_to_address_the_bot(self, world):
        await world.say("/help", private=False)
        assert "mention me or reply to me" in last(world).text

    async def test_statuses_of_two_askers_are_two_messages(self, world):
        await world.say("add music", private=False)
        await world.say("add music", private=False, sender=BEN)
        assert len([one for one in world.stage.messages.values() if one.post.role is Role.STATUS]) == 2
