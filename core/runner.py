"""What the engine calls for a request: it builds the context, runs the flow, tells the user of an error, and ends it.

The same on every engine. Every request ends with an answer. An error of a flow reaches the engine, which then calls
again, only when the user could not be told of it.
"""

import logging

from core.engine.dispatch import Stop, Suspend
from core.engine.journal import Cancelled, Journal
from core.flows.answers import answer
from core.flows.batch import conclude
from core.flows.budget import end_turns
from core.flows.context import RequestContext
from core.flows.edit import edit
from core.flows.ending import failed, journalled_end, parked, tell_end
from core.flows.export import export
from core.flows.failures import EXPECTED
from core.flows.later import later
from core.flows.render import stop_render
from core.media.open_files import out_of_files
from core.model.chat import ChatError
from core.model.host_unavailable import HostUnavailable, OutOfFiles
from core.model.requests import Flow, Outcome, Request
from core.outbox.status import log_not_sent
from core.progress import Progress, progress_of
from core.services import Services
from core.upload.link import request_of
from core.words.amounts import duration_words

log = logging.getLogger(__name__)

FLOWS = {Flow.EDIT: edit, Flow.EXPORT: export, Flow.ANSWER: answer, Flow.LATER: later}
_WITHOUT_REACTION = {Flow.ANSWER, Flow.LATER}
_CAME_TO_NOTHING = {Outcome.FAILED, Outcome.PARKED}


class Runner:
    """Works on one request per call, with the shared services."""

    def __init__(self, services: Services, stop: Stop) -> None:
        self._services = services
        self._stores = services.stores
        self._stop = stop

    async def __call__(self, number: int, /) -> None:
        """Work on a request to its end.

        Raises:
            Suspend: it goes on later.
            HostUnavailable: it goes on when the host is well again.
            StorageError: the rows cannot be read or written.
            LookupError: there is no such request.
        """
        request = await self._stores.requests.get(number)
        if request.outcome is not None:
            return
        context = await self._context(request)
        if not context.board.begun:
            context.board.begun = True
            await self._services.queue_positions.update_waiting(request)
        try:
            await self._run_flow(context)
        finally:
            await context.journal.flush()

    async def _run_flow(self, context: RequestContext) -> None:
        request = context.request
        end = journalled_end(context)
        outcome = await (self._outcome(context) if end is None else tell_end(context, end))
        if outcome is Outcome.DONE and request.flow is not Flow.ANSWER and not Progress(context.journal.rows).delivered:
            outcome = Outcome.UNDELIVERED
        if outcome is Outcome.SPLIT:
            self._services.dispatcher.notify(request.lane)
            return
        if outcome is Outcome.CANCELLED:
            await stop_render(context)
        await self._end(context, outcome)

    async def _outcome(self, context: RequestContext) -> Outcome:
        """Run the flow, and return how it ended; what it failed by is told."""
        request = context.request
        try:
            return await FLOWS[request.flow](context)
        except Suspend:
            await self._save_timings(context)
            raise
        except Cancelled:
            self._services.dispatcher.leave_place(request.id)
            return Outcome.CANCELLED
        except HostUnavailable:
            raise  # no end of the request, but of this try
        except Exception as error:
            if out_of_files(error):
                raise OutOfFiles from error
            if isinstance(error, EXPECTED):
                log.info("%s failed: %s", request.reference, str(error) or type(error).__name__)
            else:
                log.exception("%s failed by a bug of ours", request.reference)
            return await tell_end(context, await failed(context, error))

    async def _save_timings(self, context: RequestContext) -> None:
        """Save the durations that this call measured."""
        for kind, seconds in context.measured:
            await self._stores.timings.took(kind, seconds)

    async def needs_place(self, number: int) -> bool:
        """Return whether a request still has files to upload or a turn to run.

        Raises:
            StorageError: the rows cannot be read.
        """
        return not (await progress_of(self._stores.entries, number)).turn_ended

    async def park(self, number: int) -> None:
        """End a request that stopped the process three times, and tell the user.

        Raises:
            Suspend, StorageError: as the journal's verbs do.
            LookupError: there is no such request.
        """
        request = await self._stores.requests.get(number)
        context = await self._context(request)
        try:
            await self._end(context, await tell_end(context, journalled_end(context) or parked(context)))
        finally:
            await context.journal.flush()

    async def _context(self, request: Request) -> RequestContext:
        services = self._services

        async def wanted() -> bool:
            return await self._stores.requests.wanted(request.id)

        entries = await self._stores.entries.load(request.id)
        journal = Journal(
            request.id,
            request.lane,
            self._stores.entries,
            entries,
            clock=services.clock,
            stop=self._stop,
            wanted=wanted,
        )
        project = None if request.project is None else await self._stores.projects.get(request.project)
        backend = None if project is None else services.backend(project)
        return RequestContext(services, request, journal, backend, await services.status_boards.shared(request))

    async def _end(self, context: RequestContext, outcome: Outcome) -> None:
        context.journal.ignore_cancel()
        services, request = self._services, context.request
        if (await self._stores.requests.get(request.id)).outcome is not None:
            return  # it became a batch meanwhile, and its children go on
        async with context.board.ending:
            context.board.ended[request.id] = outcome
            # nothing else tells of an answer that may be missing
            missing = request.flow is not Flow.ANSWER and not Progress(context.journal.rows).delivered
            await context.status.finish(self._last_status(context, outcome), told=missing)
            whole = outcome if request.parent is None else await conclude(context)  # of the batch
            await self._release_and_react(context, whole)
            await self._save_timings(context)
            await end_turns(context)
            if outcome in _CAME_TO_NOTHING or (
                outcome is Outcome.CANCELLED and not Progress(context.journal.rows).asked
            ):
                await self._stores.usage.refund(request.id)
            if await self._stores.requests.end(request.id, outcome, services.clock.time()):
                context.log_end(outcome)
        if whole is not None:
            services.status_boards.forget(context.board)

    def _last_status(self, context: RequestContext, outcome: Outcome) -> str:
        if outcome is Outcome.CANCELLED:
            return context.say("stage.cancelled")
        if outcome in {Outcome.DONE, Outcome.UNDELIVERED}:
            key = "stage.done"
            if outcome is Outcome.UNDELIVERED:
                kept = Progress(context.journal.rows).undelivered
                key = "stage.undelivered" if kept else "stage.unconfirmed"
            elapsed = self._services.clock.time() - context.request.accepted_at
            return context.say(key, elapsed=duration_words(elapsed, context.request.language))
        return context.reason if context.request.parent and context.reason else context.say("stage.failed")

    async def _release_and_react(self, context: RequestContext, outcome: Outcome | None) -> None:
        """Release the files and react to the message; what the platform refuses of that is only logged."""
        request, page = context.request, self._services.upload_page
        files = [file for part in await self._stores.requests.parts(request.id) for file in part.attachments]
        for file in files:
            if page is not None and request_of(file) is not None:
                await page.file_store.release(file.ref)
        try:
            for file in files:
                if request_of(file) is None and file.link is None and file.held is None:
                    await context.platform.release(file)
            if request.flow not in _WITHOUT_REACTION and outcome is not None:
                await context.platform.react(request.target, "done" if outcome is Outcome.DONE else "failed")
        except ChatError as error:
            log_not_sent(request.id, "the reaction was not set", error)
