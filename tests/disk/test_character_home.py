"""What is made for a character stands in its folder once, whatever ends lyrad in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lyrad.disk.character_home import CharacterHome
from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.loras import Loras
from lyrad.disk.write import Sharing
from lyrad.errors import Permanent
from lyrad.model.character import Base, CaptionsGiven, CharacterSpec, LoraGiven
from lyrad.model.names import CharacterKey, Fingerprint, JobId, RelPath
from lyrad.model.plan import CharacterPlan
from lyrad.ports import Description, Staged
from tests.support.cast import lora_receipt
from tests.support.clock import FakeClock
from tests.support.films import film
from tests.support.nouns import NOON, PRODUCTION

MIRA = CharacterKey("MIRA")
PLAN = CharacterPlan(
    job=JobId("a" * 20),
    production=PRODUCTION,
    rule="train-character",
    rule_source="rules/train-character.yaml",
    character=MIRA,
    folder=RelPath("characters/MIRA"),
    lead=RelPath("characters/MIRA/refs"),
    fingerprint=Fingerprint("f" * 20),
    version_key="e" * 20,
    attempt=1,
    seed=7,
    order=1,
    spec=CharacterSpec(word="miravx", kind="woman", base=Base.SDXL),
    members=(),
    steps=(),
    ordered_at=NOON,
)
SAID = Description(
    captions=(("a.png", "miravx woman, close-up"), ("in/b.jpg", "miravx woman")),
    page=b"<html>",
    usable=True,
    draft=True,
    told=("2 of 2 pictures can be used.",),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = film(tmp_path / "film")
    (root / "characters/MIRA/refs/in").mkdir(parents=True)
    return root


def home(root: Path) -> CharacterHome:
    """Return a new run's home, its lease taken."""
    clock = FakeClock()
    lease = Lease(root, clock)
    lease.take()
    return CharacterHome(
        root,
        ledger=Ledger(root),
        loras=Loras(root),
        lease=lease,
        clock=clock,
        sharing=Sharing(),
        on_published=lambda _: None,
    )


def staged(folder: Path) -> Staged:
    lora, curve = folder / "x.safetensors", folder / "curve.png"
    lora.write_bytes(b"lora")
    curve.write_bytes(b"curve")
    return Staged(
        files=(("{stem}.safetensors", lora), ("_info/{stem}_curve.png", curve)),
    )


def versions(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root / "characters/MIRA/loras").as_posix()
        for path in (root / "characters/MIRA/loras").rglob("*")
        if path.is_file()
    )


def test_captions_stand_beside_the_pictures_and_the_page_beside_the_folder(root: Path) -> None:
    place = home(root)
    place.describe(PLAN, SAID)
    refs = root / "characters/MIRA/refs"
    assert (refs / "a.txt").read_text() == "miravx woman, close-up\n"
    assert (refs / "in/b.txt").read_text() == "miravx woman\n"
    assert (root / "characters/MIRA/_lyrad dataset.html").read_bytes() == b"<html>"
    done = place.done(PLAN)
    assert done is not None
    assert done.kind == "captions"


def test_what_a_person_wrote_stays_and_a_newer_page_replaces_lyrads_own(root: Path) -> None:
    (root / "characters/MIRA/refs/a.txt").write_text("mine")
    place = home(root)
    place.describe(PLAN, SAID)
    place.describe(PLAN, Description(captions=(), page=b"two", usable=True, draft=False, told=()))
    assert (root / "characters/MIRA/refs/a.txt").read_text() == "mine"
    assert (root / "characters/MIRA/_lyrad dataset.html").read_bytes() == b"two"


def test_captions_are_known_for_lyrads_before_the_first_is_written(root: Path) -> None:
    place = home(root)
    (root / "characters/MIRA/refs/in").rename(root / "characters/MIRA/gone")
    place.describe(PLAN, SAID)
    lines = (root / ".lyrad/ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["captions", "described"]
    past = Ledger(root).history.character(MIRA)
    assert len(past.outputs) == 3


def test_a_kill_between_intention_and_fact_is_healed_by_doing_it_again(root: Path) -> None:
    ledger = Ledger(root)
    (root / "characters/MIRA/refs/a.txt").write_text("miravx woman, close-up\n")
    ledger.append(CaptionsGiven(at=NOON, character=MIRA, job=PLAN.job, outputs=("x",)))
    place = home(root)
    assert place.done(PLAN) is None
    place.describe(PLAN, SAID)
    assert (root / "characters/MIRA/refs/in/b.txt").is_file()
    assert place.done(PLAN) is not None


def test_a_lora_shows_itself_and_hides_the_rest(root: Path, tmp_path: Path) -> None:
    place = home(root)
    made = place.publish(PLAN, lora_receipt(PLAN, place.version(PLAN)), staged(tmp_path))
    assert made.facts == {"version": 1, "path": "characters/MIRA/loras/v001"}
    assert versions(root) == [
        "v001/MIRA_v001.safetensors",
        "v001/_info/MIRA_v001_curve.png",
        "v001/_info/receipt.json",
    ]
    (lora,) = Loras(root).of(MIRA)
    assert lora.receipt
    assert lora.receipt.word == "miravx"
    mode = (root / "characters/MIRA/loras/v001/MIRA_v001.safetensors").stat().st_mode & 0o777
    assert mode == 0o664


def test_published_again_it_is_the_same_version(root: Path, tmp_path: Path) -> None:
    place = home(root)
    for _ in range(2):
        place.publish(PLAN, lora_receipt(PLAN, place.version(PLAN)), staged(tmp_path))
    assert [one.number for one in Loras(root).of(MIRA)] == [1]


def test_a_kill_after_the_rename_leaves_one_lora_that_the_next_run_knows(
    root: Path, tmp_path: Path
) -> None:
    killed = home(root)
    killed.publish(PLAN, lora_receipt(PLAN), staged(tmp_path))
    killed._lease.release()
    ledger = root / ".lyrad/ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(line for line in lines if '"trained"' not in line))
    done = home(root).done(PLAN)
    assert done is not None
    assert done.facts["version"] == 1
    assert '"trained"' in ledger.read_text()


def test_a_number_that_somebody_took_is_left_to_them(root: Path, tmp_path: Path) -> None:
    Ledger(root).append(LoraGiven(at=NOON, character=MIRA, version=1, job=PLAN.job))
    theirs = root / "characters/MIRA/loras/v001"
    theirs.mkdir(parents=True)
    (theirs / "old.safetensors").write_bytes(b"theirs")
    place = home(root)
    place.publish(PLAN, lora_receipt(PLAN, 1), staged(tmp_path))
    assert [one.number for one in Loras(root).of(MIRA)] == [1, 2]
    assert (theirs / "old.safetensors").read_bytes() == b"theirs"


def test_numbers_only_grow_even_after_a_deletion(root: Path) -> None:
    Ledger(root).append(LoraGiven(at=NOON, character=MIRA, version=4, job=JobId("b" * 20)))
    assert home(root).version(PLAN) == 5


def test_a_character_whose_folder_is_gone_is_told(root: Path, tmp_path: Path) -> None:
    place = home(root)
    (root / "characters/MIRA").rename(tmp_path / "gone")
    with pytest.raises(Permanent) as error:
        place.publish(PLAN, lora_receipt(PLAN), staged(tmp_path))
    assert "The character's folder is gone: MIRA." in error.value.fault.what


def test_a_folder_with_no_lora_in_it_is_no_version(root: Path) -> None:
    (root / "characters/MIRA/loras/v007/notes").mkdir(parents=True)
    assert Loras(root).of(MIRA) == ()
