"""The door: slash commands, buttons, modals, the context menu and mentions go from here into the core.

An interaction has to get its first response within three seconds (Discord developer documentation, "Receiving and
Responding to Interactions"). So the request is committed and the interaction deferred at the same time, neither
before the other. Whatever fails, the person gets an answer: "the application did not respond" is never the last word.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import discord

from bots.discord.deferred_responses import DeferredResponses
from bots.discord.formatting import cut
from bots.discord.forms import (
    Subject,
    Subjects,
    blank_form,
    files_for,
    files_form,
    filled,
    filled_token,
    form_about,
    is_blank,
    is_login,
    login_form,
)
from bots.discord.interaction_mapping import (
    PRIVATE_ACTIONS,
    Interaction,
    InteractionInput,
    address_of,
    from_interaction,
    interaction_text,
    is_direct,
    locale_of,
)
from bots.discord.mapping import from_message, is_for_bot
from bots.discord.material import material_of
from bots.discord.message import CUSTOM_ID_PREFIX
from bots.discord.previews import Previews
from bots.discord.refusals import ACKNOWLEDGED, UNKNOWN_INTERACTION, RouteClosed, as_chat_errors
from bots.discord.unknown_threads import UnknownThreads
from core.engine.clock import Clock
from core.model.actions import Action, AttachFiles, UnknownAction, pressed
from core.model.chat import Address, ChatError, Incoming, NotSent
from core.model.front_door import FrontDoor
from core.words.language import Language, from_locale
from core.words.phrases import say
from core.words.spoilers import hidden
from core.words.typed_tokens import MASKED_LOGIN

log = logging.getLogger(__name__)

OFFER_UPLOAD: Final = "/upload"
"""The words of whoever asks for an edit without words or files: they are told how to send some."""

LOG_IN: Final = "/login"

_CLOSING_SECONDS: Final = 3.0


class Interactions:
    """Takes messages, commands, presses and modals in."""

    def __init__(self, front_door: FrontDoor, deferred: DeferredResponses, clock: Clock) -> None:
        self._front_door = front_door
        self._deferred = deferred
        self._clock = clock
        self._open = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._subjects = Subjects()
        self._previews = Previews(clock)
        self._unknown_threads = UnknownThreads()

    async def take_message(self, message: discord.Message, me: discord.ClientUser, *, sees_all: bool) -> None:
        """Take a message, if it is meant for the bot; `sees_all`: the message-content intent is granted."""
        if not is_for_bot(message, me):
            return
        try:
            with self._counted():
                await self._unknown_threads.complete(message)
                async with self._previews.completed(message):
                    mapped = from_message(message, me, sees_all=sees_all)
                    known = await self._has_project(mapped.incoming.address, mapped.incoming.reply_to)
                    await self._front_door.receive(mapped.incoming if known else mapped.with_referenced)
        except Exception:
            log.exception("message %d was not accepted", message.id)
            language = from_locale(str(message.guild.preferred_locale) if message.guild else "") or "en"
            await _reply(message, say(language, "error.ours", reference=f"D{message.id}"))

    def take_preview(self, message: discord.Message) -> None:
        """Take what Discord added to a message by itself."""
        self._previews.arrived(message)

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
        elif accepted is False:
            await self._answer(interaction, say(_language(interaction), "error.told_before"))

    async def take_press(self, interaction: Interaction, action: Action | UnknownAction) -> None:
        """Take the press of a button: its message stays as it is, the answer is a form or a message of its own."""
        if isinstance(action, AttachFiles):
            await self._press_for_form(interaction, action)
            return
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

    async def open_form(self, interaction: Interaction) -> None:
        """Ask for a wish and its files; the form has to be the first response."""
        await interaction.response.send_modal(blank_form(_language(interaction)))

    async def open_login(self, interaction: Interaction) -> None:
        """Ask for a token in a form, in a direct chat; elsewhere the person is told to come there."""
        if is_direct(interaction):
            await interaction.response.send_modal(login_form(_language(interaction)))
        else:
            await self.take_command(interaction, InteractionInput(LOG_IN), ephemeral=True)

    async def open_form_about(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask what to do with the files of a message, or those it links to; the form has to be the first response.

        A film of ours is not uploaded beside itself: to ask for a change of it is to reply to it.

        Raises:
            StorageError: the rows cannot be read.
        """
        language = _language(interaction)
        if await self._is_ours(interaction, message):
            subject = Subject(message, replies=True)
        else:
            subject = Subject(message, material_of(message, partial(interaction_text, interaction, about=message)))
        if not (subject.material.all_files or subject.replies):
            await interaction.response.send_message(say(language, "discord.form.nothing"), ephemeral=True)
            return
        form = form_about(subject, interaction.id, language)
        self._subjects.keep(form.custom_id, subject)
        await interaction.response.send_modal(form)

    async def take_form(self, interaction: Interaction, custom_id: str) -> None:
        """Take a form that was submitted; one about a message that is not known any more is answered so."""
        if is_login(custom_id):
            token = filled_token(dict(interaction.data or {}))
            await self.take_command(interaction, InteractionInput(MASKED_LOGIN if token else LOG_IN, token=token))
            return
        given = filled(dict(interaction.data or {}))
        if is_blank(custom_id):
            words = given.words or ("" if given.files else OFFER_UPLOAD)
            await self.take_command(interaction, InteractionInput(words, given.files, files_for=files_for(custom_id)))
            return
        subject = self._subjects.take(custom_id)
        if subject is None:
            gone = say(_language(interaction), "discord.form.gone")
            text = cut(f"{gone}\n\n{given.words}") if given.words else gone
            await interaction.response.send_message(text, ephemeral=True)
            return
        material = subject.material
        linked = (hidden(link.url) if link.hidden else link.url for link in material.links)
        words = "\n".join([given.words, *linked]).strip()
        files = (*material.files, *given.files)
        asked = InteractionInput(words, files, about=subject.message, replies=subject.replies, quoted=material.text)
        await self.take_command(interaction, asked)

    async def take_component(self, interaction: Interaction) -> None:
        """Take a press or a modal, whichever this event is.

        Discord tells of those of this application alone, so one of no name of ours is of another program before this.
        """
        data: Mapping[str, object] = dict(interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        try:
            if interaction.type is discord.InteractionType.component:
                own = custom_id.startswith(CUSTOM_ID_PREFIX)
                action = pressed(custom_id.removeprefix(CUSTOM_ID_PREFIX)) if own else UnknownAction()
                await self.take_press(interaction, action)
            elif interaction.type is discord.InteractionType.modal_submit:
                await self.take_form(interaction, custom_id)
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
            async with asyncio.timeout(_CLOSING_SECONDS):  # `wait_for` would lose a cancel that comes at its end
                await self._idle.wait()
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

    async def _press_for_form(self, interaction: Interaction, action: AttachFiles) -> None:
        """Open the form that a button offers to the asker of its request."""
        language = _language(interaction)
        incoming = from_interaction(interaction, InteractionInput(action=action), self._clock.time(), ephemeral=True)
        if await self._front_door.may_press(incoming):
            await interaction.response.send_modal(files_form(action.request, language))
        else:
            await interaction.response.send_message(say(language, "error.button_not_yours"), ephemeral=True)

    async def _is_ours(self, interaction: Interaction, message: discord.Message) -> bool:
        """Return whether a message is ours and belongs to a project that is still known."""
        me = interaction.client.user
        if message.author.id not in {interaction.application_id, me.id if me else 0}:
            return False
        return await self._has_project(address_of(interaction), str(message.id))

    async def _has_project(self, address: Address, key: str | None) -> bool:
        """Return whether a message belongs to a project, which then has its files and its words already."""
        origin = None if key is None else await self._front_door.origin(address, key)
        return origin is not None and origin.is_in_project

    async def _receive_press(self, incoming: Incoming) -> bool:
        """Receive a press; False: this person may not press this button."""
        if not await self._front_door.may_press(incoming):
            return False
        await self._front_door.receive(incoming)
        return True

    async def _defer(self, interaction: Interaction, *, thinking: bool = True, ephemeral: bool = False) -> None:
        lost, known = False, False
        try:
            with as_chat_errors():
                await interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
            known = True
        except NotSent as error:
            log.warning("interaction D%d was not deferred in time: %s", interaction.id, error)
            code = error.code if isinstance(error, RouteClosed) else 0
            lost = code != ACKNOWLEDGED  # that may be our own: the library repeats what Discord failed to answer
            if code == UNKNOWN_INTERACTION:
                self._deferred.expire(interaction.id)
        except (ChatError, discord.InteractionResponded) as error:
            log.warning("interaction D%d may not have been deferred: %s", interaction.id, error)
        finally:
            self._deferred.acknowledge(interaction.id, lost=lost, known=known)

    async def _answer(self, interaction: Interaction, text: str) -> None:
        try:
            with as_chat_errors():
                if interaction.type is discord.InteractionType.autocomplete:
                    await interaction.response.autocomplete([])
                elif not interaction.response.is_done():
                    await interaction.response.send_message(text, ephemeral=True)
                elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
                    await interaction.edit_original_response(content=text)
                else:
                    await interaction.followup.send(text, ephemeral=True)
        except ChatError as error:
            log.warning("interaction D%d could not be answered: %s", interaction.id, error)


def _language(interaction: Interaction) -> Language:
    """Return the language of somebody's Discord client."""
    return from_locale(locale_of(interaction)) or "en"


async def _reply(message: discord.Message, text: str) -> None:
    try:
        with as_chat_errors():
            await message.channel.send(text, reference=message.to_reference(fail_if_not_exists=False))
    except ChatError as error:
        log.warning("message %d could not be answered: %s", message.id, error)
