"""Documents of an action plan: read by who reads the plan, kept by who writes it, along with the letter that asks about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from forum.enums import PlanState
from forum.errors import ConflictError
from forum.models import ConsultationLink, Consultee, PersonActor
from forum.services.links import issue_link
from forum.services.plans import discard_draft
from meetings.models import Document
from meetings.selectors.search import Terms, find_hits
from meetings.services.documents import add_document, delete_document, share_document
from tests.factories import make_document, make_forum, make_placement, make_plan, make_seat
from tests.factories.documents import PDF
from tests.meetings.web.test_documents import content_of, status

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import ActionPlan, Organisation, Person, Topic
    from tests.conftest import ApiClientFor, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def page_of(plan: ActionPlan) -> str:
    return f"/topics/{plan.topic.slug}/plan/{plan.pk}/"


def test_who_writes_the_plan_adds_renames_replaces_and_takes_away(
    topic: Topic, coordinator: Person, member: Person, signed_in: SignIn
) -> None:
    plan, browser = make_plan(topic=topic, state=PlanState.DRAFT), signed_in(coordinator)
    new = f"{page_of(plan)}documents/new/"
    assert "Whoever reads the plan reads the document." in browser.get(new).text
    assert browser.post(new, {"title": "Min titel"}).status_code == 422
    once = {"file": SimpleUploadedFile("Kartläggning.pdf", PDF), "once": "0195f1c0-0000-7000-8000-000000000001"}
    assert browser.post(new, once)["Location"] == f"{page_of(plan)}#documents"
    once["file"] = SimpleUploadedFile("Kartläggning.pdf", PDF)
    assert browser.post(new, once).status_code == 302  # sent twice

    document = Document.objects.get()
    page = f"/documents/{document.pk}/"
    shown = browser.get(page).text
    assert (document.forum, document.plan, document.title) == (None, plan, "Kartläggning")
    assert (page_of(plan) in shown, "share/" in shown, "publish/" in shown) == (True, False, False)
    assert "Kartläggning.pdf" in browser.get(page_of(plan)).text
    assert browser.post(page, {"title": "Ny titel", "version": "1"}).status_code == 302
    assert browser.post(page, {"title": "Annan", "version": "1"}).status_code == 409
    replaced = {"file": SimpleUploadedFile("Ny.pdf", PDF + b"2"), "version": "2"}
    assert browser.post(f"{page}replace/", replaced).status_code == 302
    assert status(browser, f"{page}versions/1/") == 200
    assert "Ny titel" in browser.get(f"/history/document/{document.pk}/").text
    for path in (page, f"{page}file/", new):
        assert signed_in(member).get(path).status_code == 404  # a draft that is not theirs
    assert browser.get(f"{page}publish/").status_code == 404
    assert browser.post(f"{page}delete/", {"version": "3"})["Location"] == f"{page_of(plan)}#documents"
    assert not Document.objects.exists()


def test_an_adopted_plan_opens_its_documents_to_all_who_sign_in_and_to_search(
    topic: Topic, coordinator: Person, member: Person, signed_in: SignIn
) -> None:
    adopted, draft = make_plan(topic=topic), make_plan(topic=topic, state=PlanState.DRAFT)
    shown = make_document(plan=adopted, title="Budgeten", content=PDF)
    make_document(plan=draft, title="Budgeten utkast", content=PDF)
    reader = signed_in(member)

    assert status(reader, f"/documents/{shown.pk}/file/") == 200
    assert reader.get(f"{page_of(adopted)}documents/new/").status_code == 403
    assert reader.post(f"/documents/{shown.pk}/delete/", {"version": "1"}).status_code == 403
    assert "everybody who signs in" in signed_in(coordinator).get(f"{page_of(adopted)}documents/new/").text
    found = reader.get("/search/", {"q": "budget"}).text
    assert ("Budgeten utkast" in found, adopted.title in found) == (False, True)
    hits = find_hits(PersonActor(coordinator), Terms("budget", organisation=topic.organisation.code)).hits
    assert sorted(hit.title for hit in hits) == ["Budgeten", "Budgeten utkast"]


def test_what_no_longer_holds_stays_as_it_is(topic: Topic) -> None:
    plan = make_plan(topic=topic, state=PlanState.REVOKED)
    document = make_document(plan=plan)
    for act in (
        lambda: add_document(plan=plan, file=SimpleUploadedFile("x.pdf", PDF), uploaded_by=None),
        lambda: delete_document(document_id=document.pk, version=None),
        lambda: share_document(document_id=make_document(plan=make_plan(topic=topic)).pk, version=None, shared_by=None),
    ):
        with pytest.raises(ConflictError):
            act()
    draft = make_plan(topic=topic, state=PlanState.DRAFT, edition=9)
    make_document(plan=draft)
    discard_draft(plan_id=draft.pk, version=None)
    assert not Document.objects.filter(plan=draft.pk).exists()


def test_whoever_is_asked_by_mail_fetches_what_goes_with_the_plan(topic: Topic, police: Organisation) -> None:
    plan = make_plan(topic=topic, state=PlanState.CONSULTATION)
    shown, other = make_document(plan=plan, content=PDF), make_document(plan=make_plan(topic=topic), content=PDF)
    consultee = Consultee.objects.create(plan=plan, organisation=police, sent_at=timezone.now())
    expires_at = timezone.now() + timedelta(days=1)
    link = issue_link(ConsultationLink, address="x@demo.example", expires_at=expires_at, consultee=consultee)
    page = link.removeprefix("http://testserver")

    assert f"{page}documents/{shown.pk}/" in Client().get(page).text
    assert [status(Client(), f"{page}documents/{row.pk}/") for row in (shown, other)] == [200, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_is_constant(
    topic: Topic, coordinator: Person, signed_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan, browser = make_plan(topic=topic), signed_in(coordinator)
    for _ in range(count):
        make_document(plan=plan)
    with django_assert_num_queries(11):
        browser.get(page_of(plan))


def test_a_partner_reads_documents_of_plans_that_it_reads(
    topic: Topic, host: Organisation, neighbour: Organisation, police: Organisation, api_client_for: ApiClientFor
) -> None:
    forum = make_forum(organisation=host, name="Rådet")
    make_seat(forum=forum, organisation=neighbour)
    make_placement(topic=topic, forum=forum)
    plan = make_plan(topic=topic)
    shown = make_document(plan=plan, content=PDF)
    make_document(plan=make_plan(topic=topic, state=PlanState.DRAFT), title="Utkast")

    api = api_client_for(neighbour)
    rows = api.get("/api/v1/documents", {"plan": str(plan.pk)}).json()["documents"]
    assert [(row["id"], row["forumId"], row["meetingId"], row["actionPlanId"]) for row in rows] == [
        (str(shown.pk), None, None, str(plan.pk))
    ]
    assert len(api.get("/api/v1/documents").json()["documents"]) == 1
    assert content_of(api.get(rows[0]["_links"]["file"]["href"])) == PDF
    assert api_client_for(police).get(rows[0]["_links"]["file"]["href"]).status_code == 404
