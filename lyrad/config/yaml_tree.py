"""Read YAML as words with positions; nothing is guessed from how a word looks.

Every scalar stays the text that was written, so that `no`, `010`, `12:30` and `1e3` mean what the
field says they mean, not what YAML 1.1 makes of them. Decides on duplicate keys, aliases, tags,
depth and size; what a value should be is left to the models. Works on the parser's events, so that
a hostile file is refused before anything is built from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from lyrad.config.curly import uncurled
from lyrad.config.yaml_faults import Place, place_of, syntax_error, tree_fault
from lyrad.errors import Code, ConfigError, Fault

DEPTH_LIMIT = 20
NODE_LIMIT = 10_000
"""Values in one file, counted with every alias written out: what an alias bomb would pass."""

FAULT_LIMIT = 20
"""Nobody reads the twenty-first."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

KeyPath: TypeAlias = tuple[str | int, ...]


class Word(str):
    """A scalar as written; `plain` where no quotes said that it is text."""

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, *, plain: bool) -> Word:
        word = super().__new__(cls, text)
        word.plain = plain
        return word

    @property
    def empty(self) -> bool:
        """Return whether nothing stands after the colon."""
        return self.plain and self == ""

    @property
    def null(self) -> bool:
        """Return whether it is one of YAML's ways to say nothing."""
        return self.plain and self.lower() in {"", "~", "null"}


Node: TypeAlias = "Word | list[Node] | dict[str, Node]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One YAML document: its value, and where each value and each key stands.

    `faults` are those that did not stop the reading; they are raised with what the models find.
    """

    root: Node
    shown: str
    values: dict[KeyPath, Place]
    keys: dict[KeyPath, Place]
    faults: tuple[Fault, ...] = ()

    def place(self, path: KeyPath, *, key: bool = False) -> Place | None:
        """Return where a path stands, or the nearest thing above it."""
        for length in range(len(path), -1, -1):
            above = path[:length]
            found = (self.keys.get(above) if key else None) or self.values.get(above)
            if found:
                return found
        return None

    def where(self, path: KeyPath, *, key: bool = False) -> str:
        """Return `shot.yaml, line 3, column 7` for a path, or for the nearest thing above it."""
        found = self.place(path, key=key)
        return f"{self.shown}, {found}" if found else self.shown


def documents(text: str, shown: str) -> tuple[Document, ...]:
    """Return the documents of a YAML text; an empty text is one empty mapping.

    Raises:
        ConfigError: reading had to stop; with every fault that was found until then.
    """
    read = _Builder(text=text, shown=shown).read()
    return read or (Document(root={}, shown=shown, values={}, keys={}),)


def one_document(text: str, shown: str) -> Document:
    """Return the only document. Raises ConfigError as `documents` does, or where there are two."""
    read = documents(text, shown)
    if len(read) > 1:
        where = read[1].where(())
        raise ConfigError(
            Fault(
                code=Code.YAML_SYNTAX,
                what="A line of dashes (`---`) begins a second document; this file holds one.",
                where=where,
                next="Remove the line, or put what follows into its own file.",
            )
        )
    return read[0]


@dataclass(slots=True)
class _Builder:
    """Builds documents from events, with limits; collects the faults that need not stop it."""

    text: str
    shown: str
    faults: list[Fault] = field(default_factory=list)
    weight: int = 0
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)

    def read(self) -> tuple[Document, ...]:
        events = iter(yaml.parse(self.text, Loader=LOADER))
        try:
            return tuple(
                self._document(events)
                for event in events
                if isinstance(event, yaml.DocumentStartEvent)
            )
        except yaml.YAMLError as error:
            raise syntax_error(error, self.text, self.shown, self.faults) from error

    def _document(self, events: Iterator[yaml.Event]) -> Document:
        self.anchors, self.values, self.keys, self.faults = {}, {}, {}, []
        root = self._node(next(events), events, ())
        return Document(
            root={} if isinstance(root, Word) and root.empty else root,
            shown=self.shown,
            values=self.values,
            keys=self.keys,
            faults=tuple(self.faults[:FAULT_LIMIT]),
        )

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> Node:
        """Return what begins with this event. Recursion ends at DEPTH_LIMIT."""
        self.values[path] = place_of(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self.weight
        self._weigh(1, event)
        if len(path) > DEPTH_LIMIT:
            raise self._stop("deep", event)
        node: Node
        if isinstance(event, yaml.MappingStartEvent):
            self._refuse_tag(event.tag, event)
            node = self._mapping(events, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._refuse_tag(event.tag, event)
            node = self._sequence(events, path)
        elif isinstance(event, yaml.ScalarEvent):
            node = self._word(event)
        else:
            raise self._stop("key", event)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.weight - before)
        return node

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> dict[str, Node]:
        built: dict[str, Node] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._stop("key", event)
            key = str(self._word(event))
            if key in built:
                first = self.keys[(*path, key)]
                self.faults.append(tree_fault("twice", self._where(event), key, first))
                self._node(next(events), events, (*path, key, "again"))
                continue
            self.keys[(*path, key)] = place_of(event)
            built[key] = self._node(next(events), events, (*path, key))
        return built

    def _sequence(self, events: Iterator[yaml.Event], path: KeyPath) -> list[Node]:
        built: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            built.append(self._node(event, events, (*path, len(built))))
        return built

    def _word(self, event: yaml.ScalarEvent) -> Word:
        self._refuse_tag(event.tag, event)
        if not event.implicit[0]:
            return Word(event.value, plain=False)
        text, unclosed = uncurled(event.value)
        if unclosed:
            self.faults.append(tree_fault("curly", self._where(event), event.value))
        return Word(text, plain=text == event.value)

    def _alias(self, event: yaml.AliasEvent) -> Node:
        anchor = event.anchor or ""
        if anchor not in self.anchors:
            self.faults.append(tree_fault("alias", self._where(event), anchor))
            return Word("", plain=True)
        node, weight = self.anchors[anchor]
        self._weigh(weight, event)
        return node

    def _refuse_tag(self, tag: str | None, event: yaml.Event) -> None:
        if tag is not None:
            self.faults.append(tree_fault("tag", self._where(event), tag))

    def _weigh(self, nodes: int, event: yaml.Event) -> None:
        self.weight += nodes
        if self.weight > NODE_LIMIT:
            raise self._stop("bomb", event)

    def _stop(self, kind: str, event: yaml.Event) -> ConfigError:
        kept = self.faults[: FAULT_LIMIT - 1]
        return ConfigError(*kept, tree_fault(kind, self._where(event)))

    def _where(self, event: yaml.Event) -> str:
        return f"{self.shown}, {place_of(event)}"
