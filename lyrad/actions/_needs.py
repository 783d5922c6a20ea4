"""Decide whether what a step rests on is there: the given frames, and what earlier steps made.

Both lie in the state folder, which somebody may tidy up or lose. Neither is a failure: copies are
taken again when the shot is next looked at, and a job whose work is lost begins anew.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from lyrad.errors import Code, Fault, Temporary
from lyrad.model.drop import Member
from lyrad.model.plan import VIDEO
from lyrad.model.spec import Frame
from lyrad.ports import Bench

_COPY_DELAY = 3.0
_WORK_DELAY = 1.0


def require(bench: Bench) -> None:
    """Do nothing where all is there.

    Raises:
        Temporary: a private copy, or what an earlier step made, is gone (FILE_GONE).
    """
    for role in (*(frame.role for frame in Frame), VIDEO):
        member = bench.plan.member(role)
        if member and not bench.store(member.sha256).is_file():
            raise Temporary(_copy_gone(member), delay=_COPY_DELAY)
    for one in bench.earlier:
        if one.path and not (bench.job_work / one.path).exists():
            raise Temporary(_work_gone(bench), delay=_WORK_DELAY)


def _copy_gone(member: Member) -> Fault:
    name = PurePosixPath(member.path).name
    return Fault(
        code=Code.FILE_GONE,
        what=f"lyrad's private copy of {name} is gone.",
        where=member.path,
        next=f"Nothing, if {name} is still in its place: lyrad takes the copy again by itself.",
    )


def _work_gone(bench: Bench) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what="What was made so far is gone.",
        where=str(bench.job_work),
        next="Nothing: lyrad makes it again by itself.",
    )
