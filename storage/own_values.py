"""The named values that a database keeps for this bot alone: the first one written stays."""

from typing import Final

from storage.database import Statements

SALT: Final = "cipher salt"
SEALED_WITH: Final = "sealed with"
"""The name of the id of the key that everything is sealed with."""
UNSEALED: Final = (SALT, SEALED_WITH)
"""What the cipher itself has to know."""


async def settle(statements: Statements, name: str, proposed: str) -> str:
    """Return the value of this name; if there is none, `proposed` becomes it, in one statement."""
    rows = await statements.all(
        "insert into secrets (name, value) values (?, ?) on conflict (name) do update set value = secrets.value"
        " returning value",
        *(name, proposed),
    )
    return str(rows[0]["value"])
