from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.disk.watch.ignore import _IGNORED, ignored, suspect
from lyrad.disk.watch.relist import everything
from lyrad.disk.watch.scan import ROOT, Scan
from lyrad.disk.watch.walk import walk
from lyrad.model.names import RelPath


def scan_tree(root, folder=ROOT, *, threads=1):
    return list(walk([folder], Scan(root=root).list, everything, threads=threads))


def sightings(listing):
    return list(listing.content.sightings(f"{listing.folder}/" if listing.folder else ""))


def paths(root):
    return sorted(seen.path for listing in scan_tree(root) for seen in sightings(listing))


def test_a_tree_is_listed_a_folder_at_a_time_parents_first(tmp_path):
    (tmp_path / "scenes/SC010/SH0020").mkdir(parents=True)
    (tmp_path / "scenes/SC010/SH0020/first.png").write_bytes(b"abc")
    folders = [listing.folder for listing in scan_tree(tmp_path)]
    assert folders == ["", "scenes", "scenes/SC010", "scenes/SC010/SH0020"]
    (seen,) = sightings(Scan(root=tmp_path).list(RelPath("scenes/SC010/SH0020")))
    found = (tmp_path / "scenes/SC010/SH0020/first.png").stat()
    assert (seen.path, seen.folder, seen.size) == ("scenes/SC010/SH0020/first.png", False, 3)
    assert (seen.mtime_ns, seen.ctime_ns) == (found.st_mtime_ns, found.st_ctime_ns)
    assert seen.inode == found.st_ino


def test_noise_is_left_out_with_all_below(tmp_path):
    (tmp_path / ".lyrad").mkdir()
    (tmp_path / ".lyrad/lease.json").touch()
    (tmp_path / "@eaDir/deep").mkdir(parents=True)
    (tmp_path / "_lyrad QUEUED.txt").touch()
    (tmp_path / "shot.yaml").touch()
    assert paths(tmp_path) == ["shot.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "new\nline.png",
        "-rf",
        "😀.png",
        "ä" * 127 + "x",
        unicodedata.normalize("NFC", "Küche"),
        unicodedata.normalize("NFD", "Küche"),
        "trailing. ",
        "\u202egnp.tsrif",
        "nul\x01\x7f",
        "a\\b",
    ],
)
def test_hostile_names_are_seen_as_they_are(tmp_path, name):
    (tmp_path / name).touch()
    assert paths(tmp_path) == [name]


def test_twins_that_differ_in_their_unicode_form_are_two(tmp_path):
    twins = {unicodedata.normalize(form, "Küche") for form in ("NFC", "NFD")}
    for name in twins:
        (tmp_path / name).touch()
    assert set(paths(tmp_path)) == twins


def test_a_name_that_is_no_text_is_told_and_not_seen(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.png")).touch()
    (listing,) = scan_tree(tmp_path)
    assert sightings(listing) == []
    assert listing.illegible == ("caf\ufffd.png",)


def test_a_link_is_seen_only_as_a_file_inside_the_production(tmp_path):
    root, outside = tmp_path / "FILM", tmp_path / "secret"
    root.mkdir()
    outside.write_bytes(b"secret")
    (root / "real.png").write_bytes(b"12345")
    (root / "folder").mkdir()
    (root / "inside.png").symlink_to("real.png")
    (root / "out.png").symlink_to(outside)
    (root / "up.png").symlink_to("../secret")
    (root / "broken.png").symlink_to("nowhere")
    (root / "circle").symlink_to("circle")
    (root / "loop").symlink_to(".")
    (root / "to-folder").symlink_to("folder")
    sizes = {
        seen.path: seen.size for seen in sightings(Scan(root=root).list(ROOT)) if not seen.folder
    }
    assert sizes == {"real.png": 5, "inside.png": 5}
    assert paths(root) == ["folder", "inside.png", "real.png"]


def test_a_root_that_is_itself_a_link_keeps_its_inner_links(tmp_path):
    root = tmp_path / "FILM"
    root.mkdir()
    (root / "real.png").touch()
    (root / "link.png").symlink_to("real.png")
    (tmp_path / "mount").symlink_to("FILM")
    assert paths(tmp_path / "mount") == ["link.png", "real.png"]


def test_pipes_and_sockets_are_not_seen(tmp_path):
    os.mkfifo(tmp_path / "first.png")
    assert paths(tmp_path) == []


def test_a_missing_folder_is_told_apart_from_an_empty_one(tmp_path):
    (listing,) = scan_tree(tmp_path, RelPath("gone"))
    assert listing.gone


def test_a_file_in_a_folders_place_counts_as_gone(tmp_path):
    (tmp_path / "SC010").touch()
    (listing,) = scan_tree(tmp_path, RelPath("SC010"))
    assert listing.gone


def test_a_folder_that_cannot_be_opened_does_not_stop_the_rest(tmp_path, monkeypatch):
    # Root may read everything, so the folder is put where its path is too long to be opened.
    here = tmp_path
    for _ in range(20):
        monkeypatch.chdir(here)
        here = Path("x" * 250)
        here.mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.png").touch()
    listings = list(scan_tree(tmp_path))
    assert [seen.path for seen in sightings(listings[0]) if not seen.folder] == ["z.png"]
    failed = [listing for listing in listings if listing.error]
    assert len(failed) == 1
    assert not failed[0].gone


def test_several_threads_list_the_same_as_one(tmp_path):
    for number in range(40):
        folder = tmp_path / f"SC{number % 7}/SH{number}/takes"
        folder.mkdir(parents=True)
        (folder / "a.png").touch()
    alone, together = scan_tree(tmp_path), scan_tree(tmp_path, threads=8)
    assert sorted(alone) == sorted(together)
    known = set()
    for listing in together:
        assert not listing.folder or listing.folder in known, "parents come first"
        known.update(everything(listing))


def test_what_looks_the_same_is_the_very_object_that_was_known(tmp_path):
    (tmp_path / "a.png").touch()
    (tmp_path / "Thumbs.db").touch()
    scan = Scan(root=tmp_path)
    known = scan.list(ROOT).content
    assert scan.list(ROOT, known).content is known
    (tmp_path / "a.png").write_bytes(b"longer")
    assert scan.list(ROOT, known).content != known


def test_where_inodes_are_made_up_they_are_nothing(tmp_path):
    (tmp_path / "a.png").write_bytes(b"abc")
    (tmp_path / "SC010").mkdir()
    seen = sightings(Scan(root=tmp_path, inodes=False).list(ROOT))
    assert [(one.inode, one.size) for one in seen] == [(0, 3), (0, 0)]


def test_single_files_can_be_looked_at_again(tmp_path):
    for name in "abc":
        (tmp_path / name).write_bytes(b"x")
    scan = Scan(root=tmp_path)
    known = scan.list(ROOT).content
    assert scan.look_at(ROOT, ["a", "b"], known).content is known
    (tmp_path / "b").write_bytes(b"grown")
    (tmp_path / "c").write_bytes(b"not looked at")
    content = scan.look_at(ROOT, ["a", "b"], known).content
    assert [row[0] for _, row in sorted(content.rows().items())] == [1, 5, 1]
    (tmp_path / "b").unlink()
    assert scan.look_at(ROOT, ["a", "b"], known).content.rows().keys() == {"a", "c"}


@given(st.from_regex(_IGNORED, fullmatch=True))
def test_no_noise_passes_the_quick_look_at_a_whole_folders_names(name):
    assert ignored(name)
    assert name.startswith((".", "_")) or suspect(f"/first.png/{name}/last.png/")


def test_ordinary_names_pass_the_quick_look():
    assert not suspect("/shot.yaml/first.png/SC010_SH0020_T01_v001.mp4/take 2, part two.wav/")
