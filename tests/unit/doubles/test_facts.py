"""Each fact of a double says how it is known, and names the belief by which the real service is tried."""

import ast
import dataclasses
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

from bots.ops.live.beliefs import BELIEFS
from sandbox.faults import Faults
from sandbox.limits import Limits
from tests.doubles import nemovideo_facts

DOUBLES = Path(__file__).parents[2] / "doubles"
MODULES = sorted(path for path in DOUBLES.glob("*.py") if path.stem != "nemovideo_facts")
SERVICES = [path for path in MODULES if path.stem.startswith(("telegram", "discord"))]
TAG = re.compile(r"\b(documented|reported|guessed)\b( ?\[([^\]]+)\])?", re.IGNORECASE)
NOT_TRIED = re.compile(r"not tried live: .{10,}")


@cache
def words(path):
    """Each docstring and each block of comments of a module, in one line."""
    source = path.read_text("utf-8")
    nodes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [ast.get_docstring(node) for node in ast.walk(ast.parse(source)) if isinstance(node, nodes)]
    block, last = [], -1
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                found.append(" ".join(block))
                block = []
            block.append(token.string.lstrip("# "))
            last = token.start[0]
    return [" ".join(text.split()) for text in [*found, " ".join(block)] if text]


def tags(path):
    """Each tag of a module: its word, and what it points to."""
    return [(tag[1].lower(), tag[3] or "") for text in words(path) for tag in TAG.finditer(text)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_tag_points_to_a_belief_that_is_known_so_or_says_why_it_is_not_tried(path):
    wrong = [
        (word, pointer)
        for word, pointers in tags(path)
        if not NOT_TRIED.fullmatch(pointers)
        for pointer in pointers.split(", ")
        if pointer not in BELIEFS or BELIEFS[pointer].evidence != word
    ]
    assert wrong == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_every_module_of_a_double_tags_its_facts_or_has_none(path):
    assert bool(tags(path)) != any("No facts of its own" in text for text in words(path))


@pytest.mark.parametrize("service", ["telegram", "discord"])
def test_every_belief_about_a_platform_is_a_fact_of_its_double(service):
    pointed = {one for path in SERVICES for _, pointers in tags(path) for one in pointers.split(", ")}
    assert {belief.id for belief in BELIEFS.values() if belief.service == service} - pointed == set()


@pytest.mark.parametrize(("facts", "of"), [(nemovideo_facts.FAULTS, Faults), (nemovideo_facts.LIMITS, Limits)])
def test_every_switch_and_limit_of_the_sandbox_names_the_beliefs_that_try_it_or_why_none_does(facts, of):
    assert list(facts) == [field.name for field in dataclasses.fields(of)]
    named = [belief for beliefs in facts.values() for belief in beliefs]
    assert [belief for belief in named if belief not in BELIEFS and not NOT_TRIED.fullmatch(belief)] == []


def test_every_belief_about_nemovideo_is_a_fact_of_the_sandbox():
    played = {*nemovideo_facts.FAULTS.values(), *nemovideo_facts.LIMITS.values()}
    named = {belief for beliefs in played for belief in beliefs}
    assert {belief.id for belief in BELIEFS.values() if belief.service == "nemovideo"} - named == set()
