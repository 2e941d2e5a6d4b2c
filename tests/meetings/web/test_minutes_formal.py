"""The pages of formal minutes, of the public notice and of what a version changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forum.enums import MinutesForm
from forum.services.seats import close_seat
from meetings.enums import CommentAnswer, ItemOpenness, Presence
from meetings.models import Adjournment, ApprovalPlan, ImmediateApproval, MinutesComment, Motion, Posting, Vote
from meetings.services.actions import Actor
from meetings.services.formalities import add_motion
from meetings.services.minutes import begin_correction, circulate_minutes, draw_up_minutes
from meetings.services.minutes_approval import approve_minutes
from meetings.services.minutes_comments import write_comment
from meetings.services.outcomes import set_attendance, write_outcome
from meetings.web.posting import number_words
from tests.factories import make_decision, make_item, make_meeting

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from meetings.models import Meeting, Minutes
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

HELD = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
OVERVIEW, POINT = 17, 20


@pytest.fixture
def meeting(now: datetime, council: Forum) -> Meeting:
    council.minutes_form = MinutesForm.FORMAL
    council.save()
    meeting = make_meeting(forum=council, starts_at=HELD, noticed=True)
    make_decision(item=make_item(meeting=meeting, title="Belysning", notes="Det var 12."), text="Bifall.")
    return meeting


def face(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/minutes/{rest}"


def sent(meeting: Meeting, secretary: Person) -> Minutes:
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    return circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)


def test_approvers_with_place_and_day(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    seat = str(meeting.forum.seats.get(role_title="Lokalpolisområdeschef").pk)
    wrong = browser.post(face(meeting, "approvers/"), {"approvers": [seat], "place": "Stadshuset", "day": "2026-11-01"})
    assert (wrong.status_code, "Stadshuset" in wrong.text) == (422, True)
    right = {"approvers": [seat], "place": "Stadshuset", "day": "2026-12-01"}
    assert browser.post(face(meeting, "approvers/"), right).status_code == 302
    assert [str(pk) for pk in meeting.approvers.values_list("pk", flat=True)] == [seat]
    stale = browser.post(face(meeting, "approvers/"), {**right, "place": "Rådhuset", "version": 1})
    assert (stale.status_code, ApprovalPlan.objects.get().place) == (409, "Stadshuset")


def test_a_point_from_motion_to_vote(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    item = meeting.items.get()
    decision = item.decisions.get()
    seat = str(meeting.forum.seats.get(role_title="Lokalpolisområdeschef").pk)
    at = face(meeting, f"formal/items/{item.pk}/")

    assert browser.post(f"{at}motions/", {"motion-text": " "}).status_code == 422
    assert browser.post(f"{at}motions/", {"motion-text": "Avslag", "motion-seat": seat}).status_code == 302
    motion = Motion.objects.get()
    change = face(meeting, f"formal/motions/{motion.pk}/")
    assert browser.get(change).status_code == 200
    assert browser.post(change, {"text": "Avslag!", "outcome": "lost", "version": 1}).status_code == 302
    stale = browser.post(change, {"text": "Återremiss", "version": 1})
    assert (stale.status_code, "Avslag!" in stale.text, "Återremiss" in stale.text) == (409, True, True)

    vote = face(meeting, f"formal/decisions/{decision.pk}/vote/")
    assert browser.post(vote, {"yes": "-1"}).status_code == 422
    assert browser.post(vote, {"yes": "7", "no": "3"}).status_code == 302
    assert browser.post(at, {"recusals": [seat], "immediate": "on"}).status_code == 302
    text = browser.get(at).text
    assert [words in text for words in ("Avslag!", 'value="7"', "Lokalpolisområdeschef")] == [True] * 3
    assert (Vote.objects.get().no, ImmediateApproval.objects.count()) == (3, 1)
    assert browser.post(f"{change}remove/", {"version": 2}).status_code == 302
    assert not Motion.objects.exists()


def test_a_seat_closed_since_stays_in_what_was_noted(
    now: datetime, meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    browser, seat = signed_in(secretary), meeting.forum.seats.get(role_title="Lokalpolisområdeschef")
    motion = add_motion(item=meeting.items.get(), text="Avslag", seat=seat)
    set_attendance(meeting=meeting, seat=meeting.forum.seats.get(office="chair"), presence=Presence.PRESENT)
    before = browser.get(face(meeting, "formal/")).context["quorum"]
    close_seat(seat_id=seat.pk, version=None, day=now.date())

    posted = {"text": "Avslag!", "seat": str(seat.pk), "outcome": "lost", "version": motion.version}
    assert browser.post(face(meeting, f"formal/motions/{motion.pk}/"), posted).status_code == 302
    assert Motion.objects.get().seat == seat
    assert browser.get(face(meeting, "formal/")).context["quorum"] == before
    log = browser.get(f"/meetings/{meeting.pk}/log/").text
    assert (f'name="presence-{seat.pk}"' in log, member.name in log) == (True, True)
    assert str(seat.pk) not in browser.get(face(meeting, "approvers/")).text


def test_adjournments(meeting: Meeting, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    assert browser.post(face(meeting, "formal/breaks/"), {"starts": "10:00", "ends": "09:00"}).status_code == 422
    assert browser.post(face(meeting, "formal/breaks/"), {"starts": "9:15", "ends": "09:30"}).status_code == 302
    row = Adjournment.objects.get()
    page = browser.get(face(meeting, "formal/")).text
    assert (row.starts.hour, row.ends.minute, f"/breaks/{row.pk}/remove/" in page) == (9, 30, True)
    browser.post(face(meeting, f"formal/breaks/{row.pk}/remove/"), {"version": 1})
    assert not Adjournment.objects.exists()


@pytest.mark.parametrize("page", ["approvers/", "formal/", "posting/", "formal/items/{item}/", "posting/all/print/"])
def test_only_chair_and_secretary_and_no_stranger(
    meeting: Meeting, member: Person, stranger: Person, signed_in: SignIn, page: str
) -> None:
    address = face(meeting, page.format(item=meeting.items.get().pk))
    assert [signed_in(person).get(address).status_code for person in (member, stranger)] == [403, 404]


@pytest.mark.parametrize("page", ["formal/", "posting/"])
def test_notes_have_no_such_pages(meeting: Meeting, secretary: Person, signed_in: SignIn, page: str) -> None:
    meeting.forum.minutes_form = MinutesForm.NOTES
    meeting.forum.save()
    browser = signed_in(secretary)
    assert browser.get(face(meeting, page)).status_code == 403
    draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    assert page not in browser.get(face(meeting)).text


def test_the_notice_is_posted_printed_and_taken_down(
    meeting: Meeting, secretary: Person, chair: Person, signed_in: SignIn
) -> None:
    browser = signed_in(secretary)
    assert "Nothing to post yet" in browser.get(face(meeting, "posting/")).text
    early = {"all-posted_on": "2026-11-24", "all-kept_at": "Kommunkansliet"}
    assert browser.post(face(meeting, "posting/all/"), early).status_code == 422
    approve_minutes(minutes_id=sent(meeting, secretary).pk, version=None, person=chair)
    assert browser.post(face(meeting, "posting/all/"), {**early, "all-kept_at": ""}).status_code == 422
    assert browser.post(face(meeting, "posting/all/"), early).status_code == 302
    paper = browser.get(face(meeting, "posting/all/print/")).text
    assert [words in paper for words in ("2026-11-24", "2026-12-15", "Kommunkansliet", "§\N{NO-BREAK SPACE}1")] == [
        True
    ] * 4
    down = browser.post(face(meeting, "posting/all/down/"), {"down-all-taken_down_on": "2026-12-01"})
    assert (down.status_code, Posting.objects.get().taken_down_on) == (422, None)
    assert browser.get(face(meeting, "posting/immediate/print/")).status_code == 404


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], "–"), ([4], "§\N{NO-BREAK SPACE}4"), ([4, 5, 6, 8], "§§\N{NO-BREAK SPACE}4–6, 8")],
)
def test_paragraphs_in_words(numbers: list[int], words: str) -> None:
    assert number_words(numbers) == words


def test_what_a_version_changed_and_nothing_of_what_is_closed(
    meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn
) -> None:
    item = meeting.items.get()
    secret = make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION, notes="Hemligt")
    first = sent(meeting, secretary)
    begin_correction(minutes_id=first.pk, version=None, reason="Fel antal", begun_by=secretary)
    write_outcome(item_id=item.pk, version=None, notes="Det var 14.")
    write_outcome(item_id=secret.pk, version=None, notes="Läcker")
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    assert signed_in(member).get(face(meeting, "2/changes/")).status_code == 404
    circulate_minutes(minutes_id=draft.pk, version=None, circulated_by=secretary)
    own, theirs = (signed_in(person).get(face(meeting, "2/changes/")).text for person in (secretary, member))
    assert [words in own for words in ("12.", "14.", "Läcker")] == [True] * 3
    assert [words in theirs for words in ("12.", "14.", "Läcker", "Personalärende")] == [True, True, False, False]
    assert signed_in(member).get(face(meeting, "1/changes/")).status_code == 404


def test_word_document_and_extract(meeting: Meeting, secretary: Person, member: Person, signed_in: SignIn) -> None:
    make_item(meeting=meeting, title="Personalärende", openness=ItemOpenness.OWN_ORGANISATION)
    sent(meeting, secretary)
    word = signed_in(member).get(face(meeting, "1/docx/"))
    assert word["Content-Disposition"].startswith("attachment; filename=")
    assert [signed_in(member).get(face(meeting, f"1/extract/{number}/")).status_code for number in (1, 2, 3)] == [
        200,
        404,
        404,
    ]


def test_a_comment_on_the_page_and_its_answer(
    meeting: Meeting, secretary: Person, member: Person, observer: Person, signed_in: SignIn
) -> None:
    sent(meeting, secretary)
    assert signed_in(member).post(face(meeting, "1/comments/"), {"comment-text": " "}).status_code == 422
    assert signed_in(member).post(face(meeting, "1/comments/"), {"comment-text": "Fel antal."}).status_code == 302
    assert signed_in(observer).post(face(meeting, "1/comments/"), {"comment-text": "Fel"}).status_code == 404
    comment = MinutesComment.objects.get()
    at = face(meeting, f"comments/{comment.pk}/")
    assert signed_in(member).post(at, {"answer": "kept"}).status_code == 403
    browser = signed_in(secretary)
    assert browser.post(at, {"answer": "kept", "answer_text": ""}).status_code == 422
    assert browser.post(at, {"answer": "corrected", "version": 1}).status_code == 302
    stale = browser.post(at, {"answer": "kept", "answer_text": "Nej", "version": 1})
    assert (stale.status_code, comment.refreshed().answer) == (409, CommentAnswer.CORRECTED)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_is_constant(
    meeting: Meeting,
    secretary: Person,
    member: Person,
    signed_in: SignIn,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    item = meeting.items.get()
    for index in range(number):
        Motion.objects.create(item=item, text=f"Yrkande {index}", seat=meeting.forum.seats.all()[index])
        Motion.objects.create(item=make_item(meeting=meeting), text="Yrkande")
        if index:
            make_decision(item=item)
        Adjournment.objects.create(meeting=meeting, starts=f"0{index}:15", ends=f"0{index}:30")
    browser = signed_in(secretary)
    with django_assert_num_queries(OVERVIEW):
        browser.get(face(meeting, "formal/"))
    with django_assert_num_queries(POINT):
        browser.get(face(meeting, f"formal/items/{item.pk}/"))
    minutes = sent(meeting, secretary)
    for _ in range(number):
        write_comment(minutes_id=minutes.pk, actor=Actor(person=member), text="Fel", item_id=item.pk)
    with django_assert_num_queries(14):
        browser.get(face(meeting))
