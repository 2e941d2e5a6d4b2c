"""A large calendar through the command that brings it in, in a process of its own: how long and how much memory."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from config.env import BASE_DIR

EVENTS: Final = 10_000
MOST_SECONDS: Final = 60.0
MOST_MIB: Final = 300.0
# From a small process: what a large one had is counted to the child that it makes.
ASK: Final = """
import resource, subprocess, sys, time
begun = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def bring_in_large() -> bool:
    """Prints what was seen beside what is demanded; False when it was too much."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.ics"
        path.write_bytes(large_calendar(EVENTS))
        command = [
            sys.executable, "manage.py", "adopt_forum", str(path), "--name=Stora kalendern", "--kind=other",
            "--organisation=0486", "--json",
        ]  # fmt: skip
        asked = [sys.executable, "-c", ASK, *command]
        answer = subprocess.run(asked, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True, check=False)
    code, seconds, mib = (float(word) for word in answer.stdout.split())
    holds = code == 0 and seconds <= MOST_SECONDS and mib <= MOST_MIB
    print(
        f"\nbring in {EVENTS:,} events: {seconds:.1f} s (limit {MOST_SECONDS:.0f} s), {mib:.0f} MiB at most "
        f"(limit {MOST_MIB:.0f} MiB)  {'ok' if holds else 'NOT'}"
    )
    return holds


def large_calendar(count: int) -> bytes:
    """Half a decade of a secretary's meetings: one in fifty recurs, some were moved, all have people and a long text."""
    people = "".join(f"ATTENDEE;CN=Person {one}:mailto:p{one}@demo.example\r\n" for one in range(4))
    entries = []
    for number in range(count):
        day = dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=1200) + dt.timedelta(days=number % 1800)
        rule = "RRULE:FREQ=MONTHLY;COUNT=12\r\n" if number % 50 == 0 else ""
        entries.append(
            f"BEGIN:VEVENT\r\nUID:{number}@demo.example\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Möte {number}\r\n"
            f"DTSTART;TZID=W. Europe Standard Time:{day:%Y%m%d}T{8 + number % 9:02}0000\r\nDURATION:PT1H\r\n"
            f"{rule}{people}DESCRIPTION:{'Text ' * 60}\r\nEND:VEVENT\r\n"
        )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(entries)}END:VCALENDAR\r\n".encode()
