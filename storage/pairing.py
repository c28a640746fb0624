"""The rows of pairing codes, and of wrong ones that people typed. What is over goes with the next write."""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

from typing import Final

from core.model.access import person_entry
from core.model.access_rules import AccessRule, RuleKind
from core.model.chat import Address
from core.model.pairing import CODE_SECONDS, TRIES, CodeGone, Judgement, PairingCodes
from storage.access_rules import write_rule
from storage.database import Database, Statements

_CORRECTED_SECONDS: Final = 600.0  # a clock may be set back by so much; what is further ahead is of one that was wrong
_GOOD: Final = "(good_until > ? and good_until <= ?)"
_COUNTS: Final = "(tried_at > ? and tried_at <= ?)"


class PairingRows(PairingCodes):
    """Implements `core.model.pairing.PairingCodes`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, fingerprint: str, by: str, now: float) -> None:
        """Store a code that an admin made; those whose time is over go."""
        async with self._database.transaction() as tx:
            await tx.all(f"delete from pairing_codes where not {_GOOD}", *_good(now))
            await tx.all(
                "insert into pairing_codes (fingerprint, made_by, good_until) values (?, ?, ?)",
                *(fingerprint, by, now + CODE_SECONDS),
            )

    async def judge(self, fingerprint: str, person: str, now: float) -> Judgement:
        """Say whether a person's code is good."""
        rows = await self._database.all(f"select fingerprint from pairing_codes where {_GOOD}", *_good(now))
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
        f"delete from pairing_codes where fingerprint = ? and {_GOOD} returning made_by", fingerprint, *_good(now)
    )
    if not rows:
        raise CodeGone
    await write_rule(tx, AccessRule(RuleKind.ALLOW, person_entry(address.platform, sender), rows[0]["made_by"], now))


async def note_try(tx: Statements, person: str, now: float) -> None:
    """Note that somebody typed a wrong code."""
    await tx.all(f"delete from pairing_tries where not {_COUNTS}", *_counting(now))
    await tx.all("insert into pairing_tries (person, tried_at) values (?, ?)", person, now)


async def _tries(statements: Statements, person: str, now: float) -> int:
    rows = await statements.all(
        f"select count(*) as tries from pairing_tries where person = ? and {_COUNTS}", person, *_counting(now)
    )
    return int(rows[0]["tries"])


def _good(now: float) -> tuple[float, float]:
    return now, now + CODE_SECONDS + _CORRECTED_SECONDS


def _counting(now: float) -> tuple[float, float]:
    return now - CODE_SECONDS, now + _CORRECTED_SECONDS
