"""The history of plans, measures, agreements and support lines: drafts stay with those who write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forum.enums import PlanState
from tests.conftest import LEAK
from tests.factories import make_agreement, make_line, make_measure, make_plan

if TYPE_CHECKING:
    from forum.models import Organisation, Person, Topic
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_who_writes_a_plan_reads_how_it_grew_and_nobody_else(
    topic: Topic, coordinator: Person, member: Person, signed_in: SignIn
) -> None:
    plan = make_plan(topic=topic, state=PlanState.DRAFT, summary=f"{LEAK} utkast")
    measure = make_measure(plan=plan, title=f"{LEAK} åtgärd")
    address = f"/history/plan/{plan.pk}/"
    assert signed_in(member).get(address).status_code == 404
    type(plan).objects.filter(pk=plan.pk).update(summary="Klar text", state=PlanState.ADOPTED)

    written = signed_in(coordinator).get(address).text
    assert f"{LEAK} utkast" in written
    assert f"{LEAK} åtgärd" in written
    read = signed_in(member).get(address)
    assert (read.status_code, LEAK in read.text) == (200, False)
    assert LEAK not in signed_in(member).get(f"/history/measure/{measure.pk}/").text.replace(measure.title, "")


def test_agreements_and_lines_have_one_too(
    topic: Topic, host: Organisation, police: Organisation, coordinator: Person, member: Person, signed_in: SignIn
) -> None:
    agreement, line = make_agreement(organisation=host, party=police), make_line(organisation=host, note="Första orden")
    type(agreement).objects.filter(pk=agreement.pk).update(purposes="Andra ändamål")
    for address, words in (
        (f"/history/agreement/{agreement.pk}/", "Andra ändamål"),
        (f"/history/support-line/{line.pk}/", "Första orden"),
    ):
        assert words in signed_in(coordinator).get(address).text
    assert "Andra ändamål" not in signed_in(member).get(f"/history/agreement/{agreement.pk}/").text
