"""An NFS server in user space (NFS-Ganesha) with one export; NFSv3 needs `rpcbind` beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.support.servers.program import Program, free_port

_CONFIG = """\
NFS_CORE_PARAM {{
  Protocols = 3, 4; Bind_addr = 127.0.0.1; Enable_NLM = false; Enable_RQUOTA = false;
  NFS_Port = {port}; MNT_Port = {mount_port}; Plugins_Dir = {plugins};
}}
NFSv4 {{ Graceless = true; Lease_Lifetime = 10; RecoveryBackend = fs; RecoveryRoot = {home}; }}
EXPORT {{
  Export_Id = 1; Path = {folder}; Pseudo = /film; Protocols = 3, 4; Transports = TCP;
  Access_Type = RW; Squash = No_Root_Squash; SecType = sys;
  FSAL {{ Name = VFS; }}
}}
"""


@dataclass
class Ganesha:
    """Exports `folder` as `/film` to whoever asks on this machine."""

    folder: Path
    home: Path
    program: Program = field(init=False)
    mount_port: int = field(init=False)

    def __post_init__(self) -> None:
        self.home.mkdir()
        port, self.mount_port = free_port(), free_port()
        config = self.home / "ganesha.conf"
        config.write_text(
            _CONFIG.format(
                port=port,
                mount_port=self.mount_port,
                plugins=next(Path("/usr/lib").glob("*/ganesha")),
                home=self.home,
                folder=self.folder,
            )
        )
        words = ["ganesha.nfsd", "-F", "-f", str(config), "-p", str(self.home / "pid")]
        words += ["-L", str(self.home / "log"), "-N", "NIV_EVENT"]
        self.program = Program(words, port=port, log=self.home / "ganesha.out")
