from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import MinutesForm
from meetings.enums import Answer, DueKind, MinutesState
from meetings.models import ActionItem, AgendaItem, Decision
from meetings.services.outcomes import digest
from tests.factories import make_forum, make_item, make_meeting, make_minutes, make_organisation, make_seat

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
NEXT = datetime(2027, 2, 10, 8, 0, tzinfo=UTC)
ONCE = "01890a5d-ac96-774b-bcce-b302099a8057"
SCRIPTED = {"HX-Request": "true"}
READING_QUERIES = 8


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    return make_meeting(forum=council, starts_at=HELD, noticed=True)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return make_item(meeting=meeting, title="Belysning")


@pytest.fixture
def writer(item: AgendaItem, secretary: Person, signed_in: SignIn) -> Client:
    return signed_in(secretary)


def at(item: AgendaItem, rest: str) -> str:
    return f"/meetings/{item.meeting_id}/log/items/{item.pk}/{rest}/"


def options(browser: Client, item: AgendaItem, line: str, caret: int | None = None) -> list[tuple[str, str, str]]:
    """What the list offers: words, detail, and what choosing it means."""
    sent = {"line": line, "caret": len(line) if caret is None else caret}
    text = browser.post(at(item, "reading"), sent, headers=SCRIPTED).text
    rows = re.findall(
        r'<li[^>]*data-choice="([^"]*)"(?: data-line="([^"]*)")?[^>]*><span>(.*?)</span> <small>(.*?)</small>', text
    )
    return [(re.sub("<.*?>", "", words).strip(), detail, choice or line) for choice, line, words, detail in rows]


# Saving


def test_a_decision(writer: Client, item: AgendaItem) -> None:
    response = writer.post(at(item, "line"), {"line": "Rådet ställer sig bakom planen senast 15/12."})

    item.refresh_from_db()
    assert response.status_code == 302
    assert [row.text for row in Decision.objects.all()] == ["Rådet ställer sig bakom planen senast 15/12."]
    assert item.answer == Answer.DECIDED


def test_an_action_to_a_seat(writer: Client, item: AgendaItem) -> None:
    writer.post(at(item, "line"), {"line": "Ta fram statistik @lokalpolis 15/12"})

    action = ActionItem.objects.get()
    assert (action.text, action.due_kind, action.due_on) == ("Ta fram statistik", DueKind.DATE, date(2026, 12, 15))
    assert action.owner_seat == item.meeting.forum.seats.get(role_title="Lokalpolisområdeschef")


def test_an_action_to_an_organisation_and_to_an_address(writer: Client, item: AgendaItem, police: Organisation) -> None:
    writer.post(at(item, "line"), {"line": "Ta fram statistik @polisen löpande"})
    writer.post(at(item, "line"), {"line": "Ring Rektor@Demo.example v. 51"})

    first, second = ActionItem.objects.order_by("number")
    assert (first.owner_organisation, first.due_kind) == (police, DueKind.ONGOING)
    assert (second.text, second.owner_address, second.due_on) == ("Ring", "rektor@demo.example", date(2026, 12, 18))


def test_an_action_without_a_day_is_for_the_next_meeting_while_one_is_planned(writer: Client, item: AgendaItem) -> None:
    writer.post(at(item, "line"), {"line": "Ring @polisen"})
    make_meeting(forum=item.meeting.forum, starts_at=NEXT)
    writer.post(at(item, "line"), {"line": "Skriv @polisen"})

    first, second = ActionItem.objects.order_by("number")
    assert (first.due_kind, first.due_on) == (DueKind.ONGOING, None)
    assert (second.due_kind, second.due_on) == (DueKind.NEXT_MEETING, date(2027, 2, 10))


def test_a_note(writer: Client, item: AgendaItem) -> None:
    for line in ("Anteckning: Gatuchefen redovisar.", "note: Frågor ställs."):
        writer.post(at(item, "line"), {"line": line})

    item.refresh_from_db()
    assert (item.notes, item.answer) == ("Gatuchefen redovisar.\nFrågor ställs.", Answer.RAISED)


def test_left_overs_of_word_are_cleaned(writer: Client, item: AgendaItem) -> None:
    writer.post(at(item, "line"), {"line": "Rådet\u00a0be\u00adslutar\u2009så.\u200b"})

    assert Decision.objects.get().text == "Rådet beslutar så."


def test_a_line_sent_twice_makes_one(writer: Client, item: AgendaItem) -> None:
    for _ in range(2):
        writer.post(at(item, "line"), {"line": "Bifall.", "once": ONCE}, headers=SCRIPTED)

    assert Decision.objects.count() == 1


def test_the_choice_from_the_list_counts(writer: Client, item: AgendaItem) -> None:
    seat = item.meeting.forum.seats.get(role_title="Kommunpolis")
    line = "Ta fram statistik @polisen 15/12"
    writer.post(at(item, "line"), {"line": line, "choice": f"action|seat:{seat.pk}|ongoing|"})
    writer.post(at(item, "line"), {"line": line, "choice": "decision"})

    action = ActionItem.objects.get()
    assert (action.owner_seat, action.due_kind) == (seat, DueKind.ONGOING)
    assert Decision.objects.get().text == line


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("Ring @okänd", "Nobody here is called “okänd”."),
        ("Ring @s", "“s” may be several."),
        ("Ring @polisen @kommunpolis", "Two are named"),
        ("Ring @polisen 31/2", "Look at the day"),
        ("uppdrag: ring", "Who is to do it?"),
        ("@polisen", "Write what is to be done."),
    ],
)
def test_a_line_that_leaves_a_doubt_comes_back_as_a_form_that_asks(
    writer: Client, item: AgendaItem, line: str, question: str
) -> None:
    response = writer.post(at(item, "line"), {"line": line})

    assert response.status_code == 422
    assert question in response.text
    assert f'name="line" value="{line}"' in response.text
    assert not ActionItem.objects.exists()


def test_the_form_that_asks_begins_with_what_was_understood(writer: Client, item: AgendaItem) -> None:
    text = writer.post(at(item, "line"), {"line": "Ring hem @okänd 15/12"}).text

    assert "Ring hem</textarea>" in text
    assert 'value="2026-12-15"' in text


@pytest.mark.parametrize(
    "choice", ["action|seat:1|date|2026-12-15", "action|||", "action|org:x|date|soon", "dance", "action|mail|date"]
)
def test_a_choice_that_nobody_offered_is_asked_about_or_passed_over(
    writer: Client, item: AgendaItem, choice: str
) -> None:
    response = writer.post(at(item, "line"), {"line": "Ring @okänd", "choice": choice})

    assert response.status_code == 422
    assert not ActionItem.objects.exists()


def test_a_seat_of_another_forum_is_nobody(writer: Client, item: AgendaItem, host: Organisation) -> None:
    foreign = make_seat(forum=make_forum(organisation=host, name="Annat"), organisation=host, role_title="Hemlig")

    assert writer.post(at(item, "line"), {"line": "Ring @hemlig"}).status_code == 422
    sent = {"line": "Ring @polisen", "choice": f"action|seat:{foreign.pk}|ongoing|"}
    assert writer.post(at(item, "line"), sent).status_code == 422
    assert not ActionItem.objects.exists()


def test_an_empty_line_and_one_that_is_too_long(writer: Client, item: AgendaItem) -> None:
    for line in ("", "x" * 4001):
        for headers in ({}, SCRIPTED):
            assert writer.post(at(item, "line"), {"line": line}, headers=headers).status_code == 422


def test_sent_minutes_lock_the_line(writer: Client, item: AgendaItem) -> None:
    make_minutes(meeting=item.meeting, state=MinutesState.APPROVED)

    response = writer.post(at(item, "line"), {"line": "Sent."}, headers=SCRIPTED)

    assert response.status_code == 422
    assert "The minutes are approved" in response.text


def test_with_script_the_answer_is_what_changed(writer: Client, item: AgendaItem) -> None:
    text = writer.post(at(item, "line"), {"line": "Bifall."}, headers=SCRIPTED).text

    assert "<html" not in text
    assert 'hx-swap-oob="innerHTML:#outcome"' in text
    assert "1 of 1 point done" in text
    assert "Saved 10:00" in text


@pytest.mark.parametrize("rest", ["line", "reading"])
def test_only_for_chair_and_secretary(
    item: AgendaItem, member: Person, stranger: Person, signed_in: SignIn, rest: str
) -> None:
    assert signed_in(member).post(at(item, rest), {"line": "Ja."}).status_code == 403
    assert signed_in(stranger).post(at(item, rest), {"line": "Ja."}).status_code == 404


def test_signed_out_in_the_middle_is_told_to_the_script(client: Client, item: AgendaItem) -> None:
    assert client.post(at(item, "line"), {"line": "Ja."}, headers=SCRIPTED).status_code == 401
    assert client.post(at(item, "line"), {"line": "Ja."}).status_code == 302


# Reading


def test_how_a_line_is_understood(writer: Client, item: AgendaItem, police: Organisation) -> None:
    seats = item.meeting.forum.seats
    place, substitute = seats.get(role_title="Lokalpolisområdeschef"), seats.get(role_title="Kommunpolis")

    assert options(writer, item, "Ta fram statistik @lokalpolisområdeschef 15/12") == [
        ("Action to Lokalpolisområdeschef, Polisen", "done by Tuesday 15 December, week 51", f"action|seat:{place.pk}|date|2026-12-15"),
        ("Action to Kommunpolis, Polisen", "done by Tuesday 15 December, week 51", f"action|seat:{substitute.pk}|date|2026-12-15"),
        ("Save as decision", "under point 1", "decision"),
        ("Save as note", "under point 1", "note"),
    ]  # fmt: skip


def test_a_line_without_a_day_offers_some(writer: Client, item: AgendaItem) -> None:
    make_meeting(forum=item.meeting.forum, starts_at=NEXT)

    found = options(writer, item, "Ring @rektor@demo.example ")

    assert [row[:2] for row in found] == [
        ("Action to rektor@demo.example", "by the next meeting, Wednesday 10 February 2027"),
        ("Action to rektor@demo.example", "ongoing, no day"),
        ("Save as decision", "under point 1"),
        ("Save as note", "under point 1"),
    ]


def test_a_name_in_the_writing_is_completed(writer: Client, item: AgendaItem) -> None:
    assert options(writer, item, "Ring @lok 15/12", caret=len("Ring @lok"))[0] == (
        "Lokalpolisområdeschef",
        "Polisen",
        "Ring @Lokalpolisområdeschef 15/12",
    )
    assert [row[0] for row in options(writer, item, "@")] == [
        "Ordförande", "Sekreterare", "Lokalpolisområdeschef", "Kommunpolis", "Länssamordnare", "Säkerhetssamordnare"
    ]  # fmt: skip


def test_a_day_in_the_writing_is_completed(writer: Client, item: AgendaItem) -> None:
    found = options(writer, item, "Ring @polisen ne")

    assert ("Write next meeting", "by the next meeting", "Ring @polisen next meeting") in found


def test_what_is_nothing_is_no_list(writer: Client, item: AgendaItem) -> None:
    assert options(writer, item, "  ") == []
    assert writer.post(at(item, "reading"), {"line": "hej", "caret": "x"}).status_code == 200


def test_nothing_is_preset_while_the_owner_is_unknown(writer: Client, item: AgendaItem) -> None:
    text = writer.post(at(item, "reading"), {"line": "Ring @okänd 15/12"}).text

    assert 'aria-selected="true"' not in text
    assert "Nobody here is called “okänd”." in text


def test_paragraphs_stand_where_there_are_some(writer: Client, item: AgendaItem) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(paragraph=45, paragraph_year=2026)
    item.meeting.forum.minutes_form = MinutesForm.SIMPLE
    item.meeting.forum.save()

    assert options(writer, item, "Bifall.")[0] == ("Save as decision", "under § 45", "decision")


def test_words_are_escaped(writer: Client, item: AgendaItem) -> None:
    assert "<script" not in writer.post(at(item, "reading"), {"line": "@<script>alert(1)</script> hej"}).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    writer: Client, item: AgendaItem, host: Organisation, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        make_organisation(code=f"part-{index}", name=f"Part {index}")
        make_seat(forum=item.meeting.forum, organisation=host, role_title=f"Plats {index}")

    with django_assert_num_queries(READING_QUERIES):
        writer.post(at(item, "reading"), {"line": "Ring @plats 15/12"}, headers=SCRIPTED)


# Without script the whole point is one form


def outcome(item: AgendaItem) -> str:
    return f"/meetings/{item.meeting_id}/log/items/{item.pk}/"


def test_a_line_that_was_typed_and_not_entered_is_saved_when_the_point_is_left(
    writer: Client, item: AgendaItem
) -> None:
    page = writer.get(f"/meetings/{item.meeting_id}/log/").text
    assert re.search(r'<input type="text" id="id_line" name="line" form="outcome-form"', page)
    sent = {"line": "Rådet ställer sig bakom planen.", "notes": "Det antecknades.", "then": "next", "once": ONCE}
    sent["seen_answer"] = digest("")
    assert writer.post(outcome(item), sent)["Location"].endswith("#finish")
    writer.post(outcome(item), sent)  # pressed twice

    item.refresh_from_db()
    assert (item.answer, item.notes, Decision.objects.count()) == (Answer.DECIDED, "Det antecknades.", 1)


def test_a_line_in_doubt_is_asked_about_before_the_point_is_left(writer: Client, item: AgendaItem) -> None:
    sent = {"line": "Ta fram statistik @okänd", "notes": "Ord.", "then": "next"}
    answer = writer.post(outcome(item), sent)

    item.refresh_from_db()
    assert (answer.status_code, item.answer, item.notes) == (422, "", "Ord.")
    assert "The line is not clear yet" in answer.text
    assert 'value="Ta fram statistik @okänd"' in answer.text


def test_a_line_survives_two_texts_and_what_is_wrong(writer: Client, item: AgendaItem) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(notes="Någon annans")
    sent = {"line": "Rådet enades.", "notes": "Mitt", "seen_notes": "x", "version": "1", "once": ONCE}
    conflict = writer.post(outcome(item), sent)
    assert conflict.status_code == 409
    assert '<input type="hidden" name="line" value="Rådet enades.">' in conflict.text
    wrong = writer.post(outcome(item), {"line": "Rådet enades.", "notes": "x" * 200_000, "answer": "finns inte"})
    assert (wrong.status_code, 'value="Rådet enades."' in wrong.text, Decision.objects.count()) == (422, True, 0)
