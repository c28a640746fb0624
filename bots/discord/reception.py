"""Interactions at the door: answered within three seconds and committed meanwhile, neither waiting for the other.

Whatever goes wrong afterwards is said to the person: "the application did not respond" is never the last word.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Final

import discord

from bots.discord import said
from bots.discord.attached import all_files, media_links
from bots.discord.letter import PRESS
from bots.discord.refusals import LATE, Shut, calling
from bots.discord.replies import Replies
from bots.discord.said import Interaction, Wish
from core.engine.clock import Clock
from core.model.actions import Action, UnknownAction, pressed
from core.model.chat import Address, Attachment, ChatError, Incoming
from core.words.language import Language, from_locale
from core.words.phrases import say

log = logging.getLogger(__name__)

Receive = Callable[[Incoming], Awaitable[None]]
MayPress = Callable[[Incoming], Awaitable[bool]]
ProjectsOf = Callable[[Address, str], Awaitable[Sequence[tuple[int, str]]]]

FORM: Final = "nemobot-form:"
_WORDS: Final = "words"
_FAREWELL_SECONDS: Final = 3.0
_OPEN_FORMS: Final = 1000  # forms that people opened and have not sent; the oldest are forgotten


class Reception:
    """Takes commands, presses and forms. `projects` lists a person's projects at an address, as number and name."""

    def __init__(
        self, receive: Receive, may_press: MayPress, projects: ProjectsOf, replies: Replies, clock: Clock
    ) -> None:
        self._receive = receive
        self._may_press = may_press
        self._projects = projects
        self._replies = replies
        self._clock = clock
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._forms: OrderedDict[str, tuple[tuple[Attachment, ...], tuple[str, ...], discord.Message]] = OrderedDict()

    async def ask(self, interaction: Interaction, wish: Wish, *, ephemeral: bool = False) -> None:
        """Take a wish: the reply «thinks» until the core gives it a text."""
        if not self._replies.begin(interaction.id):
            return
        incoming = said.of_interaction(interaction, wish, self._clock.time(), ephemeral=ephemeral)
        quiet = ephemeral and not incoming.private
        with self.working():
            accepted, _ = await asyncio.gather(
                self._receive(incoming), self._defer(interaction, ephemeral=quiet), return_exceptions=True
            )
        if isinstance(accepted, Exception):
            await self.apologise(interaction, accepted)

    async def press(self, interaction: Interaction, action: Action | UnknownAction) -> None:
        """Take the press of a button: its message stays as it is, the answer is a message of its own."""
        if not self._replies.begin(interaction.id):
            return
        ephemeral = isinstance(action, said.PRIVATE_ACTIONS)
        incoming = said.of_interaction(interaction, Wish(action=action), self._clock.time(), ephemeral=ephemeral)
        with self.working():
            admitted, _ = await asyncio.gather(
                self._admit(incoming), self._defer(interaction, thinking=False), return_exceptions=True
            )
        if isinstance(admitted, Exception):
            await self.apologise(interaction, admitted)
        elif not admitted:
            await self._tell(interaction, say(language(interaction), "error.button_not_yours"))

    async def offer_form(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask what to do with the files of a message, or those it links to; the form has to be the first answer."""
        files, speech = all_files(message), language(interaction)
        addresses = () if files else media_links(message)
        if not (files or addresses):
            await interaction.response.send_message(say(speech, "discord.form.nothing"), ephemeral=True)
            return
        form = discord.ui.Modal(title=say(speech, "discord.form.title"), custom_id=f"{FORM}{interaction.id}")
        field = discord.ui.TextInput[discord.ui.Modal](
            custom_id=_WORDS,
            style=discord.TextStyle.paragraph,
            placeholder=say(speech, "discord.form.example"),
            required=False,
            max_length=4000,
        )
        form.add_item(discord.ui.Label(text=say(speech, "discord.form.words"), component=field))
        form.stop()  # answered by the gateway's own event: the library keeps nothing of it
        self._forms[form.custom_id] = (files, addresses, message)
        while len(self._forms) > _OPEN_FORMS:
            self._forms.popitem(last=False)
        await interaction.response.send_modal(form)

    async def form(self, interaction: Interaction, name: str) -> None:
        """Take a form that was sent."""
        kept = self._forms.pop(name, None)
        if kept is None:
            await interaction.response.send_message(say(language(interaction), "discord.form.gone"), ephemeral=True)
            return
        files, addresses, message = kept
        await self.ask(interaction, Wish("\n".join([_words(interaction), *addresses]).strip(), files, about=message))

    async def component(self, interaction: Interaction) -> None:
        """Take a press or a form, whichever this event is; other people's components are left alone."""
        data: Mapping[str, object] = dict(interaction.data or {})
        name = str(data.get("custom_id", ""))
        try:
            if interaction.type is discord.InteractionType.component and name.startswith(PRESS):
                await self.press(interaction, pressed(name.removeprefix(PRESS)))
            elif interaction.type is discord.InteractionType.modal_submit and name.startswith(FORM):
                await self.form(interaction, name)
        except Exception as error:  # noqa: BLE001 - whatever it is, a person waits for an answer
            await self.apologise(interaction, error)

    async def choices(self, interaction: Interaction, typed: str) -> Sequence[tuple[int, str]]:
        """Return the projects that somebody may mean."""
        person = "" if said.is_direct(interaction) else str(interaction.user.id)
        projects = await self._projects(said.address_of(interaction), person)
        wanted = typed.casefold()
        return [(number, name) for number, name in projects if wanted in f"{number} {name}".casefold()]

    async def apologise(self, interaction: Interaction, error: Exception) -> None:
        """Write an error down and say that it happened, with the reference under which it was written."""
        reference = f"D{interaction.id}"
        log.error("interaction %s could not be taken", reference, exc_info=error)
        await self._tell(interaction, say(language(interaction), "error.ours", reference=reference))

    async def idle(self) -> None:
        """Wait until nothing is being taken, so that a stop leaves no interaction without its answer; not for ever."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), _FAREWELL_SECONDS)

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Say that something is being taken meanwhile."""
        self._busy += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def _admit(self, incoming: Incoming) -> bool:
        if not await self._may_press(incoming):
            return False
        await self._receive(incoming)
        return True

    async def _defer(self, interaction: Interaction, *, thinking: bool = True, ephemeral: bool = False) -> None:
        lost = True
        try:
            with calling():
                await interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
            lost = False
        except (ChatError, discord.InteractionResponded) as error:
            log.warning("interaction D%d was not acknowledged in time: %s", interaction.id, error)
            if isinstance(error, Shut) and error.code == LATE:
                self._replies.bury(interaction.id)
        finally:
            self._replies.settle(interaction.id, lost=lost)

    async def _tell(self, interaction: Interaction, text: str) -> None:
        try:
            with calling():
                if not interaction.response.is_done():
                    await interaction.response.send_message(text, ephemeral=True)
                elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
                    await interaction.edit_original_response(content=text)
                else:
                    await interaction.followup.send(text, ephemeral=True)
        except ChatError as error:
            log.warning("interaction D%d could not be answered: %s", interaction.id, error)


def language(interaction: Interaction) -> Language:
    """Return the language of somebody's Discord."""
    return from_locale(str(interaction.locale)) or "en"


def _words(interaction: Interaction) -> str:
    """Return what was typed into a form, wherever Discord puts the field."""
    waiting: list[object] = [interaction.data]
    while waiting:
        match waiting.pop():
            case {"custom_id": "words", "value": str(words)}:
                return words.strip()
            case {"components": list(inner)}:
                waiting += inner
            case {"component": inner}:
                waiting.append(inner)
    return ""
