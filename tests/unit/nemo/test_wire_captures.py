"""Every captured `/run_sse` body of a stock server, with the exact words it must come to."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from core.nemo.errors import Rejected, SessionGone
from core.nemo.events import Failure, Heartbeat, Transcript
from core.nemo.sse import read_events
from core.nemo.wire import Answer, refused_stream

WIRE = Path(__file__).parents[2] / "fixtures" / "wire"

LOFI = "I added “Lo-fi” background music and synced the cuts to the beat 🎶. 已完成!"
GUI = "Done! Click the Export button (点击导出) in the top right, or drag the clip to preview in timeline."
LLM = "Let me add that.\n\nMusic added 🎵, 节拍已对齐."
MULTI = "Added background music. 节拍已对齐 🎵 Cuts now follow the beat."
STARTING = "Starting the edit…"
QUOTA = Failure("RESOURCE_EXHAUSTED", "Model quota exceeded")
LOST_142 = Failure(None, 'render node "gpu-7" lost')
LOST_213 = Failure(None, 'RuntimeError: render node "gpu-7" lost\nretry later')
NO_MESSAGE = (
    "ValueError: Running an agent requires either a new_message or an invocation_id to resume a previous "
    "invocation. Session: 7a9e5dae-92f8-4e91-af7e-35199ef35996, User: me"
)

STREAMS: dict[str, tuple[str, tuple[str, ...], Failure | None]] = {
    "adk142_camel_body_streaming": (LOFI, (), None),
    "adk142_crash": (STARTING, (), LOST_142),
    "adk142_crash_streaming": (STARTING, (), LOST_142),
    "adk142_default": (LOFI, ("edit_timeline",), None),
    "adk142_default_streaming": (LOFI, ("edit_timeline",), None),
    "adk142_empty_parts": ("", (), Failure(None, "No parts in the new_message.")),
    "adk142_error": ("", (), QUOTA),
    "adk142_error_streaming": ("", (), QUOTA),
    "adk142_gui": (GUI, (), None),
    "adk142_gui_streaming": (GUI, (), None),
    "adk142_llm": (LLM, ("add_bgm",), None),
    "adk142_llm_longrun_streaming": (LLM, ("add_bgm",), None),
    "adk142_llm_streaming": (LLM, ("add_bgm",), None),
    "adk142_longrun": (LOFI, ("edit_timeline",), None),
    "adk142_longrun_streaming": (LOFI, ("edit_timeline",), None),
    "adk142_multi": (MULTI, (), None),
    "adk142_multi_streaming": (MULTI, (), None),
    "adk142_noop": ("", (), None),
    "adk142_noop_streaming": ("", (), None),
    "adk142_quiet": ("", ("edit_timeline",), None),
    "adk142_quiet_streaming": ("", ("edit_timeline",), None),
    "adk142_slow12_streaming": (LOFI, ("edit_timeline",), None),
    "adk142_text": (LOFI, (), None),
    "adk142_text_streaming": (LOFI, (), None),
    "adk142_thought": (LOFI, (), None),
    "adk142_thought_streaming": (LOFI, (), None),
    "adk213_camel_body_streaming": (LOFI, (), None),
    "adk213_crash": (STARTING, (), LOST_213),
    "adk213_crash_streaming": (STARTING, (), LOST_213),
    "adk213_default": (LOFI, ("edit_timeline",), None),
    "adk213_default_streaming": (LOFI, ("edit_timeline",), None),
    "adk213_empty_parts": ("", (), Failure(None, "ValueError: No parts in the new_message.")),
    "adk213_error": ("", (), QUOTA),
    "adk213_error_streaming": ("", (), QUOTA),
    "adk213_gui": (GUI, (), None),
    "adk213_gui_streaming": (GUI, (), None),
    "adk213_llm": (LLM, ("add_bgm",), None),
    "adk213_llm_longrun_streaming": (LLM, ("start_render",), None),
    "adk213_llm_streaming": (LLM, ("add_bgm",), None),
    "adk213_longrun": (LOFI, ("edit_timeline",), None),
    "adk213_longrun_streaming": (LOFI, ("edit_timeline",), None),
    "adk213_multi": (MULTI, (), None),
    "adk213_multi_streaming": (MULTI, (), None),
    "adk213_no_message": ("", (), Failure(None, NO_MESSAGE)),
    "adk213_noop": ("", (), None),
    "adk213_noop_streaming": ("", (), None),
    "adk213_quiet": ("", ("edit_timeline",), None),
    "adk213_quiet_streaming": ("", ("edit_timeline",), None),
    "adk213_slow12_streaming": (LOFI, ("edit_timeline",), None),
    "adk213_text": (LOFI, (), None),
    "adk213_text_streaming": (LOFI, (), None),
    "adk213_thought": (LOFI, (), None),
    "adk213_thought_streaming": (LOFI, (), None),
    "peer_heartbeats": (LOFI, ("edit_timeline",), None),
}
REFUSALS = {
    "adk142_bad_app": (404, SessionGone, True),
    "adk142_bad_json": (422, Rejected, False),
    "adk142_bad_session": (404, SessionGone, True),
    "adk142_bad_user": (404, SessionGone, True),
    "adk142_missing_fields": (422, Rejected, False),
    "adk142_no_message": (422, Rejected, False),
    "adk213_bad_app": (404, SessionGone, True),
    "adk213_bad_json": (422, Rejected, False),
    "adk213_bad_session": (404, SessionGone, True),
    "adk213_bad_user": (404, SessionGone, True),
    "adk213_missing_fields": (422, Rejected, False),
}


async def events(body: bytes, size: int):
    async def chunks():
        for at in range(0, len(body), size):
            yield body[at : at + size]

    return [event async for event in read_events(httpx.Response(200, content=chunks()))]


def test_every_capture_has_its_expectation():
    assert {path.stem for path in WIRE.glob("*.sse")} == STREAMS.keys() | REFUSALS.keys()


@pytest.mark.parametrize("size", [1, 7, 1 << 20], ids=lambda size: f"cut_every_{size}")
@pytest.mark.parametrize("name", STREAMS)
async def test_a_stream_comes_to_its_words(name, size):
    transcript = Transcript()
    for event in await events((WIRE / f"{name}.sse").read_bytes(), size):
        transcript.add(event)
    assert (transcript.text, transcript.tools, transcript.failure) == STREAMS[name]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_comes_to_its_error(name):
    status, kind, refused = REFUSALS[name]
    error = refused_stream(Answer(status, (WIRE / f"{name}.sse").read_bytes()))
    assert (type(error), error.refused, error.status) == (kind, refused, status)


async def test_all_six_keepalives_around_a_run_are_heartbeats():
    found = await events((WIRE / "peer_heartbeats.sse").read_bytes(), 1 << 20)
    assert found[:6] == [Heartbeat()] * 6
    assert found.count(Heartbeat()) == 6
