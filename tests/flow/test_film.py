"""The film: when it follows by itself, when it waits for a word, and how it reaches the chat."""

import dataclasses

import pytest

from core.model.chat import DeliveryUnknown, NotSent, Role, TooLarge
from core.words.spoilers import hidden


async def test_words_that_hold_leave_the_export_button(world):
    await world.say("add music, but don't export yet", world.clip())
    assert world.stage.films() == []
    last = list(world.stage.messages.values())[-1].post
    assert "Not exporting, as you asked" in last.text
    assert "export" in [button.wire for button in last.buttons]
    await world.press("export")
    assert len(world.stage.films()) == 1
    assert len(world.turns()) == 1


async def test_the_agents_click_export_runs_the_export_unless_there_is_a_film_already(world):
    await world.say("add music, but don't export yet")
    world.queue(run_sse=[{"faults": {"say": "All set. Click the Export button to download.", "applies": False}}] * 2)
    await world.say("change nothing else for now")
    assert len(world.stage.films()) == 1
    await world.say("change nothing at all")
    assert len(world.stage.films()) == 1
    assert not any("Export button" in text for text in world.stage.said())


async def test_an_operator_who_turned_films_off_leaves_the_export_button(worlds):
    async with worlds(nemobot_auto_export=False) as world:
        await world.say("add music", world.clip())
        assert world.stage.films() == []
        await world.say("add a title and export the video")
        assert len(world.stage.films()) == 1


async def test_export_alone_asks_the_editor_nothing(world):
    await world.say("add music", world.clip())
    await world.say("please send me the video")
    assert len(world.turns()) == 1
    assert len(world.stage.films()) == 2
    assert len(world.submits()) == 1
    assert "here is that video again" in world.stage.films()[1].post.text


async def test_export_of_a_clip_without_a_timeline_puts_it_there_first(world):
    await world.say("", world.clip("a.mp4"))
    await world.say("export 1080p MP4")
    assert world.turns() == ["Put the uploaded material on the timeline unchanged."]
    assert len(world.stage.films()) == 1


async def test_export_of_nothing_asks_for_a_clip(world):
    await world.say("export")
    assert "Send me a clip first" in world.stage.said()[-1]
    assert world.turns() == []


async def test_a_film_that_was_asked_of_an_empty_timeline_is_answered_with_examples(world):
    await world.say("do nothing and export the video")
    assert "There's nothing on the timeline yet" in world.stage.said()[-1]
    assert world.stage.said()[-1].count("•") == 3
    assert world.submits() == []


async def test_a_film_that_was_asked_comes_though_nothing_changed_and_says_so(world):
    await world.say("add music", world.clip())
    await world.say("add nothing and send me the video")
    assert "Nothing changed, so this is the newest version" in world.stage.films()[-1].post.text


async def test_what_a_render_cannot_carry_is_named(world):
    await world.say("add music and export it in 4K as GIF", world.clip())
    assert any("4K, GIF" in text for text in world.stage.said())
    assert len(world.stage.films()) == 1


async def test_an_export_in_a_size_of_its_own_is_rendered_anew(world):
    await world.say("add music", world.clip())
    await world.say("export 720p")
    assert len(world.submits()) == 2


async def test_a_named_version_is_exported_and_says_that_it_is_older(world):
    await world.say("add music", world.clip("a.mp4"))
    await world.say("add a title")
    await world.say("export version 1")
    film = world.stage.films()[-1].post
    assert film.film.name == "a-v1.mp4"
    assert "This is version 1" in film.text
    assert len(world.submits()) == 2


async def test_a_version_that_is_not_there_is_named_with_those_that_are(world):
    await world.say("add music", world.clip())
    await world.say("export version 7")
    assert world.stage.said()[-1] == "There's no version 7. These exist: 1."


async def test_two_quick_edits_bring_two_films_named_by_version(world):
    await world.send("add music", world.clip("a.mp4"))
    await world.send("add a title")
    await world.quiet()
    assert [film.post.film.name for film in world.stage.films()] == ["a-v1.mp4", "a-v2.mp4"]


async def test_the_next_wish_begins_before_the_film_is_done(worlds):
    async with worlds(nemobot_render_poll_seconds=0.2, faults={"render_seconds": 0.5}) as world:
        await world.send("add music", world.clip("a.mp4"))
        await world.send("add a title")
        await world.until(lambda: len(world.turns()) == 2)
        assert world.stage.films() == []
        await world.quiet()
        assert "A newer one" in world.stage.films()[0].post.text
        assert [film.post.film.name for film in world.stage.films()] == ["a-v1.mp4", "a-v2.mp4"]


async def test_a_film_behind_another_one_says_what_it_waits_for(worlds):
    async with worlds(nemobot_render_poll_seconds=0.2, faults={"render_seconds": 0.4}) as world:
        await world.send("add music")
        await world.say("add a title")
        texts = [post.text for one in world.stage.messages.values() for post in one.posts]
        assert any("Waiting for the video before this one." in text for text in texts)


async def test_a_film_too_big_for_the_chat_is_a_link(world):
    world.stage.here = dataclasses.replace(world.stage.here, file_bytes=100)
    await world.say("add music", world.clip())
    film = world.stage.films()[0].post
    assert film.film.open is None
    assert film.film.link.startswith("http")
    assert "too big for this chat" in film.text


async def test_a_platform_that_refuses_the_size_after_all_gets_the_link(world):
    world.stage.refuse.append((Role.ANSWER, TooLarge("file")))
    await world.say("add music", world.clip())
    films = world.stage.films()
    assert len(films) == 1
    assert films[0].post.film.open is None


async def test_a_film_whose_link_leads_nowhere_comes_by_the_download_route(world):
    world.queue(result=[{"status": 404, "json": {"success": False, "error": "gone"}}] * 3)
    await world.say("add music", world.clip())
    films = world.stage.films()
    assert len(films) == 1
    assert films[0].film_bytes.startswith(b"\x00\x00\x00\x18ftyp")
    assert films[0].post.film.link == ""
    assert "(recovered)" not in films[0].post.text


async def test_a_film_that_cannot_be_read_is_a_link(world):
    world.queue(result=[{"faults": {}}, {"status": 404, "json": {"success": False, "error": "gone"}}])
    await world.say("add music", world.clip())
    films = world.stage.films()
    assert len(films) == 1
    assert films[0].post.film.open is None
    assert films[0].post.film.link
    assert "(recovered)" not in films[0].post.text


async def test_a_film_whose_bytes_and_address_are_both_missing_opens_in_the_browser(world):
    world.fault(render_url=False, render_form=2)
    world.queue(download=[{"status": 404, "json": {"success": False, "error": "gone"}}] * 2)
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert "/workspace/claim?ct=" in world.stage.films()[0].post.text


async def test_a_film_of_unknown_size_whose_link_is_dead_still_comes(world):
    world.fault(render_form=2)
    world.queue(result=[{"status": 404, "json": {"success": False, "error": "gone"}}] * 4)
    await world.say("add music", world.clip())
    assert world.stage.films()[0].film_bytes.startswith(b"\x00\x00\x00\x18ftyp")


async def test_a_browser_link_that_cannot_be_had_stops_no_film(world):
    world.fault(no_claim=True)
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert not any(button.url for button in world.stage.buttons())


async def test_a_film_without_an_address_comes_by_the_download_route(world):
    world.fault(render_url=False)
    await world.say("add music", world.clip())
    film = world.stage.films()[0]
    assert film.film_bytes.startswith(b"\x00\x00\x00\x18ftyp")
    assert len(world.calls("/download")) == 1


async def test_a_film_without_an_address_that_does_not_fit_opens_in_the_browser(world):
    world.stage.here = dataclasses.replace(world.stage.here, file_bytes=100)
    world.fault(render_url=False)
    await world.say("add music", world.clip())
    assert "/workspace/claim?ct=" in world.stage.films()[0].post.text


async def test_a_film_without_an_address_that_does_not_fit_a_group_is_a_sentence_without_a_link(world):
    world.stage.here = dataclasses.replace(world.stage.here, file_bytes=100)
    world.fault(render_url=False)
    await world.say("add music", world.clip(), private=False)
    text = world.stage.films()[0].post.text
    assert "I can't post it here" in text
    assert "claim" not in text


async def test_a_group_is_given_no_browser_link(world):
    await world.say("add music", world.clip(), private=False)
    assert not any(button.url for button in world.stage.buttons())
    assert world.calls("/claim-token") == []


@pytest.mark.parametrize("form", [2, 3])
async def test_every_documented_answer_to_a_poll_is_understood(world, form):
    world.fault(render_form=form)
    await world.say("add music", world.clip())
    assert world.stage.films()[0].film_bytes


async def test_a_render_that_fails_once_is_tried_once_more(world):
    world.queue(render=[{"faults": {"render_fails": True}}])
    await world.say("add music", world.clip())
    assert len(world.submits()) == 2
    assert len({one["render"] for one in world.submits()}) == 2
    assert len(world.stage.films()) == 1


async def test_a_render_that_fails_twice_is_said_and_can_be_asked_again(world):
    world.fault(render_fails=True)
    await world.say("add music", world.clip())
    assert len(world.submits()) == 2
    assert "Export failed, please try again later" in world.stage.said()[-1]
    world.fault(render_fails=False)
    await world.press("export")
    assert len(world.stage.films()) == 1
    assert len(world.turns()) == 1


async def test_a_render_of_an_unknown_state_is_polled_on(world):
    world.fault(odd_polls=3)
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1


async def test_ten_polls_without_an_end_leave_the_lane_and_a_button(world):
    world.fault(odd_polls=15)
    await world.say("add music", world.clip())
    last = list(world.stage.messages.values())[-1].post
    assert "taking longer than usual" in last.text
    assert [button.wire for button in last.buttons] == ["version:1"]
    await world.press("version:1")
    assert len(world.stage.films()) == 1
    assert len(world.submits()) == 1


async def test_a_poll_without_an_answer_is_not_the_end(world):
    world.queue(poll=[{"status": 502, "html": True}] * 3 + [{"drop": "before"}] * 3)
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert len(world.submits()) == 1


async def test_a_submit_whose_answer_is_lost_is_not_made_twice(world):
    world.queue(render=[{"drop": "after"}])
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert len({one["render"] for one in world.calls("/api/render/proxy/lambda") if "render" in one}) == 1


async def test_a_submit_that_breaks_off_again_and_again_is_looked_for_and_made_again(world):
    world.queue(render=[{"drop": "before"}, {"status": 503}, {"drop": "after"}])
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert len({one["render"] for one in world.calls("/api/render/proxy/lambda") if "render" in one}) == 1


async def test_a_render_in_a_session_that_is_gone_gets_a_new_session(world):
    world.queue(render=[{"json": {"code": 1002, "message": "session not found"}}])
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert len(world.calls("/with-session")) == 2
    assert any("Gone are: the earlier timeline" in text for text in world.stage.said())


async def test_a_film_of_unknown_outcome_is_sent_once_more_with_a_mark(world):
    world.stage.refuse.append((Role.ANSWER, DeliveryUnknown("broke")))
    await world.say("add music", world.clip())
    films = world.stage.films()
    assert len(films) == 2
    assert films[1].post.text.endswith("(recovered)")


async def test_a_film_is_never_sent_a_third_time(world):
    world.stage.refuse += [(Role.ANSWER, DeliveryUnknown("broke")), (Role.ANSWER, DeliveryUnknown("broke"))]
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 2


async def test_a_platform_that_asks_to_wait_is_called_later(world):
    world.stage.refuse += [(Role.ANSWER, NotSent("flood", 0.02)), (Role.ANSWER, NotSent("flood", 0.02))]
    await world.say("add music", world.clip())
    assert len(world.stage.films()) == 1
    assert "(recovered)" not in world.stage.films()[0].post.text


async def test_what_is_made_of_a_spoiler_stays_one_however_often_it_is_edited(world):
    await world.say("add music", world.clip("SPOILER_Ending.mp4"))
    await world.say("make it louder")
    names = [one.post.film.name for one in world.stage.films()]
    assert names == ["SPOILER_ending-v1.mp4", "SPOILER_ending-v2.mp4"]


async def test_a_spoiler_that_is_added_later_makes_one_of_every_film_from_then_on(world):
    await world.say("add music", world.clip("travel.mp4"))
    await world.say("append this one", world.clip("SPOILER_end.mp4"))
    await world.say("make it louder")
    names = [one.post.film.name for one in world.stage.films()]
    assert names == ["travel-v1.mp4", "SPOILER_travel-v2.mp4", "SPOILER_travel-v3.mp4"]


async def test_the_editor_is_given_hidden_words_and_the_chat_is_not_told_them(world):
    await world.say(f"add a title {hidden('Rosebud is the sledge')} and music", world.clip())
    assert world.turns() == ["add a title Rosebud is the sledge and music"]
    await world.press("again:1", reply_to=world.stage.films()[0].key)
    quoting = [text for text in world.stage.said() if "Asking for the same again" in text]
    assert [hidden("Rosebud is the sledge") in text for text in quoting] == [True]


async def test_an_answer_that_repeats_hidden_words_hides_them(world):
    await world.say(f"add a title “{hidden('Rosebud')}”", world.clip())
    told = [text for text in world.stage.said() if "Rosebud" in text]
    assert told
    assert all(text.count("Rosebud") == text.count(hidden("Rosebud")) for text in told)


async def test_what_is_made_of_hidden_words_is_hidden_and_its_name_says_nothing(world):
    await world.say(f"create a video titled {hidden('Rosebud')} with music")
    (film,) = world.stage.films()
    assert film.post.film.name.startswith("SPOILER_")
    assert "rosebud" not in film.post.film.name.lower()


async def test_a_status_does_not_say_done_of_a_film_that_is_stored_for_the_next_visit(world):
    world.stage.refuse.append((Role.ANSWER, NotSent("moderated")))
    await world.say("add music", world.clip())
    assert "couldn't deliver all of it here" in world.stage.said(Role.STATUS)[-1]
    assert world.stage.marks[-1][1] == "failed"


async def test_a_status_does_not_say_done_of_a_film_that_may_not_have_arrived(world):
    world.stage.refuse += [(Role.ANSWER, DeliveryUnknown("broke")), (Role.ANSWER, DeliveryUnknown("broke"))]
    await world.say("add music", world.clip())
    assert "can't tell whether all of it arrived" in world.stage.said(Role.STATUS)[-1]


async def test_a_film_that_arrived_at_the_second_attempt_is_done(world):
    world.stage.refuse.append((Role.ANSWER, DeliveryUnknown("broke")))
    await world.say("add music", world.clip())
    assert world.stage.said(Role.STATUS)[-1].startswith("Done in")


async def test_what_cannot_be_delivered_is_stored_and_sent_when_the_user_writes_again(world):
    world.stage.refuse.append((Role.ANSWER, NotSent("blocked")))
    await world.say("add music", world.clip())
    assert world.stage.films() == []
    await world.say("/status")
    debt = next(text for text in world.stage.said() if "couldn't deliver this earlier" in text)
    assert "Your video is ready" in debt
    assert "/render-result/" in debt
    await world.say("/status")
    assert sum("couldn't deliver" in text for text in world.stage.said()) == 1


class TestAPlatformThatShowsMore:
    """A page that plays films from their links, shows the clip beside them, and folds away what is not read at once."""

    @pytest.fixture
    def page(self, world):
        world.stage.here = dataclasses.replace(world.stage.here, plays_links=True, greets=True)
        return world

    async def test_a_film_comes_with_the_clips_that_arrived_for_it(self, page):
        await page.say("add music", page.clip("broken.mp4", b"no video at all"), page.clip("beach.mp4"))
        await page.say("make it louder")
        originals = [[file.name for file in shown.post.film.originals] for shown in page.stage.films()]
        assert originals == [["beach.mp4"], ["beach.mp4"]]

    async def test_a_clip_that_was_refused_is_never_the_one_before_the_film(self, page):
        await page.say("add music", page.clip("beach.mp4"))
        await page.say("use this too", page.clip("broken.mp4", b"no video at all"))
        await page.say("make it louder")
        assert [file.name for file in page.stage.films()[-1].post.film.originals] == ["beach.mp4"]

    async def test_a_film_of_words_alone_was_made_of_no_clip(self, page):
        await page.say("make a short film about the sea")
        assert page.stage.films()[0].post.film.originals == ()

    async def test_an_old_version_is_shown_with_its_own_timeline(self, page):
        await page.say("add music", page.clip())
        await page.say("add a title")
        first, second = (shown.post.picture for shown in page.stage.films())
        await page.say("export version 1")
        assert page.stage.films()[-1].post.picture == first != second

    async def test_what_is_not_read_at_once_can_be_folded_away(self, page):
        said = "I added calm music. It was chosen for its warmth. " * 9
        page.queue(run_sse=[{"faults": {"say": said}}])
        await page.say("add music", page.clip())
        reply, film = (shown.post for shown in page.stage.messages.values() if shown.post.folded)
        assert reply.folded.lead.startswith("I added calm music.")
        assert len(reply.folded.lead) < 300
        assert reply.folded.details.endswith(reply.text.splitlines()[-1])  # the timeline line
        assert "What changed:" in reply.folded.details
        assert (film.folded.lead, film.folded.details) == ("", reply.text.splitlines()[-1])
        assert said.strip() in reply.text

    async def test_an_edit_without_words_says_what_changed(self, page):
        page.queue(run_sse=[{"faults": {"silent": 1.0}}])
        await page.say("add music", page.clip())
        reply = next(shown.post for shown in page.stage.messages.values() if shown.post.role is Role.QUIET)
        assert reply.folded.lead.startswith("What changed:")
        assert "What changed:" not in reply.folded.details

    async def test_what_changed_nothing_is_read_whole(self, page):
        page.queue(run_sse=[{"faults": {"say": "Which mood would you like?", "applies": False}}])
        await page.say("add music", page.clip())
        assert page.stage.said()[-1].startswith("Which mood")
        assert list(page.stage.messages.values())[-1].post.folded is None

    async def test_a_clip_without_words_brings_wishes_that_a_press_can_say(self, page):
        await page.say("", page.clip("beach.mp4"))
        answer = list(page.stage.messages.values())[-1].post
        assert len(answer.suggestions) == 3
        assert all(wish in answer.text and wish not in answer.folded.lead for wish in answer.suggestions)
        assert answer.folded.lead.startswith("Got beach.mp4.")

    async def test_every_message_names_its_request(self, page):
        await page.say("add music", page.clip())
        assert {shown.target.request for shown in page.stage.messages.values()} == {1}

    async def test_a_chat_that_greets_by_itself_is_not_greeted_twice(self, page):
        await page.say("add music", page.clip())
        shown = [post.text for message in page.stage.messages.values() for post in message.posts]
        assert not any(text.startswith("Ready!") for text in shown)
        assert any(text.startswith("Connecting") for text in shown)


async def test_a_render_tells_one_guess_of_its_length_and_not_two(worlds):
    async with worlds(faults={"render_seconds": 0.1}) as world:
        await world.say("add music", world.clip())
        for words in ("make it louder", "quieter", "slower"):
            await world.say(words)
        statuses = [one.posts for one in world.stage.messages.values() if one.post.role is Role.STATUS]
        first = [next(post.text for post in posts if "Rendering…" in post.text) for posts in statuses]
        assert first[0] == "⏳ Rendering… ~30 s"
        assert first[-1] == "⏳ Rendering… (usually about 1 s)"


async def test_where_the_website_has_no_pages_there_is_no_button_to_it(world):
    world.app.services.rules = dataclasses.replace(world.app.services.rules, stand_in=True)
    await world.say("add music", world.clip())
    assert [button.url for button in world.stage.films()[0].post.buttons if button.url] == []
