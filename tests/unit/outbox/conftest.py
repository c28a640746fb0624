"""What a request looks like to the outbox."""

import pytest

from core.model.chat import Address, Sender
from core.model.requests import Flow, Request
from core.words.intents import Meaning, Wish


@pytest.fixture
def request_of():
    """`request_of(id=3)`: a request with everything else at its plainest."""

    def make(**facts):
        plain = {
            "id": 1,
            "head": 1,
            "child": 0,
            "parent": None,
            "flow": Flow.EDIT,
            "address": Address("stage", "chat"),
            "sender": Sender("anna"),
            "private": True,
            "key": "u1",
            "handle": "",
            "lane": "project:1",
            "language": "en",
            "meaning": Meaning(Wish.EDIT),
            "words": "add music",
            "project": None,
            "accepted_at": 0.0,
            "joins_until": 0.0,
            "sealed": True,
            "cancelled": False,
            "outcome": None,
            "status_key": None,
        }
        return Request(**(plain | facts))

    return make
