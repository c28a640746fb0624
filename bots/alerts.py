"""What stops people from being served, told to the operator's own chat once, and once more when it is over."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bots.http import OK, Check, answers_of
from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from core.model.chat import Address, ChatError, ChatPlatform, Post, Role, Target
from storage.errors import StorageError

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 30.0
LOOKS: Final = 3  # in a row that find the same trouble, so that a server's restart is none

_SCOPE, _PARKED = "alerts", "parked"

Parked = Callable[[float], Awaitable[tuple[int, ...]]]  # the requests that were parked after an epoch second


class Alerts:
    """Looks at the checks of `/readyz` and at parked requests, and tells of them in one chat.

    Args:
        chat: the operator's chat.
        platforms: those that can send.
        checks: those of `/readyz`.
        parked: reads which requests were given up.
        kept: outlives this process: until when what was given up is told.
        clock: measures and waits.
        ending: a sentence about a token of the operator's that ends soon; "": none does.
    """

    def __init__(
        self,
        chat: str,
        platforms: Mapping[str, ChatPlatform],
        checks: Mapping[str, Check],
        parked: Parked,
        kept: AdapterData,
        clock: Clock,
        ending: Callable[[], str] = lambda: "",
    ) -> None:
        self._to = target_of(chat)
        self._platforms = platforms
        self._checks = checks
        self._parked = parked
        self._kept = kept
        self._clock = clock
        self._found: dict[str, int] = {}  # check → looks in a row that found trouble
        self._told: set[str] = set()  # the checks whose trouble was told
        self._began = clock.time()
        self._parked_until: float | None = None  # not read yet
        self._parked_told: set[int] = set()
        self._ending = ending
        self._ending_told = False

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            await self._clock.sleep(LOOK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Look once, and tell of what is new; what cannot be told is tried at the next look."""
        for name, said in (await answers_of(self._checks)).items():
            self._found[name] = 0 if said == OK else self._found.get(name, 0) + 1
            if said == OK and name in self._told:
                if await self._tell(f"✅ {name} works again."):
                    self._told.discard(name)
            elif self._found[name] >= LOOKS and name not in self._told and await self._tell(f"⚠️ {name}: {said}"):
                self._told.add(name)
        await self._tell_parked()
        if not self._ending_told and (ending := self._ending()):
            self._ending_told = await self._tell(f"⚠️ {ending}")

    async def _tell_parked(self) -> None:
        now = self._clock.time()
        try:
            if self._parked_until is None:
                self._parked_until = await self._told_until()
            # after the clock was set back, what was told is found again, and what came since would not be
            since = self._parked_until if self._parked_until <= now else now - LOOK_SECONDS
            parked = [request for request in await self._parked(since) if request not in self._parked_told]
            names = ", ".join(f"R{request}" for request in parked)
            if parked and await self._tell(
                f"⚠️ Given up, because each stopped the bot three times: {names}. See the log."
            ):
                self._parked_until = now
                self._parked_told.update(parked)
                await self._kept.set(_SCOPE, _PARKED, repr(now))
        except StorageError as error:
            log.debug("which requests were given up is not known: %s", error)  # a check tells of the database

    async def _told_until(self) -> float:
        """Return until when what was given up is told, by whichever process; at the very first, when this one began."""
        kept = await self._kept.get(_SCOPE, _PARKED)
        if kept is not None:
            return float(kept)
        await self._kept.set(_SCOPE, _PARKED, repr(self._began))
        return self._began

    async def _tell(self, text: str) -> bool:
        name = self._to.address.platform
        try:
            platform = self._platforms[name]
            await platform.send(self._to, Post(Role.ANSWER, text))
        except (KeyError, ChatError) as error:
            why = "it is not served" if isinstance(error, KeyError) else error
            log.warning("NEMOBOT_ALERT_CHAT could not be told by %s (%s): %s", name, why, text)
            return False
        return True


def target_of(chat: str) -> Target:
    """Return where an alert goes; `chat` is a value of NEMOBOT_ALERT_CHAT."""
    platform, _, rest = chat.partition(":")
    place, _, thread = rest.partition(":")
    if place.startswith("@"):
        person = place.removeprefix("@")
        direct = f"u{person}" if platform == "discord" else person
        return Target(Address(platform, direct), private=True, asker=person)
    return Target(Address(platform, place, thread), private=False, asker="")
