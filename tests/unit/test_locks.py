import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("run", "dev")
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def text(name):
    return (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")


def pins(name):
    return {(package, version, marker) for package, version, marker, _ in PIN.findall(text(name))}


def normal(requirement):
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_names_no_address(name):
    assert "://" not in text(name)
    assert "--index" not in text(name)
    assert "--find-links" not in text(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_lock_is_a_pin_with_hashes(name):
    assert PIN.sub("", text(name)) == ""


def test_the_checks_run_on_the_versions_the_program_runs_on():
    assert pins("run") < pins("dev")


def test_the_locks_hold_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["sandbox"]]
    build = [*project["build-system"]["requires"], "editables"]
    locked = {package for package, _, _ in pins("run")}
    assert {normal(requirement) for requirement in (*run, *build)} <= locked
    checks = {normal(requirement) for requirement in project["dependency-groups"]["dev"]}
    assert checks <= {package for package, _, _ in pins("dev")}


def test_cryptography_stays_where_every_platform_has_a_wheel():
    (version,) = {version for package, version, _ in pins("run") if package == "cryptography"}
    assert int(version.partition(".")[0]) < 49
