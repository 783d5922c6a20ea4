"""Run the stand-in until it is told to end; its first line says where it listens."""

from __future__ import annotations

import argparse
import socket
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request

from tests.standins.audiox.addresses import Older
from tests.standins.audiox.interface import window
from tests.standins.audiox.model import Model
from tests.standins.audiox.quirks import Quirks


def application(folder: Path, form: str, *, older: bool) -> Any:
    quirks = Quirks()
    model = Model(folder, quirks)
    own = FastAPI()

    @own.post("/_control")
    async def control(request: Request) -> dict[str, bool]:
        quirks.switch(await request.json())
        return {"done": True}

    @own.get("/_journal")
    def journal() -> list[dict[str, Any]]:
        return model.journal

    @own.post("/_forget")
    def forget() -> None:
        model.journal.clear()

    blocks = window(model, form).queue()
    # The original is launched without a word on errors: Gradio then says that there was one.
    served = gr.mount_gradio_app(
        own, blocks, "/", allowed_paths=[str(folder)], show_error=form != "old"
    )
    return Older(served) if older else served


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--form", choices=("old", "new", "fork", "stranger"), default="old")
    parser.add_argument("--older", action="store_true")
    asked = parser.parse_args()
    served = application(asked.folder, asked.form, older=asked.older)
    place = socket.socket()
    place.bind(("127.0.0.1", 0))
    place.listen(64)
    print(f"http://127.0.0.1:{place.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(served, log_level="warning")).run(sockets=[place])


main()
