"""A verifier of somebody else's, which shares no code with the library that signs, agrees."""

from __future__ import annotations

from pathlib import Path

import encypher_c2pa
import pytest

from lyrad.model.mark import Ingredient, Making
from tests.support.marks import AI, mark, marker, sample


@pytest.mark.parametrize(
    "ending", ["mp4", "mov", "png", "jpg", "webp", "tif", "wav", "flac", "mp3"]
)
def test_it_finds_every_format_whole_and_its_signer_unknown(tmp_path: Path, ending: str) -> None:
    first, path = sample(tmp_path, "png", "first"), sample(tmp_path, ending)
    marker(tmp_path).sign(first, mark(job=""))
    marker(tmp_path).sign(path, mark(ingredients=(Ingredient(path=first, title="first.png"),)))
    found = encypher_c2pa.verify(str(path))
    assert (found["integrity"], found["hard_binding"]) == ("valid", "match")
    failed = [one["code"] for one in found["validation_results"]["failure"]]
    assert failed == ["signingCredential.untrusted"]
    assert AI.uri in str(found["manifest_report"])


def test_it_follows_a_poster_to_its_clip(tmp_path: Path) -> None:
    clip, poster = sample(tmp_path, "mp4"), sample(tmp_path, "jpg")
    marker(tmp_path).sign(clip, mark())
    parent = Ingredient(path=clip, title=clip.name)
    marker(tmp_path).sign(poster, mark(making=Making.CONFORMED, ingredients=(parent,)))
    found = encypher_c2pa.verify(str(poster))
    assert (found["integrity"], len(found["manifest_report"]["manifests"])) == ("valid", 2)


def test_it_sees_a_change(tmp_path: Path) -> None:
    path = sample(tmp_path, "wav")
    marker(tmp_path).sign(path, mark())
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(data)
    assert encypher_c2pa.verify(str(path))["hard_binding"] == "mismatch"
