import argparse
import re
from pathlib import Path

import pytest

from bots import cli
from bots.settings import Settings, known_names

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")

ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| (?:`([^`]*)`|[^|]+) \|", re.MULTILINE)
LINE = re.compile(r"^#([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)


def written(name):
    """A default as a person writes it; nothing for what is unset or holds nothing."""
    default = Settings.model_fields[name.lower()].default
    if hasattr(default, "get_secret_value"):
        default = default.get_secret_value()
    if isinstance(default, tuple):
        return ",".join(f"{item:g}" for item in default)
    if isinstance(default, bool | float | int):
        return f"{default:g}"
    return "" if default is None else str(default)


def test_the_readme_has_a_row_for_every_setting_with_its_default():
    rows = {name: default or "" for name, default in ROW.findall(README)}
    assert rows == {name: written(name) for name in known_names()}


def test_the_example_file_has_a_line_for_every_setting_with_its_default():
    assert dict(LINE.findall(EXAMPLE)) == {name: written(name) for name in known_names()}


def test_the_example_file_can_be_used_as_it_is(tmp_path):
    env_file = tmp_path / ".env"
    env_file.write_text(EXAMPLE)
    assert Settings.load(env_file) == Settings.load(None)


def test_the_example_file_can_be_used_with_every_line_switched_on(tmp_path):
    env_file = tmp_path / ".env"
    env_file.write_text(LINE.sub(r"\1=\2", EXAMPLE))
    assert Settings.load(env_file) == Settings.load(None)


def commands():
    (choices,) = (action.choices for action in cli._parser()._actions if isinstance(action, argparse._SubParsersAction))
    return choices


@pytest.mark.parametrize("command", commands())
def test_the_readme_has_a_row_for_every_command(command):
    assert f"| `nemobot {command}` |" in README


def test_the_readme_names_every_option_of_every_command():
    options = [
        option for parser in commands().values() for action in parser._actions for option in action.option_strings
    ]
    missing = [option for option in options if option not in README and option != "-h"]
    assert missing == []


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_readme_shows_the_two_commands(target):
    assert f"\nmake {target}\n" in README
