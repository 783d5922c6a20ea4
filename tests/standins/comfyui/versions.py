"""What servers of different ages can do."""

from __future__ import annotations

from dataclasses import dataclass

NEWEST = "0.33.0"
_SINCE_2026 = {"TextEncodeAceStepAudio1.5", "EmptyAceStep1.5LatentAudio"}


@dataclass(frozen=True)
class Version:
    """A server's version, and what follows from it for a client."""

    text: str = NEWEST

    @property
    def lists_jobs(self) -> bool:
        """`/api/jobs` came in December 2025."""
        return self._parts >= (0, 5)

    @property
    def cancels_jobs(self) -> bool:
        """`/api/jobs/{id}/cancel` came in June 2026."""
        return self._parts >= (0, 27)

    @property
    def wants_uuids(self) -> bool:
        """Before, any word was good enough for a prompt's id."""
        return self._parts >= (0, 27)

    @property
    def names_missing_nodes(self) -> bool:
        """`missing_node_type` came in January 2026; it was `invalid_prompt` before."""
        return self._parts >= (0, 12)

    @property
    def trails_audio_names(self) -> bool:
        """Audio files once were called `x_00001_.mp3`, as all others are."""
        return self._parts < (0, 12)

    def has_node(self, name: str) -> bool:
        """ACE-Step 1.5 came in February 2026."""
        return self._parts >= (0, 12) or name not in _SINCE_2026

    @property
    def _parts(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.text.split("."))
