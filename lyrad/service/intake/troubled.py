"""Say how something stands whose look could not be ended: its trouble must not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog

from lyrad.core import lacking
from lyrad.core.outcome import fault_of
from lyrad.errors import Temporary
from lyrad.model.names import RelPath
from lyrad.model.standing import Lacking, Refused

L = TypeVar("L")

log = structlog.get_logger()


def or_troubled(
    look: Callable[[], L], folder: RelPath, instead: Callable[[Lacking | Refused], L]
) -> L:
    """Return the look into a folder, or what stands for it where an error ended it.

    What the share or time may mend is waited for; anything else is told as a failure.
    """
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - read by core.outcome, like every failure
        fault = fault_of(error, folder)
        log.warning(fault.what, action="look_trouble", shot=folder, where=fault.where)
        if isinstance(error, Temporary | OSError):
            return instead(lacking.an_answer(fault))
        return instead(Refused(detail="cannot be looked at", faults=(fault,)))
