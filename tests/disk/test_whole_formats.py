"""Every format of the zoo, whole, cut off, and given its size before its data."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyrad.disk.whole import formats, wholeness
from tests.support.zoo.formats import MAKERS, made

TEXTS = {"shot.yaml", "list.csv"}
NO_END = {*TEXTS, "cache.bin", "sound.mp3"}
"""Of these nobody can tell where they end, or not at every place."""
each = pytest.mark.parametrize("name", MAKERS)


def judge(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return wholeness(path)


@each
def test_what_a_program_wrote_is_whole_beyond_doubt(tmp_path, name):
    found = judge(tmp_path, name, made(name))
    assert (found.whole, found.reason) == (True, "")
    assert found.checked == (name != "cache.bin")


@pytest.mark.parametrize("name", sorted(MAKERS.keys() - NO_END))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.data())
def test_no_beginning_of_a_file_is_whole(tmp_path, name, data):
    whole = made(name)
    # The stray bytes that may follow a GIF, a JSON's last line break: they may be missing too.
    near_the_end = st.integers(len(whole) - 60, len(whole) - 2)
    end = data.draw(st.one_of(st.integers(0, len(whole) - 2), near_the_end))
    found = judge(tmp_path, name, whole[:end])
    # An Ogg that ends with a page may be a recording that was broken off: that is a doubt.
    assert not found.whole or found.reason
    assert found.reason


@each
def test_what_got_its_size_before_its_data_is_doubted_at_least(tmp_path, name):
    whole = made(name)
    for part in (0.0, 0.05, 0.3, 0.6, 0.9):
        filled = int(len(whole) * part) // 4096 * 4096
        found = judge(tmp_path, name, whole[:filled] + bytes(len(whole) - filled))
        assert not found.whole or found.suspicious, part


@each
def test_a_gap_in_a_file_makes_a_doubt_where_the_disk_tells_of_it(tmp_path, name):
    whole, path = made(name), tmp_path / name
    with path.open("wb") as file:
        file.truncate(len(whole))
        os.pwrite(file.fileno(), whole[:4096], 0)
        os.pwrite(file.fileno(), whole[8192:], 8192)
    found = wholeness(path)
    assert not found.whole or found.suspicious


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(
    st.sampled_from(sorted(MAKERS)), st.binary(max_size=200), st.integers(0, 600), st.booleans()
)
def test_damaged_files_are_judged_without_a_crash(tmp_path, name, noise, place, at_the_end):
    whole = made(name)
    place = len(whole) - place if at_the_end else place
    place = max(0, place)
    judge(tmp_path, name, whole[:place] + noise + whole[place + len(noise) :])


def test_each_name_belongs_to_one_format():
    names = [name for one in formats.ALL for name in one.names.split()]
    assert len(names) == len(set(names))
