"""Why a file or a wish cannot be worked on, found before the backend was asked. The sentences are in the catalogue."""


class FileRefused(Exception):
    """A file cannot be used; `key` names the sentence, `name`, `size` and `limit` (bytes) fill it.

    `words_kept`: what was asked waits for the next file.
    """

    def __init__(self, key: str, *, name: str = "", size: int | None = None, limit: int | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.name = name
        self.size = size
        self.limit = limit
        self.words_kept = False


class NothingToExport(Exception):
    """There is no timeline and no material to make one of."""


class NothingToUndo(Exception):
    """There is no timeline to go back on, or no version of that number."""


class TurnUnknown(Exception):
    """What became of a turn could not be found out; it is never asked again by itself."""
