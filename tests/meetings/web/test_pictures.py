"""Pages and links of situation pictures: who sees what, what is kept when it is refused, what one press does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.enums import AskedState
from forum.models import Answer, Finding, Membership, OutboxMessage, Placement, QuestionSet, SituationPicture
from forum.services.answering import Given, save_answers
from forum.services.picture_asking import ask, open_to_associations
from forum.services.picture_counts import bring_aggregate, published_counts
from forum.services.pictures import (
    adopt_picture,
    change_picture,
    close_round,
    draft_picture,
    open_round,
    publish_summary,
)
from forum.services.question_sets import ensure_shipped_sets
from tests.factories import make_person, make_plan
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person, PictureRecipient, Topic
    from tests.conftest import SignIn

DAY = timedelta(days=1)
SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def picture(topic: Topic, host: Organisation, coordinator: Person) -> SituationPicture:
    ensure_shipped_sets()
    draft_picture(
        topic=topic,
        organisation=host,
        question_set=QuestionSet.objects.get(),
        title="Lägesbild 2026",
        created_by=coordinator,
    )
    return SituationPicture.objects.get()


def _asked(picture: SituationPicture, *people: Person) -> list[PictureRecipient]:
    asked = ask(picture_id=picture.pk, people=people)
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    return asked


def _say(asked: PictureRecipient, text: str) -> Answer:
    question = asked.picture.question_set.questions.get(number=9)
    save_answers(asked_id=asked.pk, version=None, answers={question.pk: Given(text)}, finished=True)
    return Answer.objects.get(recipient=asked)


def _link() -> str:
    found = re.search(r"/link/q[\w-]+/", text_of(OutboxMessage.objects.latest("created_at")))
    assert found
    return found[0]


def test_a_coordinator_starts_a_round_asks_a_forum_and_sends_it(
    topic: Topic, host: Organisation, council: Forum, coordinator: Person, signed_in: SignIn
) -> None:
    ensure_shipped_sets()
    browser, base = signed_in(coordinator), f"/topics/{topic.slug}/pictures/"
    assert browser.get(f"{base}new/").status_code == 200
    facts = {"organisation": host.pk, "title": "Lägesbild", "question_set": QuestionSet.objects.get().pk}
    assert browser.post(f"{base}new/", {**facts, "title": " "}).status_code == 422
    answer = browser.post(f"{base}new/", facts)
    picture = SituationPicture.objects.get()
    assert answer["Location"] == f"{base}{picture.pk}/ask/"
    wrong = browser.post(answer["Location"], {"forums": [council.pk], "addresses": "rektor@"})
    assert (wrong.status_code, "rektor@</textarea>" in wrong.content.decode()) == (422, True)
    browser.post(answer["Location"], {"forums": [council.pk], "addresses": "rektor@demo.example"})
    sent = browser.post(f"{base}{picture.pk}/send/", {"answer_by": SOON, "version": picture.version})
    assert sent["Location"] == f"{base}{picture.pk}/"
    assert OutboxMessage.objects.count() == 2
    assert browser.post(f"{base}{picture.pk}/send/", {"answer_by": SOON + DAY, "version": 1}).status_code == 409


def test_strangers_see_no_round_and_those_asked_may_not_lead_it(
    picture: SituationPicture, topic: Topic, official: Person, stranger: Person, signed_in: SignIn
) -> None:
    (asked,) = _asked(picture, official)
    base = f"/topics/{topic.slug}/pictures/"
    pages = [f"{base}{picture.pk}/", f"{base}{picture.pk}/answers/", f"{base}asked/{asked.pk}/"]
    assert [signed_in(stranger).get(page).status_code for page in pages] == [404, 404, 404]
    assert [signed_in(official).get(page).status_code for page in pages] == [200, 200, 200]
    mine = [f"{base}{picture.pk}/{act}/" for act in ("texts", "ask", "adopt", "send")]
    assert {signed_in(official).get(page).status_code for page in mine} == {403}
    assert signed_in(stranger).get(base).content.decode().count("Lägesbild 2026") == 0


def test_an_answer_is_given_from_the_mail_and_a_second_writer_sees_both_texts(
    picture: SituationPicture, official: Person, signed_in: SignIn
) -> None:
    (asked,) = _asked(picture, official)
    browser, link = Client(), _link()
    assert browser.get(link).status_code == 200
    assert not Answer.objects.exists()
    posted = {
        "version": asked.version,
        "text_9": "Rutin saknas.",
        "certainty_9": "high",
        "kind_9": "survey",
        "do": "finish",
    }
    assert browser.post(link, posted)["Location"].endswith("?done=finish")
    assert [(row.text, row.certainty.value) for row in Answer.objects.all()] == [("Rutin saknas.", "high")]
    page = signed_in(official).post(
        f"/topics/{picture.topic.slug}/pictures/asked/{asked.pk}/", {**posted, "text_9": "Rutin finns.", "finish": "1"}
    )
    shown = page.content.decode()
    assert (page.status_code, "Rutin finns." in shown, "Rutin saknas." in shown) == (409, True, True)
    number = browser.post(link, {"text_9": "Nr 640823-3234", "do": "finish"})
    assert (number.status_code, b"number_reason" in number.content) == (422, True)
    assert f'href="{link}"' in number.content.decode()  # the way back, since such a page tells nobody where it was
    close_round(picture_id=picture.pk, version=None)
    assert b"text_9" not in browser.get(link).content
    assert browser.post(link, posted).status_code == 422


def test_a_link_passes_on_and_says_no(picture: SituationPicture, official: Person) -> None:
    (asked,) = _asked(picture, official)
    browser, link = Client(), _link()
    assert browser.post(link, {"do": "no", "reason": "", "version": asked.version}).status_code == 422
    browser.post(link, {"do": "pass", "address": "rektor@demo.example", "version": asked.version})
    assert asked.refreshed().state == AskedState.PASSED_ON
    onward = _link()
    assert onward != link
    browser.post(onward, {"do": "no", "reason": "Vi har inget.", "version": "1"})
    assert picture.recipients.get(address="rektor@demo.example").state == AskedState.DECLINED


def test_a_seat_that_was_left_answers_no_more(picture: SituationPicture, council: Forum, secretary: Person) -> None:
    ask(picture_id=picture.pk, forums=[council])
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    browser, link = Client(), _link()
    assert browser.get(link).status_code == 200
    Membership.objects.filter(person=secretary).update(ends_on=timezone.localdate() - DAY)
    assert browser.get(link).status_code == 410


def test_an_association_answers_by_the_open_link(picture: SituationPicture) -> None:
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    link = open_to_associations(picture_id=picture.pk).removeprefix("http://testserver")
    browser = Client()
    assert browser.post(link, {"text_4": "Lugnt."}).status_code == 422
    assert browser.post(link, {"name": "Idrottsalliansen", "text_4": "Lugnt."}).status_code == 302
    assert [row.recipient.who for row in Answer.objects.all()] == ["Idrottsalliansen"]
    assert b"Lugnt." not in browser.get(link).content
    close_round(picture_id=picture.pk, version=None)
    assert browser.get(link).status_code == 410


def test_a_coordinator_sees_whether_an_open_link_is_out_and_compares_with_others(
    picture: SituationPicture, coordinator: Person, official: Person, signed_in: SignIn
) -> None:
    _say(_asked(picture, official)[0], "Fyra skolor saknar rutin.")
    browser = signed_in(coordinator)
    base = f"/topics/{picture.topic.slug}/pictures/{picture.pk}/"
    assert b'name="close"' not in browser.get(f"{base}open-link/").content
    made = browser.post(f"{base}open-link/").content
    assert (made.count(b"/link/o"), b'name="close"' in made) == (2, True)
    answers = f"{base}answers/"
    assert browser.get(answers).content.count(b"<table") == 0
    few = {"number": 9, "answers": 7, "trend": {"worse": 7, "better": None}, "certainty": {"high": 7}}
    content = {**published_counts(picture), "municipality": "Nyköpings kommun", "questions": [few]}
    bring_aggregate(topic=picture.topic, content=content, brought_by=coordinator)
    table = re.findall("<tr.*?</tr>", browser.get(answers).content.decode(), re.DOTALL)
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table]
    assert rows[1:] == [["1", *"0001010"], ["7", "–", "–", "7", "–", "7", "–", "–"]]


def test_an_answer_becomes_a_finding_or_a_point_in_one_act(
    picture: SituationPicture,
    topic: Topic,
    host: Organisation,
    council: Forum,
    official: Person,
    coordinator: Person,
    signed_in: SignIn,
) -> None:
    answer = _say(_asked(picture, official)[0], "Fyra skolor saknar rutin.")
    base, browser = f"/topics/{topic.slug}/pictures/answers/{answer.pk}/", signed_in(coordinator)
    assert "Fyra skolor saknar rutin." in browser.get(f"{base}finding/").content.decode()
    browser.post(f"{base}finding/", {"text": "Rutin saknas.", "organisation": host.pk, "priority": "high"})
    finding = Finding.objects.get()
    assert (finding.answer, finding.picture, finding.number) == (answer, picture, 1)
    browser.post(f"{base}agenda/", {"forum": council.pk, "title": "Rutin vid oro", "kind": "decision"})
    placement = Placement.objects.get()
    assert (placement.forum, placement.title, "Fyra skolor" in placement.question) == (council, "Rutin vid oro", False)
    page = f"/topics/{topic.slug}/findings/{finding.pk}/"
    stale = {"text": "Annat.", "priority": "low", "standing": "open", "version": finding.version}
    assert browser.post(page, {**stale, "standing": "closed"}).status_code == 422
    assert browser.post(page, stale).status_code == 302
    assert browser.post(page, {**stale, "text": "Tredje."}).status_code == 409
    plan = make_plan(topic=topic)
    assert signed_in(official).post(f"{page}measure/").status_code == 403
    to = browser.post(f"{page}measure/")["Location"]
    assert to == f"/topics/{topic.slug}/plan/{plan.revisions.get().pk}/measures/new/?finding={finding.pk}"
    assert signed_in(official).get(page).status_code == 200
    assert signed_in(official).post(page, stale).status_code == 403


def test_the_public_gets_the_summary_and_nothing_else(picture: SituationPicture) -> None:
    page = f"/oppet/pictures/{picture.pk}/"
    open_round(picture_id=picture.pk, version=None, answer_by=SOON)
    close_round(picture_id=picture.pk, version=None)
    change_picture(
        picture_id=picture.pk,
        version=None,
        mapping="HEMLIGT",
        analysis="HEMLIGT",
        public_summary="Läget är lugnt.",
        annex_reference="HEMLIGT",
    )
    adopt_picture(picture_id=picture.pk, version=None, adopted_by="KS", adopted_on=timezone.localdate())
    assert Client().get(page).status_code == 404
    publish_summary(picture_id=picture.pk, version=None)
    shown = Client().get(page).content.decode()
    assert ("Läget är lugnt." in shown, "HEMLIGT" in shown) == (True, False)


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(
    many: int, picture: SituationPicture, host: Organisation, coordinator: Person, signed_in: SignIn
) -> None:  # fmt: skip
    people = [make_person(name=f"P{n}", email=f"p{n}@demo.example", organisation=host) for n in range(many)]
    for asked in _asked(picture, *people):
        _say(asked, "Svar.")
    browser, base = signed_in(coordinator), f"/topics/{picture.topic.slug}/pictures/"
    spent = []
    for page in (base, f"{base}{picture.pk}/", f"{base}{picture.pk}/answers/"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        spent.append(len(queries))
    assert spent == [8, 9, 10]


def test_questions_wait_on_the_start_page_until_they_are_answered(
    picture: SituationPicture, official: Person, stranger: Person, signed_in: SignIn
) -> None:
    (asked,) = _asked(picture, official)
    browser = signed_in(official)
    page = f"/topics/{picture.topic.slug}/pictures/asked/{asked.pk}/"
    assert (browser.get("/").context["questions"], page in browser.get("/").content.decode()) == ([asked], True)
    assert signed_in(stranger).get("/").context["questions"] == []
    _say(asked, "Svar.")
    assert browser.get("/").context["nothing"] is True


def test_drafts_are_in_the_history_of_coordinators_alone_and_the_adoption_in_that_of_all(
    picture: SituationPicture, official: Person, coordinator: Person, stranger: Person, signed_in: SignIn
) -> None:
    _asked(picture, official)
    page = f"/history/picture/{picture.pk}/"
    close_round(picture_id=picture.pk, version=None)
    change_picture(picture_id=picture.pk, version=None, mapping="HEMLIGT utkast", analysis="Analys")
    change_picture(picture_id=picture.pk, version=None, mapping="Slutlig kartläggning")
    shown = {person: signed_in(person).get(page) for person in (official, coordinator)}
    assert {person for person, answer in shown.items() if "HEMLIGT" in answer.content.decode()} == {coordinator}
    adopt_picture(picture_id=picture.pk, version=None, adopted_by="Nämnden", adopted_on=timezone.localdate())
    text = signed_in(official).get(page).content.decode()
    assert ("Nämnden" in text, "HEMLIGT" in text) == (True, False)
    assert signed_in(stranger).get(page).status_code == 404


def test_a_file_nested_without_end_is_told_where_it_was_chosen(
    topic: Topic, coordinator: Person, signed_in: SignIn
) -> None:
    browser = signed_in(coordinator)
    for address in (f"/topics/{topic.slug}/pictures/others/", "/question-sets/"):
        answer = browser.post(address, {"file": SimpleUploadedFile("fil.json", b"[" * 100_000)})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
