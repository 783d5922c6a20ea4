"""A command whose help ends with an example, line by line as it is typed."""

from __future__ import annotations

from typing import Any

import click


class Command(click.Command):
    """A command with an example."""

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **kwargs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example below the options."""
        del ctx
        write_example(self.example, formatter)


def write_example(example: str, formatter: click.HelpFormatter) -> None:
    """Write a section that keeps its lines."""
    with formatter.section("Example"):
        for line in example.splitlines():
            formatter.write_text(line)
