"""Whether a press does something, from the rows of requests that came from a button."""

from core.model.actions import TryAgain
from core.model.chat import Address
from core.model.presses import AGAIN_SECONDS, ButtonWithdrawn, DoneBefore, Press, PressedBefore
from core.model.requests import Outcome
from storage.database import Statements
from storage.reopening import is_reopened


async def pressed_before(statements: Statements, address: Address, press: Press, now: float) -> bool:
    """Return whether what this button asked is open, or ended too recently, at an epoch second."""
    place, under = ("is not null", ()) if press.under_any else ("= ?", (press.under,))
    rows = await statements.all(
        f"select 1 from requests as own where address = ? and pressed_under {place} and pressed = ?"  # noqa: S608
        " and (outcome is null or ended_at between ? and ?)"  # an end in the future is one of a clock that was ahead
        " and not exists (select 1 from requests as other where other.address = own.address"
        " and other.pressed_under = own.pressed_under and other.id > own.id and other.pressed <> own.pressed"
        " and ? <> '' and substr(other.pressed, 1, length(?)) = ?) limit 1",
        *(str(address), *under, press.wire, now - AGAIN_SECONDS, now + AGAIN_SECONDS),
        *(press.choice, press.choice, press.choice),
    )
    return bool(rows)


async def require_new(tx: Statements, address: Address, press: Press, now: float) -> None:
    """Check, in the transaction that accepts a press, that it does something.

    Raises:
        DoneBefore: the button does something once, and that is open or was done.
        PressedBefore: the same button was pressed before, or repeats what an admin let go on.
        ButtonWithdrawn: the buttons of its message were withdrawn.
    """
    withdrawn = "select 1 from messages where address = ? and key = ? and withdrawn"
    if await tx.all(withdrawn, str(address), press.under):
        raise ButtonWithdrawn
    if press.once and await _done_before(tx, address, press):
        raise DoneBefore
    repeats_open = isinstance(press.action, TryAgain) and await is_reopened(tx, press.action.request)
    if repeats_open or await pressed_before(tx, address, press, now):
        raise PressedBefore


async def _done_before(tx: Statements, address: Address, press: Press) -> bool:
    rows = await tx.all(
        "select 1 from requests where address = ? and pressed_under is not null and pressed = ?"
        " and (outcome is null or outcome not in (?, ?, ?)) limit 1",
        *(str(address), press.wire, Outcome.FAILED.value, Outcome.CANCELLED.value, Outcome.PARKED.value),
    )
    return bool(rows)
