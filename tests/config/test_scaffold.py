from __future__ import annotations

import json
import re

import pytest

from lyrad.config.reading import production_of, shot_of
from lyrad.config.scaffold import scaffold
from lyrad.config.style_file import style_of
from lyrad.config.yaml_tree import one_document
from lyrad.model.card import CardState, RequestWord
from lyrad.model.names import ProductionId
from lyrad.model.style import Aspect
from tests.support.nouns import PRODUCTION


def files(title: str = "The Lighthouse") -> dict[str, str]:
    return dict(scaffold(title, ProductionId(PRODUCTION), "Europe/Berlin"))


@pytest.mark.parametrize(
    "title", ["The Lighthouse", 'Küche: "x" # {1}', "no", "“Now”", "a\nb", ""]
)
def test_the_production_that_is_written_reads_back(title):
    read = production_of(files(title)["production.yaml"], "production.yaml")
    assert (read.id, read.title, read.timezone) == (PRODUCTION, title, "Europe/Berlin")


def test_the_example_reads_and_lies_where_lyrad_never_looks():
    [path] = [path for path in files() if path.endswith("shot.yaml")]
    assert any(part.startswith("_") for part in path.split("/"))
    assert shot_of(files()[path], path).fields["duration"] == "4s"


def test_the_example_of_a_style_reads_also_with_its_comments_taken_away():
    text = files()["style/_example.yaml"]
    found = style_of(one_document(text, "x"), "x")
    assert found.words[Aspect.LOOK] == "A 1940s film noir."
    lines = re.sub(r"^# (\w+: .*?)(  .*)?$", r"\1", text, flags=re.MULTILINE).splitlines()
    whole = style_of(one_document("\n".join(lines), "x"), "x")
    assert set(whole.words) == set(Aspect)
    assert whole.tags == {Aspect.LOOK: "film noir, monochrome"}


def test_editors_find_the_schemas_that_the_first_lines_name():
    written = files()
    for path in ("production.yaml", "scenes/_example/SH0010/shot.yaml", "style/_example.yaml"):
        reference = written[path].split("\n")[0].split("$schema=")[1]
        depth = path.count("/")
        assert reference.startswith("../" * depth)
        assert json.loads(written[reference.removeprefix("../" * depth)])["properties"]


def test_every_path_stays_below_the_root():
    assert all(not path.startswith("/") and ".." not in path for path in files())
    assert [path for path in files() if path.endswith("/")] == [
        "characters/",
        "inbox/",
        "selects/",
    ]


def test_the_note_tells_of_every_card_and_every_request():
    note = files()["READ ME FIRST.txt"]
    assert all(f"_lyrad {state}" in note for state in CardState)
    assert all(f"   {word} " in note for word in RequestWord)
    assert all(len(line) <= 100 for line in note.splitlines())
