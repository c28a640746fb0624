"""The text of a turn, put together from its events. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, assert_never

from core.nemo.json_access import paired, storable
from core.nemo.turn_events import Failure, Heartbeat, Text, Thought, ToolCall, ToolResult, Unknown

if TYPE_CHECKING:
    from core.nemo.turn_events import Event

# Backend noise after a normal answer (NemoVideo skill text). It must begin a sentence, and only excuses may
# follow: "I encountered a temporary issue with clip 2, so I replaced it" is news.
_EXCUSE = re.compile(
    r"""\s*(?:(?:I['’]?m\s|I\sam\s)?(?:really\s|so\s)?(?:sorry|apologies|unfortunately)[,:]?\s(?:but\s)?)?
    I(?:['’]ve|\shave)?\s(?:encountered|ran\sinto|run\sinto|hit|experienced)\sa\stemporary\s(?:issue|problem|error)
    |\s*(?:非?常?抱歉[，,]?)?我?(?:这边)?遇到了?(?:一个|一些)?(?:临时|暂时)性?的?(?:问题|故障|错误)""",
    re.VERBOSE | re.IGNORECASE,
)
_PLEA = re.compile(
    r"\b(?:try|again|later|moment|retry|sorry|apologi[sz]e|support|patience)\b|重试|再试|稍后|稍候|抱歉", re.IGNORECASE
)
_NEWS = re.compile(r"\b(?:so|but|and) (?:I|we)\b|所以|因此|已经|已将|并", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?。！？…\n]*(?:[.!?。！？…\n]+|\Z)")
_SENTENCE_END = re.compile(r"[.!?:。！？：…][\"'”’)）\]]*\Z")
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})  # combining marks and joiners
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_SECOND_HALVES = range(0xDC00, 0xE000)  # of a surrogate pair
_TAIL = 40  # characters in which a sentence ends
_GOES_ON = frozenset(".,;:!?…)]}'\"”’。，；：！？、）】》0123456789")


class Transcript:
    """Collects events in their order; `text`, `failure` and `tools` may be read at any time."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._preview = ""
        self._since_tool = 0
        self._size = 0  # of what was said since
        self._tools: dict[tuple[str, object], None] = {}
        self._open_calls: list[tuple[str, str | None]] = []
        self._closed = False
        self._failure: Failure | None = None

    @property
    def text(self) -> str:
        """The text so far; partial texts count until the complete text has replaced them."""
        words = self._said
        if self._preview:
            words = [*words, self._preview]
        return _without_excuse(storable(_joined(words)))

    @property
    def failure(self) -> Failure | None:
        """The last error, unless the agent has spoken again after it."""
        return self._failure

    @property
    def tools(self) -> tuple[str, ...]:
        """The names of the tools that were called, in order."""
        return tuple(name for name, _ in self._tools)

    @property
    def closed(self) -> bool:
        """Whether the last thing was whole words, with no tool call open: the turn may be over."""
        return self._closed and not self._open_calls

    def add(self, event: Event) -> None:
        """Take in the next event."""
        if not isinstance(event, Heartbeat | Unknown):
            self._closed = isinstance(event, Text) and not event.partial and not event.text.isspace()
        match event:
            case Text(text, partial=True):
                self._preview += text
            case Text(text):
                self._say(text, complete=event.complete)
            case ToolCall(name, call_id):
                self._tools.setdefault((name, call_id or len(self._tools)))
                if call_id is None or (name, call_id) not in self._open_calls:  # a partial call is repeated whole
                    self._open_calls.append((name, call_id))
            case ToolResult(name, call_id):
                self._answer_call(name, call_id)
                self._end_run()
            case Failure():
                self._failure = event
            case Thought() | Heartbeat() | Unknown():
                pass
            case _:
                assert_never(event)

    def _answer_call(self, name: str, call_id: str | None) -> None:
        """Close the call that a tool has answered: that of this id, else the oldest of this name, else the oldest."""
        if not self._open_calls:
            return
        by_id = [call for call in self._open_calls if call_id is not None and call[1] == call_id]
        by_name = [call for call in self._open_calls if call[0] == name]
        self._open_calls.remove((by_id or by_name or self._open_calls)[0])

    def _say(self, text: str, *, complete: bool) -> None:
        self._preview = ""
        self._failure = None
        if self._repeats(text):  # the complete text, after pieces that were not marked so
            self._said[self._since_tool :] = [text]
            return
        self._size += _size_of(text)
        if complete:
            self._said += ["\n\n", text, "\n\n"]
        else:
            self._said.append(text)

    def _repeats(self, text: str) -> bool:
        """Whether a text is all that was said since the last tool. Sizes first: most are only the next piece."""
        if _size_of(text) != self._size:
            return False
        return text.strip() == paired("".join(self._said[self._since_tool :])).strip()

    def _end_run(self) -> None:
        """Close the texts before a tool's answer: no later text repeats them."""
        self._said += [self._preview, "\n\n"]
        self._preview = ""
        self._since_tool = len(self._said)
        self._size = 0


def _size_of(text: str) -> int:
    """Return the size of a text without blanks, the same for a surrogate pair in two halves and joined."""
    return len("".join(text.split()).encode("utf-16-le", "surrogatepass"))


def _joined(pieces: list[str]) -> str:
    """Return the pieces as one text: after a finished sentence a new paragraph begins, a fragment is continued."""
    text = ""
    for piece in pieces:
        if not piece or (piece.isspace() and text[-1:].isspace()):
            continue
        begins = not (piece[0].isspace() or piece[0] in _GOES_ON or _joins(piece[0]))
        text += f"\n\n{piece}" if begins and _SENTENCE_END.search(text[-_TAIL:]) else piece
    return text.strip()


def _joins(character: str) -> bool:
    """Return whether a character is part of the one before it, as inside an emoji."""
    number = ord(character)
    return number in _SKIN_TONES or number in _SECOND_HALVES or unicodedata.category(character) in _MARKS


def _without_excuse(text: str) -> str:
    """Return the text without a "temporary issue" notice at its end, unless it is all there is."""
    end = len(text)
    for sentence in reversed(list(_SENTENCE.finditer(text))):
        words = sentence.group()
        excuse = _EXCUSE.match(words)
        if excuse and not _NEWS.search(words, excuse.end()):
            end = sentence.start()
        elif words.strip() and not _PLEA.search(words):
            break
    return text[:end].rstrip() or text
