"""The music steps back while the clips' own sound, or a voice, is heard."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import NO_BGM, Phrase
from sandbox.wording.wishes import Wish

_SPEECH = r"(?:speech|talk(?:s|ing)?|speak(?:s|ing)?|voices?|dialog(?:ue)?|narrat\w+|vocals?|i'?m talking)"
_DIPS = (
    r"(?:drops?|dips?|lowers?|steps?\s+back|(?:gets?|go(?:es)?|comes?)\s+(?:down|quiet(?:er)?|softer|lower"
    r"|out\s+of\s+the\s+way))"
)
_WORDS = pattern(
    rf"(?:audio\s+|music\s+|auto-?)?duck(?:s|ed|ing)?(?:\s+(?:the\s+)?music)?(?:[\w\s']{{0,40}}?{_SPEECH})?"
    rf"|(?:lower|dip|drop|reduce|quieten|turn down|soften)\s+(?:the\s+)?(?:background\s+)?(?:music|song|track)\s+"
    rf"(?:under|behind|during|when(?:ever)?|while|beneath|for)[\w\s']{{0,40}}?{_SPEECH}(?:\s+(?:parts?|is|there))*"
    r"|music\s+(?:quieter|softer|lower|down)\s+(?:under|behind|during|when(?:ever)?|while|beneath)"
    rf"[\w\s']{{0,40}}?{_SPEECH}"
    rf"|(?:music|song|track|it)\s+(?:(?:to|should|must|can)\s+)?{_DIPS}"
    rf"\s+(?:under|behind|during|when(?:ever)?|while|beneath|as)[\w\s']{{0,40}}?{_SPEECH}",
    r"闪避|(?:有人)?(?:说话|讲话|人声|对白|旁白)(?:的时候|时候|时|出现时)?[，,]?(?:把|让|将)?(?:背景)?(?:音乐|配乐|歌)"
    r"(?:自动|自己)?(?:压低|降低|变小|调低|调小|小声?一?点|轻一?点|减弱|(?:自动)?小下去)"
    r"|(?:有人)?(?:说话|讲话|人声|对白|旁白)(?:的时候|时候|时|出现时)?[，,]?(?:自动)?(?:压低|降低|调低|调小|减小|减弱)(?:一下)?(?:背景)?(?:音乐|配乐)"
    r"|(?:背景)?音乐(?:自动)?(?:闪避|避让)(?:人声|说话|对白)?|音乐(?:在)?(?:说话|讲话|人声|对白)(?:的时候|时)?(?:自动)?"
    r"(?:压低|降低|变小|调低|小声?一?点)",
)
_OFF = pattern(r"no|stop|off|without|remove|don'?t|undo|turn off", "取消|关闭|不要|关掉|去掉")

_DONE = Phrase(
    "The music ducks: it steps back while the clips or a voice are heard.", "音乐已闪避：有人声或原声时自动压低。"
)
_UNDONE = Phrase("The music does not duck any more.", "已取消音乐闪避。")


def _read(clause: Clause) -> Iterator[Wish]:
    if _WORDS.search(clause.text):
        yield Wish("duck", kind="off" if _OFF.search(clause.text) else "")


def _do(context: EditContext, wish: Wish) -> None:
    music = context.timeline.music
    if music is None:
        context.note(NO_BGM)
        return
    context.timeline.music = replace(music, duck=not wish.kind)
    context.did("duck_music", _UNDONE if wish.kind else _DONE)


OPERATION = Operation(
    topic="sound",
    ability=Phrase("music that ducks under speech", "说话时音乐自动压低"),
    example=Phrase("duck the music under the voice", "说话时音乐压低"),
    phrase=_WORDS,
    reads=_read,
    explains=(pattern("talks?|speaks?|back", "说话"),),
    does={"duck": _do},
)
