"""Have a memo written down: checked before it is sent, and believed only where words came back."""

from __future__ import annotations

from lyrad.backends.speech import faults
from lyrad.backends.speech.client import Client
from lyrad.backends.speech.sound import brought
from lyrad.core.briefs.heard import circles, heard
from lyrad.errors import Fault, Permanent
from lyrad.model.settings import SpeechSettings
from lyrad.ports import Signal, Transcribed, TranscribeOrder


class SpeechServer:
    """Asks the speech server that the settings name."""

    name = "speech"

    def __init__(self, settings: SpeechSettings) -> None:
        """Prepare it; nothing is asked yet."""
        self._settings = settings

    def probe(self) -> Fault | None:
        """Return why nobody can listen now, or None."""
        client = Client(self._settings)
        try:
            return client.unready()
        finally:
            client.close()

    def transcribe(self, order: TranscribeOrder, signal: Signal) -> Transcribed:
        """Return the words of a memo.

        Raises:
            Temporary: the server is down or loading, or a setting is wrong.
            Permanent: there are no words in the memo, or the server cannot use it.
        """
        sound = brought(order.memo, order.shown, order.work, signal)
        client = Client(self._settings)
        try:
            said = client.transcribe(sound.wav)
        finally:
            client.close()
        signal.check()
        words = heard(said)
        if not words or circles(said):
            raise Permanent(faults.wordless(order.shown, said))
        return Transcribed(
            words=words,
            facts={
                "server": self._settings.url,
                "model": self._settings.model,
                "language": self._settings.language,
                "seconds": round(sound.seconds, 1),
                "lufs": round(sound.loudness, 1),
            },
        )
