"""Large and hostile files: time and memory."""

from __future__ import annotations

import datetime as dt
import random
import time
import tracemalloc
from pathlib import Path

import pytest

from meetings.calendar.errors import CalendarError
from meetings.calendar.expansion import expand
from meetings.calendar.reading import read_calendar
from tests.meetings.calendar.reading import FIXTURES, calendar, event, only_series

OUTLOOK = (FIXTURES / "outlook.ics").read_bytes()


def large_calendar(count: int) -> bytes:
    """A secretary's calendar: every tenth entry recurs, each has people and a long text."""
    entries = []
    for number in range(count):
        day = dt.date(2022, 1, 3) + dt.timedelta(days=number % 2_000)
        rule = "RRULE:FREQ=WEEKLY;COUNT=50\n" if number % 10 == 0 else ""
        people = "".join(f'ATTENDEE;CN="Person {one}":mailto:p{one}@demo.example\n' for one in range(4))
        entries.append(
            f"UID:{number}@demo.example\nDTSTAMP:20260101T000000Z\nSUMMARY:Möte {number}\n"
            f'DTSTART;TZID="W. Europe Standard Time":{day:%Y%m%d}T090000\nDURATION:PT1H\n'
            f"{rule}{people}DESCRIPTION:{'Text ' * 60}"
        )
    return calendar(*entries)


def test_ten_thousand_entries_read_and_expand_in_time_and_memory() -> None:
    data = large_calendar(10_000)
    assert len(data) < 10_000_000
    begun = time.process_time()
    found = read_calendar(data)
    total = sum(
        len(expand(one, window_start=dt.date(2021, 11, 1), window_end=dt.date(2028, 11, 1))) for one in found.series
    )
    assert (len(found.series), total) == (10_000, 59_000)
    assert time.process_time() - begun < 30


def test_five_thousand_entries_stay_within_memory() -> None:
    data = large_calendar(5_000)
    tracemalloc.start()
    read_calendar(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120_000_000


def test_ten_megabytes_are_refused_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(CalendarError) as caught:
        read_calendar(b"BEGIN:VCALENDAR\n" + b"A" * 10_000_000)
    assert caught.value.code == "file_too_large"
    assert time.process_time() - begun < 0.05


HOSTILE = {
    "one long line": b"BEGIN:VCALENDAR\nSUMMARY:" + b"A" * 9_900_000 + b"\nEND:VCALENDAR\n",
    "quotes": b"BEGIN:VCALENDAR\nATTENDEE;" + b'";' * 400_000 + b":\nEND:VCALENDAR\n",
    "carriage returns": b"BEGIN:VCALENDAR\n" + b"\r" * 9_900_000 + b"END:VCALENDAR\n",
    "folds": b"BEGIN:VCALENDAR\nSUMMARY:A" + b"\n B" * 1_000_000 + b"\nEND:VCALENDAR\n",
    "depth": b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 200_000 + b"END:VCALENDAR\n",
    "ends": b"BEGIN:VCALENDAR\n" + b"END:X\n" * 500_000 + b"END:VCALENDAR\n",
    "properties": b"BEGIN:VCALENDAR\n" + b"UID:1\n" * 900_000 + b"END:VCALENDAR\n",
    "exclusions": calendar(event("EXDATE:" + "20260101T000000," * 100_000)),
    "dots": calendar(event("LOCATION:" + "a." * 400_000)),
    "codes": calendar(event("LOCATION:" + "pin " * 100_000)),
    "address": calendar(event("ATTENDEE:mailto:" + "a@" * 300_000)),
    "zones": calendar(*(event(start=f"DTSTART;TZID=(UTC+01:00) {one},:20260101T090000") for one in range(3_000))),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused_in_two_seconds(name: str) -> None:
    begun = time.process_time()
    try:
        read_calendar(HOSTILE[name])
    except CalendarError as error:
        assert error.code in {"too_many_entries", "truncated"}  # noqa: PT017  (both outcomes are right)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "entry",
    [
        event("RRULE:FREQ=DAILY", start="DTSTART:16040101T090000Z"),
        event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=1000", start="DTSTART:16040101T090000Z"),
        event("RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=5", start="DTSTART:20260106T090000Z"),
        event("RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,6,12,18"),
    ],
)  # fmt: skip
def test_a_slow_rule_expands_in_half_a_second(entry: str) -> None:
    series = only_series(calendar(entry))
    begun = time.process_time()
    expand(series, window_start=dt.date(2021, 11, 1), window_end=dt.date(2028, 11, 1))
    assert time.process_time() - begun < 0.5


def mutated(data: bytes, random_: random.Random) -> bytes:
    """Cut, double, swap or overwrite some bytes."""
    for _ in range(random_.randint(1, 6)):
        here, there = sorted(random_.randrange(len(data)) for _ in range(2))
        there = min(there, here + 80)
        piece = bytes(random_.randrange(256) for _ in range(random_.randint(0, 4)))
        kind = random_.randrange(3)
        if kind == 0:
            data = data[:here] + piece + data[there:]
        elif kind == 1:
            data = data[:there] + data[here:there] + data[there:]
        else:
            data = data[:here] + piece + data[here + len(piece) :]
    return data


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.ics")), ids=lambda path: path.stem)
def test_a_damaged_file_is_read_or_refused_but_never_crashes(path: Path) -> None:
    random_ = random.Random(path.stem)  # noqa: S311  (no secret)
    data = path.read_bytes()
    for _ in range(300):
        try:
            found = read_calendar(mutated(data, random_))
        except CalendarError:
            continue
        for series in found.series:
            expand(series, window_start=dt.date(2025, 1, 1), window_end=dt.date(2027, 1, 1))
