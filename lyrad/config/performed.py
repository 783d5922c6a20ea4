"""Refuse rules that are well written and that nothing performs yet.

Today's actions make takes of shots, draft specs out of briefs, work on the references of a
character, make the music of a cue or put a scene together, so a rule must be able to speak of one
of them. A rule that silently never applies would be found out in the morning.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from lyrad.core.match import captures
from lyrad.errors import Code, Fault
from lyrad.model.cue import CUES
from lyrad.model.names import RelPath
from lyrad.model.rule import EXPANDING, FINISHING, OVER_BRIEFS, Rule

SPEC = "a shot's spec, `path: scenes/{scene}/{shot}/shot.yaml`"
REFERENCES = "a character's references, `path: characters/{character}/refs/`"
CUE = "a cue, `path: scenes/{scene}/cues/{cue}/cue.yaml`"
SCENE = "a whole scene, `path: scenes/{scene}/`"
BRIEFS = "a shot's briefs, `path: scenes/{scene}/{shot}/{brief}`"
_BRIEFS = ("brief.txt", "memo.m4a")
_SPEC = ("scenes", "{scene}", "{shot}", "shot.yaml")
_REFERENCES = ("characters", "{character}", "refs")
_SCENE = ("scenes", "{scene}")
_CUE = ("scenes", "{scene}", CUES, "{cue}", "cue.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """The verbs that work on one kind of drop and on nothing else; the others work on shots."""

    characters: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    scenes: frozenset[str] = frozenset()

    @property
    def of_no_shot(self) -> frozenset[str]:
        """Return the verbs that no rule over a shot can use."""
        return self.characters | self.cues | self.scenes


def unperformed(rule: Rule, verbs: Verbs) -> Iterator[Fault]:
    """Yield what keeps a well written rule from ever being performed."""
    used = {step.action for step in rule.steps}
    if rule.drafts:
        yield from _over_briefs(rule, used, verbs)
    elif rule.when.folder:
        yield from _over_folder(rule, used, verbs)
    elif _fits(rule.when.path, _CUE):
        yield from _of_one_file(rule, "a cue", CUE)
        yield from _strangers(rule, used, used - verbs.cues, "a cue", verbs)
    else:
        yield from _over_spec(rule, _meant(used, verbs, SPEC))
        yield from _strangers(rule, used, used & verbs.of_no_shot, "a shot", verbs)


def _over_folder(rule: Rule, used: Set[str], verbs: Verbs) -> Iterator[Fault]:
    path = rule.when.path.rstrip("/")
    if _fits(path, _SCENE):
        yield from _of_a_scene(rule)
        yield from _strangers(rule, used, used - verbs.scenes, "a whole scene", verbs)
    elif _fits(path, _REFERENCES):
        strange = used - verbs.characters
        yield from _strangers(rule, used, strange, "a folder of references", verbs)
    else:
        what = f"never fits a scene or a character's references: its path is {rule.when.path}"
        yield _fault(rule, Code.RULE_PATTERN, what, _meant(used, verbs, REFERENCES))


def _of_a_scene(rule: Rule) -> Iterator[Fault]:
    """Yield what a rule over a scene cannot ask of it: its takes count, not its files."""
    if rule.when.kinds or rule.when.at_least > 1:
        counts = "counts files, and a scene's shots are no files"
        yield _fault(rule, Code.RULE_PATTERN, counts, SCENE)


def _over_spec(rule: Rule, over: str) -> Iterator[Fault]:
    if rule.finishes and rule.steps[0].action != FINISHING:
        yield _renders_too(rule)
    yield from _expands_nothing(rule)
    if not _fits(rule.when.path, _SPEC):
        what = f"never fits a shot's spec: its path is {rule.when.path}"
        yield _fault(rule, Code.RULE_PATTERN, what, over)
    yield from _of_one_file(rule, "a spec", SPEC)


def _of_one_file(rule: Rule, what: str, over: str) -> Iterator[Fault]:
    """Yield what a rule over one YAML file cannot ask of it."""
    when = rule.when
    if when.kinds and "yaml" not in when.kinds:
        kinds = ", ".join(when.kinds)
        wants = f"wants {what} that is {kinds}, and {what} is yaml"
        yield _fault(rule, Code.BAD_VALUE, wants, over)
    if when.at_least > 1:
        counts = "counts files, which only a whole folder's rule can do"
        yield _fault(rule, Code.RULE_PATTERN, counts, REFERENCES)


def _strangers(
    rule: Rule, used: Set[str], strange: Set[str], drop: str, verbs: Verbs
) -> Iterator[Fault]:
    """Yield a fault where a rule's verbs work on another kind of drop."""
    if strange:
        over = _meant(used, verbs, SPEC)
        yield _fault(rule, Code.RULE_PATTERN, f"cannot {_told(strange)} {drop}", over)


def _meant(used: Set[str], verbs: Verbs, otherwise: str) -> str:
    """Return the kind of drop that a rule's verbs speak of."""
    if used & verbs.cues:
        return CUE
    if used & verbs.scenes:
        return SCENE
    return REFERENCES if used & verbs.characters else otherwise


def _over_briefs(rule: Rule, used: Set[str], verbs: Verbs) -> Iterator[Fault]:
    if not any(_fits(rule.when.path, (*_SPEC[:-1], name)) for name in _BRIEFS):
        what = f"never fits a shot's briefs: its path is {rule.when.path}"
        yield _fault(rule, Code.RULE_PATTERN, what, BRIEFS)
    strange = used - set(OVER_BRIEFS)
    if strange:
        yield from _strangers(rule, strange, strange, "a brief", verbs)
    elif rule.steps[-1].action != OVER_BRIEFS[-1]:
        yield _fault(rule, Code.RULE_PATTERN, f"does not end with `{OVER_BRIEFS[-1]}`", BRIEFS)


def _told(verbs: Set[str]) -> str:
    return " or ".join(f"`{verb}`" for verb in sorted(verbs))


def _renders_too(rule: Rule) -> Fault:
    return Fault(
        code=Code.NOT_YET,
        what=f"The rule {rule.name} renders and finishes, which one rule cannot do yet.",
        where=f"{rule.source}: do",
        next=f"Begin a rule of its own with {FINISHING}: it finishes takes that stand.",
    )


def _expands_nothing(rule: Rule) -> Iterator[Fault]:
    """Yield a fault for each step that expands the prompt of no step after it."""
    for number, step in enumerate(rule.steps):
        later = rule.steps[number + 1 :]
        if step.action == EXPANDING and not any("prompt" in one.fields for one in later):
            yield Fault(
                code=Code.MISSING_KEY,
                what=f"The rule {rule.name} expands a prompt, and no step after that has one.",
                where=f"{rule.source}: do[{number + 1}]",
                next="Put it in front of render.between, and give that a `prompt:`.",
            )


def _fits(pattern: str, conventional: tuple[str, ...]) -> bool:
    """Return whether a pattern can speak of such a path: all that has a fixed name in it fits."""
    parts = pattern.split("/")
    return len(parts) == len(conventional) and all(
        "{" in name or captures(part, RelPath(name)) is not None
        for part, name in zip(parts, conventional, strict=True)
    )


def _fault(rule: Rule, code: Code, what: str, over: str) -> Fault:
    return Fault(
        code=code,
        what=f"The rule {rule.name} {what}.",
        where=f"{rule.source}: when",
        next=f"Write it over {over}, or put `_` in front of the file's name to switch it off.",
    )
