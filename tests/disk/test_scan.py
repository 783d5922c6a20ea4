from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from lyrad.disk.watch.scan import ROOT, scan_folder, scan_tree
from lyrad.model.names import RelPath


def paths(root):
    return sorted(sighting.path for listing in scan_tree(root) for sighting in listing.sightings)


def test_a_tree_is_listed_a_folder_at_a_time_parents_first(tmp_path):
    (tmp_path / "scenes/SC010/SH0020").mkdir(parents=True)
    (tmp_path / "scenes/SC010/SH0020/first.png").write_bytes(b"abc")
    folders = [listing.folder for listing in scan_tree(tmp_path)]
    assert folders == ["", "scenes", "scenes/SC010", "scenes/SC010/SH0020"]
    (seen,) = scan_folder(tmp_path, RelPath("scenes/SC010/SH0020"))
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
    assert listing.sightings == ()
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
    sizes = {seen.path: seen.size for seen in scan_folder(root, ROOT) if not seen.folder}
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
    with pytest.raises(FileNotFoundError):
        scan_folder(tmp_path, RelPath("gone"))


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
    assert [seen.path for seen in listings[0].sightings if not seen.folder] == ["z.png"]
    failed = [listing for listing in listings if listing.error]
    assert len(failed) == 1
    assert not failed[0].gone
