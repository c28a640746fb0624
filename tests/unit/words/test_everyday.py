"""Everyday messages, each read as what its writer meant: a wish, something else, or in doubt."""

from pathlib import Path

import pytest

from core.words.intents import Wish, meaning

FIXTURE = Path(__file__).parents[2] / "fixtures" / "everyday.txt"
OF_NO_WISH = {"answer", "doubt"}  # no names of wishes: an answer if something was asked, in doubt


def messages():
    section = ""
    for line in FIXTURE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield section, line


MESSAGES = tuple(messages())


@pytest.mark.parametrize(("section", "said"), MESSAGES)
def test_an_everyday_message_is_read_as_it_was_meant(section, said):
    means, wish = meaning(said), Wish.EDIT if section in OF_NO_WISH else Wish(section)
    assert (means.wish, means.doubtful) == (wish, section == "doubt")
    assert means.answer or section != "answer"


@pytest.mark.parametrize("said", [said for section, said in MESSAGES if section == Wish.EDIT])
def test_a_wish_that_holds_a_trigger_word_is_neither_an_answer_nor_an_export(said):
    for means in (meaning(said), meaning(said, has_media=True)):
        assert (means.wish, means.film, means.hold, means.answer) == (Wish.EDIT, False, False, False)
