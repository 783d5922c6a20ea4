"""What `lyrad plan` says of a shot: its styles, what to know of it, every step filled in."""

from __future__ import annotations

from lyrad.cli.plan import lines
from lyrad.wiring.planning import Attempt, Planned

ATTEMPT = Attempt(
    attempt=1,
    job="0123456789abcdef0123",
    rule="render-shot",
    known=False,
    seed=7,
    frames=97,
    rate="24",
    size="1280x720",
    styles=("noir (a1b2c3d4)", "rain (0a1b2c3d)"),
    notes=("The styles noir and rain both have a light.",),
    steps=(
        {"action": "render.between", "lane": "cpu", "fields": {"prompt": "A door. A film noir."}},
    ),
)


def test_the_styles_the_notes_and_the_whole_prompt_are_shown() -> None:
    found = Planned(
        path="scenes/SC010/SH0020", rules=(), lacking="", faults=(), attempts=(ATTEMPT,)
    )
    assert list(lines(found)) == [
        "scenes/SC010/SH0020",
        "  attempt 1 of render-shot: would be ordered (job 0123456789abcdef0123)",
        "    97 frames at 24, 1280x720, seed 7",
        "    style noir (a1b2c3d4), rain (0a1b2c3d)",
        "    note: The styles noir and rain both have a light.",
        "    1. render.between on lane cpu",
        "       prompt: A door. A film noir.",
        "",
    ]
