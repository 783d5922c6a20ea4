"""Files to be marked, made by the real FFmpeg, and a marker with a certificate of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from lyrad.backends.marks.marker import C2paMarker
from lyrad.core.marking import comment
from lyrad.model.mark import Making, Mark, MarkSettings, SourceType
from lyrad.model.mark_found import SignedFound
from tests.support.wallclock import WallClock

AI = SourceType.TRAINED_ALGORITHMIC_MEDIA
COMMENT = ("-metadata", f"comment={comment(AI)}")

_PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=24:d=0.5")
_SOUND = ("-f", "lavfi", "-i", "sine=d=0.5")
_STILL = (*_PICTURE, "-frames:v", "1")
_MADE = {
    "mp4": (*_PICTURE, "-c:v", "libx264", "-movflags", "+faststart+use_metadata_tags"),
    "mov": (*_PICTURE, "-c:v", "prores_ks"),
    "mkv": (*_PICTURE, "-c:v", "ffv1"),
    "png": _STILL,
    "jpg": _STILL,
    "webp": _STILL,
    "tif": _STILL,
    "exr": _STILL,
    "wav": _SOUND,
    "flac": _SOUND,
    "mp3": _SOUND,
}


def sample(folder: Path, ending: str, name: str = "take") -> Path:
    """Return half a second of film or sound, or a picture; its container has the comment."""
    path = folder / f"{name}.{ending}"
    return ffmpeg(path, *_MADE[ending], *COMMENT)


def ffmpeg(target: Path, *arguments: str) -> Path:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(target)], check=True, stdin=-3)
    return target


def marker(folder: Path, **settings: Any) -> C2paMarker:
    return C2paMarker(
        folder=folder / "state" / "marks",
        settings=MarkSettings(**{"organisation": "The Film Company", **settings}),
        clock=WallClock(),
    )


def mark(**changes: Any) -> Mark:
    usual: dict[str, Any] = {
        "making": Making.GENERATED,
        "source_type": AI,
        "title": "SC010_SH0020_T01_v001",
        "made_at": WallClock().now(),
        "tool": "ComfyUI 0.3.60",
        "job": "0123456789abcdef0123",
        "shot": "SC010/SH0020",
    }
    return Mark(**{**usual, **changes})


def signed(found: SignedFound | None) -> SignedFound:
    """Return the signed mark that has to be there."""
    assert found is not None
    return found
