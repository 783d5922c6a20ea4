"""What the engine's library may say in lyrad's log.

It advertises at INFO and prints a traceback whenever a leg that was cancelled or replaced ends,
which is how lyrad takes work back; the rest (a connection lost, an error of its own) is heard.
"""

from __future__ import annotations

import logging

_EXPECTED = (
    "was cancelled during execution",
    "is no longer owned by this execution",
    "outcome was not recorded",
)
_TAKEN_BACK = (
    "DBOSAwaitedWorkflowCancelledError",
    "DBOSNonExistentWorkflowError",
    "DBOSWorkflowConflictIDError",
)


class _Worth(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if any(words in message for words in _EXPECTED):
            return False
        raised = record.exc_info[0] if record.exc_info else None
        return raised is None or raised.__name__ not in _TAKEN_BACK


_WORTH = _Worth()


def quiet() -> None:
    """Hear only what is worth a line; called before the library sets up a handler of its own."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.addFilter(_WORTH)
