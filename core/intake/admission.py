"""Who may use the bot: decided first of all, before anything is written, downloaded or charged."""

from collections.abc import Collection

from core.model.chat import Address, Incoming, Sender
from core.services import Services


class Admission:
    """Decides for each message, correction, press and file of the upload page alike.

    An entry of `allow` is a platform (`telegram`), a chat (`telegram:-100123`) or a person on it (`telegram:@42`);
    no entries welcome everybody.
    """

    def __init__(self, services: Services, allow: Collection[str]) -> None:
        self._services = services
        self._allow = allow

    async def admits(self, incoming: Incoming) -> bool:
        """Return whether a message is welcome.

        Raises:
            StorageError: the request behind an invitation cannot be read.
        """
        return admitted(self._allow, incoming.address, incoming.sender) or await self._is_invited(incoming)

    async def _is_invited(self, incoming: Incoming) -> bool:
        """Return whether an asker follows a valid invitation to the upload page of a request that is welcome itself.

        That message alone is admitted: it opens the page, and nothing else may be done here.
        """
        page, argument = self._services.upload_page, invitation_in(incoming)
        token = page.invited(argument) if page and incoming.private else None
        if page is None or token is None or page.expired(token):
            return False
        try:
            asked = await self._services.stores.requests.get(token.request)
        except LookupError:
            return False
        asker, here = (asked.address.platform, asked.sender.id), (incoming.address.platform, incoming.sender.id)
        return asker == here and admitted(self._allow, asked.address, asked.sender)


def admitted(allow: Collection[str], address: Address, sender: Sender) -> bool:
    """Return whether a sender is welcome at an address; see `Admission` for the entries of `allow`."""
    if not allow:
        return True
    names = {address.platform, f"{address.platform}:{address.chat}", f"{address.platform}:@{sender.id}"}
    return not names.isdisjoint(allow)


def invitation_in(incoming: Incoming) -> str:
    """Return what `/start` brings along; empty: the message is something else."""
    command, _, argument = incoming.text.partition(" ")
    only_words = incoming.action is None and not incoming.attachments
    return argument.strip() if command == "/start" and only_words else ""
