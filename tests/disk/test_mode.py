"""How a root is watched, decided from what was found out of it."""

from __future__ import annotations

import pytest

from lyrad.disk.watch.mode import Every, Mode, choose
from lyrad.disk.watch.probe import Probe

LOCAL = Probe(kind="ext4", share=False, events=True, folder_times=True, skew=0.0, writable=True)
SHARE = Probe(kind="cifs", share=True, folder_times=True, writable=True)


def test_a_local_disk_is_heard_and_looked_at_every_minute() -> None:
    mode = choose(LOCAL, Every())
    assert mode == Mode(events=True, folder_times=True, threads=1, every=60.0, why="")
    assert mode.words == "events, and a look every minute"


def test_a_share_is_looked_at_by_many_threads_whatever_its_own_events_say() -> None:
    mode = choose(SHARE, Every())
    assert (mode.events, mode.threads, mode.every) == (False, 8, 5.0)
    assert mode.words == (
        "a look every 5 seconds: this is a network share (cifs), "
        "where changes made elsewhere cause no events"
    )


def test_a_disk_of_an_unknown_kind_is_watched_as_a_share() -> None:
    mode = choose(Probe(kind="newfs", known=False, share=True), Every())
    assert not mode.events
    assert "does not know this kind of disk (newfs)" in mode.words


def test_a_local_disk_that_tells_nothing_is_looked_at_as_often_as_a_share() -> None:
    mode = choose(Probe(kind="overlay", share=False, events=False), Every())
    assert (mode.events, mode.threads, mode.every) == (False, 1, 5.0)
    assert "tells nothing of changes here (overlay)" in mode.words


@pytest.mark.parametrize("events", [True, None])
def test_where_events_could_not_be_tried_they_are_listened_to(*, events: bool | None) -> None:
    assert choose(Probe(kind="ext4", share=False, events=events), Every()).events


@pytest.mark.parametrize("times", [False, None])
def test_folders_are_trusted_by_their_time_only_where_that_was_seen(*, times: bool | None) -> None:
    assert not choose(Probe(kind="cifs", share=True, folder_times=times), Every()).folder_times


@pytest.mark.parametrize(
    ("every", "words"),
    [
        (1.0, "every second"),
        (2.5, "every 2.5 seconds"),
        (60.0, "every minute"),
        (300.0, "every 5 minutes"),
        (90.0, "every 90 seconds"),
    ],
)
def test_the_pace_is_told_as_people_say_it(every: float, words: str) -> None:
    assert choose(SHARE, Every(share=every)).words.startswith(f"a look {words}:")
