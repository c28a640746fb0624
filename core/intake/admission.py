"""Who may use the bot, and where. Checked first, before anything is written, downloaded or charged."""

from core.model.access import Place
from core.model.chat import Incoming
from core.model.requests import InternalReply
from core.services import Services


class Admission:
    """Checks messages, corrections, buttons and files of the upload page alike."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def refusal(self, incoming: Incoming) -> InternalReply | None:
        """Return why a message is not admitted; None: it is.

        Raises:
            StorageError: the rows cannot be read.
        """
        reply = await self._services.refusal(Place.of(incoming), incoming.sender)
        return None if reply is None or await self._is_invited(incoming) else reply

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
        return asker == here and await self._services.refusal(Place.of(asked), asked.sender) is None


def invitation_in(incoming: Incoming) -> str:
    """Return the argument of `/start`; "": there is none, or the message is something else."""
    command, _, argument = incoming.text.partition(" ")
    only_words = incoming.action is None and not incoming.attachments and incoming.unseen is None
    return argument.strip() if command == "/start" and only_words else ""
