"""The rows of the secrets that this bot makes, and of the salt of its cipher. They are not encrypted."""

from core.model.secret import Secret, Secrets
from storage.database import Database, Statements


class SecretRows(Secrets):
    """Implements `core.model.secret.Secrets`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settle(self, name: str, proposed: Secret) -> Secret:
        """Return the secret of this name; if there is none, `proposed` becomes it."""
        return Secret(await settle(self._database, name, proposed.reveal()))


async def settle(statements: Statements, name: str, proposed: str) -> str:
    """Return the value of this name; if there is none, `proposed` becomes it, in one statement."""
    rows = await statements.all(
        "insert into secrets (name, value) values (?, ?) on conflict (name) do update set value = secrets.value"
        " returning value",
        *(name, proposed),
    )
    return str(rows[0]["value"])
