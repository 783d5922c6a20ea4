"""`lyrad cert`: with whose certificate this machine signs marks."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from lyrad.cli import options
from lyrad.cli.command import Command
from lyrad.cli.subcommands import Subcommands
from lyrad.model.mark import Certificate
from lyrad.wiring.marking import certificate, make_certificate


@click.group(
    "cert",
    cls=Subcommands,
    short_help="Make or show the certificate for marks.",
    example='lyrad cert init --org "The Film Company"\nlyrad cert show',
)
def command() -> None:
    """Make or show the certificate that marks are signed with."""


@command.command("init", cls=Command, example='lyrad cert init --org "The Film Company"')
@click.option("--org", help="Who signs, as everybody reads it; else an unnamed lyrad user.")
@options.config
def init(org: str | None, *, config: Path | None) -> None:
    """Make lyrad's own certificate, if there is none; the first take does it by itself."""
    shown, new = make_certificate(config, org)
    click.echo("Made:" if new else "There is a certificate already; nothing was changed:")
    _show(shown)
    if not new and org not in {None, shown.signer}:
        click.echo(f"For another name, move {shown.place.parent} away and ask again.")


@command.command("show", cls=Command, example="lyrad cert show")
@options.as_json
@options.config
def show(*, as_json: bool, config: Path | None) -> None:
    """Show the certificate; its key is never shown."""
    shown = certificate(config)
    if as_json:
        click.echo(json.dumps(asdict(shown), indent=2, default=str, ensure_ascii=False))
        return
    _show(shown)


def _show(shown: Certificate) -> None:
    click.echo(f"  signs as     {shown.signer}")
    click.echo(f"  vouched for  {'by nobody: lyrad made it' if shown.own else shown.issuer}")
    click.echo(f"  valid until  {shown.valid_until:%Y-%m-%d}")
    click.echo(f"  fingerprint  {shown.fingerprint}")
    click.echo(f"  lies in      {shown.place}")
