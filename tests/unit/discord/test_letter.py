"""One post as Discord's messages: buttons, links, and who is pinged."""

import dataclasses

import pytest

from bots.discord.letter import PRESS, edited, letters
from core.model.actions import ChooseSkill, ExportVersion, Undo
from core.model.chat import Button, Film, Post, Role

FILM = Film("holiday-v1.mp4", link="https://films.example/1.mp4", open=lambda: None)
LONG = "https://films.example/1.mp4?signature=" + "x" * 700


def posted(*buttons, film=None, text="Ready.", role=Role.ANSWER):
    return Post(role, text, buttons, film)


def test_a_button_carries_its_press_and_a_link_its_address():
    (letter,) = letters(posted(Button("Undo", Undo()), Button("Open", url="https://a.example")))
    rows = letter.view().to_components()
    (undo, opened) = rows[0]["components"]
    assert undo["custom_id"] == f"{PRESS}undo"
    assert opened["url"] == "https://a.example"


async def test_the_library_keeps_no_view():
    (letter,) = letters(posted(Button("Undo", Undo())))
    assert letter.view().is_finished()


def test_what_discord_would_refuse_is_no_button():
    same, long, far = Button("A", Undo()), Button("B", ChooseSkill("x" * 200)), Button("C", url=LONG)
    (letter,) = letters(posted(same, same, long, far))
    assert [button.label for button in letter.buttons] == ["A"]
    assert f"C: <{LONG}>" in letter.text


def test_never_more_than_twenty_five_buttons():
    (letter,) = letters(posted(*(Button(str(number), ExportVersion(number)) for number in range(40))))
    assert len(letter.buttons) == 25


def test_a_film_as_a_file_has_its_link_as_a_button():
    (letter,) = letters(posted(film=FILM))
    assert [button.url for button in letter.buttons] == [FILM.link]
    assert FILM.link not in letter.text


def test_a_film_as_a_link_stands_in_the_text_too_where_discord_plays_it():
    (letter,) = letters(posted(film=dataclasses.replace(FILM, open=None)))
    assert letter.text.endswith(f"\n\n{FILM.link}")
    assert [button.url for button in letter.buttons] == [FILM.link]


@pytest.mark.parametrize("role", [Role.QUIET, Role.STATUS, Role.NOTE])
def test_only_an_answer_is_loud(role):
    assert [letter.loud for letter in letters(posted(role=role))] == [False]
    assert [letter.loud for letter in letters(posted())] == [True]


def test_nobody_but_the_addressed_person_can_be_pinged():
    (letter,) = letters(posted(text="@everyone <@5>"))
    assert letter.mentions.to_dict() == {"parse": []}
    named = letter.addressed(7)
    assert named.text.startswith("<@7> ")
    assert named.mentions.to_dict()["users"] == [7]
    assert named.mentions.to_dict()["parse"] == []


def test_an_edit_is_one_message_whatever_its_length():
    letter = edited(posted(Button("Undo", Undo()), text="word " * 1000))
    assert len(letter.text) <= 2000
    assert letter.buttons


def test_an_empty_text_is_still_a_message():
    assert [letter.text for letter in letters(posted(text=""))] == ["…"]
