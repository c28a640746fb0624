"""What one file takes of the megabytes that its sender may upload in a day.

Its size is taken before a byte of it is read, as far as it is known, and what really passed is what stays taken.
"""

from core.flows.context import RequestContext
from core.flows.refusals import UPLOAD_REFUSED, UPLOAD_TOO_LARGE, FileRefused
from core.model.limits import Holder, LimitReached, Limits, Used


class UploadQuota:
    """The share of one file; `item` tells it from the other files of its request. Without a limit it is about nothing.

    `passed` are the bytes that were handed to the backend. Every method raises `StorageError`.
    """

    def __init__(self, context: RequestContext, item: str) -> None:
        request = context.request
        self.passed = 0
        self._usage = context.stores.usage
        self._request = request.id
        self._item = item
        self._holder = Holder(request.address, request.sender)
        self._limits = context.rules.limits_for(request.address, request.sender) or Limits()

    @property
    def limited(self) -> bool:
        """Whether there is a limit."""
        return self._limits.upload_bytes_per_day > 0

    async def take(self, size: int | None) -> None:
        """Take the size of the file in place of what was taken for it; None: it is not known.

        Raises:
            FileRefused: that is more than is left.
        """
        if not self.limited or size is None:
            return
        try:
            await self._usage.upload(self._holder, self._limits, self._request, self._item, size)
        except LimitReached as reached:
            raise _refusal(reached.used, size) from reached

    async def give_back(self) -> None:
        """Keep only what passed: the file did not arrive."""
        await self.take(self.passed)

    async def at_most(self, limit: int) -> int:
        """Return how large the file may be: `limit`, or what is left, if that is less.

        Raises:
            FileRefused: nothing is left.
        """
        if not self.limited:
            return limit
        used = await self._usage.upload_left(self._holder, self._limits, self._request, self._item)
        if not used.left:
            raise _refusal(used, None)
        return min(limit, used.left)

    async def refused(self, refusal: FileRefused, limit: int) -> FileRefused:
        """Return why a file was refused that may have been larger than what is left; `limit` is that of every file."""
        too_large = refusal.key == "error.too_large" and (refusal.limit or limit) < limit
        if not too_large or (refusal.size or 0) > limit:
            return refusal
        used = await self._usage.upload_left(self._holder, self._limits, self._request, self._item)
        return _refusal(used, refusal.size)


def _refusal(used: Used, size: int | None) -> FileRefused:
    """Return that a file is larger than what is left; it never fits if it is larger than the whole."""
    wait = used.back if size is None else used.wait
    key = UPLOAD_TOO_LARGE if wait is None else UPLOAD_REFUSED
    return FileRefused(key, size=size, limit=used.left, wait=wait or 0.0)
