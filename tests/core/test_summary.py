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
    assert found.body.splitlines() == [
        "SC010/SH0030: HELD by you",
        "SC010/SH0040: QUEUED",
        "SC010/SH0050: WORKING",
        "SC010/SH0060: NOT USED x.psd",
        "SC010/SH0010: DONE T01",
        "SC010/SH0020: DONE same as T02",
    ]


def test_drafts_that_stand_in_for_a_tool_are_counted_apart() -> None:
    states = STATES | {ShotKey(scene="SC010", shot="SH0070"): "DONE T01 draft"}
    assert summary("SC010", states).label == "SC010 2 done 1 draft 1 HELD 2 to come"
    states |= {ShotKey(scene="SC010", shot="SH0080"): "DONE T03 draft"}
    assert summary("SC010", states).label == "SC010 2 done 2 drafts 1 HELD 2 to come"


def test_a_long_title_gives_way_to_the_counts() -> None:
    label = summary("Die Häßlichkeit der großen Überfahrt nach dem fernen Tübingen", STATES).label
    assert label.startswith("Die Haesslichkeit der grossen")
    assert label.endswith(" 2 done 1 HELD 2 to come")
    assert len(label) <= 60


def test_of_many_shots_those_that_are_not_done_are_listed() -> None:
    shots = [ShotKey(scene="SC010", shot=f"SH{number:04d}") for number in range(300)]
    states = dict.fromkeys(shots, "DONE T01") | {shots[-1]: "HELD by you"}
    lines = summary("SC010", states).body.splitlines()
    assert lines[0] == "SC010/SH0299: HELD by you"
    assert (len(lines), lines[-1]) == (201, "and 100 more")


def test_further_lines_stand_above_the_shots() -> None:
    assert summary("Film", {}, ["one", "two"]).body == "one\ntwo\n\n"
    assert summary("Film", {}).label == "Film 0 done"


def test_times_are_those_of_the_productions_clocks() -> None:
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert local_time(moment, "Europe/Berlin") == "2026-11-23 00:30"
    assert clock_time(moment, "America/New_York") == "18:30"
