"""The entries of an allow-list, as the operator writes them and as a person who is refused is told them. Pure."""

from collections.abc import Collection

from core.model.chat import Address, Sender


def entries_of(address: Address, sender: Sender) -> tuple[str, str]:
    """Return the entry that admits everybody in a chat, and the one that admits a person everywhere on a platform."""
    return f"{address.platform}:{address.chat}", f"{address.platform}:@{sender.id}"


def names(entries: Collection[str], address: Address, sender: Sender) -> bool:
    """Return whether an entry is about a sender at an address: it names them, the chat, or the platform."""
    return not {address.platform, *entries_of(address, sender)}.isdisjoint(entries)
