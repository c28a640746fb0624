"""The lines of a script as captions: one a photo where they are as many, else evenly over the film."""

from sandbox.model.draft import Words
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation, understood_elsewhere
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_LAID = Phrase("Laid {count} lines of the script as captions.", "已把脚本的 {count} 行作为字幕。")


def _do(context: EditContext, _: Wish) -> None:
    lines, timeline = context.script, context.timeline
    total = timeline.length
    edges = [round(total * place / len(lines)) for place in range(len(lines) + 1)]
    if len(lines) == len(timeline.shots):
        edges = [start for start, _ in context.placed()] + [total]
    captions = [
        Words(line[:400], "caption", "bottom", start, max(1, stop - start))
        for line, start, stop in zip(lines, edges, edges[1:], strict=False)
    ]
    timeline.words = [each for each in timeline.words if each.kind != "caption"] + captions
    context.did("add_captions", _LAID, count=len(lines))


OPERATION = Operation(
    topic="words",
    ability=Phrase("the lines of a script as captions", "把脚本逐行做成字幕"),
    example=Phrase("captions: (the lines below)", "字幕：（下面逐行）"),
    reads=understood_elsewhere,
    does={"script": _do},
)
