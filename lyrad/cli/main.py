"""The `lyrad` command: which commands there are, and what becomes of errors.

Each command is a file of its own, imported when it is called: asking for help must cost nothing.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Mapping

import click

from lyrad import __version__
from lyrad.cli.codes import CONFIG, FAILED, UNEXPECTED, USAGE
from lyrad.cli.command import write_example
from lyrad.errors import ConfigError, LyradError, UsageError

COMMANDS: Mapping[str, str] = {
    "init": "Make a folder a production.",
    "run": "Watch productions and make takes.",
    "demo": "Show the main job on a production drawn for it.",
    "plan": "Say what would happen with a folder, and why.",
    "check": "Check a production's files and the rules.",
    "workflows": "Say what the ComfyUI workflows need and make.",
    "seam": "Judge a first and a last frame before they are rendered.",
    "dataset": "Check a folder of reference pictures.",
    "shotlist": "Say what a shot list would change in a production.",
    "status": "Say how everything stands.",
    "show": "Tell all about a shot, a cue, a take or a job.",
    "retry": "Try failed jobs again, from the failed step.",
    "cancel": "End jobs.",
    "hold": "Keep a shot from going on.",
    "go": "Let a held shot go on; put a queued one first.",
    "pause": "Start nothing more for now.",
    "resume": "End a pause.",
    "marks": "Say what files tell of how they were made.",
    "cert": "Make or show the certificate for marks.",
    "doctor": "Check this machine, its tools and the roots.",
    "schema": "Print the JSON Schema of a file.",
}


class Commands(click.Group):
    """The commands, each loaded from `lyrad.cli.<name>` when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a first day with lyrad."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(f"lyrad.cli.{cmd_name}").command
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example below the commands."""
        del ctx
        write_example("lyrad init FILM/\nlyrad run FILM/", formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lyrad")
def lyrad() -> None:
    """Drop a shot into a folder, find takes beside it in the morning."""


def main() -> None:
    """Run the command line; every failure ends in words and an exit code."""
    try:
        sys.exit(lyrad.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except UsageError as error:
        _say(error)
        sys.exit(USAGE)
    except ConfigError as error:
        _say(error)
        sys.exit(CONFIG)
    except LyradError as error:
        _say(error)
        sys.exit(FAILED)
    except Exception:  # noqa: BLE001 - the front door: nobody is left to hand it to
        _unexpected()
        sys.exit(UNEXPECTED)


def _say(error: LyradError) -> None:
    for fault in error.faults:
        click.echo(f"{fault}  [{fault.code}]", err=True)


def _unexpected() -> None:
    last = traceback.format_exc().strip().splitlines()
    place = next((line.strip() for line in reversed(last) if line.lstrip().startswith("File")), "")
    click.echo(f"lyrad met a fault of its own: {last[-1]}", err=True)
    click.echo(f"  where: {place}", err=True)
    click.echo("  next:  please report this line; nothing of yours was changed", err=True)
