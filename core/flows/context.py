"""All that a flow may touch: the shared services, and the context of one request."""

from core.backend import Backend
from core.engine.journal import Journal
from core.model.actions import Action
from core.model.chat import Button, Post, Role
from core.model.projects import Project
from core.model.requests import Request
from core.outbox.delivery import Delivery
from core.outbox.request_log import log_stage
from core.outbox.status import Status
from core.outbox.status_board import StatusBoard
from core.progress import Sent
from core.services import Services
from core.skills import Skill
from core.words.intents import Meaning
from core.words.language import API_LANGUAGE
from core.words.phrases import say


class RequestContext:
    """One request in the hands of its flow."""

    def __init__(
        self, services: Services, request: Request, journal: Journal, backend: Backend | None, board: StatusBoard
    ) -> None:
        self.services = services
        self.stores = services.stores
        self.rules = services.rules
        self.delays = services.delays
        self.clock = services.clock
        self.request = request
        self.journal = journal
        self.platform = services.platforms[request.address.platform]
        self.board = board
        self.reason = ""
        self.measured: list[tuple[str, float]] = []  # kinds of work that ended in this process, and their seconds
        self.drafts: dict[int, str] = {}  # drafts read or stored in this process, by version id
        self.status = Status(self.platform, request, board, self.stores.requests, self.clock)
        self._backend = backend
        self._delivery = Delivery(
            self.platform, request, journal, self.stores.messages, self.stores.pending, self.clock
        )

    @property
    def backend(self) -> Backend:
        """NemoVideo for this request's project; only requests with a project ask."""
        if self._backend is None:
            raise LookupError(f"request {self.request.id} has no project")
        return self._backend

    def beside(self, project: Project) -> "RequestContext":
        """Return this context with another project: what it shows is not what it works on."""
        return RequestContext(self.services, self.request, self.journal, self.services.backend(project), self.board)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.backend.project

    @property
    def meaning(self) -> Meaning:
        """What is asked for in words; only requests that work on a project ask."""
        if self.request.meaning is None:
            raise LookupError(f"request {self.request.id} has no words")
        return self.request.meaning

    @property
    def skill(self) -> Skill:
        """The persona of this project, or of this place."""
        return self.rules.skill_named(self._backend.project.skill) if self._backend else self.rules.skill

    @property
    def api_language(self) -> str:
        """The language of the request as the API names it."""
        return API_LANGUAGE[self.request.language]

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the language of the request."""
        return say(self.request.language, key, **values)

    def log_stage(self, stage: str) -> None:
        """Write a line by which an operator follows this request."""
        request = self.request
        log_stage(stage, request.id, request.address.platform, self.clock.time() - request.accepted_at)

    def button(self, key: str, action: Action) -> Button:
        """Return a button with a label in the language of the request."""
        return Button(self.say(f"button.{key}"), action)

    async def cancelled(self) -> bool:
        """Return whether the user gave this request up."""
        return await self.stores.requests.cancelled(self.request.id)

    async def answer(self, name: str, text: str, *buttons: Button, role: Role = Role.ANSWER) -> Sent:
        """Deliver an answer that must arrive, under a name unique in the request."""
        return await self._delivery.send(name, Post(role, text, buttons))

    async def deliver(self, name: str, post: Post) -> Sent:
        """Deliver a message that must arrive."""
        return await self._delivery.send(name, post)
