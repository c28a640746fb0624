"""Values to JSON and back."""

import warnings
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.codec import from_json, to_json
from core.model.secret import Secret
from core.words.intents import Meaning, Wish


@dataclass(frozen=True)
class Row:
    name: str
    parts: tuple[int, ...] = ()
    ratio: float | None = None


@given(
    st.builds(
        Row, st.text(), st.lists(st.integers()).map(tuple), st.none() | st.floats(allow_nan=False, allow_infinity=False)
    )
)
def test_a_value_comes_back_as_it_was(row):
    assert from_json(to_json(row, Row), Row) == row


def test_a_meaning_comes_back_whole():
    means = Meaning(Wish.EXPORT, film=True, resolution="720p", unsupported=("4K",), version=3)
    assert from_json(to_json(means, Meaning), Meaning) == means


@pytest.mark.parametrize("text", ["", "{", '{"name": 1}', "[]", "null"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError):
        from_json(text, Row)


@pytest.mark.parametrize("row", [Row(7), Row("a", ("x",)), Row("a", (), {}), Row(None), Row("\ud800")])
def test_what_could_not_be_read_again_is_not_written(row):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(ValueError):
            to_json(row, Row)


def test_a_secret_has_no_json():
    with pytest.raises(Exception, match="Secret"):
        to_json(Secret("token-of-somebody"), Secret)
