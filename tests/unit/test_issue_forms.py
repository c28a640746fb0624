"""The forms of issues: what GitHub takes, what they ask for exists, and no address of a person is in them."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
TEXTS = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.yml")}
FORMS = {name: yaml.safe_load(text) for name, text in TEXTS.items() if name != "config.yml"}
REPOSITORY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"]
ADDRESS = re.compile(r"https://[^\s)>\"]+")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_one_that_github_takes(name):
    form = FORMS[name]
    assert form.keys() == {"name", "description", "labels", "body"}
    fields = [item for item in form["body"] if item["type"] != "markdown"]
    assert fields, "a form without a field is refused"
    assert len({item["id"] for item in fields}) == len({item["attributes"]["label"] for item in fields}) == len(fields)
    for item in form["body"]:
        assert item["type"] in {"markdown", "textarea", "input", "dropdown"}
        assert item.keys() <= {"type", "id", "attributes", "validations"}
        assert ("value" if item["type"] == "markdown" else "label") in item["attributes"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_form_leads_only_to_this_repository_and_to_pages_that_are_there(name):
    for address in ADDRESS.findall(TEXTS[name]):
        assert address.startswith(f"{REPOSITORY}/"), address
        page = address.removeprefix(f"{REPOSITORY}/")
        assert page == "security/advisories/new" or (ROOT / page.removeprefix("blob/main/")).is_file(), address
    assert "@" not in TEXTS[name]


def test_a_report_of_a_fault_asks_for_what_finds_it_and_warns_of_secrets():
    bug, live = TEXTS["bug.yml"], TEXTS["live_report.yml"]
    assert "nemobot doctor --json" in bug
    assert "No token" in bug
    assert "nemobot doctor --live" in live
    assert "live-report.json" in live
