"""Checksums of sound formats that the standard library does not have: CRCs, highest bit first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crc:
    """A cyclic checksum that begins at zero; one over data and itself is zero."""

    width: int
    table: tuple[int, ...]

    def __call__(self, data: bytes) -> int:
        """Return the checksum of the data."""
        value, mask, down = 0, (1 << self.width) - 1, self.width - 8
        for byte in data:
            value = (value << 8 & mask) ^ self.table[value >> down ^ byte]
        return value


def crc(polynomial: int, width: int) -> Crc:
    """Return the checksum of this polynomial, `width` bits wide (8 or more)."""
    top, mask, table = 1 << (width - 1), (1 << width) - 1, []
    for index in range(256):
        value = index << (width - 8)
        for _ in range(8):
            value = (value << 1 ^ (polynomial if value & top else 0)) & mask
        table.append(value)
    return Crc(width, tuple(table))
