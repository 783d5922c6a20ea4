"""Read the host's settings; without a file, everything has its default.

Whether the state folder is on a local disk is the disk's to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lyrad.config.backends_file import AceStepFile
from lyrad.config.checked import checked
from lyrad.config.composers_file import CommandFile
from lyrad.config.kohya_file import KohyaFile
from lyrad.config.places import settings_path, state_folder, user_folder
from lyrad.config.settings_file import MarksFile, SettingsFile
from lyrad.config.text import read_text
from lyrad.config.yaml_tree import one_document
from lyrad.model.character import Base
from lyrad.model.lane import CARD, COMFYUI
from lyrad.model.mark import MarkSettings
from lyrad.model.settings import (
    AceStepSettings,
    AudioXSettings,
    ComfySettings,
    CommandSettings,
    EngineSettings,
    KohyaSettings,
    OllamaSettings,
    Scan,
    Settings,
    Settle,
    SpeechSettings,
)

PROMPTS_A_SERVER = 2
"""One at work and one behind it, so that the card does not idle between two shots."""


def load_settings(explicit: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings.

    From the file that was named, else `$LYRAD_CONFIG`, else the user's, else the system's config
    folder. `$LYRAD_STATE` goes before the file's `state`.

    Raises:
        ConfigError: a file that was named is not there; or every fault of the file at once.
    """
    path = settings_path(explicit, environ)
    read = _read(path) if path else SettingsFile.model_validate({})
    home = path.parent if path else user_folder(environ)
    state = environ.get("LYRAD_STATE") or read.state
    return Settings(
        roots=tuple(_absolute(root, home) for root in read.roots),
        state=_absolute(state, home) if state else state_folder(environ),
        rules=_absolute(read.rules or "rules", home),
        templates=home / "templates",
        engine=EngineSettings(url=read.engine.url, poll=read.engine.poll),
        lanes=_lanes(read),
        comfyui=_comfyui(read, home),
        kohya=_kohya(read.backends.kohya, home),
        ollama=_ollama(read),
        acestep=_acestep(read.backends.acestep),
        commands={name: _command(said, home) for name, said in read.backends.composers.items()},
        audiox=_audiox(read),
        speech=_speech(read),
        marks=_marks(read.marks, home),
        accept_non_commercial=read.music.accept_non_commercial,
        settle=Settle(**read.settle.model_dump()),
        scan=Scan(**read.scan.model_dump()),
        umask=read.umask,
        group=read.group,
        trust_rules_in_roots=read.trust_rules_in_roots,
        source=path,
    )


def _read(path: Path) -> SettingsFile:
    return checked(one_document(read_text(path, str(path)), str(path)), SettingsFile)


def _comfyui(read: SettingsFile, home: Path) -> ComfySettings | None:
    said = read.backends.comfyui
    if said is None:
        return None
    return ComfySettings(
        servers=tuple(dict.fromkeys(said.servers)),
        own=said.own,
        loras=_absolute(said.loras, home) if said.loras else None,
    )


def _ollama(read: SettingsFile) -> OllamaSettings | None:
    said = read.backends.ollama
    return OllamaSettings(**said.model_dump()) if said else None


def _speech(read: SettingsFile) -> SpeechSettings | None:
    said = read.backends.speech
    return SpeechSettings(**said.model_dump()) if said else None


def _acestep(said: AceStepFile | None) -> AceStepSettings | None:
    return AceStepSettings(server=said.server, key=said.key, model=said.model) if said else None


def _command(said: CommandFile, home: Path) -> CommandSettings:
    """Return a tool's command; a program by its path lies beside the settings, or is absolute."""
    program, *arguments = said.argv
    by_path = "/" in program
    return CommandSettings(
        argv=(str(_absolute(program, home)) if by_path else program, *arguments),
        licence=said.licence,
        commercial=said.commercial,
        card=said.card,
        picture=said.picture,
        timeout=said.timeout,
    )


def _audiox(read: SettingsFile) -> AudioXSettings | None:
    said = read.backends.audiox
    return AudioXSettings(server=said.server) if said else None


def _kohya(read: KohyaFile | None, home: Path) -> KohyaSettings | None:
    if read is None:
        return None
    said = {
        base: {part: _absolute(str(path), home) for part, path in read.models.of(base).items()}
        for base in Base
    }
    return KohyaSettings(
        sd_scripts=_maybe(read.sd_scripts, home),
        musubi=_maybe(read.musubi, home),
        python=_maybe(read.python, home),
        conda_env=read.conda_env or "",
        models={base: parts for base, parts in said.items() if parts},
        tokenizers=_maybe(read.tokenizers, home),
    )


def _lanes(read: SettingsFile) -> dict[str, int]:
    """Return the lanes; a tool that has servers has one, wide enough to keep them busy.

    What needs the graphics card to itself takes turns on a lane of its own.
    """
    comfyui = read.backends.comfyui
    usual = {CARD: 1}
    if comfyui:
        usual[COMFYUI] = PROMPTS_A_SERVER * len(dict.fromkeys(comfyui.servers))
    return {**usual, **read.lanes}


def _marks(read: MarksFile, home: Path) -> MarkSettings:
    return MarkSettings(
        certificate=_maybe(read.certificate, home),
        key=_maybe(read.key, home),
        organisation=read.organisation,
    )


def _maybe(text: str | None, home: Path) -> Path | None:
    return _absolute(text, home) if text else None


def _absolute(text: str, home: Path) -> Path:
    """Return a path as written, or below the settings file's folder where it is relative."""
    return home / Path(text).expanduser()
