"""What is measured: pages and resources as their readers ask for them, and the acts that touch much at once."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.clock import spend
from bench.filling import fill_up, taken_back, without_triggers
from forum.enums import ReminderKind
from forum.models import Forum, Reminder, ReminderRule
from meetings.models import ActionItem, Meeting
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import propose_topic
from meetings.services.release import release_due_reminders
from tests.factories import make_token

if TYPE_CHECKING:
    from bench.generator import Municipality
    from forum.models import Person

RUNS: Final = 7
REMINDERS: Final = 500
MANY: Final = 4


@dataclass(frozen=True)
class Measured:
    """The quickest of some runs, since other work on the machine only adds; `busy` as the processor counts it, `kib`: the answer's size."""

    milliseconds: float
    busy: float
    statements: int
    kib: float = 0.0


Probe = Callable[["Municipality"], Measured]


def _measure(ask: Callable[[], bytes], runs: int = RUNS) -> Measured:
    with CaptureQueriesContext(connection) as caught:
        answer = ask()  # a first time, so that templates are compiled
    statements = len(caught)  # at once: the next request forgets them
    gc.collect()
    gc.freeze()  # what the filling left in this process is no web server's to look through
    spent = [spend(ask) for _ in range(runs)]
    return Measured(min(one.passed for one in spent), min(one.busy for one in spent), statements, len(answer) / 1024)


def page(address: str, who: str = "secretary") -> Probe:
    """A page, as somebody who is signed in sees it; `{busy}` and such are filled in."""

    def probe(place: Municipality) -> Measured:
        person: Person = getattr(place, who)
        client = Client(raise_request_exception=True)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        path = _filled(address, place)

        def ask() -> bytes:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            return bytes(answer.content)

        return _measure(ask)

    return probe


def resource(address: str) -> Probe:
    """A list of the API, as another organisation's system reads it."""

    def probe(place: Municipality) -> Measured:
        headers = {"authorization": f"Bearer {make_token(client=place.client)}"}

        def ask() -> bytes:
            answer = Client().get(_filled(address, place), headers=headers)
            assert answer.status_code == 200, (address, answer.status_code, answer.content)
            return bytes(answer.content)

        return _measure(ask)

    return probe


def _filled(address: str, place: Municipality) -> str:
    held = Meeting.objects.filter(forum=place.busy, starts_at__lt=timezone.now()).first()
    action = ActionItem.objects.filter(forum=place.busy).first()
    return address.format(
        busy=place.busy.slug, topic=place.topic.slug, meeting=held and held.pk, action=action and action.pk
    )


def propose_to_all(place: Municipality) -> Measured:
    """One act for all forums, taken back afterwards."""

    def ask() -> bytes:
        with transaction.atomic():
            propose_topic(
                topic=place.topic,
                forums=list(Forum.objects.select_related("organisation")),
                proposal=Proposal(title="Lägesbild om extremism"),
                proposed_by=place.coordinator,
            )
            transaction.set_rollback(True)
        return b""

    return _measure(ask, runs=1)


def release_many(place: Municipality) -> Measured:
    """Five hundred reminders that are due at once, to eight receivers' seats; taken back afterwards."""
    rule, _ = ReminderRule.objects.get_or_create(forum=place.busy, kind=ReminderKind.ACTION_DUE, offset_days=0)
    actions = ActionItem.objects.order_by("pk")[:REMINDERS]

    def ask() -> bytes:
        with transaction.atomic():
            now = timezone.now()
            Reminder.objects.bulk_create(
                Reminder(
                    rule=rule, forum=place.busy, kind=ReminderKind.ACTION_DUE, object_id=action.pk, moment=now,
                    expires_at=now + timedelta(days=14),
                )
                for action in actions
            )  # fmt: skip
            assert release_due_reminders() == REMINDERS
            transaction.set_rollback(True)
        return b""

    return _measure(ask, runs=3)


def coverage_of_many(place: Municipality) -> Measured:
    """The page of where a topic was raised, with four times as many forums for a while."""
    with taken_back():
        with without_triggers():
            fill_up(place, MANY)
        return page("/topics/{topic}/coverage/?span=24", "coordinator")(place)
