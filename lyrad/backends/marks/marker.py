"""Mark files in their place: the plain XMP first, the signature last, one rename at the end.

What a mark says is decided in `core.marking`, how C2PA puts it in `manifest`. The signature seals
every byte that stands before it, so nothing may be written to a file afterwards.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import c2pa  # type: ignore[import-untyped]

from lyrad.backends.marks import faults, manifest, reading, tags, xmp, xmp_place
from lyrad.backends.marks.credentials import Credentials, anchor, credentials
from lyrad.backends.marks.formats import OTHER, held_as, looks_like, sidecar
from lyrad.core.marking import upon_signed
from lyrad.errors import Permanent, Temporary
from lyrad.model.mark import Ingredient, Mark, Marked, MarkSettings
from lyrad.model.mark_found import MarkFound, SignedFound, Validity
from lyrad.ports import Clock

_FULL_DELAY = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class C2paMarker:
    """Signs with this machine's certificate, which is made in `folder` when it is first needed."""

    folder: Path
    settings: MarkSettings
    clock: Clock

    def sign(self, path: Path, mark: Mark) -> Marked:
        """Sign a finished file in its place, read it back, and return what was written.

        A file that carries this mark already is left as it is; a mark of somebody else's is kept
        as the file's parent.

        Raises:
            Permanent: it cannot be signed, or does not read back as valid; the file is unchanged.
            Temporary: there is no room for the signed copy.
        """
        there = reading.signed(path, anchor(self.folder, self.settings))
        if there and _is(there, mark):
            return _marked(path, there, mark, added=0)
        if there and not there.sidecar:
            itself = Ingredient(path=path, title=there.title or path.name)
            mark = upon_signed(mark, MarkFound(signed=there), itself)
        mine = credentials(self.folder, self.settings, self.clock)
        kind = held_as(path.name)
        with _refusals(path):
            return _embedded(path, kind, mark, mine) if kind else _beside(path, mark, mine)

    def read(self, path: Path) -> MarkFound:
        """Return what a file says of its origin; the file is not changed."""
        signed = reading.signed(path, anchor(self.folder, self.settings))
        return MarkFound(signed=signed, xmp=xmp.source_type(path), comment=tags.comment(path))


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Tell in lyrad's words why the library did not sign."""
    try:
        yield
    except c2pa.C2paError as error:
        if shutil.disk_usage(path.parent).free < path.stat().st_size:
            raise Temporary(faults.full(path), delay=_FULL_DELAY) from error
        raise Permanent(faults.refused(path, str(error))) from error


def _embedded(path: Path, kind: str, mark: Mark, mine: Credentials) -> Marked:
    plain, side = _side(path, "plain"), _side(path, "signed")
    packet = xmp.packet(mark.source_type)
    try:
        told = not xmp.packets(path) and xmp_place.copied(path, plain, packet)
        _sealed(plain if told else path, side, kind, mark, mine)
        read = _approved(path, reading.signed(side, mine.root, kind=kind), mark)
        added = side.stat().st_size - path.stat().st_size
        shutil.copymode(path, side)
        _settle(side, path)
    finally:
        plain.unlink(missing_ok=True)
        side.unlink(missing_ok=True)
    return _marked(path, read, mark, added=added)


def _beside(path: Path, mark: Mark, mine: Credentials) -> Marked:
    """Write the mark beside a file; the library wants to copy the file even so."""
    copy, side = _side(path, "signed"), _side(path, "c2pa")
    try:
        seal = _sealed(path, copy, OTHER, mark, mine, embed=False)
        read = _approved(path, reading.read(path, OTHER, mine.root, seal), mark)
        side.write_bytes(seal)
        _settle(side, sidecar(path))
    finally:
        copy.unlink(missing_ok=True)
        side.unlink(missing_ok=True)
    return _marked(path, read, mark, added=len(seal))


def _sealed(
    source: Path, target: Path, kind: str, mark: Mark, mine: Credentials, *, embed: bool = True
) -> bytes:
    """Write a signed copy of the source; return the mark itself."""
    # With "" for the time stamp's server signing fails; None means that nobody is asked.
    info = c2pa.C2paSignerInfo(mine.algorithm, mine.chain, mine.key, None)
    with (
        reading.context(None) as settings,
        c2pa.Signer.from_info(info) as signer,
        c2pa.Builder(manifest.definition(mark), settings) as builder,
        source.open("rb") as file,
        target.open("w+b") as copy,
    ):
        _add_ingredients(builder, mark)
        if not embed:
            builder.set_no_embed()
        seal: bytes = builder.sign(signer, kind, file, copy)
        return seal


def _add_ingredients(builder: c2pa.Builder, mark: Mark) -> None:
    """Add what it was made from; one that the library cannot take apart is a name and a hash."""
    for one, told in manifest.ingredients(mark):
        with one.path.open("rb") as file:
            try:
                builder.add_ingredient(told, looks_like(one.path) or OTHER, file)
            except c2pa.C2paError:
                file.seek(0)
                builder.add_ingredient(told, OTHER, file)


def _approved(path: Path, read: SignedFound | None, mark: Mark) -> SignedFound:
    """Return the mark that was read back, if it is sound and says what it should.

    Raises:
        Permanent: it is not; an unknown signer is no fault.
    """
    if read is None or read.validity is Validity.INVALID or read.problems:
        raise Permanent(faults.unsound(path, read.problems if read else ()))
    if read.source_type != mark.source_type.uri:
        raise Permanent(faults.unsound(path, (f"it says {read.source_type}",)))
    return read


def _is(there: SignedFound, mark: Mark) -> bool:
    """Return whether a file carries this very mark: made by an earlier try, whole and sound."""
    ours = there.generator.startswith(manifest.GENERATOR) and there.job == mark.job != ""
    same = (there.title, there.source_type) == (mark.title, mark.source_type.uri)
    return ours and same and there.validity is not Validity.INVALID


def _marked(path: Path, read: SignedFound, mark: Mark, *, added: int) -> Marked:
    return Marked(
        source_type=mark.source_type,
        manifest=read.manifest,
        signer=read.signer,
        added=added,
        plain=bool(xmp.source_type(path)),
        sidecar=sidecar(path) if read.sidecar else None,
    )


def _side(path: Path, what: str) -> Path:
    """Return a name that nobody looks at; a killed try leaves at most one of each behind."""
    return path.with_name(f".{path.name}.{what}")


def _settle(side: Path, target: Path) -> None:
    """Let what was written reach the disk, then give it its name."""
    with side.open("rb") as file:
        os.fsync(file.fileno())
    side.rename(target)
