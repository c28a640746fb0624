"""Where an answer goes."""

import json

import pytest

from bots.telegram.handle import Handle, chat_target
from core.model.chat import Address, NotSent, Target


def test_an_address_of_another_platform_is_refused():
    with pytest.raises(NotSent):
        chat_target(Target(Address("telegram", "not-a-number"), private=True, asker="1"))


def test_a_handle_of_another_release_is_an_empty_one():
    assert Handle.of(json.dumps({"reply": "x"})) == Handle.of("nonsense") == Handle()
    assert Handle.of(Handle(reply=4).text) == Handle(reply=4)
    assert Handle().text == ""
