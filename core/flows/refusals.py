"""Errors about a file or a request that need no backend to be found. Their sentences are in the phrase catalogues."""

from typing import Final

from core.model.limits import Used

STICKER_REFUSED: Final = "error.file_sticker"
"""Why a sticker is refused that somebody wants to see in their video."""


UPLOAD_REFUSED: Final = "error.upload_quota"
"""Why a file is refused that is larger than what its sender may upload now."""

UPLOAD_TOO_LARGE: Final = "error.upload_quota_never"
"""Why one is refused that is larger than what anybody may upload in a day."""


class FileRefused(Exception):
    """A file cannot be used.

    `key` is the phrase that says why; `name`, `size` and `limit` (both in bytes) are its values, and `wait`, in how
    many seconds it may be sent again. `words_kept`: the words of the request wait for the next file.
    """

    def __init__(
        self, key: str, *, name: str = "", size: int | None = None, limit: int | None = None, wait: float = 0.0
    ) -> None:
        super().__init__(key)
        self.key = key
        self.name = name
        self.size = size
        self.limit = limit
        self.wait = wait
        self.words_kept = False


class TooManyFiles(Exception):
    """One video for each of `count` files is more requests than a limit allows."""

    def __init__(self, used: Used, count: int) -> None:
        super().__init__(f"{count} files")
        self.used = used
        self.count = count


class BudgetUsedUp(Exception):
    """The credits that all chats may spend in a day are used up; the editor was not asked."""

    def __init__(self, used: Used) -> None:
        super().__init__("the credits of the day are used up")
        self.used = used


class NothingToExport(Exception):
    """There is no timeline, and no file to make one of."""


class NothingToUndo(Exception):
    """There is no earlier timeline, or no version of that number."""


class TurnUnknown(Exception):
    """It could not be found out what a lost turn did."""


class LoggedOut(TurnUnknown):
    """Nobody can look what a turn did: it ran on the person's own account, and their login has ended since."""
