"""One session of Discord's gateway: what it grants, and a button that somebody presses while it listens."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Final, NoReturn

import aiohttp

from bots.ops.live.discord.api import SENTENCE, Discord, told
from bots.ops.live.discord.application import MESSAGE_CONTENT
from bots.ops.live.exchange import NoAnswer, Reply, finished
from bots.ops.live.probe import Missing, Probe

READY_SECONDS = 20.0
_DISPATCH, _HEARTBEAT, _IDENTIFY, _INVALID_SESSION, _HELLO = 0, 1, 2, 9, 10
_INTENTS: Final = 1 << 0 | 1 << 9 | 1 << 12  # servers, their messages, direct messages
_CONTENT: Final = 1 << 15
_WRONG_TOKEN, _NOT_GRANTED = 4004, 4014
_DEFERRED: Final = {"type": 5, "data": {"flags": 1 << 6}}  # seen by whoever pressed alone
_ACKNOWLEDGED, _UNKNOWN = 40060, 10062

Socket = aiohttp.ClientWebSocketResponse


class _Closed(Exception):
    """Discord closed the socket with this code."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


async def _session(discord: Discord) -> None:
    base = discord.settings.discord_gateway_url or discord.gateway
    if not base:
        raise Missing("nothing told where the gateway is")
    content = bool(discord.flags & MESSAGE_CONTENT)
    async with discord.exchange.socket("gateway session", f"{base.rstrip('/')}/?v=10&encoding=json") as socket:
        try:
            async with asyncio.timeout(READY_SECONDS):
                interval = await _identify(discord, socket, content=content)
                await _event(socket, "READY")
        except (_Closed, TimeoutError) as end:
            _judge_end(discord, end, content=content)
        discord.verdicts.judge("discord.ready", holds=True)
        if content:
            discord.verdicts.judge("discord.intent", holds=True)
        discord.verdicts.unseen("the flags do not grant it", "discord.intent")
        async with _heartbeats(socket, interval):
            await _pressed(discord, socket)


def _judge_end(discord: Discord, end: Exception, *, content: bool) -> NoReturn:
    """Judge a session that did not begin.

    Raises:
        Missing: always.
    """
    code = end.code if isinstance(end, _Closed) else None
    if code == _WRONG_TOKEN:
        raise Missing("the token is refused")
    if content and code == _NOT_GRANTED:
        discord.verdicts.judge("discord.intent", f"closed with {code}", holds=False)
        raise Missing("the gateway closed the session")
    discord.verdicts.judge("discord.ready", f"closed with {code}" if code else "no READY", holds=False)
    raise Missing("the gateway gave no session")


async def _identify(discord: Discord, socket: Socket, *, content: bool) -> float:
    """Say who we are once Discord has said HELLO, and return the seconds from one heartbeat to the next.

    Raises:
        _Closed: the socket was closed, or said something else.
    """
    hello = await _message(socket)
    told_of = hello.get("d")
    interval = told_of.get("heartbeat_interval") if isinstance(told_of, dict) else None
    if hello.get("op") != _HELLO or not isinstance(interval, int | float) or interval <= 0:
        raise _Closed(None)
    secret = discord.settings.discord_bot_token
    identity = {
        "token": secret.get_secret_value() if secret else "",
        "intents": _INTENTS | (_CONTENT if content else 0),
        "properties": {"os": "linux", "browser": "nemobot", "device": "nemobot"},
    }
    await socket.send_json({"op": _IDENTIFY, "d": identity})
    return interval / 1000


@asynccontextmanager
async def _heartbeats(socket: Socket, interval: float) -> AsyncGenerator[None]:
    """Keep the session alive inside the block, by a heartbeat every `interval` seconds."""

    async def beat() -> None:
        while not socket.closed:
            await asyncio.sleep(interval)
            await socket.send_json({"op": _HEARTBEAT, "d": None})

    beats = asyncio.create_task(beat(), name="live heartbeats")
    try:
        yield
    finally:
        beats.cancel()
        await asyncio.gather(beats, return_exceptions=True)


async def _pressed(discord: Discord, socket: Socket) -> None:
    """Wait for a press of a button of ours, and answer it late.

    Raises:
        Missing: nobody may press, or nobody did.
    """
    seconds = discord.options.press_seconds
    if seconds <= 0:
        raise Missing("no press was waited for (--press-seconds 0)")
    discord.channel()
    name = f"nemobot-live-{secrets.token_hex(8)}"
    button = {"type": 2, "style": 1, "label": "Press me", "custom_id": name}
    rows = [{"type": 1, "components": [button]}]
    sent = await discord.send(
        "message with a button", content=f"{SENTENCE}. Press the button, please.", components=rows
    )
    if not sent.ok:
        raise Missing(f"the channel took no message ({told(sent)})")
    discord.say(f"Press the button in the Discord channel within {seconds:.0f} s, or wait.")
    try:
        async with asyncio.timeout(seconds):
            interaction = await _event(socket, "INTERACTION_CREATE", name)
    except TimeoutError:
        raise Missing(f"nobody pressed the button within {seconds:.0f} s") from None
    except _Closed:
        raise Missing("the gateway closed the session before a press") from None
    await _answer(discord, interaction)


async def _answer(discord: Discord, interaction: dict[str, Any]) -> None:
    number, token = str(interaction.get("id")), str(interaction.get("token"))
    discord.private.append(token)
    limit = interaction.get("attachment_size_limit")
    seen = f"of type {type(limit).__name__}"
    discord.verdicts.judge("discord.deferred.limit", seen, holds=isinstance(limit, int))
    path = f"/interactions/{number}/{token}/callback"
    first = await finished(_deferred(discord, path, token))
    if first.fields.get("code") in {_ACKNOWLEDGED, _UNKNOWN}:
        raise Missing("a bot that runs answered the press first, or it was too late")
    again = await discord.ask("deferral again", "POST", path, body=_DEFERRED, by_token=False)
    discord.verdicts.judge("discord.deferred.twice", told(again), holds=again.fields.get("code") == _ACKNOWLEDGED)
    original = discord.original(token)
    filled = await discord.ask("answer", "PATCH", original, body={"content": "Thank you."}, by_token=False)
    discord.verdicts.judge("discord.deferred", f"{told(first)}, then {told(filled)}", holds=first.ok and filled.ok)


async def _deferred(discord: Discord, path: str, token: str) -> Reply:
    """Defer the answer; one that is ours is deleted at the end."""
    reply = await discord.ask("deferral", "POST", path, body=_DEFERRED, by_token=False)
    if reply.ok:
        discord.answered = token
    return reply


async def _event(socket: Socket, event: str, button: str = "") -> dict[str, Any]:
    """Return the next event of this name, of this button if one is named.

    Raises:
        _Closed: the socket was closed first.
    """
    while True:
        message = await _message(socket)
        data = message.get("d")
        if message.get("op") == _INVALID_SESSION:
            raise _Closed(None)
        if message.get("op") == _HEARTBEAT:
            await socket.send_json({"op": _HEARTBEAT, "d": None})
        if message.get("op") != _DISPATCH or message.get("t") != event or not isinstance(data, dict):
            continue
        pressed = data.get("data")
        if not button or (isinstance(pressed, dict) and pressed.get("custom_id") == button):
            return data


async def _message(socket: Socket) -> dict[str, Any]:
    received = await socket.receive()
    if received.type is not aiohttp.WSMsgType.TEXT:
        raise _Closed(socket.close_code)
    try:
        message = json.loads(received.data)
    except ValueError:
        raise NoAnswer("no sensible answer") from None
    return message if isinstance(message, dict) else {}


GATEWAY = (
    Probe(
        _session,
        (
            *("discord.ready", "discord.intent", "discord.deferred", "discord.deferred.twice"),
            "discord.deferred.limit",
        ),
    ),
)
