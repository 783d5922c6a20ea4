"""Load every rule, check all of them together, and report every fault at once.

Rules come from folders, the shipped one first; a later folder's rule replaces an earlier one of
the same name. The actions are handed in, so that a misspelt field is found here and not at night.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from lyrad.config.checked import checked, fault_of, listed, nearest
from lyrad.config.rule_file import RuleFile, StepFields
from lyrad.config.templates import Templates, is_template
from lyrad.config.text import read_text
from lyrad.config.yaml_tree import Document, documents
from lyrad.core.match import CAPTURE
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import JSON, Fields
from lyrad.model.rule import Rule, Rulebook, RuleStep, When

Actions = Mapping[str, type[BaseModel]]
ENDINGS = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFolder:
    """A folder of rules and what a person is told it is called."""

    path: Path
    shown: str


def load_rulebook(
    folders: Sequence[RuleFolder], actions: Actions, templates: Templates
) -> Rulebook:
    """Return all rules in force, in order of their names.

    A folder that is not there holds no rules. Names that begin with `_` or `.` are not looked at.

    Raises:
        ConfigError: with every fault of every file.
    """
    in_force: dict[str, Rule] = {}
    faults: list[Fault] = []
    for folder in folders:
        here: dict[str, Rule] = {}
        for path in rule_files(folder.path):
            try:
                found = rules_of_file(path, f"{folder.shown}/{path.name}", actions, templates)
            except ConfigError as error:
                faults.extend(error.faults)
                continue
            faults.extend(_twice(rule, here[rule.name]) for rule in found if rule.name in here)
            here |= {rule.name: rule for rule in found}
        in_force |= here
    if faults:
        raise ConfigError(*faults)
    return Rulebook(rules=tuple(in_force[name] for name in sorted(in_force)))


def rule_files(folder: Path) -> tuple[Path, ...]:
    """Return the rule files of a folder in order of their names. Raises ConfigError."""
    try:
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise ConfigError(
            Fault(
                code=Code.YAML_UNREADABLE,
                what=f"The rules' folder cannot be read: {error.strerror}.",
                where=str(folder),
                next="Let lyrad's user read it.",
            )
        ) from error
    return tuple(
        path
        for path in entries
        if path.suffix.lower() in ENDINGS and not path.name.startswith(("_", "."))
    )


def rules_of_file(
    path: Path, shown: str, actions: Actions, templates: Templates
) -> tuple[Rule, ...]:
    """Return the rules of one file. Raises ConfigError with every fault of the file."""
    return rules_of(read_text(path, shown), shown, actions, templates)


def rules_of(text: str, shown: str, actions: Actions, templates: Templates) -> tuple[Rule, ...]:
    """Return the rules that a text holds, one a document. Raises ConfigError."""
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for document in documents(text, shown):
        try:
            read = checked(document, RuleFile)
        except ConfigError as error:
            faults.extend(error.faults)
            continue
        rule = _rule(read, shown)
        faults.extend(_step_faults(document, rule, read.do, actions, templates))
        if rule.name in rules:
            faults.append(_twice(rule, rules[rule.name], document.where(("name",))))
        rules[rule.name] = rule
    if faults:
        raise ConfigError(*faults)
    return tuple(rules.values())


def field_faults(fields: Fields, model: type[BaseModel], where: str) -> tuple[Fault, ...]:
    """Return what is wrong with a step's fields once every template in them is filled in."""
    try:
        model.model_validate(dict(fields))
    except ValidationError as error:
        nowhere = Document(root={}, shown=where, values={}, keys={})
        return tuple(fault_of(nowhere, one, model) for one in error.errors(include_url=False))
    return ()


def _rule(read: RuleFile, shown: str) -> Rule:
    when = When(
        path=read.when.path,
        roles=tuple(dict.fromkeys(read.when.with_)),
        kinds=tuple(dict.fromkeys(read.when.kinds)),
        at_least=read.when.at_least,
        quiet=read.when.quiet,
    )
    steps = tuple(
        RuleStep(action=action, fields=fields)
        for step in read.do
        for action, fields in step.items()
    )
    return Rule(name=read.name, when=when, steps=steps, source=shown, final=read.final)


def _step_faults(
    document: Document,
    rule: Rule,
    steps: Iterable[StepFields],
    actions: Actions,
    templates: Templates,
) -> list[Fault]:
    words = CAPTURE.findall(rule.when.path)
    faults: list[Fault] = []
    for number, step in enumerate(steps):
        for action, fields in step.items():
            at = ("do", number, action)
            model = actions.get(action)
            if model is None:
                faults.append(_unknown_action(document, at, actions))
                continue
            faults.extend(_model_faults(document, at, fields, model))
            for key, value in fields.items():
                faults.extend(templates.problems(value, words, document.where((*at, key))))
    return faults


def _model_faults(
    document: Document,
    at: tuple[str | int, ...],
    fields: Mapping[str, JSON],
    model: type[BaseModel],
) -> list[Fault]:
    """Return what is wrong with a step's fields, but for the values that templates fill in."""
    try:
        model.model_validate(fields)
    except ValidationError as error:
        later = {key for key, value in fields.items() if is_template(value)}
        return [
            fault_of(document, one, model, prefix=at)
            for one in error.errors(include_url=False)
            if one["type"] == "extra_forbidden" or not later & set(one["loc"][:1])
        ]
    return []


def _unknown_action(document: Document, at: tuple[str | int, ...], actions: Actions) -> Fault:
    action = str(at[-1])
    near = nearest(action, actions)
    hint = f"Did you mean `{near}`? " if near else ""
    return Fault(
        code=Code.RULE_UNKNOWN_ACTION,
        what=f"`{action}` is not an action.",
        where=document.where(at, key=True),
        next=f"{hint}The actions are {listed(sorted(actions))}.",
    )


def _twice(rule: Rule, other: Rule, where: str = "") -> Fault:
    return Fault(
        code=Code.RULE_TWICE,
        what=f"Two rules are called `{rule.name}`; the other is in {other.source}.",
        where=where or rule.source,
        next="Give one of them another name, or remove it.",
    )
