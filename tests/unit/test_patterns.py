"""No text stalls the loop: every regular expression reads its worst text in a time that grows with its length."""

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import time
from types import ModuleType

import pytest

from core.nemo.transcript import Transcript
from core.nemo.turn_events import Text
from core.words import markup
from core.words.follow_up import expects_follow_up
from core.words.gui_talk import translate
from core.words.intents import meaning
from core.words.language import language_of
from core.words.links import links, without_links
from core.words.questions import asks
from core.words.repeated_spoilers import hide
from tests.doubles.worst_strings import attacks, text_of

LENGTHS = (400, 1_600, 6_400, 25_600)  # each four times the one before
MOST_GROWTH = 9.0  # linear is four, quadratic sixteen; the rest is for a busy machine
BOUND = 2_000  # a repetition of at most so many is linear beyond this length, and may grow faster up to it
NOTHING_SECONDS = 0.02  # too little to tell how it grows
LITTLE_SECONDS = 0.25  # for 25 kB, quadratic ones take far more
MOST_SECONDS = 1.5  # for 25 kB of the worst, on a slow machine, and with coverage measured
SEARCHES = {"search", "sub", "subn", "split", "findall", "finditer"}
DYNAMIC = {  # patterns with names in them that are known only when they are used
    ("bots.discord.plain_text", "split"),
    ("bots.telegram.text", "finditer"),
    ("bots.telegram.text", "match"),
    ("bots.setting_types", "fullmatch"),  # the operator's own words, once
    ("core.skills", "search"),
    ("core.skills", "sub"),
}


def modules() -> dict[str, ModuleType]:
    names = []
    for root in ("core", "bots", "storage", "sandbox"):
        package = importlib.import_module(root)
        names += [one.name for one in pkgutil.walk_packages(package.__path__, f"{root}.")]
    return {name: importlib.import_module(name) for name in names if not name.endswith("__main__")}


MODULES = modules()
SOURCES = {name: inspect.getsource(module) for name, module in MODULES.items()}


def patterns_in(value: object) -> list[re.Pattern]:
    if isinstance(value, re.Pattern):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    return [one for inner in value for one in patterns_in(inner)] if isinstance(value, tuple | list) else []


def collected() -> dict[str, tuple[re.Pattern, set[str]]]:
    """Every compiled pattern by module and name, with the methods that are called on it; none: it may be any."""
    found = {}
    for module, contents in MODULES.items():
        for name, value in vars(contents).items():
            if not re.search(rf"^{name}\b[^\n]*=", SOURCES[module], re.MULTILINE):
                continue  # imported
            readers = [SOURCES[module]] if name.startswith("_") else SOURCES.values()
            uses = {use for source in readers for use in re.findall(rf"\b{name}\.(\w+)\(", source)}
            for number, pattern in enumerate(patterns_in(value)):
                found[f"{module}.{name}.{number}"] = (pattern, uses & (SEARCHES | {"match", "fullmatch"}))
    return found


PATTERNS = collected()


def seconds(pattern: re.Pattern, uses: set[str], text: str) -> float:
    given = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.thread_time()
    if not uses or uses & SEARCHES:
        for _ in pattern.finditer(given):
            pass
    if not uses or "match" in uses:
        pattern.match(given)
    if not uses or "fullmatch" in uses:
        pattern.fullmatch(given)
    return time.thread_time() - began


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_reads_its_worst_text_in_linear_time(name):
    pattern, uses = PATTERNS[name]
    timed = sorted((seconds(pattern, uses, text_of(one, LENGTHS[0])), one) for one in attacks(pattern))
    for _, worst in timed[-2:]:
        taken = min(seconds(pattern, uses, text_of(worst, LENGTHS[0])) for _ in range(3))
        for length in LENGTHS[1:]:
            longer = min(seconds(pattern, uses, text_of(worst, length)) for _ in range(2 if length < 4 * BOUND else 1))
            grew = longer / max(taken, NOTHING_SECONDS / 4)
            most = MOST_GROWTH if length > 4 * BOUND else MOST_GROWTH * 4
            assert longer < NOTHING_SECONDS or grew < most, (worst, length, longer, grew)
            assert longer < MOST_SECONDS, (worst, length, longer)
            taken = longer


@pytest.mark.parametrize("module", SOURCES)
def test_a_pattern_stands_in_a_name_where_the_test_above_finds_it(module):
    inside = [
        (node.func.attr, ast.unparse(node.args[0]))
        for function in ast.walk(ast.parse(SOURCES[module]))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in SEARCHES | {"match", "fullmatch"}
    ]
    assert [(use, pattern) for use, pattern in inside if (module, use) not in DYNAMIC] == []


def transcribed(text: str) -> str:
    transcript = Transcript()
    for at in range(0, len(text), 20):
        transcript.add(Text(text[at : at + 20], partial=False))
    return transcript.text


HIDDEN = [f"a{words}" for number in range(120) for words in (f" secret {number}", "a" * number)]

READERS = {
    "hide": lambda text: hide(text, HIDDEN),
    "translate": translate,
    "parse": markup.parse,
    "plain": markup.plain,
    "meaning": meaning,
    "language_of": lambda text: language_of(text, "en"),
    "links": links,
    "without_links": without_links,
    "asks": asks,
    "expects_follow_up": expects_follow_up,
    "transcribed": transcribed,
}
REPEATED = (
    *(
        "[a",
        "[[a]",
        "~~a",
        "| - |\n",
        "-\n",
        "&",
        "&#1",
        "&amp;",
        "a\n---\n",
        "||",
        "||a ",
        " || ",
        "|| \n",
        "a || b\n",
        "||a\n\n",
        "\ue010",
        "\ue010a ",
        "\ue010\n",
    ),
    *(
        " ",
        "\n",
        "\t",
        " \n",
        "a",
        "中",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~~\n",
        "#",
        "# a\n",
        "# a  ",
        "- ",
        "> ",
        "1. ",
        "|",
        "\\*",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "[a](",
        "[a](http://b.c/",
        "![",
        "<",
        "http://",
        "https://a.b/(",
        "https://a.b/c.mp4 ",
        "a.aa/(",
        "a.b.c.",
    ),
    *(
        "!",
        "?",
        "!)",
        "。",
        "…",
        '"',
        "“",
        "「",
        "'",
        "‘",
        "《",
        "**a ",
        "*a ",
        "_a ",
        "`a ",
        "a: ",
        "a:\n",
        "Tip: ",
        "- a\n",
        "，",
        "；",
    ),
    *(
        "click Export. ",
        "click ",
        "Click the Export button\n",
        "(click Export)",
        "(",
        "if you want, ",
        "and then ",
        "then ",
        "drag the clip ",
    ),
    *(
        "see ",
        "go to the timeline ",
        "export to ",
        "by clicking ",
        "in the ",
        "title ",
        "to export: click it\n",
        "the export button ",
    ),
    *(
        "点击",
        "请",
        "然后",
        "去",
        "在",
        "在面板",
        "点击导出，",
        "如果需要，",
        "可以点击导出按钮。",
        "标题：",
        "或在",
        "看",
    ),
    *(
        "version ",
        "don't export ",
        "each ",
        "merge ",
        "第",
        "每个",
        "不要",
        "yes ",
        "no, ",
        "@a ",
        "<@1",
        "/export ",
        "1080p ",
        "？",
    ),
)


@pytest.mark.parametrize("reader", READERS)
def test_whoever_reads_words_reads_any_in_linear_time(reader):
    """Growth is measured for every text, and 25 kB of the slowest ones are read."""
    around = (("", ""), ("Click", "Export"), ("https://a.b/c", ""))
    texts = [(before, repeated, end) for before, end in around for repeated in REPEATED]
    read = READERS[reader]

    def taken(attack: tuple[str, str, str], length: int) -> float:
        text = text_of(attack, length)
        gc.disable()  # it takes the longer, the more objects there are
        try:
            began = time.thread_time()
            read(text)
            return time.thread_time() - began
        finally:
            gc.enable()

    slowest = sorted((taken(one, 1_600), one) for one in texts)[-3:]
    for _, attack in slowest:
        before, longer = taken(attack, 6_400), taken(attack, 25_600)
        assert longer < LITTLE_SECONDS or longer < before * MOST_GROWTH, (attack, before, longer)
        assert longer < MOST_SECONDS, (attack, longer)
