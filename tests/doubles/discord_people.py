"""What people do on the double's Discord: write, run commands, open menus, press, fill in modals, look.

Refuses what a Discord client would not let them do: commands nobody registered, options that do not exist, buttons
that are not there.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from tests.doubles import discord_json as shapes
from tests.doubles.discord_rules import MENTION
from tests.doubles.discord_values import (
    ORDINARY,
    Ask,
    Channel,
    File,
    Guild,
    Interaction,
    Kind,
    Message,
    Permission,
    Person,
    Role,
)
from tests.doubles.discord_world import World

STRING, INTEGER, ATTACHMENT = 3, 4, 11
SLASH, MENU = 1, 3
TEXT_INPUT, FILE_UPLOAD, LABEL = 4, 19, 18
LINK = 5

Value = str | int | File


class NoSuchThing(LookupError):
    """A Discord client would not offer this."""


class People:
    """The hands of everybody but the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    def person(self, name: str, **more: Any) -> Person:
        """Let there be somebody."""
        somebody = Person(name, **more)
        self._world.people[somebody.id] = somebody
        return somebody

    def guild(self, name: str = "Studio", **more: Any) -> Guild:
        """Let there be a server; the bot is its member unless `member=False`. Before the bot connects, or `join`."""
        guild = Guild(name, **more)
        self._world.guilds[guild.id] = guild
        return guild

    def role(self, guild: Guild, name: str, *, of: Person | None = None) -> Role:
        """Let there be a role; `of`: the bot that it belongs to alone."""
        made = Role(name, of)
        guild.roles.append(made)
        return made

    async def join(self, guild: Guild) -> None:
        """Add the bot to a server while it runs."""
        guild.member = True
        await self._world.gateway.tell("GUILD_CREATE", lambda _: self._world.guild_said(guild), guild.id)

    def channel(
        self, guild: Guild, name: str = "general", bot_permissions: int = ORDINARY, *, kind: Kind = Kind.TEXT
    ) -> Channel:
        """Let there be a text channel, or another kind of channel."""
        return self._world.add(Channel(kind, name, guild, bot_permissions=bot_permissions))

    def thread(self, parent: Channel, name: str = "cut") -> Channel:
        """Let there be a thread below a channel, before the bot connects."""
        made = Channel(Kind.THREAD, name, parent.guild, parent, bot_permissions=parent.bot_permissions)
        return self._world.add(made)

    async def open_thread(self, message: Message, name: str = "cut") -> Channel:
        """Open a thread on a message: it bears the message's id, and everybody hears of it.

        That is documented [discord.thread].
        """
        thread, guild = self.thread(message.channel, name), message.channel.guild
        del self._world.channels[thread.id]
        thread.id = message.id
        self._world.add(thread)
        said = shapes.channel(thread) | {"newly_created": True}
        await self._world.gateway.tell("THREAD_CREATE", lambda _: said, guild.id if guild else None)
        return thread

    async def post_in_forum(
        self, person: Person, forum: Channel, title: str, text: str, *files: File, **more: Any
    ) -> Message:
        """Open a post of a forum: a thread whose first message bears its id and stands in it.

        That is documented [discord.thread].
        """
        thread = self.thread(forum, title)
        guild = forum.guild
        said = shapes.channel(thread) | {"newly_created": True}
        await self._world.gateway.tell("THREAD_CREATE", lambda _: said, guild.id if guild else None)
        return await self.say(person, thread, text, *files, id=thread.id, **more)

    async def remove(self, channel: Channel) -> None:
        """Delete a channel or thread."""
        channel.gone = True
        event = "THREAD_DELETE" if channel.kind is Kind.THREAD else "CHANNEL_DELETE"
        said = shapes.channel(channel)
        await self._world.gateway.tell(event, lambda _: said, channel.guild.id if channel.guild else None)

    async def kick(self, guild: Guild) -> None:
        """Remove the bot from a server."""
        guild.member = False
        await self._world.gateway.tell("GUILD_DELETE", lambda _: {"id": str(guild.id)}, guild.id)

    async def leave(self, person: Person, guild: Guild) -> None:
        """Let somebody leave a server.

        That a bot without the members intent is not told is documented [discord.members].
        """
        guild.left.add(person.id)

    def dm(self, person: Person) -> Channel:
        """Return the direct channel of this person and the bot."""
        return self._world.direct(person)

    def group_dm(self, *people: Person) -> Channel:
        """Let there be a private channel without the bot."""
        return self._world.add(Channel(Kind.GROUP_DM, people=people))

    async def say(
        self,
        person: Person,
        channel: Channel,
        text: str = "",
        *files: File,
        reply_to: Message | None = None,
        mention: bool = False,
        forwards: Sequence[Message] = (),
        **shown: Any,
    ) -> Message:
        """Write a message; `shown` is what else is seen of it: `stickers`, `embeds`, `components` of a bot's."""
        content = f"{self._world.bot.mention} {text}".rstrip() if mention else text
        message = Message(
            channel, person, content, files=list(files), reply_to=reply_to, snapshots=list(forwards), **shown
        )
        return await self._world.post(message)

    async def edit(self, message: Message, text: str) -> Message:
        """Correct a message of one's own."""
        return await self._world.change(message, {"content": text}, (), 0)

    async def unfurl(self, message: Message, *embeds: dict[str, Any]) -> None:
        """Let Discord add the previews of its links to a message.

        That this is no edit of it is documented [discord.previews].
        """
        message.embeds = list(embeds)
        await self._world.tell_update(message)

    async def delete(self, message: Message) -> None:
        """Take a message away."""
        await self._world.delete(message)

    async def slash(
        self,
        person: Person,
        channel: Channel,
        name: str,
        options: Mapping[str, Value] | None = None,
        *,
        installed: str = "guild",
    ) -> Interaction:
        """Run a slash command; a File is an attachment option."""
        command = self._command(person, channel, name, SLASH, installed)
        data = self._command_data(command) | self._options(person, channel, command, options or {})
        return await self._interact(Ask.COMMAND, person, channel, data, installed=installed)

    async def complete(
        self, person: Person, channel: Channel, name: str, option: str, typed: str, *, installed: str = "guild"
    ) -> Interaction:
        """Type into an option that completes itself."""
        command = self._command(person, channel, name, SLASH, installed)
        wanted = next((one for one in command["options"] if one["name"] == option), None)
        if wanted is None or not wanted.get("autocomplete"):
            raise NoSuchThing(f"/{name} has no {option} that completes itself")
        typing = {"name": option, "type": wanted["type"], "value": typed, "focused": True}
        data = self._command_data(command) | {"options": [typing]}
        return await self._interact(Ask.AUTOCOMPLETE, person, channel, data, installed=installed)

    async def menu(self, person: Person, name: str, message: Message, *, installed: str = "guild") -> Interaction:
        """Open a message's context menu; the bot gets that message in full."""
        command = self._command(person, message.channel, name, MENU, installed)
        resolved = {"messages": {str(message.id): self._world.said(message)}}
        data = self._command_data(command) | {"target_id": str(message.id), "resolved": resolved}
        return await self._interact(Ask.COMMAND, person, message.channel, data, installed=installed)

    async def press(self, person: Person, message: Message, label: str, *, installed: str = "guild") -> Interaction:
        """Press the button whose label holds these words."""
        button = next((one for one in message.buttons if label in (one.get("label") or "")), None)
        if button is None or button.get("disabled") or button["style"] == LINK or message.gone:
            raise NoSuchThing(f"no button {label!r} to press among {[one.get('label') for one in message.buttons]}")
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button.get("id") or 1}
        return await self._interact(Ask.COMPONENT, person, message.channel, data, installed=installed, message=message)

    async def submit(self, opened: Interaction, *answers: str | Sequence[File]) -> Interaction:
        """Fill in the modal that answered an interaction, field by field, and send it."""
        if opened.modal is None:
            raise NoSuchThing("no modal was opened")
        given, files = list(answers), dict[str, Any]()
        parts = [self._filled(part, given, files, opened) for part in opened.modal["components"]]
        data: dict[str, Any] = {"custom_id": opened.modal["custom_id"], "components": parts}
        if files:
            data["resolved"] = {"attachments": files}
        return await self._interact(
            Ask.MODAL, opened.person, opened.channel, data, installed=opened.installed, message=opened.message
        )

    def shown(self, channel: Channel, to: Person | None = None) -> list[Message]:
        """Return the bot's messages in a channel as everybody sees them, or as this person does."""
        here = [one for one in self._world.messages.values() if one.channel is channel and not one.gone]
        return [
            one
            for one in here
            if one.author is self._world.bot
            and (not one.ephemeral or (to is not None and one.interaction is not None and one.interaction.person is to))
        ]

    def _filled(
        self, part: dict[str, Any], given: list[str | Sequence[File]], files: dict[str, Any], opened: Interaction
    ) -> dict[str, Any]:
        if "components" in part:
            return {"type": part["type"], "components": [self._field(part["components"][0], given, files, opened)]}
        if "component" in part:
            return {"type": part["type"], "component": self._field(part["component"], given, files, opened)}
        return {"type": part["type"]}

    def _field(
        self, field: dict[str, Any], given: list[str | Sequence[File]], files: dict[str, Any], opened: Interaction
    ) -> dict[str, Any]:
        said = {"type": field["type"], "custom_id": field["custom_id"]}
        if field["type"] == TEXT_INPUT:
            text = given.pop(0) if given and isinstance(given[0], str) else field.get("value") or ""
            if not text and field.get("required", True):
                raise NoSuchThing("this field must be filled in")
            return said | {"value": text}
        if field["type"] == FILE_UPLOAD:
            chosen = given.pop(0) if given and not isinstance(given[0], str) else ()
            for file in chosen:
                assert isinstance(file, File)
                files[str(file.id)] = self._attached(opened.person, opened.channel, file)
            return said | {"values": [str(file.id) for file in chosen if isinstance(file, File)]}
        default = next((one["value"] for one in field.get("options") or () if one.get("default")), None)
        return said | {"values": [default] if default else []}

    def _command(self, person: Person, channel: Channel, name: str, kind: int, installed: str) -> dict[str, Any]:
        """Return a command that somebody is offered.

        That one whose default permission is "0" is disabled in servers for everyone but administrators is documented
        [not tried live: it takes two members of a server, one of them an administrator].
        """
        rules = bool(person.permissions & Permission.ADMINISTRATOR)
        scopes = [channel.guild.id if channel.guild else None, None]
        offered = [one for scope in scopes for one in self._world.commands.get(scope, ())]
        context = {Kind.DM: 1, Kind.GROUP_DM: 2}.get(channel.kind, 0)
        if context == 1 and not channel.bot_is_here:
            context = 2
        for one in offered:
            here = context in (one["contexts"] if one["contexts"] is not None else (0, 1))
            owned = (1 if installed == "user" else 0) in one["integration_types"]
            shown = rules or context != 0 or one["default_member_permissions"] != "0"
            if (one["type"], one["name"]) == (kind, name) and here and shown and (owned or "guild_id" in one):
                return one
        raise NoSuchThing(f"no command {name!r} of type {kind} here among {[one['name'] for one in offered]}")

    @staticmethod
    def _command_data(command: dict[str, Any]) -> dict[str, Any]:
        return {"id": command["id"], "name": command["name"], "type": command["type"]}

    def _options(
        self, person: Person, channel: Channel, command: dict[str, Any], given: Mapping[str, Value]
    ) -> dict[str, Any]:
        known = {one["name"]: one for one in command["options"]}
        if strange := given.keys() - known.keys():
            raise NoSuchThing(f"/{command['name']} has no options {sorted(strange)}")
        if missing := {name for name, one in known.items() if one.get("required")} - given.keys():
            raise NoSuchThing(f"/{command['name']} needs {sorted(missing)}")
        files = {
            str(one.id): self._attached(person, channel, one, folder="ephemeral-attachments")
            for one in given.values()
            if isinstance(one, File)
        }
        options = [
            {"name": name, "type": known[name]["type"], "value": str(one.id) if isinstance(one, File) else one}
            for name, one in given.items()
        ]
        resolved = self._named("\n".join(one for one in given.values() if isinstance(one, str)), channel)
        if files:
            resolved["attachments"] = files
        return {"options": options} | ({"resolved": resolved} if resolved else {})

    def _named(self, text: str, channel: Channel) -> dict[str, Any]:
        """Return who and what a text option mentions.

        That Discord resolves them as it resolves what is chosen is reported [discord.resolved]; its documentation tells
        of options for people and roles alone.
        """
        guild, resolved = channel.guild, dict[str, dict[str, Any]]()
        for user, role, _ in MENTION.findall(text):
            if user and (somebody := self._world.people.get(int(user))):
                resolved.setdefault("users", {})[user] = shapes.person(somebody)
                if guild:
                    unnamed = {name: value for name, value in shapes.member(somebody, 0).items() if name != "user"}
                    resolved.setdefault("members", {})[user] = unnamed
            for one in guild.roles if guild and role else ():
                if str(one.id) == role:
                    resolved.setdefault("roles", {})[role] = shapes.role(one)
        for key in re.findall(r"<#(\d+)>", text):
            if found := self._world.channels.get(int(key)):
                resolved.setdefault("channels", {})[key] = shapes.channel(found) | {"permissions": "0"}
        return resolved

    def _attached(
        self, person: Person, channel: Channel, file: File, folder: str = "ephemeral-attachments"
    ) -> dict[str, Any]:
        if file.size > max(person.upload_bytes, channel.upload_bytes):
            raise NoSuchThing(f"{person.name}'s Discord does not take a file of {file.size} bytes")
        file.folder, file.channel = folder, channel.id
        return shapes.file(self._world.cdn.keep(file), self._world.cdn.sign)

    async def _interact(
        self,
        kind: Ask,
        person: Person,
        channel: Channel,
        data: dict[str, Any],
        *,
        installed: str,
        message: Message | None = None,
    ) -> Interaction:
        made = Interaction(kind, person, channel, data, secrets.token_urlsafe(96), installed, message)
        self._world.interactions[made.token] = made
        said = self._told(made)
        await self._world.gateway.tell(
            "INTERACTION_CREATE", lambda _: said, channel.guild.id if channel.guild else None
        )
        return made

    def _told(self, one: Interaction) -> dict[str, Any]:
        channel, guild = one.channel, one.channel.guild
        said: dict[str, Any] = {
            "id": str(one.id),
            "application_id": str(self._world.application),
            "type": int(one.kind),
            "token": one.token,
            "version": 1,
            "data": one.data,
            "channel_id": str(channel.id),
            "channel": shapes.channel(channel),
            "locale": one.person.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "app_permissions": str(channel.app_permissions),
            "authorizing_integration_owners": shapes.owners(one),
            "context": 0 if guild else (1 if channel.bot_is_here else 2),
            "attachment_size_limit": max(channel.upload_bytes, one.person.upload_bytes),
        }
        if guild is None:
            said["user"] = shapes.person(one.person)
        else:
            said |= {"guild_id": str(guild.id), "guild_locale": guild.locale}
            said["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
            said["member"] = shapes.member(one.person, one.person.permissions)
        if one.message is not None:
            said["message"] = self._world.said(one.message)
        return said
