"""Keep the seam log: what was foretold of pairs of frames, and what their renders showed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

import structlog

from lyrad.core import seam_log
from lyrad.model.seam import SeamRecord

log = structlog.get_logger()


def seam_writer(state: Path) -> Callable[[SeamRecord], None]:
    """Return what appends a record to the log in the state folder.

    A log that cannot be written keeps no take from being published.
    """
    path, one_at_a_time = state / seam_log.NAME, Lock()

    def learn(record: SeamRecord) -> None:
        try:
            with one_at_a_time, path.open("a", encoding="utf-8") as file:
                file.write(f"{seam_log.line(record)}\n")
        except OSError as error:
            log.warning("seam log not written", action="seam_log", where=str(path), why=str(error))

    return learn
