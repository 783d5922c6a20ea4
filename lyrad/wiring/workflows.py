"""Look at the ComfyUI workflows of this machine: each one read, and which rules name it.

Whether a server has their nodes and models is asked elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lyrad.config.settings import load_settings
from lyrad.config.shipped import shipped
from lyrad.config.workflows import Workflows
from lyrad.errors import ConfigError, Fault
from lyrad.model.rule import Rulebook
from lyrad.model.settings import Settings
from lyrad.model.workflow import Workflow
from lyrad.wiring.words import rule_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A workflow by its name: what it is, or what is wrong with its files; who names it."""

    name: str
    shipped: bool
    rules: tuple[str, ...]
    workflow: Workflow | None
    faults: tuple[Fault, ...]


def found_workflows(names: tuple[str, ...], config: Path | None) -> tuple[Found, ...]:
    """Return these workflows, or, where no name is given, all.

    Raises:
        ConfigError: the settings are wrong, or there is no workflow of a name.
    """
    settings = load_settings(config, os.environ)
    own = set(Workflows(folders=(settings.templates,)).names())
    every = Workflows(folders=(settings.templates, shipped("templates")))
    named = _named(settings)
    return tuple(_found(name, every, own, named) for name in names or every.names())


def own_faults(settings: Settings) -> Iterator[Fault]:
    """Yield what is wrong with the host's own workflows, whether a rule names them or not."""
    own = Workflows(folders=(settings.templates,))
    for name in own.names():
        try:
            own.get(name, name)
        except ConfigError as error:
            yield from error.faults


def _found(name: str, every: Workflows, own: set[str], named: dict[str, tuple[str, ...]]) -> Found:
    workflow: Workflow | None = None
    faults: tuple[Fault, ...] = ()
    try:
        workflow = every.get(name, "the command line")
    except ConfigError as error:
        if name not in every.names():
            raise
        faults = error.faults
    return Found(
        name=name,
        shipped=name not in own,
        rules=named.get(name, ()),
        workflow=workflow,
        faults=faults,
    )


def _named(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return by which rules in force each workflow is named; wrong rules are told by `check`."""
    try:
        book = rule_desk(settings).book
    except ConfigError:
        return {}
    named: dict[str, tuple[str, ...]] = {}
    for rule, workflow in _pairs(book):
        named[workflow] = (*named.get(workflow, ()), rule)
    return named


def _pairs(book: Rulebook) -> Iterator[tuple[str, str]]:
    for rule in book.rules:
        names = (step.fields.get("workflow") for step in rule.steps)
        yield from ((rule.name, name.strip()) for name in names if isinstance(name, str))
