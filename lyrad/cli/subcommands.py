"""A command with further words after it, such as `lyrad marks check`."""

from __future__ import annotations

from typing import Any

import click

from lyrad.cli.command import write_example


class Subcommands(click.Group):
    """A group whose help ends with an example; without a word it takes its `usual` one."""

    def __init__(self, *args: Any, example: str, usual: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **kwargs)
        self.example = example
        self.usual = usual

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the usual word in front where the first is none of the group's."""
        known = {*self.commands, *ctx.help_option_names}
        if self.usual and args and args[0] not in known:
            args = [self.usual, *args]
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example below the commands."""
        del ctx
        write_example(self.example, formatter)
