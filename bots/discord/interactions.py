"""The door: slash commands, buttons, modals, the context menu and mentions go from here into the core.

An interaction has to get its first response within three seconds (Discord developer documentation, "Receiving and
Responding to Interactions"). So the request is committed and the interaction deferred at the same time, neither
before the other. Whatever fails, the person gets an answer: "the application did not respond" is never the last word.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import discord

from bots.discord.attachments import attachments
from bots.discord.deferred_responses import DeferredResponses
from bots.discord.mapping import (
    PRIVATE_ACTIONS,
    Interaction,
    InteractionInput,
    address_of,
    from_interaction,
    from_message,
    is_direct,
)
from bots.discord.media import media_links, media_of
from bots.discord.message import CUSTOM_ID_PREFIX
from bots.discord.refusals import UNKNOWN_INTERACTION, RouteClosed, as_chat_errors
from core.engine.clock import Clock
from core.model.actions import Action, UnknownAction, pressed
from core.model.chat import Attachment, ChatError, Incoming
from core.model.front_door import FrontDoor
from core.words.language import Language, from_locale
from core.words.phrases import say

log = logging.getLogger(__name__)

MODAL_PREFIX: Final = "nemobot-form:"
"""Begins the `custom_id` of a modal of ours."""

_WORDS: Final = "words"
_CLOSING_SECONDS: Final = 3.0
_MAX_OPEN_MODALS: Final = 1000  # opened and not yet submitted; the oldest are forgotten


@dataclass(frozen=True, slots=True)
class _OpenModal:
    """What a modal that somebody opened is about. `replies`: it works like a reply to that message."""

    message: discord.Message
    files: tuple[Attachment, ...]
    links: tuple[str, ...]
    replies: bool


class Interactions:
    """Takes messages, commands, presses and modals in."""

    def __init__(self, front_door: FrontDoor, deferred: DeferredResponses, clock: Clock) -> None:
        self._front_door = front_door
        self._deferred = deferred
        self._clock = clock
        self._open = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._modals: OrderedDict[str, _OpenModal] = OrderedDict()

    async def take_message(self, message: discord.Message, me: discord.ClientUser, *, sees_all: bool) -> None:
        """Take a message, if it is meant for the bot; `sees_all`: the message-content intent is granted."""
        incoming = from_message(message, me, sees_all=sees_all)
        if incoming is None:
            return
        try:
            with self._counted():
                await self._front_door.receive(incoming)
        except Exception:
            log.exception("message %d was not accepted", message.id)
            sentence = say(from_locale(incoming.sender.locale) or "en", "error.ours", reference=f"D{message.id}")
            await _reply(message, sentence)

    async def take_command(self, interaction: Interaction, given: InteractionInput, *, ephemeral: bool = False) -> None:
        """Take a command or a submitted modal: its response «thinks» until the core gives it a text."""
        if not self._deferred.begin(interaction.id):
            return
        incoming = from_interaction(interaction, given, self._clock.time(), ephemeral=ephemeral)
        hidden = ephemeral and not incoming.private
        with self._counted():
            accepted, _ = await asyncio.gather(
                self._front_door.receive(incoming), self._defer(interaction, ephemeral=hidden), return_exceptions=True
            )
        if isinstance(accepted, Exception):
            await self.answer_failure(interaction, accepted)

    async def take_press(self, interaction: Interaction, action: Action | UnknownAction) -> None:
        """Take the press of a button: its message stays as it is, the answer is a message of its own."""
        if not self._deferred.begin(interaction.id):
            return
        ephemeral = isinstance(action, PRIVATE_ACTIONS)
        given = InteractionInput(action=action)
        incoming = from_interaction(interaction, given, self._clock.time(), ephemeral=ephemeral)
        with self._counted():
            allowed, _ = await asyncio.gather(
                self._receive_press(incoming), self._defer(interaction, thinking=False), return_exceptions=True
            )
        if isinstance(allowed, Exception):
            await self.answer_failure(interaction, allowed)
        elif not allowed:
            await self._answer(interaction, say(_language(interaction), "error.button_not_yours"))

    async def open_modal(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask what to do with the files of a message, or those it links to; the modal has to be the first response.

        A film of ours is not uploaded beside itself: to ask for a change of it is to reply to it.

        Raises:
            StorageError: the rows cannot be read.
        """
        language, replies = _language(interaction), await self._is_ours(interaction, message)
        files = () if replies else attachments(media_of(message), message)
        links = () if replies or files else media_links(message)
        if not (files or links or replies):
            await interaction.response.send_message(say(language, "discord.form.nothing"), ephemeral=True)
            return
        modal = discord.ui.Modal(title=say(language, "discord.form.title"), custom_id=f"{MODAL_PREFIX}{interaction.id}")
        field = discord.ui.TextInput[discord.ui.Modal](
            custom_id=_WORDS,
            style=discord.TextStyle.paragraph,
            placeholder=say(language, "discord.form.example"),
            required=replies,
            max_length=4000,
        )
        modal.add_item(discord.ui.Label(text=say(language, "discord.form.words"), component=field))
        modal.stop()  # the gateway's own event answers it, so the library keeps nothing of it
        self._modals[modal.custom_id] = _OpenModal(message, files, links, replies)
        while len(self._modals) > _MAX_OPEN_MODALS:
            self._modals.popitem(last=False)
        await interaction.response.send_modal(modal)

    async def take_modal(self, interaction: Interaction, custom_id: str) -> None:
        """Take a modal that was submitted; one that is not known any more is answered so."""
        opened = self._modals.pop(custom_id, None)
        if opened is None:
            await interaction.response.send_message(say(_language(interaction), "discord.form.gone"), ephemeral=True)
            return
        text = "\n".join([_typed_words(interaction), *opened.links]).strip()
        given = InteractionInput(text, opened.files, about=opened.message, replies=opened.replies)
        await self.take_command(interaction, given)

    async def take_component(self, interaction: Interaction) -> None:
        """Take a press or a modal, whichever this event is; other applications' components are left alone."""
        data: Mapping[str, object] = dict(interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        try:
            if interaction.type is discord.InteractionType.component and custom_id.startswith(CUSTOM_ID_PREFIX):
                await self.take_press(interaction, pressed(custom_id.removeprefix(CUSTOM_ID_PREFIX)))
            elif interaction.type is discord.InteractionType.modal_submit and custom_id.startswith(MODAL_PREFIX):
                await self.take_modal(interaction, custom_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, a person waits for an answer
            await self.answer_failure(interaction, error)

    async def suggest_projects(self, interaction: Interaction, typed: str) -> Sequence[tuple[int, str]]:
        """Return the projects whose number or title holds what was typed.

        Raises:
            StorageError: the rows cannot be read.
        """
        person = "" if is_direct(interaction) else str(interaction.user.id)
        projects = await self._front_door.projects(address_of(interaction), person)
        wanted = typed.casefold()
        return [(number, title) for number, title in projects if wanted in f"{number} {title}".casefold()]

    async def answer_failure(self, interaction: Interaction, error: Exception) -> None:
        """Log an error, and tell the person that it happened, with the reference under which it was logged."""
        reference = f"D{interaction.id}"
        log.error("interaction %s could not be taken", reference, exc_info=error)
        await self._answer(interaction, say(_language(interaction), "error.ours", reference=reference))

    async def wait_idle(self) -> None:
        """Wait until nothing is being taken, 3 s at most, so that a stop leaves no interaction without an answer."""
        try:
            await asyncio.wait_for(self._idle.wait(), _CLOSING_SECONDS)
        except TimeoutError:
            log.warning("Discord closes while %d messages or interactions are still being taken", self._open)

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        """Count what is being taken inside the block."""
        self._open += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._idle.set()

    async def _is_ours(self, interaction: Interaction, message: discord.Message) -> bool:
        """Return whether a message is ours and belongs to a project that is still known."""
        me = interaction.client.user
        if message.author.id not in {interaction.application_id, me.id if me else 0}:
            return False
        origin = await self._front_door.origin(address_of(interaction), str(message.id))
        return origin is not None and origin.project is not None

    async def _receive_press(self, incoming: Incoming) -> bool:
        """Receive a press; False: this person may not press this button."""
        if not await self._front_door.may_press(incoming):
            return False
        await self._front_door.receive(incoming)
        return True

    async def _defer(self, interaction: Interaction, *, thinking: bool = True, ephemeral: bool = False) -> None:
        lost = True
        try:
            with as_chat_errors():
                await interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
            lost = False
        except (ChatError, discord.InteractionResponded) as error:
            log.warning("interaction D%d was not deferred in time: %s", interaction.id, error)
            if isinstance(error, RouteClosed) and error.code == UNKNOWN_INTERACTION:
                self._deferred.expire(interaction.id)
        finally:
            self._deferred.acknowledge(interaction.id, lost=lost)

    async def _answer(self, interaction: Interaction, text: str) -> None:
        try:
            with as_chat_errors():
                if not interaction.response.is_done():
                    await interaction.response.send_message(text, ephemeral=True)
                elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
                    await interaction.edit_original_response(content=text)
                else:
                    await interaction.followup.send(text, ephemeral=True)
        except ChatError as error:
            log.warning("interaction D%d could not be answered: %s", interaction.id, error)


def _language(interaction: Interaction) -> Language:
    """Return the language of somebody's Discord client."""
    return from_locale(str(interaction.locale)) or "en"


async def _reply(message: discord.Message, text: str) -> None:
    try:
        with as_chat_errors():
            await message.channel.send(text, reference=message.to_reference(fail_if_not_exists=False))
    except ChatError as error:
        log.warning("message %d could not be answered: %s", message.id, error)


def _typed_words(interaction: Interaction) -> str:
    """Return what was typed into a modal, wherever in the data Discord puts the field."""
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
