"""The rows of the rules that admins make in the chat."""

from collections.abc import Collection

from core.model.access_rules import AccessRule, AccessRules, Banned, RuleKind
from storage.database import Database, Row, Statements


class AccessRuleRows(AccessRules):
    """Implements `core.model.access_rules.AccessRules`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, rule: AccessRule) -> None:
        """Store a rule in place of the one of its kind about the same entry."""
        await write_rule(self._database, rule)

    async def remove(self, kind: RuleKind, entry: str) -> bool:
        """Delete a rule; False: there was none."""
        rows = await self._database.all(
            "delete from access_rules where kind = ? and entry = ? returning entry", kind.value, entry
        )
        return bool(rows)

    async def listed(self, kind: RuleKind) -> tuple[AccessRule, ...]:
        """Return the rules of a kind, the newest first."""
        rows = await self._database.all(
            "select * from access_rules where kind = ? order by made_at desc, entry", kind.value
        )
        return tuple(map(_rule, rows))

    async def naming(self, entries: Collection[str]) -> tuple[AccessRule, ...]:
        """Return the rules about any of these entries."""
        return await _naming(self._database, entries)


async def write_rule(statements: Statements, rule: AccessRule) -> None:
    """Store a rule in place of the one of its kind about the same entry."""
    await statements.all(
        "insert into access_rules (kind, entry, amount, made_by, made_at) values (?, ?, ?, ?, ?)"
        " on conflict (kind, entry) do update"
        " set amount = excluded.amount, made_by = excluded.made_by, made_at = excluded.made_at",
        *(rule.kind.value, rule.entry, rule.amount, rule.by, rule.at),
    )


async def require_not_banned(tx: Statements, entries: Collection[str]) -> None:
    """Check, in the transaction that accepts a request, that no ban names its sender or its place.

    Raises:
        Banned: one does.
    """
    if any(rule.kind is RuleKind.BAN for rule in await _naming(tx, entries)):
        raise Banned


async def _naming(statements: Statements, entries: Collection[str]) -> tuple[AccessRule, ...]:
    if not entries:
        return ()
    marks = ", ".join("?" * len(entries))
    rows = await statements.all(f"select * from access_rules where entry in ({marks})", *entries)  # noqa: S608 - question marks
    return tuple(map(_rule, rows))


def _rule(row: Row) -> AccessRule:
    return AccessRule(RuleKind(row["kind"]), row["entry"], row["made_by"], row["made_at"], row["amount"])
