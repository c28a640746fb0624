"""The slash commands and "Edit this clip", each one line from what was typed to the words the core understands."""

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str

from bots.discord.attachments import attached
from bots.discord.interactions import Reception
from bots.discord.mapping import PRIVATE_COMMANDS, Interaction, Wish
from core.words.commands import NAMES
from core.words.language import from_locale
from core.words.phrases import say

_MOST_CHOICES: Final = 25
_LONGEST_CHOICE: Final = 100
_LANGUAGES: Final = {"English": "en", "中文": "zh", "Auto": "auto"}


class Commands(app_commands.CommandTree[discord.Client]):
    """Every command of ours. `skills` are the choices of /skill: name and what people read."""

    def __init__(self, client: discord.Client, reception: Reception, skills: Mapping[str, str]) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._reception = reception
        self._skills = skills
        self._add_edit()
        self._add_export()
        self._add_projects()
        self._add_chosen("language", "which", _LANGUAGES)
        self._add_chosen("skill", "name", {label: name for name, label in skills.items()})
        for name in NAMES:
            if self.get_command(name) is None:
                self._add_plain(name)
        self._add_menu()

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer, whatever happened: the library's own way is to log it and let the person wait."""
        await self._reception.apologise(interaction, error)

    async def _say(self, interaction: Interaction, name: str, argument: object = None) -> None:
        text = f"/{name}" if argument is None else f"/{name} {argument}"
        await self._reception.ask(interaction, Wish(text), ephemeral=name in PRIVATE_COMMANDS)

    def _add_plain(self, name: str) -> None:
        async def plain(interaction: Interaction) -> None:
            await self._say(interaction, name)

        self.command(name=name, description=_told(f"command.{name}"))(plain)

    def _add_edit(self) -> None:
        @self.command(name="edit", description=_told("command.edit"))
        @app_commands.describe(
            prompt=_told("discord.edit.prompt"),
            clip=_told("discord.edit.clip"),
            clip2=_told("discord.edit.more"),
            clip3=_told("discord.edit.more"),
            link=_told("discord.edit.link"),
        )
        async def edit(
            interaction: Interaction,
            prompt: str | None = None,
            clip: discord.Attachment | None = None,
            clip2: discord.Attachment | None = None,
            clip3: discord.Attachment | None = None,
            link: str | None = None,
        ) -> None:
            files = attached(file for file in (clip, clip2, clip3) if file)
            words = "\n".join(part.strip() for part in (prompt, link) if part)
            await self._reception.ask(interaction, Wish(words or ("" if files else "/upload"), files))

    def _add_export(self) -> None:
        @self.command(name="export", description=_told("command.export"))
        @app_commands.describe(version=_told("discord.export.version"))
        async def export(interaction: Interaction, version: app_commands.Range[int, 1, 9999] | None = None) -> None:
            await self._say(interaction, "export", version)

    def _add_projects(self) -> None:
        @self.command(name="projects", description=_told("command.projects"))
        @app_commands.describe(project=_told("discord.projects.project"))
        async def projects(interaction: Interaction, project: app_commands.Range[int, 1, 9999] | None = None) -> None:
            await self._say(interaction, "projects", project)

        @projects.autocomplete("project")
        async def suggested(interaction: Interaction, typed: str) -> list[Choice[int]]:
            found = await self._reception.choices(interaction, str(typed))
            return [Choice(name=_label(number, name), value=number) for number, name in found[:_MOST_CHOICES]]

    def _add_chosen(self, command: str, option: str, choices: Mapping[str, str]) -> None:
        async def chosen(interaction: Interaction, choice: str | None = None) -> None:
            await self._say(interaction, command, choice)

        offered = [Choice(name=label[:_LONGEST_CHOICE], value=value) for label, value in choices.items()]
        decorated: Any = app_commands.choices(choice=offered[:_MOST_CHOICES])(chosen)
        decorated = app_commands.describe(choice=_told(f"discord.{command}.{option}"))(decorated)
        decorated = app_commands.rename(choice=option)(decorated)
        self.command(name=command, description=_told(f"command.{command}"))(decorated)

    def _add_menu(self) -> None:
        @self.context_menu(name=_told("discord.menu"))
        async def menu(interaction: Interaction, message: discord.Message) -> None:
            await self._reception.offer_form(interaction, message)


class Words(app_commands.Translator):
    """The catalogue, as Discord asks for it: only languages we speak, so that no locale of ours is ever refused."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return what a text is in a locale; None: as it is."""
        del context
        language, key = from_locale(locale.value), string.extras.get("key")
        return say(language, key) if language not in {None, "en"} and isinstance(key, str) and language else None


def _told(key: str) -> locale_str:
    return locale_str(say("en", key), key=key)


def _label(number: int, name: str) -> str:
    return f"{number}. {name}"[:_LONGEST_CHOICE]
