"""The finished film is asked for; the editor says that it is ready, the server renders it."""

from collections.abc import Iterator

from sandbox.operations.operation import Operation, left_to_the_editor
from sandbox.wording.clauses import Clause
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("EXPORT"):
        yield Wish("export")


OPERATION = Operation(
    topic="film",
    ability=Phrase("an MP4", "导出MP4"),
    example=Phrase("export 1080p MP4", "导出1080P的MP4"),
    reads=_read,
    does={"export": left_to_the_editor},
)
