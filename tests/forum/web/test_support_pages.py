from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from forum.enums import ReminderKind
from forum.models import ConcernRoutine, Reminder, SupportLine
from forum.services.concern_routines import write_concern_routine
from tests.conftest import LEAK
from tests.factories import make_line

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Person, Topic
    from tests.conftest import ApiClientFor, SignIn


@pytest.fixture
def line(now: datetime, host: Organisation) -> SupportLine:
    return make_line(organisation=host)


def test_a_coordinator_adds_a_line_and_its_hours(
    now: datetime, signed_in: SignIn, coordinator: Person, host: Organisation, topic: Topic
) -> None:
    browser = signed_in(coordinator)
    typed = {
        "organisation": host.pk, "name": "Kommunens linje", "number": "020-100 200", "operator": "Socialtjänsten",
        "languages": ["sv", "ar"], "valid_from": "2026-11-01", "check_every": "90", "is_public": "on",
    }  # fmt: skip
    refused = browser.post("/support/new/", typed | {"number": "ring oss"})
    assert (refused.status_code, "Kommunens linje" in refused.content.decode()) == (422, True)
    to = browser.post("/support/new/", typed)["Location"]
    line = SupportLine.objects.get()
    assert (to, line.languages, line.topic) == (f"/support/{line.pk}/hours/", ["sv", "ar"], None)
    overlap = browser.post(to, {"version": 1, "valid_from": "2026-11-01", "day_1": "9-12, 11–13"})
    assert (overlap.status_code, "9-12, 11–13" in overlap.content.decode()) == (422, True)
    assert "overlap" in overlap.content.decode()
    browser.post(to, {"version": 1, "valid_from": "2026-11-01", "day_1": "9-12, 13.00–24", "day_7": "10-11"})
    spans = line.intervals.order_by("day", "opens").values_list("day", "opens", "closes")
    assert list(spans) == [(1, 540, 720), (1, 780, 1440), (7, 600, 660)]
    stale = browser.post(to, {"version": 1, "valid_from": "2026-11-01", "day_1": "8-12"})
    assert (stale.status_code, "09:00–12:00, 13:00–24:00" in stale.content.decode()) == (409, True)
    assert "not checked" in browser.get(f"/topics/{topic.slug}/").content.decode()
    browser.post(f"/support/{line.pk}/checked/", {"version": line.refreshed().version})
    assert "Open now, closes 12:00" in browser.get("/support/").content.decode()


def test_days_with_other_hours_on_the_page(line: SupportLine, signed_in: SignIn, administrator: Person) -> None:
    browser = signed_in(administrator)
    to = f"/support/{line.pk}/exceptions/new/"
    browser.post(to, {"version": 1, "starts_on": "2026-11-24", "spans": "13-14", "reason": "planering"})
    page = browser.get(f"/support/{line.pk}/").content.decode()
    assert ("opens today 13:00" in page, "planering" in page) == (True, True)
    assert browser.post(f"/support/{line.pk}/exceptions/2026-11-24/end/", {"version": 2}).status_code == 302
    assert not line.exceptions.exists()
    assert browser.post(f"/support/{line.pk}/exceptions/nonsense/end/").status_code == 404


def test_who_does_not_keep_the_line_reads_it_and_changes_nothing(
    line: SupportLine, signed_in: SignIn, member: Person
) -> None:
    browser = signed_in(member)
    assert browser.get(f"/support/{line.pk}/").status_code == 200
    for face in ("change", "hours", "exceptions/new"):
        assert browser.get(f"/support/{line.pk}/{face}/").status_code == 403
    assert browser.post(f"/support/{line.pk}/checked/").status_code == 403
    assert browser.get("/support/new/").status_code == 403
    assert browser.post("/support/known/").status_code == 403
    assert Client().get("/support/")["Location"].startswith("/accounts/login/")


def test_the_public_and_other_systems_see_public_lines_alone(
    line: SupportLine, signed_in: SignIn, member: Person, host: Organisation, stranger_municipality: Organisation,
    api_client_for: ApiClientFor,
) -> None:  # fmt: skip
    hidden = make_line(organisation=host, name=f"{LEAK} jourlinje", number="+46846500404", is_public=False)
    assert LEAK in signed_in(member).get("/support/").content.decode()
    page = Client().get("/oppet/stod/")
    assert ("020-100 200" in page.content.decode(), LEAK in page.content.decode()) == (True, False)
    api = api_client_for(stranger_municipality)
    (row,) = api.get("/api/v1/support-lines").json()["supportLines"]
    assert (row["number"], row["checkCountsUntil"]) == ("+4620100200", "2027-01-31")
    assert row["hours"][0] == {
        "day": "monday", "opens": "09:00", "closes": "15:00", "validFrom": "2025-01-01", "validTo": None,
    }  # fmt: skip
    assert api.get(f"/api/v1/support-lines/{hidden.pk}").status_code == 404


def test_the_routine_of_an_organisation(
    now: datetime, signed_in: SignIn, coordinator: Person, member: Person, host: Organisation, line: SupportLine
) -> None:
    browser = signed_in(coordinator)
    assert "Write the routine" in browser.get("/routines/0486/").content.decode()
    empty = browser.post("/routines/0486/change/", {"steps": " \n", "introduction": "Fråga om råd"})
    assert (empty.status_code, "Fråga om råd" in empty.content.decode()) == (422, True)
    typed = {"steps": "Prata med chefen\n\nRing 112", "report_number": "0152-291 00"}
    assert browser.post("/routines/0486/change/", typed)["Location"] == "/routines/0486/"
    routine = ConcernRoutine.objects.get()
    assert (routine.steps, routine.report_number, routine.reviewed_on) == (
        "Prata med chefen\nRing 112", "+4615229100", date(2026, 11, 24),
    )  # fmt: skip
    stale = browser.post("/routines/0486/change/", {"steps": "Ring 112", "version": 7})
    assert (stale.status_code, "Prata med chefen" in stale.content.decode()) == (409, True)
    read = signed_in(member)
    assert "0152-291 00" in read.get("/routines/0486/").content.decode()
    assert read.get("/routines/0486/change/").status_code == 403
    assert Client().get("/oppet/rutin/0486/").status_code == 404
    write_concern_routine(organisation=host, version=None, steps="Ring 112", is_public=True)
    page = Client().get("/oppet/rutin/0486/").content.decode()
    assert ("Ring 112" in page, coordinator.name in page) == (True, False)


@pytest.mark.parametrize("address", ["/support/", "/oppet/stod/"])
def test_the_number_of_statements_is_constant(
    line: SupportLine, signed_in: SignIn, member: Person, host: Organisation, address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser = signed_in(member) if address == "/support/" else Client()
    cost = {"/support/": 8, "/oppet/stod/": 5}[address]
    for more in (2, 0):
        with django_assert_num_queries(cost):
            assert browser.get(address).status_code == 200
        for number in range(more):
            make_line(organisation=host, name=f"Linje {number}", number=f"+4620100{number}00")


def test_a_routine_is_reviewed_by_one_press(
    now: datetime, signed_in: SignIn, coordinator: Person, member: Person, host: Organisation
) -> None:
    routine = write_concern_routine(
        organisation=host, version=None, steps="Ring 112.", reviewed_on=date(2025, 11, 1), review_every=60
    )
    keeper, reader = signed_in(coordinator), signed_in(member)
    assert "To be reviewed" in reader.get("/routines/0486/").content.decode()
    assert reader.post("/routines/0486/reviewed/", {"version": routine.version}).status_code == 403
    assert keeper.post("/routines/0486/reviewed/", {"version": routine.version}).status_code == 302
    routine.refresh_from_db()
    assert (routine.reviewed_on, routine.review_by) == (date(2026, 11, 24), date(2027, 1, 23))
    assert "To be reviewed<" not in reader.get("/routines/0486/").content.decode()
    moments = Reminder.objects.filter(kind=ReminderKind.ROUTINE_REVIEW, state="planned").values_list(
        "moment", flat=True
    )
    assert sorted(moment.date() for moment in moments) == [date(2026, 12, 23), date(2027, 1, 25), date(2027, 2, 8)]
