"""The model of `lyrad.yaml`: every key of the host's settings, and what it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from lyrad.config.backends_file import BackendsFile
from lyrad.config.checked import Checked
from lyrad.config.fields import Flag, Words
from lyrad.config.readers import as_list, whole
from lyrad.config.unfit import unfit
from lyrad.config.waits import Seconds
from lyrad.model.mark import MarkSettings
from lyrad.model.settings import EngineSettings, Scan, Settle

MOST_LANES = 4

WIDEST_LANE = 64


def read_url(value: object) -> str:
    """Return a Postgres URL; what was found is not repeated, since it may hold a password."""
    text = str(value).strip()
    if isinstance(value, str) and re.match(r"postgres(ql)?(\+\w+)?://[^\s/]", text):
        return text
    raise unfit(
        "a Postgres address",
        "Write `postgresql://user@host/database`, or remove the line: SQLite needs none.",
        at="url",
    )


def read_umask(value: object) -> int:
    """Return a umask, which is written in octal as the shell writes it."""
    text = str(value).strip().removeprefix("0o")
    if isinstance(value, str) and re.fullmatch(r"0?[0-7]{1,3}", text):
        return int(text, 8)
    raise unfit("a umask in octal, such as 002", "Write `umask: 002`.")


def checked_lanes(lanes: dict[str, int]) -> dict[str, int]:
    """Return the lanes if their names and number will do."""
    if not 1 <= len(lanes) <= MOST_LANES:
        raise unfit(f"1 to {MOST_LANES} lanes with their widths", "Write `lanes: {cpu: 2}`.")
    for name in lanes:
        if not re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", name):
            raise unfit("lane names in small letters", "Rename it, for example to `cpu`.", at=name)
    return lanes


Url = Annotated[str, PlainValidator(read_url), WithJsonSchema({"type": "string"})]
Umask = Annotated[int, PlainValidator(read_umask), WithJsonSchema({"type": ["string", "integer"]})]
Width = Annotated[
    int,
    PlainValidator(whole(1, WIDEST_LANE)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": WIDEST_LANE}),
]
Lanes = Annotated[dict[str, Width], AfterValidator(checked_lanes)]
Roots = Annotated[list[Words], BeforeValidator(as_list)]


class EngineFile(Checked):
    """The queue."""

    url: Url | None = Field(
        None,
        description="A Postgres database. Without it the queue lives in the state folder.",
        examples=["postgresql://lyrad@localhost/lyrad"],
    )
    poll: Seconds = Field(
        EngineSettings().poll, description="How often the queues are looked at.", examples=["2s"]
    )


class SettleFile(Checked):
    """How long a drop must stand still."""

    local: Seconds = Field(Settle().local, description="On a local disk.", examples=["3s"])
    share: Seconds = Field(Settle().share, description="On a network share.", examples=["10s"])
    with_takes: Seconds = Field(
        Settle().with_takes, description="For a shot that has a take already.", examples=["60s"]
    )
    unused: Seconds = Field(
        Settle().unused, description="Until a file that nothing uses is named.", examples=["2m"]
    )


class ScanFile(Checked):
    """How often the whole tree is looked at."""

    local: Seconds = Field(Scan().local, description="On a local disk.", examples=["60s"])
    share: Seconds = Field(Scan().share, description="On a network share.", examples=["5s"])


class MarksFile(Checked):
    """With whose certificate files are signed; without these lines, lyrad's own."""

    certificate: Words | None = Field(
        None, description="A PEM chain, your own certificate first.", examples=["cert.pem"]
    )
    key: Words | None = Field(
        None, description="Its key, PEM without a password.", examples=["key.pem"]
    )
    organisation: Words = Field(
        MarkSettings().organisation,
        description="Who signs, where lyrad makes the certificate.",
        examples=["The Film Company"],
    )


class MusicFile(Checked):
    """Which music this machine may make."""

    accept_non_commercial: Flag = Field(
        default=False,
        description="Music that may not be sold is welcome, for a temp score that never is.",
        examples=[True],
    )


class SettingsFile(Checked):
    """`lyrad.yaml`."""

    not_yet: ClassVar[frozenset[str]] = frozenset(
        {"guards", "nights", "web", "dailies", "cache", "notify"}
    )
    meant: ClassVar[Mapping[str, str]] = {
        "productions": "roots",
        "database": "engine",
        "audiox": "backends",
        "comfyui": "backends",
        "kohya": "backends",
        "ollama": "backends",
        "acestep": "backends",
        "composers": "backends",
    }

    roots: Roots = Field(
        [],
        description="Productions, or folders of productions.",
        examples=[["/mnt/nas/FILM"]],
    )
    state: Words | None = Field(
        None,
        description="lyrad's own folder, on a local disk.",
        examples=["/var/lib/lyrad"],
    )
    engine: EngineFile = Field(EngineFile.model_construct(), description="The queue.")
    lanes: Lanes = Field(
        {"cpu": 2}, description="How many steps run at once on each track.", examples=[{"cpu": 2}]
    )
    backends: BackendsFile = Field(
        BackendsFile.model_construct(), description="Outside tools, by name."
    )
    marks: MarksFile = Field(
        MarksFile.model_construct(), description="With whose certificate files are signed."
    )
    music: MusicFile = Field(
        MusicFile.model_construct(), description="Which music this machine may make."
    )
    settle: SettleFile = Field(
        SettleFile.model_construct(), description="How long a drop must stand still."
    )
    scan: ScanFile = Field(
        ScanFile.model_construct(), description="How often the whole tree is looked at."
    )
    umask: Umask | None = Field(
        None, description="For what is written into a production.", examples=["002"]
    )
    group: Words | None = Field(
        None, description="The group of what is written into a production.", examples=["editors"]
    )
    rules: Words | None = Field(
        None,
        description="Your own rules; without it, `rules` beside this file.",
        examples=["rules"],
    )
    trust_rules_in_roots: Flag = Field(
        default=False,
        description="Obey rules that lie in a production: whoever may write there may then"
        " say what this machine does.",
        examples=[False],
    )
