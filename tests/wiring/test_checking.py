from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.errors import ConfigError
from lyrad.wiring.beginning import begin
from lyrad.wiring.checking import check
from tests.support.pictures import png


def test_a_fault_in_one_file_hides_none_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    rules = tmp_path / "config" / "lyrad" / "rules"
    rules.mkdir(parents=True)
    (rules / "mine.yaml").write_text("name: mine\nwhne: {path: x}\ndo: []\n")
    film = tmp_path / "FILM"
    begin(film, None)
    mark = film / "production.yaml"
    mark.write_text(mark.read_text().replace("fps: 24", "fps: many"))
    (film / "style" / "noir.yaml").write_text("inherits: [bsae]\nlok: x\n")
    (film / "style" / "rain.yaml").write_text("inherits: [rain]\n")
    scene = film / "scenes" / "SC060"
    (scene / "SH0010").mkdir(parents=True)
    (scene / "scene.yaml").write_text("fit: blob\n")
    (scene / "SH0010" / "shot.yaml").write_text("descripton: x\ntakes: 0\n")
    (scene / "SH0010" / "first.png").write_bytes(png(64, 36))
    (scene / "SH0010" / "last.png").write_text("not a picture")

    with pytest.raises(ConfigError) as caught:
        check([film], None)

    said = "\n".join(str(fault) for fault in caught.value.faults)
    for words in ("whne", "fps", "fit", "descripton", "takes", "last.png", "lok", "rain, rain"):
        assert words in said, words
    assert len(caught.value.faults) == len(set(caught.value.faults))
