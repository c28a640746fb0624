"""All that a flow may touch: the house it stands in, and the case of one request."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from core.accounts import Accounts
from core.backend import Backend
from core.board import Board
from core.chat import Button, ChatPlatform, Post, Role
from core.clock import Clock
from core.delivery import Delivery, Sent
from core.dispatch import Dispatcher
from core.journal import Entries, Journal
from core.kept import Kept
from core.media.fetch import Fetcher
from core.media.names import safe_name
from core.messages import Messages
from core.nemo.caller import Attribution
from core.nemo.client import NemoClient
from core.patience import Patience
from core.preferences import Preferences
from core.projects import Project, Projects
from core.requests import Request, Requests
from core.skills import Skill
from core.status import Status
from core.timings import Timings
from core.tokens import Tokens
from core.upload_page import UploadDesk
from core.versions import Versions
from core.words.language import API_LANGUAGE
from core.words.phrases import say


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator decided. Sizes are in bytes."""

    skill: Skill
    skills: Mapping[str, Skill]
    skill_platform: str
    auto_export: bool = True
    max_file_bytes: int = 500 * 1024 * 1024

    def skill_named(self, name: str) -> Skill:
        """Return a skill; one that is not bundled any more is the default one."""
        return self.skills.get(name, self.skill)

    def attribution(self, skill: Skill) -> Attribution:
        """Return the headers of a skill."""
        return Attribution(skill.name, skill.version, self.skill_platform)


@dataclass(frozen=True, slots=True)
class House:
    """The collaborators that all requests share."""

    client: NemoClient
    fetcher: Fetcher
    platforms: Mapping[str, ChatPlatform]
    tokens: Tokens
    accounts: Accounts
    requests: Requests
    messages: Messages
    projects: Projects
    versions: Versions
    preferences: Preferences
    kept: Kept
    timings: Timings
    entries: Entries
    dispatcher: Dispatcher
    rules: Rules
    patience: Patience
    clock: Clock
    boards: dict[int, Board] = dataclasses.field(default_factory=dict)
    upload_desk: UploadDesk = dataclasses.field(default_factory=UploadDesk)

    def board(self, request: Request) -> Board:
        """Return the status message that a request shows itself on while this process lives."""
        return self.boards.setdefault(request.id, Board(request.id, request.status_key))

    async def shared_board(self, request: Request) -> Board:
        """Return the status message of a request; the children of a batch share their parent's."""
        if request.parent is None:
            return self.board(request)
        board = self.board(await self.requests.get(request.parent))
        if not board.names:
            for child in await self.requests.children(request.parent):
                files = [file for part in await self.requests.parts(child.id) for file in part.attachments]
                board.names[child.id] = safe_name(files[0].name) if files else child.reference
                if child.outcome is not None:
                    board.ended[child.id] = child.outcome
        return board

    def backend(self, project: Project) -> Backend:
        """Return NemoVideo as a project sees it."""
        return Backend(
            self.client,
            self.tokens,
            self.projects,
            project,
            self.rules.attribution(self.rules.skill_named(project.skill)),
            patience=self.patience,
            clock=self.clock,
        )


class Case:
    """One request in the hands of its flow."""

    def __init__(self, house: House, request: Request, journal: Journal, backend: Backend | None, board: Board) -> None:
        self.house = house
        self.request = request
        self.journal = journal
        self.platform = house.platforms[request.address.platform]
        self.board = board
        self.reason = ""
        self.measured: list[tuple[str, float]] = []  # kinds of work that this life saw the end of, and their seconds
        self.drafts: dict[int, str] = {}  # the versions this life has in hand, by their number in the store
        self.status = Status(self.platform, request, board, house.requests, house.clock)
        self._backend = backend
        self._delivery = Delivery(self.platform, request, journal, house.messages, house.kept, house.clock)

    @property
    def backend(self) -> Backend:
        """NemoVideo for this request's project; only requests with a project ask."""
        if self._backend is None:
            raise LookupError(f"request {self.request.id} has no project")
        return self._backend

    def beside(self, project: Project) -> "Case":
        """Return this case with another project in its hands: what it shows is not what it works on."""
        return Case(self.house, self.request, self.journal, self.house.backend(project), self.board)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.backend.project

    @property
    def skill(self) -> Skill:
        """The persona of this project, or of this place."""
        return self.house.rules.skill_named(self._backend.project.skill) if self._backend else self.house.rules.skill

    @property
    def api_language(self) -> str:
        """The language of the request as the API names it."""
        return API_LANGUAGE[self.request.language]

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the language of the request."""
        return say(self.request.language, key, **values)

    def button(self, key: str, press: str) -> Button:
        """Return a button with a label in the language of the request."""
        return Button(self.say(f"button.{key}"), press=press)

    async def cancelled(self) -> bool:
        """Return whether the user gave this request up."""
        return await self.house.requests.cancelled(self.request.id)

    async def answer(self, name: str, text: str, *buttons: Button, role: Role = Role.ANSWER) -> Sent:
        """Deliver an answer that must arrive, under a name unique in the request."""
        return await self._delivery.send(name, Post(role, text, buttons))

    async def deliver(self, name: str, post: Post) -> Sent:
        """Deliver a message that must arrive."""
        return await self._delivery.send(name, post)
