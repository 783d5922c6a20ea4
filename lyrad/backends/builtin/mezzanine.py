"""Write frames into a lossless clip through FFmpeg.

Ut Video in planar RGB: the very code values, each frame on its own. Measured on 121 frames of
1280x720 against x264 lossless: 1.4 s of CPU against 2.6 to write, 1.3 against 3.1 to read, for
files a third larger, which live only until the take is published.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Protocol, cast


class Frame(Protocol):
    """A picture's bytes: height x width x 3, 8 bit, BGR, contiguous."""

    @property
    def data(self) -> memoryview[Any]: ...


class WriteError(Exception):
    """FFmpeg did not take the frames; its own words are in the log."""


class KilledError(WriteError):
    """Somebody ended FFmpeg from outside, often the system for want of memory."""


def write(
    frames: Iterable[Frame], target: Path, *, size: tuple[int, int], rate: str, ffmpeg: str
) -> None:
    """Write the frames under another name and rename the file when it is whole.

    Call it from the main thread: on Linux FFmpeg is bound to the life of the thread that starts
    it, and dies with this process however it ends.

    Raises:
        KilledError: FFmpeg was ended from outside.
        WriteError: FFmpeg failed, or ended before the last frame.
    """
    draft = target.with_name(f".{target.name}.part")
    child = subprocess.Popen(_command(draft, size, rate, ffmpeg), stdin=subprocess.PIPE)
    try:
        with cast("IO[bytes]", child.stdin) as pipe:
            for frame in frames:
                pipe.write(frame.data)
    except BrokenPipeError as error:
        raise _ended(child.wait()) from error
    finally:
        code = child.wait()
    if code:
        raise _ended(code)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)


def _ended(code: int) -> WriteError:
    if code < 0:
        return KilledError(f"FFmpeg was ended from outside (signal {-code})")
    return WriteError(f"FFmpeg could not write the clip (exit code {code})")


def _command(draft: Path, size: tuple[int, int], rate: str, ffmpeg: str) -> list[str]:
    setpriv = shutil.which("setpriv")
    bound = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
    read = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{size[0]}x{size[1]}", "-r", rate]
    kept = ["-c:v", "utvideo", "-pix_fmt", "gbrp", "-threads", "2"]
    return [
        *bound,
        *[ffmpeg, "-hide_banner", "-nostdin", "-v", "error", "-y"],
        *["-protocol_whitelist", "pipe", *read, "-i", "pipe:0"],
        *[*kept, "-f", "matroska", f"file:{draft}"],
    ]
