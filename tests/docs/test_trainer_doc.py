"""What the page says of training is what the presets and the code say."""

from __future__ import annotations

import re

from lyrad.backends.kohya.flight import Patience
from lyrad.backends.kohya.preflight import TOKENIZERS
from lyrad.config.shipped import shipped
from lyrad.core.training.preset import read_preset
from lyrad.model.character import Base
from lyrad.model.names import JSON
from lyrad.wiring.training import fill
from tests.support.pages import rows, text, ticked

PAGE = text("docs/characters.md")
WORDS = {"name": "MIRA", "word": "m", "kind": "woman", "base": "sdxl", "pictures": 20, "seed": 1}


def size(value: JSON) -> str:
    return " x ".join(map(str, value)) if isinstance(value, list) else str(value)


def test_the_table_of_presets_is_what_they_say() -> None:
    told = [[ticked(row[0])[0], *(cell.strip() for cell in row[1:])]
            for row in rows(PAGE, "Presets")]  # fmt: skip
    assert [row[0] for row in told] == [base.value for base in Base]
    for base, row in zip(Base, told, strict=True):
        path = shipped("templates") / "training" / f"{base}.toml.j2"
        preset = read_preset(path.read_text("utf-8"), base, path.name)
        usual, small = preset.layer(smaller=False), preset.layer(smaller=True)
        assert row[1] == f"{usual.training['network_dim']}, {usual.training['network_alpha']}"
        rates = {name: own.get("learning_rate", usual.training["learning_rate"])
                 for name, own in preset.experts.items()}  # fmt: skip
        written = [f"{float(number):g}" for number in re.findall(r"\de-\d", row[2])]
        assert written == [f"{rate:g}" for rate in rates.values()]
        assert row[3:] == [size(usual.dataset["resolution"]), size(small.dataset["resolution"])]


def test_the_preset_on_the_page_is_one() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    preset = read_preset(fill(block, WORDS, "the page"), Base.SDXL, "the page")
    assert (preset.steps, preset.epochs) == (2000, 8)


def test_every_tokenizer_has_its_folder_on_the_page() -> None:
    folders = {name.replace("/", "_") for names in TOKENIZERS.values() for name in names}
    assert sorted(folders - set(ticked(PAGE))) == []


def test_the_patience_is_the_codes() -> None:
    patience = Patience()
    assert (patience.still, patience.times, patience.silent) == (600, 20, 1800)
    for words in ("for ten\nminutes", "twenty times its usual step", "half an hour"):
        assert words in PAGE
