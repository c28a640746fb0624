"""The wire form of actions: it stands in chats and in rows for ever."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.codec import from_json, to_json
from core.flows.saved_answer import SavedAnswer
from core.intake.permission import may_press
from core.intake.routing import of_action
from core.model.actions import (
    LONGEST_NUMBER,
    Action,
    Cancel,
    ChooseLanguage,
    ChooseSkill,
    Export,
    ExportVersion,
    InstantAction,
    ListLanguages,
    ListProjects,
    ListSkills,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SendBroadcast,
    SendWords,
    Start,
    SwitchProject,
    TryAgain,
    Undo,
    UnknownAction,
    asked_at_once,
    parse,
    pressed,
    to_wire,
)
from core.model.chat import Address, Button, Incoming, Sender
from core.model.requests import Flow
from core.words.intents import Meaning, Wish, meaning

# What the releases so far put into chats. Nothing here is ever changed.
RELEASED = {
    "export": Export(),
    "version:3": ExportVersion(3),
    "undo": Undo(),
    "again:12": TryAgain(12),
    "cancel:12": Cancel(12),
    "same:12": SameForAnother(12),
    "each:12": OneVideoEach(12),
    "send:12": SendWords(12),
    "upload:12": OpenUploadPage(12),
    "broadcast:12": SendBroadcast(12),
    "project:2": SwitchProject(2),
    "skill:add-music-ai": ChooseSkill("add-music-ai"),
    "lang:en": ChooseLanguage("en"),
    "lang:zh": ChooseLanguage("zh"),
}
NUMBERS = st.integers(0, 10**LONGEST_NUMBER - 1)
TEXTS = st.text(min_size=1)


def made(kind):
    """Any action of a kind, by the fields that it has."""
    values = {"number": NUMBERS, "request": NUMBERS, "name": TEXTS, "code": TEXTS, "invitation": st.text()}
    fields = {name: values[name] for name in kind.__dataclass_fields__}
    if kind is Cancel:
        fields["request"] = st.none() | NUMBERS
    return st.builds(kind, **fields)


ACTIONS = st.one_of(*(made(kind) for kind in get_args(Action)))


@pytest.mark.parametrize(("wire", "action"), RELEASED.items())
def test_the_buttons_of_every_release_keep_their_action(wire, action):
    assert parse(wire) == action
    assert to_wire(action) == wire


@given(ACTIONS)
def test_an_action_comes_back_from_its_wire_form(action):
    assert parse(to_wire(action)) == action


@given(st.text())
def test_no_text_breaks_the_reading(text):
    action = parse(text)
    assert action is None or parse(to_wire(action)) == action


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "nonsense",
        "export:1",
        "again",
        "again:",
        "again:x",
        "again:-1",
        "version:1.5",
        "each: 1",
        "skill:",
        "project:" + "9" * (LONGEST_NUMBER + 1),
        "kept:",
        "unseen:",
        "old:",
        "Export",
        "\ud83d:1",
    ],
)
def test_what_names_no_action_is_an_old_button(text):
    assert parse(text) is None
    assert pressed(text) == UnknownAction()


@given(ACTIONS)
def test_the_journal_keeps_a_button_with_its_action(action):
    button = Button("label", action)
    kept = from_json(to_json(SavedAnswer.of("words", button), SavedAnswer), SavedAnswer)
    assert [saved.button for saved in kept.buttons] == [button]


def test_an_answer_in_the_journal_of_an_earlier_release_keeps_its_buttons():
    text = (
        '{"text":"t","buttons":[{"label":"Go on","press":"again:1","url":"","app":false},'
        '{"label":"Page","press":"","url":"https://a.example","app":true}],"picture":null,"whisper":true}'
    )
    kept = from_json(text, SavedAnswer)
    assert kept.ephemeral
    expected = [Button("Go on", TryAgain(1)), Button("Page", url="https://a.example", app=True)]
    assert [saved.button for saved in kept.buttons] == expected


@pytest.mark.parametrize("kind", get_args(Action))
def test_what_is_answered_at_once_is_routed_so(kind):
    fields = dict.fromkeys(kind.__dataclass_fields__, 1)
    route = of_action(kind(**fields))
    assert (route.flow is Flow.ANSWER) == (kind in get_args(InstantAction))


@pytest.mark.parametrize("kind", [kind for kind in get_args(Action) if "request" in kind.__dataclass_fields__])
async def test_an_action_on_a_request_of_another_chat_is_refused(kind):
    class Requests:
        async def get(self, number):
            return type("Found", (), {"address": Address("stage", "there"), "sender": Sender("anna")})

    incoming = Incoming(Address("stage", "here"), Sender("anna"), "p", 0.0, private=True, action=kind(1))
    assert not await may_press(None, Requests(), incoming)


@pytest.mark.parametrize("wish", Wish)
def test_words_are_answered_at_once_or_are_for_a_project(wish):
    assert (asked_at_once(Meaning(wish)) is None) == (wish in {Wish.EDIT, Wish.EXPORT, Wish.UNDO})


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("/cancel 12", Cancel(12)),
        ("/cancel it", Cancel()),
        ("/projects 2", SwitchProject(2)),
        ("/projects two", ListProjects()),
        ("/skill add-music-ai", ChooseSkill("add-music-ai")),
        ("/skill", ListSkills()),
        ("/language zh", ChooseLanguage("zh")),
        ("/language", ListLanguages()),
        ("/start up_x", Start("up_x")),
    ],
)
def test_a_command_asks_for_what_its_button_does(words, action):
    assert asked_at_once(meaning(words)) == action
