"""What a button carries: its action where 64 bytes hold it, else a short name for it that the database knows."""

from hashlib import sha256
from typing import Final

from bots.telegram.keyboard import PRESS_BYTES
from core.model.adapter_data import AdapterData
from core.model.chat import Button

_SCOPE: Final = "telegram:presses"
_SHORT: Final = "#"  # no action of the core's begins so
_KEEP_SECONDS: Final = 365 * 86400.0  # a button that was shown longer ago is answered as too old


class Presses:
    """Names long actions and finds them again, in any process."""

    def __init__(self, adapter_data: AdapterData) -> None:
        self._adapter_data = adapter_data

    async def keep(self, buttons: tuple[Button, ...]) -> None:
        """Write down the actions that are too long to travel."""
        for button in buttons:
            if (short := data(button.press)) != button.press:
                await self._adapter_data.set(_SCOPE, short, button.press, keep_seconds=_KEEP_SECONDS)

    async def action(self, pressed: str) -> str:
        """Return the action of a pressed button; one that is not known any more stays what it is."""
        if not pressed.startswith(_SHORT):
            return pressed
        return await self._adapter_data.get(_SCOPE, pressed) or pressed


def data(press: str) -> str:
    """Return what a button carries for an action."""
    if len(press.encode()) <= PRESS_BYTES:
        return press
    return _SHORT + sha256(press.encode()).hexdigest()[:32]
