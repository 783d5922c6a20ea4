"""Decide how one FFmpeg command is carried out: run, listened to, judged, put in its place.

Leaves the command line to others. Everything is made in a hidden folder beside the target, which
gets its name by one rename when it is whole; what an interrupted try left there is made anew.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import ffmpeg

from lyrad.backends import _process
from lyrad.backends.ffmpeg_source import Stream
from lyrad.errors import Code, Fault, LyradError, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.ports import Signal

LOG = "ffmpeg.log"
_PROGRESS = "progress.txt"
_GLOBAL = ("-nostdin", "-hide_banner", "-v", "error", "-xerror", "-stats_period", "0.25")
_FULL_DELAY = 60.0
_KILLED_DELAY = 30.0
_LEAST_FREE = 1024 * 1024


def make(
    target: Path,
    part: str,
    stream: Stream,
    signal: Signal,
    *,
    total: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> None:
    """Run the command and put what it made at the target, whole, with one rename.

    Args:
        target: a file, or a folder for numbered pictures; an older one is replaced.
        part: what the command writes, relative to the folder it runs in; of numbered pictures
            the folder.
        stream: the command as ffmpeg-python builds it.
        signal: asked ten times a second.
        total: how many frames are expected, for the progress.
        progress: told as frames are written.

    Raises:
        Permanent: FFmpeg refused, or wrote nothing.
        Temporary: the disk is full, or FFmpeg was killed from outside.
    """
    folder = target.with_name(f".{target.name}.making")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / part).parent.mkdir(parents=True)
    told = folder / _PROGRESS
    code = _process.run(
        compiled(stream),
        cwd=folder,
        log=folder / LOG,
        signal=signal,
        on_poll=(lambda: _tell(told, total, progress)) if progress else None,
    )
    _bring(code, folder, part, target)


def _bring(code: int, folder: Path, part: str, target: Path) -> None:
    """Put what was made in its place, if it was made."""
    if code:
        error = failure(code, folder / LOG, target)
        _clear(folder)
        raise error
    if not _something(folder / part):
        raise Permanent(_fault(Code.CLIP_WRONG, "FFmpeg wrote nothing", folder / LOG, target))
    _settle(folder / Path(part).parts[0], target)
    shutil.rmtree(folder, ignore_errors=True)


def compiled(stream: Stream) -> list[str]:
    """Return the command line: quiet, asking nothing, telling its progress to a file."""
    told = stream.global_args(*_GLOBAL, "-progress", f"file:{_PROGRESS}")
    return list(ffmpeg.compile(told, overwrite_output=True))


def failure(code: int, log: Path, target: Path) -> LyradError:
    """Return what an exit code and the log mean."""
    words = _process.tail(log, 40)
    if os.strerror(errno.ENOSPC) in words or _full(log.parent):
        return Temporary(_disk_full(target), delay=_FULL_DELAY)
    if code < 0:
        what = f"FFmpeg was ended from outside (signal {-code}), perhaps for want of memory"
        return Temporary(_fault(Code.TOOL_FAILED, what, log, target), delay=_KILLED_DELAY)
    last = words.splitlines()[-1] if words else f"exit code {code}"
    return Permanent(_fault(Code.TOOL_FAILED, f"FFmpeg could not do it: {last}", log, target))


def _clear(folder: Path) -> None:
    """Leave nothing but the log: half a master would keep a full disk full."""
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != LOG:
            left.unlink()


def _settle(made: Path, target: Path) -> None:
    """Let what was made reach the disk, then give it its name."""
    files = sorted(made.iterdir()) if made.is_dir() else [made]
    for file in files:
        with file.open("rb") as handle:
            os.fsync(handle.fileno())
    if target.is_dir():
        shutil.rmtree(target)
    made.rename(target)


def _something(part: Path) -> bool:
    if "%" in part.name:
        return any(part.parent.iterdir())
    return part.is_file() and part.stat().st_size > 0


def _tell(told: Path, total: int, progress: Callable[[Progress], None]) -> None:
    lines = _process.tail(told, 40).splitlines()
    frames = [line for line in lines if line.startswith("frame=")]
    if frames and (count := frames[-1].partition("=")[2].strip()).isdecimal():
        progress(Progress(done=min(int(count), total) if total else int(count), total=total))


def _full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < _LEAST_FREE


def _disk_full(target: Path) -> Fault:
    return Fault(
        code=Code.DISK_FULL,
        what="The disk is full.",
        where=f"{target.parent}, while writing {target.name}",
        next="Free some space there; lyrad goes on by itself.",
    )


def _fault(code: Code, what: str, log: Path, target: Path) -> Fault:
    return Fault(
        code=code,
        what=f"{what}.",
        where=f"while making {target.name}",
        next=f"FFmpeg's own words are in {log}; `lyrad retry` tries again.",
    )
