"""The double's routes for interactions: an answer within three seconds, then the token's webhook while it lives.

Its times, its one first answer and how follow-ups fill it are documented [discord.deferred, discord.deferred.twice,
discord.deferred.late, discord.deferred.first], what may be attached is documented [discord.deferred.limit], and what an
application that somebody installed for themselves may do is documented [discord.installed].
"""

import time
from typing import Any

from aiohttp import web

from tests.doubles.discord_body import Body, answer, read
from tests.doubles.discord_errors import Refused, invalid
from tests.doubles.discord_rules import EPHEMERAL, SILENT, SUPPRESS_EMBEDS, V2, check_message, check_modal
from tests.doubles.discord_values import Ask, Interaction, Message
from tests.doubles.discord_world import World

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = f"{WEBHOOK}/messages/@original"
FOLLOW_UP = f"{WEBHOOK}/messages/{{message_id}}"
SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
THINKING = 1 << 7
USER_FOLLOW_UPS = 5

ALLOWED = {
    Ask.COMMAND: {SAY, DEFER, MODAL},
    Ask.COMPONENT: {SAY, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    Ask.AUTOCOMPLETE: {CHOICES},
    Ask.MODAL: {SAY, DEFER, DEFER_UPDATE, UPDATE},
}


class Interactions:
    """Answers to interactions. They need no bot token and no membership: the interaction's token is the right."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Return the routes below the API's prefix; `@original` must come before a message's id."""
        return [
            web.post(f"{prefix}{CALLBACK}", self._answer),
            web.post(f"{prefix}{WEBHOOK}", self._follow_up),
            *(
                web.route(method, f"{prefix}{path}", handler)
                for path in (ORIGINAL, FOLLOW_UP)
                for method, handler in (("GET", self._look), ("PATCH", self._edit), ("DELETE", self._delete))
            ),
        ]

    async def _answer(self, request: web.Request) -> web.Response:
        interaction = self._world.interactions.get(request.match_info["interaction_token"])
        if interaction is None or str(interaction.id) != request.match_info["interaction_id"]:
            raise Refused(10062)
        after = time.monotonic() - interaction.sent_at
        if after > self._world.answer_seconds:
            raise Refused(10062)
        body = await read(request, CALLBACK)
        if interaction.answer is not None:
            raise Refused(40060)
        kind = body.payload["type"]
        allowed = ALLOWED[interaction.kind]
        if kind not in allowed or (kind in {DEFER_UPDATE, UPDATE} and interaction.message is None):
            raise invalid(["type"], "BASE_TYPE_CHOICES", f"{kind} does not answer this interaction")
        interaction.answer = kind
        try:
            await self._take(interaction, kind, body)
        except Refused:
            interaction.answer = None
            raise
        interaction.answered_after = after
        interaction.acknowledged.set()
        if request.query.get("with_response") in {"1", "true"}:
            return answer(self._told(interaction))
        return web.Response(status=204)

    async def _take(self, interaction: Interaction, kind: int, body: Body) -> None:
        data = body.payload.get("data") or {}
        match kind:
            case _ if kind in {SAY, DEFER}:
                flags = SUPPRESS_EMBEDS | SILENT | EPHEMERAL | V2
                check_message(data, flags=flags)
                self._world.moderate(interaction.channel, data.get("content"))
                said = self._message(interaction, data, body)
                if kind == DEFER:
                    said.flags |= THINKING
                elif not (said.content or said.components or said.embeds or said.files):
                    raise Refused(50006)
                interaction.original = await self._world.post(said, data.get("allowed_mentions"), rings=kind == SAY)
            case _ if kind in {DEFER_UPDATE, UPDATE}:
                assert interaction.message is not None
                interaction.original = interaction.message
                if kind == UPDATE:
                    await self._change(interaction, interaction.message, Body(data, body.uploads))
            case _ if kind == MODAL:
                check_modal(data)
                interaction.modal = data
            case _:
                interaction.choices = data["choices"]

    def _told(self, interaction: Interaction) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": str(interaction.id),
            "type": int(interaction.kind),
            "response_message_loading": interaction.answer == DEFER,
            "response_message_ephemeral": bool(interaction.original and interaction.original.ephemeral),
        }
        resource: dict[str, Any] = {"type": interaction.answer}
        if interaction.original is not None and interaction.answer in {SAY, DEFER, UPDATE}:
            told["response_message_id"] = str(interaction.original.id)
        if interaction.original is not None and interaction.answer in {SAY, UPDATE}:
            resource["message"] = self._world.said(interaction.original)
        return {"interaction": told, "resource": resource}

    def _of(self, request: web.Request) -> Interaction:
        found = self._world.interactions.get(request.match_info["webhook_token"])
        if found is None or request.match_info["webhook_id"] != str(self._world.application):
            raise Refused(10015)
        if time.monotonic() - found.sent_at > self._world.token_seconds:
            raise Refused(50027)
        if found.answer is None or found.answer in {CHOICES, MODAL}:
            raise Refused(10015)  # the webhook exists from the first answer on
        return found

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self._of(request)
        body = await read(request, WEBHOOK)
        data = body.payload
        check_message(data, flags=SUPPRESS_EMBEDS | SILENT | EPHEMERAL | V2)
        if interaction.original is not None and interaction.original.thinking:
            # the first follow-up after a deferral fills it, and makes no sound (Discord: "Followup messages")
            await self._change(interaction, interaction.original, body)
            return answer(self._world.said(interaction.original))
        if interaction.installed == "user" and len(interaction.follow_ups) >= USER_FOLLOW_UPS:
            raise Refused(40094)
        self._world.moderate(interaction.channel, data.get("content"))
        said = self._message(interaction, data, body)
        if not (said.content or said.components or said.embeds or said.files):
            raise Refused(50006)
        said.reply_to = interaction.original
        interaction.follow_ups.append(await self._world.post(said, data.get("allowed_mentions")))
        return answer(self._world.said(said))

    async def _look(self, request: web.Request) -> web.Response:
        return answer(self._world.said(self._own(self._of(request), request)))

    async def _edit(self, request: web.Request) -> web.Response:
        interaction = self._of(request)
        message = self._own(interaction, request)
        body = await read(request, FOLLOW_UP if "message_id" in request.match_info else ORIGINAL)
        await self._change(interaction, message, body)
        return answer(self._world.said(message))

    async def _delete(self, request: web.Request) -> web.Response:
        await self._world.delete(self._own(self._of(request), request))
        return web.Response(status=204)

    async def _change(self, interaction: Interaction, message: Message, body: Body) -> None:
        flags = SUPPRESS_EMBEDS | V2 | SILENT | EPHEMERAL if message.thinking else SUPPRESS_EMBEDS | V2
        check_message(body.payload, flags=flags, was_v2=bool(message.flags & V2))
        self._world.moderate(interaction.channel, body.payload.get("content"))
        limit = self._limit(interaction)
        # whether it is ephemeral was decided by the deferral
        payload = body.payload
        if payload.get("flags"):
            payload = payload | {"flags": payload["flags"] & ~EPHEMERAL}
        await self._world.change(message, payload, body.uploads, limit)

    def _own(self, interaction: Interaction, request: web.Request) -> Message:
        key = request.match_info.get("message_id")
        ours = [one for one in (interaction.original, *interaction.follow_ups) if one is not None and not one.gone]
        if key is None:
            ours = [one for one in ours if one is interaction.original]
        else:
            ours = [one for one in ours if str(one.id) == key]
        if not ours:
            raise Refused(10008)
        return ours[0]

    def _message(self, interaction: Interaction, data: dict[str, Any], body: Body) -> Message:
        return Message(
            interaction.channel,
            self._world.bot,
            content=data.get("content") or "",
            components=data.get("components") or [],
            embeds=data.get("embeds") or [],
            files=self._world.files(data, body.uploads, self._limit(interaction), interaction.channel),
            flags=data.get("flags") or 0,
            interaction=interaction,
            by_webhook=True,
        )

    @staticmethod
    def _limit(interaction: Interaction) -> int:
        return max(interaction.channel.upload_bytes, interaction.person.upload_bytes)
