"""Build who describes pictures on this machine: the embedded captioner, and what is set up."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.builtin.captioner import BuiltinCaptioner
from lyrad.backends.ollama.captioner import OllamaCaptioner
from lyrad.config.contexts import character_context
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.model.character import CharacterSpec
from lyrad.model.names import CharacterKey
from lyrad.model.settings import Settings
from lyrad.ports import Captioner, Clock

ASKS = {True: "templates/captions/tags.j2", False: "templates/captions/sentence.j2"}
"""What is asked, by whether the base reads tags."""


def captioners(settings: Settings, clock: Clock) -> Mapping[str, Captioner]:
    """Return the captioners by name; nothing is started or asked yet."""
    found: dict[str, Captioner] = {"builtin": BuiltinCaptioner()}
    if settings.ollama:
        templates = Templates(folders=(settings.templates, shipped("templates")))

        def ask(spec: CharacterSpec) -> str:
            field = {"ask": ASKS[spec.base.tagged]}
            context = character_context(CharacterKey(spec.word), spec, ())
            return str(templates.render_fields(field, context, field["ask"])["ask"])

        found["ollama"] = OllamaCaptioner(settings.ollama, clock, ask)
    return found
