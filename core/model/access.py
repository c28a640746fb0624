"""Who is meant by the entries of the operator's lists (`core.model.access_entries`), and so is served. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from core.model.access_entries import DIRECT, GROUPS, Policy
from core.model.access_rules import RuleKind
from core.model.chat import Address, Incoming, Sender
from core.model.requests import InternalReply, Request

_BY_POLICY: Final = {Policy.CLOSED: InternalReply.PLACE_CLOSED, Policy.ADMINS: InternalReply.PLACE_FOR_ADMINS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message was sent. `channel` is the one that a thread belongs to; "": it is in no such thread."""

    address: Address
    private: bool
    channel: str = ""

    @classmethod
    def of(cls, one: Incoming | Request) -> "Place":
        """Return the place of a message, or of a request."""
        return cls(one.address, one.private, one.channel)

    def at(self, former: Address) -> "Place":
        """Return the same place in the chat that this one was before."""
        moved = Address(former.platform, former.chat, self.address.thread)
        return Place(moved, self.private, self.channel)


@dataclass(frozen=True, slots=True)
class AccessLists:
    """The operator's lists: who may use the bot (empty: everybody), who looks after it, and what holds in a place."""

    allow: Collection[str] = ()
    admins: Collection[str] = ()
    policies: Mapping[str, Policy] = field(default_factory=dict)

    def is_admin(self, platform: str, sender: Sender) -> bool:
        """Return whether somebody looks after the bot."""
        return not {platform, *people_entries(platform, sender)}.isdisjoint(self.admins)


def person_entry(platform: str, sender: str) -> str:
    """Return the entry of a person."""
    return f"{platform}:@{sender}"


def chat_entry(address: Address) -> str:
    """Return the entry of a chat, its topics and threads included."""
    return f"{address.platform}:{address.chat}"


def people_entries(platform: str, sender: Sender) -> tuple[str, ...]:
    """Return the entries that name a sender: the person's, then those of their roles."""
    return person_entry(platform, sender.id), *(f"{platform}:role:{role}" for role in sender.roles)


def place_entries(place: Place) -> tuple[str, ...]:
    """Return the entries that name a place, the most specific first."""
    return tuple(entry for _, entry in _ranked(place))


def entries_about(place: Place, sender: Sender) -> tuple[str, ...]:
    """Return every entry that is about a sender in a place."""
    return *people_entries(place.address.platform, sender), *place_entries(place)


def told_entries(place: Place, sender: Sender) -> tuple[str, ...]:
    """Return the entries that a person is told who is refused: their own, and those of the group and its topic."""
    address = place.address
    own = person_entry(address.platform, sender.id)
    if place.private:
        return (own,)
    chat = chat_entry(address)
    return (own, chat, f"{chat}:{address.thread}") if address.thread else (own, chat)


def policy_of(policies: Mapping[str, Policy], places: Iterable[Place]) -> Policy:
    """Return what holds in a place: what the most specific entry says.

    `places` is it under all its addresses, the present one first: of entries about the same it is the one that counts.
    """
    entries = (entry for _, entry in sorted((one for place in places for one in _ranked(place)), key=itemgetter(0)))
    return next((policies[entry] for entry in entries if entry in policies), Policy.OPEN)


def refusal_of(
    lists: AccessLists, places: Sequence[Place], sender: Sender, rules: Collection[RuleKind]
) -> InternalReply | None:
    """Return why a sender is not served in a place; None: they are.

    `places` is it under all its addresses, the present one first, `rules` the kinds of the rules that admins made about
    any of the entries that name the sender there.
    """
    admin = lists.is_admin(places[0].address.platform, sender)
    policy = policy_of(lists.policies, places)
    if policy is Policy.CLOSED or (policy is Policy.ADMINS and not admin):
        return _BY_POLICY[policy]
    if admin:
        return None
    if RuleKind.BAN in rules:
        return InternalReply.BANNED
    named = any(entry in lists.allow for place in places for entry in entries_about(place, sender))
    return None if named or not lists.allow or RuleKind.ALLOW in rules else InternalReply.REFUSED


def _ranked(place: Place) -> Iterator[tuple[int, str]]:
    address = place.address
    chat = chat_entry(address)
    if address.thread:
        yield 0, f"{chat}:{address.thread}"
    if place.channel:
        yield 1, f"{chat}:{place.channel}"
    yield 2, chat
    yield 3, f"{address.platform}:{DIRECT if place.private else GROUPS}"
    yield 4, address.platform
