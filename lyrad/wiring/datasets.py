"""Read references for the steps that describe them and train on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lyrad.backends.dataset.copy import write_copy
from lyrad.disk.rename import rename_exclusive
from lyrad.model.dataset import DatasetReport
from lyrad.wiring.dataset import looked_at
from lyrad.wiring.dataset_page import page


class LocalDatasets:
    """Reads references on this machine, through the private copies."""

    def check(self, files: Mapping[str, Path], shown: str, word: str) -> DatasetReport:
        """Return what the files are, by the names they have below the folder."""
        return looked_at(files, shown, word).report

    def copy(self, report: DatasetReport, files: Mapping[str, Path], target: Path) -> None:
        """Write the clean copy of what can be used into a folder that is not there yet."""
        write_copy(report, files, target, rename_exclusive)

    def page(self, report: DatasetReport, files: Mapping[str, Path]) -> bytes:
        """Return the report as one page with thumbnails."""
        found = looked_at(files, report.folder, report.word)
        return page(found.report, found.thumbnails).encode()
