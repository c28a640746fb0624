"""A store in which something of everything is stored, and a call of each of its public writes, by name.

Every call changes something there. `READS` are the other public calls: both together are all that a store has.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from core.engine.clock import SystemClock
from core.model.access_rules import AccessRule, RuleKind
from core.model.accounts import Account, AccountOrigin
from core.model.actions import Undo
from core.model.attachments import Attachment
from core.model.broadcasts import Recipient
from core.model.chat import Address, Sender
from core.model.limits import Charge, Holder, Limits, Reading
from core.model.logins import Login, Told
from core.model.pending import PendingWords
from core.model.presses import Press
from core.model.requests import Child, Flow, NewRequest, Outcome, Part
from core.model.secret import Secret
from core.words.intents import Meaning, Wish
from storage.store import Store

HERE, ELSEWHERE, NEW = Address("web", "7"), Address("web", "8"), Address("web", "9")
ANN = Sender("ann", "Ann", "en-GB")
EDIT = Meaning(Wish.EDIT)
NOW, DAY = 1_700_000_000.0, 86_400.0
LONG = "more than a page of it " * 1_000
PRESS = Press(Undo(), "b1")
LIMITS = Limits(requests_per_day=50, upload_bytes_per_day=1_000)
WAIT = PendingWords("when it comes", fresh=False)


class Still(SystemClock):
    """A clock that stands."""

    def time(self) -> float:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Furnished:
    """A store, and the numbers of what is in it."""

    store: Store
    project: int = 0
    empty: int = 0  # a project of which nothing is open
    account: int = 0
    version: int = 0
    joins: int = 0  # an open request that waits for more parts
    failed: int = 0
    pressed: int = 0
    forgets: int = 0  # an open request by which another one was marked to be deleted

    @property
    def minted(self) -> Account:
        """The account with a new token."""
        return Account(self.account, "own", AccountOrigin.ANONYMOUS, Secret("c"), Secret(LONG), "u", NOW + DAY, NOW)


def asked(key: str, text: str = "add music", *, address: Address = HERE, **other: Any) -> NewRequest:
    """What intake accepts of a message."""
    given: dict[str, Any] = {"lane": "project:1", "handle": "", "meaning": EDIT} | other
    return NewRequest(Flow.EDIT, address, ANN, private=True, language="en", part=part(key, text), **given)


def part(key: str, text: str = "and more") -> Part:
    return Part(key, text, (), NOW)


def login(account: int) -> Login:
    return Login(HERE.person(ANN.id), account, HERE, ANN.id, "en", NOW, NOW + DAY)


async def furnish(store: Store) -> Furnished:
    """Store something of everything."""
    made = Furnished(store)
    await _projects(store, made)
    await _requests(store, made)
    await store.logins.begin(login(0), Secret("first"))
    await store.entries.intend(made.joins, "ask")
    await store.messages.sent(HERE, "b1", request=None, project=None, role="answer", text="Done", now=NOW)
    await store.transcript.write(HERE, "t1", "{}", NOW)
    for number in (1, 2):
        await store.inbox.add("bot", [(number, "an update")])
    await store.inbox.hold("bot", 2, "album")
    await store.pending.keep(HERE, ANN.id, WAIT, NOW + 60.0)
    await store.pending.keep_undelivered(HERE, ANN.id, made.joins, "an answer")
    await store.usage.turn_begins("own", made.joins)
    await store.access.set(AccessRule(RuleKind.BAN, "web:eve", "web:ann", NOW))
    await store.broadcasts.begin(1, [Recipient(HERE, ANN.id), Recipient(ELSEWHERE, ANN.id)])
    await store.broadcasts.take(1)
    for used_at in (0.0, NOW + DAY):  # over, and of a clock that was ahead
        await store.database.all(
            "insert into limit_uses (name, scope, amount, used_at) values ('day', '', 1, ?)", used_at
        )
    await store.database.all("insert into mints (account, minted_at) values (?, 1.0)", made.account)
    return made


async def _projects(store: Store, made: Furnished) -> None:
    where = {"private": True, "skill": "s", "now": NOW}
    made.empty = (await store.projects.start(HERE, "", **where)).id
    made.project = (await store.projects.start(HERE, "", **where)).id
    made.account = (await store.accounts.create("own", AccountOrigin.ANONYMOUS, None)).id


async def _requests(store: Store, made: Furnished) -> None:
    async def accept(key: str, **other: Any) -> int:
        return await store.requests.accept(asked(key, **other), NOW) or 0

    made.joins = await accept("m1", project=made.project, joins_until=NOW + 5.0, charge=Charge(LIMITS))
    await store.queue.reschedule(made.joins, NOW + 5.0, None)
    made.version = await store.versions.keep(made.project, '"one"', "one", made.joins, NOW)
    made.failed = await accept("m2", lane="project:2")
    await store.requests.end(made.failed, Outcome.FAILED, NOW)
    made.pressed = await accept("m3", lane="now:3", action=Undo(), press=PRESS)
    await store.requests.end(await accept("m4", address=ELSEWHERE), Outcome.DONE, NOW)
    made.forgets = await accept("m5", address=ELSEWHERE, lane="now:5")
    await store.requests.mark_forgotten(made.forgets)


Call = Callable[[Furnished], Awaitable[object]]

WRITES: dict[str, Call] = {
    "queue.wait_for_parts": lambda on: on.store.queue.wait_for_parts(NOW + 9.0),
    "queue.begin": lambda on: on.store.queue.begin(on.joins, NOW),
    "queue.reschedule": lambda on: on.store.queue.reschedule(on.joins, NOW + 9.0, LONG),
    "queue.park": lambda on: on.store.queue.park(on.joins, NOW),
    "queue.wake": lambda on: on.store.queue.wake(on.joins),
    "requests.accept": lambda on: on.store.requests.accept(asked("m9", LONG, charge=Charge(LIMITS)), NOW),
    "requests.refuse_press": lambda on: on.store.requests.refuse_press(HERE, ANN.id, part("p9", LONG), PRESS, NOW),
    "requests.join": lambda on: on.store.requests.join(on.joins, part("m9", LONG), EDIT, NOW + 9.0, WAIT),
    "requests.correct": lambda on: on.store.requests.correct(HERE, "m1", LONG, EDIT),
    "requests.seal": lambda on: on.store.requests.seal(on.joins, LONG, EDIT),
    "requests.split": lambda on: on.store.requests.split(on.joins, _children(), limits=LIMITS),
    "requests.end": lambda on: on.store.requests.end(on.joins, Outcome.DONE, NOW),
    "requests.reopen": lambda on: on.store.requests.reopen(on.failed, ["ask"]),
    "requests.mark_forgotten": lambda on: on.store.requests.mark_forgotten(on.joins),
    "requests.delete_forgotten": lambda on: on.store.requests.delete_forgotten(on.forgets),
    "requests.cancel": lambda on: on.store.requests.cancel(on.joins),
    "requests.set_status": lambda on: on.store.requests.set_status(on.joins, LONG),
    "messages.sent": lambda on: on.store.messages.sent(
        HERE, "b9", request=on.joins, project=on.project, role="answer", text=LONG, now=NOW
    ),
    "messages.withdraw": lambda on: on.store.messages.withdraw(HERE, "b1"),
    "projects.start": lambda on: on.store.projects.start(HERE, "", private=True, skill=LONG, now=NOW),
    "projects.switch": lambda on: on.store.projects.switch(HERE, "", on.empty),
    "projects.save_session": lambda on: on.store.projects.save_session(on.project, on.account, "t", LONG),
    "projects.files_arrived": lambda on: on.store.projects.files_arrived(on.project, on.joins),
    "projects.files_lost": lambda on: on.store.projects.files_lost(on.project, on.joins),
    "projects.set_title": lambda on: on.store.projects.set_title(on.project, LONG),
    "projects.rename": lambda on: on.store.projects.rename(on.project, LONG),
    "projects.delete": lambda on: on.store.projects.delete(on.empty, NOW),
    "projects.close": lambda on: on.store.projects.close(on.project, NOW),
    "accounts.create": lambda on: on.store.accounts.create("web:9", AccountOrigin.ANONYMOUS, Secret(LONG)),
    "accounts.save_token": lambda on: on.store.accounts.save_token(on.minted, None),
    "accounts.save_user": lambda on: on.store.accounts.save_user(on.account, LONG),
    "accounts.pause_exports": lambda on: on.store.accounts.pause_exports(on.account, paused=True, paused_for=LONG),
    "logins.begin": lambda on: on.store.logins.begin(login(0), Secret(LONG)),
    "logins.end": lambda on: on.store.logins.end(HERE.person(ANN.id)),
    "logins.tell": lambda on: on.store.logins.tell(HERE.person(ANN.id), Told.SOON),
    "versions.keep": lambda on: on.store.versions.keep(on.project, LONG, "two", on.joins, NOW),
    "versions.save_render": lambda on: on.store.versions.save_render(on.version, LONG, on.account),
    "preferences.set": lambda on: on.store.preferences.set(str(HERE), "language", LONG),
    "first_times.first": lambda on: on.store.first_times.first(str(HERE), LONG),
    "adapter_data.set": lambda on: on.store.adapter_data.set("bot", "name", LONG, keep_seconds=DAY),
    "inbox.add": lambda on: on.store.inbox.add("bot", [(8, LONG), (9, LONG)]),
    "inbox.hold": lambda on: on.store.inbox.hold("bot", 1, LONG),
    "inbox.kept": lambda on: on.store.inbox.kept("bot", 2),
    "inbox.release": lambda on: on.store.inbox.release("bot", "album"),
    "inbox.handled": lambda on: on.store.inbox.handled("bot", [*range(250)]),
    "secrets.settle": lambda on: on.store.secrets.settle("webhook", Secret(LONG)),
    "pending.keep": lambda on: on.store.pending.keep(HERE, ANN.id, PendingWords(LONG, fresh=True), NOW),
    "pending.keep_too": lambda on: on.store.pending.keep_too(HERE, ANN.id, PendingWords(LONG, fresh=True), NOW, NOW),
    "pending.end": lambda on: on.store.pending.end(HERE, ANN.id, NOW + 60.0),
    "pending.shorten": lambda on: on.store.pending.shorten(NOW),
    "pending.keep_undelivered": lambda on: on.store.pending.keep_undelivered(HERE, ANN.id, on.joins, LONG),
    "pending.hand_over": lambda on: on.store.pending.hand_over(HERE, ANN.id, on.pressed, private=True),
    "timings.took": lambda on: on.store.timings.took(LONG, 1.0),
    "entries.intend": lambda on: on.store.entries.intend(on.joins, "next", {"look": LONG}),
    "entries.record": lambda on: on.store.entries.record(on.joins, "ask", LONG, {"look": LONG}),
    "entries.withdraw": lambda on: on.store.entries.withdraw(on.joins, "ask", 1),
    "transcript.write": lambda on: on.store.transcript.write(HERE, "t9", LONG, NOW),
    "transcript.touch": lambda on: on.store.transcript.touch(HERE, "t1"),
    "transcript.remove": lambda on: on.store.transcript.remove(HERE, "t1"),
    "addresses.moved": lambda on: on.store.addresses.moved(HERE, NEW),
    "usage.started": lambda on: on.store.usage.started(),
    "usage.upload": lambda on: on.store.usage.upload(Holder(HERE, ANN), LIMITS, on.joins, LONG, 10),
    "usage.turn_begins": lambda on: on.store.usage.turn_begins(LONG, on.joins),
    "usage.turn_ended": lambda on: on.store.usage.turn_ended(on.joins),
    "usage.observe": lambda on: on.store.usage.observe(LONG, Reading(100, 0, NOW), 0),
    "usage.refund": lambda on: on.store.usage.refund(on.joins),
    "usage.sweep": lambda on: on.store.usage.sweep(),
    "access.set": lambda on: on.store.access.set(AccessRule(RuleKind.BAN, LONG, "web:ann", NOW)),
    "access.remove": lambda on: on.store.access.remove(RuleKind.BAN, "web:eve"),
    "pairing.add": lambda on: on.store.pairing.add(LONG, "web:ann", NOW),
    "broadcasts.begin": lambda on: on.store.broadcasts.begin(2, [Recipient(HERE, LONG), Recipient(ELSEWHERE, "x")]),
    "broadcasts.take": lambda on: on.store.broadcasts.take(1),
    "broadcasts.note": lambda on: on.store.broadcasts.note(1, HERE, sent=True),
    "broadcasts.stop": lambda on: on.store.broadcasts.stop(),
    "broadcasts.finish": lambda on: on.store.broadcasts.finish(1),
    "housekeeping.sweep": lambda on: on.store.housekeeping.sweep(),
}

_READS = {
    "queue": "got_on head heads open parked",
    "requests": "ahead before_in_album cancelled children get joinable latest newest open parts seen senders spoilers"
    " token wanted",
    "messages": "address_of origin",
    "projects": "current get latest numbered",
    "accounts": "get minted_since of",
    "logins": "accounts ending of",
    "versions": "all get newest numbered",
    "preferences": "get",
    "first_times": "happened",
    "adapter_data": "get",
    "inbox": "waiting",
    "pending": "has_undelivered waiting",
    "timings": "usual",
    "entries": "load",
    "transcript": "body newest since",
    "addresses": "current former",
    "usage": "turn_of upload_left used",
    "access": "listed naming",
    "pairing": "judge",
    "broadcasts": "chats",
    "housekeeping": "run",  # `sweep`, once a day
}
READS = {f"{port}.{name}" for port, names in _READS.items() for name in names.split()}


def _children() -> list[Child]:
    return [Child(LONG, EDIT, (Attachment(f"ref:{number}", "clip.mp4", 10, "video/mp4"),)) for number in range(2)]
