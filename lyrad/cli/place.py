"""Let commands that look at files take a code too: `SC010/SH0020` for its folder."""

from __future__ import annotations

from pathlib import Path

from lyrad.cli.target import no_shot, resolve
from lyrad.errors import Code, Fault, LyradError, UsageError
from lyrad.wiring.state import read_status, state_folder


def place(text: str, config: Path | None) -> Path:
    """Return the path that a text names. Raises UsageError where it is none, and no known code."""
    path = Path(text).expanduser()
    if path.exists():
        return path
    try:
        status = read_status(state_folder(config))
    except LyradError as error:
        raise UsageError(_no_path(text)) from error
    found = resolve(text, status)
    if found.folder is None:
        raise UsageError(no_shot(text))
    return Path(found.production.root) / found.folder


def _no_path(text: str) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"There is no path {text}, and codes are not known before lyrad has run here.",
        where="the command line",
        next="Give the path of a production, a scene or a shot.",
    )
