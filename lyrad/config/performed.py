"""Refuse rules that are well written and that nothing performs yet.

Today's actions make takes of shots, or work on the references of a character, so a rule must be
able to speak of the one or the other. A rule that silently never applies would be found out in the
morning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set

from lyrad.core.match import captures
from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath
from lyrad.model.rule import EXPANDING, FINISHING, Rule

SPEC = "a shot's spec, `path: scenes/{scene}/{shot}/shot.yaml`"
REFERENCES = "a character's references, `path: characters/{character}/refs/`"
_SPEC = ("scenes", "{scene}", "{shot}", "shot.yaml")
_REFERENCES = ("characters", "{character}", "refs")


def unperformed(rule: Rule, for_characters: Collection[str] = ()) -> Iterator[Fault]:
    """Yield what keeps the rule from ever being performed.

    Args:
        rule: the rule, well written.
        for_characters: the verbs that work on references, and on nothing else.
    """
    verbs = {step.action for step in rule.steps}
    if rule.when.folder:
        yield from _over_folder(rule, verbs - set(for_characters))
    else:
        yield from _over_spec(rule, verbs & set(for_characters))


def _over_folder(rule: Rule, strange: Set[str]) -> Iterator[Fault]:
    if not _fits(rule.when.path.rstrip("/"), _REFERENCES):
        what = f"never fits a character's references: its path is {rule.when.path}"
        yield _fault(rule, Code.RULE_PATTERN, what, REFERENCES)
    elif strange:
        what = f"cannot {_verbs(strange)} a folder of references"
        yield _fault(rule, Code.RULE_PATTERN, what, SPEC)


def _over_spec(rule: Rule, strange: Set[str]) -> Iterator[Fault]:
    when = rule.when
    if rule.finishes and rule.steps[0].action != FINISHING:
        yield _renders_too(rule)
    yield from _expands_nothing(rule)
    if not _fits(when.path, _SPEC):
        what = f"never fits a shot's spec: its path is {when.path}"
        yield _fault(rule, Code.RULE_PATTERN, what, SPEC)
    if when.kinds and "yaml" not in when.kinds:
        kinds = ", ".join(when.kinds)
        what = f"wants a spec that is {kinds}, and a spec is yaml"
        yield _fault(rule, Code.BAD_VALUE, what, SPEC)
    if when.at_least > 1:
        what = "counts files, which only a whole folder's rule can do"
        yield _fault(rule, Code.RULE_PATTERN, what, REFERENCES)
    if strange:
        yield _fault(rule, Code.RULE_PATTERN, f"cannot {_verbs(strange)} a shot", REFERENCES)


def _verbs(verbs: Set[str]) -> str:
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
    parts = pattern.split("/")
    return (
        len(parts) == len(conventional)
        and captures(parts[0], RelPath(conventional[0])) is not None
        and captures(parts[-1], RelPath(conventional[-1])) is not None
    )


def _fault(rule: Rule, code: Code, what: str, over: str) -> Fault:
    return Fault(
        code=code,
        what=f"The rule {rule.name} {what}.",
        where=f"{rule.source}: when",
        next=f"Write it over {over}, or put `_` in front of the file's name to switch it off.",
    )
