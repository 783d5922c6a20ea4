"""Hands that move everything in a production at random, drawn from a seed."""

from __future__ import annotations

import shutil
from contextlib import suppress

NAMES = ("A", "B", "C")


class Unrest:
    """Few names, so that folders come back, change places and stand where others stood.

    What cannot be done (a folder moved into itself, or onto a full one) is let be.
    """

    def __init__(self, film, chance):
        self.film, self.chance = film, chance
        self.outside = film.base / "outside"
        self.outside.mkdir(exist_ok=True)
        self.deeds = 0

    def run(self, deeds):
        kinds = (self.put, self.put, self.make, self.move, self.move, self.move_out, self.move_in)
        kinds += (self.delete, self.unlink, self.write_outside)
        for _ in range(deeds):
            self.deeds += 1
            with suppress(OSError, IndexError):
                self.chance.choice(kinds)()

    def somewhere(self):
        depth = self.chance.randint(1, 4)
        return self.film.root.joinpath(*self.chance.choices(NAMES, k=depth))

    def put(self):
        folder = self.somewhere()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.chance.choice(NAMES)}.png").write_bytes(b"x" * self.chance.randint(0, 9))

    def make(self):
        self.somewhere().mkdir(parents=True, exist_ok=True)

    def move(self):
        self.somewhere().rename(self.somewhere())

    def move_out(self):
        self.somewhere().rename(self.outside / f"{self.deeds}")

    def move_in(self):
        folder = self.chance.choice(sorted(self.outside.iterdir()))
        (folder / "while it was away.png").touch()
        folder.rename(self.somewhere())

    def delete(self):
        shutil.rmtree(self.somewhere())

    def unlink(self):
        self.chance.choice(sorted(self.somewhere().rglob("*.png"))).unlink()

    def write_outside(self):
        folder = self.chance.choice(sorted(self.outside.rglob("*/")))
        (folder / f"nobody's {self.deeds}.png").touch()
