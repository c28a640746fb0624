"""Buttons, and what they carry."""

from bots.telegram.keyboard import ShortNames, callback_data, keyboard
from core.model.actions import Cancel, Export, Undo, UnknownAction, parse
from core.model.chat import Button


def test_short_buttons_share_a_row_and_long_ones_do_not():
    buttons = [Button("Export again", Export()), Button("Undo", Undo()), Button("x" * 40, Cancel())]
    rows = keyboard(buttons).inline_keyboard
    assert [[one.text for one in row] for row in rows] == [["Export again", "Undo"], ["x" * 40]]
    assert keyboard([]) is None


def test_what_a_button_carries_fits_and_differs():
    long = {callback_data(f"skill:{'x' * 80}{n}") for n in range(50)}
    assert len(long) == 50
    assert all(len(one.encode()) <= 64 for one in long)
    assert callback_data("undo") == "undo"


async def test_a_short_name_that_the_first_release_put_into_a_chat_is_still_known(adapter):
    action = "skill:an-operators-own-persona-with-a-name-that-is-longer-than-a-button-holds"
    recorded = "#27874faa044769a8d156287ffc45aa9b"  # nemobot 0.1.0
    assert callback_data(action) == recorded
    adapter.adapter_data.kept["telegram:presses", recorded] = action
    assert await ShortNames(adapter.adapter_data).action(recorded) == parse(action)
    assert await ShortNames(adapter.adapter_data).action("cancel:1") == Cancel(1)
    assert await ShortNames(adapter.adapter_data).action("#unknown") == UnknownAction()
