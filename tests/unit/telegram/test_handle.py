"""Where an answer goes."""

import json

import pytest

from bots.telegram.handle import Handle, chat_target
from core.model.chat import Address, NotSent, Target


def test_an_address_of_another_platform_is_refused():
    with pytest.raises(NotSent):
        chat_target(Target(Address("telegram", "not-a-number"), private=True, asker="1"))


@pytest.mark.parametrize(
    ("key", "chat", "number"), [("4", -5, 4), ("4@-5", -5, 4), ("4@-5", -1005, None), ("p7", 5, None)]
)
def test_a_key_of_a_group_names_no_message_of_the_supergroup_that_it_became(key, chat, number):
    to = Target(Address("telegram", str(chat)), private=False, asker="1", reply_to=key)
    assert chat_target(to).reply == number


def test_a_button_of_a_group_is_answered_without_a_reply_in_the_supergroup():
    of_button = Handle(4, group=-5).text
    for chat, reply in ((-5, 4), (-1005, None)):
        to = Target(Address("telegram", str(chat)), private=False, asker="1", reply_to="p7", handle=of_button)
        assert chat_target(to).reply == reply


def test_a_handle_of_another_release_is_an_empty_one():
    assert Handle.of(json.dumps({"reply": "x"})) == Handle.of("nonsense") == Handle()
    assert Handle.of(Handle(reply=4).text) == Handle(reply=4)
    assert Handle().text == ""
