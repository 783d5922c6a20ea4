"""What people read when a tool that makes music failed: three lines each, the last a cure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lyrad.errors import Code, Fault


def _setting(name: str) -> str:
    return f"`backends: composers: {name}:` in lyrad.yaml"


def no_picture(name: str) -> Fault:
    """Return the fault of a tool that needs the scene's clip and is given none."""
    return Fault(
        code=Code.TOOL_FAILED,
        what=f"{name} makes music to the picture, and the rule gives it none.",
        where=f"{_setting(name)} says `picture: true`",
        next="Let the rule give it the scene's clip, or name another composer; then RETAKE.",
    )


def not_started(name: str, why: str, argv: Sequence[str]) -> Fault:
    """Return the fault of a program that the system does not start."""
    return Fault(
        code=Code.TOOL_FAILED,
        what=f"{name} cannot be started: {why}.",
        where=argv[0],
        next=f"Correct {_setting(name)}; then RETAKE.",
    )


def failed(name: str, code: int, said: Sequence[str], log: Path) -> Fault:
    """Return the fault of a tool that ended with an error; negative where a signal ended it."""
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    words = f": {' / '.join(said).rstrip('.')}." if said else ", and says nothing."
    return Fault(
        code=Code.TOOL_FAILED,
        what=f"{name} {how}{words}",
        where=str(log),
        next="Its words stand in that file; try its command in a terminal, then RETAKE.",
    )


def nothing_made(name: str, why: str, elsewhere: Sequence[str], log: Path) -> Fault:
    """Return the fault of a tool that ended well and left no music where it was told to."""
    other = f"; it wrote {', '.join(elsewhere)}" if elsewhere else ""
    return Fault(
        code=Code.TOOL_FAILED,
        what=f"{name} was done, and {why}{other}.",
        where=str(log),
        next=f"It has to write the file that `{{out}}` names: see {_setting(name)}. Then RETAKE.",
    )


def too_slow(name: str, minutes: float, log: Path) -> Fault:
    """Return the fault of a tool that was not done in its time."""
    return Fault(
        code=Code.TOOL_FAILED,
        what=f"{name} was not done after {minutes:.0f} min, and was ended.",
        where=str(log),
        next=f"If it needs longer, raise `timeout:` under {_setting(name)}; then RETAKE.",
    )
