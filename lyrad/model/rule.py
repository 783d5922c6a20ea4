"""Rules: *when* such a drop, *do* these steps."""

from __future__ import annotations

from dataclasses import dataclass, field

from lyrad.model.names import Fields

FINISHING = "finish.clip"
"""The action that makes a better clip of a take: a rule with it waits to be asked."""

SCORING = "score.cue"
"""The action that has a cue's music made."""
OVER_BRIEFS = ("transcribe.memo", "draft.spec")
"""The actions that work on briefs, before there is a spec."""
EXPANDING = "expand.prompt"
"""The action that has a language model write out the prompt of the step that renders."""

SCALE = "scale"
"""The field by which that action asks for a multiple of the film's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What a drop must be.

    `path` is a pattern with captures over the conventional tree
    (`scenes/{scene}/{shot}/shot.yaml`); a trailing slash means a folder.
    `roles` must stand together with the lead file. `kinds` are the file kinds that the lead, or a
    folder's files, may be; `at_least` counts
    the files of those kinds in a folder. `quiet` replaces the usual quiet time, in seconds.
    """

    path: str
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    at_least: int = 1
    quiet: float | None = None

    @property
    def folder(self) -> bool:
        """Return whether the rule speaks of a whole folder."""
        return self.path.endswith("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStep:
    """One action that a rule names, its fields as written, templates not yet filled in.

    `rests_on` are the contents of files that it names, as digests: another content makes another
    picture.
    """

    action: str
    fields: Fields
    rests_on: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One YAML sentence.

    `source` is the file it came from, for people; `final` ends the search for a drop.
    """

    name: str
    when: When
    steps: tuple[RuleStep, ...]
    source: str
    final: bool = False

    @property
    def drafts(self) -> bool:
        """Return whether it speaks of briefs, and makes drafts of specs."""
        return any(step.action in OVER_BRIEFS for step in self.steps)

    @property
    def finishes(self) -> bool:
        """Return whether it makes takes of takes, which only a person asks for."""
        return any(step.action == FINISHING for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All rules in force, in order of their names."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that speaks of a path, with what its pattern captured."""

    rule: Rule
    captures: tuple[tuple[str, str], ...]

    def capture(self, name: str) -> str | None:
        """Return the captured text, or None where the pattern has no such name."""
        return dict(self.captures).get(name)
