"""What somebody wrote on Discord, as everybody there reads it: names in the place of Discord's numbers. Pure.

A message holds people, roles, channels, emoji, times and commands as numbers in angle brackets (Discord developer
documentation, "Message Formatting"). The editor can make nothing of them, and would put them into a title. Whoever
speaks to the bot names it; that mention is no part of the wish.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import discord

from bots.discord.timestamps import moment_words
from core.words.clean import one_line
from core.words.language import Language
from core.words.spoilers import marked

_TOKEN: Final = re.compile(
    r"<(?:@!?(?P<user>[0-9]{1,20})|@&(?P<role>[0-9]{1,20})|\#(?P<channel>[0-9]{1,20})"
    r"|a?(?P<emoji>:\w{1,64}:)[0-9]{1,20}"
    r"|(?P<command>/[^<>:\n]{1,110}):[0-9]{1,20}"
    r"|t:(?P<time>-?[0-9]{1,17})(?::(?P<style>[a-zA-Z]))?"
    r"|id:(?P<page>[a-z-]{1,30})(?::[0-9]{1,20})?"
    r"|(?P<contact>[\w.%+-]{1,64}@[\w.-]{1,128}|\+[0-9 ()-]{3,32}))>"
)
_OWN_END: Final = r"[ \t]*[,:，：、]?[ \t]*"
_LONGEST_NAME: Final = 100  # characters; a channel's or a role's (Discord developer documentation, "Channel", "Role")
_PAGES: Final = {
    "browse": "Browse Channels",
    "customize": "Channels & Roles",
    "guide": "Server Guide",
    "home": "Server Guide",
    "linked-roles": "Linked Roles",
}
"""The pages of a server that a text can point to, as the client names them (as above, "Guild Navigation Types")."""

# what a Discord client shows for a number that it cannot resolve
_UNKNOWN_USER: Final = "@unknown-user"
_UNKNOWN_ROLE: Final = "@unknown-role"
_UNKNOWN_CHANNEL: Final = "#unknown"


@dataclass(frozen=True, slots=True)
class Names:
    """What the people, roles and channels in a text are called; each mapping is by id.

    `me`: the ids of the bot. `guild` has the roles and channels of its server as far as the library keeps them.
    """

    me: frozenset[int]
    users: Mapping[int, str]
    roles: Mapping[int, str] = field(default_factory=dict)
    channels: Mapping[int, str] = field(default_factory=dict)
    guild: discord.Guild | None = None

    def user(self, number: int) -> str:
        """Return the name of a person, as it is mentioned."""
        name = self.users.get(number)
        return f"@{_clean(name)}" if name else _UNKNOWN_USER

    def role(self, number: int) -> str:
        """Return the name of a role, as it is mentioned; that of everybody begins with an @ of its own."""
        known = self.guild.get_role(number) if self.guild else None
        name = known.name if known else self.roles.get(number)
        return f"@{_clean(name).removeprefix('@')}" if name else _UNKNOWN_ROLE

    def channel(self, number: int) -> str:
        """Return the name of a channel or thread, as it is mentioned."""
        known = self.guild.get_channel_or_thread(number) if self.guild else None
        name = known.name if known else self.channels.get(number)
        return f"#{_clean(name)}" if name else _UNKNOWN_CHANNEL

    def own_mention(self) -> str:
        """Return a regular expression of a mention of the bot, by itself or by the role that is its own."""
        own = self.guild.self_role if self.guild else None
        numbers = "|".join(str(number) for number in sorted(self.me))
        return rf"<@!?(?:{numbers})>" + (rf"|<@&{own.id}>" if own else "")


def names_in_message(message: discord.Message, me: discord.ClientUser) -> Names:
    """Return the names that came with a message and with the one that it replies to."""
    replied = message.reference.resolved if message.reference else None
    messages = [message, replied] if isinstance(replied, discord.Message) else [message]
    return Names(frozenset({me.id}), _people(messages), guild=message.guild)


def names_in_interaction(
    interaction: discord.Interaction[discord.Client], about: discord.Message | None = None
) -> Names:
    """Return the names that came with a command or a modal; `about` is the message that it is about.

    Discord resolves what is mentioned in a text option as it does in an option for people (seen in JDA's
    `OptionMapping.getMentions`; Discord's documentation tells only of the options for people, roles and channels).
    """
    client, data = interaction.client, cast("Mapping[str, Any]", interaction.data or {})
    resolved: Mapping[str, Any] = data.get("resolved") or {}
    own = {interaction.application_id, client.user.id} if client.user else {interaction.application_id}
    members = resolved.get("members") or {}
    users = {
        int(number): (members.get(number) or {}).get("nick") or user.get("global_name") or user.get("username") or ""
        for number, user in (resolved.get("users") or {}).items()
    }
    known = _people([about]) if about else {}
    return Names(
        frozenset(own),
        {interaction.user.id: interaction.user.display_name} | known | users,
        _named(resolved.get("roles")),
        _named(resolved.get("channels")),
        interaction.guild,
    )


def plain_text(text: str, names: Names, now: float, language: Language) -> str:
    """Return a text as people read it, without mentions of the bot, what they hid marked; `now` is in epoch seconds."""
    parts = re.split(rf"(?:{names.own_mention()}){_OWN_END}", text)
    alone = " ".join(part.rstrip() for part in parts).strip() if len(parts) > 1 else text.strip()

    def read(token: re.Match[str]) -> str:
        match token.lastgroup:
            case "user":
                return names.user(int(token["user"]))
            case "role":
                return names.role(int(token["role"]))
            case "channel":
                return names.channel(int(token["channel"]))
            case "time" | "style":
                return moment_words(int(token["time"]), token["style"] or "", now, language) or token[0]
            case "page":
                return _PAGES.get(token["page"], token[0])
            case kind:
                return token[kind or 0]

    return marked(_TOKEN.sub(read, alone))


def _people(messages: Iterable[discord.Message]) -> dict[int, str]:
    return {person.id: person.display_name for message in messages for person in (message.author, *message.mentions)}


def _named(resolved: Mapping[str, Any] | None) -> dict[int, str]:
    return {int(number): str(one.get("name") or "") for number, one in (resolved or {}).items()}


def _clean(name: str) -> str:
    return one_line(name, _LONGEST_NAME)
