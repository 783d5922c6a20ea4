"""Refuse rules that are well written and that nothing performs yet.

Today's actions make takes of shots, so a rule must be able to speak of a shot's spec. A rule that
silently never applies would be found out in the morning.
"""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.core.match import captures
from lyrad.errors import Code, Fault
from lyrad.model.rule import FINISHING, Rule

_SPEC = ("scenes", "{scene}", "{shot}", "shot.yaml")


def unperformed(rule: Rule) -> Iterator[Fault]:
    """Yield what keeps the rule from ever being performed."""
    when = rule.when
    if when.folder:
        yield _fault(rule, Code.NOT_YET, "speaks of a whole folder, which no action performs yet")
        return
    if rule.finishes and rule.steps[0].action != FINISHING:
        yield _renders_too(rule)
    if not _fits_a_spec(when.path):
        yield _fault(rule, Code.RULE_PATTERN, f"never fits a shot's spec: its path is {when.path}")
    if when.kinds and "yaml" not in when.kinds:
        kinds = ", ".join(when.kinds)
        yield _fault(rule, Code.BAD_VALUE, f"wants a spec that is {kinds}, and a spec is yaml")
    if when.at_least > 1:
        yield _fault(rule, Code.NOT_YET, "counts files, which only a whole folder's rule can do")


def _renders_too(rule: Rule) -> Fault:
    return Fault(
        code=Code.NOT_YET,
        what=f"The rule {rule.name} renders and finishes, which one rule cannot do yet.",
        where=f"{rule.source}: do",
        next=f"Begin a rule of its own with {FINISHING}: it finishes takes that stand.",
    )


def _fits_a_spec(pattern: str) -> bool:
    parts = pattern.split("/")
    return (
        len(parts) == len(_SPEC)
        and captures(parts[0], _SPEC[0]) is not None
        and captures(parts[-1], _SPEC[-1]) is not None
    )


def _fault(rule: Rule, code: Code, what: str) -> Fault:
    return Fault(
        code=code,
        what=f"The rule {rule.name} {what}.",
        where=f"{rule.source}: when",
        next="Write it over a shot's spec, `path: scenes/{scene}/{shot}/shot.yaml`, or put `_` "
        "in front of the file's name to switch it off.",
    )
