"""A suggested picture beside a card: lyrad's as long as nobody put another picture into it."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.disk.suggested import made_of, stamped, standing, suggest, withdraw
from lyrad.disk.watch.ignore import ignored
from lyrad.disk.write import Sharing
from lyrad.model.card import SUGGESTED
from tests.support.pictures import png

PICTURE, OTHER = png(32, 18, seed=1), png(32, 18, seed=2)


def lay(folder: Path, picture: bytes = PICTURE, of: str = "a b") -> Path:
    suggest(folder, picture, of, Sharing())
    return folder / SUGGESTED


def pixels(data: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def test_lyrad_never_looks_at_a_file_of_this_name() -> None:
    assert ignored(SUGGESTED)


def test_a_suggestion_is_a_png_like_any_other_and_tells_of_what_it_was_made() -> None:
    data = stamped(PICTURE, "a b")
    assert (pixels(data) == pixels(PICTURE)).all()
    assert made_of(data) == "a b"
    assert made_of(PICTURE) is None


def test_it_is_laid_down_replaced_and_taken_away_while_it_is_lyrads(tmp_path: Path) -> None:
    assert standing(tmp_path) is None
    lay(tmp_path)
    assert standing(tmp_path) == "a b"
    lay(tmp_path, OTHER, "a c")
    assert standing(tmp_path) == "a c"
    withdraw(tmp_path)
    assert list(tmp_path.iterdir()) == []
    withdraw(tmp_path)


@pytest.mark.parametrize("data", [OTHER, b"", b"\x89PNG\r\n\x1a\n\x00", b"not a picture at all"])
def test_what_a_person_put_there_stays(tmp_path: Path, data: bytes) -> None:
    path = lay(tmp_path)
    path.write_bytes(data)
    lay(tmp_path)
    withdraw(tmp_path)
    assert path.read_bytes() == data


def test_a_picture_that_was_painted_over_is_a_persons_though_the_chunk_was_kept(
    tmp_path: Path,
) -> None:
    path = lay(tmp_path)
    painted = stamped(PICTURE, "a b").replace(PICTURE[33:-12], OTHER[33:-12])
    path.write_bytes(painted)
    assert standing(tmp_path) == ""


def test_a_pipe_of_this_name_is_left_alone_and_holds_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / SUGGESTED)
    lay(tmp_path)
    withdraw(tmp_path)
    assert (tmp_path / SUGGESTED).is_fifo()
