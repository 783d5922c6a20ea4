"""How a cue's folder stands: what a look into it found, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.model.cue import CueKey, CueSpan, CueSpec, Hit
from lyrad.model.cue_take import CueTake
from lyrad.model.drop import Drop
from lyrad.model.names import Fields, RelPath
from lyrad.model.rule import Match
from lyrad.model.standing import Lacking, Refused, Unsettled


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """A cue whose place in the film is known, and the rules that speak of it.

    `hits` are the moments that the spec names, found in the span, in their order. `notes` are what
    a person should know of how it was read.
    """

    drop: Drop
    spec: CueSpec
    span: CueSpan
    hits: tuple[Hit, ...]
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()

    @property
    def inherited(self) -> Fields:
        """Return what the scene decides, for people; a change of it makes the takes stale.

        Whose lengths they are is not part of it: the same length from another source is no change.
        """
        hits = ", ".join(str(hit.frame) for hit in self.hits)
        placed = {
            "length": f"{self.span.frames} frames at {self.span.rate}",
            "place": self.span.timecode,
        }
        return {**placed, "hits": hits} if hits else placed


CueStanding = Unsettled | Lacking | Refused | Spotted


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLook:
    """One look into a cue's folder.

    `scenes` are those it runs over, as far as they are known. `takes` are the cue's own, in order
    of their numbers; `foreign` came with a copied folder and belong to another cue that still
    stands. `again_at` asks for another look (monotonic seconds).
    """

    cue: CueKey
    folder: RelPath
    standing: CueStanding | None
    scenes: tuple[str, ...]
    takes: tuple[CueTake, ...] = ()
    foreign: tuple[CueTake, ...] = ()
    again_at: float | None = None
