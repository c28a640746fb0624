import argparse
import ast
import json
import logging
import re
import runpy
from functools import cache
from pathlib import Path

import discord
import pytest

from bots import cli, logs
from bots.discord import permissions
from bots.invitation import invite_link
from bots.metrics import Metrics
from bots.settings import Settings, known_names
from core.media.sniff import FORMATS
from core.skills import bundled, parse
from core.words.commands import commands as chat_commands
from core.words.intents import Wish, meaning

ROOT = Path(__file__).parents[3]
DOCS = {
    file.relative_to(ROOT).as_posix(): file.read_text("utf-8")
    for file in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
}
README, CHAT, DISCORD = DOCS["README.md"], DOCS["docs/chat.md"], DOCS["docs/discord.md"]
SETTINGS, TROUBLESHOOTING = DOCS["docs/settings.md"], DOCS["docs/troubleshooting.md"]
METRICS = DOCS["docs/operations.md"].partition("\n## Metrics\n")[2].partition("\n## ")[0]
FOLLOWING = DOCS["docs/operations.md"].partition("## Follow a request")[2].partition("\n## ")[0]
JSON_KEYS = DOCS["docs/operations.md"].partition("## The number in every line")[2].partition("\n## ")[0]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")

ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.MULTILINE)
CHAT_ROW = re.compile(r"^\| `/(\w+)` \| ([^|]+?) \|", re.MULTILINE)
SKILL_ROW = re.compile(r"^\| `([a-z-]+)` \| (\d+\.\d+\.\d+) \|", re.MULTILINE)
TITLE = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!\w+:)([^)#]*)(?:#([^)]+))?\)")
LINE = re.compile(r"^#([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)


def test_the_settings_page_and_the_example_file_are_what_the_model_says():
    for path, text in runpy.run_path(str(ROOT / ".ci" / "settings_docs.py"))["written"]().items():
        assert path.read_text("utf-8") == text, f"{path.name} is not what the model says: run `make docs`"


def test_both_name_every_setting_in_the_order_of_the_model():
    assert tuple(ROW.findall(SETTINGS)) == known_names()
    assert tuple(name for name, _ in LINE.findall(EXAMPLE)) == known_names()


@pytest.mark.parametrize("name", known_names())
def test_every_setting_says_what_it_is_for(name):
    assert Settings.model_fields[name.lower()].description.endswith(".")


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


@pytest.mark.parametrize("target", ["demo", "test", "check"])
def test_the_readme_shows_what_to_make(target):
    assert f"\nmake {target}\n" in README


def test_the_readme_lists_the_chat_commands_as_the_menus_do():
    assert CHAT_ROW.findall(README) == list(chat_commands("en").items())


def test_the_chat_page_lists_the_bundled_skills_with_their_versions():
    assert SKILL_ROW.findall(CHAT) == [(name, skill.version) for name, skill in bundled().items()]


def test_the_chat_page_lists_the_formats():
    assert f"Formats: {', '.join(FORMATS)}," in CHAT


def test_the_invite_link_asks_for_what_the_bot_needs_and_for_what_is_explained():
    (asked,) = re.findall(r"permissions=(\d+)", DISCORD)
    beside = ("add_reactions", "embed_links", "send_messages_in_threads")
    assert discord.Permissions(**dict.fromkeys((*permissions.NEEDED, *beside), True)).value == int(asked)
    assert DISCORD.count(f"`{asked}`") == 1
    assert invite_link("YOUR_APPLICATION_ID") in DISCORD


def sections(text):
    """The anchors of a page's titles, as GitHub makes them."""
    titles = TITLE.findall(FENCED.sub("", text))
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", DOCS)
def test_every_link_leads_to_a_file_and_a_section(page):
    lost = []
    for path, section in LINK.findall(FENCED.sub("", DOCS[page])):
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        name = target.relative_to(ROOT).as_posix()
        if not target.exists() or (section and section not in sections(DOCS[name])):
            lost.append((path, section))
    assert lost == []


def test_every_page_of_the_docs_is_linked_from_the_readme():
    linked = {path for path, _ in LINK.findall(README)}
    assert {page for page in DOCS if page.startswith("docs/")} <= linked


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("cut the silences", Wish.EDIT),
        ("字幕用黄色", Wish.EDIT),
        ("make it vertical and add a title «Day 1»", Wish.EDIT),
        ("Export", Wish.EXPORT),
        ("undo", Wish.UNDO),
        ("how many credits do I have", Wish.CREDITS),
        ("cancel that", Wish.CANCEL),
    ],
)
def test_the_words_that_the_readme_quotes_are_understood(words, wish):
    assert f'"{words}"' in " ".join(README.split())
    assert meaning(words).wish is wish


def test_the_words_for_waiting_and_for_a_batch_are_understood():
    assert meaning("add music, but don't export yet").hold
    for words in ("add music, one each", "add music to them separately", "分别加上音乐"):
        assert meaning(words, has_media=True).each


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("download", "export"),
        ("stop", "cancel"),
        ("balance", "credits"),
        ("tracks", "status"),
        ("lang", "language"),
        ("skills", "skill"),
    ],
)
def test_a_command_s_other_name_means_the_same(other, name):
    assert f"`/{other}`" in README
    assert meaning(f"/{other}").wish is meaning(f"/{name}").wish


def test_the_chat_page_s_own_skill_can_be_loaded():
    (text,) = re.findall(r"^```markdown\n(.*?)^```$", CHAT, re.MULTILINE | re.DOTALL)
    skill = parse(text)
    assert (skill.name, skill.version) == ("my-skill", "2.1.0")
    assert skill.headlines["en"] == "Wedding films"
    assert skill.greeting["en"] == "Send me the day, I make the film."
    assert skill.examples["en"] == ("cut the speeches to one minute", "add soft piano under the vows")


@cache
def sources():
    """The source, where a browser is looked for, and the check of the pages' scripts."""
    files = [*(file for room in ("bots", "core", "storage", "sandbox") for file in (ROOT / room).rglob("*.py"))]
    checks = (ROOT / "tests" / "e2e" / "conftest.py", ROOT / ".ci" / "pages.py")
    return [ast.parse(file.read_text("utf-8")) for file in (*files, *checks)]


def said_somewhere():
    """Every text in the source."""
    texts = (node.value for tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return "\n".join(text for text in texts if isinstance(text, str))


def logged_stages():
    """How the stages of a request begin in the log, as far as the source fixes their text."""
    calls = (node for tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    stages = (call.args[0] for call in calls if ast.unparse(call.func).rpartition(".")[2] == "log_stage")
    fixed = (stage.values[0] if isinstance(stage, ast.JoinedStr) else stage for stage in stages)
    return {text.value for text in fixed if isinstance(text, ast.Constant)}


def test_the_symptoms_that_troubleshooting_quotes_are_what_the_bot_says():
    cells = re.findall(r"^\| ([^|]+) \|", TROUBLESHOOTING, re.MULTILINE)
    quotes = [quote for cell in cells for quote in re.findall(r'(?<!Discord\'s )"([^"]+)"', cell)]
    said = said_somewhere()
    parts = [part.strip(" ,.") for quote in quotes for part in quote.split("…")]
    assert len(quotes) > 30
    assert [part for part in parts if part not in said] == []


def test_operations_explains_every_stage_that_a_request_leaves_in_the_log_and_no_other():
    explained = re.findall(r"^\| `([^`]+)` \|", FOLLOWING, re.MULTILINE)
    stages = logged_stages()
    assert [stage for stage in stages if not any(line.startswith(stage) for line in explained)] == []
    assert [line for line in explained if not any(line.startswith(stage) for stage in stages)] == []


def test_the_stages_in_the_log_that_operations_shows_are_explained_there():
    shown = re.findall(r"^\d.* R1 on web: (.+) \(\d+\.\d s\)$", FOLLOWING, re.MULTILINE)
    assert len(shown) == 6
    assert [stage for stage in shown if f"| `{stage}` |" not in FOLLOWING] == []


def test_operations_explains_every_key_of_the_log_as_json():
    record = logging.LogRecord("room", logging.INFO, "file.py", 1, "text", None, None)
    facts = dict.fromkeys(("request", "exc_text", "stack_info", *logs.FACTS), "x")
    vars(record).update(facts)
    keys = " ".join(re.findall(r"^\| (`[^|]+) \|", JSON_KEYS, re.MULTILINE))
    assert re.findall(r"`(\w+)`", keys) == list(json.loads(logs.JsonFormat().format(record)))


def test_operations_explains_every_metric_and_no_other():
    cells = " ".join(re.findall(r"^\| (`[^|]+) \|", METRICS, re.MULTILINE))
    explained = set(re.findall(r"`(nemobot_\w+)`", cells))
    families = {family.name: family.type for family in Metrics(("web",)).registry.collect()}
    endings = {"counter": "_total", "info": "_info"}
    named = {f"{name}{endings.get(kind, '')}" for name, kind in families.items() if name.startswith("nemobot_")}
    assert named == explained
