"""What all requests share: the stores, the services over them, and the operator's settings as rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.backend import Backend
from core.engine.background import BackgroundWork
from core.engine.clock import Clock, SteadyTime
from core.engine.delays import Delays
from core.engine.dispatch import Dispatcher
from core.engine.journal import Entries
from core.media.fetch import Fetcher
from core.model.access import AccessLists, Place, chat_entry, entries_about, people_entries, refusal_of
from core.model.access_rules import AccessRules, RuleKind
from core.model.accounts import Accounts
from core.model.addresses import Addresses
from core.model.broadcasts import Broadcasts
from core.model.chat import Address, ChatPlatform, Sender
from core.model.first_times import FirstTimes
from core.model.limits import Limits, Usage
from core.model.logins import Logins
from core.model.measures import Measures, NoMeasures
from core.model.messages import Messages
from core.model.operations import Drain, Operations
from core.model.pairing import PairingCodes
from core.model.pending import Pending
from core.model.preferences import Preferences, scope_of
from core.model.projects import Project, Projects
from core.model.requests import InternalReply, Requests
from core.model.timings import Timings
from core.model.versions import Versions
from core.nemo.caller import Attribution
from core.nemo.client import NemoClient
from core.outbox.queue_position import QueuePositions
from core.outbox.status_board import StatusBoards
from core.skills import Skill
from core.tokens import Tokens
from core.upload.link import UploadPage
from core.upload.state import UploadLinks


@dataclass(frozen=True, slots=True)
class Rules:
    """The operator's settings that flows read. Sizes are in bytes. For the admins of `access` no limit holds.

    `stand_in`: the backend is a stand-in for NemoVideo on this machine, so that nothing is sent elsewhere and no page
    of a website goes on with a project. What has come to its end is kept for `keep_days`; tokens are `sealed` at rest.
    An answer `stale_seconds` after its request is not sent, but offered at the asker's next visit.
    """

    skill: Skill
    skills: Mapping[str, Skill]
    skill_platform: str
    auto_export: bool = True
    stand_in: bool = False
    max_file_bytes: int = 500 * 1024 * 1024
    keep_days: int = 90
    stale_seconds: float = 168 * 3600.0
    backend_host: str = "NemoVideo"
    sealed: bool = False
    limits: Limits = field(default_factory=Limits)
    access: AccessLists = field(default_factory=AccessLists)

    def limits_for(self, address: Address, sender: Sender) -> Limits | None:
        """Return the limits of the settings that hold for a person; None: none does."""
        return None if self.access.is_admin(address.platform, sender) else self.limits

    def skill_named(self, name: str) -> Skill:
        """Return a skill by name; the default one if the name is unknown."""
        return self.skills.get(name, self.skill)

    def attribution(self, skill: Skill) -> Attribution:
        """Return the headers of a skill."""
        return Attribution(skill.name, skill.version, self.skill_platform)


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores, all of one database."""

    accounts: Accounts
    logins: Logins
    addresses: Addresses
    requests: Requests
    messages: Messages
    projects: Projects
    versions: Versions
    preferences: Preferences
    first_times: FirstTimes
    pending: Pending
    timings: Timings
    entries: Entries
    usage: Usage
    access: AccessRules
    pairing: PairingCodes
    broadcasts: Broadcasts


@dataclass(slots=True)
class Services:
    """The collaborators that all requests share.

    `platforms` is filled by the composition root before work begins. `upload_page` is None unless the page is served.
    """

    stores: Stores
    rules: Rules
    client: NemoClient
    fetcher: Fetcher
    platforms: Mapping[str, ChatPlatform]
    tokens: Tokens
    dispatcher: Dispatcher
    delays: Delays
    clock: Clock
    operations: Operations
    measures: Measures = field(default_factory=NoMeasures)
    upload_page: UploadPage | None = None
    drain: Drain = field(default_factory=Drain)
    status_boards: StatusBoards = field(init=False)
    queue_positions: QueuePositions = field(init=False)
    upload_links: UploadLinks = field(init=False)
    background: BackgroundWork = field(init=False)
    steady: SteadyTime = field(init=False)

    def __post_init__(self) -> None:
        """Build the services over the collaborators above."""
        stores = self.stores
        self.steady = SteadyTime(self.clock)
        self.status_boards = StatusBoards(stores.requests)
        self.queue_positions = QueuePositions(
            stores.requests, stores.entries, self.platforms, self.status_boards, delays=self.delays, clock=self.clock
        )
        self.background = BackgroundWork(self.dispatcher)
        self.upload_links = UploadLinks(stores.requests, stores.messages, stores.entries, clock=self.clock)

    def backend(self, project: Project) -> Backend:
        """Return the NemoVideo calls of a project."""
        return Backend(
            self.client,
            self.tokens,
            self.stores.projects,
            project,
            self.rules.attribution(self.rules.skill_named(project.skill)),
            delays=self.delays,
            clock=self.clock,
            measures=self.measures,
        )

    async def refusal(self, place: Place, sender: Sender) -> InternalReply | None:
        """Return why a sender is not served in a place; None: they are.

        Raises:
            StorageError: the rows cannot be read.
        """
        places = await self.places(place)
        about = {entry for one in places for entry in entries_about(one, sender)}
        rules = {rule.kind for rule in await self.stores.access.naming(about)}
        return refusal_of(self.rules.access, places, sender, rules)

    async def ban_entries(self, place: Place, sender: Sender) -> tuple[str, ...]:
        """Return the entries by which a ban would refuse a sender in a place; none refuses an admin.

        Raises:
            StorageError: the rows cannot be read.
        """
        if self.rules.access.is_admin(place.address.platform, sender):
            return ()
        return tuple(entry for one in await self.places(place) for entry in entries_about(one, sender))

    async def places(self, place: Place) -> list[Place]:
        """Return a place under all its addresses, the present one first: an entry with a former one goes on to count.

        Raises:
            StorageError: the rows cannot be read.
        """
        return [place, *map(place.at, await self.stores.addresses.former(place.address))]

    async def limits_for(self, address: Address, sender: Sender) -> Limits | None:
        """Return the limits that hold for a person, with what admins set for them or their chat; None: none does.

        Raises:
            StorageError: the rules cannot be read.
        """
        limits = self.rules.limits_for(address, sender)
        if limits is None:
            return None
        own = people_entries(address.platform, sender)
        chats = [chat_entry(one) for one in (address, *await self.stores.addresses.former(address))]
        rules = await self.stores.access.naming([*own, *chats])
        quotas = {rule.entry: rule.amount for rule in rules if rule.kind is RuleKind.QUOTA}
        mine = next((quotas[entry] for entry in own if entry in quotas), limits.requests_per_day)
        ours = next((quotas[entry] for entry in chats if entry in quotas), limits.chat_requests_per_day)
        return replace(limits, requests_per_day=mine, chat_requests_per_day=ours)

    async def skill_at(self, address: Address) -> str:
        """Return the name of the skill for new projects of a chat.

        Raises:
            StorageError: the rows cannot be read.
        """
        return await self.stores.preferences.get(scope_of(address), "skill") or self.rules.skill.name
