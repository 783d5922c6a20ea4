"""The daemon's clock: what happens because time passes. APScheduler keeps the times."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


class Timer:
    """Calls things again and again; a call that is still running is not started a second time."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def every(self, seconds: float, call: Callable[[], object]) -> None:
        """Call every so many seconds, from now on."""
        self._scheduler.add_job(call, "interval", seconds=seconds)

    def nightly(self, hour: int, call: Callable[[], object]) -> None:
        """Call once a day at this hour, UTC."""
        self._scheduler.add_job(call, "cron", hour=hour)

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """End without waiting for what is running."""
        # The scheduler looks for due calls once more after its threads are gone, and complains.
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)
