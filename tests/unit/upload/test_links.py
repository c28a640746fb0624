"""Links: what they carry, who can make them, how long they are good."""

import re
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.upload.service import signing_key
from core.engine.clock import SystemClock
from core.model.attachments import Attachment
from core.upload.link import LinkToken, UploadPage, Use, request_of

KEY = bytes(range(32))


def page(key=KEY, clock=None, address="https://bot.example.org/nemo/"):
    return UploadPage(address, key, nullcontext(), clock or SystemClock())


def token(link):
    return link.rpartition("/")[2]


@given(st.integers(0, 2**48 - 1), st.booleans())
def test_a_link_says_whose_request_it_is_for_and_how_it_is_opened(request, app):
    link = page().link(request, app=app)
    assert re.fullmatch(r"https://bot\.example\.org/nemo/up/[A-Za-z0-9_-]{36}", link)
    found = page().read(token(link))
    assert (found.request, found.use) == (request, Use.APP if app else Use.PAGE)


@given(st.integers(0, 35), st.sampled_from("AZaz09-_"))
def test_a_link_that_was_changed_in_any_letter_says_nothing(where, letter):
    made = token(page().link(7))
    changed = made[:where] + letter + made[where + 1 :]
    assert (page().read(changed) is not None) == (changed == made)


@given(st.text(max_size=60))
def test_nonsense_says_nothing(text):
    assert page().read(text) is None
    assert page().invited("up_" + text) is None


def test_a_link_of_another_key_says_nothing():
    assert page().read(token(page(bytes(32)).link(7))) is None


def test_a_link_is_good_for_an_hour(clock):
    made = page(clock=clock)
    found = made.read(token(made.link(7)))
    assert found == LinkToken(7, int(clock.time()) + 3600, Use.PAGE)
    clock.now += 3600
    assert not made.expired(found)
    clock.now += 1
    assert made.expired(found)


@pytest.mark.parametrize("jump", [-86_400, 86_400])
def test_it_is_so_whoever_sets_the_clock_meanwhile(clock, jump):
    made = page(clock=clock)
    found = made.read(token(made.link(7)))
    clock.ahead = jump
    assert not made.expired(found)
    assert not made.expired(made.read(token(made.link(8))))
    clock.now += 3601
    assert made.expired(found)


def test_a_link_that_a_clock_has_dated_which_was_ahead_is_expired(clock):
    clock.ahead = 86_400
    made = page(clock=clock)
    link = token(made.link(7))
    clock.ahead = 0
    later = page(clock=clock)
    assert later.expired(later.read(link))


def test_an_invitation_fits_a_start_parameter_of_telegram_and_is_no_link():
    made = page().invitation(2**48 - 1)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", made)
    assert made.startswith("up_")
    assert page().invited(made).request == 2**48 - 1
    assert page().invited("up_" + token(page().link(7))) is None


def test_only_an_https_address_can_be_a_mini_app():
    assert page().secure
    assert not page(address="http://bot.example.org").secure


def test_the_files_of_the_page_name_their_request():
    assert request_of(Attachment("page:17-Ab_-x", "clip.mp4")) == 17
    assert request_of(Attachment("link:https://example.org", "clip.mp4")) is None


async def test_the_key_is_made_once_and_survives_a_restart(lives):
    async with lives() as first:
        link = first.page.link(7)
        key = await signing_key(first.app.store.secrets)
    async with lives() as second:
        assert await signing_key(second.app.store.secrets) == key
        assert len(key) == 32
        assert second.page.read(token(link)).request == 7


async def test_without_a_public_address_there_is_no_page(lives):
    async with lives(nemobot_public_url=None) as place:
        assert place.page is None
        assert tuple(place.uploads.routes()) == ()
