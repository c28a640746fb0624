import json
import string

from hypothesis import given
from hypothesis import strategies as st

from bots.ops.live.shapes import names, shape

FOREIGN = st.text(alphabet=string.ascii_letters + string.digits + "_-:/.@ é中", min_size=12, max_size=40).map(
    lambda text: f"Zq{text}7x9-"  # looks like no name of a field, and like no word of a protocol
)
SCALARS = st.none() | st.booleans() | st.integers(min_value=10**7) | st.floats(allow_nan=False) | FOREIGN
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(FOREIGN, inner), max_leaves=20)


def texts(value):
    """Every text and number in a JSON value, keys too."""
    if isinstance(value, dict):
        yield from (text for key, inner in value.items() for text in (key, *texts(inner)))
    elif isinstance(value, list):
        yield from (text for inner in value for text in texts(inner))
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


@given(VALUES)
def test_no_text_name_or_number_of_any_value_is_in_its_shape(value):
    shown = json.dumps(shape(value), ensure_ascii=False)
    assert [text for text in texts(value) if text in shown] == []
    assert [text for text in texts(value) if text in names(value)] == []


def test_an_answer_keeps_the_names_of_its_fields_its_codes_and_the_words_of_the_protocol():
    answer = {
        "code": 1001,
        "data": {
            "session_id": "5529798706024415232",
            "expires_at": "2026-12-08T00:00:00Z",
            "status": "completed",
            "url": "https://cdn.example.org/film.mp4?sig=planted",
            "progress": 50,
            "title": "Anna's wedding",
            "files": [{"size": 1}, {"size": 2}, {"name": "a.mp4"}],
        },
    }
    assert shape(answer) == {
        "code": 1001,
        "data": {
            "session_id": "digits(19)",
            "expires_at": "time(20)",
            "status": "completed",
            "url": "address(44)",
            "progress": "int",
            "title": "text(14)",
            "files": ["3 of", {"size": "int"}, {"name": "text(5)"}],
        },
    }


def test_what_could_be_a_name_of_somebody_a_number_or_a_token_is_no_name_of_a_field():
    odd = {"Anna Planted": 1, "nmv_usr_planted": 2, "anon_abc": 3, "4711": 4, "x" * 40: 5, "clip.mp4": 6, "bot1:x": 7}
    assert set(shape(odd)) == {"name(12)", "name(15)", "name(8)", "name(4)", "name(40)", "name(6)"}


def test_a_value_that_is_too_deep_or_too_long_is_cut():
    deep = []
    for _ in range(1000):
        deep = [deep]
    assert "…" in json.dumps(shape(deep), ensure_ascii=False)
    assert len(shape({f"field{letter}{other}": 1 for letter in string.ascii_letters for other in "ab"})) == 60


def test_a_code_that_is_no_code_is_none():
    assert shape({"code": 5529798706024415232, "type": "digital planted", "status": "compositing"}) == {
        "code": "int",
        "type": "text(15)",
        "status": "text(11)",
    }
