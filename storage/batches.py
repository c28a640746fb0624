"""The rows of a batch: the parent, which has ended, and a child for each file in its place of the lane."""

from collections.abc import Sequence

from core.engine.codec import to_json
from core.model.requests import Child, Outcome, Part, Request
from core.words.intents import Meaning
from storage.cipher import Cipher
from storage.database import Statements
from storage.messages import receive

_SHARED = (
    "flow, address, sender, sender_name, sender_locale, sender_roles, channel, private, key, handle, lane, language,"
    " action, words_from, project, reply_to, accepted_at, joins_until, pressed, pressed_under"
)
"""The columns that a child has from its parent."""


async def split(
    tx: Statements, cipher: Cipher, parent: Request, children: Sequence[Child], now: float
) -> tuple[int, ...]:
    """Create the children of a batch and end the parent; one that has ended keeps what it has, and gets none."""
    if parent.outcome is not None:
        return ()
    made = [await _add(tx, cipher, parent, number, child) for number, child in enumerate(children, start=1)]
    await tx.all(
        "update requests set outcome = ?, ended_at = ?, sealed = true where id = ?",
        Outcome.SPLIT.value,
        now,
        parent.id,
    )
    return tuple(made)


async def _add(tx: Statements, cipher: Cipher, parent: Request, number: int, child: Child) -> int:
    rows = await tx.all(
        f"insert into requests (head, child, parent, words, meaning, sealed, {_SHARED})"  # noqa: S608 - ours
        f" select head, ?, id, ?, ?, true, {_SHARED} from requests where id = ? returning id",
        *(number, child.words, to_json(child.meaning, Meaning), parent.id),
    )
    request = int(rows[0]["id"])
    part = Part(f"{parent.key}#{number}", child.words, child.attachments, parent.accepted_at, quoted=child.quoted)
    await receive(tx, cipher, parent.address, parent.sender.id, request, part)
    return request
