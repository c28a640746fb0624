"""Buttons as an inline keyboard, and the callback data by which a pressed button comes back.

Telegram refuses a whole message for one bad button. So a link that cannot be one is returned, to stand in the text.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from core.model.actions import Action, UnknownAction, pressed
from core.model.adapter_data import AdapterData
from core.model.chat import Button

CALLBACK_DATA_BYTES: Final = 64  # Bot API, InlineKeyboardButton.callback_data
_LINK_LETTERS: Final = 2000
_LABEL_LETTERS: Final = 60
_ROW_LETTERS: Final = 34  # what two labels side by side may have on a phone
_SCOPE: Final = "telegram:presses"
_KEEP_SECONDS: Final = 365 * 86400.0  # a button that was shown longer ago is answered as too old
_SHORT: Final = "#"  # begins a short name; no action of the core begins so


def keyboard(buttons: Iterable[Button]) -> InlineKeyboardMarkup | None:
    """Return the keyboard, with two short buttons in a row; None: there are no buttons."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        made = _button(button)
        if rows and len(rows[-1]) == 1 and len(rows[-1][0].text) + len(made.text) <= _ROW_LETTERS:
            rows[-1].append(made)
        else:
            rows.append([made])
    return InlineKeyboardMarkup(rows) if rows else None


def split_links(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return the buttons that Telegram takes, and the links that have to stand in the text."""
    taken: list[Button] = []
    links: list[Button] = []
    for button in buttons:
        (taken if not button.url or _may_be_button(button.url) else links).append(button)
    return tuple(taken), tuple(links)


def split_all_links(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return the buttons with an action, and every link."""
    every = tuple(buttons)
    return tuple(one for one in every if not one.url), tuple(one for one in every if one.url)


def callback_data(wire: str) -> str:
    """Return what a button carries: its action where that fits into `CALLBACK_DATA_BYTES`, else a short name for it."""
    if len(wire.encode()) <= CALLBACK_DATA_BYTES:
        return wire
    return _SHORT + sha256(wire.encode()).hexdigest()[:32]


class ShortNames:
    """Stores the actions that do not fit into a button, so that any process finds them by their short name."""

    def __init__(self, adapter_data: AdapterData) -> None:
        self._adapter_data = adapter_data

    async def store(self, buttons: Iterable[Button]) -> None:
        """Store the actions that are too long.

        Raises:
            StorageError: an action could not be stored.
        """
        for button in buttons:
            if (short := callback_data(button.wire)) != button.wire:
                await self._adapter_data.set(_SCOPE, short, button.wire, keep_seconds=_KEEP_SECONDS)

    async def action(self, data: str) -> Action | UnknownAction:
        """Return the action of a pressed button by its callback data.

        Raises:
            StorageError: the actions cannot be read.
        """
        long = await self._adapter_data.get(_SCOPE, data) if data.startswith(_SHORT) else None
        return pressed(long or data)


def _button(button: Button) -> InlineKeyboardButton:
    label = button.label[:_LABEL_LETTERS] or "·"
    if button.url and button.app:
        return InlineKeyboardButton(label, web_app=WebAppInfo(button.url))
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=callback_data(button.wire))


def _may_be_button(url: str) -> bool:
    """Whether Telegram takes a link as a button: it refuses hosts without a dot, and very long links."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and len(url) <= _LINK_LETTERS
