from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.secret import Secret
from core.nemo import errors, wire
from core.nemo.errors import Garbled, NemoError, Route
from core.nemo.wire import Answer

SESSION_ID = "5529798706024415232"
DECODERS = [
    wire.token,
    wire.session,
    wire.claim,
    wire.uploads,
    wire.credits_left,
    wire.state,
    wire.render,
    wire.refused_stream,
    lambda answer: wire.render_id(answer, "r"),
    lambda answer: wire.acknowledge(answer, Route.RENDER),
]
KEYS = [
    "code",
    "data",
    "success",
    "error",
    "detail",
    "message",
    "state",
    "draft",
    "video_infos",
    "files",
    "session_id",
    "token",
    "claim_token",
    "status",
    "output",
    "url",
    "outputUrl",
    "progress",
    "available",
    "frozen",
    "total",
    "expires_at",
    "duration",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["completed", "failed"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


def ok(value, status=200):
    return Answer(status, value if isinstance(value, bytes) else json.dumps(value).encode())


def in_envelope(data):
    return ok({"code": 0, "message": "ok", "data": data})


@pytest.mark.parametrize("decoder", DECODERS)
@given(st.integers(100, 599), st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_answer_gives_a_value_or_an_error_of_ours(decoder, status, body):
    try:
        decoder(Answer(status, body))
    except NemoError as error:
        str(error)


@pytest.mark.parametrize("decoder", DECODERS[:7])
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff\xfe", b"nonsense", b"[" * 100_000, b"1" * 5000, b"null", b"7", b'"x"', b"[]"]
)
def test_nonsense_is_garbled(decoder, body):
    with pytest.raises(Garbled):
        decoder(Answer(200, body))


@pytest.mark.parametrize(
    "body",
    [
        {"code": 0, "data": {"session_id": "s"}},
        {"code": "0", "message": "success", "data": {"session_id": "s"}},
        {"code": None, "data": {"session_id": "s"}},
        {"code": "OK", "data": {"session_id": "s"}},
        {"success": True, "data": {"session_id": "s"}, "error": None},
        {"code": 0, "data": None, "session_id": "s"},
        {"session_id": "s"},
    ],
)
def test_every_documented_wrapping_is_opened(body):
    assert wire.session(ok(body)).session_id == "s"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"code": 1001, "message": "bad"}, errors.TokenRejected),
        (200, {"code": "1002"}, errors.SessionGone),
        (200, {"code": 2001.0}, errors.NoCredits),
        (200, {"code": "WHAT"}, errors.Rejected),
        (200, {"success": False, "error": "no"}, errors.Rejected),
        (200, {"success": False, "error": {"code": 2001}}, errors.NoCredits),
        (200, {"detail": "no"}, errors.Rejected),
        (200, {"error": "no"}, errors.Rejected),
        (404, {"detail": "Session not found: x"}, errors.Rejected),
        (502, b"<html>bad gateway", errors.Unavailable),
        (401, b"", errors.TokenRejected),
        (302, b"", errors.Garbled),
        (101, {"session_id": "s"}, errors.Garbled),
    ],
)
def test_status_and_code_are_both_looked_at(status, body, kind):
    with pytest.raises(NemoError) as caught:
        wire.session(ok(body, status))
    assert type(caught.value) is kind


def test_retry_after_reaches_the_error():
    with pytest.raises(errors.RateLimited) as caught:
        wire.token(Answer(429, b"{}", 7.0))
    assert caught.value.retry_after == 7


def test_the_servers_words_are_found_wherever_they_are():
    assert wire.refused_stream(ok({"code": 1, "msg": "a"})).reason == "a"
    assert wire.refused_stream(ok({"success": False, "error": {"message": "b"}})).reason == "b"
    assert wire.refused_stream(ok({"detail": [{"msg": "c"}]}, 422)).reason == ""


def test_an_answer_that_is_fine_in_place_of_the_stream_is_garbled():
    assert type(wire.refused_stream(in_envelope({"x": 1}))) is Garbled


@pytest.mark.parametrize(
    ("expires", "stamp"),
    [
        ("2026-03-18T00:00:00Z", 1773792000.0),
        ("2026-03-18T08:00:00+08:00", 1773792000.0),
        ("2026-03-18T00:00:00", 1773792000.0),
        (1773792000, 1773792000.0),
        (1773792000000, 1773792000.0),
        ("soon", None),
        (None, None),
        ([], None),
        (True, None),
    ],
)
def test_a_token_tells_when_it_ends(expires, stamp):
    data = {"token": "nmv_usr_x", "user_id": "anon_1", "expires_at": expires, "credits": 100}
    assert wire.token(in_envelope(data)) == wire.Token(Secret("nmv_usr_x"), "anon_1", None, stamp, 100)


def test_a_token_alone_is_enough_and_is_never_printed():
    token = wire.token(in_envelope({"token": "nmv_usr_x"}))
    assert (token.user_id, token.expires_at, token.credits) == (None, None, None)
    assert "nmv" not in repr(token)


@pytest.mark.parametrize("said", [SESSION_ID, int(SESSION_ID)])
def test_a_session_id_stays_its_nineteen_digits(said):
    session = wire.session(in_envelope({"task_id": "t", "session_id": said, "user_id": "anon_1", "bind_id": 7}))
    assert session == wire.Session("t", SESSION_ID, "anon_1", "7")


@pytest.mark.parametrize("said", [None, "", " ", 5.5e18, True, [], {}])
def test_a_session_without_a_usable_id_is_garbled(said):
    with pytest.raises(Garbled):
        wire.session(in_envelope({"session_id": said}))


def test_a_claim_is_read():
    claim = wire.claim(in_envelope({"claim_token": "clm_x", "expires_in": 604800}))
    assert (claim.token.reveal(), claim.expires_in) == ("clm_x", 604800)


def test_both_forms_of_an_upload_are_read():
    first = {"filename": "v.mp4", "file_type": "video", "cdn_url": "https://c/v", "duration": 30.5, "width": 1920}
    assert wire.uploads(in_envelope({"files": [first, 7], "session_state_applied": True})) == (
        wire.Uploaded("v.mp4", "video", "https://c/v", 30.5, 1920, None),
    )
    assert wire.uploads(in_envelope({"uploaded_files": [{"name": "v", "url": "u", "duration": -1}]})) == (
        wire.Uploaded("v", "", "u"),
    )
    assert wire.uploads(in_envelope([{"name": "v"}])) == (wire.Uploaded("v", "", ""),)


@pytest.mark.parametrize("data", [{"files": []}, {"files": "x"}, {}])
def test_an_upload_that_names_no_file_is_garbled(data):
    with pytest.raises(Garbled):
        wire.uploads(in_envelope(data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"available": 25000, "frozen": 40, "total": 25040}, (25000, 40, 25040)),
        ({"available": -5, "frozen": None}, (0, 0, 0)),
        ({"available": "7", "frozen": 1.9}, (7, 1, 8)),
        ({"available": float("inf")}, (0, 0, 0)),
        ({"available": True, "total": 3}, (0, 0, 3)),
    ],
)
def test_credits_are_never_negative(data, expected):
    found = wire.credits_left(in_envelope(data))
    assert (found.available, found.frozen, found.total) == expected


STATE = {
    "video_infos": [{"filename": "a.mp4", "size": 5, "cdn_url": "https://c/a?x"}, "https://c/b.mp4?sig=1", 7],
    "draft": {"t": [{"tt": 0, "sg": [{"d": 10000}]}], "d": 10000},
    "canvas_config": {"width": 1},
    "generated_media": None,
}


def test_a_state_is_read_whole():
    body = {"task_name": "My film", "user_id": "anon_1", "state": {**STATE, "language": "en", "bind_id": "b"}}
    state = wire.state(in_envelope(body))
    assert state.draft.value == STATE["draft"]
    assert state.media == (
        wire.MediaInfo("a.mp4", 5, "https://c/a?x"),
        wire.MediaInfo("b.mp4", None, "https://c/b.mp4?sig=1"),
        wire.MediaInfo("7", None, "7"),
    )
    assert state.media_count == 3
    assert (state.user_id, state.bind_id, state.task_name, state.language) == ("anon_1", "b", "My film", "en")


@pytest.mark.parametrize("shape", [lambda s: {"code": 0, "data": {"state": s}}, lambda s: {"state": s}, lambda s: s])
def test_the_drafts_text_is_untouched_in_every_wrapping(shape):
    text = '{"d":1.0,"t":[ ],"d":2.50,"n":"\\u0041"}'
    body = json.dumps(shape({"draft": "HERE", "video_infos": []})).replace('"HERE"', text)
    assert wire.state(ok(body.encode())).draft.text == text


def test_a_draft_of_another_kind_is_kept_as_it_is():
    assert wire.state(in_envelope({"state": {"draft": "<draft fps=30>"}})).draft.value == "<draft fps=30>"


@pytest.mark.parametrize("draft", [None, {}, [], ""])
def test_an_empty_draft_is_none_and_no_change(draft):
    state = wire.state(in_envelope({"state": {"draft": draft}}))
    assert state.draft is None
    assert state.fingerprint == wire.state(in_envelope({"state": {}})).fingerprint


@pytest.mark.parametrize("name", ["draft", "video_infos", "generated_media", "canvas_config"])
def test_whatever_a_film_depends_on_changes_the_fingerprint(name):
    before = wire.state(in_envelope({"state": STATE}))
    assert before.fingerprint == wire.state(in_envelope({"state": dict(reversed(STATE.items()))})).fingerprint
    changed = wire.state(in_envelope({"state": {**STATE, name: {"x": 1}}}))
    assert changed.fingerprint != before.fingerprint
    assert wire.state(in_envelope({"state": {**STATE, "video_analyses": {"x": 1}}})).fingerprint == before.fingerprint


FILM = "https://static1.nemovideo.ai/render-result/r.mp4"
RENDERS = [
    (
        {
            "taskId": "r",
            "status": "completed",
            "progress": 100,
            "output": {"url": FILM, "duration": 30.5, "size": 157},
        },
        wire.Render("r", "completed", 100, FILM, None, 157, 30.5),
    ),
    (
        {"success": True, "data": {"id": "r", "status": "completed", "progress": 100, "outputUrl": FILM}},
        wire.Render("r", "completed", 100, FILM),
    ),
    (
        {"code": 0, "message": "", "data": {"status": "COMPLETED", "output": {"url": FILM}}},
        wire.Render(None, "completed", None, FILM),
    ),
    ({"status": "failed", "error": "no memory"}, wire.Render(None, "failed", error="no memory")),
    ({"status": "failed", "error": {"message": "x"}}, wire.Render(None, "failed", error="x")),
    (
        {"success": False, "error": "boom", "data": {"id": "r", "status": "failed"}},
        wire.Render("r", "failed", error="boom"),
    ),
    ({"success": False, "status": "error", "message": "boom"}, wire.Render(None, "error", error="boom")),
    ({"status": "processing", "progress": 999}, wire.Render(None, "processing", 100)),
    ({"status": "pending", "progress": -3}, wire.Render(None, "pending", 0)),
]


@pytest.mark.parametrize(("body", "render"), RENDERS)
def test_every_form_of_a_poll_is_read(body, render):
    assert wire.render(ok(body)) == render


@pytest.mark.parametrize(
    ("status", "done", "failed", "pending"),
    [
        ("completed", True, False, False),
        ("failed", False, True, False),
        ("cancelled", False, True, False),
        ("queued", False, False, True),
        ("whatever", False, False, True),
    ],
)
def test_an_undocumented_status_means_go_on_polling(status, done, failed, pending):
    render = wire.render(ok({"status": status}))
    assert (render.done, render.failed, render.pending) == (done, failed, pending)


@pytest.mark.parametrize("body", [{"success": False, "error": "no"}, {"success": False, "data": {"status": "pending"}}])
def test_a_poll_that_is_refused_is_an_error(body):
    with pytest.raises(errors.Rejected):
        wire.render(ok(body))
    with pytest.raises(errors.RenderUnknown):
        wire.render(ok(b"not found", 404))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"success": True, "data": {"id": "theirs", "status": "pending"}}, "theirs"),
        ({"code": 0, "data": {"render_id": "theirs"}}, "theirs"),
        ({"code": 0, "data": {}}, "ours"),
        ({"status": "pending"}, "ours"),
    ],
)
def test_a_render_goes_by_our_id_unless_the_server_names_another(body, found):
    assert wire.render_id(ok(body), "ours") == found


def test_an_acknowledgement_may_be_empty_but_no_refusal():
    wire.acknowledge(Answer(204, b""), Route.RENDER)
    wire.acknowledge(in_envelope({}), Route.RENDER)
    with pytest.raises(errors.RenderUnknown):
        wire.acknowledge(Answer(404, b""), Route.RENDER)
    with pytest.raises(errors.Rejected):
        wire.acknowledge(ok({"success": False}), Route.RENDER)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "http://", "http://a.example/" + "x" * 9000]
)
def test_a_film_link_that_is_none_counts_as_missing(url):
    body = {"status": "completed", "output": {"url": url}}
    assert wire.render(ok(body)) == wire.Render(None, "completed")
    assert wire.render(ok(body | {"outputUrl": "http://127.0.0.1:88/f.mp4"})).url == "http://127.0.0.1:88/f.mp4"
