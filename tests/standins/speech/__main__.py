"""Run the stand-in until it is told to end; its first line says where it listens.

It speaks both dialects on one port: whisper.cpp's `/inference`, and OpenAI's
`/v1/audio/transcriptions` as speaches answers it.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import wave
from typing import Any

from aiohttp import web

from tests.standins.speech.quirks import Quirks

OURS = {"loading", "invalid", "undecoded", "broken", "text"}
LANGUAGES = {"en", "de", "fr"}


class Speech:
    def __init__(self) -> None:
        self.quirks = Quirks()
        self.journal: list[dict[str, Any]] = []

    def application(self) -> web.Application:
        application = web.Application(client_max_size=256 * 2**20)
        application.add_routes(
            [
                web.get("/health", self.health),
                web.post("/inference", self.whisper),
                web.post("/v1/audio/transcriptions", self.openai),
                web.post("/_control", self.control),
                web.get("/_journal", self.told),
            ]
        )
        return application

    async def health(self, request: web.Request) -> web.Response:
        if self.quirks.loading:
            return web.json_response({"status": "loading model"}, status=503)
        return web.json_response({"status": "ok"})

    async def whisper(self, request: web.Request) -> web.Response:
        """Answer as whisper.cpp: parts of a form only, `en` unless told, no model asked for."""
        fields, sound, odd = await self._asked(request)
        if odd == "loading":
            return web.json_response({"status": "loading model"}, status=503)
        if odd == "invalid":
            return web.Response(text="Invalid request", status=400)
        if sound is None:
            return web.json_response({"error": "no 'file' field in the request"}, status=400)
        heard = decoded(sound)
        if heard is None or odd == "undecoded":
            return web.json_response({"error": "failed to read audio data"}, status=400)
        language = fields.get("language", "en")
        self._note(request.path, fields, heard, language)
        return self._said(odd, heard, fields, end="\n")

    async def openai(self, request: web.Request) -> web.Response:
        """Answer as speaches: a model is wanted, `auto` is no language, a bad key is 403."""
        if self.quirks.key and request.headers.get("Authorization") != f"Bearer {self.quirks.key}":
            return web.json_response({"detail": "Invalid API key"}, status=403)
        fields, sound, odd = await self._asked(request)
        missing = [one for one in ("model",) if not fields.get(one)]
        if sound is None or missing:
            absent = missing or ["file"]
            detail = [{"loc": ["body", one], "msg": "Field required"} for one in absent]
            return web.json_response({"detail": detail}, status=422)
        if fields.get("language") not in {None, *LANGUAGES}:
            detail = [{"loc": ["body", "language"], "msg": "Input should be 'en', 'de' or 'fr'"}]
            return web.json_response({"detail": detail}, status=422)
        if fields["model"] not in self.quirks.models:
            detail = f"Model '{fields['model']}' is not installed locally. You can download it."
            return web.json_response({"detail": detail}, status=404)
        heard = decoded(sound)
        if heard is None or odd == "undecoded":
            return web.json_response({"detail": "Failed to decode audio."}, status=415)
        self._note(request.path, fields, heard, fields.get("language", ""))
        return self._said(odd, heard, fields)

    async def control(self, request: web.Request) -> web.Response:
        self.quirks.switch(await request.json())
        return web.json_response({})

    async def told(self, request: web.Request) -> web.Response:
        return web.json_response({"heard": self.journal})

    async def _asked(self, request: web.Request) -> tuple[dict[str, str], bytes | None, str]:
        """Return the form's fields and file; what is not sent as parts is not read."""
        fields, sound = {}, None
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                if part.name == "file":
                    sound = bytes(await part.read())
                else:
                    fields[part.name] = (await part.read()).decode()
        return fields, sound, self.quirks.next()

    def _note(self, path: str, fields: dict[str, str], heard: dict[str, Any], spoken: str) -> None:
        self.journal.append({"path": path, "fields": fields, "language": spoken, **heard})

    def _said(
        self, odd: str, heard: dict[str, Any], fields: dict[str, str], end: str = ""
    ) -> web.Response:
        if odd == "broken":
            return web.json_response({"error": "failed to process audio"}, status=500)
        text = odd if odd and odd not in OURS else self.quirks.says
        text = text or f" It is {heard['seconds']:.1f} seconds long."
        if odd == "text" or fields.get("response_format", "json") != "json":
            return web.Response(text=text + end)
        return web.json_response({"text": text + end})


def decoded(sound: bytes) -> dict[str, Any] | None:
    """Return what the sound is, if it is one; only what is really played is believed."""
    try:
        with wave.open(io.BytesIO(sound)) as found:
            frames = found.readframes(found.getnframes())
            bytes_each = found.getnchannels() * found.getsampwidth()
            return {
                "rate": found.getframerate(),
                "channels": found.getnchannels(),
                "bits": 8 * found.getsampwidth(),
                "seconds": len(frames) / bytes_each / found.getframerate(),
            }
    except (wave.Error, EOFError, ZeroDivisionError):
        return None


async def _serve(port: int) -> None:
    runner = web.AppRunner(Speech().application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
