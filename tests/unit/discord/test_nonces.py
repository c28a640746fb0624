"""Nonces of messages: a repetition gets the first one's, and nothing else does."""

import dataclasses

import pytest

from bots.discord.message import RenderedMessage
from bots.discord.nonces import Nonces
from core.model.actions import Undo
from core.model.chat import Button, DeliveryUnknown, NotSent

HERE, ELSEWHERE = (7, 8), (7, 9)
MESSAGE = RenderedMessage("Here it is.", (Button("Undo", Undo()),), loud=True, pings=5)
MARKED = dataclasses.replace(MESSAGE, text=f"{MESSAGE.text}\n\n(recovered)")


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def send(clock):
    """Send a message, as well as it goes; returns its nonce."""
    nonces, given = Nonces(clock), []

    def sent(message=MESSAGE, place=HERE, *, ends=None):
        try:
            with nonces.nonce(place, message) as nonce:
                given.append(nonce)
                if ends:
                    raise ends
        except (NotSent, DeliveryUnknown):
            pass
        return given[-1]

    return sent


def test_a_message_that_may_have_arrived_keeps_its_nonce_for_its_repetition(send):
    assert send(ends=DeliveryUnknown("lost")) == send(MARKED)


@pytest.mark.parametrize("ends", [None, NotSent("no")])
def test_a_message_whose_outcome_is_known_is_another_when_it_comes_again(send, ends):
    assert send(ends=ends) != send()


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (MARKED, ELSEWHERE),
        (dataclasses.replace(MARKED, buttons=()), HERE),
        (dataclasses.replace(MARKED, loud=False), HERE),
        (dataclasses.replace(MARKED, text="Something else."), HERE),
    ],
)
def test_another_message_has_a_nonce_of_its_own(send, message, place):
    assert send(ends=DeliveryUnknown("lost")) != send(message, place)


def test_a_nonce_is_used_again_once_and_not_for_ever(send, clock):
    first = send(ends=DeliveryUnknown("lost"))
    assert send(MARKED, ends=DeliveryUnknown("lost")) == first
    assert send(MARKED) != first
    late = send(ends=DeliveryUnknown("lost"))
    clock.now = 600.0
    assert send(MARKED) != late
