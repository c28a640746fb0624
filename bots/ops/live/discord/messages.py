"""Messages in a channel: sent once and twice, edited, refused, with a file, deleted."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bots.ops.live.discord.api import SENTENCE, Discord, permitted, told, with_file
from bots.ops.live.exchange import Reply
from bots.ops.live.probe import CLIP, Missing, Probe
from bots.ops.live.shapes import names

_INVALID, _TOO_LARGE, _UNKNOWN = 50035, 40005, 10008
_LIMIT_BYTES = 10 << 20
_TEXT, _LINK = 2000, 512
_LIMITS = ("X-RateLimit-Bucket", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset-After")


async def _send(discord: Discord) -> None:
    nonce = secrets.token_hex(12)
    reply = await discord.send("message", content=SENTENCE, nonce=nonce, enforce_nonce=True)
    if not reply.ok:
        raise Missing(f"the channel took no message ({reply})")
    number, channel = reply.fields.get("id"), reply.fields.get("channel_id")
    holds = isinstance(number, str) and channel == discord.options.discord_channel
    discord.verdicts.judge("discord.send", holds=holds, instead=names(reply.value))
    discord.first = str(number)
    _judge_pace(discord, reply)
    again = await discord.send("message, the same nonce", content=SENTENCE, nonce=nonce, enforce_nonce=True)
    same = again.fields.get("id") == number
    instead = "a second message" if again.ok else told(again)
    discord.verdicts.judge("discord.nonce", holds=again.ok and same, instead=instead)


def _judge_pace(discord: Discord, reply: Reply) -> None:
    missing = [name for name in _LIMITS if name not in reply.headers]
    discord.verdicts.judge("discord.pace", holds=not missing, instead=f"without {', '.join(missing)}")
    limit = reply.headers.get("X-RateLimit-Limit", "")
    if limit.isdecimal():
        discord.verdicts.judge("discord.pace.messages", f"{limit:.6} at once", holds=limit == "5")


async def _edit(discord: Discord) -> None:
    changed = {"content": f"{SENTENCE}, changed", "allowed_mentions": {"parse": list[str]()}}
    reply = await discord.ask("edit", "PATCH", discord.message(), body=changed)
    edited = reply.ok and reply.fields.get("id") == discord.first and bool(reply.fields.get("edited_timestamp"))
    discord.verdicts.judge("discord.edit", told(reply), holds=edited)


async def _long_text(discord: Discord) -> None:
    await _refused(discord, "discord.text", "message, too long", {"content": "x" * (_TEXT + 1)})


async def _long_link(discord: Discord) -> None:
    address = "https://example.com/"
    button = {"type": 2, "style": 5, "label": "x", "url": address + "x" * (_LINK + 1 - len(address))}
    body = {"content": SENTENCE, "components": [{"type": 1, "components": [button]}]}
    await _refused(discord, "discord.link", "message, link too long", body)


async def _refused(discord: Discord, belief: str, name: str, body: dict[str, Any]) -> None:
    _known(discord)
    reply = permitted(await discord.send(name, **body))
    discord.verdicts.judge(belief, told(reply), holds=reply.fields.get("code") == _INVALID)


async def _reaction(discord: Discord) -> None:
    reply = await discord.ask("reaction", "PUT", f"{discord.message()}/reactions/%F0%9F%91%80/@me")
    discord.verdicts.judge("discord.reaction", told(reply), holds=permitted(reply).ok)


async def _file(discord: Discord) -> None:
    _known(discord)
    payload = {"content": SENTENCE, "flags": 1 << 12}
    reply = await discord.send("file", form=with_file(payload, "nemobot-live.mp4", "video/mp4", CLIP.read_bytes()))
    if not reply.ok:
        raise Missing(f"the channel took no file ({reply})")
    attached = reply.fields.get("attachments")
    first = attached[0] if isinstance(attached, list) and attached and isinstance(attached[0], dict) else {}
    url = first.get("url")
    if not isinstance(url, str):
        discord.verdicts.judge("discord.file", names(first), holds=False)
        return
    discord.private.append(url)
    query = set(parse_qs(urlsplit(url).query))
    discord.verdicts.judge("discord.file", holds={"ex", "is", "hm"} <= query, instead=f"a query of {len(query)} parts")
    piece = await discord.exchange.ask("file, a piece", "GET", url, headers={"Range": "bytes=0-1023"})
    discord.verdicts.judge(
        "discord.file.read",
        f"HTTP {piece.status}, {len(piece.body)} bytes",
        holds=piece.status == 206 and len(piece.body) == 1024,
    )
    bare = await discord.exchange.ask("file, without signature", "GET", url.partition("?")[0])
    discord.verdicts.judge("discord.file.changed", f"HTTP {bare.status}", holds=bare.status >= 400)


async def _large_file(discord: Discord) -> None:
    _known(discord)
    if discord.tier not in {0, 1}:
        raise Missing("the server is of another tier")
    payload = {"content": SENTENCE, "flags": 1 << 12}
    content = bytes(_LIMIT_BYTES + 1)
    form = with_file(payload, "nemobot-live.bin", "application/octet-stream", content)
    reply = permitted(await discord.send("file, too large", form=form))
    discord.verdicts.judge("discord.limit", told(reply), holds=reply.fields.get("code") == _TOO_LARGE)


async def _delete(discord: Discord) -> None:
    message = discord.message()
    reply = await discord.ask("delete", "DELETE", message)
    again = await discord.ask("delete again", "DELETE", message)
    if reply.ok and discord.first in discord.sent:
        discord.sent.remove(discord.first)
    seen = f"{told(reply)}, the second time {told(again)}"
    discord.verdicts.judge("discord.delete", seen, holds=reply.ok and again.fields.get("code") == _UNKNOWN)


def _known(discord: Discord) -> None:
    """Check that the channel has taken a message: what is refused else is refused for another reason.

    Raises:
        Missing: it has not.
    """
    discord.message()


MESSAGES = (
    Probe(_send, ("discord.send", "discord.pace", "discord.pace.messages", "discord.nonce")),
    Probe(_edit, ("discord.edit",)),
    Probe(_long_text, ("discord.text",)),
    Probe(_long_link, ("discord.link",)),
    Probe(_reaction, ("discord.reaction",)),
    Probe(_file, ("discord.file", "discord.file.read", "discord.file.changed")),
    Probe(_large_file, ("discord.limit",)),
    Probe(_delete, ("discord.delete",)),
)
