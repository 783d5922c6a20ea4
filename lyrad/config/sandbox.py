"""A Jinja that cannot reach out of its text: no files, no attributes of Python, no endless loops.

Words come from people who can write to the share, templates from the host's owner; even so a
template is kept to what fills in a prompt. An allow-list of filters and statements bounds time and
size: one level of loops over what is there, no macros, no includes, no padding methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lyrad.core.phrases import sentences, tags

LONGEST_TEMPLATE = 64 * 1024
LONGEST_RESULT = 64 * 1024
MOST_TURNS = 1000

FILTERS = (
    "abs", "capitalize", "d", "default", "first", "float", "int", "join", "last", "length", "list",
    "lower", "replace", "round", "sentences", "sort", "string", "tags", "title", "trim",
    "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
REFUSED = (
    (nodes.Macro, "macro"),
    (nodes.CallBlock, "call"),
    (nodes.Include, "include"),
    (nodes.Import, "import"),
    (nodes.FromImport, "import"),
    (nodes.Extends, "extends"),
    (nodes.Block, "block"),
    (nodes.FilterBlock, "filter block"),
)
METHODS = frozenset(
    {"capitalize", "endswith", "lower", "split", "splitlines", "startswith", "strip", "title",
     "upper"}
)  # fmt: skip
"""What may be called on text: nothing that makes it longer."""

OPERATORS = frozenset({"*", "**", "%"})


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of every template."""

    intercepted_binops = OPERATORS

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_unsaid_is_empty, cache_size=0)
        self.filters |= {"join": _short_join, "replace": _short_replace}
        self.filters |= {"sentences": _short_sentences, "tags": _short_tags}
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.globals = {"range": _short_range}

    def wrap_str_format(self, value: object) -> None:
        """Return nothing: formatting pads, so that it is no method for templates."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return whether a template may read this attribute of a value."""
        if isinstance(obj, str) and attr not in METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Return a product or a remainder of numbers; text is not multiplied here."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or not numbers:
            raise SecurityError(f"`{operator}` works only between numbers here")
        return super().call_binop(context, operator, left, right)

    def read(self, text: str) -> nodes.Template:
        """Return the template's tree. Raises TemplateSyntaxError for what is not allowed."""
        if len(text) > LONGEST_TEMPLATE:
            raise TemplateSyntaxError(f"longer than {LONGEST_TEMPLATE} characters", 1)
        tree = self.parse(text)
        for kind, name in REFUSED:
            for found in tree.find_all(kind):
                raise TemplateSyntaxError(f"`{name}` is not used in these templates", found.lineno)
        for loop in tree.find_all(nodes.For):
            if loop.recursive or any(loop.find_all(nodes.For)):
                raise TemplateSyntaxError("a loop inside a loop", loop.lineno)
        return tree

    def filled(self, tree: nodes.Template, words: Mapping[str, object]) -> str:
        """Return the text. Raises SecurityError where it grows too long."""
        pieces: list[str] = []
        length = 0
        for piece in self.from_string(tree).generate(dict(words)):
            pieces.append(piece)
            length += len(piece)
            _refuse_long(length)
        return "".join(pieces).strip()


def _unsaid_is_empty(value: object) -> object:
    return "" if value is None else value


def _short_range(*bounds: int) -> range:
    wanted = range(*bounds)
    if len(wanted) > MOST_TURNS:
        raise SecurityError(f"more than {MOST_TURNS} turns")
    return wanted


def _short_join(values: Iterable[object], between: str = "") -> str:
    words = [str(value) for value in values]
    _refuse_long(sum(map(len, words)) + len(words) * len(between))
    return between.join(words)


def _short_sentences(values: Iterable[object]) -> str:
    return sentences(_short(values))


def _short_tags(values: Iterable[object]) -> str:
    return tags(_short(values))


def _short(values: Iterable[object]) -> list[str]:
    """Return what is to be joined, as text, where it is not too long. A text is one piece."""
    pieces = [values] if isinstance(values, str) else values
    words = ["" if piece is None else str(piece) for piece in pieces]
    _refuse_long(sum(map(len, words)))
    return words


def _short_replace(text: str, old: str, new: str) -> str:
    _refuse_long(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _refuse_long(length: int) -> None:
    if length > LONGEST_RESULT:
        raise SecurityError(f"the result is longer than {LONGEST_RESULT} characters")
