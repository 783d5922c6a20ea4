"""A Samba server with one share, and `smbclient`, which copies onto it as a desktop does."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.servers.program import HERE, Program, free_port

_PRIVATE = ("private", "state", "lock", "cache", "pid")
_CONFIG = """\
[global]
  interfaces = 127.0.0.1/8
  bind interfaces only = yes
  smb ports = {port}
  disable netbios = yes
  load printers = no
  printcap name = /dev/null
  server role = standalone server
  map to guest = bad user
  guest account = root
  passdb backend = tdbsam:{private}/passdb.tdb
  ncalrpc dir = {private}/ncalrpc
{places}
[film]
  path = {folder}
  read only = no
  guest ok = yes
  force user = root
{options}
"""

FRUIT = {
    "vfs objects": "fruit streams_xattr",
    "fruit:metadata": "stream",
    "fruit:resource": "file",
}
"""As servers are set up that Macs open: what Finder writes beside a file goes into streams."""


@dataclass
class Samba:
    """Serves `folder` as the share `film` to whoever asks on this machine, without a password."""

    folder: Path
    home: Path
    options: Mapping[str, str] = field(default_factory=dict)
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        self.home.mkdir()
        port = free_port()
        self.config.write_text(self._text(port))
        words = ["smbd", "-F", "--no-process-group", "-l", str(self.home), "-s", str(self.config)]
        self.program = Program(words, port=port, log=self.home / "smbd.out")

    @property
    def config(self) -> Path:
        return self.home / "smb.conf"

    def client(self, commands: str) -> None:
        """Have `smbclient` obey these commands, split by semicolons."""
        words = ["smbclient", "-s", str(self.config), "-N", "-p", str(self.program.port)]
        subprocess.run(
            [*words, f"//{HERE}/film", "-c", commands], check=True, capture_output=True, timeout=60
        )

    def _text(self, port: int) -> str:
        places = "\n".join(f"  {name} directory = {self.home}" for name in _PRIVATE)
        options = "\n".join(f"  {name} = {value}" for name, value in self.options.items())
        return _CONFIG.format(
            port=port, private=self.home, places=places, folder=self.folder, options=options
        )
