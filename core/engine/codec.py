"""Values to JSON text and back, checked on the way in: what the journal and the rows hold.

Never holds secrets: a masked secret has no JSON form.
"""

from typing import Any, TypeVar

from pydantic import AliasChoices, Field, TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # building one costs a thousand times what using it does


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if (known := _ADAPTERS.get(kind)) is None:
        known = _ADAPTERS[kind] = TypeAdapter(kind)
    return known


def to_json(value: T, kind: type[T]) -> str:
    """Return `value` as JSON text of `kind`."""
    return _adapter(kind).dump_json(value).decode()


def from_json(text: str, kind: type[T]) -> T:
    """Return the value that `to_json` wrote.

    Raises:
        ValueError: the text is not JSON of this kind.
    """
    return _adapter(kind).validate_json(text)


def formerly(name: str, *old: str) -> Any:
    """Return the annotation of a field that rows of earlier releases call otherwise; it is written as `name`."""
    return Field(validation_alias=AliasChoices(name, *old))
