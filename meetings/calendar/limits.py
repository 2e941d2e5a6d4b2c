"""The most that a calendar from outside may hold."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 10_000_000
MAX_ENTRIES: Final = 50_000
#: Blocks within blocks; RFC 5545 knows three (calendar, time zone, its standard time).
MAX_DEPTH: Final = 20
MAX_PROPERTIES: Final = 400_000
MAX_PROPERTIES_PER_ENTRY: Final = 20_000
MAX_DATES_PER_ENTRY: Final = 5_000
MAX_TEXT: Final = 1_000

#: Outlook stops at 999 occurrences, Google at 730.
MAX_RULE_COUNT: Final = 1_000
MAX_RULE_INTERVAL: Final = 1_000
MAX_RULE_LENGTH: Final = 1_000
MAX_RULES_PER_ENTRY: Final = 4
#: Points in time on one day (BYHOUR x BYMINUTE x BYSECOND).
MAX_TIMES_PER_DAY: Final = 24
MAX_RULE_LIST: Final = 370

#: Apple writes birthdays without a year as 1604.
FIRST_YEAR: Final = 1600
LAST_YEAR: Final = 2200
