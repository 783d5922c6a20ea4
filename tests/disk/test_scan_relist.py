from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lyrad.disk.watch.index import Index
from lyrad.disk.watch.relist import Relist, everything
from lyrad.disk.watch.scan import ROOT, Scan
from lyrad.disk.watch.walk import walk
from lyrad.model.names import RelPath

NAMES = st.sampled_from(["a", "b", "a-b"])
TREES = st.dictionaries(
    NAMES,
    st.recursive(
        st.binary(min_size=1, max_size=2),
        lambda inner: st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=3,
)


def shape(folder: Path, tree) -> set[Path]:
    """Make the folder look like the tree, touching only what differs; return what was touched."""
    touched = set()
    for path in folder.iterdir():
        wanted = tree.get(path.name)
        if path.is_dir() and not isinstance(wanted, dict):
            touched |= {path, *path.rglob("*")}
            shutil.rmtree(path)
        elif path.is_file() and (not isinstance(wanted, bytes) or path.read_bytes() != wanted):
            touched.add(path)
            path.unlink()
    for name, inner in tree.items():
        path = folder / name
        if not path.exists():
            touched.add(path)
            path.mkdir() if isinstance(inner, dict) else path.write_bytes(inner)
        if isinstance(inner, dict):
            touched |= shape(path, inner)
    return touched


def take_in(index: Index, listings, now: float) -> set[str]:
    told = set()
    for listing in listings:
        if listing.error is None:
            told.update(index.apply(listing.folder, listing.content, now))
    return told


@settings(deadline=None, max_examples=60)
@given(st.lists(TREES, min_size=2, max_size=4), st.data())
def test_hints_at_what_was_touched_are_enough_to_know_all(trees, data):
    with tempfile.TemporaryDirectory() as base:
        root, index = Path(base), Index()
        shape(root, trees[0])
        take_in(index, walk([ROOT], Scan(root=root).list, everything), 0.0)
        for now, tree in enumerate(trees[1:], start=1):
            touched = {str(path.relative_to(root)) for path in shape(root, tree)}
            folders = {RelPath(path.rpartition("/")[0]) for path in touched}
            # Of folders that are new or gone, events may tell late or never: one is enough.
            lost = data.draw(st.sets(st.sampled_from(sorted(folders)))) if folders else set()
            new = {folder for folder in lost if folder in touched}
            relist = Relist(index, folders - new)
            listings = list(walk(relist.start, Scan(root=root).list, relist.below))
            assert touched <= take_in(index, listings, float(now))
            known = {
                seen.sighting.path for folder in index for seen in index.children(RelPath(folder))
            }
            assert known == {str(path.relative_to(root)) for path in root.rglob("*")}
