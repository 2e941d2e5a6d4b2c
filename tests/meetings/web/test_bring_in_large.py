"""A calendar that takes longer than somebody waits comes in by a worker: all or nothing, once, and its sender sees how far it is."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from forum.models import Forum, Membership
from meetings.delivery.intake import Told, take_in_waiting
from meetings.models import CalendarIntake, Meeting
from meetings.services.intake import begin_next_intake, take_in
from meetings.services.progress import Stage
from tests.factories import make_forum
from tests.meetings.web.test_bring_in import est, facts, upload

if TYPE_CHECKING:
    from django.test import Client

    from forum.models import Organisation, Person
    from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("now", "small_is_large")


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four meetings are many, so that the tests take no minutes."""
    monkeypatch.setattr("meetings.services.bring_in.MOST_AT_ONCE", 3)


@pytest.fixture
def browser(signed_in: SignIn, official: Person) -> Client:
    return signed_in(official)


def ask(browser: Client) -> str:
    """Sends a large calendar; the page on which its sender waits."""
    return str(browser.post(upload(browser, est()), facts(bring="1", once=str(uuid.uuid4())))["Location"])


def die(stage: Stage, done: int, total: int) -> None:
    """What is left of a worker that is killed when all but the reminders is written."""
    if stage == Stage.REMINDERS:
        raise KeyboardInterrupt


def test_a_large_calendar_is_left_to_a_worker(browser: Client, signed_in: SignIn, administrator: Person) -> None:
    second = upload(browser, est())
    look = browser.post(second, facts(look="1"))
    assert (look.status_code, look.context["look"].large) == (200, True)
    for _press in range(2):
        answer = browser.post(second, facts(bring="1"))
        assert answer["Location"] == f"{second}work/"
    assert (CalendarIntake.objects.count(), Forum.objects.count()) == (1, 0)
    page = browser.get(f"{second}work/")
    assert (page.status_code, page.context["percent"]) == (200, None)
    assert signed_in(administrator).get(f"{second}work/").status_code == 404

    assert take_in_waiting() == 1

    assert (Forum.objects.count(), Meeting.objects.count(), Membership.objects.count()) == (1, 4, 1)
    assert browser.get(f"{second}work/")["Location"] == f"{second}done/"
    assert browser.get(f"{second}work/", headers={"HX-Request": "true"})["HX-Redirect"] == f"{second}done/"
    report = browser.get(f"{second}done/").context["report"]
    assert (report["new"], report["ahead"], report["name"]) == (4, 2, "EST-gruppen")


def test_the_sender_sees_how_far_it_has_come(browser: Client) -> None:
    work = ask(browser)
    intake = begin_next_intake()
    assert intake

    Told(intake.pk)(Stage.MEETINGS, 1000, 4000)

    page = browser.get(work)
    assert page.context["percent"] == 32
    assert 'value="32" max="100"' in page.content.decode()


def test_a_killed_worker_has_written_nothing_and_the_next_one_brings_it_in_once(browser: Client) -> None:
    work = ask(browser)
    intake = begin_next_intake()
    assert intake
    with pytest.raises(KeyboardInterrupt):
        take_in(intake_id=intake.pk, progress=die)
    assert (Forum.objects.count(), Meeting.objects.count()) == (0, 0)
    assert browser.get(work).status_code == 200

    assert [take_in_waiting(), take_in_waiting()] == [1, 0]

    assert (Forum.objects.count(), Meeting.objects.count()) == (1, 4)
    assert take_in(intake_id=intake.pk) is False
    done = CalendarIntake.objects.get()
    assert (bytes(done.calendar), done.facts, done.tries) == (b"", {}, 2)


def test_what_breaks_off_three_times_is_told(browser: Client) -> None:
    work = ask(browser)
    for _try in range(3):
        intake = begin_next_intake()
        assert intake
        with pytest.raises(KeyboardInterrupt):
            take_in(intake_id=intake.pk, progress=die)

    assert take_in_waiting() == 0
    assert "Arbetet bröts flera gånger." in browser.get(work).content.decode()


def test_what_its_sender_must_know_is_told_and_nothing_is_written(browser: Client, host: Organisation) -> None:
    work = ask(browser)
    make_forum(organisation=host, name="EST-gruppen")

    take_in_waiting()

    page = browser.get(work)
    assert "har redan ett forum med det namnet" in page.content.decode()
    assert "hx-get" not in page.content.decode().partition('id="work"')[2].partition("</div>")[0]
    assert Meeting.objects.count() == 0
    assert bytes(CalendarIntake.objects.get().calendar) == b""


def test_who_may_bring_in_nothing_any_more_brings_in_nothing(
    browser: Client, official: Person, stranger_municipality: Organisation
) -> None:
    ask(browser)
    official.organisation = stranger_municipality
    official.save(update_fields=["organisation"])

    take_in_waiting()

    assert (Forum.objects.count(), CalendarIntake.objects.get().state) == (0, "failed")
