"""The rows of pairing codes, and of wrong ones that people typed. What is over goes with the next write."""

from core.model.access import person_entry
from core.model.access_rules import AccessRule, RuleKind
from core.model.chat import Address
from core.model.pairing import CODE_SECONDS, TRIES, CodeGone, Judgement, PairingCodes
from storage.access_rules import write_rule
from storage.database import Database, Statements


class PairingRows(PairingCodes):
    """Implements `core.model.pairing.PairingCodes`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, fingerprint: str, by: str, now: float) -> None:
        """Store a code that an admin made; those whose time is over go."""
        async with self._database.transaction() as tx:
            await tx.all("delete from pairing_codes where good_until <= ?", now)
            await tx.all(
                "insert into pairing_codes (fingerprint, made_by, good_until) values (?, ?, ?)",
                *(fingerprint, by, now + CODE_SECONDS),
            )

    async def judge(self, fingerprint: str, person: str, now: float) -> Judgement:
        """Say whether a person's code is good."""
        rows = await self._database.all("select fingerprint from pairing_codes where good_until > ?", now)
        if not rows:
            return Judgement.NONE
        if await _tries(self._database, person, now) >= TRIES:
            return Judgement.LOCKED
        good = any(row["fingerprint"] == fingerprint for row in rows)
        return Judgement.GOOD if good else Judgement.WRONG


async def redeem(tx: Statements, fingerprint: str, address: Address, sender: str, now: float) -> None:
    """Use a code up, and allow whoever typed it.

    Raises:
        CodeGone: it is not good any more.
    """
    if await _tries(tx, address.person(sender), now) >= TRIES:
        raise CodeGone
    rows = await tx.all(
        "delete from pairing_codes where fingerprint = ? and good_until > ? returning made_by", fingerprint, now
    )
    if not rows:
        raise CodeGone
    await write_rule(tx, AccessRule(RuleKind.ALLOW, person_entry(address.platform, sender), rows[0]["made_by"], now))


async def note_try(tx: Statements, person: str, now: float) -> None:
    """Note that somebody typed a wrong code."""
    await tx.all("delete from pairing_tries where tried_at <= ? or tried_at > ?", now - CODE_SECONDS, now)
    await tx.all("insert into pairing_tries (person, tried_at) values (?, ?)", person, now)


async def _tries(statements: Statements, person: str, now: float) -> int:
    rows = await statements.all(
        "select count(*) as tries from pairing_tries where person = ? and tried_at > ?", person, now - CODE_SECONDS
    )
    return int(rows[0]["tries"])
