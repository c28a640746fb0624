"""One request's life around its flow: the case is made, the flow runs, whatever it ends with is told, and it ends.

The same on every engine. It never ends a request in silence, and never lets an error of a flow reach the engine
unless telling it failed too: then the engine calls again.
"""

import logging

from core.chat import ChatError, Role
from core.dispatch import Asleep, Stop
from core.flows.answers import answer
from core.flows.batch import conclude, end_rest
from core.flows.case import Case, House
from core.flows.edit import edit
from core.flows.export import export
from core.flows.failures import EXPECTED, sentence
from core.flows.render import stop
from core.journal import Cancelled, Journal
from core.lobby import moved_up
from core.nemo.errors import NoCredits
from core.requests import Flow, Outcome, Request
from core.status import missed
from core.tokens import TokenError
from core.upload_page import request_of
from core.words.amounts import duration_words

log = logging.getLogger(__name__)

FLOWS = {Flow.EDIT: edit, Flow.EXPORT: export, Flow.ANSWER: answer}


class Runner:
    """What the engine calls."""

    def __init__(self, house: House, stop: Stop) -> None:
        self._house = house
        self._stop = stop

    async def __call__(self, number: int, /) -> None:
        """Work on a request to its end.

        Raises:
            Asleep: it goes on later.
        """
        request = await self._house.requests.get(number)
        if request.outcome is not None:
            return
        case = await self._case(request)
        if not case.board.begun:
            case.board.begun = True
            await moved_up(self._house, request)
        try:
            await self._live(case)
        finally:
            await case.journal.settled()

    async def _live(self, case: Case) -> None:
        request = case.request
        try:
            outcome = await FLOWS[request.flow](case)
        except Asleep:
            await self._learn(case)
            raise
        except Cancelled:
            outcome = Outcome.CANCELLED
        except EXPECTED as error:
            outcome = await self._failed(case, error)
        except Exception as error:
            log.exception("request %d (%s) failed by a mistake of ours", request.id, request.reference)
            outcome = await self._failed(case, error)
        if outcome is Outcome.SPLIT:
            self._house.dispatcher.called(request.lane)
            return
        if outcome is Outcome.CANCELLED:
            await stop(case)
        await self._end(case, outcome)

    async def _learn(self, case: Case) -> None:
        """Write down how long things took; nobody waited for that."""
        for kind, seconds in case.measured:
            await self._house.timings.took(kind, seconds)

    async def park(self, number: int) -> None:
        """End a request that stopped the process three times, and say so."""
        request = await self._house.requests.get(number)
        case = await self._case(request)
        case.journal.deafen()
        again = () if request.flow is Flow.ANSWER else (case.button("try_again", f"again:{number}"),)
        try:
            await case.answer("parked", case.say("error.parked", reference=request.reference), *again)
            await self._end(case, Outcome.PARKED)
        finally:
            await case.journal.settled()

    async def _case(self, request: Request) -> Case:
        house = self._house

        async def wanted() -> bool:
            return await house.requests.wanted(request.id)

        known = await house.entries.load(request.id)
        journal = Journal(
            request.id, request.lane, house.entries, known, clock=house.clock, stop=self._stop, wanted=wanted
        )
        project = None if request.project is None else await house.projects.get(request.project)
        backend = None if project is None else house.backend(project)
        return Case(house, request, journal, backend, await house.shared_board(request))

    async def _failed(self, case: Case, error: Exception) -> Outcome:
        case.journal.deafen()
        log.info("request %d (%s): %s", case.request.id, case.request.reference, error)
        said = await sentence(case, error)
        # a batch has a last answer, which tells every reason and notifies once
        role = Role.QUIET if case.request.parent else Role.ANSWER
        await case.answer("failed", said.text, *said.buttons, role=role)
        case.reason = said.text
        if isinstance(error, (NoCredits, TokenError)):
            await end_rest(case)
        return Outcome.FAILED

    async def _end(self, case: Case, outcome: Outcome) -> None:
        case.journal.deafen()
        house, request = self._house, case.request
        if (await house.requests.get(request.id)).outcome is not None:
            return  # it was made a batch meanwhile: its children go on
        async with case.board.ending:
            case.board.ended[request.id] = outcome
            await case.status.finish(self._line(case, outcome))
            whole = outcome if request.parent is None else await conclude(case)
            await self._settle_courtesies(case, whole)
            await self._learn(case)
            await house.requests.end(request.id, outcome, house.clock.time())
        if whole is not None:
            house.boards.pop(case.board.owner, None)

    def _line(self, case: Case, outcome: Outcome) -> str:
        if outcome is Outcome.CANCELLED:
            return case.say("stage.cancelled")
        if outcome is Outcome.DONE:
            elapsed = self._house.clock.time() - case.request.accepted_at
            return case.say("stage.done", elapsed=duration_words(elapsed, case.request.language))
        return case.reason if case.request.parent and case.reason else case.say("stage.failed")

    async def _settle_courtesies(self, case: Case, outcome: Outcome | None) -> None:
        """Mark the person's message and let its files go; neither may keep a request from ending."""
        request, page = case.request, self._house.upload_desk.page
        files = [file for part in await self._house.requests.parts(request.id) for file in part.attachments]
        for file in files:
            if page is not None and request_of(file) is not None:
                await page.shelf.release(file.ref)
        try:
            for file in files:
                if request_of(file) is None:
                    await case.platform.release(file)
            if request.flow is not Flow.ANSWER and outcome is not None:
                await case.platform.mark(request.target, "done" if outcome is Outcome.DONE else "failed")
        except ChatError as error:
            missed(request.id, "its message could not be marked", error)
