"""Who may use the bot: pure rules, decided before anything is downloaded or charged."""

from collections.abc import Collection

from core.model.chat import Address, Sender


def admitted(allow: Collection[str], address: Address, sender: Sender) -> bool:
    """Return whether a message is welcome; an empty list welcomes everybody.

    An entry is a platform (`telegram`), a chat (`telegram:-100123`) or a person on it (`telegram:@42`).
    """
    if not allow:
        return True
    names = {address.platform, f"{address.platform}:{address.chat}", f"{address.platform}:@{sender.id}"}
    return not names.isdisjoint(allow)
