"""A round from the draft to the adoption, and what is refused on the way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from forum.calendar.months import add_months
from forum.enums import AskedState, Certainty, PictureState, ReminderKind, ReminderState, Silence, Trend
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import (
    Answer,
    AnswerLink,
    ClientActor,
    OutboxMessage,
    PersonActor,
    PictureRecipient,
    Question,
    QuestionSet,
    Reminder,
    SituationPicture,
)
from forum.selectors.picture_receivers import PictureReceivers
from forum.services.answering import Given, answer_by_open_link, decline_to_answer, pass_on, save_answers
from forum.services.picture_asking import ask, ask_no_more, open_to_associations
from forum.services.picture_counts import bring_aggregate, published_counts, suppressed
from forum.services.pictures import (
    adopt_picture,
    change_picture,
    close_round,
    draft_picture,
    open_again,
    open_round,
    publish_summary,
)
from forum.services.question_sets import ensure_shipped_sets, export_question_set, import_question_set, write_edition
from meetings.services.release import release_due_reminders
from tests.factories import make_api_client, make_person, make_unit
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person, Topic

SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def picture(topic: Topic, host: Organisation, coordinator: Person) -> SituationPicture:
    ensure_shipped_sets()
    questions = QuestionSet.objects.get(code="vbe")
    return draft_picture(
        topic=topic, organisation=host, question_set=questions, title="Lägesbild 2026", created_by=coordinator
    )


def _out(picture: SituationPicture, **who: object) -> PictureRecipient:
    asked = ask(picture_id=picture.pk, **who)  # type: ignore[arg-type]
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    return asked[0].refreshed()


def _question(picture: SituationPicture, number: int) -> Question:
    found: Question = picture.question_set.questions.get(number=number)
    return found


def _answer(asked: PictureRecipient, text: str, *, number: int = 9, **facts: object) -> PictureRecipient:
    given = {_question(asked.picture, number).pk: Given(text=text, **facts)}  # type: ignore[arg-type]
    return save_answers(asked_id=asked.pk, version=None, answers=given, finished=True)


def test_the_fourteen_questions_are_shipped_once_and_travel_as_a_file(db: None) -> None:
    ensure_shipped_sets()
    ensure_shipped_sets()
    shipped = QuestionSet.objects.get()
    assert shipped.questions.count() == 14
    again = import_question_set(content=export_question_set(shipped))
    assert (again.code, again.edition, again.questions.count()) == ("vbe", 2, 14)
    third = write_edition(
        before=again, name="Kortare", lines=[again.questions.get(number=1).text, "En egen fråga?", " "]
    )
    assert [(row.number, bool(row.text_en)) for row in third.questions.all()] == [(1, True), (2, False)]
    with pytest.raises(InvalidInputError):
        import_question_set(content={"format": "something else"})


def test_everybody_who_is_asked_gets_one_letter_with_the_questions_and_is_reminded_until_the_answer(
    picture: SituationPicture, council: Forum, host: Organisation, secretary: Person, official: Person
) -> None:
    school = make_unit(organisation=host, name="Storskolan", contact_address="storskolan@demo.example")
    ask(picture_id=picture.pk, forums=[council], units=[school], people=[official], addresses=["Kurator@demo.example "])
    ask(picture_id=picture.pk, forums=[council], addresses=["kurator@demo.example", str(official.email)])
    assert picture.recipients.count() == 4
    assert not OutboxMessage.objects.exists()
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    letters = {row.recipient: text_of(row) for row in OutboxMessage.objects.all()}
    assert set(letters) == {secretary.email, "storskolan@demo.example", official.email, "kurator@demo.example"}
    assert all("/link/q" in text and "14. Vilka slutsatser" in text for text in letters.values())
    asked = picture.recipients.get(forum=council)
    planned = Reminder.objects.planned().filter(kind=ReminderKind.PICTURE_ANSWER)
    assert planned.filter(object_id=asked.pk).count() == 4
    _answer(asked, "Rutin finns på sju av elva skolor.", certainty=Certainty.HIGH)
    assert (asked.refreshed().state, planned.filter(object_id=asked.pk).count()) == (AskedState.ANSWERED, 0)
    with pytest.raises(ConflictError):
        open_round(picture_id=picture.pk, version=None, answer_by=SOON)


def test_a_reminder_reaches_who_has_not_answered_with_a_link_that_answers(
    picture: SituationPicture, host: Organisation, official: Person
) -> None:
    asked = _out(picture, people=[official])
    OutboxMessage.objects.all().delete()
    Reminder.objects.filter(object_id=asked.pk).update(moment=timezone.now() - timedelta(minutes=1))
    Reminder.objects.exclude(pk=Reminder.objects.earliest("pk").pk).delete()
    release_due_reminders()
    (letter,) = OutboxMessage.objects.all()
    assert (letter.recipient, letter.forum) == (official.email, None)
    assert re.search(r"/link/q[\w-]+/", text_of(letter))
    assert AnswerLink.objects.filter(recipient=asked).count() == 2


def test_answers_after_closing_are_refused_with_whom_to_write_to(
    picture: SituationPicture, host: Organisation, official: Person
) -> None:
    type(host).objects.filter(pk=host.pk).update(contact_address="kommun@demo.example")
    asked = _out(picture, people=[official])
    close_round(picture_id=picture.pk, version=None)
    SituationPicture.objects.update(closed_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    with pytest.raises(ConflictError) as error:
        _answer(asked, "För sent.")
    assert (error.value.code, "kommun@demo.example" in str(error.value)) == ("closed", True)
    assert "24 november 2026" in str(error.value)  # half an hour past midnight here
    assert not Reminder.objects.planned().exists()
    open_again(picture_id=picture.pk, version=None, answer_by=SOON)
    _answer(asked, "I tid.")
    assert [row.text for row in Answer.objects.all()] == ["I tid."]


def test_who_is_asked_passes_on_or_says_no_and_nobody_is_asked_twice(
    picture: SituationPicture, official: Person
) -> None:
    asked = _out(picture, people=[official])
    onward = pass_on(asked_id=asked.pk, version=asked.version, address="rektor@demo.example", word="Du vet mer.")
    assert (asked.refreshed().state, onward.address) == (AskedState.PASSED_ON, "rektor@demo.example")
    assert "Du vet mer." in text_of(OutboxMessage.objects.get(recipient="rektor@demo.example"))
    with pytest.raises(ConflictError):
        pass_on(asked_id=onward.pk, version=None, address=str(official.email))
    with pytest.raises(ConflictError):
        _answer(asked, "Ändå.")
    with pytest.raises(InvalidInputError):
        decline_to_answer(asked_id=onward.pk, version=None, reason=" ")
    saved = _answer(onward, "Vi har en rutin.")
    assert Answer.objects.get().organisation == official.organisation
    with pytest.raises(StaleVersionError):
        decline_to_answer(asked_id=onward.pk, version=saved.version - 1, reason="Nej.")
    with pytest.raises(ConflictError):
        ask_no_more(asked_id=onward.pk, version=None)
    with pytest.raises(ConflictError):
        ask_no_more(asked_id=asked.pk, version=None)  # would take the other's answers along
    Answer.objects.all().delete()
    ask_no_more(asked_id=asked.pk, version=None)
    assert not picture.recipients.exists()


def test_it_is_adopted_with_its_texts_and_the_next_is_due_within_two_years(
    picture: SituationPicture, coordinator: Person
) -> None:
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    day = timezone.localdate()
    with pytest.raises(ConflictError):
        adopt_picture(picture_id=picture.pk, version=None, adopted_by="KS", adopted_on=day)
    close_round(picture_id=picture.pk, version=None)
    with pytest.raises(ConflictError):
        adopt_picture(picture_id=picture.pk, version=None, adopted_by="KS", adopted_on=day)
    change_picture(
        picture_id=picture.pk, version=None, mapping="Klotter.", analysis="Ökar.", public_summary="Läget är lugnt."
    )
    with pytest.raises(InvalidInputError) as error:
        adopt_picture(
            picture_id=picture.pk, version=None, adopted_by="KS", adopted_on=day, next_due_on=date(day.year + 3, 1, 1)
        )
    assert error.value.field == "next_due_on"
    with pytest.raises(InvalidInputError) as error:
        adopt_picture(picture_id=picture.pk, version=None, adopted_by="KS", adopted_on=date.max)
    assert error.value.field == "adopted_on"
    adopted = adopt_picture(
        picture_id=picture.pk,
        version=None,
        adopted_by="Kommunstyrelsen",
        adopted_on=day,
        paragraph="91",
        registry_number="KS 2026/412",
    )
    assert (adopted.state, adopted.next_due_on) == (PictureState.ADOPTED, add_months(day, 24))
    due = Reminder.objects.filter(kind=ReminderKind.PICTURE_DUE, object_id=picture.pk)
    assert due.count() == 4
    with pytest.raises(ConflictError):
        change_picture(picture_id=picture.pk, version=None, mapping="Nytt.")
    due.update(moment=timezone.now() - timedelta(minutes=1), state=ReminderState.PLANNED)
    due.exclude(pk=due.earliest("pk").pk).delete()
    release_due_reminders()
    assert [row.recipient for row in OutboxMessage.objects.all()] == [coordinator.email]


def test_an_association_answers_by_the_open_link_without_reading_anybody_else(picture: SituationPicture) -> None:
    with pytest.raises(ConflictError):
        open_to_associations(picture_id=picture.pk)
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    first, second = (open_to_associations(picture_id=picture.pk) for _ in range(2))
    assert first != second
    assert picture.open_links.filter(revoked_at=None).count() == 1
    asked = answer_by_open_link(
        picture_id=picture.pk, name="Idrottsföreningen", answers={_question(picture, 4).pk: Given(text="Lugnt.")}
    )
    assert (asked.who, asked.state, asked.by_open_link) == ("Idrottsföreningen", AskedState.ANSWERED, True)
    with pytest.raises(InvalidInputError):
        answer_by_open_link(picture_id=picture.pk, name=" ", answers={})


def test_numbers_under_five_never_leave_and_never_come_in(
    picture: SituationPicture, topic: Topic, coordinator: Person
) -> None:
    row = {
        "number": 9,
        "answers": 12,
        "trend": {"better": 0, "same": 7, "worse": 5, "unknown": 0},
        "certainty": {"high": 9, "medium": 3, "low": 0},
    }
    few = {**row, "number": 10, "answers": 4}
    shown, hidden = suppressed([row, few])
    assert shown["certainty"] == {"high": None, "medium": None, "low": 0}
    assert (shown["trend"], shown["answers"]) == (row["trend"], 12)
    assert (hidden["answers"], set(hidden["trend"].values())) == (None, {None})
    (little,) = suppressed([{**row, "trend": {"better": 1, "same": 1, "worse": 10, "unknown": 0}}])
    assert little["trend"] == {
        "better": None,
        "same": None,
        "worse": None,
        "unknown": 0,
    }  # two hidden of two together are ones
    content = {**published_counts(picture), "municipality": "Nyköpings kommun", "questions": [shown]}
    aggregate = bring_aggregate(topic=topic, content=content, brought_by=coordinator)
    assert aggregate.counts["questions"] == [shown]
    with pytest.raises(InvalidInputError):
        bring_aggregate(
            topic=topic, content={**content, "questions": [{**few, "trend": row["trend"]}]}, brought_by=None
        )
    with pytest.raises(InvalidInputError):
        bring_aggregate(
            topic=topic, content={**content, "questions": [{**shown, "number": float("inf")}]}, brought_by=None
        )


def test_nobody_reads_the_answers_of_others(
    picture: SituationPicture,
    host: Organisation,
    police: Organisation,
    member: Person,
    official: Person,
    coordinator: Person,
    stranger: Person,
) -> None:
    asked = _out(picture, people=[member])
    _answer(asked, "Polisens hemliga iakttagelse.", trend=Trend.WORSE)
    other = make_person(name="Samordnare i Flen", email="flen@demo.example", organisation=police)
    readers = {person.name: PersonActor(person) for person in (member, official, coordinator, stranger, other)}
    seen = {name for name, actor in readers.items() if Answer.objects.visible_to(actor).exists()}
    assert seen == {member.name, coordinator.name}
    clients = {code.code: ClientActor(make_api_client(organisation=code)) for code in (police, host)}
    assert [code for code, actor in clients.items() if Answer.objects.visible_to(actor).exists()] == ["polisen"]
    close_round(picture_id=picture.pk, version=None)
    change_picture(picture_id=picture.pk, version=None, mapping="HEMLIGT", analysis="HEMLIGT", public_summary="Lugnt.")
    drafts = {one.name: SituationPicture.objects.visible_to(PersonActor(one)).get() for one in (member, coordinator)}
    assert {name: row.public_summary for name, row in drafts.items()} == {member.name: "", coordinator.name: "Lugnt."}
    adopt_picture(picture_id=picture.pk, version=None, adopted_by="KS", adopted_on=timezone.localdate())
    publish_summary(picture_id=picture.pk, version=None)
    texts = {name: SituationPicture.objects.visible_to(actor).get().mapping for name, actor in readers.items()}
    assert {name for name, text in texts.items() if text} == {member.name, official.name, coordinator.name}
    assert {SituationPicture.objects.visible_to(actor).get().mapping for actor in clients.values()} == {""}


@pytest.mark.parametrize(
    ("state", "days_left", "followed"),
    [("draft", 60, False), ("open", 60, True), ("open", 0, False), ("closed", -1, False), ("adopted", -1, True)],
)
def test_a_newer_round_ends_the_reminder_in_time_and_after_that_only_once_it_is_adopted(
    picture: SituationPicture, state: str, days_left: int, followed: bool
) -> None:
    due = timezone.localdate() + timedelta(days=days_left)
    SituationPicture.objects.filter(pk=picture.pk).update(state="adopted", next_due_on=due)
    SituationPicture.objects.create(
        topic=picture.topic, organisation=picture.organisation, question_set=picture.question_set,
        number=picture.number + 1, state=state,
    )  # fmt: skip
    reminder = Reminder(kind=ReminderKind.PICTURE_DUE, object_id=picture.pk)
    assert (PictureReceivers([reminder]).of(reminder)[2] == Silence.DONE) is followed
