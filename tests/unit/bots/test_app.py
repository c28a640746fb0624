"""Starts that cannot be, of the real program: one sentence, exit code 2."""

import contextlib
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

import pytest

from bots.data_folder import data_folder

TAKEN = "Port {{taken}} is taken: stop the program that uses it, or set {name} to another port."


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def environment(**settings):
    """This process's environment without settings of ours, and with these."""
    ours = ("NEMO", "TELEGRAM", "DISCORD", "DATABASE")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {name: str(value) for name, value in settings.items()}


def start(tmp_path, *arguments, **settings):
    """Run `nemobot` in a folder of its own, and return its exit code and what it wrote, without its log."""
    done = subprocess.run(
        [sys.executable, "-m", "bots.cli", *arguments],
        check=False,
        cwd=tmp_path,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = done.stderr.splitlines()
    return done.returncode, [line for line in lines if " INFO " not in line and " WARNING " not in line]


def test_a_start_warns_of_credits_that_everybody_may_spend(tmp_path):
    (tmp_path / "data").write_text("no folder, so that the start ends here")
    told = subprocess.run(
        [sys.executable, "-m", "bots.cli", "run"],
        check=False,
        cwd=tmp_path,
        env=environment(NEMO_TOKEN="nmv_usr_planted", TELEGRAM_BOT_TOKEN="12345:a-planted-token"),
        capture_output=True,
        text=True,
        timeout=60,
    ).stderr
    assert "WARNING" in told
    assert "spend the credits of NEMO_TOKEN without a limit; set NEMOBOT_CREDITS_PER_DAY" in told


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


@contextlib.contextmanager
def running(tmp_path, **settings):
    """`nemobot run` with a web chat, its process id and the address of its health routes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    names = environment(NEMOBOT_WEB=1, NEMOBOT_WEB_PORT=0, NEMOBOT_HTTP_PORT=port, **settings)
    program = subprocess.Popen(
        [sys.executable, "-m", "bots.cli", "run"], cwd=tmp_path, env=names, stderr=subprocess.PIPE, text=True
    )
    try:
        for line in program.stderr:
            if f":{port}" in line:
                break
        yield program.pid, f"http://127.0.0.1:{port}"
    finally:
        program.terminate()
        program.communicate(timeout=30)


def readiness(url):
    """What `/readyz` says of the database, and its status."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=10) as answer:
            return answer.status, json.load(answer)["checks"]["database"]
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["checks"]["database"]


def test_a_full_disk_makes_the_bot_unready_until_there_is_room(tmp_path):
    with running(tmp_path) as (pid, url):
        assert readiness(url) == (200, "ok")
        written = (tmp_path / "data" / "nemobot.db-wal").stat().st_size
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (written, resource.RLIM_INFINITY))
        status, said = readiness(url)
        assert status == 503
        assert "free space" in said
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        assert readiness(url) == (200, "ok")


@pytest.mark.parametrize("command", ["run", "demo"])
def test_no_other_user_can_read_the_data_folder_whatever_was_started_first(tmp_path, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:  # so that it ends by itself
        names = {"NEMOBOT_WEB": 1, "NEMOBOT_HTTP_PORT": taken.getsockname()[1]}
        with socket.create_server(("127.0.0.1", 0)) as free:
            names["NEMO_API_URL"] = f"http://127.0.0.1:{free.getsockname()[1]}"
        start(tmp_path, command, **names)
    folders = [path for path in (tmp_path / "data", *(tmp_path / "data").iterdir()) if path.is_dir()]
    assert {oct(path.stat().st_mode & 0o777) for path in folders} == {"0o700"}


def test_a_folder_that_others_can_read_is_said_at_the_start(tmp_path, taken):
    (tmp_path / "data").mkdir(mode=0o755)
    done = subprocess.run(
        [sys.executable, "-m", "bots.cli", "run"],
        check=False,
        cwd=tmp_path,
        env=environment(NEMOBOT_WEB=1, NEMOBOT_HTTP_PORT=taken),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "chmod 700" in done.stderr


async def test_temporary_files_lie_in_the_data_folder_while_it_runs(tmp_path):
    before = tempfile.gettempdir()
    with data_folder(tmp_path / "data"):
        assert tempfile.gettempdir() == str(tmp_path / "data" / "tmp")
    assert tempfile.gettempdir() == before


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "data").touch()
    code, lines = start(tmp_path, "run", NEMOBOT_WEB=1)
    assert code == 2
    assert "set NEMOBOT_DATA_DIR to a folder that can" in lines[0]


def test_a_demo_without_the_sandboxs_libraries_says_how_they_are_had(tmp_path):
    (tmp_path / "numpy.py").write_text("raise ModuleNotFoundError(name='numpy')")
    with socket.create_server(("127.0.0.1", 0)) as free:
        backend = f"http://127.0.0.1:{free.getsockname()[1]}"
    code, lines = start(tmp_path, "demo", "--no-browser", PYTHONPATH=tmp_path, NEMO_API_URL=backend)
    mends = "pip install 'nemobot[sandbox]'; an image with it is what docker build --target demo makes"
    assert (code, lines) == (2, [f"The sandbox needs numpy: {mends}."])


def test_a_taken_port_of_the_demos_backend_is_one_sentence(tmp_path, taken):
    code, lines = start(tmp_path, "demo", "--no-browser", NEMO_API_URL=f"http://127.0.0.1:{taken}")
    assert code == 2
    assert lines[0].endswith("is taken: set NEMO_API_URL=http://127.0.0.1:<a free port>.")
    assert len(lines) == 1


def test_a_taken_port_of_the_demo_is_one_sentence(tmp_path, taken):
    with socket.create_server(("127.0.0.1", 0)) as free:
        backend = f"http://127.0.0.1:{free.getsockname()[1]}"
    code, lines = start(tmp_path, "demo", "--no-browser", NEMOBOT_HTTP_PORT=taken, NEMO_API_URL=backend)
    assert code == 2
    assert lines == [TAKEN.format(name="NEMOBOT_HTTP_PORT").format(taken=taken)]
