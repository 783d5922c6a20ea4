"""The models of `backends:` in lyrad.yaml: the outside tools of this machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from lyrad.config.checked import Checked
from lyrad.config.fields import Flag, Words
from lyrad.config.kohya_file import KohyaFile
from lyrad.config.readers import as_list
from lyrad.config.unfit import unfit

OLLAMA = "http://127.0.0.1:11434"
_WITH_PORT = 2
"""Colons in an address that names a port."""


def read_server(value: object) -> str:
    """Return a server's address, without the slash at its end."""
    text = str(value).strip().rstrip("/")
    if isinstance(value, str) and re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text):
        return text
    raise unfit("a server's address", "Write for example `http://127.0.0.1:8188`.")


def read_ollama(value: object) -> str:
    """Return an Ollama's address; what is left out is as Ollama itself has it.

    A server is often told to listen everywhere (0.0.0.0), which is no address to speak to.
    """
    text = str(value).strip().rstrip("/") if isinstance(value, str) else ""
    address = read_server(text if "://" in text else f"http://{text}")
    if address.count(":") < _WITH_PORT and "://" not in text:
        address = f"{address}:11434"
    return address.replace("//0.0.0.0", "//127.0.0.1")


Server = Annotated[str, PlainValidator(read_server), WithJsonSchema({"type": "string"})]
Servers = Annotated[list[Server], BeforeValidator(as_list), Field(min_length=1, max_length=16)]
OllamaServer = Annotated[str, PlainValidator(read_ollama), WithJsonSchema({"type": "string"})]


class ComfyFile(Checked):
    """ComfyUI."""

    meant: ClassVar[Mapping[str, str]] = {"url": "servers", "server": "servers", "urls": "servers"}

    servers: Servers = Field(
        description="The servers' addresses; work goes to the one with least to do.",
        examples=[["http://127.0.0.1:8188"]],
    )
    own: Flag = Field(
        default=False,
        description="Nobody else works on these servers: lyrad may free their memory.",
        examples=[False],
    )
    loras: Words | None = Field(
        None,
        description="The servers' folder models/loras, as this machine sees it.",
        examples=["/mnt/comfyui/models/loras"],
    )


class OllamaFile(Checked):
    """Ollama."""

    meant: ClassVar[Mapping[str, str]] = {"url": "server", "host": "server", "servers": "server"}

    server: OllamaServer = Field(
        OLLAMA, description="The server's address.", examples=["http://127.0.0.1:11434"]
    )
    model: Words = Field(
        "", description="The model that looks at pictures.", examples=["gemma3:4b"]
    )
    writer: Words = Field("", description="The model that writes.", examples=["qwen3:8b"])


class BackendsFile(Checked):
    """Outside tools. The builtin one needs no settings."""

    not_yet: ClassVar[frozenset[str]] = frozenset({"acestep", "audiox"})

    comfyui: ComfyFile | None = Field(None, description="ComfyUI, which renders video.")
    kohya: KohyaFile | None = Field(None, description="Kohya's trainers, which make LoRAs.")
    ollama: OllamaFile | None = Field(
        None, description="Ollama, which looks at pictures, and writes."
    )
