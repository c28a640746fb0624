"""From what is meant to the route and the lane."""

import pytest

from core.intake.routing import Route, internal_reply, lane, of_action, of_message, of_words
from core.model.actions import TryAgain, pressed
from core.model.chat import Address, Incoming, Sender
from core.model.projects import Project
from core.model.requests import Flow, InternalReply
from core.words.intents import Meaning, Wish, meaning

EDITS = {Wish.EDIT, Wish.UNDO}


@pytest.mark.parametrize("wish", Wish)
def test_every_wish_has_a_route(wish):
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
    ("press", "flow", "means"),
    [
        ("export", Flow.EXPORT, Meaning(Wish.EXPORT)),
        ("version:3", Flow.EXPORT, Meaning(Wish.EXPORT, version=3)),
        ("undo", Flow.EDIT, Meaning(Wish.UNDO)),
        ("again:12", Flow.EDIT, None),
        ("cancel:7", Flow.ANSWER, None),
        ("project:2", Flow.ANSWER, None),
        ("skill:add-music-ai", Flow.ANSWER, None),
        ("lang:zh", Flow.ANSWER, None),
        ("same:12", Flow.ANSWER, None),
        ("each:12", Flow.ANSWER, None),
        ("upload:12", Flow.ANSWER, None),
    ],
)
def test_a_button_has_a_route_and_a_meaning_where_a_project_works_on_it(press, flow, means):
    route = of_action(pressed(press))
    assert (route.flow, route.meaning, route.action, route.reply) == (flow, means, pressed(press), None)


def test_another_try_means_what_the_earlier_request_meant():
    incoming = Incoming(Address("stage", "chat"), Sender("anna"), "p", 0.0, private=True, action=TryAgain(12))
    assert of_message(incoming, Meaning(Wish.EXPORT)) == Route(Flow.EDIT, Meaning(Wish.EXPORT), TryAgain(12))


@pytest.mark.parametrize(
    "press", ["", "again", "again:x", "version", "version:x", "again:" + "9" * 30, "what:1", "版:1"]
)
def test_an_unknown_press_is_answered_as_old(press):
    assert of_action(pressed(press)) == internal_reply(InternalReply.OLD_BUTTON)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("add music", "project:5"),
        ("/undo", "project:5"),
        ("export", "project:5"),
        ("export version 2", "render:5"),
        ("/status", "now:stage:chat::m"),
    ],
)
def test_the_lane_of_a_message(words, expected):
    here = Address("stage", "chat")
    message = Incoming(here, Sender("anna"), "m", 0.0, private=True, text=words)
    project = Project(5, 1, here, "", True, "skill", "", None, "", "", 0.0)
    assert lane(of_words(meaning(words), has_files=False), message, project) == expected
