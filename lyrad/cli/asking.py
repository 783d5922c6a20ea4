"""What the commands that ask the daemon for something have in common."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from lyrad.cli.target import Target, no_shot, resolve
from lyrad.errors import Code, Fault, UsageError
from lyrad.model.command import Command, Verb
from lyrad.wiring.state import ask, next_status, read_status, state_folder

PATIENCE = 5.0


def of_target(config: Path | None, text: str) -> tuple[Path, Target]:
    """Return the state folder and what a text means there."""
    state = state_folder(config)
    found = read_status(state)
    try:
        return state, resolve(text, found)
    except UsageError as error:
        if error.fault.code is not Code.NO_SUCH_TARGET:
            raise
        return state, resolve(text, next_status(state, found))


def for_jobs(config: Path | None, text: str, verb: Verb, states: set[str]) -> None:
    """Ask something of the target's jobs that stand in one of these states."""
    state, target = of_target(config, text)
    jobs = _jobs(target, states)
    if not jobs:
        jobs = _jobs(resolve(text, next_status(state, read_status(state))), states)
    if not jobs:
        raise UsageError(_nothing(text, verb, states))
    send(state, Command(id=uuid.uuid4().hex, verb=verb, jobs=jobs))


def for_shots(config: Path | None, text: str, verb: Verb, note: str) -> None:
    """Ask HOLD or GO of a shot, a scene or a whole production."""
    state, target = of_target(config, text)
    if target.folder is None:
        raise UsageError(no_shot(text))
    command = Command(
        id=uuid.uuid4().hex,
        verb=verb,
        production=target.production.id,
        folder=target.folder,
        note=note,
    )
    send(state, command)


def send(state: Path, command: Command) -> None:
    """Write the command down and say what became of it."""
    answer = ask(state, command, PATIENCE)
    click.echo(answer or "written down: lyrad sees to it as soon as it runs and is able to")


def _jobs(target: Target, states: set[str]) -> tuple[str, ...]:
    return tuple(job.job for job in target.jobs if job.state in states)


def _nothing(text: str, verb: Verb, states: set[str]) -> Fault:
    kinds = " or ".join(sorted(states))
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"there is nothing to {verb.value} at {text}: no job is {kinds}",
        where="the command line",
        next="see `lyrad status`",
    )
