"""The rows of the secrets that this bot makes for itself, and of the salt of its cipher. They are not encrypted."""

from core.model.secret import Secret, Secrets
from storage.database import Database, Statements


class SecretRows(Secrets):
    """Keeps `core.model.secret.Secrets`' promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settle(self, name: str, proposed: Secret) -> Secret:
        """Return the secret of this name: the one that was proposed first, whichever process did."""
        return Secret(await settle(self._database, name, proposed.reveal()))


async def settle(statements: Statements, name: str, proposed: str) -> str:
    """Return the value of a name: the one that was proposed first. One statement, so that two processes agree."""
    rows = await statements.all(
        "insert into secrets (name, value) values (?, ?) on conflict (name) do update set value = secrets.value"
        " returning value",
        *(name, proposed),
    )
    return str(rows[0]["value"])
