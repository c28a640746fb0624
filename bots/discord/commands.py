"""The slash commands and "Edit this clip": what was typed becomes the words that the core understands."""

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str

from bots.discord.attachments import attachments
from bots.discord.interaction_mapping import PRIVATE_COMMANDS, Interaction, InteractionInput
from bots.discord.interactions import Interactions
from bots.discord.media import attached
from core.media.urls import address_as_url
from core.model.attachments import Attachment
from core.words.commands import NAMES
from core.words.language import from_locale
from core.words.phrases import say

_MAX_CHOICES: Final = 25  # Discord developer documentation, "Application Command Option"
_MAX_CHOICE_NAME: Final = 100  # characters; as above, "Application Command Option Choice"
_LANGUAGES: Final = {"English": "en", "中文": "zh", "Auto": "auto"}


class Commands(app_commands.CommandTree[discord.Client]):
    """Every command of ours. `skills` are the choices of /skill: the name, and the label that people read.

    `admins`: the operator has admins here, so that there is /admin.
    """

    def __init__(
        self, client: discord.Client, interactions: Interactions, skills: Mapping[str, str], *, admins: bool = False
    ) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._interactions = interactions
        self._skills = skills
        self._add_edit()
        self._add_new()
        self._add_export()
        self._add_projects()
        self._add_login()
        self._add_chosen("language", "which", _LANGUAGES)
        self._add_chosen("skill", "name", {label: name for name, label in skills.items()})
        for name in (*NAMES, "upload"):
            if self.get_command(name) is None:
                self._add_plain(name)
        if admins:
            self._add_admin()
        self._add_menu()

    async def _call(self, interaction: Interaction) -> None:
        """Let the library run a command, and answer whatever it fails at; one that is unknown gets the list of them."""
        try:
            await super()._call(interaction)
        except app_commands.CommandNotFound as error:
            if interaction.type is discord.InteractionType.application_command:
                await self._take(interaction, error.name)
        except Exception as error:  # noqa: BLE001 - whatever it is, a person waits for an answer
            await self._interactions.answer_failure(interaction, error)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer what a command raised; the library would only log it, and the person would wait."""
        await self._interactions.answer_failure(interaction, error)

    async def _take(self, interaction: Interaction, name: str, argument: object = None) -> None:
        text = f"/{name}" if argument is None else f"/{name} {argument}"
        await self._interactions.take_command(interaction, InteractionInput(text), ephemeral=name in PRIVATE_COMMANDS)

    def _add_plain(self, name: str) -> None:
        async def plain(interaction: Interaction) -> None:
            await self._take(interaction, name)

        self.command(name=name, description=_localized(f"command.{name}"))(plain)

    def _add_edit(self) -> None:
        @self.command(name="edit", description=_localized("command.edit"))
        @app_commands.describe(
            prompt=_localized("discord.edit.prompt"),
            clip=_localized("discord.edit.clip"),
            clip2=_localized("discord.edit.more"),
            clip3=_localized("discord.edit.more"),
            link=_localized("discord.edit.link"),
        )
        async def edit(
            interaction: Interaction,
            prompt: str | None = None,
            clip: discord.Attachment | None = None,
            clip2: discord.Attachment | None = None,
            clip3: discord.Attachment | None = None,
            link: str | None = None,
        ) -> None:
            files = attachments(attached(file for file in (clip, clip2, clip3) if file))
            if link and link.strip():
                files += (Attachment.linked(address_as_url(link)),)
            words = (prompt or "").strip()
            if words or files:
                await self._interactions.take_command(interaction, InteractionInput(words, files))
            else:
                await self._interactions.open_form(interaction)

    def _add_new(self) -> None:
        @self.command(name="new", description=_localized("command.new"))
        @app_commands.describe(prompt=_localized("discord.new.prompt"), clip=_localized("discord.edit.clip"))
        async def new(
            interaction: Interaction, prompt: str | None = None, clip: discord.Attachment | None = None
        ) -> None:
            words = (prompt or "").strip()
            if words or clip:
                files = attachments(attached([clip] if clip else ()))
                await self._interactions.take_command(interaction, InteractionInput(f"/new {words}".strip(), files))
            else:
                await self._take(interaction, "new")

    def _add_export(self) -> None:
        @self.command(name="export", description=_localized("command.export"))
        @app_commands.describe(version=_localized("discord.export.version"))
        async def export(interaction: Interaction, version: app_commands.Range[int, 1, 9999] | None = None) -> None:
            await self._take(interaction, "export", version)

    def _add_login(self) -> None:
        @self.command(name="login", description=_localized("command.login"))
        async def login(interaction: Interaction) -> None:
            await self._interactions.open_login(interaction)

    def _add_projects(self) -> None:
        @self.command(name="projects", description=_localized("command.projects"))
        @app_commands.describe(project=_localized("discord.projects.project"))
        async def projects(interaction: Interaction, project: app_commands.Range[int, 1, 9999] | None = None) -> None:
            await self._take(interaction, "projects", project)

        @projects.autocomplete("project")
        async def suggested(interaction: Interaction, typed: str) -> list[Choice[int]]:
            found = await self._interactions.suggest_projects(interaction, str(typed))
            return [Choice(name=_label(number, title), value=number) for number, title in found[:_MAX_CHOICES]]

    def _add_chosen(self, command: str, option: str, choices: Mapping[str, str]) -> None:
        async def chosen(interaction: Interaction, choice: str | None = None) -> None:
            await self._take(interaction, command, choice)

        offered = [Choice(name=label[:_MAX_CHOICE_NAME], value=value) for label, value in choices.items()]
        decorated: Any = app_commands.choices(choice=offered[:_MAX_CHOICES])(chosen)
        decorated = app_commands.describe(choice=_localized(f"discord.{command}.{option}"))(decorated)
        decorated = app_commands.rename(choice=option)(decorated)
        self.command(name=command, description=_localized(f"command.{command}"))(decorated)

    def _add_admin(self) -> None:
        """Add the command of the operator's admins, which only a server's administrators see.

        With no default permission it is disabled "for everyone except admins by default" (Discord developer
        documentation, "Application Command Permissions"); those may show it to others. In a direct chat, where
        everybody would see it, it is written as a message. Who may is decided by the core, whoever sees it.
        """

        @self.command(name="admin", description=_localized("command.admin"))
        @app_commands.default_permissions()
        @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
        @app_commands.allowed_installs(guilds=True, users=False)
        @app_commands.describe(ask=_localized("discord.admin.ask"))
        async def admin(interaction: Interaction, ask: str | None = None) -> None:
            await self._take(interaction, "admin", ask)

    def _add_menu(self) -> None:
        @self.context_menu(name=_localized("discord.menu"))
        async def menu(interaction: Interaction, message: discord.Message) -> None:
            await self._interactions.open_form_about(interaction, message)


class CatalogueTranslator(app_commands.Translator):
    """The catalogue of phrases, for the library: only languages of ours, so that Discord refuses no locale."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return a text in a locale's language; None: it stays English."""
        del context
        language, key = from_locale(locale.value), string.extras.get("key")
        return say(language, key) if language not in {None, "en"} and isinstance(key, str) and language else None


def _localized(key: str) -> locale_str:
    return locale_str(say("en", key), key=key)


def _label(number: int, title: str) -> str:
    return f"{number}. {title}"[:_MAX_CHOICE_NAME]
