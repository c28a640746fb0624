import io
import json
import logging
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots import logs
from bots.logs import Redactor
from core.engine.current_request import working_on
from core.outbox.request_log import log_stage

PLANTED = "planted-secret/1!"
SHAPES = {
    "a starter token": "nmv_usr_PLANTED9",
    "a claim token": "https://nemovideo.example/workspace/claim?ct=clm_PLANTED9",
    "a bearer header": "Authorization: Bearer PLANTED9.abc-def",
    "a basic header": "Authorization: Basic UExBTlRFRDk6UExBTlRFRDk=",
    "a Telegram address": "GET https://api.telegram.org/bot42:PLANTED9/getMe",
    "a Telegram token": "token 123456789:AAPLANTED9-0123456789_abcdefghijklm",
    "an escaped Telegram token": "bot123456789%3AAAPLANTED9-0123456789_abcdefghijklm",
    "a Discord token": "MTIPLANTED9AAAAAAAAAAAAAAAA.GPLAN9.PLANTED9aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "a Discord interaction": "POST /api/v10/webhooks/123/aW50ZXJhY3Rpb246PLANTED9/messages/@original",
    "a signed link": "https://cdn.example/a.mp4?x=1&X-Amz-Signature=PLANTED9&X-Amz-Credential=PLANTED9",
    "a Discord CDN link": "https://cdn.example/a.mp4?ex=PLANTED9&is=PLANTED9&hm=PLANTED9&",
    "the cookie of a web chat": "Cookie: a=b; nemobot_chat=PLANTED9-abc_def",
    "a proxy": "http://me:PLANTED9@127.0.0.1:3128",
}


@pytest.fixture
def stream(untouched_logging):
    return io.StringIO()


@pytest.fixture(params=["text", "json"])
def written(request, stream):
    logs.configure(request.param, [PLANTED], stream)
    return stream.getvalue


def test_a_secret_is_hidden_in_the_message_and_its_arguments(written):
    logging.getLogger("room").info("said %s and {%s}", PLANTED, {"token": PLANTED})
    logging.getLogger("room").info("as an address writes it: planted-secret%2F1%21")
    assert "planted" not in written()
    assert written().count(logs.HIDDEN) == 3


def test_a_secret_is_hidden_in_a_traceback_and_its_causes(written):
    def refuse():
        raise ValueError(f"bad token {PLANTED}")

    def work():
        try:
            refuse()
        except ValueError as error:
            raise RuntimeError("because of nmv_usr_planted") from error

    try:
        work()
    except RuntimeError:
        logging.getLogger("room").exception("it failed", stack_info=True)
    assert "RuntimeError" in written()
    assert "ValueError" in written()
    assert "planted" not in written()


def test_a_line_whose_arguments_do_not_fit_is_written_without_them(written, capsys):
    logging.getLogger("room").info("one %d", PLANTED)
    assert "do not fit" in written()
    assert "planted" not in written() + capsys.readouterr().err


def test_a_warning_of_a_library_is_hidden_too(written):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(PLANTED, stacklevel=1)
    assert "UserWarning" in written()
    assert PLANTED not in written()


def test_a_second_handler_sees_the_clean_line(stream):
    logs.configure("text", [PLANTED], io.StringIO())
    logging.getLogger().addHandler(logging.StreamHandler(stream))
    logging.getLogger("room").error("said %s", PLANTED)
    assert stream.getvalue() == "said ***\n"


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_what_looks_like_a_secret_is_hidden_though_nobody_named_it(text):
    cleaned = Redactor([]).clean(text)
    assert "PLANTED9" not in cleaned
    assert "UExB" not in cleaned
    assert logs.HIDDEN in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "the bot connected to telegram at 16:05:29",
        "listening on http://127.0.0.1:8080/healthz",
        "GET /page?name=travel-v3.mp4&page=2",
        "session 5529798706024415232: 3 tracks",
    ],
)
def test_ordinary_lines_stay_whole(text):
    assert Redactor(["another-secret"]).clean(text) == text


@given(st.text(), st.text(min_size=8))
def test_a_known_secret_never_survives(around, secret):
    cleaned = Redactor([secret]).clean(f"{around}{secret}{around}")
    assert secret not in cleaned or secret in logs.HIDDEN * 3


def test_json_lines_hold_their_parts(stream):
    logs.configure("json", [], stream)
    logging.getLogger("core.runner").info("片段 %s", "ready", extra={"request": 7})
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "info", "logger": "core.runner", "message": "片段 ready", "request": "7"}


def test_the_stage_of_a_request_is_json_with_its_facts_apart(stream):
    logs.configure("json", [], stream)
    log_stage("ended, done", 7, "web", 0.04)
    line = json.loads(stream.getvalue())
    del line["time"]
    assert line == {
        "level": "info",
        "logger": "core.outbox.request_log",
        "message": "R7 on web: ended, done (0.0 s)",
        "request": "R7",
        "platform": "web",
        "stage": "ended, done",
        "seconds": 0.04,
    }


def test_lines_name_the_request_being_worked_on(stream):
    logs.configure("text", [], stream)
    with working_on(12):
        logging.getLogger("some.library").info("hello")
    logging.getLogger("some.library").info("hello")
    first, second = stream.getvalue().splitlines()
    assert first.endswith("INFO    some.library [R12] hello")
    assert second.endswith("INFO    some.library [-] hello")


def test_chatty_libraries_are_quiet(written):
    logging.getLogger("httpx").info("HTTP Request: GET https://somewhere.example")
    logging.getLogger("httpcore.connection").info("connect")
    assert written() == ""
