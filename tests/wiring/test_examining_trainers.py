from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.model.character import Base
from lyrad.model.settings import Settings
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.examining_trainers import examine_trainers
from lyrad.wiring.training import trainers
from tests.support.kohya import Kohya, preset


@pytest.fixture
def shop(tmp_path: Path) -> Kohya:
    return Kohya(tmp_path)


def settings(shop: Kohya, **kohya: object) -> Settings:
    return Settings(
        state=shop.folder / "state",
        rules=shop.folder / "rules",
        templates=shop.folder / "templates",
        kohya=shop.settings(**kohya),
    )


def own(shop: Kohya, name: str, text: str) -> None:
    path = shop.folder / "templates" / "training" / f"{name}.toml.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_machine_that_can_train_says_so_for_each_base_that_is_named(shop):
    (shop.repository / ".git").mkdir()
    (shop.repository / ".git" / "HEAD").write_text("0123456789abcdef\n")
    found = [one for one in examine_trainers(settings(shop)) if "GB" not in one.said]
    assert all(one.good for one in found)
    assert found[0].said == f"{shop.repository} at 0123456789"
    assert [one.what for one in found[2:]] == [f"  for {base.words}" for base in Base]


def test_what_is_missing_for_a_base_is_told_with_all_its_cures(shop):
    shop.models[Base.SDXL]["checkpoint"].unlink()
    found = examine_trainers(settings(shop, tokenizers=None))
    (sdxl,) = [one for one in found if one.what == "  for SDXL"]
    assert not sdxl.good
    assert "sdxl_checkpoint.safetensors" in sdxl.said
    assert "models.sdxl.checkpoint" in sdxl.next
    assert "tokenizers" in sdxl.next


def test_trainers_without_a_base_model_are_told(shop):
    assert "backends.kohya.models" in list(examine_trainers(settings(shop, models={})))[-1].next


def test_own_presets_are_looked_through_and_go_before_the_shipped_ones(shop):
    own(shop, "soft", preset(Base.SDXL).replace("steps = 24", "steps = {{ pictures * 50 }}"))
    own(shop, "hard", preset(Base.FLUX1).replace("guidance_scale = 1.0", "guidance = 1"))
    own(shop, "torn", "steps =")
    own(shop, "sdxl", preset(Base.SDXL).replace('"AdamW8bit"', '"prodigy"'))
    found = {one.what: one for one in examine_trainers(settings(shop))}
    assert found["Preset soft"].said == "SDXL, 1000 steps in 3 epochs"
    assert "Did you mean `guidance_scale`" in found["Preset hard"].next
    assert not found["Preset torn"].good
    assert "prodigyopt" in found["  for SDXL"].said


def test_there_are_trainers_where_the_settings_name_them(shop):
    assert list(trainers(settings(shop), SystemClock())) == ["kohya"]
    nowhere = Settings(state=shop.folder, rules=shop.folder, templates=shop.folder)
    assert trainers(nowhere, SystemClock()) == {}
    assert list(examine_trainers(nowhere)) == []
