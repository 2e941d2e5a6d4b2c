"""A row that was emptied for its reader can neither destroy nor leak what it no longer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.models import PersonActor
from meetings.enums import ItemOpenness
from meetings.models import AgendaItem
from meetings.models.agenda import ReducedRowError
from tests.factories import make_item, make_meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from forum.models import Forum, Person


@pytest.fixture
def row(council: Forum, member: Person) -> AgendaItem:
    make_item(
        meeting=make_meeting(forum=council, noticed=True),
        title="Hemlig rubrik",
        notes="Hemligt",
        openness=ItemOpenness.NAMED_SEATS,
    )
    seen: AgendaItem = AgendaItem.objects.visible_to(PersonActor(member)).get()
    return seen


@pytest.mark.parametrize(
    "use",
    [
        lambda row: row.save(),
        lambda row: row.save(update_fields=["position"]),
        lambda row: row.refresh_from_db(),
        lambda row: row.refreshed(),
        lambda row: AgendaItem.objects.bulk_update([row], ["title"]),
    ],
)
def test_it_refuses_to_be_saved_or_read_anew(row: AgendaItem, use: Callable[[AgendaItem], object]) -> None:
    with pytest.raises(ReducedRowError):
        use(row)
    kept = AgendaItem.objects.get(pk=row.pk)
    assert (kept.title, kept.notes) == ("Hemlig rubrik", "Hemligt")


def test_a_row_without_its_outcome_refuses_too(council: Forum, member: Person) -> None:
    make_item(meeting=make_meeting(forum=council, noticed=True), notes="Utkast")
    seen = AgendaItem.objects.visible_to(PersonActor(member)).get()
    assert (seen.title, seen.notes) == ("Lägesbild", "")
    with pytest.raises(ReducedRowError):
        seen.save()


@pytest.mark.parametrize(
    "take",
    [
        lambda rows: list(rows.values()),
        lambda rows: list(rows.values("title")),
        lambda rows: list(rows.values_list("notes", flat=True)),
    ],
)
def test_plain_values_do_not_pass_by_the_redaction(
    row: AgendaItem, member: Person, take: Callable[[object], object]
) -> None:
    with pytest.raises(ReducedRowError):
        take(AgendaItem.objects.visible_to(PersonActor(member)))


def test_numbers_and_ids_may_be_taken_as_values(row: AgendaItem, member: Person) -> None:
    assert list(AgendaItem.objects.visible_to(PersonActor(member)).values_list("pk", flat=True)) == [row.pk]
    assert (
        AgendaItem.objects.filter(pk__in=AgendaItem.objects.visible_to(PersonActor(member)).values("pk")).count() == 1
    )
