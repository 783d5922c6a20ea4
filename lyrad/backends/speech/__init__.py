"""Speech to text: whisper.cpp, speaches, and every server that listens the way OpenAI's does."""

from __future__ import annotations
