"""Say on a shot's card how its briefs stand, in a filmmaker's words."""

from __future__ import annotations

from pathlib import PurePosixPath

from lyrad.core.card_words import Saying
from lyrad.core.frames import DRAFT
from lyrad.model.brief import Briefed, Drafted
from lyrad.model.card import CardState


def drafted_saying(briefed: Briefed, made: Drafted) -> Saying:
    """Return what to say of a shot for which a draft was made of the very words that lie there."""
    if not made.draft:
        return Saying(
            state=CardState.WAITING,
            detail="for shot.yaml",
            body="There was a shot.yaml, or a newer brief, before the draft was made: none was.\n"
            "Write shot.yaml yourself, or change the brief, and a draft is made of it.",
        )
    name = PurePosixPath(made.draft).name
    by = f"by the language model {made.author}" if made.author else "from its words as they are"
    own = f"Your own {DRAFT} was left as it is.\n" if name != DRAFT else ""
    return Saying(
        state=CardState.WAITING,
        detail="for shot.yaml",
        body=f"A draft was written of {told(briefed)}, {by}: look at {name}.\n{own}"
        "Correct what you like, then rename the file to shot.yaml. Nothing is made of a draft.",
    )


def told(briefed: Briefed) -> str:
    """Return the files that tell of the shot, as people read them."""
    names = [PurePosixPath(member.path).name for member in briefed.drop.members]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
