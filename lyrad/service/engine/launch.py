"""DBOS itself: launched with lyrad's settings, and ended.

The library keeps one instance in a process, and so there is one engine in a process.
"""

from __future__ import annotations

from collections.abc import Sequence

from dbos import DBOS, DBOSConfig

from lyrad.service.engine.flow import APPLICATION, VERSION, Runner, register
from lyrad.service.engine.logs import quiet
from lyrad.service.engine.rows import SCHEMA, SERIALIZER, answering

EXECUTOR = "lyrad"
"""One name on every machine: an engine has one executor at a time, by lock, and whoever takes the
engine over takes over what was at work."""

_DAY = 86400.0


def migrate(url: str) -> None:
    """Make or bring forward the tables. Raises Temporary or Permanent as `answering` does."""
    quiet()
    with answering():
        DBOS.migrate(url, schema=SCHEMA)


def launch(runner: Runner, *, url: str, lanes: Sequence[str], poll: float, crashes: int) -> DBOS:
    """Start the threads that take legs from the lanes; `poll` is in seconds.

    What was at work when the process last ended is put back into its lane first, unless that
    has happened more than `crashes` times.
    """
    quiet()
    register(runner, crashes=crashes)
    config = DBOSConfig(
        name=APPLICATION,
        system_database_url=url,
        dbos_system_schema=SCHEMA,
        application_version=VERSION,
        executor_id=EXECUTOR,
        serializer=SERIALIZER,
        log_level="WARNING",
        notification_listener_polling_interval_sec=min(poll, 1.0),
        scheduler_polling_interval_sec=_DAY,
    )
    with answering():
        dbos = DBOS(config=config)
        DBOS.listen_queues(lanes)
        DBOS.launch()
    return dbos


def take_nothing_more(dbos: DBOS) -> None:
    """Stop taking legs from the lanes; what is at work goes on."""
    for event in dbos.background_thread_stop_events:
        event.set()


def end() -> None:
    """End the library's threads and connections; only where the process lives on."""
    DBOS.destroy(destroy_registry=True)
