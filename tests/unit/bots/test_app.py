"""Starts that cannot be, of the real program: one sentence, exit code 2."""

import os
import socket
import subprocess
import sys

import pytest

TAKEN = "Port {{taken}} is taken: stop the program that uses it, or set {name} to another port."


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def start(tmp_path, *arguments, **settings):
    """Run `nemobot` in a folder of its own, and return its exit code and what it wrote, without its log."""
    ours = ("NEMO", "TELEGRAM", "DISCORD", "DATABASE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [sys.executable, "-m", "bots.cli", *arguments],
        check=False,
        cwd=tmp_path,
        env={**environment, **{name: str(value) for name, value in settings.items()}},
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = done.stderr.splitlines()
    return done.returncode, [line for line in lines if " INFO " not in line and " WARNING " not in line]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"NEMOBOT_HTTP_PORT": "{taken}"}, TAKEN.format(name="NEMOBOT_HTTP_PORT")),
        ({"NEMOBOT_HTTP_PORT": "0", "NEMOBOT_WEB_PORT": "{taken}"}, TAKEN.format(name="NEMOBOT_WEB_PORT")),
        (
            {"NEMOBOT_HTTP_HOST": "192.0.2.1"},
            "192.0.2.1 is not an address of this machine: set NEMOBOT_HTTP_HOST to 127.0.0.1 or 0.0.0.0.",
        ),
    ],
)
def test_an_address_that_cannot_be_had_is_one_sentence(tmp_path, taken, settings, sentence):
    filled = {name: value.format(taken=taken) for name, value in settings.items()}
    code, lines = start(tmp_path, "run", NEMOBOT_WEB=1, **filled)
    assert (code, lines) == (2, [sentence.format(taken=taken)])


def test_a_taken_port_of_the_demo_is_one_sentence(tmp_path, taken):
    with socket.create_server(("127.0.0.1", 0)) as free:
        backend = f"http://127.0.0.1:{free.getsockname()[1]}"
    code, lines = start(tmp_path, "demo", "--no-browser", NEMOBOT_HTTP_PORT=taken, NEMO_API_URL=backend)
    assert code == 2
    assert lines == [TAKEN.format(name="NEMOBOT_HTTP_PORT").format(taken=taken)]
