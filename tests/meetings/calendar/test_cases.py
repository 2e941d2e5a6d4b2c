"""Real calendars of other programs, compared with a second opinion."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from meetings.calendar.expansion import expand
from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.oracle import Row, oracle_rows, row

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.ics"))
FOREIGN = sorted((ROOT.parent / "shared" / "cases" / "ics").glob("*.ics"))

FIRST, LAST = dt.date(2014, 1, 1), dt.date(2028, 12, 31)

#: What the second opinion cannot read, or reads against RFC 5545.
NOT_COMPARED = {
    "rfc_5545_RDATE_example.ics": "the expander fails on entries without a start",
    "thunderbird.ics": "the expander reads a local UNTIL as UTC and drops a date beside times",
}


@pytest.mark.parametrize("path", [*FIXTURES, *FOREIGN], ids=lambda path: path.name)
def test_every_calendar_reads_as_another_program_reads_it(path: Path) -> None:
    data = path.read_bytes()
    found = read_calendar(data)
    rows: list[Row] = []
    for series in found.series:
        expanded = expand(series, window_start=FIRST, window_end=LAST)
        rows += [row(one.summary, one.starts_at, one.ends_at) for one in expanded]
    if path.name in NOT_COMPARED:
        return
    skipped = {"test-123", "11le1ep09hvog7dbotn6foj38e@google.com"}
    assert sorted(rows) == oracle_rows(data, first=FIRST, last=LAST, without=skipped)
