"""The context of one request: everything that a flow may use."""

from typing import Final

from core.backend import Backend
from core.engine.journal import Journal
from core.model.actions import Action
from core.model.chat import Button, Post, Role
from core.model.projects import Project
from core.model.requests import LIMIT_REPLIES, REFUSALS, Outcome, Request
from core.outbox.background_status import BackgroundStatus
from core.outbox.delivery import Delivery
from core.outbox.request_log import log_stage
from core.outbox.spoilers import with_spoilers
from core.outbox.status import Status
from core.outbox.status_board import StatusBoard
from core.progress import Sent
from core.services import Services
from core.skills import Skill
from core.words.intents import Meaning
from core.words.language import API_LANGUAGE
from core.words.phrases import say
from core.words.spoilers import hidden_parts

_REFUSALS: Final = {*REFUSALS, *LIMIT_REPLIES.values()}


class RequestContext:
    """One request with the services, stores and messages that its flow needs."""

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
        self.background_status = BackgroundStatus(self.status, name=f"progress {request.id}")
        self._backend = backend
        self._delivery = Delivery(
            self.platform,
            request,
            journal,
            self.stores.messages,
            self.stores.pending,
            self.clock,
            services.steady,
            services.measures,
            stale_seconds=services.rules.stale_seconds,
        )

    @property
    def backend(self) -> Backend:
        """NemoVideo for this request's project.

        Raises:
            LookupError: the request has no project.
        """
        if self._backend is None:
            raise LookupError(f"request {self.request.id} has no project")
        return self._backend

    def for_project(self, project: Project) -> "RequestContext":
        """Return a context for the same request that reads another project."""
        return RequestContext(self.services, self.request, self.journal, self.services.backend(project), self.board)

    @property
    def project(self) -> Project:
        """The project, with its present session.

        Raises:
            LookupError: the request has no project.
        """
        return self.backend.project

    @property
    def shows_links(self) -> bool:
        """Whether private links of the account may be shown: only its own person reads the answer.

        An answer about a group's project may be asked for in a direct chat.
        """
        return self.request.private and self.project.private

    @property
    def meaning(self) -> Meaning:
        """What the words mean.

        Raises:
            LookupError: the request has no words, as one from a button has none.
        """
        if self.request.meaning is None:
            raise LookupError(f"request {self.request.id} has no words")
        return self.request.meaning

    @property
    def skill(self) -> Skill:
        """The skill of this project; without a project, the default one."""
        return self.rules.skill_named(self._backend.project.skill) if self._backend else self.rules.skill

    @property
    def api_language(self) -> str:
        """The language of the request as the API names it."""
        return API_LANGUAGE[self.request.language]

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence in the language of the request."""
        return say(self.request.language, key, **values)

    def log_stage(self, stage: str) -> None:
        """Log that this request has reached a stage."""
        request = self.request
        log_stage(stage, request.id, request.address.platform, self.clock.time() - request.accepted_at)

    def log_end(self, outcome: Outcome) -> None:
        """Log and count that this request has ended."""
        self.log_stage(f"ended, {outcome}")
        request = self.request
        counted = "refused" if request.reply in _REFUSALS else outcome
        self.services.measures.ended(request.address.platform, counted, self.clock.time() - request.accepted_at)

    def measure(self, kind: str, seconds: float) -> None:
        """Note how long a kind of work took, which ended in this process."""
        self.measured.append((kind, seconds))
        self.services.measures.took(kind, seconds)

    def button(self, key: str, action: Action) -> Button:
        """Return a button with a label in the language of the request."""
        return Button(self.say(f"button.{key}"), action)

    async def cancelled(self) -> bool:
        """Return whether this request, or its batch, was cancelled.

        Raises:
            StorageError: the rows cannot be read.
        """
        return await self.stores.requests.cancelled(self.request.id)

    async def current_project(self) -> Project | None:
        """Return the project of the message replied to, else the sender's current one here; None: there is none.

        Raises:
            StorageError: the rows cannot be read.
        """
        if self.request.project is not None:
            return await self.stores.projects.get(self.request.project)
        return await self.stores.projects.current(self.request.address, self.request.project_owner)

    async def record_note(self, key: str) -> None:
        """Record a still-working message of this request, so that a reply to it finds the project.

        Raises:
            StorageError: it is not recorded.
        """
        request = self.request
        await self.stores.messages.sent(
            request.address,
            key,
            request=request.id,
            project=request.project,
            role=Role.NOTE.value,
            text="",
            now=self.clock.time(),
        )

    async def answer(self, name: str, text: str, *buttons: Button, role: Role = Role.ANSWER) -> Sent:
        """Send a text that must arrive; `send` says the rest."""
        return await self.send(name, Post(role, text, buttons))

    async def send(self, name: str, post: Post) -> Sent:
        """Send a message that must arrive, under a step name unique in the request; what people hid is hidden in it.

        Raises:
            Suspend, Cancelled, StorageError: as the journal's verbs do.
            TooLarge, NotAllowed, MediaError: the film in it cannot be sent; see `core.outbox.delivery.Delivery.send`.
        """
        return await self._delivery.send(name, with_spoilers(post, await self._spoilers(post)))

    async def _spoilers(self, post: Post) -> tuple[str, ...]:
        """Return what people hid in the project that a message is about, and in the words that it answers."""
        hidden = hidden_parts(self.request.words)
        project = post.project
        if project is None and (current := await self.current_project()) is not None:
            project = current.id
        if project is None:
            return hidden
        return (*hidden, *(await self.stores.requests.spoilers([project]))[project])
