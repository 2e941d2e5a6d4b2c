"""Settings of the whole installation: who may, where they show, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from forum.enums import ForumKind, ReminderKind
from forum.models import Installation
from forum.services.forums import create_forum

if TYPE_CHECKING:
    from forum.models import Organisation, Person
    from tests.conftest import SignIn

PAGE = "/administration/settings/"


def typed(host: Organisation, **changes: str) -> dict[str, str]:
    return {
        "version": "1", "host_version": str(host.version), "host_name": "Strängnäs stad", "contact_address": "brev@demo.example",
        "accessibility_address": "tillganglig@demo.example", "privacy_address": "", "public_words": "Välkommen.",
        "action_before": "5, 1", "action_after": "", "agenda_before": "10", "ahead_before": "", "log_after": "2", "reminder_hour": "7",
    } | changes  # fmt: skip


def test_only_administrators(signed_in: SignIn, administrator: Person, official: Person) -> None:
    assert [signed_in(one).get(PAGE).status_code for one in (administrator, official)] == [200, 403]


def test_what_is_changed_shows_where_it_is_used(signed_in: SignIn, administrator: Person, host: Organisation) -> None:
    assert signed_in(administrator).post(PAGE, typed(host))["Location"] == PAGE
    start, accessibility, privacy = (
        Client().get(page).content.decode() for page in ("/oppet/", "/tillganglighet/", "/personuppgifter/")
    )
    assert ["Strängnäs stad" in start, "Välkommen." in start, "brev@demo.example" in start] == [True, True, True]
    assert "tillganglig@demo.example" in accessibility
    assert "brev@demo.example" in privacy
    forum = create_forum(name="Nytt råd", kind=ForumKind.CRIME_PREVENTION, organisation=host)
    rules = sorted((rule.kind, rule.offset_days, rule.hour) for rule in forum.reminder_rules.all())
    assert rules == [
        (ReminderKind.ACTION_DUE, -5, 7),
        (ReminderKind.ACTION_DUE, -1, 7),
        (ReminderKind.ACTION_GIVEN, 0, 7),
        (ReminderKind.LOG_OUTCOME, 2, 7),
        (ReminderKind.MEETING_AGENDA, -10, 7),
    ]
    history = list(Installation.pgh_event_model.objects.values_list("public_words", flat=True))  # type: ignore[attr-defined]
    assert history == ["", "Välkommen."]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("host_name", ""),
        ("contact_address", "brev"),
        ("action_before", "fem"),
        ("agenda_before", "90"),
        ("reminder_hour", "24"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_kept(
    field: str, wrong: str, signed_in: SignIn, administrator: Person, host: Organisation
) -> None:
    answer = signed_in(administrator).post(PAGE, typed(host, **{field: wrong}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Installation.objects.filter(public_words="Välkommen.").count() == 0
    assert host.refreshed().name == "Strängnäs kommun"


def test_who_saw_an_older_text_sees_both(signed_in: SignIn, administrator: Person, host: Organisation) -> None:
    browser, mine = signed_in(administrator), typed(host)
    browser.post(PAGE, mine)
    late = browser.post(PAGE, mine | {"public_words": "Hej.", "action_before": "3"})
    labels = [row["label"] for row in late.context["form"].conflict]
    assert (late.status_code, labels) == (409, ["First words on the public pages", "Action: days before it is due"])
    again = {name: late.context["form"].data[name] for name in mine}
    assert browser.post(PAGE, again).status_code == 302
    host.refreshed()
    type(host).objects.filter(pk=host.pk).update(name="Annat namn")
    only_host = again | {"version": str(Installation.objects.get().version), "host_name": "Tredje"}
    assert browser.post(PAGE, only_host).status_code == 409
