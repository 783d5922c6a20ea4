"""The seam between two given frames, judged before a GPU minute is spent. The door is `judge`."""

from __future__ import annotations

from lyrad.vision.seam.midpoint import suggestion
from lyrad.vision.seam.report import report
from lyrad.vision.seam.verdict import judge

__all__ = ["judge", "report", "suggestion"]
