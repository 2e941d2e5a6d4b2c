"""What a row was given stays its own when it is archived: saving something else on the page does not take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from forum.enums import PlanState
from tests.factories import make_finding, make_line, make_measure, make_plan, make_topic, make_unit

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


def test_an_archived_unit_or_topic_can_stay_and_is_not_lost(
    topic: Topic, host: Organisation, coordinator: Person, signed_in: SignIn
) -> None:
    unit, old = make_unit(organisation=host), make_topic(organisation=host, name="Ett äldre ämne")
    for one in (unit, old):
        one.archived_at = timezone.now()
        one.save()
    measure = make_measure(plan=make_plan(topic=topic, state=PlanState.DRAFT), owner_unit=unit)
    finding, line = make_finding(topic=topic, unit=unit), make_line(organisation=host, topic=old)
    browser, page = signed_in(coordinator), f"/topics/{topic.slug}"
    answers = [
        saved(browser, f"{page}/plan/measures/{measure.pk}/change/"),
        saved(browser, f"{page}/findings/{finding.pk}/"),
        saved(browser, f"/support/{line.pk}/change/"),
    ]
    for row in (measure, finding, line):
        row.refresh_from_db()
    assert (answers, measure.owner_unit, finding.unit, line.topic) == ([302, 302, 302], unit, unit, old)
