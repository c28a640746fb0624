"""Whether a file whose upload broke off is in the session all the same: by the name that was sent, and its size. Pure.

A name is corrected to the type of the content on its way (`IMG_0042.MOV` may be sent as `IMG_0042.mp4`). A process that
died did not say which name it sent, so each that it may have sent counts then.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.media.sniff import names_by_type
from core.progress import Arrived, Snapshot


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the session; `size` in bytes where it is known."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it may have been sent: one of `names`, in lower case, and `size` in bytes; None: unknown."""

    names: frozenset[str]
    size: int | None = None

    @classmethod
    def of(cls, names: Iterable[str], size: int | None) -> "SentFile":
        """Return a file that was sent under one of these names."""
        return cls(frozenset(name.casefold() for name in names), size or None)

    @classmethod
    def before_sending(cls, names: Iterable[str], size: int | None) -> "SentFile":
        """Return a file under each name that its content may give it."""
        return cls.of((sent for name in names for sent in names_by_type(name)), size)

    def find(self, before: Snapshot, now: Snapshot, earlier: Collection[Arrived]) -> FoundFile | None:
        """Return the file as the session has it; None: it has no more of these than before and meanwhile.

        Args:
            before: the snapshot before this request's uploads.
            now: the present one.
            earlier: this request's uploads so far.
        """
        had = sum(self._is(name, size) for name, size in before.files)
        had += sum(self._is(one.sent or one.name, one.size) for one in earlier if not one.refused)
        found = [FoundFile(name, size) for name, size in now.files if self._is(name, size)]
        return found[-1] if len(found) > had else None

    def _is(self, name: str, size: int | None) -> bool:
        same_size = size is None or self.size is None or size == self.size
        return name.casefold() in self.names and same_size
