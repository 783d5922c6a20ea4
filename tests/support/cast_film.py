"""A production whose characters are trained, and whose shots use them, as a person meets it."""

from __future__ import annotations

import time
from pathlib import Path

from tests.support.comfyui import ComfyUI
from tests.support.datasets import large
from tests.support.kohya import Kohya, preset
from tests.support.production import Film

YAML = "word: miravx\nkind: woman\nbase: {base}\n"


def with_trainer(film: Film, shop: Kohya, *, steps: int = 24) -> None:
    """Say where the trainers are; trainings are short."""
    base_lines = []
    for base, parts in shop.models.items():
        files = ", ".join(f'{part}: "{path}"' for part, path in parts.items())
        base_lines.append(f"      {base}: {{{files}}}\n")
    said = (
        "  kohya:\n"
        f'    sd_scripts: "{shop.repository}"\n'
        f'    musubi: "{shop.repository}"\n'
        f'    python: "{shop.python}"\n'
        f'    tokenizers: "{shop.tokenizers}"\n'
        "    models:\n" + "".join(base_lines)
    )
    text = film.settings.read_text()
    head = "" if "backends:" in text else "backends:\n"
    film.settings.write_text(f"{text}{head}{said}")
    presets = film.home / "templates" / "training"
    presets.mkdir(parents=True)
    for base in shop.models:
        (presets / f"{base}.toml.j2").write_text(preset(base, steps=steps))


def with_loras(film: Film, server: ComfyUI) -> None:
    """Let lyrad put LoRAs into the server's own folder."""
    text = film.settings.read_text()
    folder = server.models / "loras"
    film.settings.write_text(text.replace("]}\n", f'], loras: "{folder}"}}\n', 1))


def refs(film: Film, code: str = "MIRA") -> Path:
    return film.root / "characters" / code / "refs"


def drop(
    film: Film, count: int = 12, *, base: str = "wan22", pause: float = 0.0, each: float = 0.0
) -> Path:
    """Drag reference pictures there: one every so many seconds, with one pause in the middle."""
    folder = refs(film)
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "character.yaml").write_text(YAML.format(base=base))
    for number in range(count):
        (folder / f"smiling {number:02}.jpg").write_bytes(large(5000 + number))
        time.sleep(pause if number == count // 2 else each)
    return folder


def card(film: Film, code: str = "MIRA") -> str:
    """Return the character's card: its name, and below it what it says."""
    paths = list((film.root / "characters" / code).glob("_lyrad *.txt"))
    if not paths:
        return ""
    path = max(paths, key=lambda one: one.stat().st_mtime if one.exists() else 0.0)
    try:
        return f"{path.stem.removeprefix('_lyrad ')}\n{path.read_text('utf-8-sig')}"
    except FileNotFoundError:
        return ""


def versions(film: Film, code: str = "MIRA") -> list[str]:
    """Return the LoRAs that a person sees."""
    place = film.root / "characters" / code / "loras"
    return sorted(path.relative_to(place).as_posix() for path in place.glob("v*/*.safetensors"))
