"""The engine's rows: ordering, cancelling, releasing, deleting and reading legs.

Speaks to the database as a client does, beside the threads that run legs: a server that does not
answer is a `Temporary` here, and not a wait without end.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from dbos import DBOSClient, DBOSPortableJSONSerializer, WorkflowStatus
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.service.engine.book import Entry, entry
from lyrad.service.engine.flow import (
    APPLICATION,
    STEP,
    WORKFLOW,
    arguments,
    leg_in,
    order_of,
    serial_of,
)
from lyrad.service.engine.leg import CENTURY, Leg, onward, resting
from lyrad.service.engine.payload import Ending, Try, try_in

SERIALIZER = DBOSPortableJSONSerializer()
SCHEMA = "lyrad"

_log = logging.getLogger(__name__)

_GIVEN_UP = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
_BADLY_ENDED = ("ERROR", _GIVEN_UP)
_LIVE = ("ENQUEUED", "DELAYED", "PENDING")
_BATCH = 500


class Rows:
    """Every call is one transaction, or one for each row."""

    def __init__(self, url: str) -> None:
        with answering():
            self._client = DBOSClient(
                system_database_url=url,
                dbos_system_schema=SCHEMA,
                serializer=SERIALIZER,
                application_name=APPLICATION,
                retry_connection_errors=False,
            )

    def close(self) -> None:
        """Give the connections back."""
        self._client.destroy()

    def enqueue(self, leg: Leg, delay: float = 0.0) -> None:
        """Order the leg, to start no sooner than in `delay` seconds; twice is once."""
        with answering():
            self._client.enqueue(order_of(leg, delay), *arguments(leg))

    def cancel(self, leg: Leg) -> None:
        """Take the leg from the queue for good."""
        self.withdraw((leg.id,))

    def withdraw(self, rows: Iterable[str]) -> None:
        """Take the rows from the queue for good."""
        every = list(rows)
        with answering():
            for start in range(0, len(every), _BATCH):
                self._client.cancel_workflows(every[start : start + _BATCH])

    def release(self, leg: Leg) -> None:
        """Let a held or waiting leg start; named without its lane, it would bypass the width."""
        with answering():
            self._client.resume_workflow(leg.id, queue_name=leg.lane)

    def delete(self, rows: Iterable[str]) -> None:
        """Delete the rows; those that are gone already are no matter."""
        every = list(rows)
        with answering():
            for start in range(0, len(every), _BATCH):
                self._client.delete_workflows(every[start : start + _BATCH])

    def lanes(self, widths: Mapping[str, int], *, poll: float) -> None:
        """Set every lane's width; 0 starts nothing. `poll` is in seconds."""
        with answering():
            for lane, width in widths.items():
                self._client.register_queue(
                    lane, worker_concurrency=width, polling_interval_sec=poll
                )

    def badly_ended(self) -> dict[str, Fault]:
        """Return the rows that ended without a recorded try, and why, by id."""
        with answering():
            rows = self._client.list_workflows(
                name=WORKFLOW, status=list(_BADLY_ENDED), load_input=False, load_output=False
            )
        return {row.workflow_id: _why(row) for row in rows}

    def read(self) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        """Return every job as its rows tell it, and live rows that a later leg made needless."""
        with answering():
            rows = self._client.list_workflows(name=WORKFLOW)
        jobs: defaultdict[JobId, list[WorkflowStatus]] = defaultdict(list)
        for row in rows:
            jobs[JobId(row.workflow_id.rpartition("/")[0])].append(row)
        entries: list[Entry] = []
        needless: list[str] = []
        for legs in jobs.values():
            legs.sort(key=lambda row: serial_of(row.workflow_id))
            needless += (row.workflow_id for row in legs[:-1] if row.status in _LIVE[:2])
            try:
                entries.append(self._entry(legs))
            except ValueError:
                _log.warning("The engine cannot read job %s; it is left alone", legs[-1])
        return tuple(entries), tuple(needless)

    def _entry(self, rows: list[WorkflowStatus]) -> Entry:
        record: tuple[Try, ...] = ()
        mine: tuple[Try, ...] = ()
        for row in rows:
            mine = self._tries(row)
            record += mine
        return standing(rows[-1], mine, record)

    def _tries(self, row: WorkflowStatus) -> tuple[Try, ...]:
        if row.status == "SUCCESS":
            return tuple(try_in(one) for one in row.output or ())
        if not row.recovery_attempts:
            return ()
        with answering():
            calls = self._client.list_workflow_steps(row.workflow_id)
        return tuple(
            try_in(call["output"])
            for call in calls
            if call["function_name"] == STEP and call["output"] is not None
        )


def standing(row: WorkflowStatus, mine: tuple[Try, ...], record: tuple[Try, ...]) -> Entry:
    """Return where a job stands, from its last row, that row's tries and all tries."""
    leg = _place(row, mine)
    state, fault = _state(row, mine, record)
    begun = row.status == "PENDING"
    return entry(leg, state, since=_since(row), record=record, fault=fault, started=begun)


def _place(row: WorkflowStatus, mine: tuple[Try, ...]) -> Leg:
    given = row.input["args"] if row.input else ()
    leg = leg_in(row.workflow_id, *given)
    for one in mine:
        following = onward(leg, one)
        if following is None or following.leg.serial != leg.serial:
            break
        leg = following.leg
    return leg


def _state(
    row: WorkflowStatus, mine: tuple[Try, ...], record: tuple[Try, ...]
) -> tuple[JobState, Fault | None]:
    if row.status in _BADLY_ENDED:
        return JobState.FAILED, _why(row)
    if row.status == "CANCELLED":
        return JobState.CANCELLED, None
    if row.status == "SUCCESS" and mine:
        return resting(mine[-1]), mine[-1].fault
    if row.status == "DELAYED":
        return _delayed(row, record)
    return JobState.QUEUED, None


def _delayed(row: WorkflowStatus, record: tuple[Try, ...]) -> tuple[JobState, Fault | None]:
    wait = (row.delay_until_epoch_ms or 0) - (row.created_at or 0)
    if wait > CENTURY * 1000 / 2:
        return JobState.HELD, None
    later = record and record[-1].ending is Ending.LATER
    return (JobState.WAITING, record[-1].fault) if later else (JobState.QUEUED, None)


def _since(row: WorkflowStatus) -> datetime:
    moment = row.completed_at or row.updated_at or row.created_at or 0
    return datetime.fromtimestamp(moment / 1000, UTC)


def _why(row: WorkflowStatus) -> Fault:
    if row.status == _GIVEN_UP:
        return Fault(
            code=Code.CRASHED_TOO_OFTEN,
            what="lyrad itself was interrupted too often while it worked on this.",
            where=f"job {row.workflow_id}",
            next="Look for what ends lyrad at this point (memory, graphics driver, power); then "
            "`lyrad retry` starts the step again.",
        )
    return Fault(
        code=Code.UNFORESEEN,
        what="lyrad stumbled over this job, which is a fault in lyrad and not in your files.",
        where=f"job {row.workflow_id}",
        next="Please send the log to whoever looks after lyrad; `lyrad retry` starts the step "
        "again.",
    )


@contextmanager
def answering() -> Iterator[None]:
    """Turn what a database's driver raises into a fault.

    Raises:
        Temporary: the database does not answer (ENGINE_GONE).
        Permanent: what is there is not an engine's database (ENGINE_UNREADABLE).
    """
    try:
        yield
    except DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise Permanent(unreadable("the engine's database")) from error
        raise Temporary(gone(str(error.orig))) from error
    except SQLAlchemyError as error:
        raise Temporary(gone(str(error))) from error


def gone(reason: str) -> Fault:
    """Return the fault of a database that does not answer; `reason` is the driver's word."""
    first = reason.strip().splitlines()[0] if reason.strip() else "no reason given"
    return Fault(
        code=Code.ENGINE_GONE,
        what="lyrad's engine database does not answer; nothing new is started until it does.",
        where=first,
        next="Start the database server, or correct `engine.url` in lyrad.yaml; what was ordered "
        "is safe.",
    )


def unreadable(where: str) -> Fault:
    """Return the fault of a file that is no engine database."""
    return Fault(
        code=Code.ENGINE_UNREADABLE,
        what="lyrad's engine database is damaged, or is something else.",
        where=where,
        next="Move the file away and start lyrad again: it makes a new one, and no finished take "
        "is rendered twice.",
    )
