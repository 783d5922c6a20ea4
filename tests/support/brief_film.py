"""A production whose lyrad.yaml names a language model, and who writes memos down."""

from __future__ import annotations

from pathlib import Path

from tests.support.ollama import Ollama
from tests.support.production import Film
from tests.support.speech import Speech

SHOT = "SC010/SH0020"


def with_tools(
    film: Film, *, writer: Ollama | None = None, listener: Speech | None = None
) -> None:
    lines = ["backends:"]
    if writer:
        lines.append(f'  ollama: {{server: "{writer.url}", writer: "writes:8b"}}')
    if listener:
        lines.append(f'  speech: {{url: "{listener.url}"}}')
    film.settings.write_text(film.settings.read_text() + "\n".join(lines) + "\n")


def tell(film: Film, words: str, name: str = "brief.txt") -> Path:
    folder = film.shot(SHOT)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(words)
    return path


def card(film: Film) -> str:
    """Return the shot's card, '' before there is one."""
    return film.card(SHOT) if film.cards(film.shot(SHOT)) else ""


def draft(film: Film) -> Path:
    return film.shot(SHOT) / "shot.draft.yaml"


def drafted(film: Film) -> list[dict[str, object]]:
    return [line for line in film.ledger() if line["event"] == "drafted"]
