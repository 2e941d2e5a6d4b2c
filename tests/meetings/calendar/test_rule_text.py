"""Which recurrence rules are refused."""

from __future__ import annotations

import pytest

from meetings.calendar.errors import RuleError
from meetings.calendar.rule_text import check_rule

EVERY = ",".join
HOURS = EVERY(map(str, range(24)))
SIXTY = EVERY(map(str, range(60)))
MONTH_DAYS = EVERY(map(str, range(1, 32)))
YEAR_DAYS = EVERY(map(str, range(1, 367)))

BOMBS = {
    "rule_count": [
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=DAILY;COUNT=1001",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-5",
        "FREQ=YEARLY;COUNT=999999999999",
    ],
    "rule_too_frequent": [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;COUNT=1",
        "FREQ=SECONDLY;UNTIL=20260101T000000Z",
        "FREQ=SECONDLY;INTERVAL=1000",
        "FREQ=MINUTELY",
        "FREQ=MINUTELY;BYDAY=MO",
        "FREQ=MINUTELY;INTERVAL=600",
        "FREQ=HOURLY",
        "FREQ=HOURLY;BYHOUR=9",
        "FREQ=HOURLY;COUNT=10",
        "freq=hourly",
        "RRULE:FREQ=SECONDLY",
    ],
    "rule_exclusion": ["EXRULE:FREQ=DAILY", "EXRULE:FREQ=SECONDLY", "exrule:FREQ=YEARLY"],
    "rule_interval": [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=1000000000",
        "FREQ=YEARLY;INTERVAL=100000000000",
        "FREQ=MONTHLY;INTERVAL=1001",
    ],
    "rule_never": [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31,30",
        "FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=12;BYYEARDAY=1",
        "FREQ=YEARLY;BYMONTH=6;BYWEEKNO=1",
        "FREQ=DAILY;BYMONTH=1;BYYEARDAY=366",
        "FREQ=DAILY;BYYEARDAY=100;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
        "FREQ=YEARLY;BYDAY=53MO;BYMONTH=3",
        "FREQ=MONTHLY;BYDAY=6FR",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=8",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=32",
    ],
    "rule_too_dense": [
        f"FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={SIXTY};BYSECOND={SIXTY}",
        f"FREQ=DAILY;BYMINUTE={SIXTY}",
        f"FREQ=DAILY;BYSECOND={SIXTY}",
        f"FREQ=YEARLY;BYHOUR={HOURS};BYMINUTE=0,30",
        f"FREQ=YEARLY;BYYEARDAY={YEAR_DAYS};BYMONTHDAY={MONTH_DAYS}",
        "FREQ=DAILY;" + "X-A=1;" * 1_000,
        "FREQ=WEEKLY;BYDAY=" + "MO," * 400,
        "A" * 1_000_000,
    ],
    "rule_scale": ["RSCALE=CHINESE;FREQ=YEARLY", "FREQ=MONTHLY;SKIP=FORWARD"],
    "rule_unreadable": [
        "",
        "FREQ",
        "FREQ=",
        "FREQ=FORTNIGHTLY",
        "FREQ=WEEKLY;FREQ=DAILY",
        "BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=DAILY;INTERVAL=1e3",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20261332",
        "FREQ=DAILY;COUNT=9" + "9" * 50,
        "FREQ=DAILY;WKST=8",
        "W1 MO #0",
        "FREQ=WEEKLY\nFREQ=DAILY",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code in BOMBS for text in BOMBS[code]])
def test_a_bomb_is_refused(code: str, text: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_rule(text)
    assert caught.value.code == code
    assert "%(" not in str(caught.value)


def test_there_are_more_than_fifty_bombs() -> None:
    assert sum(map(len, BOMBS.values())) >= 55


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=3WE",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=YEARLY;BYDAY=SU;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        "FREQ=DAILY;COUNT=999",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
        "FREQ=WEEKLY;COUNT=-1;BYDAY=MO",
        "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT",
        "freq=weekly;byday=mo;",
        "FREQ=WEEKLY;X-OWN=1;BYDAY=",
    ],
)
def test_a_rule_that_programs_write_is_accepted(text: str) -> None:
    assert check_rule(text).interval >= 1
