"""The text of a message: text or caption, links under words made visible, mentions of the bot removed, spoilers marked.

Pure. Positions of entities are UTF-16 units (Bot API, MessageEntity).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from telegram import Message, MessageEntity, TextQuote

from bots.telegram.formatting import utf16_units
from bots.telegram.rich import rich_words
from core.words.spoilers import hidden

# Clients cut a long text between words, a little below the 4096 of Bot API, sendMessage.
CUT_UNITS: Final = 4000
EDIT: Final = "edit"

Span: TypeAlias = tuple[int, int]
"""Where something stands in a text: from the first UTF-16 unit to before the second."""

_NO_MENTION: Final = frozenset(
    {
        MessageEntity.BOT_COMMAND,
        MessageEntity.CODE,
        MessageEntity.EMAIL,
        MessageEntity.PRE,
        MessageEntity.TEXT_LINK,
        MessageEntity.URL,
    }
)
_LETTERS: Final = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Letters of scripts that are written without blanks: Han, kana, Hangul with its particles."""
_HAN: Final = f"[{_LETTERS}]"
_NOT_AFTER: Final = rf"(?<![^\W{_LETTERS}])(?<!@)"  # no other letter, digit or @ before it
_NOT_BEFORE: Final = rf"(?![^\W{_LETTERS}])"
_AFTER_A_NAME: Final = ",:;，：；、 \n"
_COMMAND_BESIDE_HAN: Final = re.compile(rf"/([A-Za-z0-9_]{{1,64}})(?:@([A-Za-z0-9_]{{3,32}}))?(?={_HAN})")


@dataclass(frozen=True, slots=True)
class MessageText:
    """What somebody wrote.

    `mentions_bot`: the bot's name was in it. `command` is the command it begins with, without the slash, and
    `command_bot` the bot that the command names. `cut`: it is as long as a message can be, so the next one probably
    goes on with it.
    """

    text: str
    mentions_bot: bool = False
    command: str = ""
    command_bot: str = ""
    cut: bool = False


def message_text(message: Message, username: str, user_id: int | None = None) -> MessageText:
    """Return the text of a message; `username`, without the @, and `user_id` are the bot's own."""
    raw = message.text or message.caption or rich_words(message.api_kwargs.get("rich_message"))
    entities = message.entities or message.caption_entities or ()
    utf16 = raw.encode("utf-16-le")
    mentions = _mentions(raw, utf16, entities, username, user_id)
    command, command_bot = _command(raw, utf16, entities)
    named = len("/") + len(command) + (len("@") + len(command_bot) if command_bot else 0) if command else 0
    text = _words(utf16, mentions, _spoilers(entities, named)).strip()
    if mentions:
        text = text.lstrip(_AFTER_A_NAME)
    if command_bot:
        text = text.replace(f"@{command_bot}", "", 1)
    if command:
        text = _apart(text, command)
    if command == EDIT:  # in a group /edit only says that the message is for the bot; the wish follows it
        text = text[len(EDIT) + 1 :].strip()
    links = [one for one in entities if one.type == MessageEntity.TEXT_LINK]
    return MessageText(
        _with_links(text, links, entities), bool(mentions), command, command_bot, utf16_units(raw) >= CUT_UNITS
    )


def quote_text(quote: TextQuote, replied: Message | None) -> str:
    """Return what is quoted of a message, with the links that this has under the words (a quote has none itself).

    Bot API, TextQuote.entities: kept are spoilers and the like.
    """
    text = _words(quote.text.encode("utf-16-le"), [], _spoilers(quote.entities or (), 0)).strip()
    if replied is None:
        return text
    whole = (replied.text or replied.caption or "").encode("utf-16-le")
    entities = replied.entities or replied.caption_entities or ()
    linked = [one for one in entities if one.type == MessageEntity.TEXT_LINK]
    return _with_links(text, [one for one in linked if _part(whole, _span(one)) in quote.text], entities)


def _with_links(text: str, links: Iterable[MessageEntity], entities: Sequence[MessageEntity]) -> str:
    """Return a text with the links under its words, which it does not show itself; one under hidden words is hidden."""
    spoilers = _spoilers(entities, 0)
    shown: dict[str, str] = {}
    for one in links:
        url, (start, end) = one.url or "", _span(one)
        if url.startswith(("http://", "https://")) and url not in text:
            under_hidden = any(begin < end and start < after for begin, after in spoilers)
            shown[url] = hidden(url) if under_hidden else url
    return "\n".join([text, *shown.values()]).strip()


def _mentions(
    raw: str, utf16: bytes, entities: Sequence[MessageEntity], username: str, user_id: int | None
) -> list[Span]:
    """Return where the bot is named: by its username, or by any name that links to it.

    Telegram makes no entity of a username beside letters, Han among them, so that "请@bot加音乐" has none.
    """
    name = f"@{username}".lower()
    spans = {
        _span(one)
        for one in entities
        if (one.type == MessageEntity.MENTION and _part(utf16, _span(one)).lower() == name)
        or (one.type == MessageEntity.TEXT_MENTION and one.user is not None and one.user.id == user_id)
    }
    others = [_span(one) for one in entities if one.type in _NO_MENTION]
    for found in re.finditer(rf"{_NOT_AFTER}{re.escape(name)}{_NOT_BEFORE}", raw, re.IGNORECASE):
        start = utf16_units(raw[: found.start()])
        span = (start, start + utf16_units(found[0]))
        if not any(begin < span[1] and span[0] < end for begin, end in others):
            spans.add(span)
    return sorted(spans)


def _command(raw: str, utf16: bytes, entities: Sequence[MessageEntity]) -> tuple[str, str]:
    """Return the command a message begins with and the bot it names, without slash and @.

    A command that Han letters follow at once is none for Telegram, but is meant as one.
    """
    found = next((one for one in entities if one.type == MessageEntity.BOT_COMMAND and one.offset == 0), None)
    if found is not None:
        command, _, bot = _part(utf16, _span(found)).removeprefix("/").partition("@")
        return command.lower(), bot
    beside_han = _COMMAND_BESIDE_HAN.match(raw)
    return (beside_han[1].lower(), beside_han[2] or "") if beside_han else ("", "")


def _apart(text: str, command: str) -> str:
    """Return the text with a blank behind its command, where Han letters follow it at once."""
    end = len(command) + 1
    return f"{text[:end]} {text[end:]}" if re.match(_HAN, text[end:]) else text


def _span(entity: MessageEntity) -> Span:
    return entity.offset, entity.offset + entity.length


def _part(utf16: bytes, span: Span) -> str:
    return utf16[span[0] * 2 : span[1] * 2].decode("utf-16-le", "ignore")


def _spoilers(entities: Sequence[MessageEntity], start: int) -> list[Span]:
    """Return what is hidden from `start` on, each part once (Bot API, MessageEntity: "spoiler")."""
    spans = sorted(_span(one) for one in entities if one.type == MessageEntity.SPOILER)
    merged: list[Span] = []
    for begin, end in spans:
        first = max(begin, merged[-1][1] if merged else start)
        if first < end:
            merged.append((first, end))
    return merged


def _words(utf16: bytes, mentions: list[Span], spoilers: list[Span]) -> str:
    """Return the text without mentions of the bot; what is hidden is marked as such."""
    pieces, at = [], 0
    for start, end in spoilers:
        inside = _without(utf16, mentions, start, end)
        pieces += [_without(utf16, mentions, at, start), hidden(inside) if inside.strip() else inside]
        at = end
    return "".join([*pieces, _without(utf16, mentions, at, len(utf16) // 2)])


def _without(utf16: bytes, spans: list[Span], start: int, end: int) -> str:
    """Return the part of a text from `start` to before `end`, without these spans."""
    kept = b""
    for begin, after in spans:
        if begin < end and after > start:
            kept += utf16[start * 2 : max(begin, start) * 2]
            start = min(after, end)
    return (kept + utf16[start * 2 : end * 2]).decode("utf-16-le", "ignore")
