"""What the backend refuses, and what the person who asked reads of it."""

import pytest

from sandbox.limits import Limits

NO_CREDITS = {"json": {"code": 2001, "message": "insufficient credits"}}
GONE = {"json": {"code": 1002, "message": "session not found"}}
BAD_TOKEN = {"json": {"code": 1001, "message": "token expired"}}
BUSY = {"status": 429, "json": {"detail": "slow down"}}
ROUTES = ["session", "upload", "state", "run_sse", "render", "poll"]


def last(world):
    return list(world.stage.messages.values())[-1].post


def presses(world):
    return [button.wire for button in last(world).buttons]


class TestTokens:
    @pytest.mark.parametrize("route", ROUTES)
    async def test_an_anonymous_token_is_renewed_once_and_the_call_made_again(self, world, route):
        world.queue(**{route: [BAD_TOKEN]})
        await world.say("add music", world.clip())
        assert len(world.calls("/anonymous-token")) == 2
        assert len(world.turns()) == 1
        assert len(world.stage.films()) == 1

    async def test_the_client_id_stays_the_same(self, world):
        world.queue(session=[{"status": 401, "json": {"detail": "no"}}])
        await world.say("add music")
        rows = await world.rows("select count(*) as n, count(distinct client_id) as ids from accounts")
        assert (rows[0]["n"], rows[0]["ids"]) == (1, 1)
        assert len(world.calls("/anonymous-token")) == 2

    async def test_a_token_refused_again_ends_the_request_in_words(self, world):
        world.queue(session=[BAD_TOKEN] * 2)
        await world.say("add music")
        assert "can't be reached" in last(world).text
        assert world.turns() == []

    @pytest.mark.parametrize("route", ["session", "run_sse", "upload"])
    async def test_the_operators_token_is_for_the_operator_to_renew(self, worlds, route, caplog):
        async with worlds(nemo_token="operators-own-token") as world:
            world.queue(**{route: [BAD_TOKEN] * 2})
            await world.say("add music", world.clip())
            assert world.calls("/anonymous-token") == []
            assert "The person who runs me has to renew it" in last(world).text
            assert "operators-own-token" not in str(world.stage.said())
            (told,) = (record.getMessage() for record in caplog.records if record.levelname == "ERROR")
            assert "NEMO_TOKEN is refused: make a new token" in told
            assert world.app.services.client.health.trouble in told

    async def test_a_client_id_that_is_refused_is_replaced_once(self, world):
        world.queue(token=[{"status": 400, "json": {"detail": "client id"}}])
        await world.say("add music")
        assert len(world.turns()) == 1
        assert len(world.calls("/anonymous-token")) == 2

    async def test_a_fresh_client_id_is_tried_after_two_refusals(self, world):
        world.queue(token=[BUSY] * 2)
        await world.say("add music")
        assert len(world.calls("/anonymous-token")) == 3
        assert len(world.turns()) == 1

    async def test_the_cap_of_the_address_is_raised_at_once_from_then_on(self, worlds):
        from core.model.chat import Address

        limits = Limits(tokens_per_ip=1, one_token_a_client=False, edit_cost=1)
        async with worlds(limits=limits) as world:
            await world.say("add music")
            await world.say("add music", address=Address("stage", "second"))
            asked = len(world.calls("/anonymous-token"))
            assert "The next is free in about 7 days" in last(world).text
            await world.say("add music", address=Address("stage", "third"))
            assert "All free accounts for this address are taken" in last(world).text
            assert len(world.calls("/anonymous-token")) == asked
            assert world.turns() == ["add music"]

    async def test_one_chat_whose_token_is_not_renewed_shuts_no_other_out(self, worlds):
        from core.model.chat import Address

        async with worlds(limits=Limits(one_token_a_client=True, edit_cost=1)) as world:
            world.queue(session=[BAD_TOKEN])
            await world.say("add music")
            assert "The free account of this chat can't be renewed" in last(world).text
            await world.say("add a title", address=Address("stage", "second"))
            assert world.turns() == ["add a title"]


class TestSessions:
    @pytest.mark.parametrize("route", ["state", "upload", "run_sse"])
    async def test_a_session_that_is_gone_is_replaced_and_the_files_sent_again(self, world, route):
        world.queue(**{route: [GONE]})
        await world.say("add music", world.clip())
        assert len(world.calls("/with-session")) == 2
        assert world.turns() == ["add music"]
        assert len(world.stage.films()) == 1
        assert any("opened a new one and sent your files again" in text for text in world.stage.said())

    async def test_what_was_lost_is_named(self, world):
        await world.say("add music", world.clip())
        world.queue(state=[GONE])
        await world.say("add a title")
        assert any("Gone are: the earlier timeline, the files you sent before" in text for text in world.stage.said())
        assert world.turns() == ["add music", "add a title"]

    async def test_a_session_lost_after_the_turn_is_never_asked_again(self, world):
        world.queue(state=[{}, {}, GONE])
        await world.say("add music", world.clip())
        assert len(world.turns()) == 1
        assert "result is lost" in last(world).text
        assert len(world.calls("/run_sse")) == 1

    async def test_a_stock_servers_404_is_understood(self, world):
        world.queue(run_sse=[{"status": 404, "json": {"detail": "Session not found"}}])
        await world.say("add music", world.clip())
        assert len(world.turns()) == 1


class TestMoney:
    async def test_an_anonymous_account_out_of_credits_is_shown_where_to_register(self, world):
        world.queue(run_sse=[NO_CREDITS])
        await world.say("add music")
        assert "Register here to keep your project" in last(world).text
        assert "/register?bind=" in last(world).text
        assert len(world.calls("/run_sse")) == 1
        assert world.stage.films() == []

    async def test_an_account_that_other_chats_share_gets_no_link(self, worlds):
        async with worlds(nemo_client_id="one-for-all") as world:
            world.queue(run_sse=[NO_CREDITS])
            await world.say("add music")
            assert "Top up credits" in last(world).text
            assert "http" not in last(world).text

    async def test_a_plan_that_forbids_exports_is_told_then_films_pause_until_one_works(self, world):
        world.fault(export_blocked=True)
        await world.say("add music", world.clip())
        assert "Register or upgrade your plan to unlock export" in last(world).text
        assert presses(world) == ["export"]
        tries = len(world.calls("/lambda"))
        await world.say("add a title")
        assert len(world.calls("/lambda")) == tries
        assert "won't export by myself" in last(world).text
        await world.say("add captions")
        assert "won't export by myself" not in last(world).text
        await world.press("export")
        assert len(world.calls("/lambda")) == tries + 1
        world.fault(export_blocked=False)
        await world.press("export")
        assert len(world.stage.films()) == 1
        await world.say("add a voice")
        assert len(world.stage.films()) == 2

    async def test_the_try_again_after_a_refused_export_is_an_export(self, world):
        world.queue(render=[{"status": 403, "json": {"success": False, "error": "scope"}}])
        await world.say("add music")
        assert "isn't allowed to do that" in last(world).text
        assert presses(world) == ["export"]

    async def test_a_turn_that_is_refused_is_told_at_once_and_never_posted_again(self, world):
        for status in (400, 402, 403, 422):
            world.queue(run_sse=[{"status": status, "json": {"detail": "no"}}])
            await world.say("add music")
            assert presses(world)[0].startswith("again:")
        assert len(world.calls("/run_sse")) == 4
        assert world.turns() == []


class TestPatience:
    @pytest.mark.parametrize("route", ["session", "upload", "state", "run_sse", "render", "poll"])
    async def test_too_many_calls_are_waited_out_once_on_every_call(self, world, route):
        world.queue(**{route: [BUSY]})
        await world.say("add music", world.clip())
        assert len(world.turns()) == 1
        assert len(world.stage.films()) == 1

    async def test_the_second_refusal_is_told_with_the_time_to_wait(self, world):
        world.queue(run_sse=[BUSY | {"headers": {"Retry-After": "1"}}, BUSY | {"headers": {"Retry-After": "500"}}])
        await world.say("add music")
        assert "a little patience. Please try again in 2 min." in last(world).text
        assert len(world.calls("/run_sse")) == 2
        assert any("The editor is busy" in post.text for one in world.stage.messages.values() for post in one.posts)

    async def test_a_turn_waits_longer_than_a_worker_is_kept_and_is_posted_twice_at_most(self, worlds):
        async with worlds(nemobot_retry_429_seconds=3.2) as world:
            world.queue(run_sse=[BUSY, BUSY])
            await world.say("add music", seconds=8.0)
            assert len(world.calls("/run_sse")) == 2
            assert "a little patience" in last(world).text


class TestTransport:
    @pytest.mark.parametrize("fault", [{"status": 502, "html": True}, {"drop": "before"}, {"body": "{nonsense"}])
    @pytest.mark.parametrize("route", ["session", "state", "poll"])
    async def test_reads_and_sessions_are_repeated(self, world, route, fault):
        world.queue(**{route: [fault, fault]})
        await world.say("add music", world.clip())
        assert len(world.stage.films()) == 1
        assert len(world.turns()) == 1

    @pytest.mark.parametrize("fault", [{"status": 502, "html": True}, {"drop": "before"}, {"html": True}])
    async def test_a_backend_that_stays_away_is_a_sentence_and_nothing_is_lost(self, world, fault):
        world.queue(state=[fault] * 3)
        await world.say("add music", world.clip())
        assert "Nothing was lost" in last(world).text
        assert presses(world) == ["again:1"]
        await world.press("again:1")
        assert world.turns() == ["add music"]
        assert len(world.calls("/upload-video")) == 1
        assert len(world.stage.films()) == 1

    async def test_a_network_that_is_down_is_a_sentence(self, worlds):
        async with worlds(nemo_api_url="http://127.0.0.1:9") as world:
            await world.say("add music", world.clip())
            assert "can't be reached" in last(world).text

    async def test_a_broken_upload_is_looked_for_before_it_is_repeated(self, world):
        world.queue(upload=[{"drop": "after"}])
        await world.say("add music", world.clip())
        assert len(world.calls("/upload-video")) == 1
        assert len(world.turns()) == 1

    @pytest.mark.parametrize("name", ["IMG_0042.MOV", "clip", "party.tar.gz"])
    async def test_a_broken_upload_is_found_under_the_name_that_its_content_gave_it(self, world, name):
        world.queue(upload=[{"drop": "after"}])
        await world.say("add music", world.clip(name))
        assert len(world.calls("/upload-video")) == 1
        assert len(world.turns()) == 1

    async def test_a_broken_upload_is_not_taken_for_another_file_of_its_name(self, world):
        await world.say("", world.clip("IMG_0042.MOV"))
        world.queue(upload=[{"drop": "before"}])
        await world.say("add music", world.clip("IMG_0042.mp4", world.stage.files["f1"] + bytes(100)))
        assert len(world.calls("/upload-video")) == 3

    async def test_an_upload_that_never_arrived_is_repeated(self, world):
        world.queue(upload=[{"drop": "before"}])
        await world.say("add music", world.clip())
        assert len(world.calls("/upload-video")) == 2
        assert len(world.turns()) == 1

    @pytest.mark.parametrize(
        "broken",
        [
            [{"drop": "after"}],
            [{"drop": "before"}, {"drop": "after"}],
            [{"status": 503, "html": True, "work": True}],
            [{"html": True, "work": True}],
            [{"body": "{}", "work": True}],
        ],
    )
    @pytest.mark.parametrize("unread", [{"status": 502, "html": True}, {"drop": "before"}, {"html": True}])
    async def test_a_broken_upload_is_looked_for_when_it_is_tried_again(self, world, broken, unread):
        after_the_first = [{}] if len(broken) > 1 else [unread] * 3  # none is taken after the second
        world.queue(upload=broken, state=[{}, *after_the_first])
        await world.say("add music", world.clip("IMG_0042.MOV"))
        assert world.turns() == []
        await world.press("again:1")
        assert world.turns() == ["add music"]
        assert len(world.calls("/upload-video")) == len(broken)
        assert world.agent.files == ["IMG_0042.mp4"]

    async def test_a_broken_upload_that_never_arrived_is_sent_when_it_is_tried_again(self, world):
        world.queue(upload=[{"drop": "before"}], state=[{}, *[{"status": 502, "html": True}] * 3])
        await world.say("add music", world.clip())
        await world.press("again:1")
        assert world.turns() == ["add music"]
        assert world.agent.files == ["clip.mp4"]

    @pytest.mark.parametrize("second", ["again:1", "again:2"])
    async def test_while_the_session_cannot_be_read_nothing_is_sent_and_that_is_said(self, world, second):
        unread = [{"status": 502, "html": True}] * 3
        world.queue(upload=[{"drop": "after"}], state=[{}, *unread, *unread])
        await world.say("add music", world.clip())
        await world.press("again:1")
        assert "can't be reached" in last(world).text
        await world.press(second)
        assert world.turns() == ["add music"]
        assert len(world.calls("/upload-video")) == 1
        assert world.agent.files == ["clip.mp4"]

    async def test_a_session_that_cannot_be_read_between_the_files_of_a_try_again_is_looked_at_again(self, world):
        unread = [{"status": 502, "html": True}] * 3
        world.queue(upload=[{}, {"drop": "after"}], state=[{}, *unread, {}, *unread])
        await world.say("merge them", world.clip("one.mp4"), world.clip("two.mp4"))
        await world.press("again:1")
        assert world.turns() == []
        await world.press("again:2")
        assert len(world.calls("/upload-video")) == 2
        assert world.agent.files == ["one.mp4", "two.mp4"]

    async def test_the_same_file_twice_is_brought_twice_and_no_more(self, world):
        clip = world.clip()
        world.queue(upload=[{"drop": "after"}], state=[{}, *[{"status": 502, "html": True}] * 3])
        await world.say("merge them", clip, clip)
        await world.press("again:1")
        assert world.agent.files == ["clip.mp4"] * 2

    async def test_a_clip_that_is_sent_again_after_its_upload_broke_is_in_the_session_once(self, world):
        clip = world.clip()
        world.queue(upload=[{"drop": "after"}], state=[{}, *[{"status": 502, "html": True}] * 3])
        await world.say("add music", clip)
        await world.say("add a title", clip)
        assert world.agent.files == ["clip.mp4"]

    async def test_a_caption_that_is_added_to_a_clip_whose_upload_broke_brings_it_no_second_time(self, world):
        clip = world.clip()
        world.queue(upload=[{"drop": "after"}], state=[{}, *[{"status": 502, "html": True}] * 3])
        key = await world.say("", clip)
        await world.say("add music", clip, key=key, corrects=True)
        assert world.turns() == ["add music"]
        assert world.agent.files == ["clip.mp4"]

    async def test_another_clip_of_the_same_name_is_not_taken_for_the_one_whose_upload_broke(self, world):
        world.queue(upload=[{"drop": "after"}], state=[{}, *[{"status": 502, "html": True}] * 3])
        await world.say("add music", world.clip())
        await world.say("add a title", world.clip(data=world.stage.files["f1"] + bytes(10)))
        assert world.agent.files == ["clip.mp4"] * 2

    async def test_try_again_brings_the_file_that_is_missing_beside_one_that_arrived(self, world):
        broken = {"status": 503, "json": {"detail": "down"}}
        world.queue(upload=[{}, broken, broken])
        await world.say("merge them", world.clip("one.mp4"), world.clip("two.mp4"))
        assert world.turns() == []
        await world.press("again:1")
        assert world.turns() == ["merge them"]
        assert "one (0-10s), two (10-20s)" in world.stage.said()[-2]

    async def test_try_again_brings_all_files_to_the_session_that_replaced_theirs(self, world):
        broken = {"status": 503, "json": {"detail": "down"}}
        world.queue(upload=[{}, GONE, broken, broken])
        await world.say("merge them", world.clip("one.mp4"), world.clip("two.mp4"))
        await world.press("again:1")
        assert world.turns() == ["merge them"]
        assert "one (0-10s), two (10-20s)" in world.stage.said()[-2]

    async def test_a_second_try_again_brings_no_file_that_the_first_has_brought(self, world):
        broken = {"status": 503, "json": {"detail": "down"}}
        world.queue(upload=[broken, broken])
        await world.say("add music", world.clip())
        await world.press("again:1")
        await world.press("again:1")
        assert len(world.calls("/upload-video")) == 3
        assert world.turns() == ["add music"] * 2

    async def test_try_again_brings_no_file_again_that_was_refused_beside_one_that_arrived(self, world):
        refused = {"json": {"code": 4001, "message": "type"}}
        world.queue(upload=[{}, refused], run_sse=[BUSY] * 2)
        await world.say("add music", world.clip("one.mp4"), world.clip("broken.mp4"))
        await world.press("again:1")
        assert len(world.calls("/upload-video")) == 2
        assert world.turns() == ["add music"]

    async def test_a_file_the_backend_refuses_is_told_with_the_formats(self, world):
        world.queue(upload=[{"json": {"code": 4001, "message": "type"}}])
        await world.say("add music", world.clip())
        assert "can't read clip.mp4" in last(world).text
        assert "mp4, mov" in last(world).text
        assert "kept your words" in last(world).text
        await world.say("", world.clip("ok.mp4"))
        assert world.turns() == ["add music"]
        assert any("Using what you asked for before: “add music”" in text for text in world.stage.said())

    @pytest.mark.parametrize("refusal", [{"json": {"code": 4002, "message": "big"}}, {"status": 413, "html": True}])
    async def test_a_file_too_large_for_the_backend_is_told_with_the_limit(self, world, refusal):
        world.queue(upload=[refusal])
        await world.say("add music", world.clip("big.mp4"))
        assert "big.mp4 is too large" in last(world).text
        assert "Trim or compress it" in last(world).text

    async def test_a_bug_is_answered_with_a_reference(self, world, monkeypatch):
        monkeypatch.setattr(world.app.services.stores.timings, "usual", None)
        await world.say("add music")
        assert "mention reference R1" in last(world).text


class TestOurOwnState:
    async def test_a_failed_snapshot_after_a_turn_is_repeated_until_the_result_is_known(self, world):
        world.queue(state=[{}, {}] + [{"status": 502, "html": True}] * 3)
        await world.say("add music", world.clip())
        assert len(world.turns()) == 1
        assert len(world.stage.films()) == 1
