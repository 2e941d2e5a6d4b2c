"""A member list before it is written: each line added, changed, unchanged or refused; and what a newer list does to the seats."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.utils.translation import override
from openpyxl import Workbook

from forum.enums import ForumKind, MemberOutcome, Office
from forum.errors import InvalidInputError
from forum.models import Membership, Organisation, Person, Seat, Unit
from forum.services.forums import create_forum
from forum.services.members import import_members, look_at_members
from tests.factories import make_person, make_seat

if TYPE_CHECKING:
    from forum.models import Forum
    from forum.services.members import MembersReport

DAY = date(2026, 11, 1)
HEADING = "Namn;E-post;Roll;Organisation;Uppdrag\n"
ADDED, CHANGED, UNCHANGED, REFUSED = (
    MemberOutcome.ADDED,
    MemberOutcome.CHANGED,
    MemberOutcome.UNCHANGED,
    MemberOutcome.REFUSED,
)


@pytest.fixture
def empty_forum(host: Organisation, police: Organisation) -> Forum:
    return create_forum(name="Rådet", kind=ForumKind.CRIME_PREVENTION, organisation=host)


def listed(*lines: str) -> bytes:
    return (HEADING + "\n".join(lines) + "\n").encode()


def look(forum: Forum, *lines: str, day: date = DAY) -> list[tuple[int, MemberOutcome]]:
    with override("en"):
        report = look_at_members(forum=forum, data=listed(*lines), starts_on=day)
    return [(one.line, one.outcome) for one in report.results]


def bring(forum: Forum, *lines: str, day: date = DAY) -> MembersReport:
    with override("en"):
        return import_members(forum=forum, data=listed(*lines), starts_on=day)


def held(forum: Forum) -> list[tuple[str, str, str | None]]:
    """Role, office and today's holder of each seat."""
    names = {row.seat_id: row.person.name for row in Membership.objects.on(DAY).select_related("person")}
    return [(seat.role_title, seat.office.value, names.get(seat.pk)) for seat in Seat.objects.filter(forum=forum)]


ASA = "Åsa Öberg;asa.oberg@demo.example;Skolchef;0486;Ordförande"
PER = "Per Ek;per.ek@demo.example;Ledamot;polisen;Ledamot"
LO = "Lo Ny;lo.ny@demo.example;Ledamot;polisen;Ledamot"


def test_every_line_is_told_and_nothing_is_written(empty_forum: Forum) -> None:
    bring(empty_forum, ASA)
    rows = [Person, Seat, Membership, Organisation, Unit]
    before = [model._default_manager.count() for model in rows]

    assert look(
        empty_forum, ASA, PER, ";per.ek;Chef;0486;", "X;;Kung;0486;Kejsare", "Y;;Kung;okänd;", ";;Rektor;0480;"
    ) == [(2, UNCHANGED), (3, ADDED), (4, REFUSED), (5, REFUSED), (6, REFUSED), (7, ADDED)]
    assert [model._default_manager.count() for model in rows] == before


def test_the_reason_is_told_beside_the_line(empty_forum: Forum) -> None:
    with override("en"):
        report = look_at_members(forum=empty_forum, data=listed("X;;Kung;0486;Kejsare"), starts_on=DAY)

    assert [(one.line, one.name, one.words) for one in report.refused] == [
        (2, "X", "“Kejsare” is no office. Write ordförande, sekreterare, ledamot or ersättare.")
    ]


def test_two_of_the_same_role_and_organisation_have_a_seat_each(empty_forum: Forum) -> None:
    bring(empty_forum, PER, LO)

    assert held(empty_forum) == [("Ledamot", "member", "Per Ek"), ("Ledamot", "member", "Lo Ny")]
    assert look(empty_forum, LO, PER) == [(2, UNCHANGED), (3, UNCHANGED)]


def test_a_line_that_stands_twice_counts_once(empty_forum: Forum) -> None:
    assert look(empty_forum, PER, PER) == [(2, ADDED), (3, UNCHANGED)]
    bring(empty_forum, PER, PER)
    assert held(empty_forum) == [("Ledamot", "member", "Per Ek")]


def test_a_new_role_of_the_same_person_changes_the_seat(empty_forum: Forum) -> None:
    bring(empty_forum, PER)
    newer = PER.replace("Ledamot;polisen;Ledamot", "Kommunpolis;polisen;Vice ordförande")

    assert look(empty_forum, newer) == [(2, CHANGED)]
    bring(empty_forum, newer)
    assert held(empty_forum) == [("Kommunpolis", "vice_chair", "Per Ek")]
    assert look(empty_forum, newer) == [(2, UNCHANGED)]


def test_the_member_becomes_chair_and_another_takes_the_members_seat(empty_forum: Forum) -> None:
    bring(empty_forum, "Bo Ask;bo@demo.example;Chef;0486;Ordförande", "Anna Ek;anna@demo.example;Chef;0486;Ledamot")
    newer = ("Anna Ek;anna@demo.example;Chef;0486;Ordförande", "Cilla Al;cilla@demo.example;Chef;0486;Ledamot")
    with override("en"):
        report = look_at_members(forum=empty_forum, data=listed(*newer), starts_on=date(2026, 12, 1))
    assert [(one.outcome, one.words) for one in report.results] == [
        (CHANGED, "Takes over from Bo Ask."),
        (CHANGED, "Takes over from Anna Ek."),
    ]


def test_a_successor_takes_the_only_seat_that_is_over(empty_forum: Forum) -> None:
    bring(empty_forum, PER, LO)
    bring(empty_forum, LO, "Kim Ny;kim@demo.example;Ledamot;polisen;Ledamot")

    assert held(empty_forum) == [("Ledamot", "member", "Kim Ny"), ("Ledamot", "member", "Lo Ny")]


def test_an_address_that_comes_later_makes_no_second_person(empty_forum: Forum) -> None:
    bring(empty_forum, "Per Ek;;Ledamot;polisen;Ledamot")

    assert look(empty_forum, PER) == [(2, CHANGED)]
    bring(empty_forum, PER)
    assert list(Person.objects.values_list("name", "email")) == [("Per Ek", "per.ek@demo.example")]


def test_an_address_in_a_list_never_opens_another_forums_papers(
    empty_forum: Forum, council: Forum, police: Organisation
) -> None:
    there = make_person(name="Per Ek", organisation=police)
    make_seat(forum=council, organisation=police, role_title="Kommunpolis", person=there)
    bring(empty_forum, PER)

    there.refresh_from_db()
    assert there.email is None
    assert list(Membership.objects.filter(seat__forum=empty_forum).values_list("person__email", flat=True)) == [
        "per.ek@demo.example"
    ]


def test_a_name_made_from_the_address_gives_way_to_the_real_one(empty_forum: Forum) -> None:
    nameless = ";asa.oberg@demo.example;Skolchef;0486;Ordförande"
    bring(empty_forum, nameless)
    assert held(empty_forum) == [("Skolchef", "chair", "Asa Oberg")]

    assert look(empty_forum, ASA) == [(2, CHANGED)]
    bring(empty_forum, ASA)
    assert held(empty_forum) == [("Skolchef", "chair", "Åsa Öberg")]
    assert look(empty_forum, nameless) == [(2, UNCHANGED)]
    assert look(empty_forum, ASA.replace("Åsa Öberg", "Någon Annan")) == [(2, UNCHANGED)]


def test_a_closed_account_is_refused(empty_forum: Forum, police: Organisation) -> None:
    make_person(name="Per Ek", email="per.ek@demo.example", organisation=police, is_active=False)

    assert look(empty_forum, ASA, PER) == [(2, ADDED), (3, REFUSED)]


def test_a_faith_forum_gets_seats_and_organisations_without_a_name(host: Organisation) -> None:
    forum = create_forum(name="Interreligiösa rådet", kind=ForumKind.INTERFAITH, organisation=host)
    lines = ("Karl Läcker;karl.lacker@demo.example;Komminister;0480;Ledamot", "Li Läcker;;Imam;0486;Ledamot")
    report = bring(forum, *lines)

    assert [(one.name, one.outcome) for one in report.results] == [("", ADDED), ("", ADDED)]
    assert held(forum) == [("Komminister", "member", None), ("Imam", "member", None)]
    assert look(forum, *lines) == [(2, UNCHANGED), (3, UNCHANGED)]
    for model in apps.get_models():
        assert "äcker" not in str(list(model._default_manager.values())), model


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Uppdrag;Organisation;Roll;E-postadress;Namn", "Ordförande;0486;Skolchef;asa.oberg@demo.example;Åsa Öberg"),
        ("First name;Last name;Email;Title;Company;Office", "Åsa;Öberg;asa.oberg@demo.example;Skolchef;0486;chair"),
        ("Efternamn;Förnamn;Telefon;Mejl;Funktion;Kommun;Roll i forumet", "Öberg;Åsa;0;ASA.OBERG@demo.example;Skolchef;Strängnäs;Ordf."),
        ("sep=;\nNamn;E-post;Befattning;Myndighet;Position", '"Åsa Öberg";asa.oberg@demo.example;Skolchef;Strängnäs kommun;Ordförande'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_headings_in_either_language_and_any_order(
    heading: str, line: str, encoding: str, empty_forum: Forum, host: Organisation
) -> None:
    data = f"{heading}\r\n{line}\r\n".encode(encoding)
    import_members(forum=empty_forum, data=data, starts_on=DAY)

    assert held(empty_forum) == [("Skolchef", Office.CHAIR.value, "Åsa Öberg")]
    assert list(Person.objects.values_list("email", "organisation")) == [("asa.oberg@demo.example", host.pk)]


def _workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for line in (HEADING.strip(), ASA, PER):
        book.active.append(line.split(";"))
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_that_unpacks_without_end_is_refused(empty_forum: Forum) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 61_000_000)
    with override("en"), pytest.raises(InvalidInputError, match="unpacked"):
        look_at_members(forum=empty_forum, data=stream.getvalue(), starts_on=DAY)


def test_an_old_excel_file_is_told(empty_forum: Forum) -> None:
    with override("en"), pytest.raises(InvalidInputError, match="old Excel"):
        look_at_members(forum=empty_forum, data=b"\xd0\xcf\x11\xe0" + bytes(600), starts_on=DAY)


def test_a_damaged_workbook_is_refused_with_a_sentence(empty_forum: Forum) -> None:
    whole, chance = _workbook(), random.Random(486)  # noqa: S311  (damage that can be repeated)
    for _round in range(150):
        damaged = bytearray(whole)
        for _byte in range(chance.choice([1, 3, 30])):
            damaged[chance.randrange(4, len(whole))] = chance.randrange(256)
        assert _refused_with_a_sentence_or_read(empty_forum, bytes(damaged))


def _refused_with_a_sentence_or_read(forum: Forum, data: bytes) -> bool:
    try:
        return len(look_at_members(forum=forum, data=data, starts_on=DAY).results) <= 3
    except InvalidInputError as error:
        return error.field == "members"
