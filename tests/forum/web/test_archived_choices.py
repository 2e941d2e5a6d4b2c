"""What or whom a row was given stays its own when that is archived or has left: saving something else on the page does not take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import PlanState
from tests.factories import make_finding, make_line, make_measure, make_person, make_plan, make_topic, make_unit

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Organisation, Person, Topic
    from tests.conftest import SignIn


def saved(browser: Client, address: str) -> int:
    """The page's form, sent as it stands there."""
    form = browser.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return browser.post(
        address, {name: value for name, value in shown.items() if value not in (None, False)}
    ).status_code


def test_an_archived_unit_or_topic_or_who_has_left_can_stay_and_is_not_lost(
    topic: Topic, host: Organisation, coordinator: Person, signed_in: SignIn
) -> None:
    left = make_person(name="Lena Ledig", organisation=host, email="lena@example.org", is_active=False)
    unit, old = make_unit(organisation=host), make_topic(organisation=host, name="Ett äldre ämne")
    for one in (unit, old):
        one.archived_at = timezone.now()
        one.save()
    measure = make_measure(plan=make_plan(topic=topic, state=PlanState.DRAFT), owner_unit=unit, owner_person=left)
    finding, line = make_finding(topic=topic, unit=unit), make_line(organisation=host, topic=old, keeper=left)
    browser, page = signed_in(coordinator), f"/topics/{topic.slug}"
    answers = [
        saved(browser, f"{page}/plan/measures/{measure.pk}/change/"),
        saved(browser, f"{page}/findings/{finding.pk}/"),
        saved(browser, f"/support/{line.pk}/change/"),
    ]
    other = make_unit(organisation=host, name="Socialkontoret")
    assert f"{host.name}: {other.name}" in browser.get(f"{page}/findings/new/").text
    for row in (measure, finding, line):
        row.refresh_from_db()
    assert (answers, measure.owner_unit, finding.unit, line.topic) == ([302, 302, 302], unit, unit, old)
    assert (measure.owner_person, line.keeper) == (left, left)
