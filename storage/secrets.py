"""The rows of the secrets that this bot makes."""

from core.model.secret import Secret, Secrets
from storage.cipher import Cipher
from storage.database import Database
from storage.own_values import settle


class SecretRows(Secrets):
    """Implements `core.model.secret.Secrets`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def settle(self, name: str, proposed: Secret) -> Secret:
        """Return the secret of this name; if there is none, or it is lost, `proposed` becomes it."""
        text = self._cipher.seal_text(proposed.reveal())
        stored = await settle(self._database, name, text)
        opened = self._cipher.open_text(stored)
        if opened is None:
            await self._database.all("update secrets set value = ? where name = ? and value = ?", text, name, stored)
            opened = self._cipher.open_text(await settle(self._database, name, text))
        return Secret(proposed.reveal() if opened is None else opened)
