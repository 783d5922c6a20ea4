"""Find what a person means: a path, a code (`SC010/SH0020`, `+T03`) or a job's id.

Looks into the status and at the path's own name; what could mean several things is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from lyrad.core.naming import parse_take
from lyrad.errors import Code, Fault, UsageError
from lyrad.model.status import JobRow, ProductionRow, ShotRow, Status

_TAKE = re.compile(r"(.*)\+T(\d+)", re.IGNORECASE)
_JOB = re.compile(r"[0-9a-f]{6,20}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was meant. `folder` is relative to the production's root, '' for the root itself.

    It is None for a job whose shot is not there any more. `jobs` are those it speaks of: the job
    itself, or those of the shots at or below the folder.
    """

    production: ProductionRow
    folder: str | None
    shots: tuple[ShotRow, ...]
    jobs: tuple[JobRow, ...]
    take: int | None = None


def resolve(text: str, found: Status) -> Target:
    """Return what a text means. Raises UsageError where it is nothing, or several things."""
    word, take = _split(text)
    if _JOB.fullmatch(word):
        jobs = [job for job in found.jobs if job.job.startswith(word)]
        if jobs:
            return _of_job(_one(jobs, word, [job.job for job in jobs]), found)
    path = Path(word).expanduser()
    if path.exists() and (target := _of_path(path.resolve(), found, take)):
        return target
    return _of_code(word, found, take) or _nothing(text, path)


def _of_code(word: str, found: Status, take: int | None) -> Target | None:
    shots = [(row, shot) for row in found.productions for shot in row.shots if _names(shot, word)]
    if shots:
        row, shot = _one(shots, word, [f"{row.root}/{shot.folder}" for row, shot in shots])
        return _target(row, shot.folder, found, take)
    scenes = [
        (row, _scene_folder(row, word))
        for row in found.productions
        if any(shot.scene.casefold() == word.casefold() for shot in row.shots)
    ]
    if scenes:
        row, folder = _one(scenes, word, [f"{row.root}/{folder}" for row, folder in scenes])
        return _target(row, folder, found, take)
    return None


def _nothing(text: str, path: Path) -> NoReturn:
    raise UsageError(_not_run(path.resolve()) if path.exists() else _unknown(text))


def _split(text: str) -> tuple[str, int | None]:
    found = _TAKE.fullmatch(text)
    return (found[1], int(found[2])) if found else (text, None)


def _of_job(job: JobRow, found: Status) -> Target:
    row = next((row for row in found.productions if row.id == job.production), None)
    if row is None:
        raise UsageError(_elsewhere(job))
    shots = tuple(shot for shot in row.shots if shot.code == job.code)
    folder = shots[0].folder if shots else None
    return Target(production=row, folder=folder, shots=shots, jobs=(job,))


def _of_path(path: Path, found: Status, take: int | None) -> Target | None:
    """Return what a path means: a production, a scene, a shot, or a take in it."""
    for row in found.productions:
        root = Path(row.root).resolve()
        if path != root and root not in path.parents:
            continue
        place = path if path.is_dir() else path.parent
        folder = place.relative_to(root).as_posix()
        folder = "" if folder == "." else folder
        for shot in row.shots:
            if _below(folder, shot.folder):
                inside = folder.removeprefix(shot.folder).strip("/")
                return _target(row, shot.folder, found, take or _take(inside))
        return _target(row, folder, found, take)
    return None


def _take(inside: str) -> int | None:
    """Return the number of the take that a path below a shot's folder lies in, or None."""
    parts = inside.split("/")
    return parse_take(parts[1]) if len(parts) > 1 and parts[0] == "takes" else None


def _target(row: ProductionRow, folder: str, found: Status, take: int | None) -> Target:
    shots = tuple(shot for shot in row.shots if _below(shot.folder, folder))
    codes = {shot.code for shot in shots}
    jobs = tuple(job for job in found.jobs if job.production == row.id and job.code in codes)
    return Target(production=row, folder=folder, shots=shots, jobs=jobs, take=take)


def _names(shot: ShotRow, word: str) -> bool:
    wanted = word.strip("/").casefold()
    return wanted in {shot.code.casefold(), shot.shot.casefold(), shot.folder.casefold()}


def _scene_folder(row: ProductionRow, word: str) -> str:
    shot = next(shot for shot in row.shots if shot.scene.casefold() == word.casefold())
    return shot.folder.rpartition("/")[0]


def _below(folder: str, above: str) -> bool:
    return not above or folder == above or folder.startswith(above + "/")


def _one(choices: list[T], word: str, names: list[str]) -> T:
    if len(choices) == 1:
        return choices[0]
    raise UsageError(
        Fault(
            code=Code.AMBIGUOUS_TARGET,
            what=f"{word} could be {len(choices)} things.",
            where=", ".join(names),
            next="Give the whole path, or the whole id.",
        )
    )


def _unknown(text: str) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"{text} is no path, shot, scene or job that lyrad knows.",
        where="the command line",
        next="See `lyrad status` for what there is.",
    )


def _elsewhere(job: JobRow) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"Job {job.job} is of a production that is not run here.",
        where=f"{job.code}, production {job.production}",
        next="Start lyrad with that production's folder, too.",
    )


def no_shot(text: str) -> Fault:
    """Return what to say of a job whose shot is gone, where only a folder would do."""
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"The shot of job {text} is not there any more.",
        where="the command line",
        next="Name a shot, a scene or a production; `lyrad cancel` takes the job too.",
    )


def _not_run(path: Path) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"{path} is in no production that lyrad runs here.",
        where=str(path),
        next="Start it with `lyrad run FILM/`, or see `lyrad status`.",
    )
