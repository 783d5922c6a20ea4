"""Read CSV and TSV into rows of cells: encodings, separators and quotes as programs export them.

Decides what the bytes mean; what the columns mean is decided in `columns` and `table`.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable

from lyrad.config.shotlist.faulty import unreadable
from lyrad.config.text import BYTE_ORDER_MARKS

Grid = tuple[tuple[str, ...], ...]
"""Rows of cells as text; a row's place is its number in the table, the first one is row 1."""

SEPARATORS = (";", "\t", ",")
MOST_ROWS = 20_000
_SAID = "sep="
_LINE = "One of the quotes that begin a cell never ends, or a cell is longer than any text."


def rows(data: bytes, shown: str, score: Callable[[Grid], int]) -> Grid:
    """Return the table's rows, cut at the separator by which most columns are recognised.

    Raises:
        ConfigError: it is no table of text.
    """
    text = decoded(data)
    first, _, rest = text.partition("\n")
    # Excel obeys a first line `sep=;`, and some programs write it.
    if first.strip().strip('"').lower().startswith(_SAID):
        said = first.strip().strip('"')[len(_SAID) :]
        return _cut(rest, said[:1] or ",", shown)
    grids = [_cut(text, separator, shown) for separator in SEPARATORS]
    return max(grids, key=lambda grid: (score(grid), max(map(len, grid), default=0)))


def decoded(data: bytes) -> str:
    """Return the text of a file: with a mark what it says, else UTF-8, UTF-16 or Windows-1252."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if b"\0" in data[:200]:
        little = data[1:200:2].count(0) >= data[0:200:2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", "replace")
    for name in ("utf-8", "cp1252"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return codecs.decode(data, "latin-1")


def _cut(text: str, separator: str, shown: str) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[str, ...]] = []
    try:
        for row in reader:
            found.append(tuple(cell.strip() for cell in row))
            if len(found) > MOST_ROWS:
                raise too_long(shown)
    except csv.Error as error:
        raise unreadable(
            f"This table breaks off in line {reader.line_num}. {_LINE}",
            shown,
            "Export it again as CSV, or drop the workbook (XLSX) itself.",
        ) from error
    return tuple(found)


def too_long(shown: str) -> Exception:
    """Return the error of a table with more rows than any film has shots."""
    return unreadable(
        f"This table has more than {MOST_ROWS} rows.",
        shown,
        "Keep the shots; calculations belong in a sheet of their own.",
    )
