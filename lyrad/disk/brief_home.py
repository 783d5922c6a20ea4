"""Put transcripts and drafts beside the briefs that they were made of, and over no person's file.

What lyrad wrote is known by its sum, which goes into the ledger before the file: such a file may
be replaced as long as nobody changed it. Beside a person's file a draft gets the next free name.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path, PurePosixPath

from lyrad.core.brief_past import BriefPast
from lyrad.core.frames import spec_files
from lyrad.core.tellings import draft_name, transcript_of
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.specs import renew
from lyrad.disk.write import Sharing, write_new, writing
from lyrad.model.brief import Drafted, Kind, WordsGiven
from lyrad.model.drop import Member
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, BriefPlan
from lyrad.ports import Clock

DRAFTED = "draft"
"""The kind of artifact that a draft in a shot's folder is."""

_MOST_DRAFTS = 99


class BriefHome:
    """The briefs of one production; safe to use from several threads.

    `begun_as` is the text of the draft that lyrad lays beside frames that come without a spec:
    nobody has written into it, so that a draft of a brief takes its place.
    """

    def __init__(
        self,
        root: Path,
        *,
        ledger: Ledger,
        lease: Lease,
        clock: Clock,
        sharing: Sharing,
        begun_as: bytes,
    ) -> None:
        self._root = root
        self._ledger = ledger
        self._lease = lease
        self._clock = clock
        self._sharing = sharing
        self._begun_as = _sum(begun_as)
        self._lock = threading.RLock()

    def begun(self, plan: BriefPlan) -> None:
        """Ask the lease: a run that lost it is not to write either."""
        del plan
        with self._lock:
            self._lease.check()

    def done(self, plan: BriefPlan) -> Artifact | None:
        """Return the draft that this job already made, or None."""
        line = self._past.did(plan.shot, plan.job)
        return _artifact(line) if line else None

    def transcribed(self, plan: BriefPlan, memo: Member, words: str) -> None:
        """Put a transcript beside its memo, where no person's stands."""
        memos = [_name(one.path) for one in plan.members if one.role == Kind.MEMO]
        path = RelPath(f"{plan.folder}/{transcript_of(_name(memo.path), memos)}")
        with self._lock:
            self._write(plan, path, f"{words}\n".encode())

    def drafted(self, plan: BriefPlan, text: bytes, *, author: str) -> Artifact:
        """Put the draft where lyrad's own last one stands, or under the next free name."""
        with self._lock:
            made = self.done(plan)
            if made is not None:
                return made
            path = RelPath("") if self._unwanted(plan) else self._place(plan, text)
            self._lease.check()
            line = Drafted(
                at=self._clock.now(),
                shot=plan.shot,
                job=plan.job,
                rule=plan.rule,
                fingerprint=plan.fingerprint,
                ordered_at=plan.ordered_at,
                draft=path,
                author=author,
            )
            self._ledger.append(line)
            return _artifact(line)

    @property
    def _past(self) -> BriefPast:
        return self._ledger.history.briefs

    def _unwanted(self, plan: BriefPlan) -> bool:
        """Return whether a spec stands by now, or a draft of a newer brief."""
        newer = any(one.ordered_at > plan.ordered_at for one in self._past.of(plan.shot))
        with writing(plan.folder):
            names = [path.name for path in (self._root / plan.folder).iterdir()]
        return newer or bool(spec_files(names))

    def _place(self, plan: BriefPlan, text: bytes) -> RelPath:
        """Write the draft under the first name under which no person's file stands."""
        names = (draft_name(number) for number in range(1, _MOST_DRAFTS))
        for path in (RelPath(f"{plan.folder}/{name}") for name in names):
            if self._write(plan, path, text):
                return path
        return RelPath("")

    def _write(self, plan: BriefPlan, path: RelPath, data: bytes) -> bool:
        """Write a file where none stands, or lyrad's own; return whether it could be."""
        self._lease.check()
        if _sum(data) not in self._past.own:
            self._ledger.append(
                WordsGiven(
                    at=self._clock.now(), shot=plan.shot, job=plan.job, outputs=(_sum(data),)
                )
            )
        with writing(plan.folder):
            try:
                write_new(self._root / path, data, self._sharing)
            except FileExistsError:
                if not (self._root / path).is_file():
                    return False
            else:
                return True
        own = self._past.own | {self._begun_as}
        return renew(self._root, path, data, own, self._sharing)


def _artifact(line: Drafted) -> Artifact:
    return Artifact(kind=DRAFTED, path="", facts={"draft": line.draft, "author": line.author})


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
