"""A status page with sensible values, as the command line reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lyrad.model.status import JobRow, ProductionRow, ShotRow, Status


def shot(code: str, state: str = "DONE", detail: str = "T01") -> ShotRow:
    scene, name = code.split("/")
    return ShotRow(scene=scene, shot=name, folder=f"scenes/{code}", state=state, detail=detail)


def job(id_: str, code: str, **changes: Any) -> JobRow:
    scene, name = code.split("/")
    return replace(
        JobRow(
            job=id_,
            production="p1",
            scene=scene,
            shot=name,
            rule="render-shot",
            attempt=1,
            state="queued",
            step=1,
            steps=2,
            action="render.between",
            tries=1,
        ),
        **changes,
    )


def film(root: str, *shots: ShotRow, **changes: Any) -> ProductionRow:
    return replace(
        ProductionRow(
            id="p1", title="The Lighthouse", root=root, state="running", mode="events", shots=shots
        ),
        **changes,
    )


def page(*productions: ProductionRow, **changes: Any) -> Status:
    return replace(
        Status(schema=1, lyrad="0.1.0", pid=7, host="studio", at=1000.0, productions=productions),
        **changes,
    )
