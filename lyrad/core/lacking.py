"""Say what a shot's folder still lacks, in a filmmaker's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lyrad.core.card_words import faults_told
from lyrad.core.frames import DRAFT
from lyrad.core.portable import twin_words
from lyrad.core.style.finding import near
from lyrad.errors import Fault
from lyrad.model.standing import Lacking
from lyrad.model.style import STYLES


def a_name(name: str) -> Lacking:
    """Return what to say of a folder that still has its stopgap name."""
    return Lacking(
        detail="for a name",
        body=f"A folder here is called {name}, which looks like a stopgap.\n"
        "Give it a name of its own (SH0020, 12A, ...), and lyrad goes on by itself.",
    )


def a_spec() -> Lacking:
    """Return what to say of frames that stand alone."""
    return Lacking(
        detail="for shot.yaml",
        body="The frames are here, but no shot.yaml says what to make of them.\n"
        f"Open {DRAFT}, describe the shot, and rename the file to shot.yaml.",
        draft=True,
    )


def one_of(what: str, names: Sequence[str]) -> Lacking:
    """Return what to say where several files claim one part."""
    return Lacking(
        detail=f"for one {what} not {len(names)}",
        body=f"Each of these could be the {what}: {', '.join(names)}.\n"
        "Keep one of them here, or name the right one in shot.yaml.",
    )


def one_of_twins(what: str, names: Sequence[str]) -> Lacking:
    """Return what to say where the spec's word for a file fits several, and they are one name."""
    return Lacking(
        detail=f"for one {what} not {len(names)}",
        body=f"shot.yaml names the {what}, and more than one file here may be meant.\n"
        f"{twin_words(names)}\n"
        "Keep one of them here, or give the right one a name of its own.",
    )


def a_rule(name: str) -> Lacking:
    """Return what to say of a spec that no rule speaks of."""
    return Lacking(
        detail="for a rule",
        body=f"No rule says what happens with {name} in this place.\n"
        "Ask the person who writes the rules: `lyrad plan` on this folder says why none fits.",
    )


def a_frame(role: str) -> Lacking:
    """Return what to say where a given frame is not there yet."""
    return Lacking(
        detail=f"for {role}.png",
        body=f"The {role} frame is not here yet.\n"
        f"Put it here as {role}.png (the picture itself: links are not followed), or write "
        f"`{role}: none` into shot.yaml.",
    )


def a_named_frame(role: str, name: str) -> Lacking:
    """Return what to say where the spec names a file that is not there."""
    return Lacking(
        detail=f"for {name}",
        body=f"shot.yaml says that the {role} frame is {name}, which is not here yet.\n"
        f"Put it here, or name another file in shot.yaml.",
    )


def the_rest_of(name: str, reason: str, *, again_at: float | None = None) -> Lacking:
    """Return what to say of a file that is not all there, to be looked at again then."""
    return Lacking(
        detail=f"for the rest of {name}",
        body=f"{name} is not whole: {reason}.\n"
        "If it is still being copied, nothing is to be done. If not, copy it again.",
        arriving=True,
        again_at=again_at,
    )


def the_end_of(name: str, reason: str) -> Lacking:
    """Return what to say of a file that may not be all there, before it is taken all the same.

    With no reason, nothing but its unknown format speaks against it.
    """
    doubt = reason or "its format does not say where it ends"
    return Lacking(
        detail=f"for the end of {name}",
        body=f"{name} may not be all there: {doubt}.\n"
        "Nobody can tell for sure, so lyrad waits a little longer, and then takes it as it is.",
    )


def the_copy() -> Lacking:
    """Return what to say while things have been arriving for a while."""
    return Lacking(
        detail="for the copy to end",
        body="Files in this scene are still changing. lyrad begins when they have come to rest.",
    )


def the_references() -> Lacking:
    """Return what to say while reference pictures have been arriving for a while."""
    return Lacking(
        detail="for the copy to end",
        body="Reference pictures are still arriving. lyrad begins when they have come to rest.",
    )


def a_character(code: str) -> Lacking:
    """Return what to say of a shot that names a character with no LoRA yet."""
    return Lacking(
        detail=f"for {code}",
        body=f"This shot names {code}, who has not been trained yet: there is no LoRA in "
        f"characters/{code.partition('@')[0]}/loras.\n"
        f"The card in characters/{code.partition('@')[0]} says how that stands. "
        "lyrad goes on by itself as soon as it is there.",
    )


def a_style(name: str, there: Iterable[str]) -> Lacking:
    """Return what to say of a shot that names a style which is not there."""
    return Lacking(
        detail=f"for style {name}",
        body=f"This shot has the style {name}, by its own words, its scene's or the production's, "
        f"and there is no {STYLES}/{name}.yaml.\n{near(name, there)}\n"
        "Write the right name, or put the file there: lyrad goes on by itself.",
    )


def the_edit() -> Lacking:
    """Return what to say while a shot that has takes is being edited."""
    return Lacking(
        detail="for the edit to settle",
        body="This shot has a take, and something here was changed. People save more than once,\n"
        "so lyrad begins when nothing has changed for a while (a minute, if nobody set another).",
    )


def an_answer(fault: Fault) -> Lacking:
    """Return what to say where a look could not be ended just now."""
    return Lacking(
        detail="to be looked at again",
        body=f"{faults_told((fault,))}\n\nlyrad looks again by itself.",
        arriving=True,
    )
