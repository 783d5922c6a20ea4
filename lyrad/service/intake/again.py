"""Order one more take where one turned out suspicious, through the ledger, so that it is once."""

from __future__ import annotations

from dataclasses import replace

import structlog

from lyrad.core.admit import ShotFacts
from lyrad.core.again import retakes_by_itself
from lyrad.model.standing import Ready
from lyrad.service.intake.desk import Desk

log = structlog.get_logger()


def made_again(ready: Ready, facts: ShotFacts, desk: Desk) -> ShotFacts:
    """Write down what has to be made again; return the facts with what was written."""
    for line in retakes_by_itself(ready, facts, desk.clock.now()):
        desk.ledger.append(line)
        log.info("made again", action="retake_by_itself", shot=str(line.shot), note=line.note)
    return replace(facts, history=desk.ledger.history)
