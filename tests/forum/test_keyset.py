"""Paging from the last row shown: every order, both directions, nothing twice, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from forum.models import Person
from forum.selectors.keyset import Key, in_order, stretch_of
from tests.factories import make_person

if TYPE_CHECKING:
    from forum.models import Organisation

HALF = "WyJcdWQ4MDAiLCAiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0"  # of a character, as a name to begin after
NAMES = ["Bo", "Östen", "Anna", "Bo", "Åke", "Bo", "Ärla"]
ORDERS = {
    "up": [Key(F("name")), Key(F("pk"))],
    "down": [Key(F("name"), descending=True), Key(F("pk"))],
    "mixed": [Key(Coalesce("name", Value(""))), Key(F("pk"), descending=True)],
}


@pytest.fixture
def people(host: Organisation) -> None:
    for name in NAMES:
        make_person(name=name, organisation=host, email=None)


@pytest.mark.parametrize("order", list(ORDERS.values()), ids=list(ORDERS))
@pytest.mark.parametrize("size", [1, 2, 3, 7, 9])
def test_forth_and_back_meet_every_row_once(people: None, order: list[Key], size: int) -> None:
    rows = Person.objects.all()
    whole = [row.pk for row in in_order(rows, order)]
    page, forth = stretch_of(rows, order, size=size), []
    while True:
        forth += [row.pk for row in page.rows]
        if not page.after:
            break
        page = stretch_of(rows, order, size=size, after=page.after)
    assert forth == whole
    back = [row.pk for row in page.rows]
    while page.before:
        page = stretch_of(rows, order, size=size, before=page.before)
        back = [row.pk for row in page.rows] + back
    assert back == whole


@pytest.mark.parametrize(
    "mark", ["x", "e30", "WyJhIl0", "WyJhIiwgIm5vIHV1aWQiXQ", "WyJcdTAwMDAiLCAiYSJd", HALF, "å" * 3000]
)
def test_a_mark_that_says_nothing_shows_the_first_page(people: None, mark: str) -> None:
    first = stretch_of(Person.objects.all(), ORDERS["up"], size=3)
    assert stretch_of(Person.objects.all(), ORDERS["up"], size=3, after=mark) == first
    assert [row.name for row in first.rows] == ["Anna", "Bo", "Bo"]
