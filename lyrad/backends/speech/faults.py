"""What people read when speech to text is in the way: three lines each, the last what to do."""

from __future__ import annotations

from lyrad.errors import Code, Fault

_SETTING = "`backends: speech:` in lyrad.yaml"
_WRITE = "or write it down as brief.txt in the shot's folder"


def down(url: str, why: str) -> Fault:
    """Return the fault of a server that does not answer, or not now."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="Speech to text does not answer.",
        where=f"{url}: {why}",
        next=f"Start it, or correct {_SETTING}; lyrad goes on by itself.",
    )


def no_model(url: str, model: str, said: str) -> Fault:
    """Return the fault of a model that the server does not have; lyrad never fetches one."""
    called = f"the model {model}" if model else "a model of its own: it wants one to be named"
    return Fault(
        code=Code.MODEL_MISSING,
        what=f"Speech to text does not have {called}.",
        where=f"{url}: {said or 'no reason given'}",
        next=f"Name one that it has installed: `model:` under {_SETTING}.",
    )


def no_route(url: str) -> Fault:
    """Return the fault of an address at which nobody listens to speech."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="Nothing listens to speech at this address.",
        where=url,
        next=f"Write the whole of it into {_SETTING}: `url: http://127.0.0.1:8080/inference` for "
        "whisper.cpp, `.../v1/audio/transcriptions` for others.",
    )


def locked(url: str) -> Fault:
    """Return the fault of a server that wants a key, or another one."""
    return Fault(
        code=Code.BACKEND_DOWN,
        what="Speech to text wants another key.",
        where=url,
        next=f"Write it as `key:` under {_SETTING}; lyrad goes on by itself after a restart.",
    )


def refused(url: str, status: int, said: str) -> Fault:
    """Return the fault of a question that the server does not take."""
    return Fault(
        code=Code.BACKEND_FAILED,
        what=f"Speech to text could not use the memo: {said.rstrip('.') or 'no reason given'}.",
        where=f"{url}: it answers {status}",
        next="Look at that server's own log, then RETAKE.",
    )


def not_sound(shown: str, said: str) -> Fault:
    """Return the fault of a file in which FFmpeg finds no sound."""
    return Fault(
        code=Code.MEMO_UNREADABLE,
        what=f"{shown} cannot be listened to: {said}.",
        where=shown,
        next=f"Record or export it again as M4A or WAV, {_WRITE}.",
    )


def too_short(shown: str, seconds: float) -> Fault:
    """Return the fault of a memo that ended before anybody spoke."""
    return Fault(
        code=Code.MEMO_SILENT,
        what=f"{shown} is {seconds:.1f} seconds long: too short for a word.",
        where=shown,
        next=f"Record it again, {_WRITE}.",
    )


def too_long(shown: str, minutes: float) -> Fault:
    """Return the fault of a sound that is too long for a memo."""
    return Fault(
        code=Code.MEMO_UNREADABLE,
        what=f"{shown} is {minutes:.0f} minutes long: more than a memo of a shot.",
        where=shown,
        next=f"Cut it to what speaks of this shot, {_WRITE}.",
    )


def silent(shown: str, loudness: float) -> Fault:
    """Return the fault of a memo in which nobody can be heard."""
    return Fault(
        code=Code.MEMO_SILENT,
        what=f"{shown} is silent ({loudness:.0f} LUFS).",
        where=shown,
        next=f"Record it again, closer to the microphone, {_WRITE}.",
    )


def wordless(shown: str, said: str) -> Fault:
    """Return the fault of a memo of which only made-up words came back."""
    words = " ".join(said.split())[:60]
    return Fault(
        code=Code.MEMO_SILENT,
        what=f"No words were understood in {shown}.",
        where=f"{shown}: speech to text said `{words}`, as it does of noise",
        next=f"Record it again in a quieter place, {_WRITE}.",
    )
