from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import PlanState
from forum.models import Agreement, TargetGroup, TrainingActivity
from tests.conftest import LEAK
from tests.factories import make_agreement, make_group, make_measure, make_plan, make_training

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn


def test_a_coordinator_counts_a_training(
    now: datetime, signed_in: SignIn, coordinator: Person, host: Organisation, topic: Topic
) -> None:
    browser, page = signed_in(coordinator), f"/topics/{topic.slug}/training/"
    typed = {"organisation": host.pk, "name": "Lärare", "kind": "front_line", "size": "40", "size_as_of": "2026-11-01"}
    assert browser.post(f"{page}groups/new/", typed | {"size": "0"}).status_code == 422
    assert browser.post(f"{page}groups/new/", typed)["Location"] == page
    group = TargetGroup.objects.get()
    counted = {"organisation": host.pk, "name": "Grundutbildning", "held_on": "2026-11-02", "valid_months": "24"}
    nobody = browser.post(f"{page}new/", counted)
    assert (nobody.status_code, "Grundutbildning" in nobody.content.decode()) == (422, True)
    browser.post(f"{page}new/", counted | {f"group_{group.pk}": "10"})
    shown = browser.get(page).content.decode()
    assert ("25 %" in shown, "Lärare: 10" in shown) == (True, True)
    activity = TrainingActivity.objects.get()
    browser.post(f"/training/{activity.pk}/", counted | {f"group_{group.pk}": "20", "version": 1})
    stale = browser.post(f"/training/{activity.pk}/", counted | {f"group_{group.pk}": "30", "version": 1})
    assert (stale.status_code, activity.participations.get().count) == (409, 20)
    browser.post(f"/training/groups/{group.pk}/archive/", {"version": 1})
    assert "No target group yet" in browser.get(page).content.decode()


def test_others_see_their_own_heads_alone(
    now: datetime, signed_in: SignIn, member: Person, host: Organisation, police: Organisation, topic: Topic
) -> None:
    mine = make_group(topic=topic, organisation=police, name="Poliser")
    hidden = make_group(topic=topic, organisation=host, name=f"{LEAK} lärare")
    make_training(organisation=host, counts={mine: 2, hidden: 9}, name="Gemensam")
    browser = signed_in(member)
    page = browser.get(f"/topics/{topic.slug}/training/").content.decode()
    assert ("Poliser: 2" in page, LEAK in page) == (True, False)
    assert browser.get(f"/training/groups/{hidden.pk}/").status_code == 404
    assert browser.get(f"/training/groups/{mine.pk}/").status_code == 403
    assert browser.get(f"/topics/{topic.slug}/training/new/").status_code == 403


def test_an_agreement_from_draft_to_follow_up(
    now: datetime, signed_in: SignIn, coordinator: Person, member: Person, host: Organisation, police: Organisation,
    council: Forum,
) -> None:  # fmt: skip
    browser, reader = signed_in(coordinator), signed_in(member)
    typed = {
        "organisation": host.pk, "title": "Med Polisen", "parties": [police.pk], "purposes": "Trygghet", "areas": "Centrum",
        "forums": [council.pk],
    }  # fmt: skip
    refused = browser.post("/agreements/new/", typed | {"areas": ""})
    assert (refused.status_code, "Trygghet" in refused.content.decode()) == (422, True)
    browser.post("/agreements/new/", typed)
    address = f"/agreements/{Agreement.objects.get().pk}/"
    assert reader.get(address).status_code == 404
    browser.post(f"{address}change/", typed | {"version": 1, "signed_on": "2026-11-20"})
    stale = browser.post(f"{address}change/", typed | {"version": 1, "title": "Med polisen"})
    assert stale.status_code == 409
    page = reader.get(address).content.decode()
    assert ("Centrum" in page, council.name in page) == (True, True)
    assert reader.get(f"{address}follow-up/").status_code == 403
    browser.post(f"{address}follow-up/", {"version": 2, "held_on": "2026-11-24", "outcome": "Stationen är åtgärdad"})
    assert "Stationen är åtgärdad" in reader.get(address).content.decode()
    make_agreement(organisation=host, party=host, title=f"{LEAK} med annan")
    assert LEAK not in reader.get("/agreements/").content.decode()


def test_a_plan_tells_what_carries_it_out_both_ways(
    now: datetime, signed_in: SignIn, coordinator: Person, member: Person, host: Organisation, police: Organisation,
    topic: Topic,
) -> None:  # fmt: skip
    browser, reader = signed_in(coordinator), signed_in(member)
    measure = make_measure(plan=make_plan(topic=topic), title="Utbilda första linjen")
    group = make_group(topic=topic, organisation=host)
    counted = {"organisation": host.pk, "name": "Grundutbildning", "held_on": "2026-11-02", "valid_months": "24"}
    browser.post(f"/topics/{topic.slug}/training/new/", counted | {f"group_{group.pk}": "9", "measure": measure.pk})
    agreement = make_agreement(organisation=host, party=police)
    typed = {
        "title": "Med Polisen", "parties": [police.pk], "purposes": "Trygghet", "areas": "Centrum", "version": 1,
        "plan": measure.plan_id, "signatory": "KS ordförande", f"signs_{police.pk}": "Lokalpolisområdeschefen",
        "signed_on": "2026-11-20",
    }  # fmt: skip
    assert browser.post(f"/agreements/{agreement.pk}/change/", typed)["Location"] == f"/agreements/{agreement.pk}/"
    stale = browser.post(f"/agreements/{agreement.pk}/change/", typed | {f"signs_{police.pk}": "Kommunpolisen"})
    assert (stale.status_code, "Lokalpolisområdeschefen" in stale.content.decode()) == (409, True)
    shown = {
        path: reader.get(path).content.decode()
        for path in (
            f"/topics/{topic.slug}/plan/{measure.plan_id}/",
            f"/topics/{topic.slug}/plan/measures/{measure.pk}/",
            f"/agreements/{agreement.pk}/",
        )
    }
    plan_page, measure_page, agreement_page = shown.values()
    assert "Med Polisen" in plan_page
    assert "Grundutbildning" not in measure_page  # of another organisation's heads
    assert "Grundutbildning" in browser.get(f"/topics/{topic.slug}/plan/measures/{measure.pk}/").content.decode()
    assert "Utbilda första linjen" in browser.get(f"/topics/{topic.slug}/training/").content.decode()
    words = ("Lokalpolisområdeschefen", "KS ordförande", measure.plan.title)
    assert [one for one in words if one not in agreement_page] == []


def test_a_draft_plan_is_told_to_nobody_who_may_not_read_it(
    now: datetime, signed_in: SignIn, member: Person, host: Organisation, police: Organisation, topic: Topic
) -> None:
    draft = make_plan(topic=topic, state=PlanState.DRAFT, title=f"{LEAK} plan")
    agreement = make_agreement(organisation=host, party=police, plan=draft)
    group = make_group(topic=topic, organisation=police)
    make_training(organisation=police, counts={group: 3}, measure=make_measure(plan=draft, title=f"{LEAK} åtgärd"))
    reader = signed_in(member)
    pages = [
        reader.get(path).content.decode()
        for path in (f"/agreements/{agreement.pk}/", f"/topics/{topic.slug}/training/")
    ]
    assert ["Grundutbildning" in pages[1], *(LEAK in page for page in pages)] == [True, False, False]
