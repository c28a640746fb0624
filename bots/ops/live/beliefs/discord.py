"""What is believed of Discord beyond its OpenAPI document, and the parts of it on which the bot rests."""

from typing import Final

from bots.ops.live.beliefs.belief import Belief, Evidence

_DOCUMENTED, _REPORTED, _GUESSED = Evidence
_DOCS = "Discord developer documentation"
_PEOPLE = "it needs somebody who acts on Discord"
_BANNED = "it would bar this address"
_PLACE = "it needs a place made for it"

DISCORD: Final = (
    Belief("discord.bot", "`/users/@me` tells `id` and that it is a `bot`", _DOCUMENTED, _DOCS),
    Belief(
        "discord.application",
        "`/applications/@me` tells `id`, and by bits 18 and 19 of `flags` whether message content is granted",
        _DOCUMENTED,
        _DOCS,
    ),
    Belief(
        "discord.gateway", "`/gateway/bot` tells `url`, `shards` and how many sessions are left", _DOCUMENTED, _DOCS
    ),
    Belief(
        "discord.ready",
        "the gateway says HELLO, and READY to the intents of servers and messages",
        _DOCUMENTED,
        _DOCS,
    ),
    Belief(
        "discord.intent",
        "where the flags grant the message content intent, the gateway does too",
        _DOCUMENTED,
        _DOCS,
        "says how it is granted",
    ),
    Belief("discord.channel", "a channel names its server, and that its `premium_tier`", _DOCUMENTED, _DOCS),
    Belief("discord.send", "a sent message comes back with its `id` and `channel_id`", _DOCUMENTED, _DOCS),
    Belief(
        "discord.nonce",
        "an enforced nonce that comes again gets the first message back",
        _DOCUMENTED,
        _DOCS,
        "sends with one, so that nothing is doubled",
    ),
    Belief("discord.edit", "a message can be edited in place", _DOCUMENTED, _DOCS),
    Belief("discord.text", "a text of more than 2000 characters is refused with code 50035", _DOCUMENTED, _DOCS),
    Belief(
        "discord.link", "a link button with more than 512 characters is refused with code 50035", _DOCUMENTED, _DOCS
    ),
    Belief("discord.reaction", "a bot may react to a message of its own", _DOCUMENTED, _DOCS),
    Belief("discord.file", "an attachment's address is signed by `ex`, `is` and `hm`", _DOCUMENTED, _DOCS),
    Belief(
        "discord.file.read", "an attachment's address is open to whoever has it, piece by piece too", _REPORTED, "seen"
    ),
    Belief("discord.file.changed", "an attachment's address without its signature is refused", _DOCUMENTED, _DOCS),
    Belief(
        "discord.limit",
        "a file above 10 MiB is refused with code 40005 where the server is of tier 0 or 1",
        _DOCUMENTED,
        _DOCS,
        "gives the link alone",
    ),
    Belief("discord.pace", "answers tell of their bucket in `X-RateLimit` headers", _DOCUMENTED, _DOCS),
    Belief("discord.pace.messages", "a channel takes 5 messages in 5 seconds", _REPORTED, "authors of libraries"),
    Belief("discord.delete", "a bot can delete its own message, once; then it is unknown (10008)", _DOCUMENTED, _DOCS),
    Belief(
        "discord.deferred",
        "an interaction that was deferred can be answered later by its webhook",
        _DOCUMENTED,
        _DOCS,
    ),
    Belief("discord.deferred.twice", "a second first answer is refused with code 40060", _DOCUMENTED, _DOCS),
    Belief(
        "discord.deferred.limit",
        "an interaction tells what may be attached by `attachment_size_limit`",
        _DOCUMENTED,
        _DOCS,
        "takes the server's",
    ),
    # what a walk cannot show
    Belief(
        "discord.deferred.late",
        "a first answer after three seconds is refused (10062), and the token's life is fifteen minutes (50027)",
        _DOCUMENTED,
        _DOCS,
        not_tried="it takes fifteen minutes",
    ),
    Belief(
        "discord.deferred.first",
        "the first follow-up after a deferral fills it, and makes no sound",
        _DOCUMENTED,
        _DOCS,
        not_tried="nobody can hear it here",
    ),
    Belief(
        "discord.installed",
        "of an application that somebody installed for themselves there are five follow-ups (40094), and no messages",
        _DOCUMENTED,
        _DOCS,
        not_tried=_PEOPLE,
    ),
    Belief("discord.resolved", "mentions in a text option are resolved", _REPORTED, "JDA", "", _PEOPLE),
    Belief(
        "discord.withheld",
        "without the intent a bot sees content only of direct messages, mentions and its own",
        _DOCUMENTED,
        _DOCS,
        not_tried=_PEOPLE,
    ),
    Belief(
        "discord.mentions",
        "who is mentioned in a forwarded message comes as users, without their membership",
        _DOCUMENTED,
        "discord-openapi",
        not_tried=_PEOPLE,
    ),
    Belief(
        "discord.mentions.roles",
        "the gateway may leave the mentioned roles of a forwarded message out",
        _REPORTED,
        "discord-api-docs 7193",
        not_tried=_PEOPLE,
    ),
    Belief("discord.stickers", "a sticker has a name and no address", _DOCUMENTED, _DOCS, not_tried=_PEOPLE),
    Belief("discord.previews", "the preview of a link is no edit of its message", _DOCUMENTED, _DOCS, "", _PEOPLE),
    Belief("discord.moderated", "AutoMod refuses with code 200000", _DOCUMENTED, _DOCS, not_tried=_PLACE),
    Belief(
        "discord.moderated.edit",
        "AutoMod refuses edits of a bot's messages, and new ones",
        _REPORTED,
        "ezcord 85",
        not_tried=_PLACE,
    ),
    Belief(
        "discord.moderated.installed",
        "AutoMod lets an answer for who installed the bot be shown to them alone",
        _REPORTED,
        "authors of bots",
        not_tried=_PLACE,
    ),
    Belief(
        "discord.moderated.answer",
        "AutoMod refuses answers to interactions too",
        _GUESSED,
        "nobody says",
        not_tried=_PLACE,
    ),
    Belief(
        "discord.direct",
        "a direct message needs a common server, else code 50278; who takes none gets 50007",
        _REPORTED,
        "CustomDCBot 4, Bastion 796",
        not_tried=_PEOPLE,
    ),
    Belief(
        "discord.direct.unreachable",
        "who cannot be written to has code 50278",
        _DOCUMENTED,
        "discord-api-docs 8212",
        not_tried=_PEOPLE,
    ),
    Belief("discord.direct.status", "code 50278 comes with HTTP 403", _GUESSED, "nobody says", not_tried=_PEOPLE),
    Belief(
        "discord.direct.fast",
        "direct channels that are opened too fast get code 40003 with HTTP 403",
        _REPORTED,
        "discord-advertisement-framework 82",
        not_tried=_PEOPLE,
    ),
    Belief(
        "discord.direct.others",
        "others' messages in a direct channel cannot be changed: code 50003",
        _REPORTED,
        "undiscord 135",
        not_tried=_PEOPLE,
    ),
    Belief(
        "discord.thread",
        "a thread of a message bears its id, a post of a forum that of its first message",
        _DOCUMENTED,
        _DOCS,
        "",
        _PLACE,
    ),
    Belief(
        "discord.thread.archived",
        "a message takes a thread out of the archive; edits and reactions there get 50083",
        _DOCUMENTED,
        _DOCS,
        not_tried=_PLACE,
    ),
    Belief("discord.rights", "what a bot may not do gets 50001 or 50013", _DOCUMENTED, _DOCS, not_tried=_PLACE),
    Belief(
        "discord.commands",
        "200 commands may be made a day; an unknown locale refuses all",
        _DOCUMENTED,
        _DOCS,
        "",
        "it would use up a day",
    ),
    Belief("discord.modals", "a modal is a first answer, and may hold files", _DOCUMENTED, _DOCS, not_tried=_PEOPLE),
    Belief(
        "discord.v2",
        "components V2 stay, and stand without content",
        _DOCUMENTED,
        _DOCS,
        not_tried="nothing sends them",
    ),
    Belief(
        "discord.file.life",
        "an attachment's address lives for a day",
        _REPORTED,
        "seen",
        "asks for the message again",
        "it takes a day",
    ),
    Belief(
        "discord.pace.all",
        "50 requests a second in all; answers to interactions are not counted",
        _DOCUMENTED,
        _DOCS,
        "",
        _BANNED,
    ),
    Belief(
        "discord.pace.barred",
        "an address that is barred gets 429 in HTML, without a `Via` header and at times without a time",
        _REPORTED,
        "discord.py, HTTPClient.request",
        not_tried=_BANNED,
    ),
    Belief(
        "discord.closed",
        "a session is resumed, but not after 4007 and 4009; 4004, 4010 to 4014 are final",
        _DOCUMENTED,
        _DOCS,
        not_tried="it would end sessions",
    ),
    Belief(
        "discord.members", "without the members intent nobody tells that somebody left", _DOCUMENTED, _DOCS, "", _PEOPLE
    ),
)
