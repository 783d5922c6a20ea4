from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.disk.watch.content import merged
from lyrad.disk.watch.index import Index
from lyrad.model.names import RelPath

ROOT = RelPath("")
SHOT = RelPath("SC/SH")
FIRST = RelPath("SC/SH/first.png")


def file(*, size=1, mtime=1, ctime=1, inode=1):
    return (size, mtime, ctime, inode)


def take_in(index, folder, entries, now=1.0):
    """Tell the index what stands in a folder: a row for each file, an inode for each folder."""
    rows = {name: entry for name, entry in entries.items() if isinstance(entry, tuple)}
    inodes = {name: entry for name, entry in entries.items() if isinstance(entry, int)}
    return set(index.apply(RelPath(folder), merged(rows, inodes), now))


def shot(index, *, now=1.0, **changes):
    take_in(index, "", {"SC": 7}, now)
    take_in(index, "SC", {"SH": 8}, now)
    take_in(index, "SC/SH", {"first.png": file(**changes)}, now)


def test_the_first_sight_of_a_tree_is_a_change_now():
    index = Index()
    shot(index, now=7.0, mtime=0)
    assert index.seen(FIRST).changed_at == 7.0
    assert index.changed_below(RelPath("SC")) == 7.0
    assert set(index) == {"", "SC", "SC/SH"}
    assert index.files == 1


def test_what_looks_the_same_keeps_its_time():
    index = Index()
    shot(index, now=1.0)
    shot(index, now=2.0)
    assert index.seen(FIRST).changed_at == 1.0
    assert index.changed_below(ROOT) == 1.0


def test_size_times_and_inode_each_make_a_change():
    for change in ({"size": 2}, {"mtime": 2}, {"ctime": 2}, {"inode": 2}):
        index = Index()
        shot(index, now=1.0)
        assert take_in(index, SHOT, {"first.png": file(**change)}, 5.0) == {FIRST}
        assert index.changed_below(SHOT) == 5.0


def test_numbers_of_all_sizes_are_told_apart():
    index, names = Index(), ("max", "huge", "before 1970", "far future")
    rows = {
        "max": file(inode=2**64 - 1),
        "huge": file(size=2**62),
        "before 1970": file(mtime=-(10**18)),
        "far future": file(mtime=2**64),
    }
    take_in(index, "", rows)
    assert take_in(index, "", rows, 2.0) == set()
    for name in names:
        size, mtime, ctime, inode = rows[name]
        rows[name] = (size, mtime + 1, ctime, inode - 1)
        assert take_in(index, "", rows, 3.0) == {name}


def test_another_folder_in_a_folders_place_is_a_change():
    index = Index()
    shot(index)
    assert take_in(index, "SC", {"SH": 9}, 5.0) == {SHOT}
    assert index.changed_below(SHOT) == 5.0


def test_what_went_is_a_change_of_the_folders_above():
    gone = []
    index = Index(on_gone=gone.append)
    shot(index, now=1.0)
    assert take_in(index, "SC", {}, 3.0) == {SHOT, FIRST}
    assert index.changed_below(RelPath("SC")) == 3.0
    assert index.seen(FIRST) is None
    assert index.changed_below(SHOT) is None
    assert SHOT not in index
    assert index.files == 0
    assert gone == [SHOT]


def test_a_folder_that_became_a_file_takes_all_below_with_it():
    index = Index()
    shot(index, now=1.0)
    assert take_in(index, "", {"SC": file()}, 3.0) == {"SC", SHOT, FIRST}
    assert set(index) == {""}


def test_lyrads_own_take_is_seen_but_does_not_disturb_its_scene():
    index = Index()
    shot(index, now=1.0)
    index.own(RelPath("SC/SH/takes/T01"))
    take_in(index, SHOT, {"first.png": file(), "takes": 3}, 5.0)
    take_in(index, "SC/SH/takes", {"T01": 4}, 5.0)
    take_in(index, "SC/SH/takes/T01", {"a.mp4": file()}, 5.0)
    assert index.seen(RelPath("SC/SH/takes/T01/a.mp4")).changed_at == 5.0
    assert index.changed_below(RelPath("SC")) == 1.0
    take_in(index, "SC/SH/takes", {"T01": 4, "x": file()}, 6.0)
    assert index.changed_below(RelPath("SC")) == 6.0


def test_after_lyrads_own_take_went_its_name_is_nobodys():
    index = Index()
    index.own(RelPath("T01"))
    take_in(index, "", {"T01": 1}, 1.0)
    take_in(index, "", {}, 2.0)
    assert index.changed_below(ROOT) is None
    take_in(index, "", {"T01": 1}, 3.0)
    assert index.changed_below(ROOT) == 3.0


def test_forgetting_is_no_change():
    index = Index()
    shot(index, now=1.0)
    assert set(index.forget(RelPath("SC"))) == {SHOT, FIRST}
    assert index.changed_below(ROOT) == 1.0
    assert SHOT not in index


def test_children_come_by_name():
    index = Index()
    take_in(index, "", {"b": file(), "a": file(), "c": 1})
    children = index.children(ROOT)
    assert [seen.sighting.path for seen in children] == ["a", "b", "c"]
    assert [seen.sighting.folder for seen in children] == [False, False, True]
    assert children == tuple(index.seen(RelPath(name)) for name in "abc")
    assert index.children(RelPath("nowhere")) == ()


def test_a_folder_is_expected_from_its_sighting_on_and_listed_later():
    index = Index()
    take_in(index, "", {"SC": 7})
    assert index.expects(RelPath("SC"))
    assert RelPath("SC") not in index
    assert index.unlisted == {"SC"}
    take_in(index, "SC", {})
    assert index.unlisted == set()
    assert not index.expects(RelPath("SD"))


def test_the_longest_pause_of_an_arrival_is_known():
    index, files = Index(), {}
    shot(index, now=100.0)
    assert index.gap_below(RelPath("SC")) == 0.0
    for now, gap in ((103.0, 3.0), (104.0, 3.0), (112.0, 8.0), (172.0, 60.0), (233.0, 0.0)):
        files[f"{now}"] = file()
        take_in(index, SHOT, files, now)
        assert index.gap_below(SHOT) == index.gap_below(RelPath("SC")) == gap
    assert index.gap_below(RelPath("nowhere")) == 0.0


def test_a_folders_time_is_trusted_once_it_stood_still():
    index = Index()
    take_in(index, "", {})
    assert dict(index.times()) == {"": None}
    for time, now, trusted in (
        (5, 10.0, None),
        (5, 12.9, None),
        (5, 13.0, 5),
        (6, 14.0, None),
        (6, 17.0, 6),
        (None, 30.0, None),
        (6, 31.0, None),
    ):
        index.note_time(ROOT, time, now)
        assert dict(index.times()) == {"": trusted}


def test_a_very_deep_tree_can_be_forgotten():
    index = Index()
    path = "d"
    take_in(index, "", {path: 1})
    for _ in range(1200):
        take_in(index, path, {"d": 1})
        path += "/d"
    take_in(index, "", {}, 2.0)
    assert len(index) == 1


NAMES = st.sampled_from(["a", "b", "a b", "ä", "ab"])
TREES = st.recursive(
    st.integers(0, 2), lambda inner: st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)


def flat(tree, above=""):
    """The tree as a dict: path -> content; a folder's content is None."""
    found = {}
    for name, inner in tree.items():
        path = f"{above}{name}"
        if isinstance(inner, dict):
            found[path] = None
            found |= flat(inner, f"{path}/")
        else:
            found[path] = inner
    return found


def listings(paths):
    """Each folder's entries, parents first."""
    for above in ["", *sorted(path for path, content in paths.items() if content is None)]:
        yield (
            above,
            {
                path.rpartition("/")[2]: 1 if content is None else file(size=content)
                for path, content in paths.items()
                if path.rpartition("/")[0] == above
            },
        )


@given(st.lists(st.dictionaries(NAMES, TREES, max_size=3), min_size=1, max_size=6))
def test_the_index_agrees_with_a_plain_dict_whatever_happens_to_the_tree(trees):
    index, before, changed_at, below = Index(), {}, {}, {}
    for now, tree in enumerate(trees, start=1):
        after = flat(tree)
        told = set()
        for above, entries in listings(after):
            told |= take_in(index, above, entries, float(now))
        missing = object()
        expected = {
            path
            for path in before.keys() | after.keys()
            if before.get(path, missing) != after.get(path, missing)
        }
        for path in expected:
            changed_at[path] = float(now)
            parts = path.split("/")
            below.update({"/".join(parts[:count]): float(now) for count in range(len(parts))})
            if after.get(path, missing) is None:
                below[path] = float(now)
        below = {path: at for path, at in below.items() if not path or after.get(path, 1) is None}
        assert told == expected
        assert set(index) == {"", *(path for path, content in after.items() if content is None)}
        assert index.files == sum(content is not None for content in after.values())
        for path, content in after.items():
            seen = index.seen(RelPath(path))
            assert seen.changed_at == changed_at[path]
            assert seen.sighting.folder == (content is None)
            assert seen.sighting.size == (content or 0)
        for above in index:
            assert index.changed_below(above) == below.get(above)
            assert index.lately(above, now - 0.5) == tuple(
                seen.sighting.path.rpartition("/")[2]
                for path in index.content(above).file_names
                if (seen := index.seen(RelPath(f"{above}/{path}" if above else path))).changed_at
                == now
            )
        before = after
