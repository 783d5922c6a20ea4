"""Examine who has to do with words: the language models of Ollama, and the speech server."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.backends.ollama import doctor
from lyrad.backends.speech.transcriber import SpeechServer
from lyrad.model.settings import Settings
from lyrad.wiring.finding import Finding


def examine_words(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say of each of them that the settings name."""
    if settings.ollama:
        yield from _ollama(doctor.examine(settings.ollama))
    if settings.speech:
        fault = SpeechServer(settings.speech).probe()
        said = fault.what if fault else "it answers"
        yield Finding(
            what=f"Speech {settings.speech.url}",
            said=said,
            good=fault is None,
            next=fault.next if fault else "",
        )


def _ollama(found: doctor.Examined) -> Iterator[Finding]:
    what = f"Ollama {found.address}"
    if found.fault:
        yield Finding(what=what, said=found.fault.what, good=False, next=found.fault.next)
        return
    yield Finding(what=what, said=found.said)
    for model, does, fault in found.models:
        said = fault.what if fault else does
        cure = fault.next if fault else ""
        yield Finding(what=f"  {model}", said=said, good=fault is None, next=cure)
