"""Write down what a step names by content, as it is when its job is ordered.

A workflow's graph, a training's settings, what a language model is asked: a later edit of these
files reaches only what is ordered after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.config.templates import Templates
from lyrad.config.workflows import Workflows
from lyrad.core.characters.wanted import TRAIN
from lyrad.core.workflow.fitness import misfits, other_purpose
from lyrad.core.workflow.frozen import freeze
from lyrad.errors import ConfigError, Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.names import JSON, Fields
from lyrad.model.rule import EXPANDING, FINISHING, SCORING, Match, RuleStep
from lyrad.model.spec import ShotSpec
from lyrad.model.style import Family
from lyrad.model.workflow import Purpose

Frozen = tuple[dict[str, JSON], tuple[Fault, ...]]
"""What a step names by content, and what is wrong with it."""

PRESETS = "templates/training"
ASK = "templates/prompts/expand.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freezing:
    """Freezes what steps name; `templates` and `workflows` are where that is looked for."""

    templates: Templates
    workflows: Workflows

    def families(self, match: Match) -> tuple[Family, ...]:
        """Return for each step how the model is told with which it, or the next one, renders.

        A workflow that cannot be read counts as one that is told in sentences: its fault is told
        when it is frozen.
        """
        told: list[Family] = []
        family = Family.SENTENCES
        for step in reversed(match.rule.steps):
            if name := workflow_of(step):
                family = self._family(name)
            told.append(family)
        return tuple(reversed(told))

    def of_shot(self, step: RuleStep, where: str, context: Fields, *, spec: ShotSpec) -> Frozen:
        """Return the workflow that the step names, and why it cannot make the shot.

        For one that expands: what the language model is asked, and how the words are to be.
        """
        if step.action == EXPANDING:
            return self._asked(step, where, context)
        name = workflow_of(step)
        if not name:
            return {}, ()
        try:
            workflow = self.workflows.get(name, where)
        except ConfigError as error:
            return {}, error.faults
        unfit = misfits(workflow, spec, where, purpose=_purpose(step))
        return {"workflow": freeze(workflow)}, unfit

    def of_cue(self, step: RuleStep, where: str, context: Fields) -> Frozen:
        """Return the workflow that the step names, where it is one for music."""
        del context
        name = workflow_of(step)
        if not name:
            return {}, ()
        try:
            workflow = self.workflows.get(name, where)
        except ConfigError as error:
            return {}, error.faults
        other = other_purpose(workflow, _purpose(step), where)
        return {"workflow": freeze(workflow)}, (other,) if other else ()

    def of_character(
        self, step: RuleStep, where: str, context: Fields, *, spec: CharacterSpec
    ) -> Frozen:
        """Return the text of the training's settings, where the step trains."""
        del context
        if step.action != TRAIN:
            return {}, ()
        name = spec.preset or spec.base.value
        try:
            return {"preset": self.templates.text(f"{PRESETS}/{name}.toml.j2", where)}, ()
        except ConfigError as error:
            return {}, error.faults

    def _asked(self, step: RuleStep, where: str, context: Fields) -> Frozen:
        ask = step.fields.get("ask") or ASK
        try:
            said = self.templates.render_fields({"ask": ask}, context, where)
        except ConfigError as error:
            return {}, error.faults
        return {**said, "family": context["family"]}, ()

    def _family(self, workflow: str) -> Family:
        try:
            return self.workflows.get(workflow, "").family
        except ConfigError:
            return Family.SENTENCES


def nothing(step: RuleStep, where: str, context: Fields) -> Frozen:
    """Stand for what a step names by content, where no step of the rule names anything so."""
    del step, where, context
    return {}, ()


def workflow_of(step: RuleStep) -> str:
    """Return the workflow that a step names, or nothing."""
    name = step.fields.get("workflow")
    return name.strip() if isinstance(name, str) else ""


def _purpose(step: RuleStep) -> Purpose:
    return _PURPOSES.get(step.action, Purpose.BETWEEN)


_PURPOSES = {FINISHING: Purpose.FINISH, SCORING: Purpose.MUSIC}
