"""How a failed call is told in the log."""

from itertools import pairwise

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError

from bots.telegram.refusals import causes, chat_error
from core.model.chat import Gone, NotAllowed, NotSent, TooLarge


def chain(*errors):
    for error, cause in pairwise(errors):
        error.__cause__ = cause
    return errors[0]


def test_an_error_is_told_with_what_caused_it_in_one_line():
    refused = chain(NotSent("the file could not be fetched"), NetworkError("ConnectError"), TimeoutError())
    assert causes(refused) == (
        "NotSent: the file could not be fetched, caused by NetworkError: ConnectError, caused by TimeoutError"
    )


def test_a_path_which_may_hold_the_token_is_not_told():
    missing = FileNotFoundError(2, "No such file or directory", "/srv/1:SECRET/clip.mp4")
    assert causes(missing) == "FileNotFoundError: No such file or directory"
    assert causes(OSError("the disk is full")) == "OSError: the disk is full"


@pytest.mark.parametrize(
    ("description", "line"),
    [
        (
            "inline keyboard button URL 'https://bot.example/up/token' is invalid: Wrong HTTP URL",
            "inline keyboard button URL …",
        ),
        ("Wrong HTTP URL https://bot.example/up/token", "Wrong HTTP URL …"),
        (
            "Can't parse entities: unsupported start tag \"it's a secret\" at byte offset 3",
            "Can't parse entities: unsupported start tag …",
        ),
        ("Can't parse entities: can't find end of the entity", "Can't parse entities: can't find end of the entity"),
    ],
)
def test_what_telegram_quotes_of_a_call_is_left_out(description, line):
    assert causes(BadRequest(description)) == f"BadRequest: {line}"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (BadRequest("not enough rights to send videos to the chat"), NotAllowed),
        (BadRequest("not enough rights to send text messages to the chat"), NotAllowed),
        (BadRequest("have no rights to send a message"), NotAllowed),
        (BadRequest("Have no write access to the chat"), NotAllowed),
        (BadRequest("need administrator rights in the channel chat"), NotAllowed),
        (BadRequest("CHAT_SEND_VIDEOS_FORBIDDEN"), NotAllowed),
        (BadRequest("CHAT_SEND_PLAIN_FORBIDDEN"), NotAllowed),
        (BadRequest("CHAT_RESTRICTED"), NotAllowed),
        (Forbidden("CHAT_WRITE_FORBIDDEN"), NotAllowed),
        (NetworkError("Request Entity Too Large"), TooLarge),
        (BadRequest("file is too big"), TooLarge),
        (BadRequest("chat not found"), Gone),
        (BadRequest("message thread not found"), Gone),
        (Forbidden("bot was kicked from the supergroup chat"), Gone),
        (BadRequest("message can't be edited"), NotSent),
    ],
)
def test_each_refusal_has_one_reason(error, kind):
    assert type(chat_error(error)) is kind
    assert chat_error(error).retry_seconds is None
