"""The double's REST side: what Discord refuses it refuses, each planted mistake by its name and at its place."""

import asyncio

import aiohttp
import pytest

from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_people import NoSuchThing
from tests.doubles.discord_schema import answer_problems, shape_problems
from tests.doubles.discord_values import MIB, ORDINARY, File, Message, Permission
from tests.doubles.discord_world import CONTENT

MESSAGES = "/channels/{channel_id}/messages"
EDIT = {
    "name": "edit",
    "description": "Edit a clip",
    "type": 1,
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
    "options": [{"type": 3, "name": "prompt", "description": "What to do"}],
}
DEFER = {"type": 5}


@pytest.fixture
def ask(dc, call, channel, anna):
    """Run /edit; returns the interaction, the path of its callback and the path of its webhook."""

    async def run(**more):
        await call("PUT", f"/applications/{dc.bot.id}/commands", [EDIT])
        one = await dc.slash(anna, channel, "edit", **more)
        return one, f"/interactions/{one.id}/{one.token}/callback", f"/webhooks/{dc.bot.id}/{one.token}"

    return run


def link(url, label="Open"):
    return [{"type": 1, "components": [{"type": 2, "style": 5, "label": label, "url": url}]}]


def button(custom_id, label="Undo", **more):
    return [{"type": 1, "components": [{"type": 2, "style": 1, "label": label, "custom_id": custom_id} | more]}]


PLANTED = {
    "a content of 2001 characters": ({"content": "x" * 2001}, "content"),
    "a link button of 513 characters": (
        {"components": link("https://x.io/" + "a" * 500)},
        "components.0.components.0.url",
    ),
    "a link to no web address": ({"components": link("javascript:alert(1)")}, "components.0.components.0.url"),
    "a label of 81 characters": ({"components": button("a", "x" * 81)}, "components.0.components.0.label"),
    "a custom id of 101 characters": ({"components": button("x" * 101)}, "components.0.components.0.custom_id"),
    "a custom id used twice": ({"components": [*button("a"), *button("a")]}, "components"),
    "a button that is link and press": ({"components": button("a", url="https://x.io")}, "components.0.components.0"),
    "six rows": ({"components": [button(str(n))[0] for n in range(6)]}, "components"),
    "a button outside a row": ({"components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"}]}, "components"),
    "a content that is a number": ({"content": 5}, "content"),
    "mentions both parsed and named": (
        {"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
    ),
    "an unknown kind of mention": (
        {"content": "a", "allowed_mentions": {"parse": ["all"]}},
        "allowed_mentions.parse.0",
    ),
    "eleven embeds": ({"embeds": [{"title": "a"}] * 11}, "embeds"),
    "text beside components V2": ({"content": "a", "flags": 1 << 15}, "content"),
    "an ephemeral message without an interaction": ({"content": "a", "flags": 64}, "flags"),
    "a reply to a message that is not there": (
        {"content": "a", "message_reference": {"message_id": "1"}},
        "message_reference",
    ),
    "an attachment without its file": ({"content": "a", "attachments": [{"id": "0"}]}, "attachments"),
}


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_mistake_in_a_message_is_refused_and_written_down(dc, call, channel, name):
    body, where = PLANTED[name]
    status, said = await call("POST", f"/channels/{channel.id}/messages", body)
    assert (status, said["code"]) == (400, 50035)
    (violation,) = dc.violations
    assert any(problem.startswith(where) for problem in violation.problems)
    assert not dc.shown(channel)


PLANTED_COMMANDS = {
    "a capital in a name": [EDIT | {"name": "Edit"}],
    "the same name twice": [EDIT, EDIT],
    "a locale that does not exist": [EDIT | {"description_localizations": {"zh": "编辑"}}],
    "a description of 101 characters": [EDIT | {"description": "x" * 101}],
    "a slash command without a description": [EDIT | {"description": ""}],
    "a menu entry with a description": [{"name": "Edit this clip", "type": 3, "description": "Edits it"}],
    "26 options": [EDIT | {"options": [EDIT["options"][0] | {"name": f"o{n}"} for n in range(26)]}],
    "a required option behind an optional one": [
        EDIT | {"options": [EDIT["options"][0], EDIT["options"][0] | {"name": "clip", "required": True}]}
    ],
    "101 commands": [EDIT | {"name": f"e{n}"} for n in range(101)],
}


@pytest.mark.parametrize("name", PLANTED_COMMANDS)
async def test_a_planted_mistake_in_the_commands_is_refused(dc, call, name):
    status, said = await call("PUT", f"/applications/{dc.bot.id}/commands", PLANTED_COMMANDS[name])
    assert (status, said["code"]) == (400, 50035)
    assert not dc.commands


async def test_the_commands_of_a_day_are_counted(dc, call):
    for day in range(3):
        commands = [EDIT | {"name": f"e{day}-{n}"} for n in range(90)]
        status, said = await call("PUT", f"/applications/{dc.bot.id}/commands", commands)
    assert (status, said["code"]) == (400, 30034)


async def test_an_answer_after_its_time_is_for_an_unknown_interaction(dc, call, ask):
    one, callback, _ = await ask()
    await asyncio.sleep(0.35)
    status, said = await call("POST", callback, DEFER)
    assert (status, said["code"]) == (404, 10062)
    assert dc.unanswered() == [one]


async def test_a_second_answer_is_refused(call, ask):
    _, callback, _ = await ask()
    assert (await call("POST", callback, DEFER))[0] == 204
    status, said = await call("POST", callback, DEFER)
    assert (status, said["code"]) == (400, 40060)


async def test_a_modal_must_be_the_first_answer_and_autocomplete_answers_nothing_else(dc, call, ask):
    _, callback, _ = await ask()
    status, said = await call("POST", callback, {"type": 8, "data": {"choices": []}})
    assert (status, said["code"]) == (400, 50035)
    assert "type: 8 does not answer this interaction" in dc.violations[0].problems


async def test_a_modals_title_has_45_characters_at_most(call, ask):
    _, callback, _ = await ask()
    text = {"type": 4, "custom_id": "words", "style": 2, "label": "Words"}
    data = {"custom_id": "form", "title": "t" * 46, "components": [{"type": 1, "components": [text]}]}
    status, said = await call("POST", callback, {"type": 9, "data": data})
    assert (status, said["code"]) == (400, 50035)


async def test_the_webhook_of_an_interaction_ends_with_its_token(call, ask):
    _, callback, hook = await ask()
    await call("POST", callback, DEFER)
    assert (await call("PATCH", f"{hook}/messages/@original", {"content": "works"}))[0] == 200
    await asyncio.sleep(0.65)
    for method, path in (("PATCH", f"{hook}/messages/@original"), ("POST", hook)):
        status, said = await call(method, path, {"content": "late"})
        assert (status, said["code"]) == (401, 50027)


async def test_there_is_no_webhook_before_the_first_answer(call, ask):
    _, _, hook = await ask()
    assert (await call("POST", hook, {"content": "early"}))[0] == 404


async def test_where_only_a_person_installed_it_the_sixth_follow_up_is_refused(dc, call, ask):
    _, callback, hook = await ask(installed="user")
    await call("POST", callback, {"type": 4, "data": {"content": "hello"}})
    answers = []
    for number in range(6):
        await asyncio.sleep(0.01)  # five in two seconds, a hundred times as fast
        answers.append(await call("POST", hook, {"content": str(number)}))
    assert [status for status, _ in answers] == [200] * 5 + [400]
    assert answers[-1][1]["code"] == 40094


async def test_the_first_follow_up_after_a_deferral_fills_it_without_a_sound(dc, call, ask, channel, anna):
    one, callback, hook = await ask()
    await call("POST", callback, DEFER)
    assert one.original.thinking
    await call("POST", hook, {"content": anna.mention})
    assert [(said.content, said.thinking, said.pinged) for said in dc.shown(channel)] == [(anna.mention, False, set())]


async def test_an_ephemeral_answer_is_seen_by_its_person_alone_and_edited_by_its_token_alone(
    dc, call, ask, channel, anna
):
    one, callback, _ = await ask()
    await call("POST", callback, {"type": 4, "data": {"content": "for you", "flags": 64}})
    assert not dc.shown(channel)
    assert [said.content for said in dc.shown(channel, anna)] == ["for you"]
    status, said = await call("PATCH", f"/channels/{channel.id}/messages/{one.original.id}", {"content": "x"})
    assert (status, said["code"]) == (404, 10008)


@pytest.mark.parametrize(("tier", "most"), [(0, 10 * MIB), (1, 10 * MIB), (2, 50 * MIB), (3, 100 * MIB)])
async def test_a_file_above_the_guilds_limit_is_413(dc, tier, most):
    channel = dc.channel(dc.guild(tier=tier))
    assert channel.upload_bytes == most


async def test_a_film_of_one_byte_too_much_is_refused_and_one_that_fits_is_shown(dc, call, channel):
    path = f"/channels/{channel.id}/messages"
    status, said = await call("POST", path, {"content": "film"}, file=bytes(10 * MIB + 1))
    assert (status, said["code"]) == (413, 40005)
    assert (await call("POST", path, {"content": "film"}, file=bytes(10 * MIB)))[0] == 200
    assert [file.size for message in dc.shown(channel) for file in message.files] == [10 * MIB]


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        (Permission.VIEW_CHANNEL, 50001),
        (Permission.SEND_MESSAGES, 50013),
        (Permission.ATTACH_FILES, 50013),
        (Permission.READ_MESSAGE_HISTORY, 160002),
    ],
)
async def test_what_the_bot_may_not_do_is_refused_without_blame(dc, call, channel, anna, lacks, code):
    asked = await dc.say(anna, channel, "a clip")
    channel.bot_permissions = ORDINARY & ~lacks
    body = {"content": "film", "message_reference": {"message_id": str(asked.id)}}
    status, said = await call("POST", f"/channels/{channel.id}/messages", body, file=b"mp4")
    assert status in {400, 403}
    assert said["code"] == code
    assert not dc.violations


async def test_an_empty_message_is_refused(call, channel):
    status, said = await call("POST", f"/channels/{channel.id}/messages", {"content": ""})
    assert (status, said["code"]) == (400, 50006)


async def test_a_reply_to_what_is_gone_is_sent_alone_when_it_says_so(dc, call, channel, anna):
    asked = await dc.say(anna, channel, "a clip")
    await dc.delete(asked)
    reference = {"message_id": str(asked.id), "fail_if_not_exists": False}
    status, _ = await call("POST", f"/channels/{channel.id}/messages", {"content": "a", "message_reference": reference})
    assert status == 200
    assert dc.shown(channel)[0].reply_to is None


async def test_an_enforced_nonce_is_sent_once(dc, call, channel):
    body = {"content": "once", "nonce": "n1", "enforce_nonce": True}
    first, second = [await call("POST", f"/channels/{channel.id}/messages", body) for _ in range(2)]
    assert first[1]["id"] == second[1]["id"]
    assert len(dc.shown(channel)) == 1


async def test_who_is_rung_follows_the_allowed_mentions(dc, call, channel, anna):
    text = f"@everyone {anna.mention}"
    rings = []
    for allowed in ({}, {"parse": []}, {"parse": [], "users": [str(anna.id)]}):
        body = {"content": text} | ({"allowed_mentions": allowed} if allowed else {})
        await call("POST", f"/channels/{channel.id}/messages", body)
        rings.append(dc.shown(channel)[-1].pinged)
    assert rings == [{"everyone", str(anna.id)}, set(), {str(anna.id)}]


async def test_a_wrong_token_is_401(call, channel):
    status, said = await call("POST", f"/channels/{channel.id}/messages", {"content": "a"}, token="guess")
    assert (status, said["code"]) == (401, 0)


async def test_the_sixth_message_in_five_seconds_waits(http):
    async with DiscordDouble(pace=0.1) as dc:
        path = f"{dc.api_url}/channels/{dc.channel(dc.guild()).id}/messages"
        headers = {"Authorization": f"Bot {dc.token}"}
        statuses = []
        for _ in range(6):
            async with http.post(path, json={"content": "a"}, headers=headers) as response:
                statuses.append(response.status)
                last = response.headers, await response.json()
        assert statuses == [200] * 5 + [429]
        assert last[1]["retry_after"] <= 0.5
        assert last[0]["Via"]


async def test_a_planted_fault_happens_once_and_a_lost_answer_was_still_done(dc, call, channel):
    dc.fail("/messages", status=503)
    dc.fail("/messages", lost=True)
    path = f"/channels/{channel.id}/messages"
    assert (await call("POST", path, {"content": "a"}))[0] == 503
    with pytest.raises(aiohttp.ClientError):
        await call("POST", path, {"content": "b"})
    assert [said.content for said in dc.shown(channel)] == ["b"]


async def test_a_fault_may_do_what_was_asked_and_fail_all_the_same(dc, call, channel):
    dc.fail("/messages", method="POST", status=500, done=True)
    status, _ = await call("POST", f"/channels/{channel.id}/messages", {"content": "once"})
    assert status == 500
    assert [one.content for one in dc.shown(channel)] == ["once"]


@pytest.mark.parametrize("granted", [False, True])
async def test_without_the_content_intent_a_message_that_is_replied_to_is_withheld(dc, channel, anna, granted):
    intents = CONTENT if granted else 0
    clip = await dc.say(anna, channel, "my clip", File("a.mp4", b"x"))
    forward = await dc.say(anna, channel, forwards=[clip])
    for quoted in (clip, forward):
        said = dc.world.said_to(await dc.say(anna, channel, "add music", reply_to=quoted, mention=True), intents)
        told = said["referenced_message"]
        told = told["message_snapshots"][0]["message"] if quoted is forward else told
        assert said["content"].endswith("add music")
        assert bool(told["content"] or told["attachments"]) == granted
    mentioning = await dc.say(anna, channel, "my clip", File("b.mp4", b"x"), mention=True)
    said = dc.world.said_to(await dc.say(anna, channel, "this", reply_to=mentioning, mention=True), intents)
    assert said["referenced_message"]["attachments"]


async def test_a_file_is_read_in_ranges_until_its_address_expires(dc, http, channel, anna):
    message = await dc.say(anna, channel, "", File("clip.mp4", bytes(range(100)), size=5000))
    url = dc.world.said(message)["attachments"][0]["url"]
    async with http.get(url, headers={"Range": "bytes=0-9"}) as response:
        assert (response.status, await response.read()) == (206, bytes(range(10)))
        assert response.headers["Content-Range"] == "bytes 0-9/5000"
    async with http.get(url) as response:
        assert len(await response.read()) == 5000
    for spoilt in (url.replace("hm=", "hm=0"), url.replace("clip.mp4", "clap.mp4"), url.partition("?")[0]):
        async with http.get(spoilt) as response:
            assert response.status == 404
    dc.cdn.expire()
    async with http.get(url) as response:
        assert response.status == 404


async def test_a_deleted_message_takes_its_file_away(dc, http, channel, anna):
    message = await dc.say(anna, channel, "", File("clip.mp4", b"mp4"))
    url = dc.world.said(message)["attachments"][0]["url"]
    await dc.delete(message)
    async with http.get(url) as response:
        assert response.status == 404


async def test_what_the_double_says_is_what_discords_document_describes(dc, call, channel, anna):
    asked = await dc.say(anna, channel, "look", File("clip.mp4", b"mp4"))
    forwarded = await dc.say(anna, channel, "", forwards=[asked])
    body = {"content": "a", "components": button("a"), "message_reference": {"message_id": str(asked.id)}}
    status, said = await call("POST", f"/channels/{channel.id}/messages", body)
    assert answer_problems("post", MESSAGES, status, said) == []
    assert answer_problems("get", f"{MESSAGES}/{{message_id}}", 200, dc.world.said(asked)) == []
    # the preview document does not know forwards yet: nothing but their type is strange to it
    strange = answer_problems("get", f"{MESSAGES}/{{message_id}}", 200, dc.world.said(forwarded))
    assert [problem.path for problem in strange] == [("message_reference", "type")]
    for path in ("/gateway/bot", "/gateway"):
        assert answer_problems("get", path, *(await call("GET", path))) == []
    commands = "/applications/{application_id}/commands"
    assert answer_problems("put", commands, *(await call("PUT", f"/applications/{dc.bot.id}/commands", [EDIT]))) == []
    assert shape_problems("UserResponse", said["author"]) == []


async def test_people_can_only_do_what_their_discord_offers(dc, call, channel, anna):
    await call("PUT", f"/applications/{dc.bot.id}/commands", [EDIT | {"integration_types": [0]}])
    with pytest.raises(NoSuchThing, match="export"):
        await dc.slash(anna, channel, "export")
    with pytest.raises(NoSuchThing, match="clip"):
        await dc.slash(anna, channel, "edit", {"clip": File("a.mp4", b"a")})
    with pytest.raises(NoSuchThing):
        await dc.slash(anna, dc.group_dm(anna), "edit", installed="user")
    with pytest.raises(NoSuchThing, match="Undo"):
        await dc.press(anna, await dc.say(anna, channel, "no buttons"), "Undo")


def test_a_message_knows_its_buttons_and_flags():
    message = Message(None, None, components=button("a"), flags=1 << 6 | 1 << 12)
    assert ([one["custom_id"] for one in message.buttons], message.ephemeral, message.silent) == (["a"], True, True)
