"""Hold a production for one lyrad: `.lyrad/lease.json`, whose counter must move.

No lock of the file system is used: network shares drop them. A lease is stale when its file stood
still for 60 s by the reader's own clock (clocks of two machines are never compared), or at once
when its process surely ended. The holder writes into the very file that it opened and found to be
its own: if somebody took the lease over meanwhile, that file is no longer the lease, and a holder
that wakes from a long sleep overwrites nothing.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from lyrad.disk.owner import Owner
from lyrad.disk.rename import rename_exclusive
from lyrad.disk.write import OWN_FOLDER, Sharing, own_folder, sync_folder, write_temporary, writing
from lyrad.errors import Code, Fault, Temporary
from lyrad.ports import Clock

LEASE_NAME = "lease.json"

RENEW_EVERY = 10.0
"""Seconds between two calls of `renew`."""

STALE_AFTER = 60.0
"""Seconds for which a lease's file must have stood still before another lyrad may take it."""

_OWNER = TypeAdapter(Owner)


class Lease:
    """The lease of one production, as one run of lyrad sees it; safe for several threads."""

    def __init__(
        self,
        root: Path,
        clock: Clock,
        owner: Owner | None = None,
        sharing: Sharing | None = None,
        *,
        present: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare the lease.

        Args:
            root: the production's folder.
            clock: the time by which another's lease goes stale.
            owner: this run of lyrad.
            sharing: with whom its file is shared.
            present: raises Temporary unless this very production stands at the root.
        """
        self._root = root
        self._present = present
        self._clock = clock
        self._owner = owner or Owner.this()
        self._sharing = sharing or Sharing()
        self._path = root / OWN_FOLDER / LEASE_NAME
        self._lock = threading.RLock()
        self._counter = 0
        self._watched: tuple[bytes, float] | None = None
        self._held = False

    @property
    def held(self) -> bool:
        """Return whether the lease was this run's when it was last looked at."""
        return self._held

    def take(self) -> None:
        """Take the lease, or learn once more that another run holds it; call it again and again.

        Raises:
            Temporary: another run holds it (`lease-held`), or the share is away.
        """
        with self._lock:
            try:
                with writing(str(self._path)):
                    self._present()
                    self._take()
            except Temporary:
                self._held = False
                raise
            self._held = True

    def renew(self) -> None:
        """Count up, so that others see that this run lives; to be called every ten seconds.

        Raises:
            Temporary: the lease is another run's (`lease-lost`), or the share is away.
        """
        with self._lock, writing(str(self._path)):
            self._present()
            try:
                handle = os.open(self._path, os.O_RDWR)
            except FileNotFoundError:
                self._create(Code.LEASE_LOST)
                return
            try:
                self._require(os.read(handle, 1 << 16))
                self._counter += 1
                os.pwrite(handle, self._text(), 0)
                os.fsync(handle)
            finally:
                os.close(handle)

    def check(self) -> None:
        """Return if the lease is this run's at this moment; asked before every publish.

        Raises:
            Temporary: it is another run's (`lease-lost`), or the share is away.
        """
        with self._lock, writing(str(self._path)):
            self._present()
            text = self._read()
            if text is None:
                # Somebody tidied up: nobody else holds it as long as it can be made anew.
                self._create(Code.LEASE_LOST)
            else:
                self._require(text)

    def release(self) -> None:
        """Give the lease up, so that another run may take it at once."""
        with self._lock, suppress(OSError):
            self._held = False
            text = self._read()
            if text is not None and self._mine(text):
                self._path.unlink()
                sync_folder(self._path.parent)

    def _take(self) -> None:
        text = self._read()
        if text is not None and not self._mine(text):
            self._displace(text)
        if text is None or not self._mine(text):
            self._create(Code.LEASE_HELD)
        self._watched = None

    def _displace(self, text: bytes) -> None:
        """Move a stale lease out of the way; raise where it is alive, or another was quicker."""
        if not self._stale(text):
            raise _fault(Code.LEASE_HELD, text)
        aside = self._path.with_name(f".lease-{uuid.uuid4().hex}")
        with suppress(FileNotFoundError):
            # Of several that try, one moves this very file; the others may catch the new lease
            # of the quickest, and put it back.
            self._path.rename(aside)
            moved = aside.read_bytes()
            if moved != text:
                with suppress(FileExistsError):
                    rename_exclusive(aside, self._path)
            aside.unlink(missing_ok=True)
            if moved != text:
                raise _fault(Code.LEASE_HELD, moved)

    def _stale(self, text: bytes) -> bool:
        holder = _owner(text)
        if holder and holder.dead(self._owner):
            return True
        now = self._clock.monotonic()
        if self._watched is None or self._watched[0] != text:
            self._watched = (text, now)
        return now - self._watched[1] >= STALE_AFTER

    def _create(self, lost: Code) -> None:
        folder = own_folder(self._root, self._sharing)
        side = folder / f".lease-{self._owner.token}"
        write_temporary(side, self._text(), self._sharing)
        try:
            rename_exclusive(side, self._path)
        except FileExistsError:
            side.unlink(missing_ok=True)
            text = self._read() or b""
            # On NFS a repeated call may be told that its own first try stands in its way.
            self._held = self._mine(text)
            if not self._held:
                raise _fault(lost, text) from None
        sync_folder(folder)

    def _require(self, text: bytes) -> None:
        self._held = self._mine(text)
        if not self._held:
            raise _fault(Code.LEASE_LOST, text)

    def _mine(self, text: bytes) -> bool:
        holder = _owner(text)
        return holder is not None and holder.token == self._owner.token

    def _text(self) -> bytes:
        # The counter only grows and so does the text: writing over it leaves no old end behind.
        return json.dumps({**asdict(self._owner), "counter": self._counter}).encode() + b"\n"

    def _read(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None


def _owner(text: bytes) -> Owner | None:
    try:
        return _OWNER.validate_json(text)
    except ValidationError:
        return None


def _fault(code: Code, text: bytes) -> Temporary:
    holder = _owner(text)
    what = (
        "Another lyrad looks after this production."
        if code is Code.LEASE_HELD
        else "Another lyrad has taken over this production."
    )
    return Temporary(
        Fault(
            code=code,
            what=what,
            where=str(holder) if holder else "its lease names nobody",
            next="Nothing to do: this one stands by and takes over when that one ends.",
        ),
        delay=RENEW_EVERY,
    )
