"""Who may use the bot, and where. Checked first, before anything is written, downloaded or charged."""

from core.model.access import Place, entries_about, policy_of
from core.model.access_entries import Policy
from core.model.access_rules import RuleKind
from core.model.chat import Incoming, Sender
from core.model.requests import InternalReply
from core.services import Services

_BY_POLICY = {Policy.CLOSED: InternalReply.PLACE_CLOSED, Policy.ADMINS: InternalReply.PLACE_FOR_ADMINS}


class Admission:
    """Checks messages, corrections, buttons and files of the upload page alike."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lists = services.rules.access

    async def refusal(self, incoming: Incoming) -> InternalReply | None:
        """Return why a message is not admitted; None: it is.

        Raises:
            StorageError: the rows cannot be read.
        """
        reply = await self._refusal(Place.of(incoming), incoming.sender)
        return None if reply is None or await self._is_invited(incoming) else reply

    async def _refusal(self, place: Place, sender: Sender) -> InternalReply | None:
        """Return why a sender is refused in a place; an entry with a former address of the chat goes on to count."""
        former = await self._services.stores.addresses.former(place.address)
        places = [place, *(place.at(address) for address in former)]
        admin = self._lists.is_admin(place.address.platform, sender)
        policy = policy_of(self._lists.policies, places)
        if policy is Policy.CLOSED or (policy is Policy.ADMINS and not admin):
            return _BY_POLICY[policy]
        if admin:
            return None
        about = {entry for one in places for entry in entries_about(one, sender)}
        rules = {rule.kind for rule in await self._services.stores.access.naming(about)}
        if RuleKind.BAN in rules:
            return InternalReply.BANNED
        allowed = not self._lists.allow or RuleKind.ALLOW in rules or not about.isdisjoint(self._lists.allow)
        return None if allowed else InternalReply.REFUSED

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
        return asker == here and await self._refusal(Place.of(asked), asked.sender) is None


def invitation_in(incoming: Incoming) -> str:
    """Return the argument of `/start`; "": there is none, or the message is something else."""
    command, _, argument = incoming.text.partition(" ")
    only_words = incoming.action is None and not incoming.attachments and incoming.unseen is None
    return argument.strip() if command == "/start" and only_words else ""
