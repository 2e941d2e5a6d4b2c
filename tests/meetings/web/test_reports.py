"""A coordinator's way through a report: draft, own words, fix, send; and who reads what of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meetings.enums import ReportKind
from meetings.models import Report, ReportEdition, ReportSending, ReportWords
from meetings.services.reports import draft_report
from tests.factories import make_coordinator, make_finding, make_measure, make_plan

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn

PERIOD = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "language": "sv"}


def post(browser: Client, url: str, **data: object) -> str:
    answer = browser.post(url, data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return str(answer["Location"])


@pytest.mark.usefixtures("store")
def test_from_draft_to_agenda(topic: Topic, council: Forum, coordinator: Person, signed_in: SignIn) -> None:
    browser = signed_in(coordinator)
    make_measure(plan=make_plan(topic=topic), finding=make_finding(topic=topic, text="Fyra skolor saknar rutin."))

    draft = post(browser, f"/topics/{topic.slug}/reports/new/", kind="dossier", title="Rapport 2026", **PERIOD)
    post(browser, f"{draft}words/found/", text="Vi hinner ikapp.", version="")
    report = Report.objects.get()
    page = browser.get(draft).content.decode()
    post(browser, f"{draft}fix/", version=report.version)
    post(browser, f"{draft}editions/1/send/", forum=council.pk, draft_decision="Läggs till handlingarna.")

    edition = ReportEdition.objects.get()
    pdf = browser.get(f"{draft}editions/1/pdf/")
    assert "Fyra skolor saknar rutin." in page
    assert "Vi hinner ikapp." in page
    assert '<svg role="img"' in page
    assert "style=" not in page[page.index("<main") :]
    assert (pdf["Content-Type"], pdf.content) == ("application/pdf", bytes(edition.pdf))
    assert browser.get(f"{draft}editions/1/docx/").content.startswith(b"PK")
    assert browser.get(f"{draft}pdf/").content.startswith(b"%PDF")
    assert "forum brottsförebyggande" in browser.get(f"{draft}editions/1/").content.decode().lower()
    assert ReportSending.objects.get().placement is not None
    assert browser.post(f"{draft}editions/1/send/", {"forum": council.pk}).status_code == 422


def test_what_was_typed_stays_when_the_period_is_wrong(topic: Topic, coordinator: Person, signed_in: SignIn) -> None:
    wrong = {"kind": "dossier", "title": "Min rapport", **PERIOD, "ends_on": "2025-01-01"}

    answer = signed_in(coordinator).post(f"/topics/{topic.slug}/reports/new/", wrong)

    assert answer.status_code == 422
    assert 'value="Min rapport"' in answer.content.decode()


def test_who_wrote_first_is_shown_beside(topic: Topic, coordinator: Person, signed_in: SignIn) -> None:
    report = _draft(topic)
    browser, url = signed_in(coordinator), f"/reports/{report.pk}/words/found/"
    post(browser, url, text="Först", version="")

    late = browser.post(url, {"text": "Sist", "version": ""})
    page = late.content.decode()

    assert late.status_code == 409
    assert "Först" in page
    assert "Sist" in page
    assert ReportWords.objects.get().text == "Först"
    assert browser.get(f"/reports/{report.pk}/words/meetings/").status_code == 404


def _draft(topic: Topic) -> Report:
    return draft_report(
        kind=ReportKind.COUNCIL, organisation=topic.organisation, topic=topic, title="Rapport", drafted_by=None,
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip


def test_others_see_nothing_of_it(
    topic: Topic,
    council: Forum,
    coordinator: Person,
    secretary: Person,
    official: Person,
    police: Organisation,
    signed_in: SignIn,
) -> None:
    """Neither who sits in the forum, nor who works in the house, nor who coordinates the topic for another organisation."""
    report = _draft(topic)
    post(signed_in(coordinator), f"/reports/{report.pk}/fix/", version=report.version)
    make_coordinator(topic=topic, person=official, organisation=police)

    for stranger in (secretary, official):
        browser = signed_in(stranger)
        faces = [
            "",
            "pdf/",
            "docx/",
            "change/",
            "words/found/",
            *(f"editions/1/{face}" for face in ("", "pdf/", "docx/", "send/")),
        ]
        assert {browser.get(f"/reports/{report.pk}/{face}").status_code for face in faces} == {404}
        assert browser.post(f"/reports/{report.pk}/fix/").status_code == 404


def test_a_forum_s_year_is_written_by_its_secretary_and_read_fixed_by_those_who_sit_there(
    council: Forum, secretary: Person, member: Person, coordinator: Person, signed_in: SignIn
) -> None:
    browser, reports = signed_in(secretary), f"/forums/{council.slug}/reports/"
    draft = post(browser, f"{reports}new/", kind="forum_year", title="Rådets år", **PERIOD)
    reader = signed_in(member)
    unfixed = reader.get(reports).content.decode()
    post(browser, f"{draft}fix/", version=Report.objects.get().version)

    assert "Rådets år" not in unfixed
    assert "Rådets år" in reader.get(reports).content.decode()
    assert reader.get(f"{draft}editions/1/").status_code == 200
    assert reader.get(f"{draft}editions/1/send/").status_code == 403
    assert reader.get(draft).status_code == 404
    assert reader.get(f"{reports}new/").status_code == 403
    assert signed_in(coordinator).get(reports).status_code == 403


def test_a_report_without_a_title_is_called_by_kind_year_and_topic(
    topic: Topic, coordinator: Person, signed_in: SignIn
) -> None:
    post(signed_in(coordinator), f"/topics/{topic.slug}/reports/new/", kind="plan_year", **PERIOD | {"language": "en"})
    assert Report.objects.get().title == f"Yearly follow-up of the plan 2026: {topic.name}"
