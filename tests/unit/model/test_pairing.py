"""What is read as a pairing code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.pairing import fingerprint_in, new_code


def test_a_code_is_read_however_it_is_typed():
    code = new_code()
    bare = code.replace("-", "")
    spelled = {fingerprint_in(text) for text in (code, bare, code.lower(), f" {bare[:4]} {bare[4:]}\n")}
    assert spelled == {fingerprint_in(code)}
    assert None not in spelled
    assert bare not in str(fingerprint_in(code)).upper()


def test_codes_differ():
    assert len({new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("text", ["", "add music", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFG1", "/ABCD-EFGH", "ABCD--EFGH"])
def test_other_words_are_none(text):
    assert fingerprint_in(text) is None


@given(st.text(max_size=20))
def test_any_text_is_read(text):
    found = fingerprint_in(text)
    assert found is None or len(found) == 64
