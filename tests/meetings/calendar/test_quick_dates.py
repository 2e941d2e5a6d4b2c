"""Days as people write them, counted from Monday 9 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.calendar.quick_dates import NEXT_MEETING, ONGOING, Due, dates_in
from meetings.calendar.quick_words import MONTHS

MONDAY = date(2026, 11, 9)


def on(year: int, month: int, day: int) -> Due:
    return Due("date", date(year, month, day))


DAYS = {
    on(2026, 12, 15): [
        "15/12",
        "15/12.",
        "15/12-26",
        "15/12-2026",
        "15/12/26",
        "15/12/2026",
        "15/12 2026",
        "15.12.2026",
        "2026-12-15",
        "20261215",
        "15 december",
        "15 dec",
        "15 dec.",
        "15 DEC",
        "15 december 2026",
        "den 15 december",
        "den 15:e december",
        "15:e december",
        "15e december",
        "senast 15/12",
        "senast den 15 december",
        "klart senast 15/12",
        "klart till den 15 december 2026",
        "före 15/12",
        "innan 15/12",
        "till och med 15/12",
        "t.o.m. 15/12",
        "December 15",
        "Dec 15",
        "December 15, 2026",
        "15th of December",
        "the 15th of December 2026",
        "by 15 December",
        "before December 15",
        "due by 15/12",
        "until 15/12",
        "on 15 December",
        "tisdag v. 51",
        "tis v 51",
        "tisdag i vecka 51",
        "Tuesday week 51",
        "Tue w51",
    ],
    on(2026, 12, 18): [
        "v. 51",
        "v 51",
        "v51",
        "V. 51",
        "vecka 51",
        "vecka nr 51",
        "week 51",
        "wk 51",
        "w51",
        "v. 51 2026",
        "v. 51/2026",
        "senast v. 51",
        "fre v. 51",
        "fredag v 51",
    ],
    on(2026, 11, 13): [
        "fre",
        "fredag",
        "på fredag",
        "senast fredag",
        "Fredag",
        "till fredag",
        "fri",
        "Friday",
        "on Friday",
        "by friday",
        "denna vecka",
        "den här veckan",
        "this week",
    ],
    on(2026, 11, 12): ["tors", "torsdag", "thu", "thurs", "Thursday"],
    on(2026, 11, 16): [
        "mån",
        "måndag",
        "på måndag",
        "mon",
        "monday",
        "nästa måndag",
        "om en vecka",
        "om 1 vecka",
        "inom en vecka",
        "in a week",
        "within one week",
    ],
    on(2026, 11, 14): ["lör", "lördag", "saturday"],
    on(2026, 11, 15): ["sön", "söndag", "sunday", "15:e", "den 15:e", "the 15th", "senast den 15:e"],
    on(2026, 11, 20): ["nästa fredag", "next friday", "next Fri", "nästa vecka", "next week", "v. 47"],
    on(2026, 11, 9): ["idag", "i dag", "today", "9/11", "9 november"],
    on(2026, 11, 10): ["imorgon", "i morgon", "till imorgon", "tomorrow"],
    on(2026, 11, 11): ["i övermorgon", "iövermorgon", "om två dagar", "om 2 dagar", "in 2 days"],
    on(2026, 11, 23): ["om två veckor", "om 2 veckor", "inom 14 dagar", "in two weeks", "within 2 weeks"],
    on(2026, 12, 9): ["om en månad", "in a month", "inom en månad"],
    on(2027, 2, 9): ["om tre månader", "in 3 months"],
    on(2026, 11, 30): [
        "månadsskiftet",
        "slutet av månaden",
        "senast månadsskiftet",
        "end of the month",
        "end of November",
    ],
    on(2026, 12, 31): ["årsskiftet", "senast årsskiftet", "slutet av december", "the end of the year"],
    on(2027, 1, 31): ["31/1", "31 jan", "slutet av januari", "utgången av januari", "end of January"],
    on(2027, 1, 15): ["v. 2", "vecka 2", "v. 2 2027"],
    on(2026, 12, 30): ["v. 53"],  # Thursday is New Year's Eve, Friday New Year's Day
    NEXT_MEETING: [
        "nästa möte",
        "till nästa möte",
        "Nästa möte",
        "nästa sammanträde",
        "nästa gång",
        "next meeting",
        "by the next meeting",
        "by next meeting",
        "next time",
    ],
    ONGOING: ["löpande", "Löpande", "fortlöpande", "tills vidare", "ongoing", "until further notice", "continuously"],
}


@pytest.mark.parametrize(("text", "due"), [(text, due) for due, texts in DAYS.items() for text in texts])
def test_a_day_is_read(text: str, due: Due) -> None:
    found = list(dates_in(text, MONDAY))

    assert [(row.due, row.doubtful) for row in found] == [(due, False)]
    assert text[found[0].start : found[0].end].rstrip(".") == text.rstrip(".")


@pytest.mark.parametrize("text", [f"Ring skolan {day}" for day in ("15/12", "nästa möte", "fre", "v. 51")])
def test_only_the_day_is_taken(text: str) -> None:
    (found,) = dates_in(text, MONDAY)

    assert text[: found.start] == "Ring skolan "


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ring skolan",
        "Prata med Tor",
        "Sat",
        "om man kan",
        "hans son",
        "den stora lor",
        "24/7-jouren",
        "kl. 15.12",
        "1234",
        "15",
        "3 skolor",
        "veckan",
        "v.",
        "mötet",
        "maj",
        "i mars",
        "§ 12",
        "KS 2026/0412",
        "punkt 3",
        "10-15 elever",
        "nästa",
        "löpandeband",
        "fredagsmys",
        "100 %",
        "@",
        "070-123 45 67",
    ],
)
def test_other_words_are_no_days(text: str) -> None:
    assert [found for found in dates_in(text, MONDAY) if found.due] == []


@pytest.mark.parametrize(
    "text", ["31/2", "32/1", "12/15", "0/0", "15/13", "2026-02-30", "v. 60", "v. 53 2027", "99 december"]
)
def test_what_looks_like_a_day_and_is_none_is_doubtful(text: str) -> None:
    assert [(found.due, found.doubtful) for found in dates_in(text, MONDAY)] == [(None, True)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29/2", date(2028, 2, 29)),
        ("1/11", date(2027, 11, 1)),
        ("12 oktober", date(2027, 10, 12)),
        ("2026-11-08", date(2026, 11, 8)),
    ],
)
def test_a_day_that_has_just_passed_is_doubtful(text: str, day: date) -> None:
    assert [(found.due, found.doubtful) for found in dates_in(text, MONDAY)] == [(Due("date", day), True)]


def test_two_days_in_their_order() -> None:
    assert [found.due for found in dates_in("Möte 10/12, svar senast v. 51 eller löpande", MONDAY)] == [
        on(2026, 12, 10),
        on(2026, 12, 18),
        ONGOING,
    ]


@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 1100, 37)])
def test_every_day_and_month_of_the_coming_year(start: date) -> None:
    """Written as 5/3, 5 mars and 2027-03-05 it is the same day, never in the past."""
    for ahead in range(300):
        day = start + timedelta(days=ahead)
        word = next(word for word, number in MONTHS.items() if number == day.month)
        for text in (f"{day.day}/{day.month}", f"{day.day} {word}", f"{day:%Y-%m-%d}"):
            assert [found.due for found in dates_in(text, start)] == [Due("date", day)], (text, start)


@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 1100, 37)])
def test_weekdays_and_weeks_are_ahead(start: date) -> None:
    for number, word in enumerate(["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]):
        (found,) = dates_in(word, start)
        assert found.due
        assert found.due.day
        assert (found.due.day.weekday(), 1 <= (found.due.day - start).days <= 7) == (number, True)
    for number in range(1, 53):
        (found,) = dates_in(f"v. {number}", start)
        assert found.due
        assert found.due.day
        assert found.due.day.isocalendar().week == number
        assert found.due.day >= start - timedelta(days=6)
