"""The account, its refusals and its session: what a starter token is, what a wrong one gets."""

import secrets
import time
import uuid

from bots.ops.live.exchange import Reply, finished
from bots.ops.live.nemovideo.api import NemoVideo, code_of, data, state_of
from bots.ops.live.probe import Missing, Probe, served
from bots.ops.live.shapes import names
from core.model.secret import Secret
from core.nemo import calls, wire
from core.nemo.caller import Caller
from core.nemo.calls import Call
from core.nemo.errors import NemoError

_DAY_SECONDS = 86_400.0
_CLAIM_SECONDS = 604_800
_ID_DIGITS = 19


async def _without_client(api: NemoVideo) -> None:
    reply = served(await _mint(api, Call("POST", calls.mint("none").path)))
    api.verdicts.judge("nemovideo.token.client", str(reply), holds=reply.status == 400)


async def _token(api: NemoVideo) -> None:
    if api.settings.nemo_token is not None:
        api.caller = Caller(Secret(api.settings.nemo_token.get_secret_value()), api.attribution)
        raise Missing("NEMO_TOKEN is set, so no starter token was made")
    call = calls.mint(str(uuid.uuid4()))
    reply = await _mint(api, call)
    if reply.status == 429:
        raise Missing("this address gets no more starter tokens for now: set NEMO_TOKEN")
    served(reply)
    try:
        token = wire.token(wire.Answer(reply.status, reply.body))
    except NemoError:
        raise Missing(f"no starter token was given ({reply})") from None
    api.caller = Caller(token.token, api.attribution)
    judge, fields = api.verdicts.judge, data(reply)
    judge("nemovideo.token", holds=token.token.reveal().startswith("nmv_usr_"), instead="it begins with something else")
    user, end = fields.get("user_id"), fields.get("expires_at")
    judge("nemovideo.token.user", names(fields), holds=isinstance(user, str) and user.startswith("anon_"))
    days = (token.expires_at - time.time()) / _DAY_SECONDS if token.expires_at else 0.0
    ends = f"expires_at of type {type(end).__name__}, {days:.1f} days ahead" if end else names(fields)
    judge("nemovideo.token.life", ends, holds=isinstance(end, str) and 6.5 < days < 7.5)
    left = fields.get("credits")
    judge("nemovideo.token.credits", f"{left} credits" if isinstance(left, int) else names(fields), holds=left == 100)
    again = await _mint(api, call)
    refused = 429 in {again.status, code_of(again)}
    judge("nemovideo.token.once", str(again if refused else served(again)), holds=refused)


async def _mint(api: NemoVideo, call: Call) -> Reply:
    """Ask for a token; one that is given stays for seven days and counts."""
    if api.settings.nemo_token is not None and call.headers:
        raise Missing("NEMO_TOKEN is set, so no starter token was made")
    reply = await finished(api.ask("token", call, caller=Caller(None, api.attribution)))
    token = data(reply).get("token")
    if isinstance(token, str):
        api.private.append(token)
        api.stays.append("a starter token, of which this address gets few; it ends by itself in seven days")
    return reply


async def _wrong_token(api: NemoVideo) -> None:
    wrong = Caller(Secret(f"nmv_usr_{secrets.token_hex(16)}"), api.attribution)
    reply = served(await api.ask("credits, wrong token", calls.balance(), caller=wrong))
    code = code_of(reply)
    api.verdicts.judge("nemovideo.refused.token", str(reply), holds=code == 1001)
    if code is not None and not reply.fields.get("data"):
        api.verdicts.judge("nemovideo.refused.status", str(reply), holds=reply.status == 200)
    api.verdicts.unseen("no code came in the body", "nemovideo.refused.status")


async def _credits(api: NemoVideo) -> None:
    reply = served(await api.ask("credits", calls.balance()))
    if code_of(reply) == 1001 or reply.status == 401:
        api.caller = None
        raise Missing("NEMO_TOKEN is refused")
    fields = data(reply)
    numbers = [fields.get(name) for name in ("available", "frozen", "total")]
    whole = all(isinstance(number, int) for number in numbers)
    other = "the sum is another" if whole else names(fields)
    is_sum = whole and numbers[0] + numbers[1] == numbers[2]  # type: ignore[operator]  # whole numbers by now
    api.verdicts.judge("nemovideo.credits", holds=is_sum, instead=other)
    await api.available("before the turn")


async def _session(api: NemoVideo) -> None:
    reply = served(await finished(api.ask("session", calls.create_session("en"))))
    try:
        made = wire.session(wire.Answer(reply.status, reply.body))
    except NemoError:
        raise Missing(f"no session was made ({reply})") from None
    api.session, api.task = made.session_id, made.task_id
    api.private += [made.session_id, made.task_id]
    api.stays.append("a session at NemoVideo with the clip, timeline and film: nothing is documented that deletes it")
    fields = data(reply)
    found, task = fields.get("session_id"), fields.get("task_id")
    seen = f"session_id of type {type(found).__name__}, of {len(str(found))} characters; {names(fields)}"
    is_one = isinstance(found, str) and len(found) == _ID_DIGITS and found.isascii() and found.isdecimal()
    api.verdicts.judge("nemovideo.session", seen, holds=is_one and isinstance(task, str))


async def _empty(api: NemoVideo) -> None:
    reply = served(await api.ask("state, empty", calls.state(api.in_session())))
    inner = data(reply).get("state")
    fields = inner if isinstance(inner, dict) else {}
    api.verdicts.judge(
        "nemovideo.state",
        names(inner if inner is not None else reply.value),
        holds="video_infos" in fields and "draft" in fields,
    )
    draft = state_of(reply).get("draft")
    if reply.ok:
        api.verdicts.judge("nemovideo.state.empty", holds=not draft, instead=f"a draft with {names(draft)}")


async def _unknown_session(api: NemoVideo) -> None:
    reply = served(await api.ask("state, unknown session", calls.state(_nobodys())))
    api.verdicts.judge("nemovideo.refused.session", str(reply), holds=code_of(reply) == 1002)


async def _unknown_turn(api: NemoVideo) -> None:
    reply = served(await api.ask("turn, unknown session", calls.turn(_nobodys(), "hello")))
    api.verdicts.judge("nemovideo.refused.turn", str(reply), holds=code_of(reply) == 1002)


async def _claim(api: NemoVideo) -> None:
    reply = served(await api.ask("claim", calls.claim(api.task, api.in_session())))
    fields = data(reply)
    if isinstance(token := fields.get("claim_token"), str):
        api.private.append(token)
    holds = isinstance(token, str) and fields.get("expires_in") == _CLAIM_SECONDS
    api.verdicts.judge("nemovideo.claim", str(reply) if not reply.ok else names(fields), holds=holds)


def _nobodys() -> str:
    """Return an id of the form of a session's that is nobody's."""
    return f"1{secrets.randbelow(10**18):018}"


ACCOUNT = (
    Probe(_without_client, ("nemovideo.token.client",)),
    Probe(
        _token,
        (
            *("nemovideo.token", "nemovideo.token.user", "nemovideo.token.life", "nemovideo.token.credits"),
            "nemovideo.token.once",
        ),
    ),
    Probe(_wrong_token, ("nemovideo.refused.token", "nemovideo.refused.status")),
    Probe(_credits, ("nemovideo.credits",)),
    Probe(_session, ("nemovideo.session",)),
    Probe(_empty, ("nemovideo.state", "nemovideo.state.empty")),
    Probe(_unknown_session, ("nemovideo.refused.session",)),
    Probe(_unknown_turn, ("nemovideo.refused.turn",)),
    Probe(_claim, ("nemovideo.claim",)),
)
