"""A token in an update is gone before the update is stored, and reaches the core beside it."""

import copy
import json

import pytest

from bots.telegram.raw import without_tokens
from core.model.secret import Secret

TOKEN, OTHER = "nmv_usr_planted_mine_0123", "nmv_usr_planted_other_4567"


def update(**message):
    return {"update_id": 7, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "date": 1, **message}}


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


@pytest.mark.parametrize(
    "raw", [{"update_id": 1}, {"update_id": 1, "message": None}, {"update_id": 1, "message": {"text": 5}}]
)
def test_what_is_malformed_stays_as_it_is(more):
    raw = {"update_id": 1, **more}
    assert without_tokens(raw) == (raw, None)
