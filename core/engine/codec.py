"""Values to JSON text and back, for the journal and the rows; both ways are checked.

Never used for secrets: `core.model.secret.Secret` has no JSON form.
"""

from typing import Any, TypeVar

from pydantic import AliasChoices, Field, TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # building one takes a thousand times as long as using it


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if (known := _ADAPTERS.get(kind)) is None:
        known = _ADAPTERS[kind] = TypeAdapter(kind)
    return known


def to_json(value: T, kind: type[T]) -> str:
    """Return `value` as JSON text of `kind`.

    Raises:
        ValueError: it is not of this kind, so that nobody could read it again.
    """
    text = _adapter(kind).dump_json(value, warnings="error")
    _adapter(kind).validate_json(text)  # None where it may not be is no error until here
    return text.decode()


def from_json(text: str, kind: type[T]) -> T:
    """Return the value that `to_json` wrote.

    Raises:
        ValueError: the text is not JSON of this kind.
    """
    return _adapter(kind).validate_json(text)


def formerly(name: str, *old: str) -> Any:
    """Return the annotation of a renamed field: it is written as `name`, and read under its `old` names too."""
    return Field(validation_alias=AliasChoices(name, *old))
