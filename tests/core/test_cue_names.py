"""The files of a scene that its cues rest on are told by their names."""

from __future__ import annotations

from lyrad.core.cues.names import assembly_file, conventional, cut_file, spec_files
from tests.support.layouts import CUE


def test_a_cut_says_most_as_otio_then_as_edl_then_as_a_film() -> None:
    names = ["cut.mp4", "cut.mov", "CUT.EDL", "cut.otio", "rough cut.otio", "cut.wav"]
    found = []
    while name := cut_file(names):
        found.append(name)
        names.remove(name)
    assert found == ["cut.otio", "CUT.EDL", "cut.mov", "cut.mp4"]


def test_the_newest_assembly_is_taken_and_no_editors_cut_is_one() -> None:
    names = ["SC010_assembly_v009.otio", "SC010_assembly_v010.otio", "SC010_assembly_v011.mov"]
    assert assembly_file("SC010", names) == "SC010_assembly_v010.otio"
    assert assembly_file("SC010", ["cut.otio", "reassembly.otio"]) is None


def test_a_spec_is_known_under_the_names_that_editors_give_it() -> None:
    assert spec_files(["cue.yaml.txt", "Cue.YML", "cue.draft.yaml", "cue.yaml~"]) == (
        "Cue.YML",
        "cue.yaml.txt",
    )
    assert conventional(CUE) == "scenes/SC010/cues/1M1/cue.yaml"
