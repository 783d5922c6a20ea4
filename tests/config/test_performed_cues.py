"""Rules over cues are told apart from those over shots and references by their path."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.actions import ALL, FOR_CHARACTERS, FOR_CUES, FOR_SCENES
from lyrad.config.rule_desk import RuleDesk
from lyrad.config.rulebook import RuleFolder
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.config.workflows import Workflows
from lyrad.core import match
from lyrad.core.cues.span import placed
from lyrad.errors import Code, ConfigError
from lyrad.model.cue import Hit
from lyrad.model.names import RelPath
from tests.support.layouts import CUE, scene, wanted

CUES, SHOTS = "scenes/{scene}/cues/{cue}/cue.yaml", "scenes/{scene}/{shot}/shot.yaml"


def desk(folder: Path) -> RuleDesk:
    return RuleDesk(
        [RuleFolder(path=folder, shown="rules")],
        actions=ALL,
        lane=lambda action, fields: "cpu",
        templates=Templates(folders=(shipped("templates"),)),
        workflows=Workflows(folders=(shipped("templates"),)),
        for_characters=FOR_CHARACTERS,
        for_cues=FOR_CUES,
        for_scenes=FOR_SCENES,
    )


def rule(folder: Path, path: str, *verbs: str, more: str = "") -> RuleDesk:
    steps = "".join(f"  - {verb}\n" for verb in verbs)
    (folder / "mine.yaml").write_text(f"name: mine\nwhen: {{path: '{path}'{more}}}\ndo:\n{steps}")
    return desk(folder)


@pytest.mark.parametrize("path", [CUES, "scenes/SC010/cues/{cue}/cue.yaml"])
def test_a_rule_over_a_cue_is_taken(tmp_path: Path, path: str) -> None:
    assert rule(tmp_path, path, "score.cue", "publish.cue").book.rules[0].name == "mine"


@pytest.mark.parametrize(
    ("path", "verb", "more", "what", "cure"),
    [
        (CUES, "render.between", "", "cannot `render.between` a cue", "a shot's spec"),
        (CUES, "train.lora", "", "cannot `train.lora` a cue", "a character's references"),
        (CUES, "score.cue", ", kinds: [wav]", "wants a cue that is wav", "a cue"),
        (CUES, "score.cue", ", at_least: 2", "counts files", "a character's references"),
        (SHOTS, "score.cue", "", "cannot `score.cue` a shot", "a cue, `path: scenes/"),
        ("scenes/{scene}/music/{cue}/cue.yaml", "score.cue", "", "never fits", "a cue, `path:"),
        ("characters/{character}/refs/", "publish.cue", "", "cannot `publish.cue`", "a cue"),
    ],
)
def test_verbs_that_do_not_fit_the_drop_are_refused_with_the_path_that_they_want(
    tmp_path: Path, path: str, verb: str, more: str, what: str, cure: str
) -> None:
    with pytest.raises(ConfigError) as error:
        rule(tmp_path, path, verb, more=more)
    fault = error.value.faults[0]
    assert what in fault.what
    assert f"over {cure}" in fault.next
    assert fault.code in {Code.RULE_PATTERN, Code.BAD_VALUE}


def prompt(**said: object) -> str:
    """Return what the shipped rule tells a composer of a cue."""
    book = desk(shipped("rules"))
    (found,) = match.matches(book.book, RelPath("scenes/SC010/cues/1M1/cue.yaml"))
    span, hits = placed(wanted(**said), (scene(240),), start="01:00:00:00", shown="cue.yaml")
    steps = book.cue_steps(found, wanted(**said), span, CUE, hits)
    assert [step.action for step in steps] == ["score.cue", "publish.cue"]
    return str(steps[0].fields["prompt"])


def test_the_shipped_prompt_says_all_that_was_written_and_that_nobody_sings() -> None:
    said = {"prompt": "Low strings.", "mood": "tense, slow", "bpm": 72, "key": "Dm", "meter": 3}
    assert prompt(**said) == (
        "Low strings, tense, slow, 72 bpm, D minor, 3/4, instrumental film score, no vocals"
    )
    assert prompt() == "Low strings, instrumental film score, no vocals"


def test_templates_may_say_where_the_hits_are(tmp_path: Path) -> None:
    verb = 'score.cue: {prompt: "{{ music.hits[0] }} of {{ music.seconds }} at {{ music.fps }}"}'
    found = rule(tmp_path, CUES, verb)
    (speaks,) = match.matches(found.book, RelPath("scenes/SC010/cues/1M1/cue.yaml"))
    span, _ = placed(wanted(), (scene(240),), start="01:00:00:00", shown="cue.yaml")
    hits = (Hit(frame=36, words="the door slams"),)
    (step,) = found.cue_steps(speaks, wanted(), span, CUE, hits)
    assert step.fields["prompt"] == "1.5 s the door slams of 10.0 at 24"
