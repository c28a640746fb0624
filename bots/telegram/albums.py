"""Albums in groups: only one of their messages has the caption, and in it the mention of the bot.

Each file of an album is a message of its own (Bot API, Message.media_group_id). When the caption comes last, the files
before it are held until then. The last albums are remembered in this process only.
"""

from collections import OrderedDict
from typing import Final

from telegram import Message

_ALBUMS: Final = 200
_FILES: Final = 20  # Bot API, sendMediaGroup: an album has at most ten

AlbumId = tuple[int, str]


class Albums:
    """Which albums are for the bot, and the messages of albums of which that is not known yet."""

    def __init__(self) -> None:
        self._for_bot: OrderedDict[AlbumId, None] = OrderedDict()
        self._held: OrderedDict[AlbumId, list[Message]] = OrderedDict()

    def is_for_bot(self, message: Message) -> bool:
        """Whether an earlier message of its album was for the bot."""
        album = _album(message)
        return album is not None and album in self._for_bot

    def hold(self, message: Message) -> None:
        """Keep a message whose album may turn out to be for the bot."""
        if (album := _album(message)) is None:
            return
        held = self._held.setdefault(album, [])
        if len(held) < _FILES:
            held.append(message)
        _trim(self._held)

    def claim(self, message: Message) -> list[Message]:
        """Note that an album is for the bot, and return the messages held of it, in order, until they are let go."""
        if (album := _album(message)) is None:
            return []
        self._for_bot[album] = None
        _trim(self._for_bot)
        return self._held.get(album, [])

    def let_go(self, message: Message) -> None:
        """Drop the messages held of an album: they are received."""
        if (album := _album(message)) is not None:
            self._held.pop(album, None)


def _album(message: Message) -> AlbumId | None:
    return (message.chat.id, message.media_group_id) if message.media_group_id else None


def _trim(albums: OrderedDict[AlbumId, None] | OrderedDict[AlbumId, list[Message]]) -> None:
    while len(albums) > _ALBUMS:
        albums.popitem(last=False)
