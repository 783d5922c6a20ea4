"""Stand-ins for the actions: models with the fields that the shipped rule uses."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RenderBetween(BaseModel):
    """Render the clip between the given frames."""

    model_config = ConfigDict(extra="forbid")

    backend: str
    prompt: str = ""
    steps: int = 1


class PublishTake(BaseModel):
    """Put the take into the shot's folder."""

    model_config = ConfigDict(extra="forbid")

    poster: bool = True
    sheet: bool = True
    proxy: int | None = None


ACTIONS: dict[str, type[BaseModel]] = {
    "render.between": RenderBetween,
    "publish.take": PublishTake,
}
