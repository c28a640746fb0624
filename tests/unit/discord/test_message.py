"""One post as Discord's messages: buttons, links, and who is pinged."""

import dataclasses

import pytest

from bots.discord.message import render, render_single
from core.model.actions import ChooseSkill, ExportVersion, Undo
from core.model.chat import Button, Film, Post, Role

FILM = Film("holiday-v1.mp4", link="https://films.example/1.mp4", open=lambda: None)
LONG = "https://films.example/1.mp4?signature=" + "x" * 700


def posted(*buttons, film=None, text="Ready.", role=Role.ANSWER):
    return Post(role, text, buttons, film)


def test_a_button_carries_its_press_and_a_link_its_address():
    (message,) = render(posted(Button("Undo", Undo()), Button("Open", url="https://a.example")))
    rows = message.view().to_components()
    (undo, opened) = rows[0]["components"]
    assert undo["custom_id"] == "nemobot:undo"  # stands in chats since the first release
    assert opened["url"] == "https://a.example"


async def test_the_library_keeps_no_view():
    (message,) = render(posted(Button("Undo", Undo())))
    assert message.view().is_finished()


def test_what_discord_would_refuse_is_no_button():
    same, long, far = Button("A", Undo()), Button("B", ChooseSkill("x" * 200)), Button("C", url=LONG)
    (message,) = render(posted(same, same, long, far))
    assert [button.label for button in message.buttons] == ["A"]
    assert f"C: <{LONG}>" in message.text


def test_never_more_than_twenty_five_buttons():
    (message,) = render(posted(*(Button(str(number), ExportVersion(number)) for number in range(40))))
    assert len(message.buttons) == 25


def test_a_film_as_a_file_has_its_link_as_a_button():
    (message,) = render(posted(film=FILM))
    assert [button.url for button in message.buttons] == [FILM.link]
    assert FILM.link not in message.text


def test_a_film_as_a_link_stands_in_the_text_too_where_discord_plays_it():
    (message,) = render(posted(film=dataclasses.replace(FILM, open=None)))
    assert message.text.endswith(f"\n\n{FILM.link}")
    assert [button.url for button in message.buttons] == [FILM.link]


def test_the_link_of_a_spoiler_is_hidden_with_what_discord_shows_of_it():
    film = Film("SPOILER_end-v1.mp4", link="https://films.example/1.mp4")
    assert [one.label for one in render(Post(Role.ANSWER, "Ready", film=film))[-1].buttons] == ["⬇ MP4"]
    assert "|| https://films.example/1.mp4 ||" in render(Post(Role.ANSWER, "Ready", film=film))[-1].text


@pytest.mark.parametrize("role", [Role.QUIET, Role.STATUS, Role.NOTE])
def test_only_an_answer_is_loud(role):
    assert [message.loud for message in render(posted(role=role))] == [False]
    assert [message.loud for message in render(posted())] == [True]


def test_nobody_but_the_addressed_person_can_be_pinged():
    (message,) = render(posted(text="@everyone <@5>"))
    assert message.allowed_mentions.to_dict() == {"parse": []}
    named = message.addressed_to(7)
    assert named.text.startswith("<@7> ")
    assert named.allowed_mentions.to_dict()["users"] == [7]
    assert named.allowed_mentions.to_dict()["parse"] == []


def test_however_many_names_there_are_nobody_is_pinged_and_every_message_fits():
    messages = render(posted(text=" ".join(f"<@{number}> @everyone <@&{number}>" for number in range(300))))
    assert len(messages) > 1
    for message in messages:
        assert len(message.text) <= 2000
        assert message.allowed_mentions.to_dict() == {"parse": []}
        assert "<@" not in message.text.replace("\\<@", "")


def test_an_edit_is_one_message_whatever_its_length():
    message = render_single(posted(Button("Undo", Undo()), text="word " * 1000))
    assert len(message.text) <= 2000
    assert message.buttons


def test_an_empty_text_is_still_a_message():
    assert [message.text for message in render(posted(text=""))] == ["…"]
