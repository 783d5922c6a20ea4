from __future__ import annotations

import unicodedata

import pytest

from lyrad.disk.watch.ignore import ignored, unnamed


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "._first.png",
        ".lyrad",
        ".Trashes",
        ".nfs0001",
        ".smbdeleteAAA",
        ".~lock.shot.yaml#",
        "_old",
        "_info",
        "__MACOSX",
        "desktop.ini",
        "Thumbs.db",
        "THUMBS.DB",
        "ehthumbs.db",
        "@eaDir",
        "#recycle",
        "#snapshot",
        "$RECYCLE.BIN",
        "~$shot.docx",
        "first.png.part",
        "first.png.PART",
        "first.tmp",
        "a.partial",
        "a.crdownload",
        "a.download",
        "a.opdownload",
        "a.!sync",
        "a.filepart",
        "film.prlock",
        "film.idlk",
        "~film~abc(.idlk",
        "a.lck",
        "a.lock",
        "~syncthing~a.tmp",
        "shot.sync-conflict-20261122-101500-ABC.yaml",
        "shot.yaml~",
        "#shot.yaml#",
        "shot.yaml.sb-1a2b3c4d-XyZw12",
        "@Recently-Snapshot",
        "System Volume Information",
        "Icon\r",
        "_lyrad DONE T03.txt",
        "a (conflicted copy 2026).png",
    ],
)
def test_noise_is_ignored(name):
    assert ignored(name)


@pytest.mark.parametrize(
    "name",
    [
        "shot.yaml",
        "first.png",
        "last.png",
        "SC010",
        "SH0020",
        "12A",
        "Küche",
        "takes",
        "T01",
        "RETAKE",
        "GO",
        "HOLD.txt",
        "part",
        "partial.png",
        "tmp",
        "download",
        "lock.png",
        "thumbs.db.png",
        "my.desktop.ini",
        "-rf",
        "😀.png",
        "first.v02.png",
        "lost",
        "recycler.png",
        "a b",
        "first\n.png",
        "x" * 255,
    ],
)
def test_what_people_name_is_not_ignored(name):
    assert not ignored(name)


@pytest.mark.parametrize(
    "name",
    [
        "untitled folder",
        "untitled folder 2",
        "New folder",
        "New folder (2)",
        "Neuer Ordner",
        "Unbenannter Ordner",
        "SH0020 copy",
        "SH0020 copy 3",
        "SH0020 - Copy",
        "SH0020 - Copy (2)",
        "SH0020 Kopie",
        "Kopie von SH0020",
        "SH0020 (2)",
        "first copy.png",
        "first (2).png",
        unicodedata.normalize("NFD", "carpeta sin título"),
    ],
)
def test_a_stopgap_waits_for_a_name(name):
    assert unnamed(name)


@pytest.mark.parametrize(
    "name",
    [
        "SC010",
        "010_0020",
        "EP01_SC02_SH03",
        "12A",
        "Küche",
        "copy",
        "copyshop",
        "SC(2)x",
        "shot.yaml",
    ],
)
def test_a_code_is_a_name(name):
    assert not unnamed(name)
