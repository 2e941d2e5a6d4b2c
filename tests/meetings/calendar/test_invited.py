"""Who is invited: people apart from rooms, lists, guests of a single meeting; and the rooms as the place."""

from __future__ import annotations

import pytest

from forum.services.people import name_from_address
from meetings.calendar.invited import Invitation, Invited, natural_name, who_is_invited
from meetings.calendar.reading import read_calendar
from tests.meetings.invitations import calendar, changed, entry, organiser, person


def invited(*entries: str) -> Invitation:
    return who_is_invited(read_calendar(calendar(*entries)).series)


def place(*lines: str) -> str:
    return read_calendar(calendar(entry(*lines))).series[0].location


PER, EVA = person("per@demo.example", "Per Ek"), person("eva@demo.example", "Eva Al")


def test_the_organiser_comes_first_and_each_address_once() -> None:
    found = invited(entry(organiser("EVA@demo.example"), PER, EVA), entry(PER, EVA, uid="extra"))
    assert found == Invitation(
        (Invited("eva@demo.example", "Eva Al", organiser=True), Invited("per@demo.example", "Per Ek")), (), ()
    )


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;CN=Stadshuset rum 3;CUTYPE=ROOM;ROLE=NON-PARTICIPANT:mailto:rum3@demo.example",
        "ATTENDEE;CN=Projektor;CUTYPE=RESOURCE:mailto:projektor@demo.example",
        "ATTENDEE;CN=Mälaren:mailto:rum.malaren@demo.example",
        "ATTENDEE;CN=Konferensrum Mälaren (12 platser):mailto:malaren@demo.example",
        "ATTENDEE;CN=Mälarsalen:mailto:malarsalen@demo.example\nLOCATION:Mälarsalen; Teams",
        "ATTENDEE;CN=Sal 2:mailto:c_18@resource.calendar.google.com",
    ],
)
def test_rooms_are_nobody(line: str) -> None:
    assert invited(entry(PER, line)) == Invitation((Invited("per@demo.example", "Per Ek"),), (), ())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["ATTENDEE;CN=Mälaren;CUTYPE=ROOM:mailto:m@demo.example"], "Mälaren"),
        (
            ["LOCATION:https://teams.demo.example/x", "ATTENDEE;CUTYPE=ROOM:mailto:rum.malaren@demo.example"],
            "Rum malaren",
        ),
        (["LOCATION:Stadshuset", "ATTENDEE;CN=Mälaren;CUTYPE=ROOM:mailto:m@demo.example"], "Stadshuset, Mälaren"),
        (["LOCATION:Mälaren", "ATTENDEE;CN=Rum Mälaren (12);CUTYPE=ROOM:mailto:m@demo.example"], "Mälaren"),
        (["LOCATION:Stadshuset", "ATTENDEE;CN=Projektor;CUTYPE=RESOURCE:mailto:p@demo.example"], "Stadshuset"),
        (["ATTENDEE;CN=Vättern;CUTYPE=RESOURCE:mailto:v@demo.example"], "Vättern"),
        (["ATTENDEE;CN=Mälaren;CUTYPE=ROOM;PARTSTAT=DECLINED:mailto:m@demo.example"], ""),
    ],
)
def test_a_booked_room_is_the_place(lines: list[str], expected: str) -> None:
    assert place(*lines) == expected


def test_lists_and_people_without_an_address_are_told_by_name() -> None:
    found = invited(
        entry(
            organiser("abc@group.calendar.google.com", "Rådets kalender"),
            "ATTENDEE;CN=Skolledningen;CUTYPE=GROUP:mailto:skolledning@demo.example",
            "ATTENDEE;CN=Eva Lind:invalid:nomail",
            "ATTENDEE;CN=Per Ek:invalid:nomail",
            "ATTENDEE;CN=Mälaren;CUTYPE=ROOM:invalid:nomail",
            PER,
        )
    )
    assert found == Invitation(
        (Invited("per@demo.example", "Per Ek"),), ("Rådets kalender", "Skolledningen"), ("Eva Lind",)
    )


def test_whoever_declined_every_series_has_declined() -> None:
    no = PER.replace("ACCEPTED", "DECLINED")
    assert [one.declined for one in invited(entry(no), entry(no, uid="b")).people] == [True]
    assert [one.declined for one in invited(entry(no), entry(PER, uid="b")).people] == [False]
    assert [one.declined for one in invited(entry(PER.replace("ACCEPTED", "DELEGATED"))).people] == [True]
    assert [one.declined for one in invited(entry(organiser("per@demo.example"), no)).people] == [False]


def test_a_guest_of_one_meeting_is_occasional() -> None:
    found = invited(entry(PER), changed("20261106", PER, EVA))
    assert [(one.address, one.occasional) for one in found.people] == [
        ("per@demo.example", False),
        ("eva@demo.example", True),
    ]


def test_a_change_of_this_and_all_following_meetings_has_the_list_that_counts() -> None:
    found = invited(entry(PER), changed("20261106", EVA, all_following=True))
    assert [one.address for one in found.people if not one.occasional] == ["eva@demo.example"]


@pytest.mark.parametrize(
    ("given", "name"),
    [("Ek, Per", "Per Ek"), ("Per Ek", "Per Ek"), ("Ek, Per, Polisen", "Ek, Per, Polisen"), ("Ek,", "Ek,")],
)
def test_a_directorys_name_is_turned_round(given: str, name: str) -> None:
    assert natural_name(given) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("anna-lena.ek@demo.example", "Anna-Lena Ek"),
        ("per_ek2@demo.example", "Per Ek"),
        ("PER.EK+rad@demo.example", "Per Ek"),
        ("pek@demo.example", "Pek"),
        ("123@demo.example", "123@demo.example"),
    ],
)
def test_a_name_is_read_out_of_an_address(address: str, name: str) -> None:
    assert name_from_address(address) == name


@pytest.mark.parametrize("name", ["per@demo.example", "'per@demo.example'", "<per@demo.example>", ""])
def test_a_name_that_is_merely_the_address_is_none(name: str) -> None:
    assert [one.name for one in invited(entry(person("per@demo.example", name))).people] == [""]


def test_a_name_with_the_address_behind_it_is_the_name() -> None:
    assert [one.name for one in invited(entry(person("per@demo.example", "Per Ek <per@demo.example>"))).people] == [
        "Per Ek"
    ]
