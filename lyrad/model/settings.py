"""The host's settings: what one machine is told about itself, apart from any production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lyrad.model.character import Base
from lyrad.model.mark import MarkSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """The queue's database: `url` of a Postgres, None for the SQLite file in the state folder.

    `poll` is how often the queues are looked at, in seconds.
    """

    url: str | None = None
    poll: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """How long a drop must stand still before it counts as whole, in seconds.

    On a local disk, on a share, for what changed once the shot had a take;
    after `unused`, a file that nothing uses is named.
    """

    local: float = 3.0
    share: float = 10.0
    with_takes: float = 60.0
    unused: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How often the whole tree is looked at, in seconds: events make it only earlier."""

    local: float = 60.0
    share: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComfySettings:
    """The ComfyUI servers of this host, by their addresses.

    `own` says that nobody else works on them: lyrad may then free their memory.
    `loras` is their folder `models/loras` as this machine sees it.
    """

    servers: tuple[str, ...]
    own: bool = False
    loras: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OllamaSettings:
    """The Ollama server of this host.

    Where a rule names none, `model` looks at pictures and `writer` writes.
    """

    server: str
    model: str = ""
    writer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """The speech server of this host: the full address that listens.

    `model` is its model's name where it has several, `language` a code such as `de`, or `auto`.
    """

    url: str
    model: str = ""
    language: str = "auto"
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AceStepSettings:
    """The ACE-Step server of this host.

    `key` is what it wants to be shown, empty where it wants none; `model` is asked for where a
    rule names none, empty for the server's own first.
    """

    server: str
    key: str = field(default="", repr=False)
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSettings:
    """A tool that makes music by a command of this host's own, which no shell reads.

    `argv` is the program and its arguments, with the placeholders of `core.placeholders`.
    `licence`, `commercial` and `card` as every composer says them. `picture` says that it cannot
    work without the scene's clip; `timeout` is how long it may take, in seconds.
    """

    argv: tuple[str, ...]
    licence: str = ""
    commercial: bool = False
    card: bool = True
    picture: bool = False
    timeout: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioXSettings:
    """The AudioX of this host: the address of its window in Gradio."""

    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KohyaSettings:
    """Where this host has Kohya's trainers, and what they need.

    `sd_scripts` and `musubi` are their repositories. `python` is the interpreter both run in, or
    `conda_env` the name of the environment that has it; without either, each repository's own
    `venv`. `models` are the base models' files, by base and by part (`checkpoint`, `t5xxl`).
    `tokenizers` is the folder in which sd-scripts keeps what it would load from the internet.
    """

    sd_scripts: Path | None = None
    musubi: Path | None = None
    python: Path | None = None
    conda_env: str = ""
    models: Mapping[Base, Mapping[str, Path]] = field(default_factory=dict)
    tokenizers: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One `lyrad.yaml`, read and checked; whole without any file.

    `roots` are productions or folders of productions. `state` is on a local disk. `rules` and
    `templates` are the host's own folders, which need not exist. `lanes` are the widths of the
    tracks. With `trust_rules_in_roots`, rules that lie in a production are obeyed. `umask` and
    `group` are for what is written into a production; None takes them from the folder it lies in.
    `marks` says with whose certificate files are signed. `comfyui`, `kohya`, `ollama`, `speech`,
    `acestep` and `audiox` are None where no such tool is named; `commands` are tools that make
    music, by name. With `accept_non_commercial`, music is made that may not be sold. `source` is
    the file that was read, or None.
    """

    state: Path
    rules: Path
    templates: Path
    roots: tuple[Path, ...] = ()
    engine: EngineSettings = field(default_factory=EngineSettings)
    lanes: Mapping[str, int] = field(default_factory=lambda: {"cpu": 2})
    comfyui: ComfySettings | None = None
    kohya: KohyaSettings | None = None
    ollama: OllamaSettings | None = None
    acestep: AceStepSettings | None = None
    commands: Mapping[str, CommandSettings] = field(default_factory=dict)
    audiox: AudioXSettings | None = None
    speech: SpeechSettings | None = None
    marks: MarkSettings = field(default_factory=MarkSettings)
    settle: Settle = field(default_factory=Settle)
    scan: Scan = field(default_factory=Scan)
    umask: int | None = None
    group: str | None = None
    trust_rules_in_roots: bool = False
    accept_non_commercial: bool = False
    source: Path | None = None
