"""An event loop on which every run goes like the last, and which knows when nothing is left to do."""

import asyncio
import contextlib
import queue
import selectors


class OrderlyLoop(asyncio.SelectorEventLoop):
    """What threads answer is heard only when nothing else is ready, so that their speed decides nothing.

    For work that waits for threads and for a manual clock, and for no socket.
    """

    def __init__(self):
        self._answers = queue.SimpleQueue()
        self._awaited = 0  # calls that a thread will answer
        super().__init__(_NothingReady(self._hear))

    def call_soon_threadsafe(self, callback, *args, context=None):
        self._answers.put((callback, args, context))

    @contextlib.contextmanager
    def waits_for_a_thread(self):
        """While the block runs, the loop has something left to do even when no task is ready."""
        self._awaited += 1
        try:
            yield
        finally:
            self._awaited -= 1

    def settle(self):
        """Run until nothing is left to do: all tasks wait for the clock, or for the test."""
        self.run_forever()

    def finish(self, work):
        """Return what a coroutine returns that waits for threads alone."""
        with self.waits_for_a_thread():
            return self.run_until_complete(work)

    def _hear(self):
        try:
            callback, args, context = self._answers.get(block=bool(self._awaited), timeout=30)
        except queue.Empty:
            if self._awaited:
                raise AssertionError("no thread answers") from None
            self.stop()
        else:
            self.call_soon(callback, *args, context=context)


class _NothingReady(selectors.DefaultSelector):
    """Calls `hear` when its loop would wait."""

    def __init__(self, hear):
        super().__init__()
        self._hear = hear

    def select(self, timeout=None):
        if timeout != 0:
            self._hear()
        return []
