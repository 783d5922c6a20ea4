"""What the daemon has at hand for one production: its doors, and what was read at them last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lyrad.core.settle import Quiet
from lyrad.model.names import RelPath
from lyrad.model.production import Production
from lyrad.ports import (
    CardRack,
    Clock,
    CueTakes,
    CutReader,
    FootageShelf,
    JudgePair,
    Ledger,
    Library,
    Loras,
    PictureCheck,
    RequestTray,
    RuleDesk,
    ShotListShelf,
    Store,
    Suggestions,
    Takes,
    Watch,
    Whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One production's doors.

    `judge` says of two pictures what a model will make between them, None where it cannot tell.
    `unused_after` is in seconds; `unnamed` says that a folder's name is a stopgap; `draft` writes
    a draft spec into a folder where none stands, `draft_character` one of a character, `draft_cue`
    one of a cue; `sweep` removes what killed runs left behind in shots' and in cues' folders.
    """

    root: Path
    production: Production
    clock: Clock
    watch: Watch
    store: Store
    ledger: Ledger
    takes: Takes
    loras: Loras
    cue_takes: CueTakes
    footage: FootageShelf
    cards: CardRack
    requests: RequestTray
    library: Library
    rules: RuleDesk
    pictures: PictureCheck
    whole: Whole
    judge: JudgePair
    suggestions: Suggestions
    shot_lists: ShotListShelf
    cuts: CutReader
    unnamed: Callable[[str], bool]
    draft: Callable[[RelPath], None]
    draft_character: Callable[[RelPath], None]
    draft_cue: Callable[[RelPath], None]
    sweep: Callable[[Iterable[RelPath], Iterable[RelPath]], None]
    quiet: Quiet
    unused_after: float
