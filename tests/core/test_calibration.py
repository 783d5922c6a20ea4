"""What the seam log teaches, and how its lines are written and read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lyrad.core import seam_log
from lyrad.core.calibration import calibrate
from lyrad.model.seam import SeamRecord, Thresholds, Verdict

USUAL = Thresholds()


def clip(risk: float, *, broke: bool, soft: bool = False) -> SeamRecord:
    return SeamRecord(
        at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
        shot="SC010/SH0020",
        job="0" * 20,
        risk=risk,
        verdict=USUAL.verdict(risk),
        measures={"scale": 1.2, "tracked": None},
        cut=broke and not soft,
        soft=broke and soft,
    )


def night(breaks_from: float) -> list[SeamRecord]:
    """Renders of a model that breaks from a risk on."""
    return [clip(k / 40, broke=k / 40 >= breaks_from) for k in range(1, 40)]


def test_a_verdict_is_right_when_the_clip_did_as_it_said():
    found = calibrate([clip(0.1, broke=False), clip(0.2, broke=True), clip(0.9, broke=True)])
    right = {tally.verdict: tally.right for tally in found.tallies}
    assert right == {Verdict.OK: 0.5, Verdict.CAUTION: None, Verdict.CUT_LIKELY: 1.0}
    assert (found.missed, found.alarms) == (1, 0)


def test_a_dissolve_counts_as_broken():
    found = calibrate([clip(0.9, broke=True, soft=True)])
    assert found.alarms == 0


def test_better_thresholds_lie_where_the_clips_begin_to_break():
    bold, timid = calibrate(night(0.75)).better, calibrate(night(0.45)).better
    assert bold is not None
    assert timid is not None
    assert bold.cut == pytest.approx(0.74, abs=0.02)
    assert timid.cut == pytest.approx(0.44, abs=0.02)
    assert timid.caution <= timid.cut


def test_caution_begins_where_one_clip_in_twenty_breaks():
    mixed = [clip(k / 100, broke=k >= 60 or (k >= 40 and k % 2 == 0)) for k in range(1, 100)]
    better = calibrate(mixed).better
    assert better is not None
    assert 0.38 <= better.caution <= 0.45
    assert 0.55 <= better.cut <= 0.61


@pytest.mark.parametrize(
    "records", [[], night(0.45)[:6], [clip(0.5, broke=k < 15) for k in range(30)]]
)
def test_thresholds_are_not_proposed_from_little(records):
    assert calibrate(records).better is None


def test_the_order_of_the_records_does_not_matter():
    assert calibrate(night(0.5)) == calibrate(night(0.5)[::-1])


def test_a_record_comes_back_from_its_line():
    written = [clip(0.4, broke=True, soft=True), clip(0.8, broke=False)]
    assert seam_log.read(map(seam_log.line, written)).records == tuple(written)


@pytest.mark.parametrize(
    "torn",
    [
        '{"at": "2026-11-22T03:00:00Z", "sho',
        "[]",
        "17",
        '{"at": "yesterday"}',
        '{"at": "2026-11-22T03:00:00Z", "shot": "A", "job": "b", "risk": 7, "verdict": "OK", '
        '"measures": {}, "cut": false}',
        '{"at": "2026-11-22T03:00:00Z", "shot": "A", "job": "b", "risk": 0.1, "verdict": "OK", '
        '"measures": {}, "cut": "no"}',
    ],
)
def test_a_line_that_makes_no_sense_is_left_out_and_named(torn):
    read = seam_log.read([seam_log.line(clip(0.4, broke=True)), "", torn])
    assert len(read.records) == 1
    assert read.unread == (3,)
