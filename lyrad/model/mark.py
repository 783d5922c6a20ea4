"""Marks: what a published file says, to machines and people, of how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""Where IPTC defines the words; a mark names each by its whole address."""


class SourceType(StrEnum):
    """How something came to be, in IPTC's own words; the later, the more it is a model's work.

    The list is closed because a signature covers any nonsense. Words that IPTC has retired
    (`minorHumanEdits`, `digitalArt`, `softwareImage`) are not in it.
    """

    DIGITAL_CAPTURE = "digitalCapture"
    DIGITAL_CREATION = "digitalCreation"
    ALGORITHMICALLY_ENHANCED = "algorithmicallyEnhanced"
    ALGORITHMIC_MEDIA = "algorithmicMedia"
    COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA = "compositeWithTrainedAlgorithmicMedia"
    """Edited by a generative model. The word misleads: since 2024 it means no composite."""
    COMPOSITE_SYNTHETIC = "compositeSynthetic"
    """Put together of parts, at least one of which is a generative model's."""
    TRAINED_ALGORITHMIC_MEDIA = "trainedAlgorithmicMedia"
    """Made by a generative model."""

    @property
    def uri(self) -> str:
        """Return the word's address, as it stands in a mark."""
        return VOCABULARY + self.value

    @property
    def strictness(self) -> int:
        """Return how much this tells of a model's part; a higher one may not become a lower."""
        return list(SourceType).index(self)

    @property
    def of_a_model(self) -> bool:
        """Return whether a generative model had a part in it."""
        return self.strictness >= self.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA.strictness


class Making(StrEnum):
    """What a step did to its inputs, as far as a mark cares."""

    GENERATED = "generated"
    """A trained model made it: a clip between frames, a picture, a score, a voice."""
    EDITED_BY_MODEL = "edited by a model"
    """A trained model changed a part of it: inpainting, a generative upscale."""
    IN_BETWEEN = "in-between"
    """An algorithm without a model made it from several pictures: optical flow, a dissolve."""
    ENHANCED = "enhanced"
    """An algorithm without a model changed one thing, not what it shows: its rate, its noise."""
    ASSEMBLED = "assembled"
    """Parts were put together as they are: a scene, a film with its score."""
    CONFORMED = "conformed"
    """One thing in another form: a master, a proxy, a poster, a contact sheet, a grade."""


class Marks(StrEnum):
    """What a production asks for. A take that cannot be marked fails where that is `required`."""

    REQUIRED = "required"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSettings:
    """With whose certificate this machine signs: PEM files, or None for lyrad's own.

    `organisation` is who signs, where the certificate is lyrad's own.
    """

    certificate: Path | None = None
    key: Path | None = None
    organisation: str = "Unnamed lyrad user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """A file that something was made from; a mark that it carries itself is kept.

    `title` is the name that people know it by, `source_type` what the user said of its origin.
    """

    path: Path
    title: str
    sha256: str = ""
    source_type: SourceType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a file is to say of itself.

    `tool` is what made it, by name; `job` and `shot` lead back to the production. `prompt` stays
    empty unless somebody asked for it to be published: prompts are a house's own.
    """

    making: Making
    source_type: SourceType
    title: str
    made_at: datetime
    tool: str
    job: str = ""
    shot: str = ""
    ingredients: tuple[Ingredient, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A file that was signed and read back; `added` is how many bytes that cost.

    `sidecar` stands beside a file whose format cannot hold a mark. `plain` says that the source
    type stands in its XMP too.
    """

    source_type: SourceType
    manifest: str
    signer: str
    added: int
    plain: bool
    sidecar: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """With whose certificate a machine signs.

    `own` is one that lyrad made, which nobody vouches for. `fingerprint` is the SHA-256 of the
    certificate, by which two of one name are told apart.
    """

    signer: str
    issuer: str
    valid_until: datetime
    fingerprint: str
    place: Path
    own: bool
