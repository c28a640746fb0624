"""The rows of requests. Each method is one transaction, so that a request is never half accepted, joined or split."""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from core.engine.clock import Clock, SteadyTime
from core.engine.codec import from_json, to_json
from core.model.actions import parse, to_wire
from core.model.chat import Address, Role, Sender
from core.model.first_times import HOUR_SECONDS
from core.model.limits import Holder, Limits
from core.model.pending import PendingWords, WordsGone
from core.model.preferences import scope_of
from core.model.presses import Press
from core.model.projects import NewProject
from core.model.requests import (
    Activity,
    Child,
    Flow,
    Forgotten,
    InternalReply,
    NewRequest,
    Outcome,
    Part,
    Request,
    Requests,
    WordsFrom,
)
from core.model.secret import Secret
from core.words.intents import Meaning
from storage.access_rules import require_not_banned
from storage.activity import senders
from storage.addresses import current_address, writing_at
from storage.batches import split
from storage.cipher import Cipher
from storage.database import Database, Row, Statements, only
from storage.deletion import delete_closed
from storage.entries import has_entry
from storage.first_times import first, first_within
from storage.forgetting import delete_forgotten, delete_projects, mark_forgotten
from storage.limits import charge, charge_batch
from storage.messages import parts_of, receive, received, sent
from storage.pairing import note_try, redeem
from storage.pending import hand_over, use_up
from storage.presses import pressed_before, require_new
from storage.projects import revive, start
from storage.reopening import reopen
from storage.spoilers import spoilers

if TYPE_CHECKING:
    from core.words.language import Language


class _NothingToAccept(Exception):
    """There is nothing to accept: the transaction is rolled back."""


class RequestRows(Requests):
    """Implements `core.model.requests.Requests`."""

    def __init__(self, database: Database, clock: Clock, steady: SteadyTime, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._steady = steady

    async def accept(self, new: NewRequest, now: float) -> int | None:
        """Store a request with its message and its place in the lane, and use up what `new.used` names.

        Returns:
            Its number. None: there was nothing to accept, and nothing was written.

        Raises:
            CodeGone: the pairing code is not good any more.
            Banned: a ban names one of its entries.
            LimitReached: a limit allows no more now.
            WordsGone: the pending words are not stored any more.
            PressRefused: the button was pressed before or withdrawn.
            StorageError: it was not done.
        """
        with contextlib.suppress(_NothingToAccept):
            async with self._database.transaction() as tx:
                new = replace(new, address=await current_address(tx, new.address))
                await require_not_banned(tx, new.entries)
                if isinstance(new.project, NewProject):
                    project = await start(tx, str(new.address), new.project, now)
                    new = replace(new, project=project.id, lane=project.lane)
                elif new.project is not None:
                    await revive(tx, new.project)
                request = await _accept(tx, new, now, self._cipher)
                if not await charge(tx, new, request, self._steady.now()):
                    raise _NothingToAccept
                return request
        return None

    async def refuse_press(self, address: Address, sender: str, part: Part, press: Press, now: float) -> bool:
        """Write only the receipt of a press that `accept` would refuse as one made before, as `Requests` says."""
        if not await pressed_before(self._database, address, press, now):
            return False
        async with self._database.transaction() as tx:
            here = await current_address(tx, address)
            return await pressed_before(tx, here, press, now) and await receive(
                tx, self._cipher, here, sender, None, part
            )

    async def joinable(self, address: Address, sender: str, reply_to: str | None) -> Request | None:
        """Return this sender's newest request here that is not sealed; None: there is none."""
        rows = await self._database.all(
            "select * from requests where outcome is null and not sealed and not cancelled and flow = ?"
            " and address = ? and sender = ? and coalesce(reply_to, '') = ? order by id desc limit 1",
            *(Flow.EDIT.value, str(address), sender, reply_to or ""),
        )
        return _request(rows[0], self._cipher) if rows else None

    async def join(
        self, request: int, part: Part, meaning: Meaning, joins_until: float, ends: PendingWords | None = None
    ) -> bool:
        """Add a message to a request; False: it was sealed meanwhile, or the message was received before.

        `ends` are pending words that are deleted with it, because the request is complete without them.
        """
        async with self._database.transaction() as tx:
            # changes nothing, but locks the row, so that a concurrent seal waits in databases with row locks
            rows = await tx.all(
                "update requests set sealed = false where id = ? and outcome is null and not sealed and not cancelled"
                " returning address, sender",
                request,
            )
            if not rows or not await receive(
                tx, self._cipher, Address.parse(rows[0]["address"]), rows[0]["sender"], request, part
            ):
                return False
            if ends is not None:
                await use_up(tx, Address.parse(rows[0]["address"]), rows[0]["sender"], ends)
            await tx.all("update requests set joins_until = ? where id = ?", joins_until, request)
            await _reword(tx, self._cipher, request, meaning)
        return True

    async def correct(self, address: Address, key: str, text: str, meaning: Meaning) -> Request | None:
        """Replace the words of a message in a request that is not sealed; None: there is no such message or request."""
        async with writing_at(self._database, address) as (tx, here):
            rows = await tx.all(
                "update messages set text = ? where address = ? and key = ? and received"
                " and request in (select id from requests where outcome is null and not sealed and not cancelled)"
                " returning request",
                *(text, here, key),
            )
            if not rows:
                return None
            return await _reword(tx, self._cipher, int(rows[0]["request"]), meaning)

    async def seen(self, address: Address, key: str) -> bool:
        """Return whether this message was received before."""
        return await received(self._database, address, key)

    async def get(self, request: int) -> Request:
        """Return a request.

        Raises:
            LookupError: there is none.
        """
        return await _get(self._database, self._cipher, request)

    async def token(self, request: int) -> Secret | None:
        """Return the token that was typed for an open request; None: there is none, or it is lost."""
        rows = await self._database.all("select token from requests where id = ?", request)
        return self._cipher.open(only(rows, f"request {request}")["token"])

    async def before_in_album(self, request: int, album: str) -> Request | None:
        """Return the first request here that holds a part of an album, if it was accepted before this one."""
        rows = await self._database.all(
            "select earlier.* from requests as own join messages on messages.address = own.address"
            " join requests as earlier on earlier.id = messages.request"
            " where own.id = ? and messages.album = ? and messages.received and messages.request < own.id"
            " order by earlier.id limit 1",
            *(request, album),
        )
        return _request(rows[0], self._cipher) if rows else None

    async def parts(self, request: int) -> tuple[Part, ...]:
        """Return the messages that a request consists of, in the order they were written."""
        return await parts_of(self._database, self._cipher, request)

    async def seal(self, request: int, words: str, meaning: Meaning) -> None:
        """Fix the words and their meaning; nothing joins the request from now on."""
        await self._database.all(
            "update requests set sealed = true, words = ?, meaning = ? where id = ?",
            *(words, to_json(meaning, Meaning), request),
        )

    async def split(
        self, request: int, children: Sequence[Child], *, unless: str = "", limits: Limits | None = None
    ) -> tuple[int, ...]:
        """Create the children of a batch in their parent's place, and end the parent, as `Requests.split` says."""
        async with self._database.transaction() as tx:
            parent = await _get(tx, self._cipher, request)
            if unless and parent.outcome is None and await has_entry(tx, request, unless):
                return ()
            made = await split(tx, self._cipher, parent, children, self._clock.time())
            if limits is not None and parent.outcome is None:
                await charge_batch(
                    tx, parent.id, made, Holder(parent.address, parent.sender), limits, self._steady.now()
                )
            return made

    async def newest(self, address: Address, sender: str) -> Request | None:
        """Return what a sender asked last here, in a message or by a button; None: nothing."""
        rows = await self._database.all(
            "select * from requests where address = ? and sender = ? and flow <> ? and parent is null and reply <> ?"
            " order by id desc limit 1",
            *(str(address), sender, Flow.LATER.value, InternalReply.UNDELIVERED.value),
        )
        return _request(rows[0], self._cipher) if rows else None

    async def latest(self, project: int, limit: int) -> tuple[Request, ...]:
        """Return the newest requests that work or worked on a project, newest first."""
        rows = await self._database.all(
            "select * from requests where project = ? and flow <> 'answer' order by id desc limit ?", project, limit
        )
        return tuple(_request(row, self._cipher) for row in rows)

    async def spoilers(self, projects: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return what people hid in each of these projects, the newest first: words, and names of files."""
        return await spoilers(self._database, self._cipher, projects)

    async def children(self, parent: int) -> tuple[Request, ...]:
        """Return the children of a batch, in the order of their lane."""
        rows = await self._database.all("select * from requests where parent = ? order by child", parent)
        return tuple(_request(row, self._cipher) for row in rows)

    async def end(self, request: int, outcome: Outcome, now: float) -> bool:
        """End a request, as `Requests.end` says."""
        async with self._database.transaction() as tx:
            return await end(tx, request, outcome, now)

    async def reopen(self, request: int, forget: Collection[str], entries: Collection[str] = ()) -> bool:
        """Let a request go on that failed or was parked, as `Requests` says."""
        async with self._database.transaction() as tx:
            await require_not_banned(tx, entries)
            return await reopen(tx, request, forget)

    async def senders(self, since: float) -> tuple[Activity, ...]:
        """Return who asked for something since an epoch second, those first who did so last."""
        return await senders(self._database, since)

    async def mark_forgotten(self, asked: int) -> Forgotten:
        """Mark what belongs to the sender of a request in its chat, and cancel what goes on, as `Requests` says."""
        async with self._database.transaction() as tx:
            return await mark_forgotten(tx, asked)

    async def delete_forgotten(self, asked: int) -> None:
        """Delete what is marked and has ended, as `Requests` says."""
        more, now = True, self._clock.time()
        while more:
            async with self._database.transaction() as tx:
                more = await delete_forgotten(tx, now)
        async with self._database.transaction() as tx:
            await delete_projects(tx, asked, now)

    async def cancel(self, request: int) -> bool:
        """Mark a request as cancelled; False: it and all its children had ended."""
        rows = await self._database.all(
            "update requests set cancelled = true where id = ? and (outcome is null or exists"
            " (select 1 from requests as child where child.parent = requests.id and child.outcome is null))"
            " returning id",
            request,
        )
        return bool(rows)

    async def wanted(self, request: int) -> bool:
        """Return whether a request is open, and neither it nor its batch was cancelled."""
        rows = await self._database.all(
            "select own.outcome is null and not own.cancelled and not coalesce(batch.cancelled, false) as wanted"
            " from requests as own left join requests as batch on batch.id = own.parent where own.id = ?",
            request,
        )
        return bool(only(rows, f"request {request}")["wanted"])

    async def cancelled(self, request: int) -> bool:
        """Return whether a request or its batch was cancelled."""
        rows = await self._database.all(
            "select own.cancelled or coalesce(batch.cancelled, false) as cancelled"
            " from requests as own left join requests as batch on batch.id = own.parent where own.id = ?",
            request,
        )
        return bool(only(rows, f"request {request}")["cancelled"])

    async def set_status(self, request: int, key: str | None) -> None:
        """Save the key of the status message, and record it as a message of ours that belongs to this request."""
        async with self._database.transaction() as tx:
            rows = await tx.all(
                "update requests set status_key = ? where id = ? returning address, project",
                *(key, request),
            )
            if key is None or not rows:
                return
            await sent(
                tx,
                str(rows[0]["address"]),
                key,
                request=request,
                project=rows[0]["project"],
                role=Role.STATUS.value,
                text="",
                now=self._clock.time(),
            )

    async def ahead(self, request: int) -> int:
        """Return how many open requests are before this one in its lane; a cancelled one counts while it has begun."""
        rows = await self._database.all(
            "select other.cancelled or coalesce(batch.cancelled, false) as cancelled from requests as own"
            " join requests as other"
            " on other.lane = own.lane and other.outcome is null and (other.head, other.child) < (own.head, own.child)"
            " left join requests as batch on batch.id = other.parent"
            " where own.id = ? order by other.head, other.child",
            request,
        )
        # only the head of a lane has begun: a cancelled turn is still read to its end
        return sum(not row["cancelled"] or place == 0 for place, row in enumerate(rows))

    async def open(
        self, *, project: int | None = None, address: Address | None = None, sender: str | None = None
    ) -> tuple[Request, ...]:
        """Return the open requests that match every argument given, oldest first, of the flows edit and export."""
        wanted: dict[str, object] = {"project": project, "address": address and str(address), "sender": sender}
        given = {column: value for column, value in wanted.items() if value is not None}
        sql = ["select * from requests where outcome is null and flow in (?, ?)"]
        sql += [f"and {column} = ?" for column in given]
        sql += ["order by head, child"]
        rows = await self._database.all(" ".join(sql), Flow.EDIT.value, Flow.EXPORT.value, *given.values())
        return tuple(_request(row, self._cipher) for row in rows)


async def end(tx: Statements, request: int, outcome: Outcome, now: float) -> bool:
    """End a request, and with the last one its project if that was closed; False: it had ended, so that stays."""
    ended = await tx.all(
        "update requests set outcome = ?, ended_at = ?, token = null where id = ? and outcome is null returning id",
        *(outcome.value, now, request),
    )
    await delete_closed(tx, now)
    await delete_forgotten(tx, now)
    return bool(ended)


async def _accept(tx: Statements, new: NewRequest, now: float, cipher: Cipher) -> int:
    if new.press is not None:
        await require_new(tx, new.address, new.press, now)
    rows = await tx.all(
        "insert into requests (head, flow, address, sender, sender_name, sender_locale, sender_roles, channel,"
        " private, key, handle,"
        " lane, language, meaning, words, action, reply, words_from, project, reply_to, accepted_at,"
        " joins_until, claims, sealed, pressed, pressed_under, token)"
        " values ((select coalesce(max(id), 0) + 1 from requests),"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        *(new.flow.value, str(new.address), new.sender.id, new.sender.name, new.sender.locale),
        *(",".join(new.sender.roles), new.channel),
        *(new.private, new.part.key, cipher.seal_text(new.handle), new.lane, new.language, _stored(new.meaning)),
        *(new.part.text, to_wire(new.action) if new.action else "", new.reply or "", new.words_from.value),
        *(new.project, new.reply_to, now, new.joins_until),
        *(int(new.begun), new.begun and new.joins_until <= now),
        *((new.press.wire, new.press.under) if new.press else (None, None)),
        cipher.seal(new.token),
    )
    request = int(rows[0]["id"])
    if not await receive(tx, cipher, new.address, new.sender.id, request, new.part):
        raise _NothingToAccept
    await _use_up(tx, cipher, new, request, now)
    return request


async def _use_up(tx: Statements, cipher: Cipher, new: NewRequest, request: int, now: float) -> None:
    used, sender = new.used, new.sender.id
    if used.first_in_hour and not await first_within(
        tx, scope_of(new.address, sender), used.first_in_hour, now, HOUR_SECONDS
    ):
        raise _NothingToAccept
    if used.first_here and not await first(tx, str(new.address), used.first_here, now):
        raise _NothingToAccept
    if used.undelivered and not await hand_over(tx, cipher, new.address, sender, request, private=new.private):
        raise _NothingToAccept
    if used.words is not None and not await use_up(tx, new.address, sender, used.words):
        raise WordsGone
    if used.code:
        await redeem(tx, used.code, new.address, sender, now)
    if used.wrong_code:
        await note_try(tx, new.address.person(sender), now)
    if used.link is not None:
        await tx.all("update requests set words_taken = true where id = ?", used.link)


async def _get(statements: Statements, cipher: Cipher, request: int) -> Request:
    rows = await statements.all("select * from requests where id = ?", request)
    return _request(only(rows, f"request {request}"), cipher)


async def _reword(tx: Statements, cipher: Cipher, request: int, meaning: Meaning) -> Request:
    """Set the words of a request that is not sealed to those of its parts."""
    words = "\n".join(part.text for part in await parts_of(tx, cipher, request) if part.text)
    rows = await tx.all(
        "update requests set words = ?, meaning = ? where id = ? returning *",
        *(words, to_json(meaning, Meaning), request),
    )
    return _request(rows[0], cipher)


def _stored(meaning: Meaning | None) -> str:
    return "" if meaning is None else to_json(meaning, Meaning)


def _roles(row: Row) -> tuple[str, ...]:
    return tuple(filter(None, row["sender_roles"].split(",")))


def _request(row: Row, cipher: Cipher) -> Request:
    return Request(
        id=row["id"],
        head=row["head"],
        child=row["child"],
        parent=row["parent"],
        flow=Flow(row["flow"]),
        address=Address.parse(row["address"]),
        sender=Sender(row["sender"], row["sender_name"], row["sender_locale"], roles=_roles(row)),
        private=bool(row["private"]),
        key=row["key"],
        handle=cipher.open_text(row["handle"]) or "",
        lane=row["lane"],
        language=cast("Language", row["language"]),
        meaning=from_json(row["meaning"], Meaning) if row["meaning"] else None,
        words=row["words"],
        action=parse(row["action"]),
        reply=InternalReply(row["reply"]) if row["reply"] else None,
        words_from=WordsFrom(row["words_from"]),
        project=row["project"],
        accepted_at=row["accepted_at"],
        joins_until=row["joins_until"],
        sealed=bool(row["sealed"]),
        cancelled=bool(row["cancelled"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        status_key=row["status_key"],
        reply_to=row["reply_to"],
        words_taken=bool(row["words_taken"]),
        ended_at=row["ended_at"],
        channel=row["channel"],
    )
