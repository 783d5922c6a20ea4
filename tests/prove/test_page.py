from __future__ import annotations

from pathlib import Path

from tests.prove.page import campaigns, page

RECORD = """\
<testsuites><testsuite>
<testcase name="test_thirty_kills_leave_takes[sqlite]" time="61.4"><properties>
<property name="figures" value="20 shots, 30 kills" /></properties></testcase>
<testcase name="test_a_sky_stays_up" time="2"><failure message="it fell" /></testcase>
<testcase name="test_a_tool_answers" time="0"><skipped message="none here" /></testcase>
</testsuite></testsuites>
"""


def test_the_page_tells_what_ran_and_what_came_of_it(tmp_path: Path) -> None:
    record = tmp_path / "record.xml"
    record.write_text(RECORD)
    text = page(campaigns(record), seed=7)
    assert "seed 7" in text
    assert "1 of 3 campaigns passed" in text
    assert "| Thirty kills leave takes (sqlite) | passed | 61 | 20 shots, 30 kills |" in text
    assert "| A sky stays up | FAILED | 2 |  |" in text
    assert "| A tool answers | skipped | 0 |  |" in text
