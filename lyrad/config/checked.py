"""Check a document against a model and report everything that is wrong with it at once.

Every fault says where it stands, what was found, what was expected, and what to write instead: the
nearest known key, the valid choices, or that a thing of the design is not built yet.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Mapping
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from lyrad.config.yaml_faults import shortened
from lyrad.config.yaml_tree import FAULT_LIMIT, Document, KeyPath, Word
from lyrad.errors import Code, ConfigError, Fault

SHAPES = {
    "model_type": (
        "lines of the form `key: value`",
        "Write each value on a line of its own, with a plain colon and a space.",
    ),
    "dict_type": (
        "lines of the form `key: value`",
        "Write each value on a line of its own, with a plain colon and a space.",
    ),
    "list_type": ("a list", "Write each entry on its own line, beginning with `- `."),
}


class Checked(BaseModel):
    """The base of what people write in YAML: unknown keys are faults, empty values are unsaid."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    not_yet: ClassVar[frozenset[str]] = frozenset()
    """Keys of the design that nothing obeys yet."""
    meant: ClassVar[Mapping[str, str]] = {}
    """What people call a key, and its name here, where the letters are no guide."""
    missing_cure: ClassVar[Mapping[str, str]] = {}
    """What to do about a missing key, where adding a line is not the answer."""
    null_says: ClassVar[frozenset[str]] = frozenset()
    """Keys for which `null` is a value and not the same as leaving the line out."""

    @model_validator(mode="before")
    @classmethod
    def _drop_unsaid(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        known = keys_of(cls)
        return {key: value for key, value in data.items() if not cls._unsaid(key, value, known)}

    @classmethod
    def _unsaid(cls, key: str, value: object, known: Iterable[str]) -> bool:
        if not isinstance(value, Word) or key not in known:
            return False
        return value.empty or (value.null and key not in cls.null_says)


M = TypeVar("M", bound=BaseModel)


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that a model reads, as they are written."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def checked(document: Document, model: type[M]) -> M:
    """Return the document as the model.

    Raises:
        ConfigError: with every fault of the document.
    """
    try:
        read = model.model_validate(document.root)
    except ValidationError as error:
        raise ConfigError(*all_faults(document, error, model)) from error
    if document.faults:
        raise ConfigError(*document.faults)
    return read


def all_faults(
    document: Document, error: ValidationError, model: type[BaseModel]
) -> tuple[Fault, ...]:
    """Return the document's own faults and the model's, these in the order of their lines."""
    details = sorted(error.errors(include_url=False), key=lambda one: _line(document, one))
    found = [fault_of(document, one, model) for one in details]
    return (*document.faults, *found)[:FAULT_LIMIT]


def fault_of(
    document: Document,
    error: ErrorDetails,
    model: type[BaseModel],
    *,
    prefix: KeyPath = (),
) -> Fault:
    """Return one of the model's errors as a fault; `prefix` is where the model's root stands."""
    path: KeyPath = (*prefix, *error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown(document, path, _model_at(model, error["loc"][:-1]))
    if kind == "missing":
        return _missing(document, path, _model_at(model, error["loc"][:-1]))
    expected, cure, code = _expected(error)
    at = error.get("ctx", {}).get("at")
    if at:
        return Fault(
            code=code,
            what=f"{expected[0].upper()}{expected[1:]}.",
            where=document.where((*path, at), key=True),
            next=cure,
        )
    lead = f"`{dotted(path)}` is" if path else "This file is"
    return Fault(
        code=code,
        what=f"{lead} {_found(error['input'])}; {expected}.",
        where=document.where(path),
        next=cure,
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is spelt most like this one, or None."""
    lowered = {one.lower(): one for one in known}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None


def dotted(path: KeyPath) -> str:
    """Return a path as people read it: `do[2].publish.take.poster`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _missing(document: Document, path: KeyPath, model: type[BaseModel]) -> Fault:
    key = str(path[-1])
    cures = model.missing_cure if issubclass(model, Checked) else {}
    return Fault(
        code=Code.MISSING_KEY,
        what=f"`{dotted(path)}` is missing.",
        where=document.where(path[:-1]),
        next=cures.get(key, f"Add a line `{key}: ...`."),
    )


def _unknown(document: Document, path: KeyPath, model: type[BaseModel]) -> Fault:
    key = str(path[-1])
    where = document.where(path, key=True)
    if issubclass(model, Checked) and key in model.not_yet:
        return Fault(
            code=Code.NOT_YET,
            what=f"`{key}` is not built yet.",
            where=where,
            next="Remove the line for now.",
        )
    known = keys_of(model)
    meant = model.meant.get(key.lower()) if issubclass(model, Checked) else None
    near = meant or nearest(key, known)
    return Fault(
        code=Code.UNKNOWN_KEY,
        what=f"`{key}` is not a key that is read here.",
        where=where,
        next=f"Did you mean `{near}`?" if near else f"The keys are {listed(sorted(known))}.",
    )


def listed(words: Iterable[str]) -> str:
    """Return words as a list for people: `a`, `b`, `c`."""
    return ", ".join(f"`{word}`" for word in words)


def _model_at(model: type[BaseModel], path: Iterable[str | int]) -> type[BaseModel]:
    """Return the model that stands at a path inside another one."""
    for part in path:
        for name, field in model.model_fields.items():
            if part == (field.alias or name):
                model = _first_model(field.annotation) or model
    return model


def _first_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_first_model(inner) for inner in typing.get_args(annotation))
    return next((model for model in found if model), None)


def _expected(error: ErrorDetails) -> tuple[str, str, Code]:
    context = error.get("ctx", {})
    if error["type"] == "unfit":
        return f"expected: {context['expected']}", context["cure"], Code(context["code"])
    if error["type"] in SHAPES:
        expected, cure = SHAPES[error["type"]]
        return f"expected: {expected}", cure, Code.BAD_VALUE
    message = error["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:], "Write a value of that kind.", Code.BAD_VALUE


def _found(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = shortened(str(value))
    return f"`{text}`" if text else "empty"


def _line(document: Document, error: ErrorDetails) -> tuple[int, int]:
    place = document.place(error["loc"], key=error["type"] == "extra_forbidden")
    return (place.line, place.column) if place else (0, 0)
