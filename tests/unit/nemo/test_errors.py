from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.model.secret import Secret
from core.nemo import errors
from core.nemo.caller import Attribution, Caller
from core.nemo.errors import NemoError, Route, refusal, retry_seconds

TABLE = [
    (200, 1001, Route.OTHER, errors.TokenRejected, True),
    (200, 1010, Route.OTHER, errors.TokenRejected, False),
    (200, 1011, Route.OTHER, errors.TokenRejected, False),
    (401, None, Route.OTHER, errors.TokenRejected, True),
    (401, 1002, Route.OTHER, errors.SessionGone, True),
    (200, 1002, Route.SESSION, errors.SessionGone, True),
    (404, None, Route.SESSION, errors.SessionGone, True),
    (404, None, Route.OTHER, errors.Rejected, True),
    (404, None, Route.RENDER, errors.RenderUnknown, True),
    (200, 2001, Route.SESSION, errors.NoCredits, False),
    (402, 2001, Route.OTHER, errors.NoCredits, False),
    (200, 4001, Route.SESSION, errors.UnsupportedFile, False),
    (400, 4002, Route.SESSION, errors.FileTooLarge, False),
    (413, None, Route.SESSION, errors.FileTooLarge, False),
    (400, None, Route.TOKEN, errors.ClientIdMissing, False),
    (200, 400, Route.TOKEN, errors.ClientIdMissing, False),
    (400, None, Route.OTHER, errors.Rejected, False),
    (402, None, Route.SUBMIT, errors.PlanRequired, False),
    (200, 402, Route.SUBMIT, errors.PlanRequired, False),
    (403, None, Route.OTHER, errors.Denied, False),
    (408, None, Route.OTHER, errors.Unavailable, False),
    (409, None, Route.SUBMIT, errors.DuplicateRender, False),
    (422, None, Route.SESSION, errors.Rejected, False),
    (429, None, Route.TOKEN, errors.RateLimited, True),
    (200, 429, Route.SESSION, errors.RateLimited, True),
    (200, 777, Route.OTHER, errors.Rejected, False),
    (200, 503, Route.OTHER, errors.Unavailable, False),
    (500, None, Route.OTHER, errors.Unavailable, False),
    (502, 1001, Route.SESSION, errors.TokenRejected, False),
]


@pytest.mark.parametrize(("status", "code", "route", "kind", "refused"), TABLE)
def test_every_number_has_its_class_and_says_whether_anything_ran(status, code, route, kind, refused):
    error = refusal(status, code, route=route)
    assert (type(error), error.refused, error.status, error.code) == (kind, refused, status, code)


def test_a_repeated_render_is_known_by_its_words():
    assert type(refusal(400, route=Route.SUBMIT, reason="Duplicate id")) is errors.DuplicateRender
    assert type(refusal(400, route=Route.OTHER, reason="Duplicate id")) is errors.Rejected


@given(st.integers(), st.none() | st.integers(), st.sampled_from(Route), st.text())
def test_any_numbers_give_an_error_of_ours(status, code, route, reason):
    assert isinstance(refusal(status, code, route=route, reason=reason), NemoError)


def test_what_was_never_connected_was_never_sent():
    assert errors.Unreachable().refused
    assert not errors.Interrupted().refused


def test_the_text_of_an_error_names_numbers_only():
    error = refusal(429, 1234, reason="token nmv_usr_abc")
    assert str(error) == "RateLimited(HTTP 429, code 1234)"
    assert str(errors.Garbled()) == "Garbled()"
    assert "nmv" not in repr(error)


@pytest.mark.parametrize(
    "said", ["bad nmv_usr_s3cret", "clm_s3cret", "Authorization: Bearer s3cret", "https://x/y?sig=s3cret&a=s3cret"]
)
def test_the_servers_words_are_kept_without_their_secrets(said):
    assert "s3cret" not in refusal(400, reason=said).reason
    assert len(refusal(400, reason="x" * 999).reason) == 200


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("30", 30.0),
        (" 5 ", 5.0),
        ("-1", None),
        ("soon", None),
        ("1" * 30, None),
        (format_datetime(datetime.fromtimestamp(NOW + 90, UTC), usegmt=True), 90.0),
        (format_datetime(datetime.fromtimestamp(NOW + 90, UTC).replace(tzinfo=None)), 90.0),
        (format_datetime(datetime.fromtimestamp(NOW - 90, UTC), usegmt=True), 0.0),
        ("Mon, 99 Foo 2026 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header, seconds):
    assert retry_seconds(header, NOW) == seconds


@given(st.text())
@example("0\x1f")  # a blank to a pattern, and none to float()
def test_any_retry_after_is_survived(header):
    assert retry_seconds(header, NOW) is None or retry_seconds(header, NOW) >= 0


def test_a_secret_is_masked_wherever_python_prints_it():
    secret = Secret("nmv_usr_x")
    assert secret.reveal() == "nmv_usr_x"
    assert "nmv" not in f"{secret!r} {secret} {[secret]}"
    assert (secret == Secret("nmv_usr_x"), secret == Secret("y"), secret == "nmv_usr_x") == (True, False, False)
    assert hash(secret) == hash(Secret("nmv_usr_x"))
    assert not Secret("")


def test_every_call_carries_its_attribution():
    assert Caller(Secret("t"), Attribution("skill", "1.0.0", "cursor")).headers() == {
        "X-Skill-Source": "skill",
        "X-Skill-Version": "1.0.0",
        "X-Skill-Platform": "cursor",
        "Authorization": "Bearer t",
    }


def test_an_attribution_from_a_strange_file_still_fits_a_header():
    headers = Attribution("剪辑\r\nX: y", "", "a b").headers()
    assert all(value.isascii() and value.isprintable() and value for value in headers.values())
    assert headers["X-Skill-Version"] == "unknown"


@pytest.mark.parametrize("token", ["nmv usr", "nmv\r\nX: y", "令牌"])
def test_a_token_no_header_can_carry_is_rejected_before_it_is_sent(token):
    with pytest.raises(errors.TokenRejected) as caught:
        Caller(Secret(token), Attribution("a", "b", "c")).headers()
    assert caught.value.refused
