"""Buttons as Telegram's inline keyboard. Pure.

A button that Telegram would refuse takes the whole message with it; a link that cannot be a button is given back to
stand in the text instead.
"""

from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from core.model.chat import Button

PRESS_BYTES: Final = 64  # Bot API, InlineKeyboardButton.callback_data
_LINK_LETTERS: Final = 2000
_LABEL_LETTERS: Final = 60
_ROW_LETTERS: Final = 34  # what two labels side by side may have on a phone


def keyboard(buttons: Iterable[Button], data: Callable[[str], str] = str) -> InlineKeyboardMarkup | None:
    """Return the keyboard, two short buttons a row; None: there are none. `data` makes a press's short name."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        made = _button(button, data)
        if rows and len(rows[-1]) == 1 and len(rows[-1][0].text) + len(made.text) <= _ROW_LETTERS:
            rows[-1].append(made)
        else:
            rows.append([made])
    return InlineKeyboardMarkup(rows) if rows else None


def apart(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return the buttons that can be some, and the links that must stand in the text."""
    can: list[Button] = []
    cannot: list[Button] = []
    for button in buttons:
        (can if not button.url or _may_be_button(button.url) else cannot).append(button)
    return tuple(can), tuple(cannot)


def links_only(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return the buttons that are presses, and every link apart from them."""
    every = tuple(buttons)
    return tuple(one for one in every if not one.url), tuple(one for one in every if one.url)


def _button(button: Button, data: Callable[[str], str]) -> InlineKeyboardButton:
    label = button.label[:_LABEL_LETTERS] or "·"
    if button.url and button.app:
        return InlineKeyboardButton(label, web_app=WebAppInfo(button.url))
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=data(button.wire))


def _may_be_button(url: str) -> bool:
    """Whether Telegram takes it: it refuses hosts without a dot, and very long links."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and len(url) <= _LINK_LETTERS
