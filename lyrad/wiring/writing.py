"""Build who writes on this machine: language models, and who writes voice memos down."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.ollama.writer import OllamaWriter
from lyrad.backends.speech.transcriber import SpeechServer
from lyrad.disk.expansions import KeptExpansions
from lyrad.model.settings import Settings
from lyrad.ports import Clock, Transcriber, Writer


def writers(settings: Settings, clock: Clock) -> Mapping[str, Writer]:
    """Return the writers by name, none where no model is named; nothing is asked yet."""
    if settings.ollama is None or not settings.ollama.writer:
        return {}
    return {OllamaWriter.name: OllamaWriter(settings.ollama, clock)}


def transcriber(settings: Settings) -> Transcriber | None:
    """Return who writes memos down, or None where no server is named; nothing is asked yet."""
    return SpeechServer(settings.speech) if settings.speech else None


def expansions(settings: Settings) -> KeptExpansions:
    """Return where what they wrote is kept on this machine."""
    usual = {OllamaWriter.name: settings.ollama.writer} if settings.ollama else {}
    return KeptExpansions(settings.state / "expansions", usual)
