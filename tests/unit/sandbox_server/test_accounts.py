"""Tokens, sessions, browser links and credits, as the skill text documents them."""

import pytest

from sandbox.limits import WEEK_SECONDS, Limits


class Calendar:
    def __init__(self):
        self.at = 1_800_000_000.0

    def __call__(self):
        return self.at


async def test_a_starter_token_has_a_hundred_credits_and_lasts_seven_days(opened):
    async with opened(entered=False, now=Calendar()) as caller:
        status, body = await caller.mint()
    assert (status, body["code"]) == (200, 0)
    assert body["data"]["token"].startswith("nmv_usr_")
    assert body["data"]["user_id"].startswith("anon_")
    assert body["data"]["credits"] == 100
    assert body["data"]["expires_at"] == "2027-01-22T08:00:00Z"


async def test_a_bare_token_answer_has_neither_user_nor_expiry(opened):
    async with opened(entered=False, faults={"bare_token": True}) as caller:
        _, body = await caller.mint()
    assert set(body["data"]) == {"token", "credits"}


@pytest.mark.parametrize("client", [None, "", "x" * 65])
async def test_a_token_needs_a_client_id_of_at_most_64_characters(opened, client):
    async with opened(entered=False) as caller:
        headers = {} if client is None else {"X-Client-Id": client}
        status, body = await caller.json("POST", "/api/auth/anonymous-token", headers=headers)
    assert (status, body["code"]) == (400, 400)


async def test_a_client_gets_one_token_a_week(opened):
    calendar = Calendar()
    async with opened(entered=False, now=calendar) as caller:
        assert (await caller.mint())[0] == 200
        assert (await caller.mint())[0] == 429
        assert (await caller.mint("another"))[0] == 200
        calendar.at += WEEK_SECONDS + 1
        assert (await caller.mint())[0] == 200


async def test_the_token_limit_can_be_switched_off(opened):
    async with opened(entered=False, limits=Limits(one_token_a_client=False)) as caller:
        assert [(await caller.mint())[0] for _ in range(2)] == [200, 200]


async def test_an_address_can_be_limited_to_some_tokens(opened):
    async with opened(entered=False, limits=Limits(tokens_per_ip=2)) as caller:
        assert [(await caller.mint(f"client-{n}"))[0] for n in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("header", [None, "Bearer nmv_usr_wrong", "Basic x", "Bearer"])
async def test_a_wrong_bearer_is_1001(caller, header):
    headers = {"Authorization": header} if header else {}
    assert await caller.json("GET", "/api/credits/balance/simple", headers=headers) == (
        200,
        {"code": 1001, "message": "Invalid or expired token"},
    )


async def test_an_expired_token_is_1001(opened):
    calendar = Calendar()
    async with opened(now=calendar) as caller:
        calendar.at += WEEK_SECONDS
        _, body = await caller.json("GET", "/api/credits/balance/simple")
    assert body["code"] == 1001


async def test_a_registered_token_does_not_expire_and_has_its_credits(opened):
    calendar = Calendar()
    async with opened(entered=False, now=calendar, tokens={"nmv_usr_mine": 700}) as caller:
        caller.token = "nmv_usr_mine"
        calendar.at += 10 * WEEK_SECONDS
        assert await caller.credits() == {"available": 700, "frozen": 0, "total": 700}


async def test_a_session_id_is_nineteen_digits_of_text(caller):
    status, body = await caller.json("POST", "/api/tasks/me/with-session/nemo_agent", json={"task_name": "x"})
    assert status == 200
    assert isinstance(body["data"]["session_id"], str)
    assert len(body["data"]["session_id"]) == 19
    assert body["data"]["session_id"].isdigit()
    assert body["data"]["task_id"]
    assert body["data"]["user_id"].startswith("anon_")


async def test_asking_again_makes_another_session(caller):
    _, body = await caller.json("POST", "/api/tasks/me/with-session/nemo_agent")
    assert body["data"]["session_id"] != caller.sid


async def test_a_strangers_session_is_1002_everywhere(caller):
    mine = caller.sid
    await caller.enter("another client")
    caller.sid = mine
    answers = [
        await caller.json("GET", f"/api/state/nemo_agent/me/{mine}/latest"),
        await caller.upload(),
        await caller.submit(draft={"t": [{"tt": 0, "sg": [{"d": 1}]}]}),
        await caller.json("POST", "/api/auth/claim-token", json={"session_id": mine}),
    ]
    assert [body["code"] for _, body in answers] == [1002] * 4


async def test_body_codes_can_come_with_their_http_status(opened):
    async with opened(faults={"http_codes": True}) as caller:
        caller.sid = "1"
        assert (await caller.json("GET", "/api/state/nemo_agent/me/1/latest"))[0] == 404
        caller.token = "wrong"
        assert (await caller.json("GET", "/api/credits/balance/simple"))[0] == 401


async def test_a_claim_token_opens_a_page_and_nothing_else(caller):
    _, body = await caller.json(
        "POST", "/api/auth/claim-token", json={"task_id": caller.task, "session_id": caller.sid}
    )
    claim = body["data"]["claim_token"]
    assert claim.startswith("clm_")
    assert body["data"]["expires_in"] == WEEK_SECONDS
    async with caller.http.get(f"{caller.running.url}/workspace/claim?ct={claim}") as page:
        assert page.status == 200
        assert "This is the local sandbox" in await page.text()
    caller.token = claim
    assert (await caller.json("GET", "/api/credits/balance/simple"))[1]["code"] == 1001


async def test_an_unknown_claim_is_a_page_that_says_so(caller):
    async with caller.http.get(f"{caller.running.url}/workspace/claim?ct=clm_x") as page:
        assert page.status == 404
        assert "expired" in await page.text()


async def test_the_claim_route_can_be_missing(caller):
    caller.set(no_claim=True)
    assert (await caller.json("POST", "/api/auth/claim-token", json={}))[0] == 404


async def test_the_registration_page_escapes_what_it_is_given(caller):
    async with caller.http.get(f"{caller.running.url}/register", params={"bind": "<script>"}) as page:
        assert "&lt;script&gt;" in await page.text()


async def test_credits_are_frozen_while_a_turn_runs_and_spent_when_it_ends(caller):
    caller.set(next={"run_sse": [{"faults": {"turn_seconds": 0.1}}]})
    async with caller.ask("music") as response:
        assert await caller.credits() == {"available": 95, "frozen": 5, "total": 100}
        await response.read()
    assert await caller.credits() == {"available": 95, "frozen": 0, "total": 95}


async def test_a_question_costs_nothing(caller):
    await caller.say("how many")
    assert (await caller.credits())["available"] == 100


async def test_a_turn_without_credits_is_2001_and_is_not_accepted(opened):
    async with opened(limits=Limits(credits=5)) as caller:
        await caller.say("music")
        async with caller.ask("more") as response:
            assert response.content_type == "application/json"
            assert (await response.json())["code"] == 2001
        assert await caller.credits() == {"available": 0, "frozen": 0, "total": 0}


@pytest.mark.parametrize(("form", "data"), [("missing", {}), ("negative", {"available": -5, "frozen": 0, "total": -5})])
async def test_credits_can_be_missing_or_negative(caller, form, data):
    caller.set(credits_form=form)
    assert await caller.credits() == data
