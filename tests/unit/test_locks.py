import json
import re
import tomllib
from importlib.metadata import Distribution, distributions
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SANDBOX = PROJECT["project"]["optional-dependencies"]["sandbox"]
NAMES = ("bot", "run", "build", "dev")
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[([a-z0-9,-]+)\])?==([^ ;\\]+)(?: ; ([^\\]+?))? \\\n"
    r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)
# Where the locks are used: what a package wants may differ by Python and by system.
SYSTEMS = (("linux", "Linux"), ("darwin", "Darwin"))
PLACES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": system,
    }
    for python, (platform, system) in product(("3.11", "3.12", "3.13", "3.14"), SYSTEMS)
]


def text(name):
    return (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")


def pins(name):
    return {(package, extras, version, marker) for package, extras, version, marker, _ in PIN.findall(text(name))}


def versions(name):
    return {(package, version, marker) for package, _, version, marker in pins(name)}


def wanted(requirement):
    """What a pip before 23.3 looks for among the pins: a package with just these extras."""
    return canonicalize_name(requirement.name), frozenset(map(canonicalize_name, requirement.extras))


def locked(name, place):
    """The versions that are installed in a place, by package and extras."""
    return {
        (package, frozenset(filter(None, extras.split(",")))): version
        for package, extras, version, marker in pins(name)
        if not marker or Marker(marker).evaluate(place)
    }


def requirements(metadata, extras, place):
    """What a package with these extras wants in a place."""
    for requirement in map(Requirement, metadata.get_all("Requires-Dist", ())):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**place, "extra": extra}) for extra in ("", *extras)):
            yield requirement


def not_locked(name, installed):
    """What the packages of a lock want and the lock does not pin; only packages that are installed can tell."""
    return {
        f"{package} wants {requirement}"
        for place in PLACES
        for here in [locked(name, place)]
        for (package, extras), version in here.items()
        for distribution in [installed.get(package)]
        if distribution and distribution.version == version
        for requirement in requirements(distribution.metadata, extras, place)
        for pinned in [here.get(wanted(requirement))]
        if pinned is None or not requirement.specifier.contains(pinned, prereleases=True)
    }


@pytest.fixture(scope="module")
def installed() -> dict[str, Distribution]:
    return {canonicalize_name(distribution.name): distribution for distribution in distributions()}


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_names_no_address(name):
    assert "://" not in text(name)
    assert "--index" not in text(name)
    assert "--find-links" not in text(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_lock_is_a_pin_with_hashes(name):
    assert PIN.sub("", text(name)) == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_pins_all_that_its_packages_want_with_their_extras(name, installed):
    assert not_locked(name, installed) == set()


def test_every_package_locked_for_all_places_is_here_to_tell_what_it_wants(installed):
    missing = {package for package, _, _, marker in pins("dev") if not marker and package not in installed}
    assert missing == set()


def test_the_checks_run_on_the_versions_the_program_runs_on():
    assert versions("bot") < versions("run") < versions("dev")
    assert versions("build") < versions("dev")


def test_a_bot_needs_nothing_of_the_sandbox_and_no_program_a_build_backend():
    named = {name: {package for package, _, _ in versions(name)} for name in NAMES}
    assert named["run"] - named["bot"] == {wanted(Requirement(line))[0] for line in SANDBOX}
    assert named["run"] & {"hatchling", "editables", "pip", "setuptools"} == set()


@pytest.mark.parametrize("place", PLACES)
def test_the_locks_hold_every_dependency(place):
    bot = PROJECT["project"]["dependencies"]
    build = [*PROJECT["build-system"]["requires"], "editables"]
    checks = [*build, *PROJECT["dependency-groups"]["dev"]]
    for name, lines in (("bot", bot), ("run", [*bot, *SANDBOX]), ("build", build), ("dev", checks)):
        assert {wanted(Requirement(line)) for line in lines} <= set(locked(name, place))


def test_cryptography_stays_where_every_platform_has_a_wheel():
    (version,) = {version for package, _, version, _ in pins("run") if package == "cryptography"}
    assert int(version.partition(".")[0]) < 49


def npm(name):
    return json.loads((ROOT / "tests" / "pages" / name).read_text("utf-8"))


def test_the_lock_of_npm_pins_every_package_with_a_hash_and_names_no_address():
    packages = {name: entry for name, entry in npm("package-lock.json")["packages"].items() if name}
    assert {name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")} == set()
    assert {name for name, entry in packages.items() if "resolved" in entry} == set()


def test_the_lock_of_npm_is_of_what_the_pages_checks_want():
    lock, wanted = npm("package-lock.json")["packages"], npm("package.json")["devDependencies"]
    assert lock[""]["devDependencies"] == wanted
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_no_package_of_npm_wants_to_run_a_program_when_it_is_installed():
    scripts = {name for name, entry in npm("package-lock.json")["packages"].items() if entry.get("hasInstallScript")}
    assert scripts == set()
