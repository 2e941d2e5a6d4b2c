"""Support lines: what is known of them, and that it has been checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import SpokenLanguage
from forum.errors import ConflictError, InvalidInputError
from forum.models import SupportLine
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.organisations import check_address
from forum.services.phone_numbers import normal_number, spoken_number
from forum.services.text import clean_text
from forum.services.upkeep import plan_line_check
from forum.services.versions import lock_version
from forum.services.web_addresses import refuse_part_of_address

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from forum.models import Organisation, Person, Topic


class LineFacts(TypedDict, total=False):
    """What can be said of a line; what is left out stays as it is."""

    topic: Topic | None
    name: str
    operator: str
    number: str
    audience: str
    languages: list[str]
    anonymous: bool
    note: str
    url: str
    email: str
    valid_from: date
    valid_to: date | None
    source: str
    check_every: int
    keeper: Person | None
    is_public: bool


@transaction.atomic
def add_support_line(*, organisation: Organisation, **facts: Unpack[LineFacts]) -> SupportLine:
    """A line that an organisation keeps in its register; not checked until somebody says so. Administrators, its coordinators.

    Raises `InvalidInputError`, `ConflictError` for one that is in the register for those days.
    """
    line = SupportLine(organisation=organisation)
    _fill(line, facts)
    line.save()
    return line


@transaction.atomic
def update_support_line(*, line_id: uuid.UUID, version: int | None, **facts: Unpack[LineFacts]) -> SupportLine:
    """Changes what is known of a line. Administrators, the organisation's coordinators.

    A new operator is a new line from that day, so that the history stays. Another number or operator must be checked anew.
    Raises as `add_support_line`, and `StaleVersionError`.
    """
    line = lock_version(SupportLine, line_id, version)
    before, began = (line.number, line.operator), line.valid_from
    _fill(line, facts)
    first = line.intervals.aggregate(first=Min("valid_from"))["first"]
    if line.valid_from < began == first:  # hours since the line began: they have held since then too
        line.intervals.filter(valid_from=first).update(valid_from=line.valid_from)
    if (line.number, line.operator) != before:
        line.checked_on, line.checked_by = None, None
    line.save()
    plan_line_check(line)
    return line.refreshed()


def _fill(line: SupportLine, facts: LineFacts) -> None:
    for name, value in facts.items():
        multiline = name == "note"
        setattr(line, name, clean_text(value, single_line=not multiline) if isinstance(value, str) else value)
    if not line.name:
        raise InvalidInputError(_("Write what the line is called."), field="name")
    if not line.operator:
        raise InvalidInputError(_("Write who answers."), field="operator")
    line.number = normal_number(line.number, field="number")
    if line.email:
        line.email = check_address(line.email, field="email")
    refuse_part_of_address(line.url, field="url")
    refuse_wrong_order(line.valid_from, line.valid_to, field="valid_to")
    if line.check_every < 1:
        raise InvalidInputError(_("Write after how many days it is to be checked again."), field="check_every")
    if not set(line.languages) <= set(SpokenLanguage.values):
        raise InvalidInputError(_("Choose among the languages of the list."), field="languages")
    refuse_what_does_not_fit(line)
    _refuse_two_at_once(line)


def _refuse_two_at_once(line: SupportLine) -> None:
    """Two rows of one number and name at the same time would answer twice."""
    others = SupportLine.objects.filter(
        organisation=line.organisation_id, number=line.number, name=line.name, operator=line.operator
    ).exclude(pk=line.pk)
    for other in others:
        if (other.valid_to is None or other.valid_to >= line.valid_from) and (
            line.valid_to is None or other.valid_from <= line.valid_to
        ):
            raise ConflictError(
                _(
                    "%(name)s, %(number)s is in the register for those days already. Change that line, or give it a last day."
                )
                % {"name": other.name, "number": spoken_number(other.number)},
                field="valid_from",
            )


@transaction.atomic
def confirm_support_line(
    *, line_id: uuid.UUID, version: int | None, checked_by: Person | None, checked_on: date | None = None
) -> SupportLine:
    """Says that number and hours were found right, today or on an earlier day. Administrators, the organisation's coordinators.

    Raises `InvalidInputError` for a day to come, `StaleVersionError`: what was checked is what was seen.
    """
    line = lock_version(SupportLine, line_id, version)
    today = timezone.localdate()
    day = checked_on or today
    if day > today:
        raise InvalidInputError(_("That day is yet to come. Write the day on which you checked."), field="checked_on")
    line.checked_on, line.checked_by = day, checked_by
    line.save(update_fields=["checked_on", "checked_by"])
    plan_line_check(line)
    return line.refreshed()
