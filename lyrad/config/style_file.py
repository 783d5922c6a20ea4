"""The model of a file in `style/`: one named look, told to models of both families."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from lyrad.config.checked import Checked, checked
from lyrad.config.fields import StyleNames, Words
from lyrad.config.unfit import unfit
from lyrad.config.yaml_tree import Document
from lyrad.model.style import Aspect, Parent, Style

LONGEST = 2000
"""Letters; more than any text encoder reads, and none of a look."""

MEANT = {
    "inherit": "inherits",
    "extends": "inherits",
    "parents": "inherits",
    "parent": "inherits",
    "based_on": "inherits",
    "lighting": "light",
    "lights": "light",
    "lenses": "lens",
    "colour": "palette",
    "color": "palette",
    "colours": "palette",
    "colors": "palette",
    "film": "grain",
    "stock": "grain",
    "mood": "look",
    "style": "look",
    "prompt": "look",
    "movement": "camera",
    "negatives": "negative",
    "avoid": "negative",
}


def some_words(text: str) -> str:
    """Return the words, if they are not endless."""
    if len(text) <= LONGEST:
        return text
    raise unfit(f"at most {LONGEST} letters", "Keep what can be seen; models read no further.")


Told = Annotated[Words, AfterValidator(some_words)]


class AspectsFile(Checked):
    """What a style may speak of."""

    meant: ClassVar[Mapping[str, str]] = MEANT

    look: Told | None = Field(
        None, description="What it looks like as a whole.", examples=["A 1940s film noir."]
    )
    lens: Told | None = Field(
        None, description="The lens.", examples=["Shot on a 35 mm anamorphic lens."]
    )
    light: Told | None = Field(
        None, description="The light.", examples=["One hard lamp from the side, deep shadows."]
    )
    palette: Told | None = Field(
        None, description="The colours.", examples=["Black and white, rich greys."]
    )
    grain: Told | None = Field(
        None, description="What it was filmed on.", examples=["Coarse 16 mm grain."]
    )
    camera: Told | None = Field(
        None,
        description="How the camera moves, where a shot does not say so itself.",
        examples=["A locked-off camera."],
    )
    negative: Told | None = Field(
        None,
        description="What must not be seen; it is added to what others say.",
        examples=["neon, daylight"],
    )

    def said(self) -> dict[Aspect, str]:
        """Return what was said, by aspect."""
        found = {aspect: getattr(self, aspect.value) for aspect in Aspect}
        return {aspect: text for aspect, text in found.items() if text}


class StyleFile(AspectsFile):
    """`style/NAME.yaml`: one style. Its name is the file's."""

    meant: ClassVar[Mapping[str, str]] = {**MEANT, "sentences": "look"}

    inherits: StyleNames = Field(
        [],
        description="Styles that this one begins with; what it says itself goes before.",
        examples=[["base"]],
    )
    tags: AspectsFile = Field(
        AspectsFile.model_construct(),
        description="The same as tags, for models that read these: SDXL, Stable Diffusion 1.5.",
        examples=[{"look": "film noir, monochrome"}],
    )


def style_of(document: Document, name: str) -> Style:
    """Return the style that a document describes. Raises ConfigError with every fault."""
    read = checked(document, StyleFile)
    return Style(
        name=name,
        shown=document.shown,
        inherits=tuple(
            Parent(name=parent, where=document.where(("inherits", number)))
            for number, parent in enumerate(read.inherits)
        ),
        words=read.said(),
        tags=read.tags.said(),
    )
