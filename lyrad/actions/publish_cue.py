"""The verb `publish.cue`: music brought to the cue's length and loudness becomes a take of it.

Decides what a take of a cue holds and when it is good enough. How a file is mastered is the
mastering's, numbers and the one rename are the home's. Each file is made once: what an interrupted
try finished is used by the next.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.model.plan import Artifact
from lyrad.ports import CueBench


class PublishCue(BaseModel):
    """Publish the music that was made as a take of its cue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "publish.cue"
    lane: ClassVar[str] = "cpu"

    preview: bool = Field(
        default=True, description="Add a small AAC for listening on anything.", examples=[True]
    )
    waveform: bool = Field(
        default=True, description="Add a picture of the waveform.", examples=[True]
    )

    def perform(self, bench: CueBench) -> tuple[Artifact, ...]:
        """Return the take, published."""
        raise NotImplementedError
