"""Opening hours of a support line. Two that would say something about the same minute are refused with what to do."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.calendar.opening_text import DAY_ENDS, clock_words, write_spans
from forum.enums import OpeningDay
from forum.errors import ConflictError, InvalidInputError
from forum.models import OpeningException, OpeningInterval, SupportLine
from forum.services.days import refuse_wrong_order
from forum.services.text import clean_text
from forum.services.upkeep import plan_line_check
from forum.services.versions import lock_version

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import date

    from forum.calendar.opening import Span


@transaction.atomic
def set_opening_hours(
    *,
    line_id: uuid.UUID,
    version: int | None,
    hours: Mapping[OpeningDay, Sequence[Span]],
    valid_from: date | None = None,
    usual_on_holidays: bool = False,
    usual_on_eves: bool = False,
) -> SupportLine:
    """The hours of a week, of holidays and eves, from a day on (None: since the line began) as long as the line; those before stay.

    Minutes of the wall clock, 0–1440. Administrators, the organisation's coordinators. New hours must be checked anew.
    Raises `InvalidInputError` (overlap, a day before the line's first), `StaleVersionError`.
    """
    line = lock_version(SupportLine, line_id, version)
    since = valid_from or line.valid_from
    if since < line.valid_from or (line.valid_to and since > line.valid_to):
        raise InvalidInputError(
            _("The line does not exist on that day. Choose a day within its time."), field="valid_from"
        )
    for day, spans in hours.items():
        refuse_overlap(OpeningDay(day), spans)
    line.intervals.filter(valid_from__gte=since).delete()
    line.intervals.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since)).update(valid_to=since - timedelta(days=1))
    OpeningInterval.objects.bulk_create(
        OpeningInterval(line=line, day=day, opens=opens, closes=closes, valid_from=since)
        for day, spans in hours.items()
        for opens, closes in spans
    )
    line.usual_on_holidays, line.usual_on_eves = usual_on_holidays, usual_on_eves
    return _touched(line, unchecked=True)


def refuse_overlap(day: OpeningDay, spans: Sequence[Span]) -> None:
    """Raises `InvalidInputError` at the day's field, with what to write instead."""
    _refuse_wrong_spans(spans, field=f"day_{day.value}", day=str(day.label))


def _refuse_wrong_spans(spans: Sequence[Span], *, field: str, day: str) -> None:
    ordered = sorted(spans)
    for opens, closes in ordered:
        if not 0 <= opens < closes <= DAY_ENDS:
            words = _(
                "%(day)s: the hours end before they begin. Past midnight takes two days: 22:00–24:00 and 00:00–06:00."
            )
            raise InvalidInputError(words % {"day": day}, field=field)
    for first, second in pairwise(ordered):
        if second[0] < first[1]:
            words = _(
                "%(day)s: %(first)s and %(second)s overlap. End the first at %(end)s, or write one span, %(whole)s."
            )
            facts = {
                "day": day,
                "first": write_spans([first]),
                "second": write_spans([second]),
                "end": clock_words(second[0]),
                "whole": write_spans([(first[0], max(first[1], second[1]))]),
            }
            raise InvalidInputError(words % facts, code="overlap", field=field)


@transaction.atomic
def add_opening_exception(
    *,
    line_id: uuid.UUID,
    version: int | None,
    starts_on: date,
    ends_on: date | None = None,
    spans: Sequence[Span] = (),
    reason: str = "",
) -> SupportLine:
    """Days with other hours than the usual; without spans closed. Administrators, the organisation's coordinators.

    Raises `InvalidInputError`, `ConflictError` when another exception speaks of one of the days, `StaleVersionError`.
    """
    line = lock_version(SupportLine, line_id, version)
    last = ends_on or starts_on
    refuse_wrong_order(starts_on, last, field="ends_on")
    _refuse_wrong_spans(spans, field="spans", day=starts_on.isoformat())
    other = line.exceptions.filter(starts_on__lte=last, ends_on__gte=starts_on).first()
    if other:
        raise ConflictError(
            _("There are other hours for %(first)s–%(last)s already. Take them away first, or choose other days.")
            % {"first": other.starts_on.isoformat(), "last": other.ends_on.isoformat()},
            field="starts_on",
        )
    why = clean_text(reason, single_line=True)
    rows: Sequence[tuple[int | None, int | None]] = spans or [(None, None)]
    OpeningException.objects.bulk_create(
        OpeningException(line=line, starts_on=starts_on, ends_on=last, opens=opens, closes=closes, reason=why)
        for opens, closes in rows
    )
    return _touched(line)


@transaction.atomic
def remove_opening_exception(*, line_id: uuid.UUID, version: int | None, starts_on: date) -> SupportLine:
    """Takes away the exception that begins that day; the usual hours hold again. Administrators, the organisation's coordinators."""
    line = lock_version(SupportLine, line_id, version)
    line.exceptions.filter(starts_on=starts_on).delete()
    return _touched(line)


def _touched(line: SupportLine, *, unchecked: bool = False) -> SupportLine:
    """Raises the line's version, since its body has changed with its parts."""
    line.version += 1  # any change of the row makes the trigger count one on
    fields = ["version", "usual_on_holidays", "usual_on_eves"]
    if unchecked:
        line.checked_on, line.checked_by = None, None
        fields += ["checked_on", "checked_by"]
    line.save(update_fields=fields)
    if unchecked:
        plan_line_check(line)
    return line.refreshed()
