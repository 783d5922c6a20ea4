"""What a mark says: what a model made stays a model's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core import marking
from lyrad.model.mark import Making, SourceType
from lyrad.model.mark_found import MarkFound, SignedFound, Validity
from lyrad.model.media import Origin

CAPTURED, DRAWN = SourceType.DIGITAL_CAPTURE, SourceType.DIGITAL_CREATION
ENHANCED, ALGORITHM = SourceType.ALGORITHMICALLY_ENHANCED, SourceType.ALGORITHMIC_MEDIA
EDITED = SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA
PARTLY, AI = SourceType.COMPOSITE_SYNTHETIC, SourceType.TRAINED_ALGORITHMIC_MEDIA

TABLE = {
    "a model between two drawn frames": (Making.GENERATED, (DRAWN, DRAWN), AI),
    "a model from words alone": (Making.GENERATED, (), AI),
    "a model between AI frames": (Making.GENERATED, (AI, AI), AI),
    "a model's score with a recorded reference": (Making.GENERATED, (CAPTURED,), AI),
    "a model repaints part of a recorded clip": (Making.EDITED_BY_MODEL, (CAPTURED,), EDITED),
    "a model repaints part of its own clip": (Making.EDITED_BY_MODEL, (AI,), AI),
    "a classical in-between of drawn frames": (Making.IN_BETWEEN, (DRAWN, DRAWN), ALGORITHM),
    "a classical in-between of frames that nobody spoke of": (
        Making.IN_BETWEEN,
        (None, None),
        ALGORITHM,
    ),
    "a classical in-between of AI frames": (Making.IN_BETWEEN, (AI, AI), PARTLY),
    "a classical in-between of a drawn and an AI frame": (Making.IN_BETWEEN, (DRAWN, AI), PARTLY),
    "a classical in-between of a frame edited by AI": (Making.IN_BETWEEN, (EDITED,), PARTLY),
    "another rate of a recorded clip": (Making.ENHANCED, (CAPTURED,), ENHANCED),
    "another rate of an AI clip": (Making.ENHANCED, (AI,), AI),
    "a poster, sheet or proxy of an AI clip": (Making.CONFORMED, (AI,), AI),
    "a poster of a partly made clip": (Making.CONFORMED, (PARTLY,), PARTLY),
    "a master of a drawing": (Making.CONFORMED, (DRAWN,), DRAWN),
    "a master of something nobody spoke of": (Making.CONFORMED, (None,), None),
    "a film of AI shots and a recorded score": (Making.ASSEMBLED, (AI, CAPTURED), PARTLY),
    "a film of recorded shots": (Making.ASSEMBLED, (CAPTURED, CAPTURED), CAPTURED),
}


@pytest.mark.parametrize(("making", "inputs", "told"), TABLE.values(), ids=TABLE)
def test_what_a_step_makes_is_called(
    making: Making, inputs: tuple[SourceType | None, ...], told: SourceType | None
) -> None:
    assert marking.source_type(making, inputs) is told


@given(st.sampled_from(Making), st.lists(st.sampled_from([*SourceType, None])))
def test_no_step_takes_a_models_part_away(making: Making, inputs: list[SourceType | None]) -> None:
    told = marking.source_type(making, inputs)
    if any(one and one.of_a_model for one in inputs):
        assert told
        assert told.of_a_model


@given(st.sampled_from(Making), st.lists(st.sampled_from([*SourceType, None])))
def test_only_a_whole_made_of_parts_is_called_less_than_the_strictest_of_them(
    making: Making, inputs: list[SourceType | None]
) -> None:
    told = marking.source_type(making, inputs)
    strictest = max((one.strictness for one in inputs if one), default=-1)
    if (told.strictness if told else -1) < strictest:
        assert told is PARTLY
        assert making in {Making.IN_BETWEEN, Making.ASSEMBLED}


def test_what_a_spec_says_of_its_frames_is_believed() -> None:
    assert [marking.of_origin(one) for one in Origin] == [CAPTURED, DRAWN, AI]


@pytest.mark.parametrize("kind", SourceType)
def test_the_words_for_people_lead_back_to_the_type(kind: SourceType) -> None:
    said = marking.comment(kind)
    assert said.endswith(f"; {kind.value}")
    assert marking.found_type(MarkFound(signed=None, comment=said)) is kind
    assert marking.found_type(MarkFound(signed=None, xmp=kind.uri)) is kind


@pytest.mark.parametrize("said", ["", "bananas", "Shot on the 12th; rain", "AI-generated"])
def test_other_peoples_words_say_nothing(said: str) -> None:
    assert marking.found_type(MarkFound(signed=None, xmp=said, comment=said)) is None


SIGNED = SignedFound(
    manifest="urn:c2pa:1",
    validity=Validity.TRUSTED,
    problems=(),
    source_type=AI.uri,
    title="SC010_SH0020_T01_v001",
    generator="lyrad 0.1.0",
    signer="The Film Company",
    made_at="2026-11-22T12:00:00Z",
    job="",
    ingredients=(),
)
WHOLE = MarkFound(signed=SIGNED, xmp=AI.uri, comment=marking.comment(AI))


def test_a_whole_mark_has_no_faults() -> None:
    assert marking.faults(WHOLE, WHOLE) == ()


def test_a_mark_that_is_missing_invalid_or_silent_is_a_fault() -> None:
    invalid = replace(SIGNED, validity=Validity.INVALID, problems=("a", "b"))
    assert marking.faults(replace(WHOLE, signed=None)) == ("it carries no signed mark (C2PA)",)
    assert marking.faults(replace(WHOLE, signed=invalid)) == (
        "it is damaged, or was changed after it was signed: a, b",
    )
    assert marking.faults(replace(WHOLE, signed=replace(SIGNED, source_type=""))) == (
        "its signed mark does not say how it was made",
    )


def test_what_was_lost_is_told() -> None:
    drawn = replace(SIGNED, source_type=DRAWN.uri)
    assert marking.faults(MarkFound(signed=drawn), WHOLE) == (
        "it said trainedAlgorithmicMedia before, and now says digitalCreation",
        "it lost the source type in its XMP",
        "it lost the comment: AI-generated; trainedAlgorithmicMedia",
    )
    assert marking.faults(MarkFound(signed=None, xmp=AI.uri, comment=WHOLE.comment), WHOLE) == (
        "it carries no signed mark (C2PA)",
        "it lost the signed mark by The Film Company",
    )
