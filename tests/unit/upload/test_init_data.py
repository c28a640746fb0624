"""Who opened the Mini App: only Telegram's word counts, and only while it is fresh."""

import pytest
from pydantic import SecretStr

from bots.upload.init_data import InitData, Stale, Untrusted

BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def reader(clock):
    return InitData(SecretStr(BOT), clock)


def test_a_signed_user_is_believed(reader, signed):
    assert reader.user_id(signed(42)) == "42"


def test_what_telegram_did_not_sign_is_refused(reader, signed):
    for text in ("", "user=42", "hash=", signed(42, token="1:other"), signed(42) + "&more=1", "%ff=1&hash=é"):
        with pytest.raises(Untrusted):
            reader.user_id(text)


def test_a_changed_user_is_refused(reader, signed):
    with pytest.raises(Untrusted):
        reader.user_id(signed(42).replace("42", "43"))


def test_a_name_that_stands_twice_is_refused(reader, signed):
    with pytest.raises(Untrusted):
        reader.user_id("user=%7B%22id%22%3A43%7D&" + signed(42))


def test_data_without_a_person_is_refused(reader, signed):
    for user in ("", "[]", "null", '{"id": "x"}', '{"name": 1}'):
        with pytest.raises(Untrusted):
            reader.user_id(signed(user=user))


def test_data_is_good_for_an_hour(reader, signed, clock):
    opened = signed(42)
    clock.now += 3600
    assert reader.user_id(opened) == "42"
    clock.now += 1
    with pytest.raises(Stale):
        reader.user_id(opened)


def test_data_from_the_future_is_refused(reader, signed, clock):
    with pytest.raises(Stale):
        reader.user_id(signed(42, at=clock.time() + 600))


def test_a_date_that_is_none_is_refused(reader, signed):
    for at in ("", "soon", "-5"):
        with pytest.raises(Untrusted):
            reader.user_id(signed(42, auth_date=at))
