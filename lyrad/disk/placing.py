"""Put a result into its folder under a number: staged beside it, one rename, then the ledger.

For results that are numbered in a folder of their own (LoRAs, cues' takes); who gives the numbers,
and what the ledger says, is the homes'. Where somebody's folder took a number meanwhile, the
result gets the next one: nothing that stands is ever replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from lyrad.disk.lease import Lease
from lyrad.disk.rename import CLAIM_PREFIX, rename_exclusive
from lyrad.disk.stage import STAGE_PREFIX, Stage
from lyrad.disk.write import Sharing, make_folder, require_root, sync_folder, writing
from lyrad.errors import Fault, Permanent
from lyrad.model.names import JobId, RelPath
from lyrad.model.take import FileRecord
from lyrad.ports import Staged

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat(Generic[R]):
    """A number as a result would have it: its folder's name, its files' stem, its receipt."""

    name: str
    stem: str
    receipt: Callable[[tuple[FileRecord, ...]], R]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What putting needs in one production; `inside` is the folder that has the numbers."""

    root: Path
    lease: Lease
    sharing: Sharing
    on_published: Callable[[RelPath], None]
    inside: str

    def stage(self, folder: RelPath, job: JobId, *, gone: Fault) -> Stage:
        """Return the stage of a job beside its target.

        Raises:
            Permanent: the folder is gone, and `gone` says so.
            Temporary: the share is full, locked or away.
        """
        home = self.root / folder
        with writing(str(home)):
            if not home.is_dir():
                require_root(self.root)
                raise Permanent(gone)
            make_folder(home / self.inside, self.sharing)
        return Stage(takes=home / self.inside, job=job, sharing=self.sharing)

    def put(
        self,
        stage: Stage,
        staged: Staged,
        *,
        seat: Callable[[], Seat[R]],
        text: Callable[[R], bytes],
    ) -> tuple[R, RelPath]:
        """Return the receipt as written, and the folder in which the result stands now.

        Args:
            stage: emptied first, gone afterwards.
            staged: what is put there.
            seat: asked for the next free number, again where it was taken meanwhile.
            text: the receipt as it is written.
        """
        try:
            while True:
                offered = seat()
                receipt = offered.receipt(stage.fill(staged, offered.stem))
                stage.seal(text(receipt))
                target = stage.takes / offered.name
                folder = RelPath(target.relative_to(self.root).as_posix())
                # Told before the rename, so that no look in between takes it for a person's.
                self.on_published(folder)
                self.lease.check()
                with writing(str(stage.takes)), suppress(FileExistsError):
                    rename_exclusive(stage.folder, target)
                    sync_folder(stage.takes)
                    return receipt, folder
        finally:
            # After the rename there is nothing left to remove; a full share gets its room back.
            with suppress(OSError):
                stage.remove()

    def sweep(self, folder: RelPath) -> None:
        """Remove what killed runs left behind in a folder. Not while anything is staged there.

        Raises:
            Temporary: the lease is another run's, or the share is away.
        """
        self.lease.check()
        numbered = self.root / folder / self.inside
        with writing(str(numbered)):
            for path in numbered.glob(f"{STAGE_PREFIX}*"):
                job = JobId(path.name.removeprefix(STAGE_PREFIX))
                Stage(takes=numbered, job=job, sharing=self.sharing).remove()
            for path in numbered.glob(f"{CLAIM_PREFIX}*"):
                with suppress(FileNotFoundError):
                    path.rmdir()
