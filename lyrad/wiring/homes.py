"""Where the results of this machine's work go, by production."""

from __future__ import annotations

from dataclasses import dataclass, field

from lyrad.model.names import ProductionId
from lyrad.ports import AssemblyHome, BriefHome, CharacterHome, CueHome, Publisher
from lyrad.wiring.production import Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """Where results go, by production; one is added to each as a production begins."""

    takes: dict[ProductionId, Publisher] = field(default_factory=dict)
    characters: dict[ProductionId, CharacterHome] = field(default_factory=dict)
    cues: dict[ProductionId, CueHome] = field(default_factory=dict)
    scenes: dict[ProductionId, AssemblyHome] = field(default_factory=dict)
    briefs: dict[ProductionId, BriefHome] = field(default_factory=dict)

    def add(self, production: ProductionId, built: Built) -> None:
        """Let a production's results go where they belong."""
        self.takes[production] = built.publisher
        self.characters[production] = built.home
        self.cues[production] = built.cue_home
        self.scenes[production] = built.assemblies
        self.briefs[production] = built.briefs
