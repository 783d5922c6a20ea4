"""What marks published files, so that machines read how they were made."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from lyrad.model.mark import Mark, Marked
from lyrad.model.mark_found import MarkFound


class Marker(Protocol):
    """Signs files and reads what they say; never asks the network."""

    def sign(self, path: Path, mark: Mark) -> Marked:
        """Sign a finished file in its place, read it back, and return what was written.

        Last of all: whatever changes the file afterwards makes the mark invalid; copying and
        renaming are safe. A file that carries this mark already is left as it is, so that a step
        may be begun again. A mark of somebody else's is kept as the file's parent.

        Raises:
            Permanent: it cannot be signed, or does not read back as valid; the file is unchanged.
            Temporary: there is no room for the signed copy.
        """
        ...

    def read(self, path: Path) -> MarkFound:
        """Return what a file says of its origin; the file is not changed.

        A mark that is damaged beyond reading is found, and invalid.
        """
        ...
