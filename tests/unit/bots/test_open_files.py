"""Files and connections: how many may be open, and what is said when they are nearly used up."""

import json
import resource
import subprocess
import sys
from itertools import pairwise

import httpx
import pytest

from bots.open_files import check_open_files
from core.media.open_files import out_of_files
from core.nemo.errors import NoMoreFiles, Unreachable
from core.nemo.transport import transport_errors

EMFILE, REFUSED = OSError(24, "Too many open files"), OSError(111, "Connection refused")


def after_start(soft, hard):
    """The limits of a process that began with these."""
    code = (
        "import json, resource; from bots.open_files import prepare;"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard})); prepare();"
        "print(json.dumps(resource.getrlimit(resource.RLIMIT_NOFILE)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout)


def test_a_process_may_open_as_many_files_as_the_system_allows_it():
    assert after_start(200, 500) == [500, 500]
    assert after_start(500, 500) == [500, 500]


async def test_that_files_are_nearly_used_up_is_said_before_they_are(monkeypatch):
    assert await check_open_files() is None
    monkeypatch.setattr(resource, "getrlimit", lambda _: (30, 4096))
    said = await check_open_files()
    assert said.startswith("nearly all of the 30 files and connections")
    assert "ulimit -n" in said


async def test_where_not_even_that_can_be_counted_it_is_said(monkeypatch):
    def full(_):
        raise EMFILE

    monkeypatch.setattr("os.listdir", full)
    assert "ulimit -n" in await check_open_files()


def chained(*errors):
    """The last of some errors, each raised because of the one before."""
    for before, error in pairwise(errors):
        error.__cause__ = before
    return errors[-1]


def test_it_is_told_however_the_error_was_wrapped():
    assert out_of_files(chained(OSError(24, "x"), OSError("all attempts failed"), httpx.ConnectError("x")))
    assert out_of_files(ExceptionGroup("both", [REFUSED, OSError(23, "Too many open files in system")]))
    assert not out_of_files(chained(REFUSED, httpx.ConnectError("x")))
    endless = ValueError()
    endless.__cause__ = endless
    assert not out_of_files(endless)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (chained(OSError(24, "x"), httpx.ConnectError("x")), NoMoreFiles),
        (OSError(24, "x"), NoMoreFiles),
        (chained(REFUSED, httpx.ConnectError("x")), Unreachable),
        (REFUSED, OSError),
    ],
)
def test_a_connection_that_no_file_was_left_for_has_an_error_of_its_own_and_surely_sent_nothing(error, expected):
    with pytest.raises(expected) as raised, transport_errors():
        raise error
    assert type(raised.value) is expected or expected is OSError
    assert getattr(raised.value, "refused", False) is (expected is not OSError)
