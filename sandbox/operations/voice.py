"""An uploaded recording as a voice-over: once over the film, with the music and the clips stepping back."""

from collections.abc import Iterable, Iterator

from sandbox.model.draft import Voice
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.files import is_spoken
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"voice-?\s?overs?|narrations?|narrator|commentary|voice\s+(?:tracks?|recordings?|memos?|notes?)|dub(?:bing)?",
    "旁白|画外音|配音|解说",
)

# what only is to be heard somewhere: "voice at the start"
_COMES = pattern(
    rf"^\W*(?:the\s+|my\s+)?voice\s+(?:comes\s+in\s+|starts\s+|goes\s+)?(?:(?:at|from|in)\s+(?:the\s+(?:start|beginning)|{MARK})|first)",
    f"^\\W*(?:人声|语音|录音)(?:从|在)(?:开头|{MARK})",
)
# from when on it speaks, said behind it
VOICE_FROM = bounded(
    rf"^\W*(?:and\s+|then\s+)?(?:(?:have\s+|let\s+|make\s+)?it\s+)?(?:should\s+)?(?:start|begin|come|comes|kick|play)s?(?:\s+(?:it|that|in))?\s+(?:at|from|after)\s+(?:the\s+)?{MARK}\W*$"
    rf"|^\W*(?:从|在)第?{MARK}(?:开始|起|再)?(?:说|讲|播|放|念|响|进来?)?\W*$"
)
# what was sent along is spoken, and shall be heard: 这是我录的旁白
_THIS_IS = pattern(
    r"(?:this|that|here|it)(?:'?s|\s+is)\s+(?:my|our|the|a)\s+(?:voice-?\s?over|narration|commentary|voice\s+(?:track|recording|memo|note))",
    "(?:这|那)[个段]?(?:就?是)(?:我|我们|他|她)?(?:自己)?(?:录|配|念|讲)?的?(?:旁白|配音|解说|画外音)",
)
_LAID = Phrase(
    "{name} lies over the film as a voice-over from {begin} on, once; music and clips step back while it speaks.",
    "已把 {name} 作为旁白从 {begin} 开始播放一遍，说话时音乐和原声自动压低。",
)
_CUT_OFF = Phrase("It is longer than the film and ends with it.", "旁白比影片长，随影片一起结束。")
_NO_FILE = Phrase(
    "Send me the voice-over as an audio file and say which it is; I cannot speak or generate a voice here.",
    "请把旁白的音频文件发给我，并说明是哪个文件；我这里不能生成语音。",
)
_REMOVED = Phrase("Removed the voice-over.", "已去掉旁白。")
_NONE = Phrase("There is no voice-over.", "现在没有旁白。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("CAPTION", "TITLE"):
        return
    if clause.has("REMOVE", "UNDO", "MUTE"):
        yield Wish("voice_remove")
        return
    yield from _laid(clause)


def _named(clause: Clause) -> Iterator[Wish]:
    """A recording that is called so needs no other word: "lay voice.mp3 over the video"."""
    if not clause.one("voice"):
        if _THIS_IS.search(clause.text) or (_COMES.search(clause.text) and not clause.has("REMOVE", "MUTE", "VOLUME")):
            yield from _laid(clause)
        return
    if clause.has("REMOVE", "MUTE"):
        yield Wish("voice_remove")
    elif clause.has("ADD", "JOIN", "MOVE") or clause.one("time") or clause.one("span"):
        yield from _laid(clause)


def _laid(clause: Clause) -> Iterator[Wish]:
    span = clause.one("range")
    start = span[0] if span else clause.one("time") or clause.one("span") or 0
    yield Wish("voice", files=clause.files, ms=start, amount=clause.one("share"))


def _recordings(context: EditContext, wish: Wish) -> list[str]:
    """The file that is meant: a named one, else one that is called a voice, else the newest that is sound alone."""
    named = [key for key in wish.files if key in context.assets and context.assets[key].has_audio]
    music = context.timeline.music
    spare = [
        key for key, asset in context.assets.items() if asset.kind == "audio" and (not music or key != music.source)
    ]
    called_so = [key for key in spare if is_spoken(context.assets[key].name)]
    return named[-1:] or called_so[-1:] or spare[-1:]


def add_voice(context: EditContext, wish: Wish) -> None:
    """The recording of a wish over the film, once, instead of any other."""
    found = _recordings(context, wish)
    if not found:
        context.note(_NO_FILE)
        return
    asset, total = context.assets[found[0]], context.timeline.length
    start = min(wish.ms or 0, max(0, total - 100))
    level = min(4.0, wish.amount if wish.amount is not None else 1.0)
    context.timeline.voice = Voice(asset.name, asset.id, start, asset.duration_ms, level)
    context.did("add_voiceover", _LAID, name=asset.name, begin=context.long(start))
    if start + asset.duration_ms > total + 100:
        context.note(_CUT_OFF)


def _remove(context: EditContext, _: Wish) -> None:
    if context.timeline.voice is None:
        context.note(_NONE)
        return
    context.timeline.voice = None
    context.did("remove_voiceover", _REMOVED)


def _borrowed(context: EditContext, wish: Wish) -> Iterable[str]:
    return _recordings(context, wish) if wish.op == "voice" else ()


OPERATION = Operation(
    topic="sound",
    ability=Phrase("a voice-over from a file", "用音频文件做旁白"),
    example=Phrase("use clip1.mp4 as a voice-over", "把clip1.mp4作为旁白"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        _THIS_IS,
        VOICE_FROM,
        pattern("over|(?:on\\s+)?top|in\\s+(?:his|her|my|their)|narrat\\w+|dub\\w*", "旁白|配音|解说|盖|叠"),
    ),
    falls_back=_named,
    does={"voice_remove": _remove, "voice": add_voice},
    borrows=_borrowed,
)
