"""Who may use the bot. Checked first, before anything is written, downloaded or charged."""

from collections.abc import Collection

from core.model.allow_list import names
from core.model.chat import Address, Incoming, Sender
from core.services import Services


class Admission:
    """Checks messages, corrections, buttons and files of the upload page alike.

    An entry of `allow` is a platform (`telegram`), a chat (`telegram:-100123`) or a person on it (`telegram:@42`).
    Without entries everybody is admitted.
    """

    def __init__(self, services: Services, allow: Collection[str]) -> None:
        self._services = services
        self._allow = allow

    async def admits(self, incoming: Incoming) -> bool:
        """Return whether a message is admitted.

        Raises:
            StorageError: the rows cannot be read.
        """
        return await self._admitted(incoming.address, incoming.sender) or await self._is_invited(incoming)

    async def _admitted(self, address: Address, sender: Sender) -> bool:
        """Return whether a sender is admitted; an entry with a former address of the chat goes on to count."""
        if admitted(self._allow, address, sender):
            return True
        return any(admitted(self._allow, one, sender) for one in await self._services.stores.addresses.former(address))

    async def _is_invited(self, incoming: Incoming) -> bool:
        """Return whether this is the asker with a valid invitation to the upload page of an admitted request.

        Only that message is admitted: it opens the page, and nothing else may be done in this chat.
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
        return asker == here and await self._admitted(asked.address, asked.sender)


def admitted(allow: Collection[str], address: Address, sender: Sender) -> bool:
    """Return whether a sender is admitted at an address; see `Admission` for the entries of `allow`."""
    return not allow or names(allow, address, sender)


def invitation_in(incoming: Incoming) -> str:
    """Return the argument of `/start`; "": there is none, or the message is something else."""
    command, _, argument = incoming.text.partition(" ")
    only_words = incoming.action is None and not incoming.attachments and incoming.unseen is None
    return argument.strip() if command == "/start" and only_words else ""
