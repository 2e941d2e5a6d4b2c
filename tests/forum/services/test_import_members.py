from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from forum.enums import ForumKind, Office
from forum.errors import InvalidInputError
from forum.models import Membership, Person, Seat
from forum.services.forums import create_forum
from forum.services.members import import_members

if TYPE_CHECKING:
    from forum.models import Forum, Organisation

START = date(2026, 11, 1)
SWEDISH = (
    "Namn;E-post;Roll;Organisation;Uppdrag\r\n"
    "Åsa Öberg;asa.oberg@demo.example;Skolchef;0486;Ordförande\r\n"
    "Per Ek;per.ek@demo.example;Kommunpolis;polisen;Ledamot\r\n"
    ";;Fritidschef;0486;Ledamot\r\n"
)
ENGLISH = "Organisation,Role,E-mail address,Name,Office\n0486,Skolchef,asa.oberg@demo.example,Åsa Öberg,chair\n"


@pytest.fixture
def empty_forum(host: Organisation, police: Organisation) -> Forum:
    return create_forum(name="Rådet", kind=ForumKind.CRIME_PREVENTION, organisation=host)


def seats(forum: Forum) -> list[tuple[str, str, Office, str | None]]:
    """Role, organisation, office and holder of each seat, in order."""
    held = {membership.seat_id: membership.person.name for membership in Membership.objects.select_related("person")}
    rows = Seat.objects.filter(forum=forum).select_related("organisation")
    return [(seat.role_title, seat.organisation.code, seat.office, held.get(seat.pk)) for seat in rows]


EXPECTED = [
    ("Skolchef", "0486", Office.CHAIR, "Åsa Öberg"),
    ("Kommunpolis", "polisen", Office.MEMBER, "Per Ek"),
    ("Fritidschef", "0486", Office.MEMBER, None),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_list_in_any_usual_dress_fills_the_seats(empty_forum: Forum, encoding: str, delimiter: str) -> None:
    import_members(forum=empty_forum, data=SWEDISH.replace(";", delimiter).encode(encoding), starts_on=START)

    assert seats(empty_forum) == EXPECTED


def test_english_headings_in_another_order(empty_forum: Forum) -> None:
    import_members(forum=empty_forum, data=ENGLISH.encode(), starts_on=START)

    assert seats(empty_forum) == EXPECTED[:1]


def test_a_workbook(empty_forum: Forum) -> None:
    book = Workbook()
    for row in SWEDISH.splitlines():
        book.active.append(row.split(";"))
    stream = io.BytesIO()
    book.save(stream)

    import_members(forum=empty_forum, data=stream.getvalue(), starts_on=START)

    assert seats(empty_forum) == EXPECTED


def test_the_second_import_changes_nothing(empty_forum: Forum) -> None:
    import_members(forum=empty_forum, data=SWEDISH.encode(), starts_on=START)
    report = import_members(forum=empty_forum, data=SWEDISH.encode(), starts_on=START)

    assert (report.new_people, report.new_seats, report.new_holders, report.unchanged) == ([], [], [], 3)
    assert seats(empty_forum) == EXPECTED


def test_a_successor_follows_from_the_day(empty_forum: Forum) -> None:
    import_members(forum=empty_forum, data=SWEDISH.encode(), starts_on=START)
    successor = SWEDISH.replace("Per Ek;per.ek", "Lo Ny;lo.ny")
    import_members(forum=empty_forum, data=successor.encode(), starts_on=date(2026, 12, 1))

    held = Membership.objects.filter(seat__role_title="Kommunpolis").order_by("starts_on")
    assert [(row.person.name, row.starts_on, row.ends_on) for row in held] == [
        ("Per Ek", START, date(2026, 11, 30)),
        ("Lo Ny", date(2026, 12, 1), None),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"Hej;hopp\n1;2\n", "name the columns"),
        (SWEDISH.replace("per.ek@demo.example", "per.ek").encode(), "3:"),
        (SWEDISH.replace("polisen", "okänd").encode(), "3:"),
        (SWEDISH.replace("Ledamot\r\n;", "Kejsare\r\n;").encode(), "3:"),
        (b"PK\x03\x04 not a workbook", "XLSX"),
        (b"x" * 5_000_001, "5 MB"),
    ],
)
def test_a_faulty_list_writes_nothing(empty_forum: Forum, data: bytes, sentence: str) -> None:
    before = Person.objects.count()
    with override("en"), pytest.raises(InvalidInputError) as refused:
        import_members(forum=empty_forum, data=data, starts_on=START)

    assert refused.value.field == "members"
    assert sentence in str(refused.value)
    assert seats(empty_forum) == []
    assert Person.objects.count() == before
