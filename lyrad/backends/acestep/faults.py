"""What people read when ACE-Step is in the way: three lines each, the last one what to do."""

from __future__ import annotations

from collections.abc import Sequence

from lyrad.errors import Code, Fault

_SETTING = "`backends: acestep:` in lyrad.yaml"
_LOG = "Look at what ACE-Step itself says in its window or log"


def down(address: str, why: str) -> Fault:
    """Return the fault of a server that does not answer."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="ACE-Step does not answer.",
        where=f"{address}: {why}",
        next=f"Start it (`acestep-api`), or correct {_SETTING}; lyrad goes on by itself.",
    )


def loading(address: str) -> Fault:
    """Return the fault of a server that has no model loaded."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="ACE-Step has not loaded its models yet.",
        where=f"{address}: /health says so",
        next="Wait; lyrad goes on by itself. One that was started with `--no-init` never loads "
        "them by itself: start it without.",
    )


def stranger(address: str, *, older: bool) -> Fault:
    """Return the fault of a server that is no ACE-Step 1.5."""
    who = "is ACE-Step 1.0, which lyrad does not speak with" if older else "is no ACE-Step"
    return Fault(
        code=Code.BACKEND_DOWN,
        what=f"What answers there {who}.",
        where=address,
        next=f"Start ACE-Step 1.5's API server (`acestep-api`), or correct {_SETTING}.",
    )


def locked(address: str, said: str) -> Fault:
    """Return the fault of a server that wants another key."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="ACE-Step does not take lyrad's key.",
        where=f"{address}: {said or 'it wants one'}",
        next=f"Write the key that it was started with as `key:` under {_SETTING}, and start "
        "lyrad again.",
    )


def busy(address: str) -> Fault:
    """Return the fault of a server whose queue is full."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="ACE-Step has more to do than it takes.",
        where=f"{address}: its queue is full",
        next="Nothing: lyrad asks again by itself.",
    )


def no_model(address: str, model: str, there: Sequence[str]) -> Fault:
    """Return the fault of a model that is named, and the server has not loaded."""
    has = f"it has {', '.join(there)}" if there else "it does not say what it has"
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"ACE-Step has not loaded the model {model}.",
        where=f"{address}: {has}",
        next=f"Start it with ACESTEP_CONFIG_PATH2={model}, or correct `model:`.",
    )


def other_model(address: str, model: str, used: str) -> Fault:
    """Return the fault of music that another model made than the rule names."""
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"ACE-Step used {used} instead of {model}, as it does where a model is not loaded.",
        where=address,
        next=f"Start it with ACESTEP_CONFIG_PATH2={model}, or correct `model:` in the rule; "
        "then RETAKE.",
    )


def too_long(seconds: float, most: int) -> Fault:
    """Return the fault of a cue that is longer than anything that ACE-Step makes."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"The cue is {seconds:.0f} s long, and ACE-Step makes {most} s at most.",
        where="the cue's own length",
        next="Part it into two cues, or name another composer in the rule.",
    )


def too_short(address: str, came: float, wanted: float) -> Fault:
    """Return the fault of music that ends before the cue does."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"ACE-Step made {came:.1f} s of music, and the cue is {wanted:.1f} s long.",
        where=f"{address}: it makes no longer pieces than fit its card, and does not say so",
        next="Part the cue into two, or run ACE-Step on a card with more memory; then RETAKE.",
    )


def refused(address: str, status: int, said: str) -> Fault:
    """Return the fault of an order that the server does not take."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"ACE-Step does not take the order: {_ended(said)}.",
        where=f"{address}: /release_task answers {status}",
        next=f"{_LOG}; it may be older or newer than the ones that lyrad knows. Then RETAKE.",
    )


def failed(address: str, said: str) -> Fault:
    """Return the fault of a task that failed."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"ACE-Step could not make the music: {_ended(said)}.",
        where=address,
        next=f"{_LOG}, then RETAKE.",
    )


def out_of_memory(address: str, *, again: bool) -> Fault:
    """Return the fault of a card whose memory was not enough."""
    cure = "Close what else uses the card, or start ACE-Step with ACESTEP_OFFLOAD_TO_CPU=true"
    times = "" if again else ", twice"
    return Fault(
        code=Code.OUT_OF_MEMORY,
        what=f"The graphics card's memory was not enough for ACE-Step{times}.",
        where=address,
        next=f"{cure}; lyrad tries once more by itself." if again else f"{cure}; then RETAKE.",
    )


def silent(address: str) -> Fault:
    """Return the fault of a task that succeeded and saved nothing."""
    return Fault(
        code=Code.MUSIC_WRONG,
        what="ACE-Step was done and had saved nothing: what it made was silence, or nearly.",
        where=address,
        next="Say more in the cue's prompt; RETAKE asks with another seed.",
    )


def spoiled(address: str, why: str, *, last: bool) -> Fault:
    """Return the fault of music that could not be brought home whole."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"What ACE-Step made cannot be used: {why}.",
        where=f"{address}: /v1/audio",
        next=f"{_LOG}, then RETAKE." if last else "Nothing: lyrad tries again by itself.",
    )


def _ended(said: str) -> str:
    return said.rstrip(".") or "it gives no reason"
