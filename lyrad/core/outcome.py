"""Decide what an exception means for a job: later, or failed. The one reader of failures.

Success is not decided here. `Cancelled` and `Stopping` are no failures and never come here.
"""

from __future__ import annotations

import errno
import hashlib
import traceback
from dataclasses import dataclass

from lyrad.errors import Code, Fault, LyradError, Temporary
from lyrad.model.names import JobId
from lyrad.model.plan import Failed, Later

LONGEST = 300.0
"""Seconds: nobody who has started a tool again waits longer than this for lyrad to notice."""

_JITTER = 0.2
_FULL_DELAY = 60.0
_LOCKED_DELAY = 10.0
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_LOCKED = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EBUSY,
        errno.EAGAIN,
        errno.ETXTBSY,
        errno.ESTALE,
        errno.EIO,
        errno.ETIMEDOUT,
        errno.EHOSTDOWN,
        errno.ENOTCONN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What was at work: in words, and as the job's step and try (counted from 1).

    `log` is where an unforeseen failure's details lie.
    """

    words: str
    job: JobId
    step: int
    tries: int
    log: str


def outcome(error: Exception, where: Where) -> Later | Failed:
    """Return what follows from whatever was raised."""
    if isinstance(error, Temporary):
        return Later(fault=error.fault, delay=backoff(error.delay, where))
    if isinstance(error, LyradError):
        return Failed(fault=error.fault)
    if isinstance(error, OSError) and error.errno in _FULL:
        return Later(fault=_disk_full(error, where), delay=backoff(_FULL_DELAY, where))
    if isinstance(error, OSError) and error.errno in _LOCKED:
        return Later(fault=_locked(error, where), delay=backoff(_LOCKED_DELAY, where))
    return Failed(fault=_unforeseen(error, where))


def backoff(delay: float, where: Where) -> float:
    """Return the seconds until the next try: doubled with every try, five minutes at most.

    Spread by a fifth to either side, so that many jobs that wait for one tool do not all ask at
    once; the spread follows from job, step and try, so that it is the same after a restart.
    """
    doubled = delay * 2.0 ** min(where.tries - 1, 16)
    seed = f"{where.job}/{where.step}/{where.tries}".encode()
    share = int.from_bytes(hashlib.sha256(seed).digest()[:4]) / 2**32
    return min(doubled, LONGEST) * (1 - _JITTER + 2 * _JITTER * share)


def _disk_full(error: OSError, where: Where) -> Fault:
    return Fault(
        code=Code.DISK_FULL,
        what="The disk is full.",
        where=_place(error, where),
        next="Free some space there; lyrad goes on by itself.",
    )


def _locked(error: OSError, where: Where) -> Fault:
    return Fault(
        code=Code.SHARE_LOCKED,
        what=f"A file cannot be read or written just now: {error.strerror}.",
        where=_place(error, where),
        next="See that the disk or share is there and that lyrad's user may write; lyrad goes on "
        "by itself.",
    )


def _place(error: OSError, where: Where) -> str:
    return f"{error.filename} ({where.words})" if error.filename else where.words


def _unforeseen(error: Exception, where: Where) -> Fault:
    said = " ".join(str(error).split())
    name = type(error).__name__
    return Fault(
        code=Code.UNFORESEEN,
        what=f"A fault of lyrad's own: {name}{': ' + said if said else ''}.",
        where=where.words,
        next=f"Send {where.log} to those who look after lyrad; `lyrad retry` tries again.",
    )


def place_of(error: Exception) -> str:
    """Return where in the program a failure arose, for those who look after lyrad."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def fault_of(error: Exception, words: str) -> Fault:
    """Return what a person is told of a failure outside any job."""
    nowhere = Where(words=words, job=JobId(""), step=0, tries=1, log="lyrad's log")
    return outcome(error, nowhere).fault
