from __future__ import annotations

from datetime import UTC, datetime

from lyrad.core.summary import clock_time, local_time, summary
from lyrad.model.names import ShotKey

STATES = {
    ShotKey(scene="SC010", shot="SH0010"): "DONE T01",
    ShotKey(scene="SC010", shot="SH0020"): "DONE same as T02",
    ShotKey(scene="SC010", shot="SH0030"): "HELD by you",
    ShotKey(scene="SC010", shot="SH0040"): "QUEUED",
    ShotKey(scene="SC010", shot="SH0050"): "WORKING",
    ShotKey(scene="SC010", shot="SH0060"): "NOT USED x.psd",
}


def test_a_summary_counts_what_is_done_what_needs_somebody_and_what_is_to_come() -> None:
    found = summary("SC010", STATES)
    assert found.label == "SC010 2 done 1 HELD 2 to come"
    assert found.body.splitlines()[:2] == [
        "SC010/SH0010: DONE T01",
        "SC010/SH0020: DONE same as T02",
    ]


def test_further_lines_stand_above_the_shots() -> None:
    assert summary("Film", {}, ["one", "two"]).body == "one\ntwo\n\n"
    assert summary("Film", {}).label == "Film 0 done"


def test_times_are_those_of_the_productions_clocks() -> None:
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert local_time(moment, "Europe/Berlin") == "2026-11-23 00:30"
    assert clock_time(moment, "America/New_York") == "18:30"
