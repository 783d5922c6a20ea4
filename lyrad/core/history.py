"""The ledger, folded: what its lines together say. Reads no file; `disk.ledger` brings the lines.

Folding the same line twice changes nothing, so that a ledger may always be read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lyrad.core import assembly_past, character_past, cue_past, shot_past
from lyrad.core.assembly_past import AssemblyPast
from lyrad.core.brief_past import BriefPast
from lyrad.core.character_past import CharacterPast
from lyrad.core.cue_past import CuePast
from lyrad.core.shot_past import ShotLine, ShotPast
from lyrad.core.shotlist.past import Lists
from lyrad.model.assembly import AssemblyGiven, AssemblyPublished
from lyrad.model.brief import BriefLine, Drafted, WordsGiven
from lyrad.model.character import (
    CaptionsGiven,
    DatasetDescribed,
    LoraGiven,
    LoraPublished,
)
from lyrad.model.cue import CueGiven, CueKey, CuePublished
from lyrad.model.ledger import LedgerLine
from lyrad.model.names import CharacterKey, Fingerprint, JobId, ShotKey
from lyrad.model.shotlist import ShotsWritten
from lyrad.model.take import (
    BatchReleased,
    FinishOrdered,
    Held,
    Published,
    Released,
    RetakeOrdered,
    RetryOrdered,
    TakeGiven,
)

Asked = RetakeOrdered | FinishOrdered | RetryOrdered | Held | Released | BatchReleased
"""The lines that obey a request."""

Speaks = Mapping[ShotKey | JobId, tuple[LedgerLine, ...]]
"""The lines that obey one request, by what they speak of: a shot, or each job of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the ledger says; a further line makes a new history.

    `outputs` are the sha256 sums of everything that lyrad published, `lists` what it wrote from
    shot lists, `briefs` what it wrote from briefs.
    """

    shots: Mapping[ShotKey, ShotPast] = field(default_factory=dict)
    characters: Mapping[CharacterKey, CharacterPast] = field(default_factory=dict)
    cues: Mapping[CueKey, CuePast] = field(default_factory=dict)
    assemblies: Mapping[str, AssemblyPast] = field(default_factory=dict)
    numbers: Mapping[JobId, int] = field(default_factory=dict)
    done: Mapping[JobId, Published] = field(default_factory=dict)
    asked: Mapping[str, Speaks] = field(default_factory=dict)
    released: frozenset[JobId] = frozenset()
    outputs: frozenset[str] = frozenset()
    lists: Lists = field(default_factory=Lists)
    briefs: BriefPast = field(default_factory=BriefPast)

    @staticmethod
    def of(lines: Iterable[LedgerLine]) -> History:
        """Return the history that these lines tell, oldest first."""
        return History().with_lines(lines)

    def with_line(self, line: LedgerLine) -> History:
        """Return the history with one more line."""
        return self.with_lines((line,))

    def with_lines(self, lines: Iterable[LedgerLine]) -> History:
        """Return the history with more lines; what is known is copied once for all of them."""
        fold = _Fold(self)
        for line in lines:
            fold.add(line)
        return fold.history()

    def highest_take(self, shot: ShotKey) -> int:
        """Return the highest take number ever given to the shot, 0 where none was."""
        return self._past(shot).highest_take

    def version(self, shot: ShotKey, version_key: str) -> int | None:
        """Return the version number that the key was given, or None."""
        return self._past(shot).versions.get(version_key)

    def highest_version(self, shot: ShotKey) -> int:
        """Return the highest version number ever given to the shot, 0 where none was."""
        return max(self._past(shot).versions.values(), default=0)

    def published(self, job: JobId) -> Published | None:
        """Return the publication of the job's take, or None."""
        return self.done.get(job)

    def take_of(self, job: JobId) -> int | None:
        """Return the take number that the job was given last, or None."""
        return self.numbers.get(job)

    def attempts(self, shot: ShotKey, rule: str, fingerprint: Fingerprint) -> frozenset[int]:
        """Return the attempts that a retake ordered or a take has made."""
        return self._past(shot).attempts(rule, fingerprint)

    def retakes(
        self, shot: ShotKey, rule: str, fingerprint: Fingerprint
    ) -> tuple[RetakeOrdered, ...]:
        """Return the retakes that were ordered of this drop under this rule, oldest first."""
        return self._past(shot).retakes_of(rule, fingerprint)

    def finishes(self, shot: ShotKey) -> tuple[FinishOrdered, ...]:
        """Return every take of the shot that somebody asked to be finished, oldest first."""
        return self._past(shot).finishes

    def publications(self, shot: ShotKey) -> tuple[Published, ...]:
        """Return every take the shot ever got, oldest first, deleted ones too."""
        return self._past(shot).publications

    def held(self, shot: ShotKey) -> Held | None:
        """Return the hold that is in force on the shot, or None."""
        return self._past(shot).held

    def character(self, character: CharacterKey) -> CharacterPast:
        """Return what was described and trained of a character."""
        return self.characters.get(character, character_past.NOTHING)

    def cue(self, cue: CueKey) -> CuePast:
        """Return what was made for a cue."""
        return self.cues.get(cue, cue_past.NOTHING)

    def assembly(self, scene: str) -> AssemblyPast:
        """Return what was put together of a scene."""
        return self.assemblies.get(scene, assembly_past.NOTHING)

    def requests(self) -> frozenset[str]:
        """Return the uuids of the requests that at least one line obeys."""
        return frozenset(self.asked)

    def obeyed(self, request: str, by: ShotKey | JobId) -> tuple[LedgerLine, ...]:
        """Return the lines that obey a request and speak of a shot, or let a job start."""
        return self.asked.get(request, {}).get(by, ())

    def released_jobs(self) -> frozenset[JobId]:
        """Return the jobs that a GO at the root let start although they were many."""
        return self.released

    def _past(self, shot: ShotKey) -> ShotPast:
        return self.shots.get(shot, shot_past.NOTHING)


class _Fold:
    """A history while lines are added to it."""

    def __init__(self, history: History) -> None:
        self._shots = dict(history.shots)
        self._characters = dict(history.characters)
        self._cues = dict(history.cues)
        self._assemblies = dict(history.assemblies)
        self._numbers = dict(history.numbers)
        self._done = dict(history.done)
        self._asked = history.asked
        self._known_released = history.released
        self._released: set[JobId] = set()
        self._opened: dict[str, dict[ShotKey | JobId, tuple[LedgerLine, ...]]] = {}
        self._known_outputs = history.outputs
        self._outputs: set[str] = set()
        self._lists = history.lists
        self._briefs = history.briefs

    def history(self) -> History:
        return History(
            shots=self._shots,
            characters=self._characters,
            cues=self._cues,
            assemblies=self._assemblies,
            numbers=self._numbers,
            done=self._done,
            asked={**self._asked, **self._opened},
            released=self._known_released | self._released
            if self._released
            else self._known_released,
            outputs=self._known_outputs | self._outputs if self._outputs else self._known_outputs,
            lists=self._lists,
            briefs=self._briefs,
        )

    def add(self, line: LedgerLine) -> None:
        self._fold(line)
        if isinstance(line, Asked):
            self._keep(line)

    def _fold(self, line: LedgerLine) -> None:
        match line:
            case BatchReleased():
                self._released.update(line.jobs)
            case RetryOrdered():
                pass
            case ShotsWritten() | WordsGiven() | Drafted():
                self._write(line)
            case CueGiven() | CuePublished():
                music = self._cues.get(line.cue, cue_past.NOTHING)
                self._cues[line.cue] = music.with_line(line)
            case AssemblyGiven() | AssemblyPublished():
                cut = self._assemblies.get(line.scene, assembly_past.NOTHING)
                self._assemblies[line.scene] = cut.with_line(line)
            case CaptionsGiven() | DatasetDescribed() | LoraGiven() | LoraPublished():
                cast = self._characters.get(line.character, character_past.NOTHING)
                self._characters[line.character] = cast.with_line(line)
            case _:
                self._shoot(line)

    def _shoot(self, line: ShotLine) -> None:
        past = self._shots.get(line.shot, shot_past.NOTHING)
        self._shots[line.shot] = past.with_line(line)
        if isinstance(line, Published):
            self._outputs.update(line.outputs)
            self._numbers[line.job] = line.take
            # The first publication of a job is its take; a second could only be a healed line.
            self._done.setdefault(line.job, line)
        elif isinstance(line, TakeGiven) and line.job not in self._done:
            self._numbers[line.job] = line.take

    def _write(self, line: ShotsWritten | BriefLine) -> None:
        if isinstance(line, ShotsWritten):
            self._lists = self._lists.with_line(line)
        else:
            self._briefs = self._briefs.with_line(line)

    def _keep(self, line: Asked) -> None:
        """Keep what obeys a request by what it speaks of, so that each shot finds its own."""
        request = line.request
        if not request:
            return
        if request not in self._opened:
            self._opened[request] = dict(self._asked.get(request, {}))
        lines = self._opened[request]
        for by in line.jobs if isinstance(line, BatchReleased) else (line.shot,):
            known = lines.get(by, ())
            if line not in known:
                lines[by] = (*known, line)
