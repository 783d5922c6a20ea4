from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.disk.watch.index import Index
from lyrad.model.drop import Sighting
from lyrad.model.names import RelPath

ROOT = RelPath("")


def file(path, *, size=1, mtime=1, ctime=1, inode=1):
    return Sighting(
        path=RelPath(path), folder=False, size=size, mtime_ns=mtime, ctime_ns=ctime, inode=inode
    )


def folder(path, *, mtime=1, inode=1):
    return Sighting(
        path=RelPath(path), folder=True, size=0, mtime_ns=mtime, ctime_ns=mtime, inode=inode
    )


def shot(index, *, now=1.0, **changes):
    index.apply(ROOT, [folder("SC")], now)
    index.apply(RelPath("SC"), [folder("SC/SH")], now)
    index.apply(RelPath("SC/SH"), [file("SC/SH/first.png", **changes)], now)


def test_the_first_sight_of_a_tree_is_a_change_now():
    index = Index()
    shot(index, now=7.0, mtime=0)
    assert index.seen(RelPath("SC/SH/first.png")).changed_at == 7.0
    assert index.changed_below(RelPath("SC")) == 7.0
    assert set(index) == {"", "SC", "SC/SH"}


def test_what_looks_the_same_keeps_its_time():
    index = Index()
    shot(index, now=1.0)
    shot(index, now=2.0)
    assert index.seen(RelPath("SC/SH/first.png")).changed_at == 1.0
    assert index.changed_below(ROOT) == 1.0


def test_size_times_and_inode_each_make_a_change():
    for change in ({"size": 2}, {"mtime": 2}, {"ctime": 2}, {"inode": 2}):
        index = Index()
        shot(index, now=1.0)
        sighting = file("SC/SH/first.png", **change)
        assert index.apply(RelPath("SC/SH"), [sighting], 5.0) == ("SC/SH/first.png",)
        assert index.changed_below(RelPath("SC/SH")) == 5.0


def test_where_inodes_are_made_up_a_new_one_is_no_change():
    index = Index(inodes=False)
    shot(index, now=1.0)
    assert index.apply(RelPath("SC/SH"), [file("SC/SH/first.png", inode=9)], 5.0) == ()
    assert index.apply(RelPath("SC"), [folder("SC/SH", inode=9)], 5.0) == ()


def test_a_card_written_into_a_folder_does_not_change_the_folder():
    index = Index()
    shot(index, now=1.0)
    assert index.apply(RelPath("SC"), [folder("SC/SH", mtime=99)], 5.0) == ()


def test_what_went_is_a_change_of_the_folders_above():
    index = Index()
    shot(index, now=1.0)
    assert index.apply(RelPath("SC"), [], 3.0) == ("SC/SH", "SC/SH/first.png")
    assert index.changed_below(RelPath("SC")) == 3.0
    assert index.seen(RelPath("SC/SH/first.png")) is None
    assert index.changed_below(RelPath("SC/SH")) is None
    assert RelPath("SC/SH") not in index


def test_a_folder_that_became_a_file_takes_all_below_with_it():
    index = Index()
    shot(index, now=1.0)
    assert index.apply(ROOT, [file("SC")], 3.0) == ("SC", "SC/SH", "SC/SH/first.png")
    assert set(index) == {""}


def test_lyrads_own_take_is_seen_but_does_not_disturb_its_scene():
    index = Index()
    shot(index, now=1.0)
    index.own(RelPath("SC/SH/takes/T01"))
    first = file("SC/SH/first.png")
    index.apply(RelPath("SC/SH"), [first, folder("SC/SH/takes")], 5.0)
    index.apply(RelPath("SC/SH/takes"), [folder("SC/SH/takes/T01")], 5.0)
    index.apply(RelPath("SC/SH/takes/T01"), [file("SC/SH/takes/T01/a.mp4")], 5.0)
    assert index.seen(RelPath("SC/SH/takes/T01/a.mp4")).changed_at == 5.0
    assert index.changed_below(RelPath("SC")) == 1.0
    index.apply(RelPath("SC/SH/takes"), [folder("SC/SH/takes/T01"), file("SC/SH/takes/x")], 6.0)
    assert index.changed_below(RelPath("SC")) == 6.0


def test_after_lyrads_own_take_went_its_name_is_nobodys():
    index = Index()
    index.own(RelPath("T01"))
    index.apply(ROOT, [folder("T01")], 1.0)
    index.apply(ROOT, [], 2.0)
    assert index.changed_below(ROOT) is None
    index.apply(ROOT, [folder("T01")], 3.0)
    assert index.changed_below(ROOT) == 3.0


def test_forgetting_is_no_change():
    index = Index()
    shot(index, now=1.0)
    assert set(index.forget(RelPath("SC"))) == {"SC/SH", "SC/SH/first.png"}
    assert index.changed_below(ROOT) == 1.0
    assert RelPath("SC/SH") not in index


def test_children_come_by_name():
    index = Index()
    index.apply(ROOT, [file("b"), file("a"), folder("c")], 1.0)
    assert [seen.sighting.path for seen in index.children(ROOT)] == ["a", "b", "c"]
    assert index.children(RelPath("nowhere")) == ()


def test_a_very_deep_tree_can_be_forgotten():
    index = Index()
    path = "d"
    index.apply(ROOT, [folder(path)], 1.0)
    for _ in range(1200):
        index.apply(RelPath(path), [folder(f"{path}/d")], 1.0)
        path += "/d"
    index.apply(ROOT, [], 2.0)
    assert len(index) == 1


NAMES = st.sampled_from(["a", "b", "a b", "ä"])
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
    """Each folder's listing, parents first."""
    for above in ["", *sorted(path for path, content in paths.items() if content is None)]:
        yield (
            RelPath(above),
            [
                folder(path) if content is None else file(path, size=content)
                for path, content in paths.items()
                if path.rpartition("/")[0] == above
            ],
        )


@given(st.lists(st.dictionaries(NAMES, TREES, max_size=3), min_size=1, max_size=6))
def test_the_index_agrees_with_a_plain_dict_whatever_happens_to_the_tree(trees):
    index, before, changed_at, below = Index(), {}, {}, {}
    for now, tree in enumerate(trees, start=1):
        after = flat(tree)
        told = set()
        for above, sightings in listings(after):
            told.update(index.apply(above, sightings, float(now)))
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
        for path in after:
            assert index.seen(RelPath(path)).changed_at == changed_at[path]
        for above in index:
            assert index.changed_below(above) == below.get(above)
        before = after
