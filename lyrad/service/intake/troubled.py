"""Say how a shot stands whose look could not be ended: its trouble must not stop the others."""

from __future__ import annotations

import structlog

from lyrad.core import lacking
from lyrad.core.outcome import fault_of
from lyrad.errors import Temporary
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.standing import Refused, ShotLook, Standing

log = structlog.get_logger()


def troubled(shot: ShotKey, folder: RelPath, error: Exception, *, again_at: float) -> ShotLook:
    """Return the look that an error ended, to be taken again then (monotonic seconds).

    What the share or time may mend is waited for; anything else is told as a failure.
    """
    fault = fault_of(error, folder)
    log.warning(fault.what, action="shot_trouble", shot=str(shot), where=fault.where)
    standing: Standing = Refused(detail="cannot be looked at", faults=(fault,))
    if isinstance(error, Temporary | OSError):
        standing = lacking.an_answer(fault)
    return ShotLook(
        shot=shot,
        folder=folder,
        standing=standing,
        takes=(),
        foreign=(),
        unused=(),
        again_at=again_at,
    )
