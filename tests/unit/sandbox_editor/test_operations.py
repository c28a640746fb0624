"""What holds of every operation, whatever it does."""

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import sandbox.operations
from sandbox import editor
from sandbox.abilities import abilities
from sandbox.operations.operation import Operation
from sandbox.operations.registry import OPERATIONS
from sandbox.reading import read
from sandbox.wording import phrases
from sandbox.wording.phrases import Phrase

FILES = {"a": "clip1.mp4", "b": "clip2.mp4"}
MODULES = [
    importlib.import_module(f"sandbox.operations.{module.name}")
    for module in pkgutil.iter_modules(sandbox.operations.__path__)
]


def phrases_in(value):
    match value:
        case Phrase():
            yield value
        case Operation(ability=ability, example=example):
            yield from (ability, example)
        case dict():
            for each in value.values():
                yield from phrases_in(each)
        case list() | tuple():
            for each in value:
                yield from phrases_in(each)


SPOKEN = [
    each for module in (*MODULES, editor, phrases) for value in vars(module).values() for each in phrases_in(value)
]


def test_every_file_with_an_operation_is_registered():
    found = [module.OPERATION for module in MODULES if hasattr(module, "OPERATION")]

    assert Counter(map(id, found)) == Counter(map(id, OPERATIONS))


def test_a_wish_and_an_effect_belong_to_one_operation():
    names = Counter(name for each in OPERATIONS for name in {*each.does, *each.draws, *each.sounds, *each.shapes})

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("phrase", SPOKEN, ids=lambda phrase: phrase.english[:40])
def test_both_languages_say_the_same_things(phrase):
    places = [set(re.findall(r"{(\w+)}", each)) for each in phrase]

    assert places[0] == places[1]
    assert re.search("[\u3400-\u9fff]", phrase.chinese)
    assert not re.search("[\u3400-\u9fff]", phrase.english)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.ability.english)
@pytest.mark.parametrize("language", [0, 1])
def test_the_example_of_an_operation_is_understood_as_that_operation(operation, language):
    reading = read(f"{operation.example[language]}\none\ntwo\nthree", FILES)
    if "script" not in operation.does:
        reading = read(operation.example[language], FILES)

    assert {wish.op for wish in reading.wishes} & set(operation.does), reading
    assert not reading.missed


@pytest.mark.parametrize("chinese", [False, True])
def test_the_list_of_what_can_be_done_has_every_operation(chinese):
    told = abilities(chinese=chinese)

    assert [each.ability for each in OPERATIONS if each.ability[chinese] not in told] == []


@pytest.mark.parametrize("words", ["what can you do?", "which features are there?", "你会什么？", "有哪些功能？"])
async def test_who_asks_what_can_be_done_is_told_all_of_it(asked, words):
    made = await asked(words)

    assert made.said == abilities(chinese=not words.isascii())
    assert made.is_question
    assert not made.changed
