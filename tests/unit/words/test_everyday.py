"""A thousand everyday messages, each read as what its writer meant."""

from pathlib import Path

import pytest

from core.words.intents import Wish, meaning

FIXTURE = Path(__file__).parents[2] / "fixtures" / "everyday.txt"


def messages():
    wish = None
    for line in FIXTURE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            wish = Wish(line.strip("[]"))
        elif line and not line.startswith("#"):
            yield wish, line


MESSAGES = tuple(messages())


@pytest.mark.parametrize(("wish", "said"), MESSAGES)
def test_an_everyday_message_is_read_as_it_was_meant(wish, said):
    assert meaning(said).wish is wish


@pytest.mark.parametrize("said", [said for wish, said in MESSAGES if wish is Wish.EDIT])
def test_a_wish_that_holds_a_trigger_word_is_neither_an_answer_nor_an_export(said):
    for means in (meaning(said), meaning(said, has_media=True)):
        assert (means.wish, means.film, means.hold, means.answer) == (Wish.EDIT, False, False, False)
