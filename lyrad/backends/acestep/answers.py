"""What an ACE-Step server says of itself and of a task, as nouns.

Decides what its answers mean. Servers of different months say it differently, a task's result is
JSON inside of JSON, and much may be the text "N/A"; all become the same nouns here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lyrad.backends._shapes import fields, items, line, number, text

_SERVICE = "ace-step"
_NOTHING = {"", "n/a", "none", "null"}
_GOOD, _FAILED = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a server says of itself: whether it is an ACE-Step at all, and has its models loaded.

    `model` is the loaded one, empty where it does not say; `older` says that it is the server of
    ACE-Step 1.0, which speaks otherwise.
    """

    ours: bool
    ready: bool
    version: str
    model: str
    older: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much it has to do, of everybody's; `full` says that its queue takes no more."""

    running: int
    waiting: int
    full: bool

    @property
    def idle(self) -> bool:
        """Return whether nothing runs or waits."""
        return not self.running + self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model of a server's list; `loaded` says that it can be asked for now."""

    name: str
    loaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """A task that waits or runs: `part` done, 0 to 1, and in which stage, in its own word."""

    part: float
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A task that ended well: where its music is to be had, empty where none was saved.

    `seed` is the one that was used, `model` the one that made it; None and empty where it does not
    say.
    """

    file: str
    seed: int | None
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broke:
    """A task that failed; `said` is the last line of its error, empty where it gives none."""

    said: str


Task = AtWork | Made | Broke | None
"""How a task stands; None where the server knows nothing of it."""


def read_health(said: object) -> Health:
    """Return what `/health` says."""
    data = fields(fields(said).get("data"))
    return Health(
        ours=_SERVICE in text(data.get("service")).lower(),
        ready=text(data.get("status")) == "ok" and data.get("models_initialized") is not False,
        version=_said(data.get("version")),
        model=short(_said(data.get("loaded_model"))),
        older=fields(said).get("status") == "healthy",
    )


def read_stats(said: object) -> Stats | None:
    """Return what `/v1/stats` says, or None where it says nothing of the kind."""
    data = fields(fields(said).get("data"))
    jobs = fields(data.get("jobs"))
    if not {"running", "queued"} <= set(jobs):
        return None
    most = number(data.get("queue_maxsize"))
    return Stats(
        running=number(jobs["running"]),
        waiting=number(jobs["queued"]),
        full=0 < most <= number(data.get("queue_size")),
    )


def read_models(said: object) -> tuple[Model, ...]:
    """Return the models of `/v1/models`, the server's own first choice before the others.

    Some servers answer in their own shape (`models`, each with a `name`), some in OpenAI's (a
    list, each with an `id`); later ones list what is on their disk too, and which is loaded.
    """
    data = fields(said).get("data")
    usual = short(text(fields(data).get("default_model")))
    found = [
        (short(text(one.get("name")) or text(one.get("id"))), one)
        for one in map(fields, items(fields(data).get("models")) or items(data))
    ]
    models = [
        Model(name=name, loaded=one.get("is_loaded") is not False) for name, one in found if name
    ]
    chosen = {name for name, one in found if one.get("is_default")} or {usual}
    return tuple(sorted(models, key=lambda model: model.name not in chosen))


def read_task(said: object, task: str) -> Task:
    """Return how a task stands by what `/query_result` says.

    A server that was killed tells of what it had at work that it runs, for an hour, and then that
    it failed, with nothing inside that ended: that is no failure yet, but at work.
    """
    entries = [fields(one) for one in items(fields(said).get("data"))]
    entry: Mapping[str, Any] = next((one for one in entries if one.get("task_id") == task), {})
    results = _inside(entry.get("result"))
    status, first = number(entry.get("status")), fields(results[0]) if results else {}
    if status == _GOOD:
        return _made(first)
    if status == _FAILED and _over(first):
        return Broke(said=last_line(first.get("error")) or last_line(entry.get("error")))
    if not first:
        return None
    return AtWork(part=_part(first.get("progress")), stage=_said(first.get("stage")))


def short(name: str) -> str:
    """Return a model's name without the folders or the maker before it."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def last_line(error: object) -> str:
    """Return what a person may read of an error: a traceback's end, and never the rest."""
    lines = [each for each in text(error).splitlines() if each.strip()]
    said = line(lines[-1]) if lines else ""
    return "" if said.lower() in _NOTHING else said


def _made(first: Mapping[str, Any]) -> Made:
    return Made(
        file=_said(first.get("file")),
        seed=_seed(first.get("seed_value")),
        model=short(_said(first.get("dit_model"))),
    )


def _over(first: Mapping[str, Any]) -> bool:
    """Return whether a task that is said to have failed says so of itself, or nothing at all."""
    said_so = number(first.get("status")) == _FAILED or first.get("stage") == "failed"
    return not first or said_so or bool(first.get("error"))


def _inside(result: object) -> list[Any]:
    """Return the results, which are JSON in a text; a list or an object is taken as well."""
    if isinstance(result, str):
        try:
            result = json.loads(result)
        except ValueError:
            return []
    return [result] if isinstance(result, dict) else items(result)


def _said(value: object) -> str:
    """Return a text; "N/A" says nothing."""
    said = line(value)
    return "" if said.lower() in _NOTHING else said


def _seed(value: object) -> int | None:
    """Return the first of the seeds, which come as `123,456`; more than one makes a batch."""
    first = next(_seeds(str(value)), "")
    return int(first) if first.isdecimal() else None


def _seeds(value: str) -> Iterator[str]:
    yield from (each.strip() for each in value.strip("[] ").split(","))


def _part(value: object) -> float:
    return min(1.0, max(0.0, float(value))) if isinstance(value, int | float) else 0.0
