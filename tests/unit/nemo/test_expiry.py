"""When a token says of itself that it ends; whatever else it is, nothing is raised and nothing believed."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.secret import Secret
from core.nemo.expiry import expires_at


def jwt(claims):
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.sig"


@pytest.mark.parametrize("moment", [1_900_000_000, 1_900_000_000.5])
def test_a_jwt_tells_it(moment):
    assert expires_at(Secret(jwt({"exp": moment, "sub": "somebody"}))) == moment


@pytest.mark.parametrize(
    "token",
    [
        "nmv_usr_0123456789abcdef",
        "a.b",
        "a.b.c",
        "a.ÿÿÿ.c",
        jwt({}),
        jwt([1]),
        jwt({"exp": "soon"}),
        jwt({"exp": True}),
        jwt({"exp": -1}),
        jwt({"exp": 1e300}),
        jwt({"exp": float("nan")}),
        jwt({"exp": float("inf")}),
        f"a.{base64.urlsafe_b64encode(b'[' * 5000).decode()}.c",
    ],
)
def test_any_other_token_does_not(token):
    assert expires_at(Secret(token)) is None


@given(st.text(), st.binary())
def test_no_text_raises(text, content):
    for token in (text, f"{text}.{base64.urlsafe_b64encode(content).decode()}.{text}"):
        assert expires_at(Secret(token)) is None
