"""Make the report on a dataset into one page: HTML with the thumbnails in it, nothing fetched.

How it looks stands in `templates/reports/dataset.html.j2`; what it says, in `lyrad.core.dataset`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lyrad import __version__
from lyrad.config.shipped import shipped
from lyrad.core.dataset.words import headline, ordered
from lyrad.model.dataset import DatasetReport
from lyrad.model.finding import Verdict

TEMPLATE = "reports/dataset.html.j2"


def page(report: DatasetReport, thumbnails: Mapping[str, bytes]) -> str:
    """Return the page; thumbnails are JPEG, by the pictures' names."""
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
        report=report,
        headline=headline(report),
        pictures=ordered(report),
        verdicts=tuple(Verdict),
        images={name: _as_uri(data) for name, data in thumbnails.items()},
        version=__version__,
    )


def _as_uri(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"
