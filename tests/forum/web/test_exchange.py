"""Saving a question as a file and bringing one in, by page and by command."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from forum.models import ActionPlan, Topic
from tests.factories import make_coordinator, make_measure, make_plan

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

BRING = "/topics/bring-in/"


def content(**more: Any) -> dict[str, Any]:
    goals = [{"text": "Alla vet", "measures": [{"title": "Rutin"}]}]
    facts = {"format": "samverka-topic", "version": 1, "topic": {"name": "Våld i nära relationer"}}
    return {**facts, "plan": {"title": "Plan", "goals": goals}, "forumKinds": [{"kind": "bra"}], **more}


def send(browser: Client, facts: object) -> Any:
    data = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
    return browser.post(BRING, {"file": SimpleUploadedFile("fraga.json", data)})


def test_look_then_bring_in_and_go_on_to_forums_of_the_kind(
    signed_in: SignIn, coordinator: Person, council: Forum
) -> None:
    browser = signed_in(coordinator)
    look = send(browser, content())["Location"]
    shown = browser.get(look)
    assert [part.state.value for part in shown.context["look"].parts] == ["new"] * 4
    assert council.name in shown.text
    assert Topic.objects.count() == 1
    done = browser.post(look, {"questions": "on", "plan": "on"})
    assert done["Location"] == f"/topics/vald-i-nara-relationer/propose/?forum={council.slug}"
    assert browser.get(done["Location"]).status_code == 200
    plan = ActionPlan.objects.get(topic__slug="vald-i-nara-relationer")
    assert [measure.title for measure in plan.measures.all()] == ["Rutin"]
    assert browser.post(look)["Location"] == done["Location"]  # pressed twice
    assert "here already" in browser.get(send(browser, content())["Location"], headers={"accept-language": "en"}).text


def test_rubbish_is_refused_with_the_place_and_a_plan_can_be_left_out(
    signed_in: SignIn, coordinator: Person, council: Forum
) -> None:
    browser = signed_in(coordinator)
    wrong = send(browser, content(topic={"name": "x", "coordinator": "Eva"}))
    assert (wrong.status_code, "/topic" in wrong.text) == (422, True)
    assert [send(browser, data).status_code for data in (b"\x00rubbish", b" " * 1_000_001)] == [422, 422]
    look = send(browser, content())["Location"]
    browser.post(look, {})
    assert (Topic.objects.count(), ActionPlan.objects.count()) == (2, 0)


def test_who_may(signed_in: SignIn, coordinator: Person, chair: Person, administrator: Person, topic: Topic) -> None:
    assert [signed_in(one).get(BRING).status_code for one in (coordinator, administrator, chair)] == [200, 200, 403]
    look = send(signed_in(coordinator), content())["Location"]
    assert signed_in(administrator).get(look).status_code == 404  # somebody else's file
    assert signed_in(chair).get(f"/topics/{topic.slug}/file/").status_code == 200


def test_a_coordinator_of_another_organisation_adds_no_topic_to_the_host(
    signed_in: SignIn, topic: Topic, member: Person, neighbour: Organisation
) -> None:
    """The plan of a topic that is here becomes that of the organisation for which it is coordinated, wherever the person works."""
    make_coordinator(topic=topic, person=member, organisation=neighbour)
    browser = signed_in(member)
    look = send(browser, content())["Location"]
    assert [browser.get(look).status_code, browser.post(look, {}).status_code] == [403, 403]
    assert Topic.objects.count() == 1
    browser.post(send(browser, content(topic={"name": topic.name, "slug": topic.slug}))["Location"], {"plan": "on"})
    assert ActionPlan.objects.get().organisation == neighbour


def test_a_question_of_others_is_not_written_over(signed_in: SignIn, coordinator: Person, host: Organisation) -> None:
    Topic.objects.create(name="Våld i nära relationer", slug="vald-i-nara-relationer", organisation=host)
    assert signed_in(coordinator).get(send(signed_in(coordinator), content())["Location"]).status_code == 403


def test_the_file_is_saved_with_what_was_chosen_in_a_constant_number_of_statements(
    signed_in: SignIn, coordinator: Person, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser, plan = signed_in(coordinator), make_plan(topic=topic)
    make_measure(plan=plan)
    address = f"/topics/{topic.slug}/file/"
    for _more in range(2):
        with django_assert_num_queries(15):
            assert browser.get(address).status_code == 200
        make_measure(plan=plan, title="En till")
        make_measure(plan=plan, title="En tredje")
    saved = browser.get(f"{address}save/?kinds=on")
    assert saved["Content-Disposition"] == 'attachment; filename="valdsbejakande-extremism.json"'
    assert "plan" not in saved.json()
    assert "plan" in browser.get(f"{address}save/").json()


def test_the_schema_is_published(client: Client) -> None:
    published = client.get("/schemas/topic-1.json")
    assert (published["Content-Type"], json.loads(published.content)["$id"]) == (
        "application/schema+json",
        "urn:samverka:schema:topic-1",
    )


def test_by_command(host: Organisation, tmp_path: Path) -> None:
    file, told = tmp_path / "fraga.json", StringIO()
    file.write_text(json.dumps(content()), encoding="utf-8")
    call_command("import_topic", str(file), "--dry-run", "--json", stdout=told)
    report = json.loads(told.getvalue())
    assert (report["dryRun"], [part["state"] for part in report["parts"]], Topic.objects.count()) == (
        True,
        ["new"] * 4,
        0,
    )
    call_command("import_topic", str(file), stdout=told)
    call_command("export_topic", "vald-i-nara-relationer", stdout=(out := StringIO()))
    (goal,) = json.loads(out.getvalue())["plan"]["goals"]
    assert goal == {"text": "Alla vet", "measures": [{"title": "Rutin", "level": "general"}]}
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_topic", str(file))
