"""Examine the outside tools: each ComfyUI server, and the workflows that rules name there."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.backends.comfyui import doctor
from lyrad.config.shipped import shipped
from lyrad.config.workflows import Workflows
from lyrad.errors import LyradError
from lyrad.model.rule import Rule
from lyrad.model.settings import Settings
from lyrad.model.workflow import Workflow
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.finding import Finding
from lyrad.wiring.words import rule_desk


def examine_tools(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say of each server that the settings name, and of its workflows."""
    if settings.comfyui is None:
        return
    workflows = tuple(_workflows(settings))
    for address in settings.comfyui.servers:
        yield from _server(doctor.examine(address, workflows, SystemClock()))


def _server(found: doctor.Examined) -> Iterator[Finding]:
    what = f"ComfyUI {found.address}"
    if found.fault:
        yield Finding(what=what, said=found.fault.what, good=False, next=found.fault.next)
        return
    yield Finding(what=what, said=found.said)
    for workflow, lacking in found.lacking:
        said = " ".join(fault.what for fault in lacking) or "its nodes and models are there"
        cures = dict.fromkeys(fault.next for fault in lacking)
        yield Finding(what=f"  {workflow}", said=said, good=not lacking, next="\n".join(cures))


def _workflows(settings: Settings) -> Iterator[Workflow]:
    """Yield the workflows that rules name, each once; what is wrong with rules is told there."""
    shelf = Workflows(folders=(settings.templates, shipped("templates")))
    try:
        rules = rule_desk(settings).book.rules
    except LyradError:
        return
    for name in sorted(_named(rules)):
        try:
            yield shelf.get(name, "a rule")
        except LyradError:
            continue


def _named(rules: tuple[Rule, ...]) -> set[str]:
    names = {step.fields.get("workflow") for rule in rules for step in rule.steps}
    return {name for name in names if isinstance(name, str) and name}
