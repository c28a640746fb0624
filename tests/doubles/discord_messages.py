"""The double's REST routes for channels: messages, replies, reactions, threads, direct messages.

What becomes of a message is documented [discord.send, discord.nonce, discord.edit, discord.reaction, discord.delete].
"""

from typing import Any

from aiohttp import web

from tests.doubles import discord_json as shapes
from tests.doubles.discord_body import Body, answer, read
from tests.doubles.discord_errors import Refused, invalid
from tests.doubles.discord_rules import SILENT, SUPPRESS_EMBEDS, V2, check_message
from tests.doubles.discord_values import Channel, Kind, Message, Permission
from tests.doubles.discord_world import CONTENT, World

CHANNEL = "/channels/{channel_id}"
MESSAGES = f"{CHANNEL}/messages"
MESSAGE = f"{MESSAGES}/{{message_id}}"
REACTION = f"{MESSAGE}/reactions/{{emoji}}/@me"


class Messages:
    """What the bot does with its own token in the channels it is in."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Return the routes below the API's prefix."""
        return [
            web.get(f"{prefix}{CHANNEL}", self._channel),
            web.post(f"{prefix}{CHANNEL}/typing", self._typing),
            web.get(f"{prefix}{MESSAGES}", self._history),
            web.post(f"{prefix}{MESSAGES}", self._send),
            web.get(f"{prefix}{MESSAGE}", self._one),
            web.patch(f"{prefix}{MESSAGE}", self._edit),
            web.delete(f"{prefix}{MESSAGE}", self._delete),
            web.put(f"{prefix}{REACTION}", self._react),
            web.delete(f"{prefix}{REACTION}", self._unreact),
            web.post(f"{prefix}{MESSAGE}/threads", self._thread),
            web.post(f"{prefix}{CHANNEL}/threads", self._thread),
            web.post(f"{prefix}/users/@me/channels", self._direct),
        ]

    def _of(self, request: web.Request, needs: int = Permission.VIEW_CHANNEL) -> Channel:
        return self._world.channel(request.match_info["channel_id"], needs=needs)

    def _intents(self) -> int:
        """REST withholds content as the gateway does: the intent is the application's, not the socket's."""
        return CONTENT if "message_content" in self._world.gateway.granted else 0

    async def _channel(self, request: web.Request) -> web.Response:
        return answer(shapes.channel(self._of(request)))

    async def _typing(self, request: web.Request) -> web.Response:
        self._world.typing.append(self._of(request, Permission.SEND_MESSAGES).id)
        return web.Response(status=204)

    async def _history(self, request: web.Request) -> web.Response:
        channel = self._of(request, Permission.READ_MESSAGE_HISTORY)
        here = [one for one in self._world.messages.values() if one.channel is channel]
        visible = [one for one in here if not one.gone and not one.ephemeral]
        newest = sorted(visible, key=lambda one: one.id, reverse=True)[: int(request.query.get("limit", 50))]
        return answer([self._world.said_to(one, self._intents()) for one in newest])

    async def _one(self, request: web.Request) -> web.Response:
        channel = self._of(request, Permission.READ_MESSAGE_HISTORY)
        message = self._world.message(channel, request.match_info["message_id"])
        return answer(self._world.said_to(message, self._intents()))

    async def _send(self, request: web.Request) -> web.Response:
        channel = self._of(request)
        body = await read(request, MESSAGES)
        payload = body.payload
        check_message(payload, flags=SUPPRESS_EMBEDS | SILENT | V2)
        self._may_send(channel, body)
        self._world.moderate(channel, payload.get("content"))
        if twin := self._twin(channel, payload):
            return answer(self._world.said(twin))
        message = Message(
            channel,
            self._world.bot,
            content=payload.get("content") or "",
            components=payload.get("components") or [],
            embeds=payload.get("embeds") or [],
            files=self._world.files(payload, body.uploads, channel.upload_bytes, channel),
            flags=payload.get("flags") or 0,
            reply_to=self._replied(channel, payload.get("message_reference")),
            nonce=str(payload.get("nonce") or ""),
        )
        if not (message.content or message.components or message.embeds or message.files):
            raise Refused(50006)
        await self._world.post(message, payload.get("allowed_mentions"))
        return answer(self._world.said(message))

    def _may_send(self, channel: Channel, body: Body) -> None:
        if channel.kind is Kind.FORUM:
            raise Refused(40058)
        needs = Permission.SEND_MESSAGES_IN_THREADS if channel.kind is Kind.THREAD else Permission.SEND_MESSAGES
        self._world.channel(channel.id, needs=needs | (Permission.ATTACH_FILES if body.uploads else 0))
        if channel.locked and not channel.bot_permissions & Permission.MANAGE_THREADS:
            raise Refused(160005)
        channel.archived = False  # as is documented [discord.thread.archived]
        if channel.kind is Kind.DM:
            self._may_write_to(channel)

    def _may_write_to(self, channel: Channel) -> None:
        """Check that a direct message reaches its person.

        That it needs a server that both are in is reported [discord.direct].
        """
        if not all(person.takes_dms for person in channel.people):
            raise Refused(50007)
        guilds = self._world.guilds.values()
        person = next(one for one in channel.people if not one.bot)
        if guilds and not any(one.member and person.id not in one.left for one in guilds):
            raise Refused(50278)

    @staticmethod
    def _in_archive(channel: Channel) -> None:
        """Refuse whatever changes an archived thread without a new message.

        That is documented [discord.thread.archived].
        """
        if channel.archived:
            raise Refused(50083)

    def _twin(self, channel: Channel, payload: dict[str, Any]) -> Message | None:
        """Return the message already sent with this nonce, when it is to be enforced."""
        nonce = str(payload.get("nonce") or "")
        if not (nonce and payload.get("enforce_nonce")):
            return None
        sent = (one for one in self._world.messages.values() if one.author is self._world.bot and one.nonce == nonce)
        return next((one for one in sent if one.channel is channel), None)

    def _replied(self, channel: Channel, reference: dict[str, Any] | None) -> Message | None:
        if reference is None:
            return None
        if not channel.bot_permissions & Permission.READ_MESSAGE_HISTORY and channel.kind is not Kind.DM:
            raise Refused(160002)
        found = self._world.messages.get(int(reference["message_id"]))
        if found is None or found.gone or found.ephemeral:
            if reference.get("fail_if_not_exists", True):
                raise invalid(["message_reference"], "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            return None
        if found.channel is not channel:
            raise invalid(["message_reference"], "REPLIES_CANNOT_REPLY_TO_OTHER_CHANNEL", "it is in another channel")
        return found

    async def _edit(self, request: web.Request) -> web.Response:
        channel = self._of(request)
        message = self._world.message(channel, request.match_info["message_id"])
        if message.author is not self._world.bot:
            raise Refused(50005)
        self._in_archive(channel)
        body = await read(request, MESSAGE)
        check_message(body.payload, flags=SUPPRESS_EMBEDS | V2, was_v2=bool(message.flags & V2))
        self._world.moderate(channel, body.payload.get("content"))
        await self._world.change(message, body.payload, body.uploads, channel.upload_bytes)
        return answer(self._world.said(message))

    async def _delete(self, request: web.Request) -> web.Response:
        channel = self._of(request)
        message = self._world.message(channel, request.match_info["message_id"])
        if message.author is not self._world.bot:
            if channel.guild is None:
                raise Refused(50003)
            self._of(request, Permission.MANAGE_MESSAGES)
        await self._world.delete(message)
        return web.Response(status=204)

    async def _react(self, request: web.Request) -> web.Response:
        channel = self._of(request, Permission.READ_MESSAGE_HISTORY | Permission.ADD_REACTIONS)
        message = self._world.message(channel, request.match_info["message_id"])
        self._in_archive(channel)
        emoji = request.match_info["emoji"]
        if emoji.isascii() or len(emoji) > 8:
            raise Refused(10014)
        message.reactions.setdefault(emoji, set()).add(self._world.bot.id)
        return web.Response(status=204)

    async def _unreact(self, request: web.Request) -> web.Response:
        message = self._world.message(self._of(request), request.match_info["message_id"])
        message.reactions.get(request.match_info["emoji"], set()).discard(self._world.bot.id)
        return web.Response(status=204)

    async def _thread(self, request: web.Request) -> web.Response:
        channel = self._of(request, Permission.CREATE_PUBLIC_THREADS)
        from_message = "message_id" in request.match_info
        body = await read(request, f"{MESSAGE}/threads" if from_message else f"{CHANNEL}/threads")
        thread = Channel(
            Kind.THREAD, body.payload["name"], channel.guild, channel, bot_permissions=channel.bot_permissions
        )
        if from_message:
            thread.id = int(request.match_info["message_id"])  # a thread of a message bears its id
        self._world.channels[thread.id] = thread
        return answer(shapes.channel(thread), status=201)

    async def _direct(self, request: web.Request) -> web.Response:
        payload = (await read(request, "/users/@me/channels")).payload
        person = self._world.people.get(int(payload.get("recipient_id") or 0))
        if person is None:
            raise Refused(10013)
        return answer(shapes.channel(self._world.direct(person)))
