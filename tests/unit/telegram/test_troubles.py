"""What keeps updates from coming, in words that name the mend; and small pure things."""

import pytest
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError

from bots.telegram.keyboard import keyboard
from bots.telegram.place import place_of
from bots.telegram.polling import lanes
from bots.telegram.presses import data
from bots.telegram.request import Flooded
from bots.telegram.troubles import trouble
from core.model.actions import Cancel, Export, Undo
from core.model.chat import Address, Button, NotSent, Target


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidToken("Unauthorized"), "TELEGRAM_BOT_TOKEN"),
        (InvalidToken("Unauthorized: logged out"), "logged out"),
        (Conflict("Conflict: terminated by other getUpdates request"), "stop it"),
        (Conflict("Conflict: can't use getUpdates method while webhook is active"), "webhook"),
        (NetworkError("ConnectError"), "NEMOBOT_PROXY"),
        (Flooded(7), "pause"),
    ],
)
def test_a_trouble_names_its_mend(error, words):
    assert words in trouble(error, 0).mend


def test_telegram_that_stays_away_is_asked_less_and_less_often():
    waits = [trouble(NetworkError("x"), tries).seconds for tries in range(12)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1.0, 60.0)


def test_updates_are_taken_chat_by_chat_in_order_and_a_moving_group_is_one_chat():
    def at(number, chat, **more):
        return {"update_id": number, "message": {"chat": {"id": chat}, **more}}

    press = {"update_id": 5, "callback_query": {"message": {"chat": {"id": 1}}}}
    odd = {"update_id": 6, "message": "x"}
    updates = [at(1, 1), at(2, 2), at(3, 1), at(4, -9, migrate_to_chat_id=2), press, odd, "nonsense"]
    assert [[one["update_id"] for one in lane] for lane in lanes(updates)] == [[1, 3, 5], [2, 4], [6]]


def test_short_buttons_share_a_row_and_long_ones_do_not():
    buttons = [Button("Export again", Export()), Button("Undo", Undo()), Button("x" * 40, Cancel())]
    rows = keyboard(buttons).inline_keyboard
    assert [[one.text for one in row] for row in rows] == [["Export again", "Undo"], ["x" * 40]]
    assert keyboard([]) is None


def test_what_a_button_carries_fits_and_differs():
    long = {data(f"skill:{'x' * 80}{n}") for n in range(50)}
    assert len(long) == 50
    assert all(len(one.encode()) <= 64 for one in long)
    assert data("undo") == "undo"


def test_an_address_of_another_platform_is_refused():
    with pytest.raises(NotSent):
        place_of(Target(Address("telegram", "not-a-number"), private=True, asker="1"))


def test_an_update_of_another_kind_is_decoded_and_means_nothing():
    assert Update.de_json({"update_id": 1, "poll": None}, None).effective_message is None
