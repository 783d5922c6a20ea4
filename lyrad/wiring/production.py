"""Build what one production needs: its doors, its publisher, its lease."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import structlog

from lyrad.backends.pictures import StillPictures
from lyrad.config.identity import read_id
from lyrad.core.settle import Quiet
from lyrad.disk import mounts, requests
from lyrad.disk.assembly_home import AssemblyHome
from lyrad.disk.brief_home import BriefHome
from lyrad.disk.cards import CardRack
from lyrad.disk.character_home import CharacterHome
from lyrad.disk.cue_home import CueHome
from lyrad.disk.cues import CueTakes
from lyrad.disk.footage import FootageShelf
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.loras import Loras
from lyrad.disk.publish import TakePublisher
from lyrad.disk.store import Store
from lyrad.disk.takes import Takes
from lyrad.disk.watch import Watch
from lyrad.disk.watch.anchor import Anchor
from lyrad.disk.watch.ignore import unnamed
from lyrad.disk.watch.mode import Every
from lyrad.disk.whole import wholeness
from lyrad.disk.write import Sharing
from lyrad.errors import LyradError
from lyrad.model.card import Request
from lyrad.model.names import RelPath
from lyrad.model.production import Production
from lyrad.model.seam import Seam
from lyrad.model.settings import Settings
from lyrad.ports import Clock, JudgePair, RuleDesk, Whole
from lyrad.service.intake.desk import Desk
from lyrad.wiring import drafting
from lyrad.wiring.cuts import CutReader
from lyrad.wiring.patient_homes import (
    PatientAssemblyHome,
    PatientBriefs,
    PatientCueHome,
    PatientHome,
    PatientPublisher,
)
from lyrad.wiring.seaming import judged
from lyrad.wiring.shotlists import ShotListShelf
from lyrad.wiring.suggesting import Suggestions
from lyrad.wiring.words import Shelf

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One production's objects."""

    desk: Desk
    lease: Lease
    publisher: PatientPublisher
    home: PatientHome
    cue_home: PatientCueHome
    assemblies: PatientAssemblyHome
    briefs: PatientBriefs


class Requests:
    """The requests in one production's folders."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def claim(self, folder: RelPath) -> tuple[Request, ...]:
        """Claim new requests; return them and those claimed earlier."""
        requests.claim(self._root, folder, lambda: str(uuid.uuid4()))
        return requests.claimed(self._root, folder)

    def remove(self, request: Request) -> None:
        """Take away a request that has been seen to."""
        requests.remove(self._root, request)


def build(
    root: Path,
    production: Production,
    settings: Settings,
    *,
    store: Store,
    rules: RuleDesk,
    clock: Clock,
) -> Built:
    """Return one production's objects; nothing is written or started yet."""
    share = mounts.mount(root).nature is not mounts.Nature.LOCAL
    sharing = _sharing(settings)
    ledger, takes, loras = Ledger(root, sharing), Takes(root), Loras(root)
    cue_takes = CueTakes(root)
    anchor = Anchor(root, production.id or None, reads_id=read_id)
    lease = Lease(root, clock, sharing=sharing, present=anchor.require)
    every = Every(local=settings.scan.local, share=settings.scan.share)
    watch = Watch(root, clock=clock, every=every, anchor=anchor)
    putting: _Putting = {
        "ledger": ledger,
        "lease": lease,
        "clock": clock,
        "sharing": sharing,
        "on_published": watch.index.own,
    }
    publisher = TakePublisher(root, takes=takes, **putting)
    cue_home = CueHome(root, takes=cue_takes, **putting)
    desk = Desk(
        root=root,
        production=production,
        clock=clock,
        watch=watch,
        store=store,
        ledger=ledger,
        takes=takes,
        loras=loras,
        cue_takes=cue_takes,
        footage=FootageShelf(root, takes=takes, cue_takes=cue_takes),
        rules=rules,
        sweep=_sweeper(publisher, cue_home),
        quiet=_quiet(settings, root, share=share),
        unused_after=settings.settle.unused,
        **_doors(root, sharing, anchor),
    )
    patient = PatientPublisher(publisher, present=anchor.require, where=str(root))
    return Built(
        desk=desk,
        lease=lease,
        publisher=patient,
        home=PatientHome(CharacterHome(root, loras=loras, **putting), patient.patience),
        cue_home=PatientCueHome(cue_home, patient.patience),
        assemblies=PatientAssemblyHome(AssemblyHome(root, **putting), patient.patience),
        briefs=PatientBriefs(_briefs(root, putting), patient.patience),
    )


def _briefs(root: Path, putting: _Putting) -> BriefHome:
    return BriefHome(
        root,
        ledger=putting["ledger"],
        lease=putting["lease"],
        clock=putting["clock"],
        sharing=putting["sharing"],
        begun_as=drafting.BEGUN,
    )


def _sweeper(
    shots: TakePublisher, cues: CueHome
) -> Callable[[Iterable[RelPath], Iterable[RelPath]], None]:
    """Return what removes what killed runs left behind, in shots' folders and in cues'."""

    def sweep(shot_folders: Iterable[RelPath], cue_folders: Iterable[RelPath]) -> None:
        shots.sweep(shot_folders)
        cues.sweep(cue_folders)

    return sweep


class _Putting(TypedDict):
    """What everything needs that puts something into a production."""

    ledger: Ledger
    lease: Lease
    clock: Clock
    sharing: Sharing
    on_published: Callable[[RelPath], None]


class _Doors(TypedDict):
    """What every production's desk has, whatever the settings say."""

    cards: CardRack
    requests: Requests
    library: Shelf
    pictures: StillPictures
    whole: Whole
    judge: JudgePair
    suggestions: Suggestions
    shot_lists: ShotListShelf
    cuts: CutReader
    unnamed: Callable[[str], bool]
    draft: Callable[[RelPath], None]
    draft_character: Callable[[RelPath], None]
    draft_cue: Callable[[RelPath], None]


def _doors(root: Path, sharing: Sharing, anchor: Anchor) -> _Doors:
    return {
        "cards": CardRack(root, sharing, held=anchor.held),
        "requests": Requests(root),
        "library": Shelf(),
        "pictures": StillPictures(),
        "whole": wholeness,
        "judge": _judge,
        "suggestions": Suggestions(root=root, sharing=sharing),
        "shot_lists": ShotListShelf(root=root, sharing=sharing, held=anchor.held),
        "cuts": CutReader(),
        "unnamed": unnamed,
        "draft": drafting.shots(root, sharing),
        "draft_character": drafting.characters(root, sharing),
        "draft_cue": drafting.cues(root, sharing),
    }


def _judge(first: Path, last: Path) -> Seam | None:
    """Return what a model will make between two frames; None where one cannot be read.

    Both were decoded before they were taken in, so that is told and does not hold a shot.
    """
    try:
        return judged(first, last)
    except LyradError as error:
        log.warning("frames not judged", action="seam_not_judged", why=error.fault.what)
        return None


def _quiet(settings: Settings, root: Path, *, share: bool) -> Quiet:
    settle = settings.settle
    return Quiet(
        usual=settle.share if share else settle.local,
        with_takes=settle.with_takes,
        attributes=mounts.attribute_seconds(root),
    )


def _sharing(settings: Settings) -> Sharing:
    usual = Sharing()
    umask = usual.umask if settings.umask is None else settings.umask
    return Sharing(umask=umask, group=settings.group)
