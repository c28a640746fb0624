"""A token in an update is gone before the update is stored, and reaches the core beside it."""

import copy
import json

import pytest

from bots.telegram.raw import without_tokens
from core.model.secret import Secret

TOKEN, OTHER = "nmv_usr_planted_mine_0123", "nmv_usr_planted_other_4567"


def update(**message):
    by = {"id": 5, "is_bot": False, "first_name": "Anna"}
    there = {"message_id": 1, "chat": {"id": 5, "type": "private"}, "date": 1, "from": by}
    return {"update_id": 7, "message": {**there, **message}}


@pytest.mark.parametrize("words", ["text", "caption"])
@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_it_is_taken_out_of_a_messages_own_words(words, kind):
    raw = {"update_id": 7, kind: update(**{words: f"/login {TOKEN}"})["message"]}
    clean, token = without_tokens(raw)
    assert token == Secret(TOKEN)
    assert TOKEN not in json.dumps(clean)
    assert len(clean[kind][words]) == len(f"/login {TOKEN}")


def test_it_is_masked_wherever_it_stands_and_only_ones_own_is_taken():
    raw = update(
        text="add music",
        quote={"text": TOKEN, "position": 0},
        reply_to_message={"text": f"see {OTHER}", "entities": [{"type": "text_link", "url": f"https://a/?t={OTHER}"}]},
        video={"file_name": f"{OTHER}.mp4"},
    )
    before = copy.deepcopy(raw)
    clean, token = without_tokens(raw)
    assert token is None
    assert "nmv_usr_planted" not in json.dumps(clean)
    assert raw == before
    assert clean["message"]["text"] == "add music"


@pytest.mark.parametrize("more", [{}, {"message": None}, {"message": {"text": 5}}, {"edited_message": []}])
def test_what_is_malformed_stays_as_it_is(more):
    raw = {"update_id": 1, **more}
    assert without_tokens(raw) == (raw, None)


async def test_the_core_gets_it_beside_the_words_and_the_store_never(listening, talk, anna, eventually):
    talk.says(anna, f"/login {TOKEN}")
    await eventually(lambda: listening.front_door.received)
    (heard,) = listening.front_door.received
    assert heard.token == Secret(TOKEN)
    assert heard.text == f"/login {'█' * len(TOKEN)}"
    assert TOKEN not in repr((heard, listening.inbox, listening.adapter_data.kept))


async def test_an_update_that_is_set_aside_has_none_either(listening, talk, anna, eventually):
    listening.front_door.poison = f"/login {'█' * len(TOKEN)}"
    talk.says(anna, f"/login {TOKEN}")
    await eventually(lambda: listening.front_door.received)
    (told,) = listening.front_door.received
    assert told.unseen is not None
    assert TOKEN not in repr((told, listening.inbox, listening.adapter_data.kept))
    assert "/login" in repr(listening.adapter_data.kept)


async def test_one_that_a_crash_took_away_is_missed_and_the_words_are_not(adapter, serving, talk, anna, eventually):
    masked = json.dumps(without_tokens(update(text=f"/login {TOKEN}"))[0])
    await adapter.inbox.add("telegram:99", [(1, masked)])
    async with serving(adapter):
        await eventually(lambda: adapter.front_door.received)
    (heard,) = adapter.front_door.received
    assert (heard.token, heard.text) == (None, f"/login {'█' * len(TOKEN)}")
