"""Marks in real files: signed, read back, kept; never lowered and never guessed."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import c2pa
import pytest

from lyrad.backends.marks.formats import sidecar
from lyrad.core.marking import comment, facts, found_type
from lyrad.errors import Code, Permanent
from lyrad.model.mark import Ingredient, Making, SourceType
from lyrad.model.mark_found import IngredientFound, Validity
from tests.support.marks import AI, mark, marker, sample, signed
from tests.support.pages import CHECKOUT

EMBEDS = ["mp4", "mov", "png", "jpg", "webp", "tif", "wav", "flac", "mp3"]
WITH_XMP = {"mp4", "mov", "png", "jpg"}
WITH_COMMENT = {"mp4", "mov", "wav", "flac", "mp3", "mkv"}


@pytest.mark.parametrize("ending", EMBEDS)
def test_a_mark_is_signed_into_the_file_and_read_back(tmp_path: Path, ending: str) -> None:
    path = sample(tmp_path, ending)
    size = path.stat().st_size
    marked = marker(tmp_path).sign(path, mark())
    found = marker(tmp_path).read(path)
    mine = signed(found.signed)
    assert (mine.validity, mine.problems, mine.sidecar) == (Validity.TRUSTED, (), False)
    assert mine.source_type == AI.uri == marked.source_type.uri
    assert (mine.title, mine.job) == ("SC010_SH0020_T01_v001", "0123456789abcdef0123")
    assert (mine.signer, mine.generator[:6]) == ("The Film Company", "lyrad ")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", mine.made_at)
    assert found.xmp == (AI.uri if ending in WITH_XMP else "")
    assert found.comment == (comment(AI) if ending in WITH_COMMENT else "")
    assert marked.added == path.stat().st_size - size
    assert marked.added < 6000
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


@pytest.mark.parametrize("ending", ["mkv", "exr", "txt"])
def test_what_cannot_hold_a_mark_has_it_in_a_file_beside_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "take.txt"
    path.write_text("A slow push-in.")
    path = path if ending == "txt" else sample(tmp_path, ending)
    before = path.read_bytes()
    marked = marker(tmp_path).sign(path, mark())
    assert path.read_bytes() == before
    assert marked.sidecar == sidecar(path) == tmp_path / "take.c2pa"
    found = signed(marker(tmp_path).read(path).signed)
    assert (found.validity, found.sidecar) == (Validity.TRUSTED, True)
    path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    assert signed(marker(tmp_path).read(path).signed).validity is Validity.INVALID


def test_a_file_without_a_mark_says_nothing(tmp_path: Path) -> None:
    found = marker(tmp_path).read(sample(tmp_path, "png"))
    assert (found.signed, found.xmp, found.comment) == (None, "", "")
    assert not (tmp_path / "state").exists()


def test_the_given_frames_are_ingredients_and_keep_marks_of_their_own(tmp_path: Path) -> None:
    first, last = sample(tmp_path, "png", "first"), sample(tmp_path, "jpg", "last")
    marker(tmp_path).sign(first, mark(title="first.png", job=""))
    # The store names its copies by content, without an ending.
    kept = first.rename(tmp_path / hashlib.sha256(first.read_bytes()).hexdigest())
    given = (
        Ingredient(path=kept, title="first.png", sha256=kept.name, source_type=AI),
        Ingredient(path=last, title="last.jpg"),
    )
    clip = sample(tmp_path, "mp4")
    marker(tmp_path).sign(clip, mark(ingredients=given))
    assert found_type(marker(tmp_path).read(kept)) is AI
    assert signed(marker(tmp_path).read(clip).signed).ingredients == (
        IngredientFound(title="first.png", relation="inputTo", marked=True),
        IngredientFound(title="last.jpg", relation="inputTo", marked=False),
    )
    told = report(clip)
    assert [one["sha256"] for one in made(told)["lyrad.inputs"] if "sha256" in one] == [kept.name]
    assert len(made(told)["ingredients"]) == 2


def test_a_poster_is_what_became_of_its_clip(tmp_path: Path) -> None:
    clip, poster = sample(tmp_path, "mp4"), sample(tmp_path, "jpg")
    marker(tmp_path).sign(clip, mark())
    parent = Ingredient(path=clip, title=clip.name)
    of_clip = mark(making=Making.CONFORMED, ingredients=(parent,), title="poster")
    marker(tmp_path).sign(poster, of_clip)
    found = signed(marker(tmp_path).read(poster).signed)
    assert [one.relation for one in found.ingredients] == ["parentOf"]
    assert [one["action"] for one in actions(report(poster))] == ["c2pa.opened", "c2pa.transcoded"]


def test_a_film_is_put_together_of_its_shots(tmp_path: Path) -> None:
    shots = [sample(tmp_path, "mp4", "a"), sample(tmp_path, "wav", "b")]
    for one in shots:
        marker(tmp_path).sign(one, mark(title=one.name))
    film = sample(tmp_path, "mov", "film")
    parts = tuple(Ingredient(path=one, title=one.name) for one in shots)
    partly = SourceType.COMPOSITE_SYNTHETIC
    whole = mark(making=Making.ASSEMBLED, source_type=partly, ingredients=parts, title="film")
    marker(tmp_path).sign(film, whole)
    found = signed(marker(tmp_path).read(film).signed)
    assert [one.relation for one in found.ingredients] == ["componentOf", "componentOf"]
    assert found.source_type == partly.uri


def test_a_mark_that_says_less_than_what_it_is_made_of_is_not_written(tmp_path: Path) -> None:
    clip, proxy = sample(tmp_path, "mp4"), sample(tmp_path, "mp4", "proxy")
    marker(tmp_path).sign(clip, mark())
    before = proxy.read_bytes()
    drawn = mark(
        making=Making.CONFORMED,
        source_type=SourceType.DIGITAL_CREATION,
        ingredients=(Ingredient(path=clip, title=clip.name),),
    )
    with pytest.raises(Permanent) as raised:
        marker(tmp_path).sign(proxy, drawn)
    assert raised.value.fault.code is Code.MARK_FAILED
    assert proxy.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        "proxy.mp4",
        "take.mp4",
    ]


def test_signing_again_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    path = sample(tmp_path, "mp4")
    once = marker(tmp_path).sign(path, mark())
    before = path.read_bytes()
    again = marker(tmp_path).sign(path, mark())
    assert again == replace(once, added=0)
    assert path.read_bytes() == before


def test_what_a_killed_try_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    path = sample(tmp_path, "mp4")
    for left in (".take.mp4.plain", ".take.mp4.signed"):
        (tmp_path / left).write_bytes(b"half a copy")
    marker(tmp_path).sign(path, mark())
    assert signed(marker(tmp_path).read(path).signed).validity is Validity.TRUSTED
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["take.mp4"]


def test_a_mark_of_somebody_elses_is_kept_and_never_lowered(tmp_path: Path) -> None:
    path = sample(tmp_path, "png")
    marker(tmp_path / "other", organisation="Another Company").sign(path, mark(title="theirs"))
    marked = marker(tmp_path).sign(
        path, mark(source_type=SourceType.ALGORITHMIC_MEDIA, job="1" * 20)
    )
    found = signed(marker(tmp_path).read(path).signed)
    assert marked.source_type is AI
    assert (found.signer, found.validity) == ("The Film Company", Validity.TRUSTED)
    assert found.ingredients == (
        IngredientFound(title="theirs", relation="parentOf", marked=True),
    )


def test_another_machines_mark_is_valid_but_its_signer_is_unknown(tmp_path: Path) -> None:
    path = sample(tmp_path, "jpg")
    marker(tmp_path / "other").sign(path, mark())
    found = signed(marker(tmp_path).read(path).signed)
    assert (found.validity, found.problems) == (Validity.VALID, ())


@pytest.mark.parametrize("ending", ["mp4", "mov", "png", "jpg", "wav", "flac", "mp3"])
def test_one_changed_byte_makes_a_mark_invalid(tmp_path: Path, ending: str) -> None:
    path = sample(tmp_path, ending)
    marker(tmp_path).sign(path, mark())
    data = bytearray(path.read_bytes())
    where = data.rindex(b"mdat") + 64 if ending in {"mp4", "mov"} else len(data) - 40
    data[where] ^= 1
    path.write_bytes(data)
    found = signed(marker(tmp_path).read(path).signed)
    assert found.validity is Validity.INVALID
    assert any(one.endswith("mismatch") for one in found.problems)


def test_a_prompt_is_published_only_where_it_is_asked_for(tmp_path: Path) -> None:
    silent, told = sample(tmp_path, "png", "silent"), sample(tmp_path, "png", "told")
    marker(tmp_path).sign(silent, mark())
    marker(tmp_path).sign(told, mark(prompt="A slow push-in."))
    assert "lyrad.prompt" not in made(report(silent))
    assert made(report(told))["lyrad.prompt"] == "A slow push-in."


def test_no_picture_is_carried_in_a_mark(tmp_path: Path) -> None:
    path = sample(tmp_path, "png")
    given = Ingredient(path=sample(tmp_path, "jpg"), title="first.jpg")
    marker(tmp_path).sign(path, mark(ingredients=(given,)))
    assert "thumbnail" not in json.dumps(report(path))


def test_every_type_is_one_that_the_standard_knows() -> None:
    known = {one.name.replace("_", "").lower() for one in c2pa.C2paDigitalSourceType}
    assert {one.value.lower() for one in SourceType} <= known


def test_a_file_that_is_no_picture_is_refused_in_three_lines(tmp_path: Path) -> None:
    path = tmp_path / "take.png"
    path.write_text("no picture")
    with pytest.raises(Permanent) as raised:
        marker(tmp_path).sign(path, mark())
    assert raised.value.fault.code is Code.MARK_FAILED
    assert path.read_text() == "no picture"
    assert signed(marker(tmp_path).read(path).signed).validity is Validity.INVALID


def test_a_given_frame_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    clip, photo = sample(tmp_path, "mp4"), sample(tmp_path, "jpg", "first")
    marker(tmp_path).sign(photo, mark(job=""))
    named = photo.rename(tmp_path / "first.png")
    marker(tmp_path).sign(clip, mark(ingredients=(Ingredient(path=named, title="first.png"),)))
    (found,) = signed(marker(tmp_path).read(clip).signed).ingredients
    assert found.marked


@pytest.mark.parametrize("name", ["first.psd", "first.png"])
def test_a_given_frame_that_the_library_cannot_take_apart_is_named_all_the_same(
    tmp_path: Path, name: str
) -> None:
    clip, odd = sample(tmp_path, "mp4"), tmp_path / name
    odd.write_bytes(sample(tmp_path, "png").read_bytes()[:200])
    marker(tmp_path).sign(clip, mark(ingredients=(Ingredient(path=odd, title=name),)))
    (found,) = signed(marker(tmp_path).read(clip).signed).ingredients
    assert (found.title, found.marked) == (name, False)


def test_a_receipt_says_what_was_marked(tmp_path: Path) -> None:
    marked = marker(tmp_path).sign(sample(tmp_path, "mkv"), mark())
    told = facts(marked)
    assert (told["source_type"], told["sidecar"]) == (AI.value, "take.c2pa")
    assert json.loads(json.dumps(dict(told))) == told


def test_signing_and_reading_ask_no_network(tmp_path: Path) -> None:
    path = sample(tmp_path, "mp4")
    script = (
        "import socket\n"
        "from pathlib import Path\n"
        "from tests.support.marks import mark, marker\n"
        f"place = Path({str(tmp_path)!r})\n"
        "names = [name for _, name in socket.if_nameindex()]\n"
        "marker(place).sign(place / 'take.mp4', mark())\n"
        "print(names, marker(place).read(place / 'take.mp4').signed.validity)\n"
    )
    alone = ["unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", script]
    done = subprocess.run(alone, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "['lo'] trusted", done.stderr
    assert signed(marker(tmp_path).read(path).signed).validity is Validity.TRUSTED


def report(path: Path) -> dict:
    kind = {".mp4": "video/mp4", ".png": "image/png", ".jpg": "image/jpeg"}[path.suffix]
    with (
        path.open("rb") as file,
        c2pa.Context() as context,
        c2pa.Reader(kind, file, context=context) as reader,
    ):
        return reader.get_active_manifest()


def actions(manifest: dict) -> list[dict]:
    assertions = {one["label"]: one["data"] for one in manifest["assertions"]}
    return assertions["c2pa.actions.v2"]["actions"]


def made(manifest: dict) -> dict:
    """Return what the action that made the file says beside its type."""
    return actions(manifest)[-1]["parameters"]
