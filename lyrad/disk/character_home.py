"""Put what was made for a character into its folder: captions, the page, LoRAs; exactly once each.

Captions are new files or none: what stands beside a picture stays. Their hashes go into the ledger
before they are written, so that a kill in between leaves none that is taken for a person's. A LoRA
is staged and renamed as a take is; what is not promised is the same: a number may be given and
never used.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from lyrad.core.character_past import CharacterPast
from lyrad.core.characters.references import LORAS, PAGE, REFERENCES
from lyrad.core.naming import lora_stem, version_folder
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.loras import Loras, receipt_text
from lyrad.disk.placing import Placing, Seat
from lyrad.disk.write import Sharing, write_new, writing
from lyrad.disk.write import write_whole as write_over
from lyrad.errors import Code, Fault
from lyrad.model.character import CaptionsGiven, DatasetDescribed, LoraGiven, LoraPublished
from lyrad.model.lora import LoraReceipt
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, CharacterPlan
from lyrad.model.take import FileRecord
from lyrad.ports import Clock, Description, Staged


class CharacterHome:
    """The characters' folders of one production; safe to use from several threads."""

    def __init__(
        self,
        root: Path,
        *,
        ledger: Ledger,
        loras: Loras,
        lease: Lease,
        clock: Clock,
        sharing: Sharing,
        on_published: Callable[[RelPath], None],
    ) -> None:
        self._root = root
        self._ledger = ledger
        self._loras = loras
        self._lease = lease
        self._clock = clock
        self._sharing = sharing
        self._placing = Placing(
            root=root, lease=lease, sharing=sharing, on_published=on_published, inside=LORAS
        )
        self._lock = threading.RLock()

    def begun(self, plan: CharacterPlan) -> None:
        """Ask the lease: a run that lost it is not to train either."""
        del plan
        with self._lock:
            self._lease.check()

    def done(self, plan: CharacterPlan) -> Artifact | None:
        """Return what this job already put there, or None."""
        with self._lock:
            line = self._past(plan).did(plan.job)
            if line is None:
                line = self._unrecorded(plan)
        if isinstance(line, LoraPublished):
            return _trained(line)
        return Artifact(kind="captions", path="") if line else None

    def path(self, path: RelPath) -> Path:
        """Return where a file of the production lies."""
        return self._root / path

    def describe(self, plan: CharacterPlan, description: Description) -> Artifact:
        """Write captions where there are none, and the page beside the references."""
        with self._lock:
            self._lease.check()
            texts = {name: f"{words}\n".encode() for name, words in description.captions}
            outputs = tuple(_sha256(data) for data in (*texts.values(), description.page))
            self._ledger.append(
                CaptionsGiven(
                    at=self._clock.now(),
                    character=plan.character,
                    job=plan.job,
                    outputs=outputs,
                )
            )
            with writing(plan.folder):
                for name, data in texts.items():
                    self._caption(plan, name, data)
                self._page(plan, description.page)
            self._lease.check()
            self._ledger.append(self._described(plan, description))
        return Artifact(kind="captions", path="")

    def version(self, plan: CharacterPlan) -> int:
        """Return the version number of the plan's LoRA, given now if it was not yet."""
        with self._lock:
            given = self._past(plan).versions.get(plan.job)
            standing = {one.number for one in self._loras.of(plan.character)}
            if given is not None and given not in standing:
                return given
            highest = max(self._past(plan).highest_version, *standing, 0)
            self._lease.check()
            self._ledger.append(
                LoraGiven(
                    at=self._clock.now(),
                    character=plan.character,
                    version=highest + 1,
                    job=plan.job,
                )
            )
            return highest + 1

    def publish(self, plan: CharacterPlan, receipt: LoraReceipt, staged: Staged) -> Artifact:
        """Put the LoRA in place with one rename.

        Where somebody's folder took the number meanwhile, the LoRA gets the next one.
        """
        with self._lock:
            done = self.done(plan)
            if done is not None:
                return done
            self._lease.check()
            stage = self._placing.stage(plan.folder, plan.job, gone=_gone(plan))
            seat = partial(self._seat, plan, receipt)
            written, folder = self._placing.put(stage, staged, seat=seat, text=receipt_text)
            return _trained(self._record(plan, written, folder))

    def _seat(self, plan: CharacterPlan, receipt: LoraReceipt) -> Seat[LoraReceipt]:
        """Return the job's number, as it would have it now."""
        version = self.version(plan)

        def sealed(outputs: tuple[FileRecord, ...]) -> LoraReceipt:
            now = self._clock.now()
            return replace(receipt, version=version, outputs=outputs, published_at=now)

        stem = lora_stem(plan.character, version=version)
        return Seat(name=version_folder(version), stem=stem, receipt=sealed)

    def _record(self, plan: CharacterPlan, receipt: LoraReceipt, folder: RelPath) -> LoraPublished:
        line = LoraPublished(
            at=self._clock.now(),
            character=plan.character,
            version=receipt.version,
            job=receipt.job,
            rule=receipt.rule,
            fingerprint=receipt.fingerprint,
            attempt=receipt.attempt,
            folder=folder,
            outputs=tuple(record.sha256 for record in receipt.outputs),
        )
        self._lease.check()
        self._ledger.append(line)
        return line

    def _unrecorded(self, plan: CharacterPlan) -> LoraPublished | None:
        """Return the LoRA of a run that was killed between the rename and the ledger's line."""
        for lora in self._loras.of(plan.character):
            if lora.receipt and lora.receipt.job == plan.job:
                return self._record(plan, lora.receipt, lora.folder)
        return None

    def _caption(self, plan: CharacterPlan, name: str, data: bytes) -> None:
        picture = PurePosixPath(name)
        path = self._root / plan.folder / REFERENCES / picture.with_suffix(".txt")
        if path.parent.is_dir():
            with suppress(FileExistsError):
                write_new(path, data, self._sharing)

    def _page(self, plan: CharacterPlan, page: bytes) -> None:
        """Write the page over lyrad's own last one; over anything else, not at all."""
        path = self._root / plan.folder / PAGE
        try:
            mine = _sha256(path.read_bytes()) in self._past(plan).outputs
        except FileNotFoundError:
            mine = True
        if mine:
            write_over(path, page, self._sharing)

    def _described(self, plan: CharacterPlan, description: Description) -> DatasetDescribed:
        return DatasetDescribed(
            at=self._clock.now(),
            character=plan.character,
            job=plan.job,
            rule=plan.rule,
            fingerprint=plan.fingerprint,
            usable=description.usable,
            draft=description.draft,
            told=description.told,
        )

    def _past(self, plan: CharacterPlan) -> CharacterPast:
        return self._ledger.refresh().character(plan.character)


def _trained(line: LoraPublished) -> Artifact:
    return Artifact(kind="version", path="", facts={"version": line.version, "path": line.folder})


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _gone(plan: CharacterPlan) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"The character's folder is gone: {plan.character}.",
        where=plan.folder,
        next="Put the folder back and a file named RETAKE into it, or leave it: nothing waits.",
    )
