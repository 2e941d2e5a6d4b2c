"""Lines as they are written at a meeting. Read on Monday 9 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meetings.calendar.quick_dates import NEXT_MEETING, ONGOING, Due
from meetings.calendar.quick_line import read_line
from meetings.calendar.quick_owners import Party, parties_named

MONDAY = date(2026, 11, 9)
CHAIR = Party("seat:1", "Ordförande", "Strängnäs kommun", "Ordförande")
POLICE = Party("seat:2", "Kommunpolis", "Polisen", "Kommunpolis")
CHURCH = Party("seat:3", "Samordnare", "Svenska kyrkan", "Samordnare, Svenska kyrkan")
TOWN = Party("seat:4", "Samordnare", "Strängnäs kommun", "Samordnare, Strängnäs kommun")
HEAD = Party("seat:5", "Rektor, Norrängsskolan", "Strängnäs kommun", "Rektor, Norrängsskolan")
FORCE = Party("org:1", "Polisen", "", "Polisen")
RESCUE = Party("org:2", "Räddningstjänsten Mälardalen", "", "Räddningstjänsten Mälardalen")
PARTIES = [CHAIR, POLICE, CHURCH, TOWN, HEAD, FORCE, RESCUE]
DECEMBER = Due("date", date(2026, 12, 15))


def read(line: str) -> Any:
    return read_line(line, parties=PARTIES, today=MONDAY)


@pytest.mark.parametrize(
    ("line", "text", "owner", "due"),
    [
        ("Ta fram statistik @kommunpolis 15/12", "Ta fram statistik", POLICE, DECEMBER),
        ("Ta fram statistik 15/12 @kommunpolis", "Ta fram statistik", POLICE, DECEMBER),
        ("@kommunpolis Ta fram statistik 15/12", "Ta fram statistik", POLICE, DECEMBER),
        ("@kommunpolis 15/12 Ta fram statistik", "Ta fram statistik", POLICE, DECEMBER),
        ("@kommunpolis: ta fram statistik, senast 15/12.", "ta fram statistik.", POLICE, DECEMBER),
        ("Ta fram statistik (@kommunpolis) 15/12", "Ta fram statistik", POLICE, DECEMBER),
        ("Ta fram statistik @KOMMUNPOLIS 15/12", "Ta fram statistik", POLICE, DECEMBER),
        ("Ta fram statistik @kom 15/12", "Ta fram statistik", POLICE, DECEMBER),
        ("Ta fram statistik @Kommunpolis, Polisen 15/12", "Ta fram statistik", POLICE, DECEMBER),
        ("Be @kommunpolis ta fram statistik 15/12", "Be kommunpolis ta fram statistik", POLICE, DECEMBER),
        ("Ta fram statistik @kommunpolis", "Ta fram statistik", POLICE, None),
        ("Ta fram statistik @kommunpolis nästa möte", "Ta fram statistik", POLICE, NEXT_MEETING),
        ("Ta fram statistik @kommunpolis löpande", "Ta fram statistik", POLICE, ONGOING),
        ("Ta fram statistik @polisen v. 51", "Ta fram statistik", FORCE, Due("date", date(2026, 12, 18))),
        ("Öva @räddningstjänsten fre", "Öva", RESCUE, Due("date", date(2026, 11, 13))),
        ("Öva @raddningstjansten mälardalen fre", "Öva", RESCUE, Due("date", date(2026, 11, 13))),
        ("Öva @räddningstjänsten_mälardalen fre", "Öva", RESCUE, Due("date", date(2026, 11, 13))),
        ("Ring @samordnare svenska kyrkan fre", "Ring", CHURCH, Due("date", date(2026, 11, 13))),
        ("Ring @kyrkan fre", "Ring", CHURCH, Due("date", date(2026, 11, 13))),
        ("Skriv brev @rektor 15/12", "Skriv brev", HEAD, DECEMBER),
        ("Skriv brev @norrängsskolan 15/12", "Skriv brev", HEAD, DECEMBER),
        ("Kalla till möte @ordf by the next meeting", "Kalla till möte", CHAIR, NEXT_MEETING),
        ("Write the plan @kommunpolis by Dec 15, 2026", "Write the plan", POLICE, DECEMBER),
        ("uppdrag: Ta fram statistik @kommunpolis", "Ta fram statistik", POLICE, None),
        ("Action: Ta fram statistik @kommunpolis", "Ta fram statistik", POLICE, None),
        ("Prata med Tor @kommunpolis", "Prata med Tor", POLICE, None),
    ],
)
def test_an_action(line: str, text: str, owner: Party, due: Due | None) -> None:
    reading = read(line)

    assert (reading.kind, reading.text, reading.owners[0], reading.due) == ("action", text, owner, due)
    assert reading.sure


@pytest.mark.parametrize(
    ("line", "text", "due"),
    [
        ("Ring upp rektor@demo.example 15/12", "Ring upp", DECEMBER),
        ("Ring upp, rektor@demo.example, 15/12.", "Ring upp.", DECEMBER),
        ("Ring upp <rektor@demo.example>", "Ring upp", None),
        ("Ring upp @rektor@demo.example löpande", "Ring upp", ONGOING),
        ("Ring upp mailto:rektor@demo.example", "Ring upp", None),
    ],
)
def test_a_bare_address(line: str, text: str, due: Due | None) -> None:
    reading = read(line)

    assert (reading.kind, reading.text, reading.address, reading.due) == ("action", text, "rektor@demo.example", due)
    assert reading.sure


@pytest.mark.parametrize(
    "line",
    [
        "Rådet beslutar att rutinen ska finnas senast den 31 januari 2027.",
        "Nästa möte flyttas till 15/12",
        "Återkommer löpande",
        "Bifall",
        "Det kostar 3 kr/st",
    ],
)
def test_a_line_that_names_nobody_is_a_decision_word_by_word(line: str) -> None:
    reading = read(line)

    assert (reading.kind, reading.line, reading.sure) == ("decision", line, True)


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("Beslut: @polisen informeras 15/12", "decision", "@polisen informeras 15/12"),
        ("decision: Yes.", "decision", "Yes."),
        ("BESLUT : Ja", "decision", "Ja"),
        ("Anteckning: polisen var sen", "note", "polisen var sen"),
        ("note: hello @polisen", "note", "hello @polisen"),
        ("Beslutet: gäller", "decision", "Beslutet: gäller"),
    ],
)
def test_said_outright(line: str, kind: str, words: str) -> None:
    reading = read(line)

    assert (reading.kind, reading.line, reading.sure) == (kind, words, True)


@pytest.mark.parametrize(
    ("line", "doubts"),
    [
        ("", ("words",)),
        ("   ", ("words",)),
        ("beslut:", ("words",)),
        ("@kommunpolis 15/12", ("words",)),
        ("@", ("words", "owner")),
        ("Gör det @", ("owner",)),
        ("uppdrag: gör det 15/12", ("owner",)),
        ("Gör det @okänd", ("unknown_owner",)),
        ("Gör det @samordnare", ("several_owners",)),
        ("Gör det @kommunpolis @ordförande", ("two_owners",)),
        ("Gör det @kommunpolis rektor@demo.example", ("two_owners",)),
        ("Gör det @kommunpolis 31/2", ("day",)),
        ("Gör det @kommunpolis 1/11", ("day",)),
        ("Gör det måndag @kommunpolis fredag", ("two_days",)),
        ("Gör det @okänd 31/2", ("unknown_owner", "day")),
    ],
)
def test_what_must_be_asked(line: str, doubts: tuple[str, ...]) -> None:
    assert read(line).doubts == doubts


def test_a_doubtful_day_stays_in_the_words() -> None:
    assert read("Gör det @kommunpolis 31/2").text == "Gör det 31/2"


def test_a_day_that_the_sentence_tells_of_is_offered_not_taken() -> None:
    reading = read("Redovisa den 15 december hur det går @kommunpolis")

    assert (reading.text, reading.due, reading.other_days) == (
        "Redovisa den 15 december hur det går",
        None,
        (DECEMBER,),
    )


def test_whom_a_name_may_mean_best_first() -> None:
    assert read("Gör det @polisen").owners == (FORCE, POLICE)
    assert read("Gör det @samordnare").owners == (CHURCH, TOWN)
    assert parties_named("s", PARTIES) == [CHURCH, TOWN, CHAIR, HEAD]
    assert parties_named("kyrk", PARTIES, unfinished=False) == []
    assert parties_named(" ", PARTIES) == []


@pytest.mark.parametrize(
    "line",
    [
        "😀 @kommunpolis",
        "a" * 4000 + " @kommunpolis 15/12",
        "@" * 500,
        "\u200b@kommunpolis",
        "15/12 " * 300,
        "@@kommunpolis",
        "((((",
        "é@kommunpolis",
    ],
)
def test_any_line_is_read(line: str) -> None:
    assert read(line).kind in {"decision", "action"}
