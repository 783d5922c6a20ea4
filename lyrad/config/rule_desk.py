"""Keep the rules in force: a good edit is taken over, a bad one leaves the last good rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pydantic import BaseModel

from lyrad.config.contexts import character_context, context_of, cue_context, plain_context
from lyrad.config.freezing import Freezing, Frozen, nothing, workflow_of
from lyrad.config.performed import Verbs, unperformed
from lyrad.config.rulebook import RuleFolder, field_faults, load_rulebook, rule_files
from lyrad.config.templates import Templates
from lyrad.config.workflows import Workflows
from lyrad.errors import ConfigError, Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.cue import CueKey, CueSpan, CueSpec, Hit
from lyrad.model.names import CharacterKey, Fields
from lyrad.model.plan import Step
from lyrad.model.production import Production
from lyrad.model.rule import Match, Rule, Rulebook, RuleStep
from lyrad.model.spec import ShotSpec

Looks = tuple[tuple[str, int, int], ...]
Freeze = Callable[[RuleStep, str, Fields], Frozen]


class RuleDesk:
    """The rules of one host.

    Args:
        folders: where rules lie, the shipped ones first.
        actions: the verbs that rules may use, by name.
        lane: says on which lane an action with these fields goes.
        templates: what fills in fields.
        workflows: the graphs that steps may name.
        for_characters: the verbs that rules over references use, and no others do.
        for_cues: those that rules over cues use, and no others do.
        for_scenes: those that rules over whole scenes use, and no others do.
        usual: what this machine has an action do where the rule says nothing, by action.

    Raises:
        ConfigError: the rules are wrong at the start, so that there is no last good text.
    """

    def __init__(
        self,
        folders: Sequence[RuleFolder],
        *,
        actions: Mapping[str, type[BaseModel]],
        lane: Callable[[str, Fields], str],
        templates: Templates,
        workflows: Workflows,
        for_characters: Collection[str] = (),
        for_cues: Collection[str] = (),
        for_scenes: Collection[str] = (),
        usual: Mapping[str, Fields] | None = None,
    ) -> None:
        self._folders = tuple(folders)
        self._actions = actions
        self._lane = lane
        self._templates = templates
        self._workflows = workflows
        self._verbs = Verbs(
            characters=frozenset(for_characters),
            cues=frozenset(for_cues),
            scenes=frozenset(for_scenes),
        )
        self._usual = usual or {}
        self._freezing = Freezing(templates=templates, workflows=workflows)
        self._looks = self._look()
        self._book = self._load()
        self._faults: tuple[Fault, ...] = ()

    @property
    def book(self) -> Rulebook:
        """Return the last good rulebook."""
        return self._book

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with a newer edit that is not in force."""
        return self._faults

    def refresh(self) -> bool:
        """Read the rules again if a file changed; return whether anything is different."""
        before = (self._book, self._faults)
        try:
            looks = self._look()
            if looks == self._looks:
                return False
            self._looks = looks
            self._book = self._load()
            self._faults = ()
        except ConfigError as error:
            self._faults = error.faults
        return before != (self._book, self._faults)

    def steps(self, match: Match, spec: ShotSpec, production: Production) -> tuple[Step, ...]:
        """Return the rule's steps with every value filled in.

        Raises:
            ConfigError: with every fault of every step.
        """
        contexts = [
            context_of(production, spec, match.captures, family)
            for family in self._freezing.families(match)
        ]
        return self._filled(match, contexts, partial(self._freezing.of_shot, spec=spec))

    def brief_steps(self, match: Match, production: Production) -> tuple[Step, ...]:
        """Return the steps of a rule over briefs, filled in: there is no spec to speak of yet.

        Raises:
            ConfigError: with every fault of every step.
        """
        return self._alike(match, plain_context(production, match.captures), nothing)

    def character_steps(
        self, match: Match, spec: CharacterSpec, character: CharacterKey
    ) -> tuple[Step, ...]:
        """Return the steps of a rule over references, filled in, with the training's settings.

        Raises:
            ConfigError: with every fault of every step.
        """
        context = character_context(character, spec, match.captures)
        return self._alike(match, context, partial(self._freezing.of_character, spec=spec))

    def cue_steps(
        self, match: Match, spec: CueSpec, span: CueSpan, cue: CueKey, hits: Sequence[Hit] = ()
    ) -> tuple[Step, ...]:
        """Return the steps of a rule over a cue, filled in.

        Raises:
            ConfigError: with every fault of every step.
        """
        context = cue_context(cue, spec, span, hits, match.captures)
        return self._alike(match, context, self._freezing.of_cue)

    def scene_steps(self, match: Match, production: Production) -> tuple[Step, ...]:
        """Return the steps of a rule over a whole scene, filled in.

        Raises:
            ConfigError: with every fault of every step.
        """
        return self._alike(match, plain_context(production, match.captures), nothing)

    def _alike(self, match: Match, context: Fields, freeze: Freeze) -> tuple[Step, ...]:
        """Return the steps, all filled in with the same words."""
        return self._filled(match, [context] * len(match.rule.steps), freeze)

    def _filled(
        self, match: Match, contexts: Sequence[Fields], freeze: Freeze
    ) -> tuple[Step, ...]:
        """Return the steps, each filled in with its own context."""
        steps: list[Step] = []
        faults: list[Fault] = []
        for number, (step, context) in enumerate(zip(match.rule.steps, contexts, strict=True), 1):
            where = f"{match.rule.source}, step {number}, {step.action}"
            try:
                said = {**self._usual.get(step.action, {}), **step.fields}
                fields = self._templates.render_fields(said, context, where)
            except ConfigError as error:
                faults.extend(error.faults)
                continue
            wrong = field_faults(fields, self._actions[step.action], where)
            frozen, unfit = freeze(step, where, context)
            faults += [*wrong, *unfit]
            if wrong:
                continue
            steps.append(
                Step(
                    action=step.action,
                    fields=fields,
                    lane=self._lane(step.action, fields),
                    frozen=frozen,
                )
            )
        if faults:
            raise ConfigError(*faults)
        return tuple(steps)

    def _load(self) -> Rulebook:
        book = load_rulebook(self._folders, self._actions, self._templates)
        faults = [fault for rule in book.rules for fault in unperformed(rule, self._verbs)]
        rules = tuple(self._rested(rule, faults) for rule in book.rules)
        if faults:
            raise ConfigError(*faults)
        return Rulebook(rules=rules)

    def _rested(self, rule: Rule, faults: list[Fault]) -> Rule:
        """Return the rule with the contents of the workflows that its steps name."""
        steps = enumerate(rule.steps, 1)
        rested = (self._resting(step, f"{rule.source}, step {n}", faults) for n, step in steps)
        return replace(rule, steps=tuple(rested))

    def _resting(self, step: RuleStep, where: str, faults: list[Fault]) -> RuleStep:
        name = workflow_of(step)
        if not name:
            return step
        try:
            return replace(step, rests_on={"workflow": self._workflows.get(name, where).digest})
        except ConfigError as error:
            faults.extend(error.faults)
            return step

    def _look(self) -> Looks:
        """Return what the files look like from outside: cheap, and different after any edit."""
        looks: list[tuple[str, int, int]] = []
        paths = [path for folder in self._folders for path in rule_files(folder.path)]
        paths += [path for folder in self._templates.folders for path in folder.rglob("*.j2")]
        paths += self._workflows.looks()
        for path in sorted(paths):
            try:
                found = path.stat()
            except OSError:
                continue
            looks.append((str(path), found.st_mtime_ns, found.st_size))
        return tuple(looks)
