"""A film asked for as such; without any material the editor draws its title cards."""

from collections.abc import Iterator

from sandbox.operations.operation import Operation, left_to_the_editor
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_ABOUT = bounded(
    r"(?<![a-z])about\s+(?:my\s+|the\s+|our\s+)?([^,.;\ue000-\uefff]+?)(?=\s+(?:with|in|for|using|that)\b"
    r"|$)|关于(.{1,30}?)的"
)
# what would have to be invented where no clip shows it
_SCENE = bounded(r"(?<![a-z])(?:video|film|movie)\s+of\s+an?\s+(?!few|couple|bunch|lot|number)")


def _read(clause: Clause) -> Iterator[Wish]:
    if (
        clause.has("CREATE")
        and clause.has("CLIP", "SLIDESHOW", "PHOTO", "SCRIPT", "EXPORT")
        and not clause.has("TITLE", "CAPTION", "SPEED")
    ):
        topic = _ABOUT.search(clause.text)
        named = (topic[1] or topic[2] or "").strip() if topic else ""
        scene = "scene" if _SCENE.search(clause.text) and not topic else ""
        yield Wish("create", kind=scene, text=clause.one("text") or clause.as_typed(named), files=clause.every("asset"))


OPERATION = Operation(
    topic="film",
    ability=Phrase("title cards where there is no clip", "没有素材时画标题卡"),
    example=Phrase("create a 30-second video about coffee", "制作一个30秒关于咖啡的视频"),
    reads=_read,
    explains=(_ABOUT, _SCENE, bounded(r"(?<![a-z])of\s+an?\s+[^\ue000-\uefff]*$")),
    does={"create": left_to_the_editor},
)
