"""What people read when AudioX is in the way: three lines each, the last one what to do."""

from __future__ import annotations

from lyrad.errors import Code, Fault

_SETTING = "`backends: audiox:` in lyrad.yaml"
_LOG = "Look at what AudioX says in the terminal it was started in"
_NO_MEMORY = ("out of memory", "outofmemory")


def down(address: str, why: str) -> Fault:
    """Return the fault of a server that does not answer, or not now."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="AudioX does not answer.",
        where=f"{address}: {why}",
        next=f"Start it (`run_gradio.py`), or correct {_SETTING}; lyrad goes on by itself.",
    )


def stranger(address: str) -> Fault:
    """Return the fault of something that answers, and is no AudioX."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="What answers there is not AudioX.",
        where=f"{address}: no `generate` with a prompt, a seed, steps and seconds",
        next=f"Another program may have its port: start AudioX, or correct {_SETTING}; lyrad goes "
        "on by itself.",
    )


def too_long(seconds: float, most: int, where: str) -> Fault:
    """Return the fault of a cue that is longer than AudioX ever makes."""
    return Fault(
        code=Code.MUSIC_UNFIT,
        what=f"The cue lasts {seconds:.1f} seconds; AudioX makes {most} at most, and pieces of "
        "them stuck together are no score.",
        where=where,
        next="Name another tool in the rule, such as acestep; AudioX is for stings.",
    )


def failed(address: str, said: str) -> Fault:
    """Return the fault of work that ended in an error there, in AudioX's own words."""
    crowded = any(word in said.lower() for word in _NO_MEMORY)
    words = said.rstrip(".") or "it does not say why"
    return Fault(
        code=Code.OUT_OF_MEMORY if crowded else Code.BACKEND_FAILED,
        what=f"AudioX could not finish: {words}.",
        where=address,
        next=f"{_LOG}; then `lyrad retry`.",
    )


def refused(address: str, status: int, said: str) -> Fault:
    """Return the fault of an order that is not taken at all."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"AudioX does not take the order: {said.rstrip('.') or 'it does not say why'}.",
        where=f"{address}: it answers {status}",
        next=f"{_LOG}; then `lyrad retry`.",
    )


def nothing(address: str) -> Fault:
    """Return the fault of work that ended well and brought no sound."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what="AudioX was done and had made no sound.",
        where=f"{address}: no sound file is among its results",
        next=f"{_LOG}; then `lyrad retry`.",
    )
