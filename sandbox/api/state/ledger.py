"""What was ever accepted and made, for whoever judges a client from outside."""

from sandbox.api.state.store import Store


class Ledger:
    """The turns and the films of all accounts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def turns(self) -> list[str]:
        """The words of every accepted turn, in order."""
        return [str(row["text"]) for row in self._store.all("SELECT text FROM turn ORDER BY id")]

    def turns_in_sessions(self) -> list[tuple[str, str]]:
        """The session and the words of every accepted turn, in order."""
        return [(row["session"], row["text"]) for row in self._store.all("SELECT session, text FROM turn ORDER BY id")]

    def films_in_sessions(self) -> list[tuple[str, str, str]]:
        """The id, the number and the session of every render that came to its end, in order."""
        rows = self._store.all("SELECT id, n, session FROM render WHERE status = 'completed' ORDER BY n")
        return [(row["id"], str(row["n"]), row["session"]) for row in rows]

    def films(self) -> dict[str, str]:
        """The ids of the renders that came to their end, by their numbers."""
        rows = self._store.all("SELECT n, id FROM render WHERE status = 'completed' ORDER BY n")
        return {str(row["n"]): str(row["id"]) for row in rows}

    def busy(self) -> bool:
        """Whether a turn or a render has not ended."""
        turn = self._store.one("SELECT 1 FROM turn WHERE status = 'accepted'")
        render = self._store.one("SELECT 1 FROM render WHERE status IN ('pending', 'processing')")
        return turn is not None or render is not None
