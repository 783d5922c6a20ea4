from __future__ import annotations

from datetime import datetime, time
from fractions import Fraction
from pathlib import Path

import pytest

from lyrad.config.shotlist.reading import read_list
from lyrad.errors import Code, ConfigError
from lyrad.model.shotlist import ShotList
from tests.support.shotlist_files import excel_csv, workbook

RATE = Fraction(24)


def read(
    tmp_path: Path, data: bytes | str, name: str = "list.csv", rate: Fraction = RATE
) -> ShotList:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_list(path, f"inbox/{name}", rate)


def said(found: ShotList) -> dict[str, dict[str, object]]:
    return {str(one.shot): dict(one.fields) for one in found.shots}


def refused(
    tmp_path: Path, data: bytes | str, name: str = "list.csv"
) -> list[tuple[Code, str, str]]:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, data, name)
    return [(fault.code, fault.where, fault.what) for fault in error.value.faults]


def test_a_csv_of_a_german_excel_is_read_whole(tmp_path: Path) -> None:
    found = read(tmp_path, excel_csv(), "Auflösung.csv")
    assert len(found.shots) == 12
    assert found.name == "Auflösung.csv"
    assert said(found)["SC010/SH0010"] == {
        "description": "Der Leuchtturm; Dämmerung. Camera: langsame Fahrt",
        "duration": "4s",
    }
    assert said(found)["SC010/SH0020"]["duration"] == "2.5s"
    assert said(found)["SC010/SH0030"]["description"] == "Der Wärter sagt: »Nein.«"
    assert said(found)["SC020/SH0020"]["description"] == 'Er liest "Seenot".'
    assert "SC030/12A" in said(found)
    assert found.remarks == ("Columns that are not read: Objektiv.",)
    assert found.shots[2].where == "row 4"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_are_found_out(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    table = f"Shot{separator}Action\r\n10/20{separator}Die Küche, dunkel; leer\r\n"
    if separator != "\t":
        table = table.replace("Die Küche, dunkel; leer", '"Die Küche, dunkel; leer"')
    found = read(tmp_path, table.encode(encoding), "list.tsv")
    assert said(found) == {"10/20": {"description": "Die Küche, dunkel; leer"}}


def test_the_line_by_which_excel_names_its_separator_is_obeyed(tmp_path: Path) -> None:
    assert list(said(read(tmp_path, "sep=|\nShot|Action\nSC1_SH2|x\n"))) == ["SC1/SH2"]


@pytest.mark.parametrize(
    ("code", "shot"),
    [
        ("SC010_SH0020", "SC010/SH0020"),
        ("10/20", "10/20"),
        ("12A", "12/12A"),
        ("EP01_SC02_SH03", "EP01_SC02/SH03"),
        ("010-0020", "010/0020"),
        ("Sc 10 Sh 20", "Sc 10/Sh 20"),
        ("Küche_Totale", "Küche/Totale"),
    ],
)
def test_codes_that_name_their_scene_need_no_column_for_it(
    tmp_path: Path, code: str, shot: str
) -> None:
    assert list(said(read(tmp_path, f"Shot;Text\n{code};x\n"))) == [shot]


@pytest.mark.parametrize(
    ("scene", "code", "shot"),
    [
        ("SC010", "SH0020", "SC010/SH0020"),
        ("SC010", "SC010_SH0020", "SC010/SH0020"),
        ("10", "10/20", "10/20"),
        ("12", "12A", "12/12A"),
        ("12", "A", "12/A"),
        ("Küche", "3", "Küche/3"),
    ],
)
def test_a_shot_beside_its_scene_names_it_once(
    tmp_path: Path, scene: str, code: str, shot: str
) -> None:
    assert list(said(read(tmp_path, f"Scene;Shot No.\n{scene};{code}\n"))) == [shot]


def test_a_scene_that_is_left_out_is_the_one_above_unless_the_shot_names_another(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, "Sc.;Shot\nSC010;SH0010\n;SH0020\n;SC020_SH0010\n")
    assert list(said(found)) == ["SC010/SH0010", "SC010/SH0020", "SC020/SH0010"]


@pytest.mark.parametrize(
    ("head", "cells", "length"),
    [
        ("Frames", "97", {"frames": 97}),
        ("Length (frames)", "97", {"frames": 97}),
        ("Dauer", "4 Sek.", {"duration": "4s"}),
        ("Durée (s)", "2,5", {"duration": "2.5s"}),
        ("Length", "97f", {"frames": 97}),
        ("Duration", "1m 20s", {"duration": "80s"}),
        ("Duration", "00:00:04:12", {"frames": 108}),
        ("Duration", "0:04", {"duration": "4s"}),
        ("Duration", "00:00:04", {"duration": "4s"}),
        ("Duration", "4", {"duration": "4s"}),
        ("Duration", "-", {}),
        ("TC In;TC Out", "01:00:00:00;01:00:04:01", {"frames": 97}),
        ("Frames;Duration", "97;99s", {"frames": 97}),
        ("FPS;Frames", "25;50", {"frames": 50, "fps": "25"}),
        ("Bildrate", "24", {}),
        ("FPS", "23,976", {"fps": "24000/1001"}),
    ],
)
def test_lengths_are_read_as_people_write_them(
    tmp_path: Path, head: str, cells: str, length: dict[str, object]
) -> None:
    found = read(tmp_path, f"Shot;{head}\nSC1_SH1;{cells}\n")
    assert said(found) == {"SC1/SH1": length}


def test_a_bare_number_is_seconds_and_the_list_is_told_so(tmp_path: Path) -> None:
    found = read(tmp_path, "Shot;Duration\nSC1_SH1;4\n")
    assert found.remarks == ("Lengths without a unit were read as seconds.",)


def test_every_row_that_is_no_shot_is_named_at_once_with_its_number(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        "Shot;Action;Duration\n"
        "SC1_SH1;fine;4s\n"
        ";no code;4s\n"
        ";;\n"
        "SH0020;no scene;4s\n"
        "SC1_a?b;no name;4s\n"
        "SC1_SH2;no length;long\n"
        "SC1_SH3;too short;1f\n"
        f"SC1_SH4;{'too long ' * 2000};\n"
        "1/1;twice;\n"
        "SC1/SH1;twice;\n",
    )
    assert [(code.value, where.removeprefix("inbox/list.csv, ")) for code, where, _ in found] == [
        ("shotlist-row", "row 3"),
        ("shotlist-row", "row 5"),
        ("shotlist-row", "row 6"),
        ("shotlist-row", "row 7"),
        ("shotlist-row", "row 8"),
        ("shotlist-row", "row 9"),
        ("shotlist-twice", "row 2, row 10, row 11"),
    ]


def test_a_table_without_a_column_for_shots_says_which_name_is_missing(tmp_path: Path) -> None:
    ((code, _, what),) = refused(tmp_path, "Nummer;Text\nSC1_SH1;x\n")
    assert (code, what) == (Code.SHOTLIST_COLUMNS, "No column of this table is called Shot.")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", 'Shot;Action\n"SC1_SH1;never ends\n' + "x" * 200_000),
        ("a.csv", "Shot\n"),
        ("a.xlsx", b"PK\x03\x04 not a workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.csv", "Shot\n" + "SC1_SH1\n" * 20_001),
    ],
)
def test_what_is_no_list_is_refused_in_words(tmp_path: Path, name: str, data: bytes | str) -> None:
    ((code, where, _),) = refused(tmp_path, data, name)
    assert code is Code.SHOTLIST_UNREADABLE
    assert where == f"inbox/{name}"


def test_a_workbook_is_read_by_its_values(tmp_path: Path) -> None:
    data = workbook(
        [
            ("The Lighthouse", None, None),
            ("Breakdown of", datetime(2026, 11, 26), None),  # noqa: DTZ001 - as Excel has it
            ("Scene", "Shot", "Description", "Duration", "Frames"),
            (10, 20, "Dusk.", time(0, 0, 4), None),
            (None, 30.0, "Two\nlines.", None, 97),
        ]
    )
    found = read(tmp_path, data, "list.xlsx")
    assert said(found) == {
        "10/20": {"description": "Dusk.", "duration": "4s"},
        "10/30": {"description": "Two lines.", "frames": 97},
    }
    assert [one.where for one in found.shots] == ["row 4", "row 5"]


def test_a_code_of_which_excel_has_made_a_date_is_told_as_one(tmp_path: Path) -> None:
    data = workbook([("Shot",), (datetime(2026, 10, 20),)])  # noqa: DTZ001 - as Excel has it
    with pytest.raises(ConfigError) as error:
        read(tmp_path, data, "list.xlsx")
    assert "format the column as text" in error.value.fault.next


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "cell", ["a " * 60_000, "1" * 100_000, "_" * 100_000, "1" + " " * 99_000 + "s"]
)
def test_cells_of_any_length_cost_little_and_are_told_short(tmp_path: Path, cell: str) -> None:
    found = refused(tmp_path, f'Shot;Duration;Scene\n"{cell}";"{cell}";"{cell}"\n')
    assert found
    assert all(len(what) < 300 for _, _, what in found)
