"""What the package says of itself where it is published, and under which licences it is handed on."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from trove_classifiers import classifiers

ROOT = Path(__file__).parents[2]
DEPENDENCIES = {
    requirement.name: requirement
    for requirement in map(Requirement, tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
}
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
LICENCES = (ROOT / "docs" / "licences.md").read_text("utf-8")
TARGET = re.compile(r"\]\(([^)]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LICENCE_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==", re.MULTILINE)


@pytest.fixture(scope="module")
def metadata():
    """What the build backend makes of pyproject.toml."""
    command = [sys.executable, "-m", "hatchling", "metadata"]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout)


def targets(metadata):
    return TARGET.findall(FENCED.sub("", metadata["readme"]["text"]))


def test_the_published_readme_leads_nowhere_by_a_relative_address(metadata):
    found = targets(metadata)
    assert len(found) > 10
    assert [target for target in found if not target.startswith(("https://", "#"))] == []


def test_the_published_readme_shows_the_picture_and_the_pages_of_its_version(metadata):
    own = metadata["urls"]["Repository"]
    prefixes = (f"{own}/blob/v{metadata['version']}/", f"{raw(own)}/v{metadata['version']}/")
    paths = [target.removeprefix(start) for target in targets(metadata) for start in prefixes if start in target]
    assert "docs/demo.png" in paths
    assert {path for path in paths if not (ROOT / path.partition("#")[0]).exists()} == set()


def raw(repository):
    return f"https://raw.githubusercontent.com{urlsplit(repository).path}"


def test_every_address_is_of_the_one_repository(metadata):
    own = metadata["urls"]["Repository"]
    assert {name for name, url in metadata["urls"].items() if not f"{url}/".startswith(f"{own}/")} == set()
    assert set(re.findall(r'org\.opencontainers\.image\.source="([^"]+)"', DOCKERFILE)) == {own}


def test_the_classifiers_are_known_and_name_the_pythons_that_are_allowed(metadata):
    said = metadata["classifiers"]
    assert set(said) <= set(classifiers)
    pythons = {line.rpartition(" ")[2] for line in said if re.search(r":: 3\.\d+$", line)}
    assert pythons == {f"3.{minor}" for minor in range(11, 15)}
    assert SpecifierSet(metadata["requires-python"]) == SpecifierSet(f">={min(pythons)}")


@pytest.mark.parametrize(
    ("library", "ends"),
    [("aiohttp", "4"), ("discord.py", "2.8"), ("httpx", "0.29"), ("httpx-sse", "0.5"), ("python-telegram-bot", "23")],
)
def test_a_library_whose_undocumented_parts_are_used_ends_where_they_may_change(library, ends):
    assert f"<{ends}" in str(DEPENDENCIES[library].specifier).split(",")


def locked(name):
    return set(PIN.findall((ROOT / "requirements" / f"{name}.lock").read_text("utf-8")))


def licences(text):
    """The packages of a page's tables by their licence."""
    return {
        package.partition(",")[0]: licence
        for licence, packages in LICENCE_ROW.findall(text)
        for package in re.findall(r"[a-z0-9-]+", packages.partition(", which")[0])
        if licence != "Licence"
    }


def test_the_page_of_licences_names_every_package_of_each_image():
    bot, _, demo = LICENCES.partition("\n## The demo")
    assert set(licences(bot)) == locked("bot")
    assert set(licences(demo)) == locked("run") - locked("bot")


def told(distribution):
    """A package's licence as it says itself, as far as that is an SPDX expression."""
    said = distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
    return said if re.fullmatch(r"[A-Za-z0-9-]+\.?[A-Za-z0-9-]*( (AND|OR) [A-Za-z0-9.-]+)*", said) else None


def test_the_page_of_licences_says_what_the_packages_say():
    page = licences(LICENCES)
    said = {canonicalize_name(one.name): told(one) for one in distributions() if canonicalize_name(one.name) in page}
    assert len([licence for licence in said.values() if licence]) > 25
    assert {name: licence for name, licence in said.items() if licence and licence != page[name]} == {}


@pytest.mark.parametrize(("target", "also"), [("bot", set()), ("demo", {"GPL-3.0-or-later"})])
def test_an_image_s_label_names_the_licences_of_all_that_is_in_it(target, also):
    stage = DOCKERFILE.partition(f"AS {target}\n")[2].partition("\nFROM ")[0]
    (label,) = re.findall(r'image\.licenses="([^"]+)"', stage)
    packages = locked("bot" if target == "bot" else "run")
    page = licences(LICENCES)
    wanted = {choice.split(" OR ")[0] for name in packages for choice in page[name].split(" AND ")}
    assert set(label.split(" AND ")) == wanted | also


def test_the_image_of_the_bot_takes_only_the_lock_without_the_sandbox():
    stages = dict(re.findall(r"^FROM \S+ AS (\S+)\n(.*?)(?=^FROM |\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL))
    assert list(stages)[-1] == "bot"  # what is built when no target is named
    assert "run.lock" not in stages["build-bot"]
    assert "--from=build-bot" in stages["bot"]
    assert "pip" not in "".join(stages[name] for name in ("base", "runtime", "bot", "demo"))
