from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nemo import calls
from core.nemo.draft import Draft, digest, raw_value
from core.nemo.errors import Garbled

ODD = '{ "d":1.50e3 ,"t" : [ {"tt":0,"sg":[{"d":10000.000,"m":{"n":"\\u57ce\\/\\ud83c"}}]}],"t":[],"z":-0.0,"e":{}\n}'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def test_a_draft_is_cut_out_byte_for_byte():
    body = '\n{"code" :0,"data":{"x":[{"draft":1}],"state":{"draft":"no","draft"\t:' + ODD + ' ,"y":1}}}'
    assert raw_value(body, ("data", "state", "draft")) == ODD


def test_of_two_equal_keys_the_last_counts_as_it_does_when_parsed():
    body = '{"draft":{"a":1},"draft":{"b":2}}'
    assert json.loads(raw_value(body, ("draft",))) == json.loads(body)["draft"]


@given(st.dictionaries(st.text(max_size=3), JSON), JSON, st.sampled_from([None, 0, 3]), st.booleans())
def test_any_value_is_cut_out_as_it_stands(around, value, indent, ascii_only):
    inner = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    outer = json.dumps({**around, "draft": "HERE"}, indent=indent, ensure_ascii=ascii_only)
    body = outer.replace('"HERE"', inner)
    if outer.count('"HERE"') == 1:
        assert raw_value(body, ("draft",)) == inner
        assert raw_value(f' {{"data":{body}}}', ("data", "draft")) == inner


def test_a_submitted_draft_is_the_very_text():
    call = calls.submit('r"1', "5529798706024415232", Draft(ODD), "1080p")
    assert ODD.encode() in call.body
    sent = json.loads(call.body)
    assert (sent["id"], sent["sessionId"]) == ('r"1', "5529798706024415232")
    assert sent["output"] == {"format": "mp4", "quality": "high", "resolution": "1080p"}
    assert raw_value(call.body.decode(), ("draft",)) == ODD
    assert "resolution" not in json.loads(calls.submit("r", "s", Draft("{}")).body)["output"]


def test_drafts_that_say_the_same_have_one_digest():
    assert Draft('{"a":1,"b":[2]}').digest == Draft('{ "b" : [ 2 ], "a" : 1 }').digest
    assert Draft('{"a":1}').digest != Draft('{"a":2}').digest


def test_a_link_signed_anew_is_not_a_change():
    old, new = ({"url": f"https://cdn/x.mp4?sig={n}", "n": "what?"} for n in "12")
    assert digest(old) == digest(new) != digest({"url": "https://cdn/y.mp4", "n": "what?"})
    assert digest({"text": "why? a"}) != digest({"text": "why? b"})


def test_a_draft_is_parsed_once_and_only_when_asked():
    draft = Draft('{"t":[]}')
    assert draft.value is draft.value
    with pytest.raises(Garbled):
        _ = Draft("nonsense").value
    assert Draft("{}") == Draft("{}")


def test_a_value_nested_beyond_reason_is_garbled():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    try:
        with pytest.raises(Garbled):
            digest(deep)
    finally:
        while deep:  # freed level by level, or the interpreter would recurse
            deep = deep[0]
