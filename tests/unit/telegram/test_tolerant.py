"""JSON that Python's own reader refuses costs what is odd in it, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError

from bots.telegram.request import Transport
from bots.telegram.tolerant import DEPTH, loads, pruned

FINE = {"update_id": 2, "message": {"text": 'a "quoted" [text] {with} \\ brackets'}}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_telegram_sends_is_read_as_it_is(value):
    assert loads(json.dumps(value)) == value
    assert pruned(value) == value


@pytest.mark.parametrize("odd", ["[" * 50_000 + "]" * 50_000, '{"a":' * 50_000 + "1" + "}" * 50_000, "9" * 10_000])
def test_one_odd_update_hides_no_other(odd):
    answer = f'{{"ok": true, "result": [{{"update_id": 1, "message": {odd}}}, {json.dumps(FINE)}]}}'
    first, second = Transport.parse_json_payload(answer.encode())["result"]
    assert (first["update_id"], second) == (1, FINE)
    json.dumps(first)


@pytest.mark.parametrize("text", ["", "<html>", "[" * 50_000, "]" * 5, '{"a": "' + "\\" * 50_001])
def test_what_is_no_json_is_none_and_is_in_no_log(text, caplog):
    with pytest.raises(TelegramError):
        Transport.parse_json_payload(text.encode())
    assert caplog.text == ""  # it may hold what people wrote


def test_what_is_nested_too_deeply_can_be_written_again():
    deep = []
    for _ in range(900):
        deep = [deep, 1]
    text = json.dumps(pruned({"update_id": 1, "message": deep}))
    assert text.count("[") == DEPTH - 1
