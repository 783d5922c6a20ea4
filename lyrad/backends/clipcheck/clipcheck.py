"""Have a clip looked through: start the worker, wait, read what it saw.

What is seen is the worker's business; this module runs inside the daemon and loads neither NumPy
nor OpenCV.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from lyrad.backends import _process
from lyrad.backends.clipcheck import order as papers
from lyrad.backends.ffmpeg_run import failure
from lyrad.backends.ffmpeg_source import source
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.clip_check import ClipFindings
from lyrad.ports import LookOrder, Signal

LOG = "look.log"


class LocalClipJudge:
    """Looks clips through on this machine's CPU."""

    def judge(self, order: LookOrder, signal: Signal) -> ClipFindings:
        """Return what is to be seen in the order's clip.

        Raises:
            Permanent: it cannot be read to its end.
            Temporary: FFmpeg is missing, or was ended from outside.
        """
        with tempfile.TemporaryDirectory(prefix="lyrad-look-") as name:
            folder = Path(name)
            papers.write(_paper(order), folder / papers.ORDER)
            argv = [sys.executable, "-P", "-m", "lyrad.backends.clipcheck.worker", papers.ORDER]
            code = _process.run(argv, cwd=folder, log=folder / LOG, signal=signal)
            if code:
                raise failure(code, folder / LOG, order.clip)
            found = papers.read_found(folder / papers.FOUND)
        if found is None:
            raise Permanent(_nothing(order.clip))
        return found


def _paper(order: LookOrder) -> papers.Order:
    _process.located("ffmpeg")
    return papers.Order(
        source=list(source(order.clip).arguments()),
        frames=order.frames,
        width=order.size.width,
        height=order.size.height,
        first=_path(order.first),
        last=_path(order.last),
        sound=list(source(order.sound).arguments()) if order.sound else [],
    )


def _path(given: Path | None) -> str:
    return str(given.absolute()) if given else ""


def _nothing(clip: Path) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"{clip.name} could not be looked through.",
        where=str(clip),
        next="`lyrad retry` makes it again.",
    )
