"""Build what marks files, from this machine's settings, and find the files that people mean."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from lyrad.backends.marks.certificate import CERTIFICATE
from lyrad.backends.marks.credentials import credentials
from lyrad.backends.marks.formats import is_media
from lyrad.backends.marks.marker import C2paMarker
from lyrad.config.settings import load_settings
from lyrad.errors import Code, Fault, UsageError
from lyrad.model.mark import Certificate
from lyrad.model.settings import Settings
from lyrad.ports import Clock, Marker
from lyrad.wiring.clock import SystemClock

FOLDER = "marks"


def marker(settings: Settings, clock: Clock) -> Marker:
    """Return what signs and reads marks; nothing is made yet."""
    return C2paMarker(folder=settings.state / FOLDER, settings=settings.marks, clock=clock)


def reader(config: Path | None) -> Marker:
    """Return what reads marks for the command line."""
    return marker(load_settings(config, os.environ), SystemClock())


def certificate(config: Path | None) -> Certificate:
    """Return with whose certificate this machine signs.

    Raises:
        UsageError: there is none yet.
        Permanent: it cannot be used.
    """
    settings = load_settings(config, os.environ)
    own = settings.state / FOLDER / CERTIFICATE
    if settings.marks.certificate is None and not own.exists():
        raise UsageError(_none(own))
    return credentials(settings.state / FOLDER, settings.marks, SystemClock()).shown


def make_certificate(config: Path | None, organisation: str | None) -> tuple[Certificate, bool]:
    """Return the certificate, and whether it was made now; one that stands is never replaced."""
    settings = load_settings(config, os.environ)
    folder, wanted = settings.state / FOLDER, settings.marks
    new = wanted.certificate is None and not (folder / CERTIFICATE).exists()
    named = replace(wanted, organisation=organisation) if organisation else wanted
    return credentials(folder, named, SystemClock()).shown, new


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are meant: each as named, and of a folder all its media."""
    for path in paths:
        if path.is_dir():
            below = sorted(one for one in path.rglob("*") if one.is_file())
            yield from (one for one in below if is_media(one))
        else:
            yield path


def _none(place: Path) -> Fault:
    return Fault(
        code=Code.MARK_CERTIFICATE,
        what="There is no certificate for marks yet.",
        where=str(place),
        next="`lyrad cert init` makes one; the first take does it by itself.",
    )
