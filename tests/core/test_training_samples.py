from __future__ import annotations

import pytest

from lyrad.config.shipped import shipped
from lyrad.core.training.preset import read_preset
from lyrad.core.training.samples import label, sample_list
from lyrad.errors import ConfigError
from lyrad.model.character import Base, CharacterSpec

NAMED = "MIRA_e000002_01_20260822031500_8.png"


def with_samples(base: Base, value: str) -> str:
    text = (shipped("templates") / "training" / f"{base}.toml.j2").read_text("utf-8")
    return text.replace("epochs = 10", f"epochs = 10\nsamples = {value}")


@pytest.mark.parametrize("base", [Base.SD15, Base.SDXL, Base.FLUX1])
def test_a_face_and_a_figure_are_drawn_with_the_trigger_and_the_class_word(base):
    spec = CharacterSpec(word="miravx", kind="woman", base=base)
    face, figure = sample_list(spec, 7).splitlines()
    assert face.startswith("miravx woman, ")
    assert face.endswith("--d 7")
    assert figure.endswith("--d 8")
    assert ("portrait, close-up," in face) == base.tagged


def test_a_picture_is_known_by_its_epoch_and_its_line_and_not_by_the_time_of_day():
    assert label(NAMED) == "000002-02"
    assert label("MIRA.png") == ""


def test_a_preset_says_how_often_and_the_shipped_ones_never():
    assert read_preset(with_samples(Base.SDXL, "2"), Base.SDXL, "mine").samples == 2
    assert read_preset(with_samples(Base.WAN22, "0"), Base.WAN22, "mine").samples == 0


@pytest.mark.parametrize(
    ("base", "value", "told"),
    [
        (Base.SDXL, "true", "`samples` is true; 0 to 200 is needed"),
        (Base.SDXL, "-1", "`samples` is -1"),
        (Base.WAN22, "2", "`samples` does not go with wan22"),
    ],
)
def test_what_cannot_be_drawn_is_told(base, value, told):
    with pytest.raises(ConfigError) as caught:
        read_preset(with_samples(base, value), base, "mine")
    assert told in str(caught.value)
