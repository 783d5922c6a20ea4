"""Cut a scene together: each shot encoded once, the whole joined without encoding it again."""

from __future__ import annotations
