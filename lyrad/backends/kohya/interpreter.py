"""Find the Python that a trainer runs in, and ask it which packages it has.

A conda environment's own interpreter is used as it is: `conda run` stands between lyrad and the
trainer, keeps what it prints, and survives signals that end it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lyrad.backends._process import answer
from lyrad.backends.kohya.faults import no_python
from lyrad.errors import Temporary
from lyrad.model.settings import KohyaSettings

_ASK = """\
import importlib.util as u, json, sys
sys.path[:] = [p for p in sys.path if p]
print("lacking", json.dumps([n for n in sys.argv[1:] if u.find_spec(n) is None]))
"""

_ANSWER = re.compile(r"^lacking (\[.*\])$", re.MULTILINE)

_DELAY = 60.0
_SECONDS = 60.0
"""A Python on a slow disk takes its time to begin."""

_HOMES = ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", ".conda")
_PLACES = ("/opt/conda", "/opt/miniconda3", "/opt/miniforge3", "/opt/anaconda3")


def interpreters(settings: KohyaSettings, repository: Path) -> tuple[Path, ...]:
    """Return where the interpreter may be, the likeliest first; they need not exist."""
    if settings.python:
        return (settings.python,)
    if settings.conda_env:
        return tuple(dict.fromkeys(_of_conda(settings.conda_env)))
    return tuple(repository / name / "bin" / "python" for name in ("venv", ".venv"))


def lacking(python: Path, packages: Iterable[str]) -> tuple[str, ...]:
    """Return which packages an interpreter does not find; nothing is imported.

    Raises:
        Temporary: it does not answer, or not as Python does.
    """
    said = answer([str(python), "-c", _ASK, *packages], seconds=_SECONDS)
    found = _ANSWER.findall(said)  # whatever else it prints when it begins
    if not found:
        raise Temporary(no_python(python), delay=_DELAY)
    missing: list[str] = json.loads(found[-1])
    return tuple(missing)


def _of_conda(name: str) -> Iterator[Path]:
    """Yield where an environment of that name or path may have its Python."""
    if os.sep in name:
        yield Path(name).expanduser() / "bin" / "python"
        return
    for root in _roots():
        yield root / "envs" / name / "bin" / "python"
    try:
        listed = (Path.home() / ".conda" / "environments.txt").read_text(encoding="utf-8")
    except OSError:
        return
    for line in listed.splitlines():
        if Path(line).name == name:
            yield Path(line) / "bin" / "python"


def _roots() -> Iterator[Path]:
    program = os.environ.get("CONDA_EXE")
    if program:
        yield Path(program).parent.parent
    root = os.environ.get("MAMBA_ROOT_PREFIX")
    if root:
        yield Path(root)
    yield from (Path.home() / name for name in _HOMES)
    yield from (Path(place) for place in _PLACES)
