"""Read the sheet of an XLSX workbook that has the shots into rows of cells: values, no formulas.

The workbook is opened to read, row by row; its parts are weighed before they are unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

from lyrad.config.shotlist.delimited import MOST_ROWS, Grid, too_long
from lyrad.config.shotlist.faulty import unreadable

MOST_UNPACKED = 64 * 1024 * 1024
MOST_COLUMNS = 200
MOST_SHEETS = 20
LAST_BLANK = 500
"""After so many empty rows nothing more comes: some sheets are formatted down to the last row."""

_AGAIN = "Save it again as an Excel workbook (.xlsx), or export the sheet as CSV."


def rows(data: bytes, shown: str, score: Callable[[Grid], int]) -> Grid:
    """Return the rows of the visible sheet in which most columns are recognised.

    Raises:
        ConfigError: it is no workbook, or one too large to unpack.
    """
    # Three quarters of a second, which only who drops a workbook should pay.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        _weigh(data, shown)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        grids = [_grid(sheet, shown) for sheet in visible[:MOST_SHEETS]]
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError) as error:
        raise unreadable("This workbook cannot be read.", shown, _AGAIN) from error
    return max(grids, key=lambda grid: (score(grid), sum(map(any, grid))), default=())


def _weigh(data: bytes, shown: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise unreadable(
                f"This workbook is larger than {MOST_UNPACKED >> 20} MB when it is unpacked.",
                shown,
                "Export the sheet with the shots as CSV.",
            )


def _grid(sheet: Any, shown: str) -> Grid:  # noqa: ANN401 - the library has no types
    # What a sheet says of its own size is often wrong, and rows would be missed by it.
    sheet.reset_dimensions()
    found: list[tuple[str, ...]] = []
    blank = 0
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        found.append(tuple(_text(cell) for cell in row))
        blank = 0 if any(found[-1]) else blank + 1
        if blank > LAST_BLANK:
            break
        if len(found) > MOST_ROWS:
            raise too_long(shown)
    return tuple(found)


def _text(value: object) -> str:
    """Return a cell as a person sees it, as far as that can be known without its format."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).strip()
