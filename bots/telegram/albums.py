"""Albums in groups: only one of their messages carries the words, and with them the mention of the bot.

A memory of a few minutes, in this process only: an album whose caption comes last has its first files held until then.
"""

from collections import OrderedDict
from typing import Final

from telegram import Message

_ALBUMS: Final = 200
_FILES: Final = 20

Name = tuple[int, str]


class Albums:
    """Which albums are meant for the bot, and the files of those of which nobody knows yet."""

    def __init__(self) -> None:
        self._ours: OrderedDict[Name, None] = OrderedDict()
        self._held: OrderedDict[Name, list[Message]] = OrderedDict()

    def ours(self, message: Message) -> bool:
        """Whether an earlier message of its album was meant for the bot."""
        name = _name(message)
        return name is not None and name in self._ours

    def hold(self, message: Message) -> None:
        """Keep a file that may yet turn out to be meant."""
        if (name := _name(message)) is None:
            return
        held = self._held.setdefault(name, [])
        if len(held) < _FILES:
            held.append(message)
        _trim(self._held)

    def claim(self, message: Message) -> list[Message]:
        """Say that an album is meant, and return what was held of it, in order."""
        if (name := _name(message)) is None:
            return []
        self._ours[name] = None
        _trim(self._ours)
        return self._held.pop(name, [])


def _name(message: Message) -> Name | None:
    return (message.chat.id, message.media_group_id) if message.media_group_id else None


def _trim(kept: OrderedDict[Name, None] | OrderedDict[Name, list[Message]]) -> None:
    while len(kept) > _ALBUMS:
        kept.popitem(last=False)
