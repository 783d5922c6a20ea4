"""The homes that steps are given: each asked with patience, so that no step hangs on a share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lyrad.model.cue_take import CueReceipt
from lyrad.model.drop import Member
from lyrad.model.lora import LoraReceipt
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, AssemblyPlan, BriefPlan, CharacterPlan, CuePlan, ShotPlan
from lyrad.model.take import Receipt
from lyrad.ports import (
    Assembled,
    AssemblyHome,
    BriefHome,
    CharacterHome,
    CueHome,
    Description,
    Publisher,
    Staged,
)
from lyrad.wiring.patience import Patience


class PatientPublisher:
    """The publisher that steps are given: see `lyrad.ports.Publisher`."""

    def __init__(self, publisher: Publisher, *, present: Callable[[], None], where: str) -> None:
        self._publisher = publisher
        self.patience = Patience(where, present)

    def begun(self, plan: ShotPlan) -> int:
        return self.patience.ask(lambda: self._publisher.begun(plan))

    def published(self, plan: ShotPlan) -> Receipt | None:
        return self.patience.ask(lambda: self._publisher.published(plan))

    def number(self, plan: ShotPlan) -> int:
        return self.patience.ask(lambda: self._publisher.number(plan))

    def stem(self, plan: ShotPlan, *, take: int, version: int) -> str:
        return self._publisher.stem(plan, take=take, version=version)

    def publish(self, plan: ShotPlan, receipt: Receipt, staged: Staged) -> Receipt:
        return self.patience.ask(lambda: self._publisher.publish(plan, receipt, staged))


class PatientHome:
    """The characters' home that steps are given: see `lyrad.ports.CharacterHome`."""

    def __init__(self, home: CharacterHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: CharacterPlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: CharacterPlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def path(self, path: RelPath) -> Path:
        return self._home.path(path)

    def describe(self, plan: CharacterPlan, description: Description) -> Artifact:
        return self._patience.ask(lambda: self._home.describe(plan, description))

    def version(self, plan: CharacterPlan) -> int:
        return self._patience.ask(lambda: self._home.version(plan))

    def publish(self, plan: CharacterPlan, receipt: LoraReceipt, staged: Staged) -> Artifact:
        return self._patience.ask(lambda: self._home.publish(plan, receipt, staged))


class PatientCueHome:
    """The cues' home that steps are given: see `lyrad.ports.CueHome`."""

    def __init__(self, home: CueHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: CuePlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: CuePlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def number(self, plan: CuePlan) -> int:
        return self._patience.ask(lambda: self._home.number(plan))

    def publish(self, plan: CuePlan, receipt: CueReceipt, staged: Staged) -> Artifact:
        return self._patience.ask(lambda: self._home.publish(plan, receipt, staged))


class PatientAssemblyHome:
    """The assemblies' home that steps are given: see `lyrad.ports.AssemblyHome`."""

    def __init__(self, home: AssemblyHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: AssemblyPlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: AssemblyPlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def path(self, path: RelPath) -> Path:
        return self._home.path(path)

    def version(self, plan: AssemblyPlan) -> int:
        return self._patience.ask(lambda: self._home.version(plan))

    def publish(self, plan: AssemblyPlan, version: int, made: Assembled) -> Artifact | None:
        return self._patience.ask(lambda: self._home.publish(plan, version, made))


class PatientBriefs:
    """The briefs' home that steps are given: see `lyrad.ports.BriefHome`."""

    def __init__(self, home: BriefHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: BriefPlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: BriefPlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def transcribed(self, plan: BriefPlan, memo: Member, words: str) -> None:
        return self._patience.ask(lambda: self._home.transcribed(plan, memo, words))

    def drafted(self, plan: BriefPlan, text: bytes, *, author: str) -> Artifact:
        return self._patience.ask(lambda: self._home.drafted(plan, text, author=author))
