import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALL = ".venv/bin/python -m pip install"
# A Python whose pip does nothing but what `pip.sh` beside it says.
PYTHON = """#!/bin/sh
case "$*" in
    "-m pip install"*) . "$0.pip.sh" ;;
    -V | "-m pip --version") echo Python 3.11.2 ;;
esac
"""
# The end of what pip 23.0 and 26 say in each trouble, and what the mend must name.
NO_VERSION = (
    "ERROR: Could not find a version that satisfies the requirement h11==0.16.0 (from versions: {})\n"
    "ERROR: No matching distribution found for h11==0.16.0"
)
BROKEN = "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by '{}': /simple/h11/\n"
TROUBLES = {
    "refused": (
        BROKEN.format("NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused')")
        + NO_VERSION.format("none"),
        "could not be reached",
    ),
    "proxy": (
        BROKEN.format("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))")
        + NO_VERSION.format("none"),
        "HTTPS_PROXY",
    ),
    "slow": ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", "could not be reached"),
    "not trusted": (
        BROKEN.format("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))")
        + NO_VERSION.format("none"),
        "PIP_CERT",
    ),
    "no such version": (NO_VERSION.format("0.14.0, 0.15.0"), "set PYTHON"),
    "another file": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "pip cache purge"),
    "full": ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
    "not ours": (
        "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'",
        "cannot be written",
    ),
    "unheard of": ("ModuleNotFoundError: No module named 'hatchling'", "remove .venv"),
}


@pytest.fixture
def checkout(tmp_path):
    """A checkout with a virtual environment in which nothing is installed yet."""
    for path in (".ci/setup.sh", "requirements/run.lock", "requirements/build.lock", "pyproject.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON)
    python.chmod(0o755)
    return tmp_path


@pytest.fixture
def set_up(checkout, monkeypatch):
    """Run setup.sh with a pip that does this."""
    monkeypatch.delenv("PYTHON", raising=False)

    def run(pip):
        (checkout / ".venv/bin/python.pip.sh").write_text(pip)
        command = ["sh", ".ci/setup.sh", "run"]
        return subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=20, check=False)

    return run


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_failed_installation_names_the_command_its_cause_and_a_mend(set_up, trouble):
    said, mend = TROUBLES[trouble]
    answer = set_up(f"cat <<'END' >&2\n{said}\nEND\nexit 1\n")
    assert answer.returncode == 1
    assert f"    {INSTALL} " in answer.stderr
    assert f"    {said.splitlines()[-1]}" in answer.stderr
    assert mend in answer.stderr.splitlines()[-1]


def test_the_second_command_is_the_one_named_when_only_it_fails(set_up):
    answer = set_up('case "$*" in *--editable*) echo broken; exit 1 ;; esac\n')
    assert answer.returncode == 1
    (command,) = [line for line in answer.stderr.splitlines() if INSTALL in line]
    assert command.endswith("--editable .")


def test_the_program_and_what_builds_it_are_installed_by_their_hashes(set_up, checkout):
    set_up('echo "$*" >>asked; ')
    first, second = (checkout / "asked").read_text().splitlines()
    assert first.endswith("--require-hashes -r requirements/run.lock -r requirements/build.lock")
    assert second.endswith("--editable .")


@pytest.mark.parametrize("lock", ["run", "build"])
def test_an_installation_is_done_again_when_one_of_its_locks_has_changed(set_up, checkout, lock):
    set_up("")
    with (checkout / "requirements" / f"{lock}.lock").open("a") as file:
        file.write("# changed\n")
    set_up("echo again >asked")
    assert (checkout / "asked").exists()


def test_what_does_not_tell_the_cause_is_left_out(set_up):
    answer = set_up("echo '[notice] A new release of pip is available'; echo 'ERROR: broken'; echo; exit 1\n")
    assert "notice" not in answer.stderr
    assert "    ERROR: broken\n" in answer.stderr


def test_an_installation_that_failed_is_done_again_and_one_that_is_done_is_not(set_up, checkout):
    count = 'echo "$*" >>asked; '
    set_up(count + "exit 1\n")
    assert set_up(count).returncode == 0
    assert len((checkout / "asked").read_text().splitlines()) == 3
    again = set_up("exit 1\n")
    assert (again.returncode, again.stderr) == (0, "")
