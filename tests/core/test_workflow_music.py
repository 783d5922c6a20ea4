"""What a workflow for music is asked for, so that a cue can be cut from what it makes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lyrad.config.shipped import shipped
from lyrad.config.workflows import Workflows
from lyrad.core.workflow.fitness import other_purpose
from lyrad.core.workflow.frozen import freeze, thaw
from lyrad.core.workflow.music import music, seconds_to_ask, too_long
from lyrad.core.workflow.words import lines
from lyrad.model.workflow import Purpose, Role, SecondsRule

ACE = Workflows(folders=(shipped("templates"),)).get("ace-step15", "test")
RULE = SecondsRule(shortest=10.0, longest=600.0)


def asked(workflow=ACE, **changes):
    cue = {"seconds": Fraction(30), "prompt": "Strings", "mood": (), "bpm": None, "key": ""}
    return music(workflow, **{**cue, "meter": "", **changes})


@pytest.mark.parametrize(
    ("cue", "whole"),
    [(Fraction(3), 10), (Fraction(10), 11), (Fraction(1001, 24), 42), (Fraction("29.95"), 31)],
)
def test_a_cue_is_cut_from_whole_seconds_with_a_little_to_spare(cue, whole):
    assert seconds_to_ask(RULE, cue) == whole


def test_a_cue_of_the_longest_length_does_not_fit_since_nothing_would_be_to_spare():
    assert too_long(ACE, Fraction(599), "here") is None
    assert too_long(ACE, Fraction(600), "here")


def test_moods_that_the_prompt_names_are_not_said_twice():
    found = asked(prompt="Tense strings", mood=("tense", "cold"))
    assert found.words == "Tense strings, cold, instrumental, no vocals"


@pytest.mark.parametrize(
    ("key", "written"),
    [("D minor", "D minor"), ("F# major", "F# major"), ("Cb major", "B major"), ("", None)],
)
def test_a_key_is_written_as_the_node_writes_it(key, written):
    assert asked(key=key).key == written
    assert "in " not in asked(key=key).words


def test_what_an_own_graph_has_no_node_for_is_said_in_the_words():
    bare = replace(ACE, slots={Role.PROMPT: ACE.slots[Role.PROMPT]})
    found = asked(bare, bpm=72, key="D minor", meter="3/4")
    assert found.words == "Strings, 72 bpm, in D minor, 3/4 time, instrumental, no vocals"
    assert (found.bpm, found.key, found.meter) == (None, None, None)


def test_a_workflow_for_music_comes_back_from_a_plan_as_it_was():
    assert thaw(freeze(ACE)) == ACE


def test_a_workflow_for_pictures_makes_no_music():
    wan = Workflows(folders=(shipped("templates"),)).get("wan22-flf2v", "test")
    assert other_purpose(ACE, Purpose.MUSIC, "here") is None
    fault = other_purpose(wan, Purpose.MUSIC, "here")
    assert fault
    assert fault.next == "Name one with `for: music`, such as ace-step15."


def test_what_it_makes_is_said_in_words():
    said = list(lines(ACE, Fraction(24)))
    assert said[0] == "makes music"
    assert "makes cues of 600 seconds at most, asked for 10 at least" in said
