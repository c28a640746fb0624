"""How a failed call is told in the log."""

from itertools import pairwise

from telegram.error import NetworkError

from bots.telegram.refusals import causes
from core.model.chat import NotSent


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
