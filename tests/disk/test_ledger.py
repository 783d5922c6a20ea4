from __future__ import annotations

import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.history import History
from lyrad.disk.ledger import Ledger
from lyrad.errors import Code, Temporary
from tests.support.films import film
from tests.support.lines import (
    batch,
    held,
    published,
    released,
    retake,
    take_given,
    version_given,
)
from tests.support.nouns import SHOT

ALL = (
    version_given(),
    take_given(),
    published(),
    retake(),
    held(reason="warte, Mädchen"),
    released(),
    batch(),
)


def test_every_kind_of_line_comes_back_as_it_was(tmp_path):
    ledger = Ledger(film(tmp_path))
    for line in ALL:
        ledger.append(line)
    assert ledger.history == History.of(ALL)
    assert Ledger(tmp_path).history == History.of(ALL)


def test_the_file_is_one_plain_object_a_line_in_utc(tmp_path):
    ledger = Ledger(film(tmp_path))
    ledger.append(take_given())
    ledger.append(held())
    lines = (tmp_path / ".lyrad/ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["take", "held"]
    assert json.loads(lines[0])["at"].endswith("Z")


def test_people_on_the_share_may_write_the_ledger_too(tmp_path):
    Ledger(film(tmp_path)).append(take_given())
    assert (tmp_path / ".lyrad/ledger.jsonl").stat().st_mode & 0o777 == 0o664
    assert (tmp_path / ".lyrad").stat().st_mode & 0o7777 == 0o2775


def test_nothing_is_made_in_a_folder_that_is_no_production(tmp_path):
    with pytest.raises(Temporary) as caught:
        Ledger(tmp_path).append(take_given())
    assert caught.value.fault.code is Code.SHARE_LOCKED
    assert list(tmp_path.iterdir()) == []


@given(cut=st.integers(1, 400), zeros=st.integers(0, 5))
def test_a_torn_last_line_spoils_nothing_but_itself(tmp_path_factory, cut, zeros):
    root = film(tmp_path_factory.mktemp("film"))
    path = root / ".lyrad/ledger.jsonl"
    Ledger(root).append(take_given(take=1))
    whole = path.stat().st_size
    Ledger(root).append(published(take=7))
    with path.open("rb+") as file:
        file.truncate(min(whole + cut, path.stat().st_size - 2))
        file.seek(0, 2)
        file.write(b"\0" * zeros)
    ledger = Ledger(root)
    assert ledger.history.highest_take(SHOT) == 1
    ledger.append(take_given(take=2, job="b"))
    assert ledger.history.highest_take(SHOT) == 2
    assert Ledger(root).history.highest_take(SHOT) == 2


def test_lines_of_a_later_lyrad_are_kept_and_stepped_over(tmp_path):
    ledger = Ledger(film(tmp_path))
    ledger.append(take_given(take=1))
    path = tmp_path / ".lyrad/ledger.jsonl"
    later = '{"event":"circled","take":1}\n'
    path.write_text(path.read_text() + later)
    ledger.append(take_given(take=2))
    assert later in path.read_text()
    assert ledger.history.highest_take(SHOT) == 2
    assert ledger.skipped == 1


def test_a_field_of_a_later_lyrad_hides_no_line(tmp_path):
    Ledger(film(tmp_path)).append(take_given(take=5))
    path = tmp_path / ".lyrad/ledger.jsonl"
    path.write_text(path.read_text().replace('{"event"', '{"mood":"blue","event"'))
    assert Ledger(tmp_path).history.highest_take(SHOT) == 5


def test_what_another_run_wrote_is_read_at_the_next_refresh(tmp_path):
    one, other = Ledger(film(tmp_path)), Ledger(tmp_path)
    one.append(take_given(take=1))
    assert other.refresh().highest_take(SHOT) == 1
    other.append(take_given(take=2))
    assert one.history.highest_take(SHOT) == 1
    assert one.refresh().highest_take(SHOT) == 2


def test_a_ledger_that_was_taken_away_or_put_back_takes_no_number_back(tmp_path):
    ledger = Ledger(film(tmp_path))
    path = tmp_path / ".lyrad/ledger.jsonl"
    ledger.append(take_given(take=1))
    backup = path.read_bytes()
    ledger.append(take_given(take=2))
    path.unlink()
    assert ledger.refresh().highest_take(SHOT) == 2
    path.write_bytes(backup)
    assert ledger.refresh().highest_take(SHOT) == 2
    ledger.append(take_given(take=3))
    assert path.read_bytes().startswith(backup)
    assert Ledger(tmp_path).history.highest_take(SHOT) == 3


def test_threads_append_whole_lines(tmp_path):
    ledger = Ledger(film(tmp_path))

    def write(first: int) -> None:
        for number in range(first, first + 10):
            ledger.append(take_given(take=number, job=f"{number}"))

    threads = [threading.Thread(target=write, args=(start,)) for start in (1, 11, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Ledger(tmp_path).history.numbers) == 30


def test_a_share_that_makes_inodes_up_does_not_have_the_ledger_read_again(tmp_path):
    ledger = Ledger(film(tmp_path))
    path = tmp_path / ".lyrad/ledger.jsonl"
    ledger.append(take_given(take=1))
    path.write_text(path.read_text() + "not for this lyrad\n")
    assert ledger.refresh().highest_take(SHOT) == 1
    before = path.stat().st_ino
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    assert path.stat().st_ino != before
    ledger.append(take_given(take=2))
    assert ledger.history.highest_take(SHOT) == 2
    assert ledger.skipped == 1


def test_another_ledger_of_the_same_length_or_longer_is_read_from_its_start(tmp_path):
    ledger = Ledger(film(tmp_path))
    ledger.append(take_given(take=1))
    path = tmp_path / ".lyrad/ledger.jsonl"
    mine = path.read_text()
    path.write_text(mine.replace('"take":1', '"take":7') + mine)
    assert ledger.refresh().highest_take(SHOT) == 7
