"""Discord's own OpenAPI document as the judge of request bodies, and of what the double itself answers.

The document's unions are read as "at least one fits", and an integer is as good a snowflake as its digits.
What stands in it is documented [discord.link, discord.send].
"""

import functools
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.doubles.discord_errors import Problem

DOCUMENT = Path(__file__).parents[1] / "fixtures" / "discord-openapi.json.gz"
SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
CODES = {
    "maxLength": "BASE_TYPE_BAD_LENGTH",
    "minLength": "BASE_TYPE_BAD_LENGTH",
    "maxItems": "BASE_TYPE_BAD_LENGTH",
    "minItems": "BASE_TYPE_BAD_LENGTH",
    "required": "BASE_TYPE_REQUIRED",
    "enum": "BASE_TYPE_CHOICES",
    "type": "BASE_TYPE_BAD_TYPE",
    "format": "URL_TYPE_INVALID_URL",
}

formats = FormatChecker(formats=())


@formats.checks("uri")
def _is_url(value: object) -> bool:
    return not isinstance(value, str) or re.match(r"(https?|wss?|discord|attachment)://\S+$", value) is not None


def _some_fit(validator: Any, branches: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    failures: list[list[ValidationError]] = []
    for index, branch in enumerate(branches):
        found = list(validator.descend(instance, branch, schema_path=index))
        if not found:
            return
        failures.append(found)
    meant = [found for found in failures if not any(_of_another_type(error) for error in found)]
    yield ValidationError("no form of this fits", context=[error for found in meant or failures for error in found])


def _of_another_type(error: ValidationError) -> bool:
    """Whether the branch describes another thing altogether: its own `type`, or null."""
    return (error.validator == "enum" and list(error.path) == ["type"]) or error.validator_value == "null"


_Judge: Any = extend(  # type: ignore[no-untyped-call]  # jsonschema leaves it untyped
    Draft202012Validator, {"oneOf": _some_fit, "anyOf": _some_fit}
)


@functools.cache
def _document() -> Any:
    document = json.loads(gzip.decompress(DOCUMENT.read_bytes()))
    document["components"]["schemas"]["SnowflakeType"] = SNOWFLAKE
    return document


@functools.cache
def _judge(*pointer: str) -> Validator:
    resource = DRAFT202012.create_resource(_document())
    registry: Registry[Any] = Registry().with_resource("urn:discord", resource)
    escaped = "/".join(
        step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D") for step in pointer
    )
    judge: Validator = _Judge({"$ref": f"urn:discord#/{escaped}"}, registry=registry, format_checker=formats)
    return judge


def request_problems(method: str, route: str, body: Any) -> list[Problem]:
    """Return what Discord's document says is wrong with this body; `route` as the document writes it."""
    return _problems(_judge("paths", route, method, "requestBody", "content", "application/json", "schema"), body)


def answer_problems(method: str, route: str, status: int, body: Any) -> list[Problem]:
    """Return where an answer of the double is not as the document describes it."""
    pointer = ("paths", route, method, "responses", str(status), "content", "application/json", "schema")
    return _problems(_judge(*pointer), body)


def shape_problems(name: str, body: Any) -> list[Problem]:
    """Return where a value is not as the document's schema of this name describes it."""
    return _problems(_judge("components", "schemas", name), body)


def _problems(judge: Validator, body: Any) -> list[Problem]:
    return [_problem(error) for error in judge.iter_errors(body)]


def _problem(error: ValidationError) -> Problem:
    """Say it of the deepest place: a union's own message would only name the union."""
    while error.context:
        error = _closest(error.context)
    return Problem(
        tuple(error.absolute_path), CODES.get(str(error.validator), "BASE_TYPE_INVALID"), error.message[-200:]
    )


def _closest(errors: list[ValidationError]) -> ValidationError:
    chosen: ValidationError | None = best_match(iter(errors), key=lambda error: len(error.absolute_path))
    assert chosen is not None
    return chosen
