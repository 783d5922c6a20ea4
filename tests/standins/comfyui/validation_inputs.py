"""Decide what is wrong with one input of a node: its link, or its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.standins.comfyui.catalogue import UPLOADS
from tests.standins.comfyui.files import Folders

Problem = dict[str, Any]
Config = tuple[Any, dict[str, Any]]

_ANY = {"*", "COMFY_MATCHTYPE_V3"}
_LONG = 20  # longer lists are not sent back
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "INT": int,
    "FLOAT": float,
    "STRING": str,
    "BOOLEAN": bool,
}


def problem(kind: str, message: str, details: str, **extra: Any) -> Problem:
    return {"type": kind, "message": message, "details": details, "extra_info": extra}


def link_problem(
    name: str, link: list[Any], received: str | None, config: Config
) -> list[Problem]:
    """Return what is wrong with a link; `received` is the type of what it leads to."""
    if len(link) != 2:
        message = "Bad linked input, must be a length-2 list of [node_id, slot_index]"
        extra = {"input_name": name, "input_config": config, "received_value": link}
        return [problem("bad_linked_input", message, name, **extra)]
    wanted = config[0]
    if isinstance(wanted, list) or _fits(str(received), wanted):
        return []
    details = f"{name}, received_type({received}) mismatch input_type({wanted})"
    told = {"input_name": name, "input_config": config, "linked_node": link}
    message = "Return type mismatch between linked nodes"
    return [problem("return_type_mismatch", message, details, **told, received_type=received)]


def _fits(received: str, wanted: str) -> bool:
    if {received, wanted} & _ANY:
        return True
    return set(received.split(",")) <= set(wanted.split(","))


def value_problem(
    where: tuple[str, str], inputs: dict[str, Any], config: Config, folders: Folders
) -> list[Problem]:
    """Return what is wrong with a value, and put it into `inputs` as its type wants it."""
    kind, options = config
    name = where[1]
    extra = {"input_name": name, "input_config": config, "received_value": inputs[name]}
    try:
        if isinstance(kind, str) and kind in _PLAIN:
            inputs[name] = _PLAIN[kind](inputs[name])
    except (TypeError, ValueError) as error:
        message = f"Failed to convert an input value to a {kind} value"
        details = f"{name}, {inputs[name]}, {error}"
        extra["exception_message"] = str(error)
        return [problem("invalid_input_type", message, details, **extra)]
    value = inputs[name]
    extra["received_value"] = value
    if where in UPLOADS:
        return _upload(name, value, folders)
    if "min" in options and value < options["min"]:
        message = f"Value {value} smaller than min of {options['min']}"
        return [problem("value_smaller_than_min", message, name, **extra)]
    if "max" in options and value > options["max"]:
        message = f"Value {value} bigger than max of {options['max']}"
        return [problem("value_bigger_than_max", message, name, **extra)]
    return _choice(name, value, kind, extra)


def _upload(name: str, value: Any, folders: Folders) -> list[Problem]:
    """Validation looks only whether the file is there, not what is in it."""
    if folders.annotated(value).exists():
        return []
    details = f"{name} - Invalid {'video' if name == 'file' else name} file: {value}"
    message = "Custom validation failed for node"
    return [problem("custom_validation_failed", message, details, input_name=name)]


def _choice(name: str, value: Any, kind: Any, extra: dict[str, Any]) -> list[Problem]:
    options = kind if isinstance(kind, list) else extra["input_config"][1].get("options")
    if not isinstance(kind, list) and kind != "COMBO":
        return []  # a dynamic choice is not looked at
    if value in options:
        return []
    listed = str(options)
    if len(options) > _LONG:
        listed = f"(list of length {len(options)})"
        extra["input_config"] = None
    details = f"{name}: {value!r} not in {listed}"
    return [problem("value_not_in_list", "Value not in list", details, **extra)]
