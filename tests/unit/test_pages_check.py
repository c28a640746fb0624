import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = (
    ".ci/pages.py",
    "bots/spool/static",
    "bots/web/static",
    "bots/upload/static",
    "tests/pages",
    "tests/fixtures/spoilers.json",
)
BROKEN = "import { test } from 'node:test';\ntest('one', () => { throw new Error('broken'); });\n"


@pytest.fixture
def checkout(tmp_path):
    """A checkout in which npm has installed nothing yet."""
    for name in COPIED:
        there = tmp_path / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there, ignore=shutil.ignore_patterns("node_modules", "*.mp4"))
        else:
            shutil.copy(ROOT / name, there)
    return tmp_path


@pytest.fixture
def check(checkout):
    """Run the check where npm's registry cannot be reached."""
    with socket.socket() as refusing:
        refusing.bind(("127.0.0.1", 0))  # and never listens

        def run(**more):
            environment = {name: value for name, value in os.environ.items() if name != "CI"}
            environment |= {
                "npm_config_registry": f"http://127.0.0.1:{refusing.getsockname()[1]}/",
                "npm_config_cache": str(checkout / "cache"),
                "npm_config_fetch_retries": "0",
            }
            command = [sys.executable, str(checkout / ".ci" / "pages.py")]
            return subprocess.run(
                command, env=environment | more, capture_output=True, text=True, timeout=60, check=False
            )

        yield run


def test_without_a_registry_the_rules_are_skipped_loudly_and_the_tests_run(check):
    answer = check()
    assert answer.returncode == 0
    assert "tests passed" in answer.stdout
    assert "RULES AND TYPES NOT CHECKED" in answer.stdout
    assert "ECONNREFUSED" in answer.stdout
    assert answer.stdout.rstrip().endswith("then run make again.")


def test_without_a_registry_a_build_machine_fails(check):
    assert check(CI="true").returncode == 1


def test_a_broken_test_of_a_page_fails_the_check(check, checkout):
    (checkout / "tests" / "pages" / "broken.test.js").write_text(BROKEN)
    answer = check()
    assert answer.returncode == 1
    assert "broken" in answer.stdout


def test_a_broken_lock_is_no_reason_to_skip(check, checkout):
    (checkout / "tests" / "pages" / "package-lock.json").write_text("")
    answer = check()
    assert answer.returncode == 1
    assert "EUSAGE" in answer.stdout
