"""Say what a cue's folder still lacks, in a filmmaker's words."""

from __future__ import annotations

from lyrad.core.cues.names import DRAFT, SPEC
from lyrad.model.names import ShotKey
from lyrad.model.standing import Lacking


def a_spec() -> Lacking:
    """Return what to say of a cue's folder in which nobody says what is wanted."""
    return Lacking(
        detail=f"for {SPEC}",
        body=f"This is a cue's folder, but no {SPEC} says what the music should be.\n"
        f"Open {DRAFT}, say it, and rename the file to {SPEC}.",
        draft=True,
    )


def a_length(scene: str) -> Lacking:
    """Return what to say of a cue over a scene of which nobody knows how long it is."""
    return Lacking(
        detail=f"for the length of {scene}",
        body=f"Nothing says how long {scene} is: it has no shot with a shot.yaml, and no cut.\n"
        "Add the shots, or put your own cut into the scene's folder as cut.otio, cut.edl or "
        f"cut.mov, or write `in:` and `out:` as timecodes into {SPEC}.",
    )


def a_shot(shot: ShotKey, why: str) -> Lacking:
    """Return what to say where a shot cannot be read, so that nobody knows its length."""
    return Lacking(
        detail=f"for the length of {shot.shot}",
        body=f"The cue lies over {shot}, whose length cannot be told now: {why}.\n"
        "The card in that shot's folder says more. lyrad goes on by itself.",
    )


def the_scene() -> Lacking:
    """Return what to say while things in the scene have been arriving for a while."""
    return Lacking(
        detail="for the copy to end",
        body="Files in this scene are still changing. lyrad begins when they have come to rest.",
    )
