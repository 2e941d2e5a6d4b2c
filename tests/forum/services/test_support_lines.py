from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from forum.enums import LineState, OpeningDay
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Anonymous, OpeningInterval, SupportLine
from forum.selectors.support_lines import ended_lines, lines_for_reader, shown_line
from forum.services.known_lines import bring_in_known_lines
from forum.services.opening_hours import add_opening_exception, remove_opening_exception, set_opening_hours
from forum.services.opening_words import day_words, hour_words
from forum.services.phone_numbers import normal_number, spoken_number
from forum.services.support_lines import confirm_support_line, update_support_line
from forum.templatetags.support import line_words
from tests.factories import make_line

if TYPE_CHECKING:
    from forum.models import Organisation, Person

TUESDAY = OpeningDay.TUESDAY


@pytest.fixture
def line(now: datetime, host: Organisation) -> SupportLine:
    return make_line(organisation=host)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("020-100 200", "+4620100200", "020-100 200"),
        ("+46 (0)20 100 200", "+4620100200", "020-100 200"),
        ("0046 8 465 004 04", "+46846500404", "08-465 004 04"),
        ("0152-291 00", "+4615229100", "0152-291 00"),
        ("112", "112", "112"),
        ("+45 70 20 12 01", "+4570201201", "+4570201201"),
    ],
)
def test_a_number_is_kept_in_one_form_and_shown_as_it_is_dialled(typed: str, kept: str, shown: str) -> None:
    assert (normal_number(typed, field="number"), spoken_number(kept)) == (kept, shown)


@pytest.mark.parametrize("typed", ["", "ring oss", "20100200", "020-100 200 eller 112", "+0123456"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError):
        normal_number(typed, field="number")


def words_at(line: SupportLine, *numbers: int) -> str:
    with time_machine.travel(datetime(*numbers, tzinfo=UTC), tick=False), override("en"):  # type: ignore[misc,arg-type]
        return line_words(shown_line(SupportLine.objects.get(pk=line.pk)))


def test_it_says_open_or_when_it_opens(line: SupportLine) -> None:
    assert words_at(line, 2026, 11, 24, 9) == "Open now, closes 15:00"
    assert words_at(line, 2026, 11, 24, 5) == "Closed, opens today 9:00"
    assert words_at(line, 2026, 11, 24, 14) == "Closed, opens tomorrow 9:00"
    assert words_at(line, 2026, 11, 27, 14) == "Closed, opens Monday 9:00"
    assert words_at(line, 2026, 12, 23, 14) == "Closed, opens Monday 9:00"  # over Christmas
    assert words_at(line, 2026, 12, 30, 14) == "Closed, opens Monday 9:00"  # new year's eve, holiday, weekend


def test_an_old_check_never_says_open(line: SupportLine) -> None:
    assert words_at(line, 2027, 1, 29, 9) == "Open now, closes 15:00"  # the 90th day is 31 January
    assert words_at(line, 2027, 2, 1, 9) == "Opening hours not checked"
    SupportLine.objects.update(checked_on=None)
    assert words_at(line, 2026, 11, 24, 9) == "Opening hours not checked"


def test_a_line_that_has_ended_or_not_begun(line: SupportLine) -> None:
    SupportLine.objects.update(valid_to=date(2026, 11, 24))
    assert words_at(line, 2026, 11, 24, 9) == "Open now, closes 15:00"
    assert words_at(line, 2026, 11, 25, 9) == "Ended Tuesday 24 November 2026"
    SupportLine.objects.update(valid_from=date(2026, 12, 1), valid_to=None)
    assert words_at(line, 2026, 11, 24, 9) == "Begins Tuesday 1 December 2026"


def test_overlapping_hours_are_refused_with_what_to_do(line: SupportLine) -> None:
    with override("en"), pytest.raises(InvalidInputError) as refused:
        set_opening_hours(line_id=line.pk, version=None, hours={TUESDAY: [(540, 720), (660, 780)]})
    assert (refused.value.field, refused.value.code) == ("day_1", "overlap")
    assert str(refused.value) == (
        "Tuesday: 09:00–12:00 and 11:00–13:00 overlap. End the first at 11:00, or write one span, 09:00–13:00."
    )
    with pytest.raises(InvalidInputError):
        set_opening_hours(line_id=line.pk, version=None, hours={TUESDAY: [(1320, 360)]})
    with pytest.raises(IntegrityError), transaction.atomic():  # whoever writes, the database says no
        OpeningInterval.objects.create(line=line, day=1, opens=600, closes=660, valid_from=date(2026, 1, 1))
    assert line.intervals.count() == 5


def test_new_hours_leave_earlier_days_as_they_were_and_must_be_checked(line: SupportLine) -> None:
    changed = set_opening_hours(
        line_id=line.pk, version=line.version, hours={TUESDAY: [(600, 720)]}, valid_from=date(2026, 12, 1)
    )
    assert (changed.checked_on, changed.version) == (None, line.version + 1)
    kept = line.intervals.filter(day=1).order_by("valid_from").values_list("opens", "valid_from", "valid_to")
    assert list(kept) == [(540, date(2025, 1, 1), date(2026, 11, 30)), (600, date(2026, 12, 1), None)]
    again = set_opening_hours(
        line_id=line.pk, version=None, hours={TUESDAY: [(600, 780)]}, valid_from=date(2026, 12, 1)
    )
    assert again.intervals.filter(valid_from=date(2026, 12, 1)).values_list("closes", flat=True).get() == 780


def test_hours_hold_as_long_as_the_line_whatever_becomes_of_its_days(line: SupportLine) -> None:
    line.intervals.all().delete()
    SupportLine.objects.update(valid_from=date(2026, 11, 30), valid_to=date(2026, 12, 31))
    set_opening_hours(line_id=line.pk, version=None, hours={TUESDAY: [(540, 720)]})
    update_support_line(line_id=line.pk, version=None, valid_from=date(2026, 11, 1), valid_to=date(2027, 12, 31))
    SupportLine.objects.update(checked_on=date(2027, 1, 4))
    assert words_at(line, 2026, 11, 24, 9) == "Open now, closes 12:00"
    assert words_at(line, 2027, 1, 12, 9) == "Open now, closes 12:00"


def test_other_hours_for_some_days(line: SupportLine) -> None:
    day = date(2026, 11, 24)
    closed = add_opening_exception(line_id=line.pk, version=line.version, starts_on=day, reason="utbildning")
    assert words_at(line, 2026, 11, 24, 9) == "Closed, opens tomorrow 9:00"
    with pytest.raises(ConflictError):
        add_opening_exception(
            line_id=line.pk, version=None, starts_on=date(2026, 11, 20), ends_on=day, spans=[(540, 600)]
        )
    with pytest.raises(StaleVersionError):
        remove_opening_exception(line_id=line.pk, version=line.version, starts_on=day)
    remove_opening_exception(line_id=line.pk, version=closed.version, starts_on=day)
    assert words_at(line, 2026, 11, 24, 9) == "Open now, closes 15:00"


def test_a_check_is_of_what_was_seen_and_another_number_must_be_checked_anew(
    line: SupportLine, coordinator: Person
) -> None:
    with pytest.raises(InvalidInputError):
        confirm_support_line(line_id=line.pk, version=None, checked_by=coordinator, checked_on=date(2026, 11, 25))
    checked = confirm_support_line(line_id=line.pk, version=line.version, checked_by=coordinator)
    assert (checked.checked_on, checked.checked_by) == (date(2026, 11, 24), coordinator)
    with pytest.raises(StaleVersionError):
        confirm_support_line(line_id=line.pk, version=line.version, checked_by=coordinator)
    assert update_support_line(line_id=line.pk, version=None, audience="Anhöriga").checked_on
    assert update_support_line(line_id=line.pk, version=None, number="08-465 004 04").checked_on is None


def test_the_history_of_the_national_number_comes_once_and_unchecked(now: datetime, host: Organisation) -> None:
    assert len(bring_in_known_lines(organisation=host)) == 4
    assert bring_in_known_lines(organisation=host) == []
    (current,) = lines_for_reader(Anonymous())
    assert (current.line.operator, current.state) == ("Rädda Barnen, med egna medel", LineState.NOT_CHECKED)
    assert [one.valid_to and one.valid_to.year for one in ended_lines(Anonymous())] == [2018, 2018, 2017]
    first = SupportLine.objects.get(valid_from=date(2015, 11, 16))
    with override("en"):
        rows = [(day_words(row), hour_words(row)) for row in shown_line(first).week]
    assert rows == [
        ("Weekdays", "9:00–15:00"), ("Weekends", "closed"), ("Public holidays", "closed"), ("Eves", "closed"),
    ]  # fmt: skip
