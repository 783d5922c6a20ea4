from __future__ import annotations

from lyrad.core.gathering import FOLDER, Gathering, Growth, Lull, folder_ready_at, said_ready
from lyrad.core.settle import Change
from lyrad.model.drop import Seen, Sighting
from lyrad.model.names import RelPath


def seen(at: float, *, inode: int = 1) -> Seen:
    sighting = Sighting(
        path=RelPath("last.png"), folder=False, size=int(at), mtime_ns=0, ctime_ns=0, inode=inode
    )
    return Seen(sighting=sighting, changed_at=at)


def grown(*looks: Seen) -> Change:
    growth = Growth(seen=looks[0])
    for look in looks[1:]:
        growth = growth.then(look)
    return growth.change


def test_a_growing_files_longest_pause_is_kept() -> None:
    assert grown(seen(0), seen(1), seen(9), seen(10)) == Change(at=10, pause=8)
    assert grown(seen(0), seen(8), seen(8)) == Change(at=8, pause=8)


def test_a_file_that_takes_anothers_place_begins_anew() -> None:
    assert grown(seen(0), seen(8), seen(28, inode=2)) == Change(at=28)


def test_a_pause_longer_than_anybody_waits_is_an_edit_and_no_jerk() -> None:
    assert grown(seen(0), seen(8), seen(90)) == Change(at=90)


def lull(*pauses: float, floor: float = 3.0) -> Lull:
    found = Lull(wait=floor)
    for pause in pauses:
        found = found.then(pause, floor=floor)
    return found


def test_a_copy_that_pauses_longer_and_longer_is_waited_for_longer() -> None:
    assert lull(2.0).wait == 6.0
    assert lull(2.0, 5.0).wait == 15.0
    assert lull(2.0, 5.0, 14.0, 40.0).wait == 60.0


def test_a_pause_that_was_a_rest_teaches_nothing() -> None:
    assert lull(4.0).pause == 0.0
    assert lull(2.0, 7.0).wait == 3.0
    assert lull(2.0, 7.0, 8.0).wait == 3.0


def test_a_new_arrival_is_learnt_from_again() -> None:
    assert lull(2.0, 20.0, 0.0, 2.5).wait == 7.5


def test_a_folder_is_there_after_three_times_its_longest_pause_and_ten_seconds_at_least() -> None:
    assert folder_ready_at(Gathering(changed=100.0)) == 100.0 + FOLDER
    assert folder_ready_at(Gathering(changed=100.0, pause=8.0)) == 124.0
    assert folder_ready_at(Gathering(changed=100.0, pause=50.0)) == 160.0
    assert folder_ready_at(Gathering(changed=100.0), floor=61.0) == 161.0


def test_a_folder_is_there_at_once_when_somebody_says_so() -> None:
    assert folder_ready_at(Gathering(changed=100.0, pause=8.0, said=True)) == 100.0


def test_somebody_says_so_after_everything_else_was_seen_and_not_together_with_it() -> None:
    assert said_ready(5.0, [3.0, 4.9])
    assert not said_ready(5.0, [3.0, 5.0])
    assert not said_ready(5.0, [3.0, 6.0])
    assert not said_ready(None, [])
