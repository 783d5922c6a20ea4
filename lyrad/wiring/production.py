"""Build what one production needs: its doors, its publisher, its lease."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import structlog

from lyrad.backends.pictures import StillPictures
from lyrad.config.character_file import draft_of
from lyrad.config.draft import DRAFT as DRAFT_TEXT
from lyrad.config.identity import read_id
from lyrad.core.characters.references import DRAFT as CHARACTER_DRAFT
from lyrad.core.frames import DRAFT
from lyrad.core.settle import Quiet
from lyrad.disk import mounts, requests
from lyrad.disk.brief_home import BriefHome
from lyrad.disk.cards import CardRack
from lyrad.disk.character_home import CharacterHome
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
from lyrad.disk.write import Sharing, write_new
from lyrad.errors import LyradError
from lyrad.model.card import Request
from lyrad.model.names import CharacterKey, RelPath
from lyrad.model.production import Production
from lyrad.model.seam import Seam
from lyrad.model.settings import Settings
from lyrad.ports import Clock, JudgePair, RuleDesk, Whole
from lyrad.service.intake.desk import Desk
from lyrad.wiring.patience import PatientBriefs, PatientHome, PatientPublisher
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
    anchor = Anchor(root, production.id or None, reads_id=read_id)
    lease = Lease(root, clock, sharing=sharing, present=anchor.require)
    every = Every(local=settings.scan.local, share=settings.scan.share)
    watch = Watch(root, clock=clock, every=every, anchor=anchor)
    publisher = TakePublisher(
        root,
        ledger=ledger,
        takes=takes,
        lease=lease,
        clock=clock,
        sharing=sharing,
        on_published=watch.index.own,
    )
    desk = Desk(
        root=root,
        production=production,
        clock=clock,
        watch=watch,
        store=store,
        ledger=ledger,
        takes=takes,
        loras=loras,
        rules=rules,
        sweep=publisher.sweep,
        quiet=_quiet(settings, root, share=share),
        unused_after=settings.settle.unused,
        **_doors(root, sharing, anchor),
    )
    patient = PatientPublisher(publisher, present=anchor.require, where=str(root))
    home = CharacterHome(
        root,
        ledger=ledger,
        loras=loras,
        lease=lease,
        clock=clock,
        sharing=sharing,
        on_published=watch.index.own,
    )
    briefs = BriefHome(
        root,
        ledger=ledger,
        lease=lease,
        clock=clock,
        sharing=sharing,
        begun_as=DRAFT_TEXT.encode(),
    )
    return Built(
        desk=desk,
        lease=lease,
        publisher=patient,
        home=PatientHome(home, patient.patience),
        briefs=PatientBriefs(briefs, patient.patience),
    )


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
    unnamed: Callable[[str], bool]
    draft: Callable[[RelPath], None]
    draft_character: Callable[[RelPath], None]


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
        "unnamed": unnamed,
        "draft": _drafter(root, sharing, DRAFT, lambda _: DRAFT_TEXT),
        "draft_character": _drafter(root, sharing, CHARACTER_DRAFT, _character_draft),
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


def _character_draft(folder: RelPath) -> str:
    return draft_of(CharacterKey(folder.rpartition("/")[2]))


def _drafter(
    root: Path, sharing: Sharing, name: str, text: Callable[[RelPath], str]
) -> Callable[[RelPath], None]:
    """Return what writes a draft into a folder, once for each while lyrad runs.

    A draft that somebody deleted is not wanted.
    """
    written: set[RelPath] = set()

    def draft(folder: RelPath) -> None:
        path = root / folder / name
        if folder not in written:
            with suppress(FileExistsError):
                write_new(path, text(folder).encode(), sharing)
        written.add(folder)

    return draft
