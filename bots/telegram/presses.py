"""What a button carries: its action where 64 bytes hold it, else a short name for it that the database knows."""

from hashlib import sha256
from typing import Final

from bots.telegram.keyboard import PRESS_BYTES
from core.model.actions import Action, UnknownAction, pressed
from core.model.chat import Button
from core.model.preferences import Preferences

_SCOPE: Final = "telegram:presses"
_SHORT: Final = "#"  # no action of the core's begins so


class Presses:
    """Names long actions and finds them again, in any process."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def keep(self, buttons: tuple[Button, ...]) -> None:
        """Write down the actions that are too long to travel."""
        for button in buttons:
            if (short := data(button.wire)) != button.wire:
                await self._preferences.set(_SCOPE, short, button.wire)

    async def action(self, carried: str) -> Action | UnknownAction:
        """Return what a pressed button asks for, by what it carried."""
        long = await self._preferences.get(_SCOPE, carried) if carried.startswith(_SHORT) else None
        return pressed(long or carried)


def data(wire: str) -> str:
    """Return what a button carries for an action in its wire form."""
    if len(wire.encode()) <= PRESS_BYTES:
        return wire
    return _SHORT + sha256(wire.encode()).hexdigest()[:32]
