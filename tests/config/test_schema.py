from __future__ import annotations

import subprocess
import sys

import pytest

from lyrad.config.checked import keys_of
from lyrad.config.schema import MODELS, json_schema
from tests.support.rule_actions import ACTIONS


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_is_described_for_editors(kind):
    schema = json_schema(kind)
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(keys_of(MODELS[kind]))
    for field in MODELS[kind].model_fields.values():
        assert field.description


@pytest.mark.parametrize("kind", ["production", "scene", "shot", "style"])
def test_every_simple_key_has_an_example_and_never_offers_null(kind):
    for name, field in json_schema(kind)["properties"].items():
        assert {"type": "null"} not in field.get("anyOf", []), name
        assert field.get("examples") or "$ref" in field, name


def test_a_rules_steps_are_described_by_the_actions():
    steps = json_schema("rule", ACTIONS)["properties"]["do"]["items"]["anyOf"]
    assert [list(step["properties"]) for step in steps] == [["publish.take"], ["render.between"]]
    assert steps[1]["properties"]["render.between"]["required"] == ["backend"]


def test_reading_configuration_loads_neither_the_engine_nor_the_eyes():
    code = (
        "import sys, pkgutil, importlib, lyrad.config as c;"
        "names = [m.name for m in pkgutil.iter_modules(c.__path__)];"
        "[importlib.import_module(f'lyrad.config.{name}') for name in names];"
        "sys.exit(bool({'dbos', 'cv2', 'numpy', 'sqlalchemy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
