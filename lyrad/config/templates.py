"""Fill in templates: the `{{ words }}` in a rule's fields, and prompt files.

Decides where a template file is found (the host's folder before the shipped one) and which words a
template may use. Strict: a word that does not exist is a fault and never an empty place. What the
filled-in fields must be is left to the action.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import TemplateError, meta, nodes
from jinja2.exceptions import TemplateSyntaxError

from lyrad.config.checked import listed, nearest
from lyrad.config.contexts import ALONE, GROUPS
from lyrad.config.sandbox import Sandbox
from lyrad.config.text import read_text
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import JSON, Fields

PREFIX = "templates/"
SUFFIX = ".j2"
MARK = re.compile(r"\{\{|\{%|\{#")


def is_file(value: object) -> bool:
    """Return whether a field's text names a template file: `templates/prompts/shot.j2`."""
    return isinstance(value, str) and value.startswith(PREFIX) and value.endswith(SUFFIX)


def is_template(value: JSON) -> bool:
    """Return whether anything in a field is filled in only when a plan is made."""
    if isinstance(value, str):
        return is_file(value) or bool(MARK.search(value))
    if isinstance(value, dict):
        return any(is_template(inner) for inner in value.values())
    return isinstance(value, list) and any(is_template(inner) for inner in value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The template folders, first found first used: the host's, then the shipped one."""

    folders: tuple[Path, ...]
    sandbox: Sandbox = field(default_factory=Sandbox)

    def problems(self, value: JSON, words: Iterable[str], where: str) -> tuple[Fault, ...]:
        """Return what is wrong with a field before any shot is there: syntax, unknown words."""
        if isinstance(value, dict):
            inner: Iterable[JSON] = value.values()
        elif isinstance(value, list):
            inner = value
        elif isinstance(value, str) and is_template(value):
            return self._problem(value, tuple(words), where)
        else:
            return ()
        return tuple(fault for one in inner for fault in self.problems(one, words, where))

    def render_fields(self, fields: Fields, context: Fields, where: str) -> dict[str, JSON]:
        """Return the fields with every template filled in; `where` names the rule's step.

        What is filled in is text; the action reads numbers from it.

        Raises:
            ConfigError: a word that does not exist, or a template that does too much.
        """
        return {
            key: self._rendered(value, context, f"{where}, {key}") for key, value in fields.items()
        }

    def text(self, name: str, where: str) -> str:
        """Return a template file's text, not filled in. Raises ConfigError where there is none."""
        return self._source(name, where)[0]

    def _rendered(self, value: JSON, context: Fields, where: str) -> JSON:
        if isinstance(value, dict):
            return {
                key: self._rendered(inner, context, f"{where}.{key}")
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._rendered(inner, context, where) for inner in value]
        if isinstance(value, str) and is_template(value):
            return self._filled(value, context, where)
        return value

    def _filled(self, value: str, context: Fields, where: str) -> str:
        text, shown = self._source(value, where)
        try:
            tree = self.sandbox.read(text)
            faults = unknown_words(tree, context, shown)
            if not faults:
                return self.sandbox.filled(tree, context)
        except (TemplateError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
            raise ConfigError(template_fault(error, shown)) from error
        raise ConfigError(*faults)

    def _problem(self, value: str, words: tuple[str, ...], where: str) -> tuple[Fault, ...]:
        try:
            text, shown = self._source(value, where)
            tree = self.sandbox.read(text)
        except TemplateError as error:
            return (template_fault(error, value if is_file(value) else where),)
        except ConfigError as error:
            return error.faults
        return unknown_words(tree, words, shown)

    def _source(self, value: str, where: str) -> tuple[str, str]:
        """Return a template's text and what to call it."""
        if not is_file(value):
            return value, where
        name = value.removeprefix(PREFIX)
        if ".." not in name.split("/"):
            for folder in self.folders:
                if (folder / name).is_file():
                    return read_text(folder / name, value), value
        raise ConfigError(
            Fault(
                code=Code.TEMPLATE,
                what=f"The template file `{value}` is not there.",
                where=where,
                next="Put it into `templates/` beside lyrad.yaml, or correct the name.",
            )
        )


def unknown_words(tree: nodes.Template, words: Iterable[str], shown: str) -> tuple[Fault, ...]:
    """Return a fault for every word in a template's tree that nothing will fill in."""
    known = {*words, *GROUPS, *ALONE}
    strange = sorted(meta.find_undeclared_variables(tree) - known - {"range"})
    faults = [_unknown_word(word, known, shown) for word in strange]
    for found in tree.find_all(nodes.Getattr):
        group = found.node.name if isinstance(found.node, nodes.Name) else ""
        if group in GROUPS and found.attr not in GROUPS[group]:
            known_here = {f"{group}.{word}" for word in GROUPS[group]}
            faults.append(_unknown_word(f"{group}.{found.attr}", known_here, shown))
    return tuple(faults)


def template_fault(error: Exception, shown: str) -> Fault:
    """Return why a template could not be filled in."""
    line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
    message = error.message if isinstance(error, TemplateError) else str(error)
    reason = " ".join((message or "no reason given").split()).rstrip(".")
    return Fault(
        code=Code.TEMPLATE,
        what=f"This template cannot be filled in: {reason}.",
        where=f"{shown}{line}",
        next="Correct it; docs/rules.md shows what a template may say.",
    )


def _unknown_word(word: str, known: Iterable[str], shown: str) -> Fault:
    near = nearest(word, known)
    hint = f"Did you mean `{near}`? " if near else ""
    return Fault(
        code=Code.TEMPLATE,
        what=f"`{word}` is not a word that templates know.",
        where=shown,
        next=f"{hint}There are {listed(sorted(known))}.",
    )
