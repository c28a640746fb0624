"""One turn: its stream, what it costs, and the draft that it leaves."""

import asyncio
import time

from bots.ops.live.exchange import NoAnswer
from bots.ops.live.nemovideo.api import NemoVideo, code_of, state_of
from bots.ops.live.nemovideo.stream import Stream, told
from bots.ops.live.probe import Missing, Probe, served
from bots.ops.live.shapes import names, shape
from core.nemo import calls, wire
from core.nemo.draft import Draft
from core.nemo.errors import NemoError
from core.words.timeline import exportable, read

WORDS = "Put the clip on the timeline and add the title “Hello” for the first three seconds"
_LONGEST_SILENCE = 60.0
_HEARTBEATS = frozenset({"an empty data line", "the word heartbeat"})
_LEAST_MS = 1000  # of a clip of twelve seconds


async def _turn(api: NemoVideo) -> None:
    session = api.in_session()
    if not api.uploaded:
        raise Missing("there is no clip in the session to be edited")
    stream, why = Stream(), ""
    try:
        await _listen(api, session, stream)
    except NoAnswer as reason:
        why = str(reason)
    api.exchange.steps[-1] |= {"frames": stream.shapes(), "longest silence": round(stream.longest_silence, 1)}
    if not stream.frames:
        raise Missing(why or "the stream brought nothing")
    judge, others = api.verdicts.judge, stream.forms(heartbeats=False)
    if others:
        judge("nemovideo.turn.form", told(others), holds=set(others) == {"content.parts"})
    strange = stream.unknown()
    other = f"{len(strange)} of another kind, the first {strange[0].form}" if strange else ""
    judge("nemovideo.turn.known", other, holds=not strange)
    last = stream.frames[-1]
    judge("nemovideo.turn.close", why or f"its last event was {last.form}", holds=not why and not last.last_word)
    beats = stream.forms(heartbeats=True)
    if beats:
        judge("nemovideo.turn.heartbeat", told(beats), holds=set(beats) <= _HEARTBEATS)
    if beats or stream.longest_silence > _LONGEST_SILENCE:
        silence = f"{stream.longest_silence:.1f} s at most"
        judge("nemovideo.turn.silence", silence, holds=stream.longest_silence <= _LONGEST_SILENCE)
    over = f"the turn was over before there was one ({stream.longest_silence:.1f} s of silence at most)"
    api.verdicts.unseen(over, "nemovideo.turn.heartbeat", "nemovideo.turn.silence")


async def _listen(api: NemoVideo, session: str, stream: Stream) -> None:
    """Read a turn's stream to its end.

    Raises:
        NoAnswer: it broke off, or went on beyond the limit of a turn.
        Missing: there came something else.
    """
    call, limit = calls.turn(session, WORDS), api.settings.nemobot_turn_timeout_seconds
    headers = {**api.headers(), **call.headers}
    opened = api.exchange.opened("turn", call.method, api.url(call), seconds=limit, headers=headers, data=call.body)
    try:
        async with asyncio.timeout(limit), opened as response:
            if response.status != 200 or response.content_type != "text/event-stream":
                reply = served(await api.exchange.read(response))
                if code_of(reply) is None and reply.ok:
                    api.verdicts.judge("nemovideo.turn", str(reply), holds=False)
                raise Missing(f"the turn was refused ({reply})")
            api.verdicts.judge("nemovideo.turn", holds=True)
            async for chunk in response.content.iter_any():
                stream.feed(chunk, time.monotonic())
            stream.close()
    except asyncio.CancelledError:
        api.stays.append("a turn at NemoVideo that may go on and be charged: nothing is documented that stops it")
        raise
    except TimeoutError:
        raise NoAnswer(f"it went on for more than {limit:.0f} s") from None


async def _cost(api: NemoVideo) -> None:
    if api.draft is None:
        raise Missing("the turn left no timeline")
    if "before the turn" not in api.balances:
        raise Missing("the balance could not be read before the turn")
    spent = api.balances["before the turn"] - await api.available("after the turn")
    api.verdicts.judge("nemovideo.turn.cost", f"{spent} credits", holds=spent > 0)


async def _draft(api: NemoVideo) -> None:
    session = api.in_session()
    if not api.uploaded:
        raise Missing("there is no clip in the session to be edited")
    for wait in (0.0, *api.settings.nemobot_silent_edit_seconds):
        await asyncio.sleep(wait)
        reply = served(await api.ask("state, edited", calls.state(session)))
        value = state_of(reply).get("draft")
        try:
            draft = wire.state(wire.Answer(reply.status, reply.body)).draft
        except NemoError:
            draft = None
        if draft is not None and exportable(draft.value):
            break
    else:
        seen = f"a draft with {names(value)}" if value else "no draft"
        raise Missing(f"the turn left no timeline with segments: {seen}")
    api.draft = Draft(draft.text)
    _judge_draft(api, value)


def _judge_draft(api: NemoVideo, value: object) -> None:
    judge, fields = api.verdicts.judge, value if isinstance(value, dict) else {}
    tracks = fields.get("t")
    listed = tracks if isinstance(tracks, list) else []
    named = bool(listed) and all(isinstance(track, dict) and {"tt", "sg"} <= set(track) for track in listed)
    first = f", the first track {names(listed[0])}" if listed else ""
    judge("nemovideo.draft", f"{names(value)}{first}", holds=named)
    length = fields.get("d")
    if isinstance(length, int | float) and not isinstance(length, bool):
        judge("nemovideo.draft.ms", holds=length >= _LEAST_MS, instead="it is less than 1000 for twelve seconds")
    segments = [segment for track in read(value).tracks for segment in track.segments]
    unnamed = sum(not (segment.name or segment.text) for segment in segments)
    api.exchange.steps.append(
        {"call": "segments as read", "unnamed": unnamed, "of": len(segments), "shape": shape(tracks)}
    )
    judge(
        "nemovideo.draft.segments", f"{unnamed} of {len(segments)} without a name", holds=bool(segments) and not unnamed
    )


TURN = (
    Probe(
        _turn,
        (
            *("nemovideo.turn", "nemovideo.turn.form", "nemovideo.turn.known", "nemovideo.turn.close"),
            *("nemovideo.turn.heartbeat", "nemovideo.turn.silence"),
        ),
    ),
    Probe(_draft, ("nemovideo.draft", "nemovideo.draft.ms", "nemovideo.draft.segments")),
    Probe(_cost, ("nemovideo.turn.cost",)),
)
