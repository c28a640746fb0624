"""From what is meant to the road it takes."""

import pytest

from core.intake.routing import of_press, of_words
from core.model.requests import Flow
from core.words.intents import Meaning, Wish, meaning

EDITS = {Wish.EDIT, Wish.UNDO}


@pytest.mark.parametrize("wish", Wish)
def test_every_wish_has_a_road(wish):
    flow = of_words(Meaning(wish), has_files=False).flow
    expected = Flow.EDIT if wish in EDITS else Flow.EXPORT if wish is Wish.EXPORT else Flow.ANSWER
    assert flow is expected


@pytest.mark.parametrize("wish", Wish)
def test_with_files_everything_is_an_edit(wish):
    route = of_words(Meaning(wish), has_files=True)
    assert route.flow is Flow.EDIT
    assert route.meaning.wish in {Wish.EDIT, Wish.EXPORT}


def test_new_with_files_or_words_begins_a_fresh_project():
    assert of_words(meaning("/new"), has_files=True).fresh
    assert of_words(meaning("/new make a film"), has_files=False).fresh
    assert not of_words(meaning("/new"), has_files=False).fresh


@pytest.mark.parametrize(
    ("press", "flow", "wish"),
    [
        ("export", Flow.EXPORT, Wish.EXPORT),
        ("undo", Flow.EDIT, Wish.UNDO),
        ("cancel:7", Flow.ANSWER, Wish.CANCEL),
        ("project:2", Flow.ANSWER, Wish.PROJECTS),
        ("skill:add-music-ai", Flow.ANSWER, Wish.SKILL),
        ("lang:zh", Flow.ANSWER, Wish.LANGUAGE),
    ],
)
def test_a_press_is_read_like_words(press, flow, wish):
    route = of_press(press)
    assert (route.flow, route.meaning.wish, route.press) == (flow, wish, press)


def test_a_press_for_a_version_names_it():
    assert of_press("version:3").meaning.version == 3


def test_again_names_the_request():
    assert of_press("again:12").again == 12


@pytest.mark.parametrize(
    "press", ["", "again", "again:x", "version", "version:x", "again:" + "9" * 30, "what:1", "版:1"]
)
def test_a_press_that_nobody_knows_is_answered_as_old(press):
    assert of_press(press).press == "old:"
