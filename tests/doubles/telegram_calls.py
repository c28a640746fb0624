"""One call as it came, with its parameters as the schema gives them. No facts of its own."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram_text import Marked, read

Table = Mapping[str, Callable[["Call"], Any]]


@dataclass
class Upload:
    """A part of a multipart call, read to its end and mostly forgotten."""

    name: str
    media_type: str
    size: int
    head: bytes
    sha256: str


@dataclass
class Call:
    """One call as it came and how it ended: `status` is the answer's, 0 while it is under way."""

    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload]
    at: float = field(default_factory=time.monotonic)
    status: int = 0
    error: str = ""

    @property
    def chat(self) -> int:
        """The chat it is about, or 0."""
        value = self.params.get("chat_id", 0)
        return int(value) if re.fullmatch(r"-?\d+", str(value)) else 0

    def upload(self, name: str) -> Upload | None:
        """Return the uploaded file of this parameter; None: it names one that the server has."""
        return self.uploads.get(str(self.params.get(name, "")).removeprefix("attach://"))


def marked(params: Mapping[str, Any], name: str, limit: int) -> Marked:
    """Return the words of a call's text or caption. Raises Refused."""
    listed = params.get("entities" if name == "text" else "caption_entities")
    return read(params.get(name, ""), params.get("parse_mode"), listed, limit)


def words(name: str, said: Marked) -> dict[str, Any]:
    """Return the fields of a message with these words."""
    if not said.text:
        return {}
    fields: dict[str, Any] = {name: said.text}
    if said.entities:
        fields["entities" if name == "text" else "caption_entities"] = said.entities
    return fields


def wire_name(name: str) -> str:
    """Return a method's name as the Bot API spells it."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def table(methods: object, names: str) -> Table:
    """Return these methods of an object by their names on the wire."""
    return {wire_name(name): getattr(methods, name) for name in names.split()}
