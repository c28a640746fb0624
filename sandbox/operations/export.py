"""The finished film is asked for; the editor says that it is ready, the server renders it."""

from collections.abc import Iterator

from sandbox.operations.operation import Operation, left_to_the_editor
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

# that it cannot be sent is why something else is wished
_UNABLE = pattern(
    r"(?:won['’]?t|can['’]?t|cannot|couldn['’]?t|doesn['’]?t)\s+(?:let\s+(?:me|us)\s+)?(?:send|save|download|export)",
    "发不出|发不了|下载不了|导不出",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("EXPORT", carried=False) and not _UNABLE.search(clause.text):
        yield Wish("export")


OPERATION = Operation(
    topic="film",
    ability=Phrase("an MP4", "导出MP4"),
    example=Phrase("export 1080p MP4", "导出1080P的MP4"),
    reads=_read,
    does={"export": left_to_the_editor},
)
